// newsroom: somebody at a browser without a script: signed in, with a cookie, sending forms.
//
//   const editor = await signIn(server, { role: 'editor' });
//   const page = await editor.get('/newsroom/stories/');            // { status, text, headers, location }
//   const done = await editor.post('/newsroom/breaking/', { edition: 'en', text: '…' });  // 303 → done.location
//
// `post` adds the form's token, as a page's own form would have it; `raw` sends just what it is given.
import { mustRun } from './server.mjs';

let people = 0;

export function linkOf(out) {
  return new URL(/(https?:\/\/\S+\/newsroom\/enter\/\S+)/.exec(out)[1]).pathname;
}

export function visitor(server) {
  const who = {
    server, cookie: '', token: '',
    async raw(method, path, { headers = {}, body, type } = {}) {
      const sent = { ...headers };
      if (who.cookie) sent.Cookie = who.cookie;
      if (type) sent['Content-Type'] = type;
      const answer = await fetch(server.url + path, { method, headers: sent, body, redirect: 'manual' });
      const set = answer.headers.get('set-cookie');
      if (set) who.cookie = /^stoppress=([^;]*)/.test(set) ? set.split(';')[0] : who.cookie;
      const text = await answer.text();
      const token = /name="token" value="([0-9a-f]+)"/.exec(text);
      if (token) who.token = token[1];
      return { status: answer.status, headers: answer.headers, text, location: answer.headers.get('location') };
    },
    get: (path, headers = {}) => who.raw('GET', path, { headers }),
    // Fields: an object (values may be lists), or pairs.
    post(path, fields = {}, headers = {}) {
      const pairs = Array.isArray(fields) ? fields
        : Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
      const body = new URLSearchParams([['token', who.token], ...pairs]).toString();
      return who.raw('POST', path, { headers, body, type: 'application/x-www-form-urlencoded' });
    },
  };
  return who;
}

export async function signIn(server, { role = 'editor', email = `${role}-${++people}@example.org`, name = '' } = {}) {
  const args = ['user', 'add', email, '--role', role, '--data', server.dir];
  const link = linkOf(mustRun(name ? [...args, '--name', name] : args).out);
  const who = Object.assign(visitor(server), { email, role });
  await who.get(link);
  const done = await who.post(link);
  if (done.status !== 303) throw new Error(`${link}: ${done.status}\n${done.text}`);
  await who.get('/newsroom/');
  return who;
}

// newsroom: somebody at a browser without a script: signed in, with a cookie, sending forms.
//
//   const editor = await signIn(server, { role: 'editor' });
//   const page = await editor.get('/newsroom/stories/');            // { status, text, headers, location }
//   const done = await editor.post('/newsroom/breaking/', { edition: 'en', text: '…' });  // 303 → done.location
//
// `post` adds the form's token, as a page's own form would have it; `raw` sends just what it is given.
import { createHmac } from 'node:crypto';
import { mustRun } from './server.mjs';

export const password = 'seven sober herons wade at noon';

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
      if (set) who.cookie = /^(__Secure-)?stoppress=./.test(set) ? set.split(';')[0] : '';
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

// RFC 6238: the code of that half minute; `steps` later (or earlier). Codes count once: who signs in
// again at once takes the next one.
export function codeOf(secret, steps = 0, now = Date.now()) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(now / 30000) + steps));
  const mac = createHmac('sha1', key).update(count).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

export function secretOf(text) {
  return /name="secret" value="([A-Z2-7]{32})"/.exec(text)?.[1];
}

// Through a one-time link: with a password, and a second step unless `step` is false.
export async function enter(who, link, { step = true, steps = 0 } = {}) {
  const page = await who.get(link);
  who.secret = secretOf(page.text);
  const send = () => who.post(link, { password, secret: who.secret, code: step ? codeOf(who.secret, steps) : '' });
  let done = await send();
  if (done.status === 422) done = await send(); // the half minute may have ended on the way
  if (done.status !== 303) throw new Error(`${link}: ${done.status}\n${done.text}`);
  return done;
}

// `lang`: of the screens.
export async function signIn(server, { role = 'editor', email = `${role}-${++people}@example.org`, name = '', lang = 'en' } = {}) {
  const args = ['user', 'add', email, '--role', role, '--data', server.dir];
  const link = linkOf(mustRun(name ? [...args, '--name', name] : args).out);
  const who = Object.assign(visitor(server), { email, role });
  await enter(who, link, { steps: -1 }); // the codes of now and of the next half minute are left
  await who.get('/newsroom/me/');
  if (lang !== 'en') await who.post('/newsroom/me/', { name, lang, edition: '' });
  return who;
}

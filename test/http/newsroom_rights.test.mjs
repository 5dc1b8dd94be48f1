// Who may what in the newsroom: every screen of its tables, asked by a stranger and by each role, with
// and without the form's token. The tables are read from the source, so a new screen is in the test.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, mustRun, root, serve } from './server.mjs';
import { signIn, visitor } from './newsroom.mjs';

const ROLES = ['reporter', 'editor', 'administrator'];
const source = (name) => readFileSync(join(root, 'src', name), 'utf8');

// RIGHT_STORY_WRITE → "story.write"
const rightNames = new Map([...source('news/actor.c').matchAll(/\{S\("([a-z.]+)"\), (RIGHT_\w+)/g)].map(([, name, right]) => [right, name]));
// A file's own names for rights and flags: enum { WRITE = RIGHT_STORY_READ | RIGHT_STORY_WRITE }.
function spelled(name) {
  let text = source(`newsroom/${name}`);
  for (let pass = 0; pass < 2; pass++) { // a name may be made of another
    const names = new Map([...text.matchAll(/(?:#define\s+|\b)([A-Z][A-Z_]+)\s*=?\s+\(?((?:(?:RIGHT|SCREEN)_\w+[ |]*)+)/g)].map(([, short, long]) => [short, long]));
    text = text.replace(/\b[A-Z][A-Z_]+\b(?!\s*=|\s+\()/g, (word) => names.get(word) ?? word);
  }
  return text;
}
const screens = readdirSync(join(root, 'src/newsroom')).filter((name) => /^screens_.*\.c$/.test(name)).flatMap((name) =>
  [...spelled(name).matchAll(/\{\s*((?:HTTP_\w+[ |]*)+),\s*"(\/newsroom\/[^"]*)",\s*\w+,\s*((?:RIGHT_\w+|[ |\n]|0)+),\s*([^,}]+)(?:,\s*([^}]*?))?,?\s*\}/g)]
    .flatMap(([, methods, pattern, rights, , flags]) => methods.split('|').map((method) => ({
      method: method.trim().replace('HTTP_', ''), pattern, file: name,
      needs: (rights.match(/RIGHT_\w+/g) ?? []).map((right) => rightNames.get(right)),
      open: /SCREEN_OPEN/.test(flags ?? ''),
    }))));
const listed = readdirSync(join(root, 'src/newsroom')).filter((name) => /^screens_.*\.c$/.test(name))
  .reduce((sum, name) => sum + (source(`newsroom/${name}`).match(/HTTP_(GET|POST)[^"]{0,40}"\/newsroom\//g) ?? []).length, 0);

let server, dir, rights;
const who = {};
const sql = (text) => {
  const done = spawnSync('sqlite3', ['-batch', join(dir, 'stoppress.db'), text], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
};
// Everything that is kept, but for when somebody was seen, who was turned away, and the clockwork's own.
const kept = () => createHash('sha256').update(sql('.dump').split('\n')
  .filter((line) => !/INTO ("?session"?|"?audit"?|due|most_read|sqlite_sequence)\b/.test(line)).join('\n')).digest('hex');
const path = (screen) => screen.pattern.replace(/:(\w+)/g, '1').replace(/\*\w+/g, '1');
const ask = (visitor, screen, { token = true, headers } = {}) => (screen.method === 'GET' ? visitor.get(path(screen), headers)
  : visitor.raw('POST', path(screen), { headers, body: token ? `token=${visitor.token}` : 'token=0', type: 'application/x-www-form-urlencoded' }));

before(async () => {
  dir = makeSite({ demo: true });
  server = await serve(dir);
  const token = makeToken(dir, 'administrator');
  assert.equal((await server.call('POST', '/api/v1/flashes', { token, body: { edition: 'en', text: 'Now' } })).status, 201);
  for (const role of ROLES) who[role] = await signIn(server, { role });
  rights = Object.fromEntries(ROLES.map((role) => [role, sql(`SELECT right_name FROM role_right WHERE role = '${role}'`).split('\n')]));
});
after(async () => assert.equal(await server.stop(), 0));

const may = (role, screen) => screen.needs.every((right) => rights[role].includes(right));
const about = (role, screen, answer) => `${role}: ${screen.method} ${screen.pattern} → ${answer.status} ${/<h1>.*<\/h1>/.exec(answer.text)?.[0] ?? answer.text.slice(0, 120)}`;

test('the tables were read whole', () => {
  assert.ok(screens.length >= 60, `${screens.length} screens`);
  assert.ok(screens.length >= listed, `${screens.length} of ${listed} lines`);
  for (const screen of screens) assert.ok(!screen.needs.includes(undefined), `${screen.pattern} needs a right that actor.c does not name`);
});

test('who may not is refused with a sentence, and nothing has changed', async () => {
  const before = kept();
  const stranger = visitor(server);
  for (const screen of screens) {
    if (!screen.open) {
      const answer = await ask(stranger, screen);
      assert.equal(answer.status, screen.method === 'GET' ? 303 : 401, about('stranger', screen, answer));
      if (screen.method === 'GET') assert.match(answer.location, /^\/newsroom\/sign-in\?to=/);
      const told = await ask(stranger, screen, { headers: { Accept: 'application/json' } });
      assert.equal(told.status, 401, about('stranger, a script', screen, told));
    }
    for (const role of ROLES) {
      if (!may(role, screen)) {
        const answer = await ask(who[role], screen);
        assert.equal(answer.status, 403, about(role, screen, answer));
        assert.match(answer.text, /ask an administrator/, about(role, screen, answer));
      }
      if (screen.method === 'POST') {
        for (const forged of [await ask(who[role], screen, { token: false }), await ask(who[role], screen, { headers: { Origin: 'https://elsewhere.example' } }),
          await ask(who[role], screen, { headers: { 'Sec-Fetch-Site': 'cross-site' } })])
          assert.equal(forged.status, 403, about(`${role}, forged`, screen, forged));
      }
    }
  }
  assert.equal(kept(), before);
});

test('no answer of the newsroom can be framed, kept or guessed at', async () => {
  for (const screen of screens.filter((one) => one.method === 'GET')) {
    for (const visitor_ of [who.administrator, visitor(server)]) {
      const { headers, status } = await ask(visitor_, screen);
      if (status === 303) continue;
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, screen.pattern);
      assert.match(headers.get('cache-control') ?? '', /no-store/, screen.pattern);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', screen.pattern);
    }
  }
});

test('who may is let in', async () => {
  // What ends the sessions that ask is the account's own test.
  const about_oneself = /sign-out|sign-in|enter|sessions|\/me\/|everywhere/;
  for (const role of ROLES)
    for (const screen of screens.filter((one) => may(role, one) && !(one.method === 'POST' && about_oneself.test(one.pattern)))) {
      const answer = await ask(who[role], screen);
      assert.ok(![401, 403].includes(answer.status) && answer.status < 500, about(role, screen, answer));
      assert.doesNotMatch(answer.location ?? '', /sign-in/, about(role, screen, answer));
    }
});

test('a right that is taken away is gone with the next request', async () => {
  const editor = await signIn(server, { role: 'editor', email: 'was@example.org' });
  assert.equal((await editor.get('/newsroom/breaking/')).status, 200);
  sql("UPDATE staff SET role = 'reporter' WHERE email = 'was@example.org'");
  assert.equal((await editor.get('/newsroom/breaking/')).status, 403);
  mustRun(['user', 'disable', 'was@example.org', '--data', dir]);
  assert.equal((await editor.get('/newsroom/')).status, 303);
});

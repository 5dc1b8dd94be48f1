// The staff and the audit, from the newsroom.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signIn, visitor } from './newsroom.mjs';
import { makeSite, makeToken, serve } from './server.mjs';

let server, boss;
before(async () => {
  server = await serve(makeSite({ editions: 'en' }), { env: { STOPPRESS_TWO_STEP: '0' } });
  boss = await signIn(server, { role: 'administrator', name: 'Boss', email: 'boss@example.org' });
});
after(async () => assert.equal(await server.stop(), 0, server.errors()));

const faults = (page) => /<div class="faults"[\s\S]*?<\/div>/.exec(page.text)?.[0] ?? '';
const linkIn = (page) => new URL(/value="(http[^"]*\/newsroom\/enter\/[^"]*)"/.exec(page.text)[1]).pathname;

// Through the screen; the path of their page, and the link.
async function add(email, role = 'reporter', name = '') {
  const page = await boss.post('/newsroom/staff/new', { email, name, role });
  assert.equal(page.status, 200, page.text);
  return { link: linkIn(page), path: /href="(\/newsroom\/staff\/\d+\/)"/.exec(page.text)[1] };
}

test('somebody is added, gets a link that is shown once, and enters with it', async () => {
  const { link, path } = await add('lena@example.org', 'editor', 'Lena');
  assert.doesNotMatch((await boss.get(path)).text, /enter\//);
  assert.match((await boss.get('/newsroom/staff/')).text, /Lena[\s\S]*not in yet/);
  const who = visitor(server);
  await enter(who, link);
  assert.equal((await who.get('/newsroom/staff/')).status, 403);
  const list = await boss.get('/newsroom/staff/');
  assert.match(list.text, /lena@example\.org[\s\S]*?Editor[\s\S]*?yes/);
});

test('what is wrong with somebody new is said, and what was typed stays', async () => {
  const page = await boss.post('/newsroom/staff/new', { email: 'no address', name: 'Typed <i>', role: 'editor' });
  assert.equal(page.status, 422);
  assert.match(faults(page), /#field-email/);
  assert.match(page.text, /value="Typed &lt;i&gt;"/);
  assert.equal((await boss.post('/newsroom/staff/new', { email: 'boss@example.org', name: '', role: 'editor' })).status, 409);
  assert.equal((await boss.post('/newsroom/staff/new', { email: 'k@example.org', name: '', role: 'king' })).status, 422);
});

test('who saves somebody second is told what the other administrator has put', async () => {
  const { path } = await add('twice@example.org', 'reporter', 'Twice');
  const base = /name="base" value="([0-9a-f]+)"/.exec((await boss.get(path)).text)[1];
  const typed = { email: 'twice@example.org', name: 'Once', role: 'reporter', base };
  assert.equal((await boss.post(path, { ...typed, name: 'Twice', role: 'editor' })).status, 303);
  const told = await boss.post(path, typed);
  assert.equal(told.status, 409);
  assert.match(told.text, /<dt>Role<\/dt><dd><bdi>Editor<\/bdi>/);
  assert.match(told.text, /value="Once"/);
  assert.match((await boss.get(path)).text, /<h1><bdi>Twice<\/bdi>/, 'nothing was overwritten');
  assert.equal((await boss.post(path, { ...typed, base: /name="base" value="([0-9a-f]+)"/.exec(told.text)[1] })).status, 303);
});

test('a new link ends password, second step and sessions', async () => {
  const { link, path } = await add('sami@example.org');
  const who = visitor(server);
  await enter(who, link);
  const fresh = linkIn(await boss.post(`${path}link`));
  assert.equal((await who.get('/newsroom/me/')).status, 303);
  const again = visitor(server);
  await enter(again, fresh);
  assert.equal((await again.get('/newsroom/me/')).status, 200);
});

test('who is disabled is out at once, and in again when enabled', async () => {
  const { link, path } = await add('omar@example.org');
  const who = visitor(server);
  await enter(who, link);
  assert.equal((await boss.post(`${path}disable`)).status, 303);
  assert.equal((await who.get('/newsroom/me/')).status, 303);
  assert.match((await boss.get(path)).text, /disabled/);
  assert.equal((await boss.post(`${path}link`)).status, 409);
  assert.equal((await boss.post(`${path}enable`)).status, 303);
  assert.equal((await boss.post(`${path}sign-out`)).status, 303);
});

test('nobody changes their own role or disables themselves, and one administrator stays', async () => {
  const list = (await boss.get('/newsroom/staff/')).text;
  const own = /href="(\/newsroom\/staff\/\d+\/)"><bdi>Boss/.exec(list)[1];
  const first = /href="(\/newsroom\/staff\/\d+\/)"><bdi>Administrator/.exec(list)[1];
  assert.doesNotMatch((await boss.get(own)).text, /name="role"/);
  assert.equal((await boss.post(own, { name: 'Boss', email: 'boss@example.org', role: 'reporter' })).status, 403);
  assert.equal((await boss.post(`${own}disable`)).status, 409);
  assert.equal((await boss.post(`${own}link`)).status, 409);
  assert.equal((await boss.post(`${first}disable`)).status, 303);
  const { link, path } = await add('second@example.org', 'administrator');
  const second = visitor(server);
  await enter(second, link);
  await second.get('/newsroom/me/');
  assert.equal((await boss.post(path, { name: '', email: 'second@example.org', role: 'editor' })).status, 303);
  assert.equal((await second.post(`${own}disable`)).status, 403);
});

test('tokens of others are made, listed and ended', async () => {
  const { path } = await add('bot@example.org', 'editor');
  assert.equal((await boss.post(`${path}token`, { name: 'x', role: 'administrator' })).status, 422);
  const made = await boss.post(`${path}token`, { name: 'Wire reader', role: 'reporter' });
  const token = /value="(sp_[^"]+)"/.exec(made.text)[1];
  const page = await boss.get(path);
  assert.match(page.text, /Wire reader[\s\S]*Reporter/);
  const hash = /name="hash" value="([0-9a-f]{64})"/.exec(page.text)[1];
  const done = await boss.post('/newsroom/staff/token/end', { hash, to: path });
  assert.equal(done.location, `${path}?said=token_ended`);
  assert.equal((await server.call('GET', '/api/v1/stories', { token })).status, 401);
});

test('the audit names acts in the language, links, filters and pages', async () => {
  const token = makeToken(server.dir, 'editor');
  const story = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', headline: 'Snow on the dunes', section: 'news/politics', body: 'Text.' } });
  for (let i = 0; i < 60; i++) {
    const changed = await server.call('PATCH', `/api/v1/stories/${story.json.id}`, { token, body: { headline: `Snow ${i}` }, headers: { 'If-Match': '*' } });
    assert.equal(changed.status, 200, changed.text);
  }
  const all = await boss.get('/newsroom/audit/');
  assert.match(all.text, /Story saved/);
  assert.match(all.text, new RegExp(`href="/newsroom/story/${story.json.id}/"`));
  const next = /href="([^"]*before=\d+)"/.exec(all.text)[1].replace(/&amp;/g, '&');
  const older = await boss.get(next.startsWith('?') ? `/newsroom/audit/${next}` : next);
  assert.match(older.text, /Story begun/);
  const one = await boss.get(`/newsroom/audit/?thing=story:${story.json.id}&act=story.create`);
  assert.equal(one.text.match(/<tr>/g).length, 2);
  const none = await boss.get('/newsroom/audit/?from=2001-01-01&to=2001-01-02');
  assert.match(none.text, /class="empty"/);
  assert.match(none.text, /value="2001-01-01"/);
  const role = await boss.get('/newsroom/audit/?act=staff.role');
  assert.match(role.text, /<del><bdi>Administrator<\/bdi><\/del>[\s\S]*<bdi>Editor<\/bdi>/);
  const spanish = await signIn(server, { role: 'editor', lang: 'es' });
  assert.match((await spanish.get('/newsroom/audit/?act=staff.role')).text, /Función cambiada/);
  const reporter = await signIn(server, { role: 'reporter' });
  assert.equal((await reporter.get('/newsroom/audit/')).status, 403);
  assert.equal((await reporter.get('/newsroom/audit/audit.csv')).status, 403);
});

test('the audit as a file opens in a spreadsheet as text', async () => {
  const { path } = await add('formula@example.org', 'editor', '=HYPERLINK("http://evil")');
  await boss.post(path, { name: '+1', email: 'formula@example.org', role: 'editor' });
  const who = visitor(server);
  await enter(who, linkIn(await boss.post(`${path}link`)));
  await boss.post(path, { name: '=1+1', email: 'formula@example.org', role: 'editor' });
  const file = await boss.get('/newsroom/audit/audit.csv?act=staff.');
  assert.match(file.headers.get('content-type'), /^text\/csv/);
  assert.match(file.headers.get('content-disposition'), /attachment; filename="audit\.csv"/);
  const lines = file.text.trimEnd().split('\r\n');
  assert.equal(lines[0], 'time,who,way,act,thing,before,after,address');
  assert.ok(lines.length > 10);
  assert.match(file.text, /,"'=1\+1","newsroom","staff\.enter",/);
  for (const line of lines.slice(1)) assert.doesNotMatch(line, /(^|,)"[=+\-@]/);
});

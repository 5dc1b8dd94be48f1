// The desk and the lists of stories: who sees what there, what can be done from there, and how one
// finds a story again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';
import { signIn, visitor } from './newsroom.mjs';

let dir, server, token, editor, reporter;
const ids = {};

const api = async (method, path, body, status) => {
  const answer = await server.call(method, `/api/v1${path}`, { token, body });
  assert.equal(answer.status, status, answer.text);
  return answer.json;
};
const write = (fields) => api('POST', '/stories', { edition: 'en', section: 'news/politics', body: 'Some words of text.', ...fields }, 201);

before(async () => {
  dir = makeSite();
  server = await serve(dir);
  token = makeToken(dir, 'administrator');
  editor = await signIn(server, { role: 'editor', name: 'Editor One' });
  reporter = await signIn(server, { role: 'reporter', name: 'Reporter One' });
  ids.draft = (await write({ headline: 'Owls nest in the old mill' })).id;
  ids.spanish = (await write({ edition: 'es', headline: 'Los búhos anidan en el molino', translation_of: ids.draft })).id;
  ids.public = (await write({ headline: 'A bridge for hedgehogs', kind: 'feature' })).id;
  await api('POST', `/stories/${ids.public}/publish`, {}, 200);
  ids.later = (await write({ headline: 'Comet week begins' })).id;
  await api('POST', `/stories/${ids.later}/publish`, { at: new Date(Date.now() + 86400000).toISOString() }, 200);
});
after(async () => assert.equal(await server.stop(), 0));

// A column of the board, or the row of a headline in it.
const column = (text, name) => new RegExp(`<section class="block column-${name}"[\\s\\S]*?</section>`).exec(text)[0];
const desk = async (who, query = '?edition=all') => (await who.get(`/newsroom/${query}`)).text;

test('a desk without drafts leads to a new story', async () => {
  const begin = /<p class="empty">No drafts\. <a href="\/newsroom\/story\/new">New story<\/a><\/p>/;
  assert.match(column(await desk(editor, '?edition=ar'), 'draft'), begin);
  assert.doesNotMatch(column(await desk(editor), 'draft'), begin);
});

test('an address that is none is said in one\'s own language, with the way on', async () => {
  const own = await signIn(server, { role: 'reporter', lang: 'es' });
  const lost = await own.get('/newsroom/nowhere/', { 'Accept-Language': 'ar' });
  assert.equal(lost.status, 404);
  assert.match(lost.text, /<html lang="es"/);
  assert.match(lost.text, /<nav class="side"/);
  const method = await own.get('/newsroom/sign-out', { 'Accept-Language': 'ar' });
  assert.deepEqual([method.status, method.headers.get('allow')], [405, 'POST']);
  assert.match(method.text, /<html lang="es"[\s\S]*<nav class="side"/);
  const stranger = await visitor(server).get('/newsroom/nowhere/', { 'Accept-Language': 'ar, en' });
  assert.equal(stranger.status, 404);
  assert.match(stranger.text, /<html lang="ar" dir="rtl"/);
  assert.doesNotMatch(stranger.text, /<nav/);
  const script = await own.get('/newsroom/nowhere/', { Accept: 'application/json' });
  assert.equal(JSON.parse(script.text).status, 404);
});

test('without its last slash it leads on', async () => {
  const answer = await server.call('GET', '/newsroom');
  assert.deepEqual([answer.status, answer.headers.get('location')], [301, '/newsroom/']);
});

test('each story stands in the column of its state', async () => {
  const text = await desk(editor);
  assert.match(column(text, 'draft'), /Owls nest in the old mill/);
  assert.match(column(text, 'draft'), /lang="es" dir="ltr" data-open>Los búhos/);
  assert.match(column(text, 'scheduled'), /Comet week begins[\s\S]*goes out <time/);
  assert.match(column(text, 'published'), /A bridge for hedgehogs[\s\S]*On the site/);
  assert.match(column(text, 'review'), /Nothing waits to be read/);
  assert.match(column(text, 'draft'), /<span class="n">2<\/span>/);
});

test('an edition has a desk of its own, and what is translated leads to it', async () => {
  const text = await desk(editor, '?edition=en');
  assert.doesNotMatch(text, /Los búhos/);
  assert.match(column(text, 'draft'), new RegExp(`class="state state-draft" href="/newsroom/story/${ids.spanish}/"`));
  assert.match(column(text, 'draft'), new RegExp(`action="/newsroom/story/${ids.draft}/translate\\?edition=ar"`));
  const made = await editor.post(`/newsroom/story/${ids.draft}/translate?edition=ar`);
  assert.equal(made.status, 303);
  assert.match(await desk(editor, '?edition=ar'), /Owls nest/);
});

test('a story is moved on from the desk, as far as one may', async () => {
  const back = '/newsroom/?edition=en';
  assert.doesNotMatch(await desk(reporter), /value="ready"/);
  const sent = await reporter.post(`/newsroom/story/${ids.draft}/stage`, { stage: 'review', back });
  assert.equal(sent.status, 303);
  assert.ok(sent.location.startsWith(back), sent.location);
  assert.match(column(await desk(editor), 'review'), /Owls nest[\s\S]*value="ready"/);
  assert.equal((await reporter.post(`/newsroom/story/${ids.draft}/stage`, { stage: 'ready', back })).status, 403);
  await editor.post(`/newsroom/story/${ids.draft}/stage`, { stage: 'ready', back });
  assert.match(column(await desk(editor), 'ready'), /Owls nest/);
  const away = await editor.post(`/newsroom/story/${ids.draft}/stage`, { stage: 'draft', back: 'https://example.org/' });
  assert.ok(away.location.startsWith(`/newsroom/story/${ids.draft}/`), away.location);
});

test('who has a story open is seen by the others', async () => {
  await reporter.get(`/newsroom/story/${ids.draft}/`);
  assert.match(await desk(editor), /Reporter One has it open/);
  assert.doesNotMatch(await desk(reporter), /Reporter One has it open/);
});

test('what one has typed and not saved is at the top of one’s own desk', async () => {
  await editor.get(`/newsroom/story/${ids.public}/`);
  await editor.post(`/newsroom/story/${ids.public}/keep`, { headline: 'A bridge for hedgehogs and frogs', version: '1' });
  assert.match(await desk(editor), /You have not saved these[\s\S]*\/newsroom\/story\/\d+\//);
  assert.doesNotMatch(await desk(reporter), /You have not saved these/);
});

test('the list finds by words, number, state, kind, section and who began it', async () => {
  const list = async (query) => [...(await editor.get(`/newsroom/stories/?${query}`)).text.matchAll(/data-open>([^<]*)</g)].map(([, headline]) => headline);
  assert.deepEqual(await list('edition=all&q=HEDGEHOGS'), ['A bridge for hedgehogs']);
  assert.deepEqual(await list('edition=all&q=buhos+molino'), ['Los búhos anidan en el molino']);
  assert.deepEqual(await list(`edition=all&q=%23${ids.later}`), ['Comet week begins']);
  assert.deepEqual(await list('edition=all&kind=feature'), ['A bridge for hedgehogs']);
  assert.deepEqual(await list('edition=en&status=scheduled'), ['Comet week begins']);
  assert.ok((await list('edition=en&status=open')).every((headline) => headline !== 'A bridge for hedgehogs'));
  assert.deepEqual(await list('edition=es&by=me'), []);
  const [, section] = /<option value="(\d+)" lang="en">– Politics/.exec((await editor.get('/newsroom/stories/?edition=en')).text);
  assert.equal((await list(`edition=en&section=${section}`)).length, 3);
});

test('an empty list says what to do', async () => {
  assert.match((await editor.get('/newsroom/stories/?edition=all&q=nowhere')).text, /No story fits\. <a href/);
});

test('a list goes on to what is older, by its last row, and back', async () => {
  for (let i = 0; i < 52; i += 1) await write({ headline: `Garden note ${i}` });
  const first = (await editor.get('/newsroom/stories/?edition=en&q=garden')).text;
  assert.equal(first.match(/data-row/g).length, 50);
  const [, next] = /<a class="button" href="([^"]*)" rel="next">/.exec(first);
  const second = (await editor.get(`/newsroom/stories/${next.replaceAll('&amp;', '&')}`)).text;
  assert.deepEqual([...second.matchAll(/data-open>([^<]*)</g)].map(([, headline]) => headline), ['Garden note 1', 'Garden note 0']);
  assert.doesNotMatch(second, /rel="next"/);
  assert.match(second, /Newest first again/);
});

test('a list that renews itself is answered alone, and only when something has changed', async () => {
  const unescape = (text) => text.replaceAll('&amp;', '&');
  const addressIn = (text) => unescape(/data-fresh="([^"]*)"/.exec(text)[1]);
  for (const path of ['/newsroom/?edition=en', '/newsroom/stories/?edition=en&status=draft&q=fresh']) {
    const address = addressIn((await editor.get(path)).text);
    const part = await editor.get(address);
    assert.equal(part.status, 200);
    assert.match(part.text, /^\s*<div class="fresh-list" data-fresh=/);
    assert.doesNotMatch(part.text, /<main|<h1|<html/);
    const known = { 'If-None-Match': part.headers.get('etag') };
    const same = await editor.get(address, known);
    assert.deepEqual([same.status, same.text], [304, '']);
    const { id } = await write({ headline: `Fresh of ${path.length}` });
    const now = await editor.get(address, known);
    assert.equal(now.status, 200);
    assert.match(now.text, new RegExp(`data-row id="row-${id}"`));
    assert.equal((await visitor(server).get(address)).status, 303, 'who is not signed in sees nothing');
  }
  const [, next] = /<a class="button" href="([^"]*)" rel="next">/.exec((await editor.get('/newsroom/stories/?edition=en')).text);
  assert.doesNotMatch((await editor.get(`/newsroom/stories/${unescape(next)}`)).text, /data-fresh|data-act="fresh"/, 'what is older stays');
});

test('a page that renews itself keeps nobody signed in', async () => {
  const who = await signIn(server, { role: 'reporter' });
  const sql = (text) => execFileSync('sqlite3', [join(dir, 'stoppress.db'), text], { encoding: 'utf8' }).trim();
  const mine = `staff_id = (SELECT id FROM staff WHERE email = '${who.email}')`;
  const seen = () => Number(sql(`SELECT seen_ms FROM session WHERE ${mine}`));
  sql(`UPDATE session SET seen_ms = seen_ms - 3600000 WHERE ${mine}`);
  const before = seen();
  assert.equal((await who.get('/newsroom/?edition=en&part=fresh')).status, 200);
  assert.equal(seen(), before);
  await who.get('/newsroom/?edition=en');
  assert.ok(seen() > before);
});

test('who chooses a story is answered in JSON, ten at most', async () => {
  const ask = async (headers, more = '') => JSON.parse((await editor.get(`/newsroom/stories/?edition=en&q=garden${more}`, headers)).text);
  const found = await ask({ Accept: 'application/json' });
  assert.equal(found.length, 10);
  assert.deepEqual(await ask({}, '&format=json'), found);
  assert.deepEqual(Object.keys(found[0]), ['id', 'headline', 'edition', 'status', 'path']);
});

test('words of another alphabet, marks and quotes come back as they were typed', async () => {
  const q = '"><b>ñ\'&';
  const { text, status } = await editor.get(`/newsroom/stories/?edition=all&q=${encodeURIComponent(q)}`);
  assert.equal(status, 200);
  assert.match(text, /value="&quot;&gt;&lt;b&gt;ñ&#39;&amp;"/);
});

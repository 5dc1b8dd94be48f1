// The newsroom's pictures without a script: taken, found, described, cut around their point, chosen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, root, serve, until } from './server.mjs';
import { signIn } from './newsroom.mjs';

const HOSTILE = '"><script>alert(1)</script>](javascript:x) {{t}}';
let server, token, editor, reporter;

before(async () => {
  server = await serve(makeSite());
  token = makeToken(server.dir, 'administrator');
  editor = await signIn(server, { role: 'editor' });
  reporter = await signIn(server, { role: 'reporter' });
});
after(async () => assert.equal(await server.stop(), 0));

// GIFs of one pixel that differ in their colour.
let colour = 0;
const fresh = () => Buffer.from(`47494638396101000100800000${(++colour).toString(16).padStart(6, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');
async function upload(who, bytes, fields = {}, { accept = 'text/html', path = '/newsroom/pictures/' } = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ token: who.token, ...fields })) form.set(name, value);
  if (bytes) form.set('file', new Blob([bytes], { type: 'image/gif' }), 'picture.gif');
  const encoded = new Response(form);
  return who.raw('POST', path, { headers: { Accept: accept }, body: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get('content-type') });
}
const idOf = (location) => Number(/pictures\/(\d+)\//.exec(location)[1]);
const api = async (method, path, body) => (await server.call(method, `/api/v1${path}`, { token, body })).json;
const facts = (id) => api('GET', `/media/${id}`);
const words = (more = {}) => ({ alt: 'A boat', caption: '', credit: 'Ana Ruiz', licence: '', expires_at: '', focal_x: '50', focal_y: '50', ...more });
const take = async (who, fields) => idOf((await upload(who, fresh(), fields)).location);
const tiles = (html) => [...html.matchAll(/<li class="tile"[\s\S]*?<\/li>/g)].map(([tile]) => Number(/pictures\/(\d+)\//.exec(tile)[1]));

test('a picture comes in, and the same bytes again are said to be there', async () => {
  const bytes = fresh();
  const first = await upload(editor, bytes, { alt: 'A lighthouse', credit: 'Ana Ruiz' });
  assert.equal(first.status, 303, first.text);
  assert.match(first.location, /^\/newsroom\/pictures\/\d+\/\?said=picture_taken$/);
  const id = idOf(first.location);
  assert.deepEqual([(await facts(id)).alt, (await facts(id)).credit], ['A lighthouse', 'Ana Ruiz']);
  const again = await upload(editor, bytes, { alt: 'Something else' });
  assert.match(again.location, new RegExp(`/pictures/${id}/\\?said=picture_again$`));
  assert.equal((await facts(id)).alt, 'A lighthouse', 'its words stay');
  assert.match((await editor.get(again.location)).text, /there already/);
  const told = await upload(editor, bytes, {}, { accept: 'application/json' });
  assert.deepEqual([told.status, JSON.parse(told.text).again, JSON.parse(told.text).id], [200, true, String(id)]);
});

test('what is no picture is refused with a sentence, what was typed stays', async () => {
  const none = await upload(editor, null, { alt: 'Typed already' });
  assert.equal(none.status, 422);
  assert.match(none.text, /Typed already/);
  assert.match(none.text, /href="#field-file"/);
  const svg = await upload(editor, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), { alt: HOSTILE });
  assert.equal(svg.status, 415);
  assert.doesNotMatch(svg.text, /<script>alert\(1\)/);
  const script = await upload(editor, Buffer.from('not a picture'), {}, { accept: 'application/json' });
  assert.equal(script.status, 415);
  assert.ok(JSON.parse(script.text).detail.length > 10);
});

test('words, licence and point are changed; each field says what is wrong with it', async () => {
  const id = await take(editor);
  const path = `/newsroom/pictures/${id}/`;
  assert.equal((await editor.post(path, words({ alt: HOSTILE, caption: HOSTILE, focal_x: '20', focal_y: '80', alt_es: 'Un barco', caption_ar: 'قارب' }))).status, 303);
  const now = await facts(id);
  assert.deepEqual([now.focal_x, now.focal_y, now.texts.es.alt, now.texts.ar.caption, now.texts.en], [20, 80, 'Un barco', 'قارب', undefined]);
  for (const where of [path, '/newsroom/pictures/', '/newsroom/pictures/?for=1', '/newsroom/pictures/?part=1&for=1'])
    assert.doesNotMatch((await editor.get(where)).text, /<script>alert\(1\)/, where);
  const wrong = await editor.post(path, words({ focal_x: '101', expires_at: '2001-01-01', alt: 'Kept' }));
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="field-focal_x-wrong"/);
  assert.match(wrong.text, />\s*Kept<\/textarea>/);
  const past = await editor.post(path, words({ expires_at: '2001-01-01' }));
  assert.match(past.text, /id="field-expires_at-wrong"/);
  assert.match((await editor.post(path, words({ expires_at: '2031-02-30' }))).text, /id="field-expires_at-wrong"/);
  assert.equal((await editor.post(path, words({ expires_at: '2099-12-31' }))).status, 303);
  assert.match((await facts(id)).expires_at, /^2099-12-3/);
  assert.match((await editor.get(path)).text, /value="2099-12-31"/);
  assert.equal((await editor.post(path, words({ expires_at: '' }))).status, 303);
  assert.equal((await facts(id)).expires_at, null);
});

test('who saves second is told what is stored now', async () => {
  const id = await take(editor, { alt: 'One', credit: 'A' }), path = `/newsroom/pictures/${id}/`;
  const base = async () => /name="base" value="([^"]*)"/.exec((await editor.get(path)).text)[1];
  const mine = await base();
  assert.equal((await editor.post(path, words({ base: mine, alt: 'Two' }))).status, 303);
  const told = await editor.post(path, words({ base: mine, alt: 'Three' }));
  assert.equal(told.status, 409);
  assert.match(told.text, /<dd><bdi>Two<\/bdi>/);
  assert.match(told.text, /Three<\/textarea>/);
  assert.equal((await editor.post(path, words({ base: await base(), alt: 'Three' }))).status, 303);
  const before = await base();
  assert.equal((await editor.post(path, words({ base: before, alt: 'Three', alt_es: 'Tres' }))).status, 303);
  const of_words = await editor.post(path, words({ base: before, alt: 'Three', alt_es: '' }));
  assert.equal(of_words.status, 409, 'words of an edition are not overwritten either');
  assert.match(of_words.text, /<dd><bdi>es: Tres/);
});

test('every cut that is shown is there', async () => {
  const bytes = readFileSync(join(root, 'demo/pictures/tides.jpg'));
  const { location } = await upload(editor, bytes, { alt: 'Tides', credit: 'Stoppress' });
  const page = await editor.get(location);
  const cuts = [...page.text.matchAll(/src="(\/media\/[^"]+)" width="(\d+)" height="(\d+)"/g)];
  assert.equal(cuts.length, 6);
  for (const [, src] of cuts) assert.equal((await fetch(server.url + src)).status, 200, src);
});

test('pictures are found by their words in any language, and by what they lack', async () => {
  const ids = {
    boat: await take(editor, { alt: 'Política del puerto', credit: 'EFE' }), bare: await take(editor),
    soon: await take(editor, { alt: 'Soon gone', credit: 'AP' }),
  };
  await api('PATCH', `/media/${ids.boat}`, { texts: { ar: { alt: 'سياسة الميناء', caption: '' } } });
  await api('PATCH', `/media/${ids.soon}`, { expires_at: new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString() });
  const find = async (query) => tiles((await editor.get(`/newsroom/pictures/?${new URLSearchParams(query)}`)).text);
  assert.deepEqual(await find({ q: 'PUERTO politica' }), [ids.boat]);
  assert.deepEqual(await find({ q: 'الميناء' }), [ids.boat]);
  assert.deepEqual(await find({ q: 'puerto nowhere' }), []);
  assert.deepEqual(await find({ q: 'soon', only: 'expiring' }), [ids.soon]);
  assert.ok((await find({ only: 'wordless' })).includes(ids.bare));
  assert.ok(!(await find({ only: 'wordless' })).includes(ids.boat));
  assert.deepEqual(await find({ only: 'lapsed' }), []);
  await api('PATCH', `/media/${ids.soon}`, { expires_at: new Date(Date.now() + 700).toISOString() });
  await until('the licence to lapse', async () => (await facts(ids.soon)).lapsed, 15000);
  assert.deepEqual(await find({ only: 'lapsed' }), [ids.soon]);
  assert.match((await editor.get(`/newsroom/pictures/${ids.soon}/`)).text, /has lapsed/);
  assert.equal((await editor.post(`/newsroom/pictures/${ids.soon}/`, words({ alt: 'Gone', expires_at: /name="expires_at" value="([^"]*)"/.exec((await editor.get(`/newsroom/pictures/${ids.soon}/`)).text)[1] }))).status, 303, 'a day that has passed may stand there');
});

test('there are pages of them', async () => {
  for (let i = 0; i < 40; i += 1) await take(editor, { alt: 'Of a row', credit: 'Row' });
  const first = await editor.get('/newsroom/pictures/?q=row');
  assert.equal(tiles(first.text).length, 36);
  const next = /href="([^"]*)" rel="next"/.exec(first.text)[1].replaceAll('&amp;', '&');
  const second = await editor.get(`/newsroom/pictures/${next}`);
  assert.equal(tiles(second.text).length, 4);
  assert.equal(new Set([...tiles(first.text), ...tiles(second.text)]).size, 40);
});

test('a reporter sends pictures and changes only their own', async () => {
  const theirs = await take(editor, { alt: 'An editor\'s', credit: 'E' }), own = await take(reporter);
  assert.equal((await reporter.post(`/newsroom/pictures/${own}/`, words())).status, 303);
  const page = await reporter.get(`/newsroom/pictures/${theirs}/`);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /name="focal_x"/, 'what one may not do is not offered');
  assert.equal((await reporter.post(`/newsroom/pictures/${theirs}/`, words({ alt: 'Mine now' }))).status, 403);
  assert.equal((await facts(theirs)).alt, 'An editor\'s');
  assert.equal((await editor.post(`/newsroom/pictures/${own}/`, words({ alt: 'Better' }))).status, 303);
});

test('a picture is chosen for a story once it has its words', async () => {
  const ready = await take(editor, { alt: 'Ready [to] go', credit: 'R' }), bare = await take(editor);
  const list = await editor.get('/newsroom/pictures/?for=7');
  const tile = (id) => list.text.split('<li class="tile"').find((part) => part.includes(`/pictures/${id}/`));
  assert.match(tile(ready), /action="\/newsroom\/story\/7\/picture"/);
  assert.match(tile(ready), new RegExp(`!\\[Ready \\\\\\[to\\\\\\] go\\]\\(/media/${ready}\\)`));
  assert.doesNotMatch(tile(bare), /action="\/newsroom\/story\/7\/picture"/);
  assert.match(tile(bare), /First its alternative text/);
  const part = await editor.get('/newsroom/pictures/?part=1&for=7');
  assert.doesNotMatch(part.text, /<html|<main/);
  assert.match(part.text, new RegExp(`data-pick="${ready}" data-alt="Ready \\[to\\] go"`));
  assert.doesNotMatch(part.text, new RegExp(`data-pick="${bare}"`));
  const sent = await upload(editor, fresh(), { for: '7' });
  assert.match(sent.location, /\?for=7&said=picture_taken$/);
  const fresh_one = await editor.get(sent.location);
  assert.match(fresh_one.text, /name="for" value="7"/);
  assert.match(fresh_one.text, /<button [^>]*form="picture" name="then" value="use">Save and use as lead picture</);
  const described = await editor.post(sent.location.split('?')[0], words({ for: '7' }));
  assert.match(described.location, /\?for=7&said=saved$/);
  assert.match((await editor.get(described.location)).text, /action="\/newsroom\/story\/7\/picture"/);
  const story = await api('POST', '/stories', { edition: 'en', headline: 'It has a picture' });
  const used = await editor.post(`/newsroom/pictures/${bare}/`, words({ for: story.id, picture: bare, then: 'use' }));
  assert.equal(used.location, `/newsroom/story/${story.id}/?said=saved`, used.text);
  assert.match((await editor.get(used.location)).text, new RegExp(`name="picture" value="${bare}"`));
});

test('one sees what shows a picture, and asks for the texts too', async () => {
  const id = await take(editor, { alt: 'On top', credit: 'T' });
  const lead = await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'With it on top', body: 'Text.', picture: id });
  await api('POST', `/stories/${lead.id}/publish`, {});
  await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'With it inside', body: { type: 'doc', content: [{ type: 'picture', attrs: { ref: String(id), alt: 'On top', credit: 'T' } }] } });
  const person = await api('POST', '/people', { name: 'Seen Author', picture: id });
  const page = (await editor.get(`/newsroom/pictures/${id}/`)).text;
  assert.match(page, /With it on top/);
  assert.match(page, new RegExp(`/newsroom/people/${person.id}/`));
  assert.doesNotMatch(page, /With it inside/);
  const texts = (await editor.get(`/newsroom/pictures/${id}/?texts=1`)).text;
  assert.match(texts, /With it on top/);
  assert.match(texts, /With it inside/);
  assert.match((await editor.get(`/newsroom/pictures/${await take(editor)}/`)).text, /Nothing\./);
});

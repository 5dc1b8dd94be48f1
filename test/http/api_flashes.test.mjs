// Flashes: made, changed, ended, expired.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve, until } from './server.mjs';

let server, editor, reporter;
before(async () => {
  const dir = makeSite();
  editor = makeToken(dir, 'editor');
  reporter = makeToken(dir, 'reporter');
  server = await serve(dir);
});
after(async () => assert.equal(await server.stop(), 0));
const call = (method, path, options) => server.call(method, `/api/v1${path}`, options);
const list = async (edition) => (await call('GET', `/flashes?edition=${edition}`)).json.items;

test('a flash is made, changed and taken back', async () => {
  const made = await call('POST', '/flashes', { token: editor, body: { edition: 'ar', place: 'القاهرة', source: 'رويترز', text: 'خبر <b>عاجل</b>', bar: true } });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json;
  assert.equal(made.headers.get('location'), `/api/v1/flashes/${id}`);
  assert.equal(made.json.text, 'خبر <b>عاجل</b>');
  assert.equal(made.json.bar, true);
  assert.ok(Date.parse(made.json.expires_at) > Date.now());
  assert.equal((await list('ar'))[0].id, id);
  assert.deepEqual(await list('en'), []);
  const changed = await call('PATCH', `/flashes/${id}`, { token: editor, body: { text: 'ثانٍ', place: null } });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.json.text, 'ثانٍ');
  assert.equal(changed.json.place, '');
  assert.equal(changed.json.source, 'رويترز');
  const ended = await call('DELETE', `/flashes/${id}`, { token: editor });
  assert.equal(ended.status, 204);
  assert.equal(ended.text, '');
  assert.equal((await call('DELETE', `/flashes/${id}`, { token: editor })).status, 404);
  assert.deepEqual(await list('ar'), []);
});

test('a flash leads to its story once that is public', async () => {
  const story = await call('POST', '/stories', { token: editor, body: { edition: 'en', headline: 'Led to', body: 'b', section: 'news/politics' } });
  const flash = await call('POST', '/flashes', { token: editor, body: { edition: 'en', text: 'Look', story: story.json.id } });
  assert.equal(flash.status, 201, flash.text);
  assert.equal(flash.json.url, null);
  assert.equal(flash.json.story, story.json.id);
  const { url } = (await call('POST', `/stories/${story.json.id}/publish`, { token: editor })).json;
  assert.equal((await call('GET', `/flashes/${flash.json.id}`)).json.url, url);
  await call('DELETE', `/flashes/${flash.json.id}`, { token: editor });
});

test('a flash expires by itself', async () => {
  const at = new Date(Date.now() + 1200).toISOString();
  const flash = await call('POST', '/flashes', { token: editor, body: { edition: 'es', text: 'Breve', expires_at: at } });
  assert.equal(flash.status, 201, flash.text);
  assert.equal(Date.parse(flash.json.expires_at), Date.parse(at));
  await until('the end', async () => (await list('es')).length === 0);
  assert.ok(Date.now() >= Date.parse(at) - 5);
  assert.equal((await call('DELETE', `/flashes/${flash.json.id}`, { token: editor })).status, 404);
});

test('flashes: codes', async () => {
  const body = { edition: 'en', text: 'T' };
  assert.equal((await call('POST', '/flashes', { body })).status, 401);
  assert.equal((await call('POST', '/flashes', { token: reporter, body })).status, 403);
  for (const [field, value] of [['edition', 'xx'], ['edition', undefined], ['text', ''], ['text', undefined], ['text', 7], ['story', '999999'], ['expires_at', '2001-01-01T00:00:00Z'], ['expires_at', 'x'], ['bar', 'yes'], ['shoe', 1]]) {
    const wrong = await call('POST', '/flashes', { token: editor, body: { ...body, [field]: value } });
    assert.equal(wrong.status, 422, `${field}: ${wrong.text}`);
    assert.ok(wrong.json.errors.some((error) => error.field === field), `${field}: ${wrong.text}`);
  }
  assert.equal((await call('PATCH', '/flashes/999999', { token: editor, body: { text: 'x' } })).status, 404);
  assert.equal((await call('GET', '/flashes/999999')).status, 404);
  assert.equal((await call('GET', '/flashes?edition=xx')).status, 422);
  assert.equal((await call('PUT', '/flashes/1', { token: editor, body })).status, 405);
});

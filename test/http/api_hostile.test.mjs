// JSON and headers that mean no good: each refused with a proper answer, and the server goes on.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve, shared } from './server.mjs';

let server, token;
before(async () => {
  const dir = makeSite();
  token = makeToken(dir);
  server = await serve(dir);
});
after(async () => {
  assert.equal((await server.call('GET', '/healthz')).status, 200);
  assert.equal(await server.stop(), 0, server.errors());
});
const post = (body, options) => server.call('POST', '/api/v1/stories', { token, body, ...options });
function isRefused(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type'), /problem\+json/);
  assert.ok(answer.json.detail);
}

test('what is not JSON is 400', async () => {
  for (const body of ['', '{', '{"edition":"en",}', "{'a':1}", '{"a":1}{}', 'null x', '\ufeff{}', '{"a":"\u0001"}', '{"a":NaN}', '{"a":01}', '{"a":"\\ud800"}', '{"a":"\\u0000"}', '{"a":1,"a":2}', '{"a":1e999}', '{"a":99999999999999999999}', '{"a":"' + '\\x"}'])
    isRefused(await post(body), 400);
  isRefused(await post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400);
  isRefused(await post(new Uint8Array([0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d])), 400);
  isRefused(await post('['.repeat(100000)), 400);
  isRefused(await post('{"body":' + '{"a":'.repeat(5000) + '1' + '}'.repeat(5000) + '}'), 400);
});

test('JSON that is no object is 422', async () => {
  for (const body of ['[]', '1', '"x"', 'null', 'true']) isRefused(await post(body), 422);
});

test('a body must say that it is JSON', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx'])
    isRefused(await post('{}', { type }), 415);
  isRefused(await post(new Uint8Array([0x7b, 0x7d]), { type: null }), 415);
  const fine = await post('{"edition":"en"}', { type: 'Application/JSON; charset=utf-8' });
  assert.equal(fine.status, 201, fine.text);
});

test('a body has its bounds', async () => {
  isRefused(await post({ edition: 'en', body: 'x'.repeat(5 << 20) }), 413);
  isRefused(await post({ edition: 'en', body: 'x '.repeat(600 << 10) }), 422);
  isRefused(await post({ edition: 'en', headline: 'x'.repeat(100000) }), 422);
  isRefused(await post({ edition: 'en', topics: Array(1000).fill('t') }), 422);
  isRefused(await server.call('POST', '/api/v1/flashes', { token, body: { edition: 'en', text: 'x'.repeat(300 << 10) } }), 413);
});

test('every type in every field is taken or named', async () => {
  const fields = ['edition', 'kind', 'headline', 'kicker', 'standfirst', 'place', 'body', 'section', 'regions', 'topics', 'authors', 'source', 'picture', 'dossiers', 'related', 'translation_of', 'slug'];
  const values = [null, true, 0, -1, 1.5, 1e300, '', ' ', 'x', [], {}, [null], [[]], [{}], [1], [''], { type: 'doc' }, { type: 7 }, { type: 'doc', content: {} }, { type: 'doc', content: [null] }];
  for (const field of fields) {
    for (const value of values) {
      const answer = await post({ edition: 'en', [field]: value });
      assert.ok([201, 422].includes(answer.status), `${field}=${JSON.stringify(value)}: ${answer.text}`);
      if (answer.status === 422) assert.equal(answer.json.errors?.[0].field, field, `${JSON.stringify(value)}: ${answer.text}`);
    }
  }
});

test('names of fields are quoted back safely', async () => {
  for (const name of ['é'.repeat(40), '\u2028', '"', '<script>', '', 'a'.repeat(5000)]) {
    const answer = await post({ edition: 'en', [name]: 1 });
    isRefused(answer, 422);
    assert.equal(answer.json.errors.length, 1);
  }
});

test('tokens that mean no good are 401', async () => {
  for (const bad of ['x', 'x'.repeat(2000), "' OR 1=1 --", '%00', 'sp_', `${token}x`, token.slice(0, -1)]) {
    const answer = await server.call('GET', '/api/v1/stories', { token: bad });
    isRefused(answer, 401);
    assert.match(answer.headers.get('www-authenticate'), /^Bearer/);
  }
});

test('addresses that mean no good are 400 or 404', async () => {
  for (const path of ['/api/v1/stories/%00', '/api/v1/stories/%ff', '/api/v1/stories/..%2f..%2fetc', "/api/v1/stories/1'%20OR%201=1", '/api/v1/stories/99999999999999999999', '/api/v1/stories/-1', '/api/v1/stories/0', '/api//v1/stories', '/api', '/api/', '/api/v2/stories'])
    assert.ok([400, 404].includes((await server.call('GET', path)).status), path);
});

test('naughty strings come back as they went in, as text', async (t) => {
  const path = shared('data/hostile/big-list-of-naughty-strings/blns.json');
  if (!path) return t.skip('SHARED is not set');
  const strings = JSON.parse(readFileSync(path, 'utf8'));
  for (const string of strings) {
    const answer = await post({ edition: 'en', headline: string, standfirst: string, body: string, topics: [string], authors: [string] });
    assert.ok([201, 400, 422].includes(answer.status), `${JSON.stringify(string)}: ${answer.text}`);
    if (answer.status === 201) assert.doesNotMatch(answer.json.body_html, /<(script|img|iframe|svg)|<[^>]*\son\w+=|href="\s*javascript/i, string);
  }
});

test('the JSON test suite: what must be refused is, what must be read is', async (t) => {
  const folder = shared('conformance/JSONTestSuite/test_parsing');
  if (!folder) return t.skip('SHARED is not set');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const answer = await post(readFileSync(join(folder, name)));
    const expected = { n: [400, 413], y: [201, 422, 400], i: [201, 400, 422] }[name[0]];
    assert.ok(expected.includes(answer.status), `${name}: ${answer.text}`);
    // Well-formed, but a key twice or a NUL in a string: refused on purpose.
    if (name[0] === 'y' && answer.status === 400) assert.match(name, /duplicate|null|nul|u0000/i, answer.text);
  }
});

// Whole requests with bad intentions: too much, too slow, somewhere else, somebody else.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request as ask } from 'node:http';
import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { pageFaults } from './markup.mjs';
import { everything, naughty, redirects, some, traversals, without } from './payloads.mjs';
import { bytes, exchange, request } from './raw.mjs';
import { endWell, forEach, isRefusal, makeSite, makeToken, serve, shared } from './site.mjs';

const SITE_URL = 'https://news.example.org';
let server, token, story; // a site that knows its address, and one that does not
let nameless;
const agent = new Agent({ keepAlive: true, maxSockets: 6 });

before(async () => {
  const dir = makeSite();
  token = makeToken(dir, 'administrator');
  server = await serve(dir, { settings: { 'site-url': SITE_URL, 'header-deadline-ms': 1500, 'idle-ms': 2000 } });
  const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', section: 'news/politics', headline: 'Plain', body: 'Text.' } });
  const out = await server.call('POST', `/api/v1/stories/${made.json.id}/publish`, { token });
  story = new URL(out.json.url).pathname;
  nameless = await serve(makeSite());
});
after(async () => {
  agent.destroy();
  await endWell(nameless);
  await endWell(server);
});

// As it is: no normalising of paths, headers in bytes. Status 0: closed, or refused by libmicrohttpd itself
// with its head twice (see raw.mjs).
function send(base, method, path, headers = {}, body) {
  const url = new URL(base.url);
  return new Promise((resolve, reject) => {
    const sent = ask({ agent, host: url.hostname, port: url.port, method, path, headers, setHost: headers.Host === undefined }, (answer) => {
      const got = [];
      answer.on('data', (data) => got.push(data));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, raw: Buffer.concat(got), text: Buffer.concat(got).toString() }));
    });
    sent.on('error', (error) => (['ECONNRESET', 'EPIPE', 'HPE_CLOSED_CONNECTION'].includes(error.code) ? resolve({ status: 0, headers: {}, text: '' }) : reject(new Error(`${error.message}: ${method} ${path} ${JSON.stringify(headers)}`))));
    sent.end(body);
  });
}
const latin = (text) => Buffer.from(text.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ''), 'utf8').toString('latin1');
const isPage = (answer) => /^text\/html/.test(answer.headers['content-type'] ?? '');

// ── too much, too slow ────────────────────────────────────────────────────────────────────────

test('a head that drips is closed in time, and so is a body', async () => {
  const drip = (text) => [...text].map((c) => bytes(c));
  const slow = ['GET /en/ HTTP/1.1\r\nHost: a\r\n', ...Array.from({ length: 60 }, (_, i) => `X-${i}: a\r\n`)];
  const [head, body, silent] = await Promise.all([
    exchange(server.url, slow.flatMap(drip), { gap_ms: 60, idle_ms: 8000 }),
    exchange(server.url, [request('POST', '/api/v1/stories', { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Content-Length': 100000 }), ...drip(' '.repeat(200))], { gap_ms: 60, idle_ms: 12000 }),
    exchange(server.url, [bytes('GET / HTTP/1.1\r\n')], { idle_ms: 8000 }),
  ]);
  for (const [name, got, ms] of [['head', head, 6000], ['body', body, 13000], ['silent', silent, 6000]]) {
    assert.ok(got.closed && got.ms < ms, `${name}: open for ${got.ms} ms`);
    assert.ok(got.answers.every((answer) => [400, 408].includes(answer.status)), name);
  }
});

test('others are served while two hundred heads drip', async () => {
  const all = Array.from({ length: 200 }, () => exchange(server.url, [bytes('GET /en/ HTTP/1.1\r\n'), bytes('Host: a\r\n'), bytes('X: a\r\n')], { gap_ms: 300, idle_ms: 4000 }));
  await new Promise((done) => setTimeout(done, 200));
  const started = Date.now();
  for (let i = 0; i < 20; i += 1) assert.equal((await send(server, 'GET', '/en/')).status, 200);
  assert.ok(Date.now() - started < 2000);
  assert.ok((await Promise.all(all)).every((got) => got.closed));
});

test('ten thousand headers, a huge target, a huge header', async () => {
  const many = bytes(`GET /en/ HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(10000)}\r\n`);
  const target = bytes(`GET /${'a'.repeat(100000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const query = bytes(`GET /en/?${'a=b&'.repeat(50)}c=${'d'.repeat(500)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  const parameters = bytes(`GET /en/?${'a=b&'.repeat(1900)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  const header = bytes(`GET /en/ HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(100000)}\r\n\r\n`);
  for (const [name, sent, statuses] of [['many', many, [431]], ['target', target, [414, 431]], ['query', query, [200]], ['parameters', parameters, [414, 431]], ['header', header, [431]]]) {
    const got = await exchange(server.url, sent, { idle_ms: 3000 });
    assert.ok(got.closed, name);
    assert.ok(got.answers.length <= 1, name);
    if (got.answers.length) assert.ok(statuses.includes(got.answers[0].status), `${name}: ${got.answers[0].status}`);
    else assert.notEqual(name, 'query');
  }
});

test('a body that is too large is 413, said or chunked', async () => {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const said = await exchange(server.url, request('POST', '/api/v1/stories', { ...headers, 'Content-Length': 6 << 20 }), { idle_ms: 3000 });
  assert.equal(said.answers[0]?.status, 413);
  assert.match(said.answers[0].headers['content-type'], /problem\+json/);
  assert.ok(said.closed);
  const chunk = Buffer.concat([bytes('10000\r\n'), Buffer.alloc(65536, 32), bytes('\r\n')]);
  const sent = [request('POST', '/api/v1/stories', { ...headers, 'Transfer-Encoding': 'chunked' }), ...Array.from({ length: 80 }, () => chunk)];
  const chunked = await exchange(server.url, sent, { idle_ms: 3000 });
  assert.ok(chunked.closed);
  if (chunked.answers.length) assert.equal(chunked.answers[0].status, 413);
  const page = await exchange(server.url, request('GET', '/en/', { 'Content-Length': 10 }, '0123456789'), { idle_ms: 1000 });
  assert.ok([200, 413].includes(page.answers[0].status));
});

test('JSON: deep, and every document of the suite that is none', { skip: shared('../shared/conformance/JSONTestSuite') || shared('conformance/JSONTestSuite') ? false : 'needs the shared test data' }, async () => {
  const post = (body) => server.call('POST', '/api/v1/stories', { token, body });
  for (const deep of ['['.repeat(100000), '{"a":'.repeat(50000), `{"body":${'{"type":"doc","content":['.repeat(5000)}${']}'.repeat(5000)}}`, `{"body":"${'> '.repeat(100000)}x"}`, `{"body":"${'- '.repeat(50000)}"}`, `{"body":"${'['.repeat(100000)}"}`, `{"body":"${'*a_ '.repeat(100000)}"}`])
    isRefusal(await post(deep), deep.slice(0, 30));
  const dir = join(shared('conformance/JSONTestSuite'), 'test_parsing');
  for (const name of readdirSync(dir)) {
    const answer = await server.call('POST', '/api/v1/stories', { token, body: readFileSync(join(dir, name)) });
    isRefusal(answer, name);
    if (name.startsWith('n_')) assert.ok([400, 413, 422].includes(answer.status), `${name}: ${answer.status}`);
  }
});

// ── somewhere else ────────────────────────────────────────────────────────────────────────────

// Where an answer would lead a browser that stood at the server.
function leadsTo(answer, base, path) {
  const location = answer.headers.location;
  if (location === undefined) return null;
  assert.doesNotMatch(location, /[\r\n\\]/, path);
  return new URL(location, base.url);
}

test('paths: no way out of the assets, no way off the site', { skip: without }, async () => {
  const lines = [...some(traversals, 4), ...redirects, ...naughty, ...some(everything, 9)];
  const raw = (line) => latin(line).replace(/[ \x80-\xff]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).replaceAll('\t', '%09');
  await forEach(lines, async (line) => {
    for (const path of [`/assets/${raw(line)}`, `/${raw(line)}`, `/en/${raw(line)}`, `/en/news/${encodeURIComponent(line.toWellFormed?.() ?? line)}/`]) {
      const answer = await send(server, 'GET', path);
      assert.ok(answer.status === 0 || answer.status < 500, `${path} → ${answer.status}`);
      assert.doesNotMatch(answer.text, /root:.*:0:0:|\[extensions\]|SQLite format/, path);
      const to = leadsTo(answer, server, path);
      if (to) assert.ok([SITE_URL, server.url].includes(to.origin), `${path} leads to ${to}`);
      else if (answer.status >= 400 && path.startsWith('/en/')) {
        assert.ok(isPage(answer), `${path} → ${answer.status} ${answer.headers['content-type']}`);
        assert.deepEqual(pageFaults(answer.text, SITE_URL), [], path);
      }
    }
  });
});

test('what the API refuses at the door is a problem document too', async () => {
  for (const target of ['/api/v1/%zz', '/api/v1/a%5cb', '/api/v1/../x', '/api/v1/%00', '/api/v1/%ff', '/api/none', `/api/v1/stories/${'x'.repeat(3000)}`]) {
    const answer = await send(server, 'GET', target);
    assert.ok([400, 404, 414].includes(answer.status), `${target} → ${answer.status}`);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/, target);
  }
});

test('redirects stay here, whatever slashes they are asked with', async () => {
  const paths = ['//evil.com', '//evil.com/', '///evil.com', '/\\evil.com', '/%5cevil.com', '/en//evil.com', '/en/%2f%2fevil.com', '//evil.com/en', '/en', '/en/news', '/en/news/politics', `${story}/`, `/${story}/`,
    '/.evil.com', '/@evil.com', '/en/%0d%0aLocation:%20https://evil.com', '/%09/evil.com', '/en/news//politics', '/https://evil.com', '/en/https:/evil.com/', '/%2F/evil.com', '//evil.com/..', '/en;@evil.com', '/en?next=//evil.com'];
  for (const base of [server, nameless])
    for (const path of paths)
      for (const headers of [{}, { Host: 'evil.com' }, { 'X-Forwarded-Host': 'evil.com' }, { Forwarded: 'host=evil.com' }, { 'X-Original-URL': '//evil.com', 'X-Rewrite-URL': '//evil.com' }]) {
        const answer = await send(base, 'GET', path, headers);
        const to = leadsTo(answer, base, path);
        if (to) assert.ok([base.url, SITE_URL].includes(to.origin), `${path} leads to ${to}`);
        assert.ok(answer.status < 500, `${path} → ${answer.status}`);
        assert.equal(answer.headers['x-injected'], undefined);
      }
});

test('the name of the host is not believed where the site has its own', async () => {
  const evil = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'gopher', 'X-Forwarded-For': '6.6.6.6', 'X-Forwarded-Port': '666', Forwarded: 'for=6.6.6.6;host=evil.example;proto=gopher', 'X-Host': 'evil.example', 'X-HTTP-Method-Override': 'DELETE' };
  for (const path of ['/', '/en/', '/ar/', '/en/latest/', '/en/news/politics/', story, '/en/none', '/robots.txt']) {
    const poisoned = await send(server, 'GET', path, evil);
    assert.doesNotMatch(poisoned.text + JSON.stringify(poisoned.headers), /evil\.example|gopher|6\.6\.6\.6/, path);
    const plain = await send(server, 'GET', path);
    assert.equal(plain.text, poisoned.text, path);
    assert.equal(plain.headers.etag, poisoned.headers.etag, path);
  }
  assert.match((await send(server, 'GET', story)).text, new RegExp(`<link rel="canonical" href="${SITE_URL}${story}">`));
});

test('forwarded words are not believed, and one host is not shown to another', async () => {
  const first = await send(nameless, 'GET', '/en/', { Host: 'one.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example' });
  assert.match(first.text, /href="http:\/\/one\.example\/en\/"/);
  assert.doesNotMatch(first.text, /evil\.example|https:\/\/one/);
  const second = await send(nameless, 'GET', '/en/');
  assert.doesNotMatch(second.text, /one\.example/);
  for (const host of ['a"><script>alert(1)</script>', "a'b", 'a&b', 'a%22b', 'a;b', 'a\\b', '[::1', 'a:b:c:99999999', '-', 'a'.repeat(300)]) {
    const answer = await send(nameless, 'GET', '/en/', { Host: host });
    assert.ok([200, 400].includes(answer.status), `${host} → ${answer.status}`);
    if (answer.status === 200) assert.deepEqual(pageFaults(answer.text, `http://${host}`), [], host);
  }
});

test('what is no part of a page\'s key changes nothing in it', async () => {
  const plain = await send(server, 'GET', story);
  const odd = [['?utm_source=x'], ['?page=1'], ['?page=abc'], ['?page=-2'], ['?page=99999999999999999999'], ['?__proto__=1'], ['?%00'], ['?a=%zz'], [`?${'x'.repeat(3000)}`],
    ['', { Cookie: 'theme=evil; session=1' }], ['', { 'Accept-Language': 'ar' }], ['', { Accept: 'application/json' }], ['', { 'User-Agent': '"><script>' }], ['', { Referer: 'javascript:alert(1)' }], ['', { Range: 'bytes=0-3' }], ['', { 'X-Requested-With': 'x' }], ['', { Authorization: `Bearer ${token}` }]];
  for (const [query, headers] of odd) {
    const answer = await send(server, 'GET', story + query, headers);
    assert.equal(answer.status, query.startsWith('?page=') ? answer.status : 200, query);
    if (answer.status === 200) assert.equal(answer.text, plain.text, query + JSON.stringify(headers ?? {}));
  }
});

// ── headers and methods ───────────────────────────────────────────────────────────────────────

test('every hostile string in every header that is read', { skip: without }, async () => {
  const names = ['User-Agent', 'Referer', 'Cookie', 'Accept', 'Accept-Language', 'Accept-Encoding', 'If-None-Match', 'If-Modified-Since', 'If-Match', 'Last-Event-ID', 'Range', 'X-Forwarded-For', 'X-Forwarded-Proto', 'Origin', 'Content-Type'];
  const plain = (await send(server, 'GET', story)).text;
  await forEach(some(everything, 2), async (line, i) => {
    const value = latin(line).slice(0, 350);
    const headers = Object.fromEntries(names.map((name) => [name, value]));
    const page = await send(server, 'GET', i % 3 ? story : '/', headers);
    assert.ok([0, 200, 302, 304, 431].includes(page.status), `${line} → ${page.status}`);
    if (page.status === 200 && !page.headers['content-encoding']) assert.equal(page.text, plain);
    if (i % 4) return;
    const api = await send(server, 'PATCH', '/api/v1/stories/1', { ...headers, 'Content-Type': 'application/json', Authorization: `Bearer ${i % 8 ? token : value}` }, '{}');
    assert.ok([0, 401, 412, 428, 400, 422, 415, 431].includes(api.status), `${line} → ${api.status} ${api.text}`);
    if (![0, 431].includes(api.status)) assert.match(api.headers['content-type'], /^application\/problem\+json/);
  });
  for (const auth of ['Bearer', 'Bearer ', 'bearer x', 'Basic YTpi', `Bearer ${token}x`, `Bearer ${token} ${token}`, `Bearer  ${token.slice(0, -1)}`, "Bearer ' OR 1=1 --"]) {
    const answer = await send(server, 'POST', '/api/v1/stories', { Authorization: auth, 'Content-Type': 'application/json' }, '{}');
    assert.equal(answer.status, 401, auth);
  }
});

test('the stream: topics, places and editions of no use are refused or give nothing', { skip: without }, async () => {
  const wanted = some(naughty, 5);
  await forEach(wanted, async (line, i) => {
    const value = encodeURIComponent(line.toWellFormed?.() ?? line);
    const target = [`/live/en?t=${value}`, `/live/en?t=flash:en&since=${value}`, `/live/${value}`, `/live/en?since=${value}`, `/_f/${value}`, `/_f/ticker:en?v=${value}`, `/_f/list:section:${value}`][i % 7];
    const got = await exchange(server.url, request('GET', target, { 'Last-Event-ID': latin(line).slice(0, 200) }), { idle_ms: 500 });
    const status = got.answers[0]?.status;
    assert.ok([200, 400, 404, 414].includes(status), `${target} → ${status} ${got.bytes.toString().slice(0, 200)}`);
    if (target.startsWith('/live/')) assert.doesNotMatch(got.bytes.toString(), /^event: (patch|gone)/m);
  }, 24);
});

test('methods', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'BAN', 'LOCK', 'SEARCH']) {
    for (const path of ['/en/', story, '/robots.txt', '/api/v1/openapi.json', '/healthz']) {
      const answer = await send(server, method, path, { 'X-HTTP-Method-Override': 'GET', 'X-Method-Override': 'GET' });
      assert.ok([405, 501].includes(answer.status), `${method} ${path} → ${answer.status}`);
      if (answer.status === 405) assert.match(answer.headers.allow ?? '', /GET/);
      assert.doesNotMatch(answer.text, /X-HTTP-Method-Override/);
    }
  }
  for (const method of ['GETT', 'get', 'G', 'GET%20']) {
    const got = await exchange(server.url, bytes(`${method} /en/ HTTP/1.1\r\nHost: a\r\n\r\n`), { idle_ms: 1000 });
    assert.ok([400, 405, 501].includes(got.answers[0]?.status ?? 400), `${method} → ${got.answers[0]?.status}`);
  }
});

test('encodings: never one that was not asked for, always one that can be read', async () => {
  const plain = (await send(server, 'GET', story, { 'Accept-Encoding': 'identity' })).text;
  const odd = ['', '*', 'gzip', 'br', 'gzip;q=0', 'br;q=0, gzip;q=0', 'gzip;q=0.000', 'GZIP', 'x-gzip', 'gzip;q=2', 'gzip;q=abc', 'gzip;q=', ';;;', 'gzip,,,br', 'gzip;q=1;q=0', 'identity;q=0', '*;q=0', 'gzipx', 'deflate', 'zstd', 'gzip;foo=bar', ' gzip ', 'g\tzip', 'br;q=0.5, gzip;q=1.0', ','.repeat(2000), 'gzip,'.repeat(500)];
  for (const value of odd) {
    const answer = await send(server, 'GET', story, { 'Accept-Encoding': value });
    assert.equal(answer.status, 200, value);
    assert.match(answer.headers.vary ?? '', /Accept-Encoding/i);
    const coding = answer.headers['content-encoding'];
    if (/(^|,)\s*(gzip|br)\s*;q=0(\.0*)?\s*(,|$)/.test(value) && !/gzip(?!;q=0)|br(?!;q=0)/.test(value)) assert.equal(coding, undefined, value);
    if (coding) assert.ok(value.toLowerCase().includes(coding) || value.includes('*'), `${value} → ${coding}`);
    const body = coding === 'gzip' ? gunzipSync(answer.raw) : coding === 'br' ? brotliDecompressSync(answer.raw) : answer.raw;
    assert.equal(body.toString(), plain, value);
  }
});

test('ranges are ignored, or right', async () => {
  const css = /href="(\/assets\/[^"]+\.css)"/.exec((await send(server, 'GET', '/en/')).text)[1];
  for (const path of [css, story]) {
    const whole = (await send(server, 'GET', path)).raw;
    for (const range of ['bytes=0-0', 'bytes=-1', 'bytes=5-', 'bytes=0-0,5-9', 'bytes=9-5', 'bytes=99999999999999999999-', 'bytes=-99999999999', `bytes=${'0-,'.repeat(500)}0-`, 'lines=1-2', 'bytes=a-b']) {
      const answer = await send(server, 'GET', path, { Range: range });
      assert.ok([200, 206, 416].includes(answer.status), `${range} → ${answer.status}`);
      if (answer.status === 200) assert.ok(answer.raw.equals(whole), range);
      if (answer.status === 206) {
        const [, from, to, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers['content-range'] ?? '') ?? [];
        assert.equal(Number(size), whole.length, range);
        assert.ok(answer.raw.equals(whole.subarray(Number(from), Number(to) + 1)), range);
      }
    }
  }
});

// Bytes that are no proper requests, or only look like them: answered properly or the connection is
// closed, and what follows them on the same connection is never taken for a request of its own.
//
// What is proper is asked of a second parser, Node's own strict one: a request behind bytes that it
// refuses must not be answered here either.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bytes, exchange } from './raw.mjs';
import { endWell, forEach, isSound, makeSite, makeToken, serve, shared } from './site.mjs';

const folder = shared('data/http');
const skip = folder ? false : 'needs the shared test data';
const MARKER = 'GET /robots.txt?marker HTTP/1.1\r\nHost: marker\r\nConnection: close\r\n\r\n';
let server, other, token;

before(async () => {
  const dir = makeSite();
  token = makeToken(dir);
  server = await serve(dir);
  other = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const key = request.socket.remotePort;
      response.end('User-agent: *');
    });
  });
  other.on('clientError', (_, socket) => socket.writable && socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  other.on('upgrade', (_, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n'));
  other.on('connect', (_, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n'));
  await new Promise((done) => other.listen(0, '127.0.0.1', done));
});
after(async () => {
  other?.closeAllConnections();
  other?.close();
  await endWell(server);
});

const isMarker = (answer) => answer.status === 200 && answer.body.startsWith('User-agent: *');
const REFUSED = [400, 413, 414, 417, 431, 501, 505];

function isProper(got, about) {
  for (const [i, answer] of got.answers.entries()) {
    const said = `${about} → ${got.answers.map((one) => one.status)} ${answer.body.slice(0, 120)}`;
    assert.ok(answer.status, said);
    assert.ok(answer.status < 500 || [501, 503, 505].includes(answer.status), said);
    assert.ok(answer.whole || about.includes('"HEAD '), `cut: ${said}`);
    if (!REFUSED.includes(answer.status)) continue;
    assert.equal(i, got.answers.length - 1, `something is answered after a refusal: ${said}`);
    assert.ok(got.closed, `open after a refusal: ${said}`);
  }
}

// Sends the case with the marker behind it to both servers.
async function compare(sent, about) {
  const all = Buffer.concat([sent, bytes(MARKER)]);
  const ours = await exchange(server.url, all, { idle_ms: 300 });
  isProper(ours, about);
  if (!ours.answers.some(isMarker)) return;
  // Empty lines may stand before a request (RFC 9112, 2.2); libmicrohttpd takes a line that begins with
  // NUL for one.
  if (sent[0] === 0) return;
  // It closes behind the marker and behind what it refuses; silence is a machine that is busy.
  const theirs = await exchange(`http://127.0.0.1:${other.address().port}`, all, { idle_ms: 5000 });
  assert.ok(theirs.answers.length >= ours.answers.length && theirs.answers.at(-1).status === 200,
    `answered behind what another refuses: ${about} → ours ${ours.answers.map((one) => one.status)}, theirs ${theirs.answers.map((one) => one.status)}`);
}

async function compareAll(cases) {
  assert.ok(cases.length > 0);
  await forEach(cases, async ([name, sent]) => compare(sent, `${name}: ${JSON.stringify(sent.toString('latin1').slice(0, 200))}`), 16);
  isSound(server);
}

// What the parser tests of llhttp write between ```http and ```: lines end in CR LF, escapes are escapes.
function casesOfMarkdown(text) {
  return [...text.matchAll(/```http\n([\s\S]*?)```/g)].map(([, block]) => bytes(block
    .replace(/\n$/, '').replace(/\\\n/g, '').replace(/\n/g, '\r\n')
    .replace(/\\(?:x([0-9a-f]{2})|([rntf]))/gi, (_, hex, letter) => (hex ? String.fromCharCode(parseInt(hex, 16)) : { r: '\r', n: '\n', t: '\t', f: '\f' }[letter]))));
}

test('the cases of llhttp', { skip }, async () => {
  const dir = join(folder ?? '', 'llhttp/test/request');
  const files = readdirSync(dir).filter((name) => name.endsWith('.md'));
  await compareAll(files.flatMap((name) => casesOfMarkdown(readFileSync(join(dir, name), 'utf8')).map((sent, i) => [`${name} ${i}`, sent])));
});

test('what fuzzers found in requests, targets and forms', { skip }, async () => {
  const read = (path) => readdirSync(join(folder, path)).map((name) => [name, readFileSync(join(folder, path, name))]);
  await compareAll(read('go-fuzz-httpreq/httpreq/corpus'));
  await compareAll(read('h2o/fuzz/url-corpus').map(([name, target]) => [name, Buffer.concat([bytes('GET '), target, bytes(' HTTP/1.1\r\nHost: a\r\n\r\n')])]));
  await compareAll(read('go-fuzz-multipart/multipart/corpus').map(([name, body]) => [name, Buffer.concat([
    bytes(`POST /api/v1/stories HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary="xxx"\r\nContent-Length: ${body.length}\r\n\r\n`), body])]));
});

test('the bugs of the HTTP garden', { skip }, async () => {
  const text = readFileSync(join(folder, 'http-garden/TROPHIES.md'), 'utf8');
  const payloads = [...text.matchAll(/Payload: `([^`]+)`/g)].map(([, payload]) => bytes(payload
    .replace(/\\(?:x([0-9a-f]{2})|([rnt0]))/gi, (_, hex, letter) => (hex ? String.fromCharCode(parseInt(hex, 16)) : { r: '\r', n: '\n', t: '\t', 0: '\0' }[letter.toLowerCase()]))));
  assert.ok(payloads.length > 10);
  await compareAll(payloads.map((payload, i) => [`payload ${i}`, payload]));
});

test('structured fields, good and bad, in headers that are read', { skip }, async () => {
  const dir = join(folder, 'structured-field-tests');
  const values = readdirSync(dir).filter((name) => name.endsWith('.json')).flatMap((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')))
    .map((one) => one.raw?.join(', ')).filter((value) => value !== undefined && !/[\r\n\0]/.test(value));
  const some = [...new Set(values)].filter((_, i) => i % 5 === 0);
  await compareAll(some.map((value) => [value, bytes(`GET / HTTP/1.1\r\nHost: a\r\n${['Accept-Language', 'Accept-Encoding', 'If-None-Match', 'Cookie', 'Last-Event-ID', 'Range'].map((name) => `${name}: ${value}\r\n`).join('')}\r\n`)]));
});

// ── one by one: refused with 400 or 501, closed, and nothing behind it is read ─────────────────

const get = (...lines) => bytes(`GET /robots.txt HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
const post = (lines, body = '') => bytes(`POST /api/v1/stories HTTP/1.1\r\nHost: a\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`);
const refused = {
  'a blank before the colon': get('Host: a', 'X-A : b'),
  'a blank in a name': get('Host: a', 'X A: b'),
  'NUL in a name': get('Host: a', 'X\0A: b'),
  'NUL in a value': get('Host: a', 'X-A: b\0c'),
  'CR in a value': get('Host: a', 'X-A: b\rc'),
  'LF in a value': bytes('GET /robots.txt HTTP/1.1\r\nHost: a\r\nX-A: b\nX-B: c\r\n\r\n'),
  'lines that end in LF only': bytes('GET /robots.txt HTTP/1.1\nHost: a\n\n'),
  'a folded line': get('Host: a', 'X-A: b', ' c'),
  'two Host': get('Host: a', 'Host: b'),
  'two Host, the same': get('Host: a', 'Host: a'),
  'no Host': get('X-A: b'),
  'a Host with a path': get('Host: a/b'),
  'a Host with a blank': get('Host: a b'),
  'a Host with an at': get('Host: evil@a'),
  'two Content-Length': post(['Content-Length: 5', 'Content-Length: 6'], 'hello'),
  'two Content-Length, the same': post(['Content-Length: 5', 'Content-Length: 5'], 'hello'),
  'a list in Content-Length': post(['Content-Length: 5, 5'], 'hello'),
  'a signed Content-Length': post(['Content-Length: +5'], 'hello'),
  'a negative Content-Length': post(['Content-Length: -5'], 'hello'),
  'an empty Content-Length': post(['Content-Length: '], 'hello'),
  'a hexadecimal Content-Length': post(['Content-Length: 0x5'], 'hello'),
  'Content-Length that overflows': post(['Content-Length: 18446744073709551621'], 'hello'),
  'Content-Length and chunked': post(['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  'chunked and Content-Length': post(['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'),
  'another transfer coding': post(['Transfer-Encoding: gzip'], 'hello'),
  'chunked, and then another': post(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'),
  'chunked with a tab': post(['Transfer-Encoding:\x0bchunked'], '0\r\n\r\n'),
  'chunked twice': post(['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  'a colon at the start': get('Host: a', ': b'),
  'a line without a colon': get('Host: a', 'nothing'),
  'a name in quotation marks': get('Host: a', '"X": b'),
  'a broken escape': bytes('GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n'),
  'half an escape': bytes('GET /%2 HTTP/1.1\r\nHost: a\r\n\r\n'),
  'NUL in the path': bytes('GET /en/%00 HTTP/1.1\r\nHost: a\r\n\r\n'),
  'two dots': bytes('GET /en/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n'),
  'two dots, encoded': bytes('GET /en/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n'),
  'not UTF-8': bytes('GET /en/%ff%fe HTTP/1.1\r\nHost: a\r\n\r\n'),
  'overlong UTF-8': bytes('GET /en/%c0%ae%c0%ae/ HTTP/1.1\r\nHost: a\r\n\r\n'),
  'two blanks before the version': bytes('GET /robots.txt  HTTP/1.1\r\nHost: a\r\n\r\n'),
  'a blank in the target': bytes('GET /en/ HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n'),
  'a version nobody has': bytes('GET /robots.txt HTTP/9.9\r\nHost: a\r\n\r\n'),
  'no version': bytes('GET /robots.txt\r\nHost: a\r\n\r\n'),
  'HTTP in small letters': bytes('GET /robots.txt http/1.1\r\nHost: a\r\n\r\n'),
  'CONNECT': bytes('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'),
  'a handshake of TLS': Buffer.from('16030100c8010000c40303', 'hex'),
  'HTTP/2 by surprise': bytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
};
const chunks = {
  'no size': '\r\nhello\r\n0\r\n\r\n',
  'a size that overflows': 'ffffffffffffffff1\r\nhello\r\n0\r\n\r\n',
  'a size with 0x': '0x5\r\nhello\r\n0\r\n\r\n',
  'a signed size': '+5\r\nhello\r\n0\r\n\r\n',
  'a size with an underscore': '0_5\r\nhello\r\n0\r\n\r\n',
  'more bytes than said': '3\r\nhello\r\n0\r\n\r\n',
  'a size and a blank line': '5 5\r\nhello\r\n0\r\n\r\n',
  'NUL behind the size': '5\0\r\nhello\r\n0\r\n\r\n',
};
for (const [name, sent] of Object.entries(refused)) {
  test(`refused: ${name}`, async () => {
    const got = await exchange(server.url, Buffer.concat([sent, bytes(MARKER)]), { idle_ms: 1500 });
    isProper(got, name);
    assert.ok(got.closed, `${name}: left open ${got.answers.map((one) => one.status)}`);
    assert.ok(got.answers.length <= 1 && !got.answers.some(isMarker), `${name}: ${got.answers.map((one) => one.status)}`);
    if (got.answers.length) assert.ok([...REFUSED, 404, 405, 426].includes(got.answers[0].status), `${name}: ${got.answers[0].status}`);
  });
}
for (const [name, body] of Object.entries(chunks)) {
  test(`refused: a chunk with ${name}`, async () => {
    const sent = post([`Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Transfer-Encoding: chunked'], body);
    const got = await exchange(server.url, Buffer.concat([sent, bytes(MARKER)]), { idle_ms: 1500 });
    isProper(got, name);
    assert.ok(got.closed && !got.answers.some(isMarker), `${name}: ${got.answers.map((one) => one.status)}`);
  });
}

test('requests cut off anywhere, and sent byte by byte', async () => {
  const whole = post([`Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Content-Length: 2'], '{}');
  const cuts = Array.from({ length: whole.length }, (_, i) => i);
  await forEach(cuts, async (at) => {
    const got = await exchange(server.url, whole.subarray(0, at), { idle_ms: 3000, half: true });
    isProper(got, `cut at ${at}`);
  }, 24);
  const got = await exchange(server.url, [...whole].map((byte) => Buffer.from([byte])), { idle_ms: 3000, gap_ms: 1 });
  assert.equal(got.answers[0]?.status, 422);
});

test('a body that is refused is not the next request', async () => {
  const smuggled = MARKER;
  for (const path of ['/en/', '/robots.txt', '/api/v1/stories', '/assets/none', '/live/en', '/healthz', '/nowhere'])
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'REPORT', 'get']) {
      const sent = bytes(`${method} ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`);
      const got = await exchange(server.url, sent, { idle_ms: path === '/live/en' ? 60 : 150 });
      assert.ok(!got.answers.some(isMarker), `${method} ${path}`);
      assert.ok(got.answers.every((answer) => answer.status < 500 || answer.status === 501), `${method} ${path}: ${got.answers.map((one) => one.status)}`);
    }
});

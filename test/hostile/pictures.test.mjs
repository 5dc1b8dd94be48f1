// Pictures of all kinds, good, broken and made to hurt: each is taken, or refused with a sentence, in
// bounded time and memory; and what goes out again has nothing in it but pixels.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, extname, join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { endWell, forEach, isRefusal, makeSite, makeToken, serve, shared, until } from './site.mjs';

const images = shared('data/images'), svg = shared('data/svg');
const asan = Boolean(process.env.STOPPRESS_ASAN);
const RSS_MB = asan ? 900 : 160, SECONDS_EACH = 25;
let server, token, dir;

before(async () => {
  dir = makeSite();
  token = makeToken(dir, 'editor');
  server = await serve(dir);
});
after(() => endWell(server));

// ── sending ───────────────────────────────────────────────────────────────────────────────────

const BOUNDARY = 'a0f8c3-boundary';
// `parts`: [name, bytes or text, filename?, type?], as written, nothing escaped.
function form(parts) {
  const made = parts.flatMap(([name, bytes, filename, type]) => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`),
    Buffer.from(bytes), Buffer.from('\r\n')]);
  return Buffer.concat([...made, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
const send = (body, type = `multipart/form-data; boundary=${BOUNDARY}`) => server.call('POST', '/api/v1/media', { token, body, type });
const post = (bytes, filename = 'a.jpg', type = 'image/jpeg') =>
  send(form([['file', bytes, filename, type], ['alt', 'A picture'], ['credit', 'Somebody']]));

function isAnswer(answer, about) {
  if (answer.status === 201) {
    const { id, url, width, height } = answer.json;
    assert.ok(id && url && width > 0 && height > 0, about);
    assert.equal(answer.headers.get('location'), `/api/v1/media/${id}`, about);
    return;
  }
  assert.ok([413, 415, 422].includes(answer.status), `${about}: ${answer.status} ${answer.text.slice(0, 200)}`);
  isRefusal(answer, about);
}

const rss_mb = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;

// ── what goes out ─────────────────────────────────────────────────────────────────────────────

// Only what a decoder needs: no application segment but JFIF's own, no comment.
function isBareJpeg(bytes, about) {
  assert.equal(bytes.readUInt16BE(0), 0xffd8, about);
  for (let at = 2; ;) {
    const marker = bytes.readUInt16BE(at);
    if (marker === 0xffda) return;
    assert.ok(marker === 0xffe0 || ![0xfe, ...Array.from({ length: 16 }, (_, i) => 0xe0 + i)].includes(marker & 0xff), `${about}: segment ${marker.toString(16)}`);
    at += 2 + bytes.readUInt16BE(at + 2);
  }
}
function isBareWebp(bytes, about) {
  assert.equal(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12), 'RIFFWEBP', about);
  for (let at = 12; at + 8 <= bytes.length; at += 8 + ((bytes.readUInt32LE(at + 4) + 1) & ~1))
    assert.ok(['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(bytes.toString('latin1', at, at + 4)), `${about}: chunk ${bytes.toString('latin1', at, at + 4)}`);
}

async function rendition(url, format, about = '') {
  const path = new URL(url).pathname.replace(/-whole-\d+\.jpg$/, `-16x9-360.${format}`);
  const answer = await fetch(server.url + path);
  assert.equal(answer.status, 200, `${about}: ${path}\n${server.errors()}`);
  assert.equal(answer.headers.get('content-type'), format === 'jpg' ? 'image/jpeg' : 'image/webp');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
  assert.match(answer.headers.get('cache-control'), /immutable/);
  return Buffer.from(await answer.arrayBuffer());
}

async function isBare(answer, about) {
  isBareJpeg(await rendition(answer.json.url, 'jpg', about), about);
  isBareWebp(await rendition(answer.json.url, 'webp', about), about);
}

// ── other people's files ──────────────────────────────────────────────────────────────────────


function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : [];
  }).sort();
}

async function postAll(folder, tally) {
  await forEach(walk(folder), async (path) => {
    const about = relative(folder, path), group = about.split('/')[0];
    const started = Date.now();
    const answer = await post(readFileSync(path), basename(path), `image/${extname(path).slice(1) || 'jpeg'}`);
    const seconds = (Date.now() - started) / 1000;
    isAnswer(answer, about);
    assert.ok(seconds < SECONDS_EACH, `${about} took ${seconds} s`);
    if (answer.status === 201) await isBare(answer, about);
    const row = (tally[group] ??= {});
    row[answer.status] = (row[answer.status] ?? 0) + 1;
    row.slowest = Math.max(row.slowest ?? 0, seconds);
  }, 2);
}

function print(t, tally) {
  for (const [group, { slowest, ...counts }] of Object.entries(tally))
    t.diagnostic(`${group.padEnd(28)} ${Object.entries(counts).map(([status, n]) => `${n} × ${status}`).join(', ')}; slowest ${slowest.toFixed(1)} s`);
}

test('every picture of the collection is taken or refused with a sentence', { skip: !images && 'no shared data' }, async (t) => {
  const tally = {}, started = Date.now(), before_mb = rss_mb();
  await postAll(images, tally);
  print(t, tally);
  t.diagnostic(`${((Date.now() - started) / 1000).toFixed(0)} s; the server's memory: ${before_mb.toFixed(0)} MB before, ${rss_mb().toFixed(0)} MB after`);
  const sum = (status) => Object.values(tally).reduce((n, row) => n + (row[status] ?? 0), 0);
  assert.ok(sum(201) > 300, `only ${sum(201)} were taken`);
  assert.ok(rss_mb() < RSS_MB, `${rss_mb()} MB`);
});

test('SVG is refused, with or without a program in it', { skip: !svg && 'no shared data' }, async (t) => {
  const tally = {};
  await postAll(svg, tally);
  print(t, tally);
  const drawings = walk(svg).filter((path) => path.endsWith('.svg'));
  for (const path of drawings) {
    const answer = await post(readFileSync(path), basename(path), 'image/svg+xml');
    assert.equal(answer.status, 415, path);
    assert.match(answer.json.detail, /SVG|known/, path);
  }
});

// ── files made to hurt ────────────────────────────────────────────────────────────────────────

const crcs = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcs[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}
// Grey, of these sizes; `rows` really there.
function png(width, height, rows = height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(8, 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * rows))), chunk('IEND', Buffer.alloc(0))]);
}

test('a picture of one pixel is a picture', async () => {
  const answer = await post(png(1, 1), 'a.png', 'image/png');
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual([answer.json.width, answer.json.height], [1, 1]);
  await isBare(answer, 'one pixel');
});

test('long and thin ones have renditions too', async () => {
  for (const [width, height] of [[1, 20000], [20000, 1], [3, 2]]) {
    const answer = await post(png(width, height), 'a.png');
    assert.equal(answer.status, 201, answer.text);
    await isBare(answer, `${width} × ${height}`);
    const whole = await fetch(server.url + new URL(answer.json.url).pathname);
    assert.equal(whole.status, 200, answer.json.url);
    isBareJpeg(Buffer.from(await whole.arrayBuffer()), answer.json.url);
  }
});

test('bombs are refused by their size, before they are decoded', async () => {
  const before_mb = rss_mb();
  for (const bytes of [png(50000, 50000, 100), png(20000, 20000, 20), png(0x7fffffff, 0x7fffffff, 0)]) {
    const started = Date.now();
    const answer = await post(bytes, 'bomb.png', 'image/png');
    assert.ok([413, 422].includes(answer.status), answer.text);
    isRefusal(answer, 'bomb');
    assert.ok(Date.now() - started < 5000);
  }
  assert.match((await post(png(50000, 50000, 100))).json.detail, /100 million pixels.*50000/);
  assert.ok(rss_mb() < before_mb + 40);
});

test('a hundred million pixels in a few kilobytes are decoded within the limits', async () => {
  const answer = await post(png(10000, 10000), 'large.png', 'image/png');
  isAnswer(answer, 'large');
  if (answer.status === 201) await isBare(answer, 'large');
});

test('what is cut short is refused', async () => {
  const whole = png(300, 300);
  for (const bytes of [whole.subarray(0, 40), whole.subarray(0, whole.length - 30), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('GIF89a'), Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1'), Buffer.from('\0\0\0\x1cftypavif\0\0\0\0', 'latin1')]) {
    const answer = await post(bytes);
    assert.equal(answer.status, 422, `${bytes.length} bytes: ${answer.text}`);
    isRefusal(answer, 'cut short');
  }
});

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const script = '=1;alert(document.domain)//<script>alert(1)</script><?php echo 1 ?>';

test('what is a picture and a program comes out as a picture alone', async () => {
  for (const [name, bytes] of [['after the end', Buffer.concat([GIF, Buffer.from(script)])], ['PNG with text', Buffer.concat([png(4, 4), Buffer.from(script)])]]) {
    const answer = await post(bytes, 'a.gif', 'image/gif');
    assert.equal(answer.status, 201, `${name}: ${answer.text}`);
    for (const format of ['jpg', 'webp']) assert.ok(!(await rendition(answer.json.url, format)).includes('alert'), name);
    await isBare(answer, name);
  }
  const began = await post(Buffer.from(`GIF89a/*${' '.repeat(60)}*/${script}`), 'a.gif', 'image/gif');
  isRefusal(began, 'GIF89a/*');
});

test('what is no picture is named, whatever it says it is', async () => {
  const others = [['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /SVG/], ['<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg onload="alert(1)"/>', /SVG/],
    ['%PDF-1.7\n', /PDF/], ['<!DOCTYPE html><script>alert(1)</script>', /HTML/], ['II*\0aaaa', /TIFF/], ['BMxxxxxx', /BMP/], ['PK\x03\x04', /ZIP/], ['#!/bin/sh\n', /known/], ['\0', /known/], ['#define a_width 1\n', /known/], ['P6 1 1 255\n...', /known/]];
  for (const [text, name] of others) {
    for (const [filename, type] of [['a.jpg', 'image/jpeg'], ['a.svg', 'image/svg+xml'], ['a', undefined]]) {
      const answer = await post(Buffer.from(text, 'latin1'), filename, type);
      assert.equal(answer.status, 415, `${text}: ${answer.text}`);
      isRefusal(answer, text);
      assert.match(answer.json.detail, name);
      assert.match(answer.json.detail, /JPEG, PNG, WebP, GIF, AVIF and HEIC/);
    }
  }
});

test('names of files name nothing', async () => {
  for (const name of ['../../../etc/passwd', 'C:\\a.png', '/etc/passwd', '.htaccess', 'a.php', 'a.png\0.php', `${'a'.repeat(3000)}.png`, '<script>alert(1)</script>.png', "'; DROP TABLE picture; --"]) {
    const answer = await post(png(2, 2), name);
    assert.equal(answer.status, 201, `${name}: ${answer.text}`);
    assert.ok(!answer.text.includes('script'), name);
  }
  assert.deepEqual(walk(join(dir, 'media')).filter((path) => !/\/media\/(originals\/..\/[0-9a-f]{64}|renditions\/..\/[0-9a-f]{64}\/[0-9a-z-]+\.(jpg|webp))$/.test(path)), []);
});

// ── forms ─────────────────────────────────────────────────────────────────────────────────────

test('forms that are none are refused', async () => {
  const good = form([['file', GIF, 'a.gif']]);
  const type = `multipart/form-data; boundary=${BOUNDARY}`;
  const bad = [[Buffer.alloc(0), type], [Buffer.from('x'), type], [good.subarray(0, good.length - 8), type], [good, 'multipart/form-data'], [good, 'multipart/form-data; boundary='], [good, `multipart/form-data; boundary=${'b'.repeat(200)}`],
    [good, 'multipart/form-data; boundary=other'], [good, 'application/json'], [good, 'application/x-www-form-urlencoded'], [good, `multipart/mixed; boundary=${BOUNDARY}`],
    [Buffer.concat([Buffer.from('preamble\r\n'), good]), type], [form([['file', GIF, 'a.gif'], ['file', GIF, 'b.gif']]), type], [form([['file', '', 'a.gif']]), type], [form([['alt', 'x']]), type],
    [form([['file', GIF, 'a'], ['nope', 'x']]), type], [form([['file', GIF, 'a'], ['focal_x', '101']]), type], [form([['file', GIF, 'a'], ['focal_y', 'left']]), type], [form([['file', GIF, 'a'], ['expires_at', 'soon']]), type], [form([['file', GIF, 'a'], ['expires_at', '2001-01-01']]), type],
    [form([['file', GIF, 'a'], ['alt', Buffer.from([0xff, 0xfe])]]), type], [form([['file', GIF, 'a'], ['alt', 'x'.repeat(5000)]]), type], [form([['file', GIF, 'a'], ...Array.from({ length: 40 }, (_, i) => [`n${i}`, 'x'])]), type],
    [Buffer.from(`--${BOUNDARY}\r\n${'X-A: b\r\n'.repeat(20)}\r\nx\r\n--${BOUNDARY}--`), type], [Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: attachment; name="file"\r\n\r\nx\r\n--${BOUNDARY}--`), type],
    [Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--${BOUNDARY}--`), type], [Buffer.from(`--${BOUNDARY}--`), type]];
  for (const [i, [body, as]] of bad.entries()) {
    const answer = await send(body, as);
    assert.ok([400, 415, 422].includes(answer.status), `${i}: ${answer.status} ${answer.text}`);
    isRefusal(answer, `form ${i}`);
  }
});

test('forms that are much of something are refused at once, and cost nothing', async () => {
  const type = `multipart/form-data; boundary=${BOUNDARY}`, before_mb = rss_mb();
  const many = (n) => form(Array.from({ length: n }, (_, i) => [`n${i}`, 'x']));
  const nested = Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\nContent-Disposition: file; filename="a.gif"\r\n\r\n${GIF.toString('latin1')}\r\n--inner--\r\n--${BOUNDARY}--\r\n`, 'latin1');
  const part = (head, bytes = 'x') => Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n${bytes}\r\n--${BOUNDARY}--\r\n`, 'latin1');
  const named = (name) => part(`Content-Disposition: form-data; name=${name}`);
  const almost = Buffer.concat([Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\n`), Buffer.from(`\r\n--${BOUNDARY.slice(0, -1)}`.repeat(200000)), Buffer.from(`\r\n--${BOUNDARY}--`)]);
  const bad = [many(17), many(5000), many(50000), nested, almost, Buffer.from(`--${BOUNDARY}\r\n`.repeat(50000)), Buffer.from(`--${BOUNDARY}`.repeat(50000)),
    part(`X: ${'y'.repeat(1 << 20)}`), part(`Content-Disposition: form-data; name="${'n'.repeat(1 << 20)}"`), part(`Content-Disposition: form-data; name="file"; filename="${'n'.repeat(1 << 20)}"`), part(`Content-Disposition: form-data${'; a=b'.repeat(100000)}; name="file"`), part('Content-Disposition: form-data; name="file"\r\n'.repeat(3).trimEnd()), part(`${'X: y\r\n'.repeat(100000)}X: y`), part(''), part(':'), part('\0: \0'),
    named('"file'), named('file"'), named('"\\"'), named('"\xff\xfe"'), named('""'), named(''), named("'file'"), named(`"${'é'.repeat(60)}"`), named('"fi\rle"'), named('"file"; name="alt"'), part('Content-Disposition: form-data; name="file"; filename="a', 'b"')];
  for (const [i, body] of bad.entries()) {
    const started = Date.now(), answer = await send(body, type);
    isRefusal(answer, `form ${i}`);
    assert.ok([400, 415, 422].includes(answer.status), `form ${i}: ${answer.status}`);
    assert.ok(Date.now() - started < 5000, `form ${i} took ${Date.now() - started} ms`);
  }
  for (const boundary of ['"', '""', '"a', 'a b', 'é', 'a'.repeat(71), '\\', '=', '----', ';', '"a"; boundary="b"', '()<>@']) isRefusal(await send(form([['alt', 'x']]), `multipart/form-data; boundary=${boundary}`).catch(() => send(Buffer.from('x'), 'multipart/form-data')), boundary);
  assert.ok(rss_mb() < before_mb + (asan ? 250 : 60), `${rss_mb()} MB after ${before_mb} MB`);
});

// Bytes and a length that is not theirs; what came back, until the server closed or fell silent.
function sendWrong(length, body, more = '') {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, hostname, () => {
      socket.write(`POST /api/v1/media HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nConnection: close\r\n${length}\r\n${more}\r\n`);
      socket.write(body);
    });
    const timer = setTimeout(() => socket.destroy(), 3000);
    socket.on('data', (bytes) => { said += bytes.toString('latin1'); });
    socket.on('error', () => {});
    socket.on('close', () => { clearTimeout(timer); resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0)); });
  });
}

test('lengths that are not those of the form', async () => {
  const good = form([['file', png(7, 7), 'a.png'], ['alt', 'x'], ['credit', 'x']]);
  const cases = [[`Content-Length: ${good.length - 5}`, [400, 422]], [`Content-Length: ${good.length + 5}`, [0, 400, 408]], ['Content-Length: 0', [400]], ['Content-Length: -1', [0, 400]], ['Content-Length: 99999999999999999999', [0, 400, 413]], [`Content-Length: ${33 << 20}`, [0, 408, 413]], [`Content-Length: ${good.length}\r\nContent-Length: 1`, [0, 400]],
    [`Content-Length: ${good.length}\r\nTransfer-Encoding: chunked`, [0, 400]], ['Transfer-Encoding: gzip', [0, 400, 501]], ['X: no length', [0, 400, 411]], [`Content-Length: ${good.length}`, [201]]];
  await Promise.all(cases.map(async ([length, statuses]) => {
    const status = await sendWrong(length, good);
    assert.ok(statuses.includes(status), `${length.replace('\r\n', ' ')} → ${status}`);
  }));
  assert.equal((await server.call('GET', '/en/')).status, 200);
});

test('too large is 413, and strangers send nothing', async () => {
  const answer = await post(Buffer.alloc((32 << 20) + 10, 0xff)).catch(() => null);
  if (answer) assert.equal(answer.status, 413);
  const far = await post(Buffer.alloc(34 << 20)).catch(() => null); // the socket may close before all is sent
  if (far) assert.equal(far.status, 413);
  const nobody = await server.call('POST', '/api/v1/media', { body: form([['file', GIF, 'a.gif']]), type: `multipart/form-data; boundary=${BOUNDARY}` });
  assert.equal(nobody.status, 401);
});

// Sends the head of a picture and most of its bytes, and then nothing more.
function holdOpen() {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, hostname, () => {
      socket.write(`POST /api/v1/media HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${32 << 20}\r\n\r\n`);
      socket.write(Buffer.alloc(31 << 20), () => resolve({ socket, said: () => said }));
    });
    socket.on('data', (bytes) => { said += bytes.toString('latin1'); });
    socket.on('error', () => resolve({ socket, said: () => said }));
  });
}

test('strangers with full hands take no more than their share of the memory', async () => {
  const before_mb = rss_mb();
  const held = await Promise.all(Array.from({ length: 14 }, holdOpen));
  try {
    assert.ok(rss_mb() < before_mb + (asan ? 800 : 290), `${rss_mb()} MB`);
    assert.ok(held.some(({ said }) => said().startsWith('HTTP/1.1 503')), held.map(({ said }) => said()).join());
    assert.equal((await server.call('GET', '/en/')).status, 200);
  } finally {
    for (const { socket } of held) socket.destroy();
  }
  await until('their memory to be given back', async () => (await post(png(9, 9), 'a.png')).status === 201);
});

test('many at once are all answered', async () => {
  const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => post(png(100 + i, 100), `${i}.png`)));
  for (const answer of answers) assert.ok([201, 503].includes(answer.status), answer.text);
  const made = answers.find((answer) => answer.status === 201);
  const same = await Promise.all(Array.from({ length: 12 }, () => rendition(made.json.url, 'webp')));
  for (const bytes of same) assert.ok(bytes.equals(same[0]));
});

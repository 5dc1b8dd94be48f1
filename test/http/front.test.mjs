// What stands in front: the samples of docs/running.md, run by the real nginx and the real Caddy.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateSync, crc32 as zlibCrc } from 'node:zlib';
import { makeSite, makeToken, root, serve, temporary, until } from './server.mjs';

const page = readFileSync(join(root, 'docs', 'running.md'), 'utf8');
export const sample = (language) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)[1];
const children = [];
after(() => { for (const child of children) child.kill('SIGKILL'); });

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});
const isThere = (program, flag) => spawnSync(program, [flag]).status === 0;
function certificate(dir) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')], { stdio: 'ignore' });
}
async function begin(program, args, port, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  let err = '';
  child.stderr.on('data', (bytes) => { err += bytes; });
  children.push(child);
  child.unref(); child.stderr.unref();
  await until(program, async () => {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${err}`);
    return ask(port, '/healthz').then((answer) => answer.status === 200, () => false);
  }, 15000);
}

const fronts = {
  async nginx(upstream, port) {
    const dir = temporary(), plain = await freePort();
    certificate(dir);
    mkdirSync(join(dir, 'logs'));
    const server = sample('nginx').replaceAll('127.0.0.1:8080', upstream).replace('listen 80;', `listen 127.0.0.1:${plain};`)
      .replace('listen 443 ', `listen 127.0.0.1:${port} `).replace('/etc/ssl/news.pem', join(dir, 'cert.pem')).replace('/etc/ssl/news.key', join(dir, 'key.pem'));
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(dir, name)};`).join(' ');
    writeFileSync(join(dir, 'nginx.conf'), `daemon off; master_process off; pid ${join(dir, 'pid')}; error_log stderr;\nevents {}\nhttp { access_log off; ${temp}\n${server}\n}\n`);
    await begin('nginx', ['-p', dir, '-c', join(dir, 'nginx.conf')], port);
  },
  async caddy(upstream, port) {
    const dir = temporary();
    certificate(dir);
    const site = sample('caddyfile').replaceAll('127.0.0.1:8080', upstream)
      .replace('news.example.org {', `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${join(dir, 'cert.pem')} ${join(dir, 'key.pem')}`);
    writeFileSync(join(dir, 'Caddyfile'), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
    await begin('caddy', ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'], port,
      { env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir } });
  },
};

// One request over TLS; `from` is the address that it is sent from.
function ask(port, path, { method = 'GET', headers = {}, body, from } = {}) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, servername: 'localhost', localAddress: from, rejectUnauthorized: false, agent: false,
      headers: { Host: `localhost:${port}`, ...headers } }, (answer) => {
      const parts = [];
      answer.on('data', (bytes) => parts.push(bytes));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
// A stream over HTTP/2: resolves with the first bytes of its events.
function listen(port, path) {
  const session = connect(`https://127.0.0.1:${port}`, { servername: 'localhost', rejectUnauthorized: false });
  const stream = session.request({ ':path': path, ':authority': `localhost:${port}` });
  const heard = { text: '', status: 0, protocol: () => session.alpnProtocol, close: () => session.destroy() };
  stream.on('response', (headers) => { heard.status = headers[':status']; });
  stream.setEncoding('utf8');
  stream.on('data', (text) => { heard.text += text; });
  for (const one of [session, stream]) one.on('error', () => {});
  return heard;
}

// Noise, which nothing makes smaller: 20 MB as a PNG.
function picture() {
  const width = 2600, height = 2600, line = width * 3 + 1, bytes = Buffer.alloc(line * height);
  for (let i = 0, seed = 1; i < bytes.length; i += 1) { seed = (seed * 1103515245 + 12345) & 0x7fffffff; bytes[i] = i % line === 0 ? 0 : seed >> 16; }
  const table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
  const crc = (data) => zlibCrc ? zlibCrc(data) : (data.reduce((c, byte) => table[(c ^ byte) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0); body.copy(out, 4); out.writeUInt32BE(crc(body) >>> 0, body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0); head.writeUInt32BE(height, 4); head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(bytes, { level: 0 })), chunk('IEND', Buffer.alloc(0))]);
}

const big = picture();
for (const name of ['nginx', 'caddy']) {
  test(`${name} in front, as the manual says`, async (t) => {
    if (!isThere(name, name === 'nginx' ? '-v' : 'version')) return t.skip(`${name} is not installed`);
    const dir = makeSite({ demo: true }), token = makeToken(dir, 'administrator');
    const server = await serve(dir, { settings: { 'trusted-proxies': '127.0.0.1', 'api-per-minute': 5 } });
    const port = await freePort(), authorized = { Authorization: `Bearer ${token}` };
    await fronts[name](server.url.replace('http://', ''), port);

    await t.test('pages, with the address that was asked for', async () => {
      const front = await ask(port, '/en/');
      assert.equal(front.status, 200);
      assert.match(front.body.toString(), new RegExp(`<link rel="canonical" href="https://localhost:${port}/en/">`));
      assert.equal((await ask(port, '/')).headers.location, '/en/');
      assert.equal((await ask(port, '/en/nothing/here')).status, 404);
    });
    await t.test('compressed as it is, never cached', async () => {
      const tags = new Set();
      for (const encoding of ['identity', 'gzip', 'br']) {
        const answer = await ask(port, '/en/', { headers: { 'Accept-Encoding': encoding } });
        assert.equal(answer.headers['content-encoding'], encoding === 'identity' ? undefined : encoding);
        assert.equal(answer.headers['cache-control'], 'no-cache');
        tags.add(answer.headers.etag);
        assert.equal((await ask(port, '/en/', { headers: { 'Accept-Encoding': encoding, 'If-None-Match': answer.headers.etag } })).status, 304);
      }
      assert.equal(tags.size, 3, 'an ETag for each encoding');
      const made = await ask(port, '/api/v1/stories', { method: 'POST', headers: { ...authorized, 'Content-Type': 'application/json' },
        body: JSON.stringify({ edition: 'en', headline: `Through ${name}`, section: 'news/sports', body: 'At once.' }) });
      assert.equal(made.status, 201);
      const { id } = JSON.parse(made.body);
      assert.equal((await ask(port, `/api/v1/stories/${id}/publish`, { method: 'POST', headers: authorized })).status, 200);
      assert.match((await ask(port, '/en/latest/')).body.toString(), new RegExp(`Through ${name}`));
    });
    await t.test('the address of the reader, and none that is made up', async () => {
      for (let i = 0; i < 8; i++)
        assert.equal((await ask(port, '/api/v1/stories?limit=1', { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status, 200, 'the front has overwritten it');
      const direct = [];
      for (let i = 0; i < 8; i++)
        direct.push((await server.call('GET', '/api/v1/stories?limit=1', { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status);
      assert.ok(direct.includes(429), 'and here it is believed');
    });
    await t.test('events come at once, over HTTP/2', async () => {
      const heard = listen(port, '/live/en');
      await until('the stream', () => heard.status === 200);
      assert.equal(heard.protocol(), 'h2');
      const before = Date.now();
      const made = await ask(port, '/api/v1/flashes', { method: 'POST', headers: { ...authorized, 'Content-Type': 'application/json' },
        body: JSON.stringify({ edition: 'en', place: 'Here', source: 'Us', text: 'It came through' }) });
      assert.equal(made.status, 201);
      await until('the flash', () => heard.text.includes('It came through'), 3000);
      assert.ok(Date.now() - before < 1500);
      heard.close();
    });
    await t.test('a picture of 20 MB', async () => {
      assert.ok(big.length > 20e6);
      const form = new FormData();
      form.set('file', new Blob([big]), 'noise.png'); form.set('alt', 'Noise'); form.set('credit', 'Us');
      const sent = new Response(form);
      const answer = await ask(port, '/api/v1/media', { method: 'POST', headers: { ...authorized, 'Content-Type': sent.headers.get('content-type') },
        body: Buffer.from(await sent.arrayBuffer()) });
      assert.equal(answer.status, 201, answer.body.toString());
    });
    await t.test('numbers are for those inside', async () => {
      assert.equal((await ask(port, '/metrics')).status, 200);
      assert.equal((await ask(port, '/metrics', { from: '127.0.0.2' })).status, 403);
      assert.equal((await ask(port, '/en/', { from: '127.0.0.2' })).status, 200);
    });
    await server.stop();
  });
}

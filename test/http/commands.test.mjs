// The command line: exit codes, what is printed where, and serving beside other processes.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { bin, call, makeSite, makeToken, mustRun, root, run, serve, temporary, until } from './server.mjs';

// One sentence on stderr: what, why, what to do.
function failed(done, code) {
  assert.equal(done.code, code, `${done.out}\n${done.err}`);
  assert.match(done.err, /^stoppress/m);
  assert.ok(!done.err.includes('Sanitizer'), done.err);
}

test('wrong usage is 2, help is 0', () => {
  for (const args of [[], ['frobnicate'], ['serve'], ['init'], ['token', '--data', 'x'], ['import', '--data', 'x'], ['import', 'nope', 'f', '--data', 'x'], ['backup', '--data', 'x'], ['check', '--data', 'x', '--nope'], ['user', '--data', 'x'], ['init', '--data'], ['serve', '--data', 'x', '--page-cache-mb', 'many'], ['version', 'x'], ['serve', '--data', makeSite(), '--listen', '127.0.0.1:65536'], ['serve', '--data', makeSite(), '--listen', '127.0.0.1:-1']])
    failed(run(args), 2);
  for (const args of [['help'], ['--help'], ['--version'], ['serve', '--help'], ['import', '-h', '--data', 'x']]) {
    const done = run(args);
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /stoppress /);
  }
});

test('version names the libraries', () => {
  const done = mustRun(['version']);
  assert.match(done.out, /^stoppress \d+\.\d+\.\d+ \(.+\)$/m);
  assert.match(done.out, /SQLite \d.*libmicrohttpd \d/);
});

test('init makes a site once, or leaves nothing', () => {
  const dir = join(temporary(), 'deep', 'site');
  failed(run(['init', '--data', dir, '--editions', 'en,xx']), 2);
  assert.deepEqual(existsSync(dir) ? readdirSync(dir) : [], []);
  for (const url of ['news.example.org', 'https://news.example.org/en', 'ftp://news.example.org']) failed(run(['init', '--data', dir, '--url', url]), 2);
  const done = mustRun(['init', '--title', 'News', '--editions', 'ar,es', '--url', 'https://news.example.org/', '--data', dir]);
  assert.match(done.out, /https:\/\/news\.example\.org\/\S+/);
  failed(run(['init', '--data', dir]), 1);
  assert.match(readFileSync(join(dir, 'stoppress.conf'), 'utf8'), /^site_url = https:\/\/news\.example\.org$/m);
  const check = mustRun(['check', '--data', dir]);
  assert.match(check.out, /site: News, editions: ar es/);
  assert.match(check.out, /site_url = https:\/\/news\.example\.org  \(file\)/);
  assert.match(check.out, /listen = 127\.0\.0\.1:8080  \(default\)/);
});

test('commands on a directory without a site say what to do', () => {
  const dir = temporary();
  for (const args of [['serve'], ['check'], ['migrate'], ['token', '--user', 'a@b.example'], ['user', 'list'], ['backup', join(dir, 'out')], ['import', 'jsonl', '/dev/null']]) {
    const done = run([...args, '--data', dir]);
    failed(done, 1);
    assert.match(done.err, /stoppress init/);
  }
  assert.deepEqual(readdirSync(dir), []);
});

test('check sees damage', () => {
  const dir = makeSite();
  const path = join(dir, 'stoppress.db');
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 40 * 4096, 44 * 4096);
  writeFileSync(path, bytes);
  failed(run(['check', '--data', dir]), 1);
});

test('settings: flag over environment over file over default', () => {
  const dir = makeSite();
  appendFileSync(join(dir, 'stoppress.conf'), 'page_cache_mb = 11\nqueue_max = 12\nidle_ms = 3000\n');
  const done = run(['check', '--data', dir, '--page-cache-mb', '33'], { env: { STOPPRESS_PAGE_CACHE_MB: '22', STOPPRESS_QUEUE_MAX: '24' } });
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /page_cache_mb = 33  \(flag\)/);
  assert.match(done.out, /queue_max = 24  \(environment\)/);
  assert.match(done.out, /idle_ms = 3000  \(file\)/);
  assert.match(done.out, /desk_threads = 2  \(default\)/);
});

test('staff: added, listed, disabled, reset', async () => {
  const dir = makeSite();
  const user = (...args) => run(['user', ...args, '--data', dir]);
  const added = user('add', 'Ann@Example.org', '--role', 'reporter', '--name', 'Ann');
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /https?:\/\/\S+/);
  failed(user('add', 'ann@example.org', '--role', 'reporter'), 1);
  assert.notEqual(user('add', 'b@example.org', '--role', 'king').code, 0);
  failed(user('add', 'b@example.org'), 2);
  assert.notEqual(user('add', 'no address', '--role', 'editor').code, 0);
  assert.match(user('list').out, /^ann@example\.org\treporter\tAnn\tnot in yet$/im);
  const token = mustRun(['token', '--user', 'ann@example.org', '--name', 'laptop', '--data', dir]).out.trim();
  const server = await serve(dir);
  assert.equal((await server.call('GET', '/api/v1/stories', { token })).status, 200);
  assert.equal((await server.call('POST', '/api/v1/flashes', { token, body: { edition: 'en', text: 'x' } })).status, 403);
  const reset = user('reset', 'ann@example.org');
  assert.notEqual(reset.out, added.out);
  assert.equal(user('disable', 'ann@example.org').code, 0);
  assert.match(user('list').out, /disabled/);
  await until('the token to end', async () => (await server.call('GET', '/api/v1/stories', { token })).status === 401, 1000);
  failed(run(['token', '--user', 'ann@example.org', '--data', dir]), 1);
  failed(user('disable', 'nobody@example.org'), 1);
  failed(user('reset', 'nobody@example.org'), 1);
  assert.equal(await server.stop(), 0);
});

test('a token stands alone on the last line, and an unknown user is made', () => {
  const dir = makeSite();
  const done = mustRun(['token', '--user', 'new@example.org', '--data', dir]);
  assert.match(done.out, /^\S{20,}\n$/);
  assert.match(done.err, /new@example\.org.*editor/);
  assert.match(mustRun(['user', 'list', '--data', dir]).out, /new@example\.org\teditor/);
  failed(run(['token', '--user', 'new@example.org', '--role', 'administrator', '--data', dir]), 1);
});

test('serve says one line, drains on SIGTERM, reloads on SIGHUP', async () => {
  const dir = makeSite();
  const server = await serve(dir);
  assert.equal((await server.call('GET', '/healthz')).status, 200);
  appendFileSync(join(dir, 'stoppress.conf'), 'api_per_minute = 1\n');
  server.child.kill('SIGHUP');
  await until('the reload', () => server.errors().includes('read again'));
  appendFileSync(join(dir, 'stoppress.conf'), 'nonsense = 1\n');
  server.child.kill('SIGHUP');
  await until('the refusal', () => server.errors().includes('nonsense'));
  assert.equal((await server.call('GET', '/healthz')).status, 200);
  assert.equal(await server.stop(), 0);
  failed(run(['serve', '--data', dir]), 2);
});

test('TLS of its own, with a certificate that can be replaced', async (t) => {
  const folder = temporary();
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
  const make = (name) => execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  try { make('first.example'); } catch { return t.skip('openssl is not installed'); }
  const server = await serve(makeSite(), { settings: { 'tls-cert': cert, 'tls-key': key } });
  assert.match(server.url, /^https:/);
  const named = () => new Promise((resolve, reject) => {
    const asked = get(`${server.url}/healthz`, { rejectUnauthorized: false, agent: false }, (answer) => {
      resolve([answer.statusCode, answer.socket.getPeerCertificate().subject.CN]);
      answer.resume();
    });
    asked.on('error', reject);
  });
  assert.deepEqual(await named(), [200, 'first.example']);
  make('second.example');
  server.child.kill('SIGHUP');
  await until('the new certificate', async () => (await named())[1] === 'second.example');
  assert.equal(await server.stop(), 0);
});

test('an address that is taken is said so', async () => {
  const dir = makeSite();
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const done = run(['serve', '--data', dir, '--listen', `127.0.0.1:${other.address().port}`]);
  other.close();
  failed(done, 1);
  assert.match(done.err, /use|taken|bind/i);
});

test('an inherited socket is served', async () => {
  const dir = makeSite();
  const python = `
import os, socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', 0)); s.listen(64)
os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
os.environ['LISTEN_PID'] = str(os.getpid()); os.environ['LISTEN_FDS'] = '1'
os.execv(sys.argv[1], sys.argv[1:])`;
  try { execFileSync('python3', ['-c', '']); } catch { return; }
  const child = spawn('python3', ['-c', python, bin, 'serve', '--data', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (bytes) => resolve(String(bytes)));
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  const url = /http:\S+[^/\s]/.exec(line)[0];
  assert.equal((await call(url, 'GET', '/healthz')).status, 200);
  child.kill('SIGTERM');
  assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 0);
});

test('two processes serve one site, and each sees the other within 100 ms', async () => {
  const dir = makeSite();
  const token = makeToken(dir);
  const [first, second] = [await serve(dir), await serve(dir)];
  const made = await first.call('POST', '/api/v1/stories', { token, body: { edition: 'en', headline: 'Both', body: 'b', section: 'news/politics' } });
  await first.call('POST', `/api/v1/stories/${made.json.id}/publish`, { token });
  const seen = Date.now();
  const before = /stoppress_change_seq (\d+)/.exec((await first.call('GET', '/metrics')).text)[1];
  await until('the follower', async () => /stoppress_change_seq (\d+)/.exec((await second.call('GET', '/metrics')).text)[1] === before, 1000);
  assert.ok(Date.now() - seen < 500);
  assert.equal((await second.call('GET', `/api/v1/stories/${made.json.id}`)).json.headline, 'Both');
  assert.deepEqual([await first.stop(), await second.stop()], [0, 0]);
});

test('a backup under load holds a moment, and comes back whole', async () => {
  const dir = makeSite({ demo: true });
  const token = makeToken(dir);
  const server = await serve(dir);
  let writing = true, written = 0;
  const writer = (async () => {
    while (writing) {
      const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', headline: `H ${written}`, body: 'b', section: 'news/politics' } });
      assert.equal(made.status, 201, made.text);
      written++;
    }
  })();
  await until('some writing', () => written > 5);
  const out = join(temporary(), 'site.tar');
  const backup = await new Promise((resolve) => spawn(bin, ['backup', out, '--data', dir], { stdio: 'ignore' }).on('exit', resolve));
  assert.equal(backup, 0);
  writing = false;
  await writer;
  failed(run(['backup', out, '--data', dir]), 1);
  const published = async (of) => (await of.call('GET', '/api/v1/stories?limit=100')).json.items.map((story) => story.id);
  const before = await published(server);
  assert.ok(before.length >= 36);
  assert.equal(await server.stop(), 0);

  const again = join(temporary(), 'again');
  mustRun(['restore', out, '--data', again]);
  mustRun(['check', '--data', again]);
  failed(run(['restore', out, '--data', again]), 1);
  const restored = await serve(again);
  assert.deepEqual(await published(restored), before);
  assert.equal((await restored.call('GET', '/api/v1/stories', { token })).status, 200);
  assert.equal(await restored.stop(), 0);
});

test('what is no backup is refused, and leaves nothing', () => {
  const dir = makeSite({ url: 'https://news.example.org' });
  const out = join(temporary(), 'site.tar');
  mustRun(['backup', out, '--data', dir]);
  const bytes = readFileSync(out);
  const cut = bytes.subarray(0, bytes.length / 2), bent = Buffer.from(bytes), bad = Buffer.from(bytes);
  bent.write('../../evil', 0);
  bad.fill(0x5a, 512 + 4096 * 40, 512 + 4096 * 44);
  const mine = temporary();
  for (const wrong of [Buffer.alloc(0), Buffer.from('no backup'), cut, bent, Buffer.alloc(4096)]) {
    const file = join(temporary(), 'wrong'), into = join(mine, 'a', 'b');
    writeFileSync(file, wrong);
    for (const made of [into, `${into}/`, mine]) failed(run(['restore', file, '--data', made]), 1);
    assert.deepEqual(readdirSync(mine), []);
  }
  failed(run(['restore', '/nonexistent', '--data', join(mine, 'x')]), 1);
  assert.deepEqual(readdirSync(mine), []);
  // A database that is damaged inside is there for rescue, and said.
  const file = join(temporary(), 'bad'), rescue = join(temporary(), 'into');
  writeFileSync(file, bad);
  const done = run(['restore', file, '--data', rescue]);
  failed(done, 1);
  assert.match(done.err, /not all of it is well[^]*the database.*damaged/);
  assert.deepEqual(readdirSync(rescue).sort(), ['stoppress.conf', 'stoppress.db']);
  const into = join(temporary(), 'into');
  mustRun(['restore', out, '--data', into]);
  assert.match(readFileSync(join(into, 'stoppress.conf'), 'utf8'), /news\.example\.org/);
});

test('a backup of an older program is restored and brought up to date', () => {
  const old = temporary(), file = join(temporary(), 'old.tar'), into = join(temporary(), 'into');
  execFileSync('sqlite3', [join(old, 'stoppress.db')], { input: readFileSync(join(root, 'schema', '0001_tables.sql')) });
  execFileSync('sqlite3', [join(old, 'stoppress.db'), `PRAGMA user_version = 1;
    INSERT INTO site (id, title, made_ms) VALUES (1, 'The Old', 1);
    INSERT INTO edition (slug, lang, dir, zone, name, title) VALUES ('en', 'en', 'ltr', 'UTC', 'English', 'The Old');`]);
  execFileSync('tar', ['--format=ustar', '-C', old, '-cf', file, 'stoppress.db']);
  assert.match(mustRun(['restore', file, '--data', into]).out, /site: The Old, editions: en\n/);
  assert.deepEqual(readdirSync(into), ['stoppress.db']);
  mustRun(['check', '--data', into]);
});

test('a directory that cannot be written is said so', (t) => {
  if (process.getuid?.() === 0) return t.skip('root may write anywhere');
  const dir = temporary();
  mkdirSync(join(dir, 'shut'));
  chmodSync(join(dir, 'shut'), 0o500);
  failed(run(['init', '--data', join(dir, 'shut', 'site')]), 1);
});

// What docs/running.md promises to the one person who keeps the server.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { bin, makeSite, makeToken, mustRun, root, run, serve, temporary, until } from './server.mjs';

// The demo, made once; what changes it takes a copy.
const demo = makeSite({ demo: true });
function demoCopy() {
  const to = join(temporary(), 'copy');
  cpSync(demo, to, { recursive: true });
  return to;
}
const page = readFileSync(join(root, 'docs', 'running.md'), 'utf8');

test('every setting stands in the manual with its default, and no other', () => {
  const help = mustRun(['help']).out.split('Settings:')[1];
  const names = [...help.matchAll(/^ {2}(\w+) /gm)].map((found) => found[1]);
  const table = [...page.split('## Settings')[1].split('## Backups')[0].matchAll(/^\| `(\w+)` \| (?:`(.*)`|\(empty\)) \| (.*) \|$/gm)];
  assert.deepEqual(table.map((row) => row[1]), names);
  const dir = makeSite(), shown = mustRun(['check', '--data', dir]).out;
  for (const [, name, value = ''] of table) {
    const is = new RegExp(`^  ${name} = (.*)  \\(default\\)$`, 'm').exec(shown);
    if (is) assert.equal(is[1], value, name);
    const sentence = new RegExp(`^ {2}${name} +(.*)$`, 'm').exec(help)[1];
    assert.ok(table.find((row) => row[1] === name)[3].startsWith(sentence), name);
  }
});

test('every number of /metrics stands in the manual, and no other', async () => {
  const server = await serve(makeSite());
  const text = (await server.call('GET', '/metrics')).text;
  await server.stop();
  const names = [...text.matchAll(/^# TYPE stoppress_(\w+) /gm)].map((found) => found[1]).sort();
  const table = [...page.split('## Watch')[1].split('## Limits')[0].matchAll(/^\| `(\w+)` \|/gm)].map((row) => row[1]).sort();
  assert.deepEqual(table, names);
});

test('the units are what systemd understands, and closed', (t) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) return t.skip('systemd-analyze is not installed');
  const dir = temporary();
  for (const found of page.matchAll(/```ini\n# \/etc\/systemd\/system\/(\S+)\n([\s\S]*?)```/g))
    writeFileSync(join(dir, found[1]), found[2].replaceAll('/usr/local/bin/stoppress', '/bin/true').replaceAll('=stoppress\n', '=root\n'));
  assert.deepEqual(readdirSync(dir).sort(), ['stoppress.service', 'stoppress.socket']);
  const verified = spawnSync('systemd-analyze', ['verify', ...readdirSync(dir).map((name) => join(dir, name))], { encoding: 'utf8' });
  const about = verified.stderr.split('\n').filter((line) => /stoppress/.test(line) && !/man page|Failed to (connect|create)/i.test(line));
  assert.deepEqual(about, []);
  const security = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=30', join(dir, 'stoppress.service')], { encoding: 'utf8' });
  if (/unrecognized|Unknown/.test(security.stderr)) return;
  assert.match(security.stdout, /Overall exposure level for stoppress.service: [0-2]\.\d/, security.stdout + security.stderr);
});

// Holds the listening socket, as systemd does, and runs the program on it again and again.
const holder = `
import os, signal, socket, subprocess, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', 0)); s.listen(4096)
os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
print(s.getsockname()[1], flush=True)
def begin():
    return subprocess.Popen(['/bin/sh', '-c', 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"'] + sys.argv[1:], close_fds=False, stdout=subprocess.PIPE)
child = begin(); child.stdout.readline(); print('up', flush=True)
for line in sys.stdin:
    child.send_signal(signal.SIGTERM); code = child.wait()
    if line.strip() == 'end': print('ended', code, flush=True); break
    child = begin(); child.stdout.readline(); print('again', code, flush=True)
`;

test('an upgrade under load: nobody is refused, nothing is cut', async () => {
  const dir = demoCopy();
  const child = spawn('python3', ['-c', holder, bin, 'serve', '--data', dir], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes) => { said += bytes; });
  await until('the program', () => said.includes('up\n'), 20000);
  const port = Number(said.split('\n')[0]);
  const wrong = [];
  let going = true, done = 0, again = 0;
  const ask = (path, agent) => new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path, agent }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => { bytes += part.length; });
      answer.on('end', () => resolve(answer.statusCode === 200 && bytes > 1000 ? null : `${answer.statusCode}, ${bytes} bytes`));
      answer.on('error', (error) => resolve(`cut: ${error.message}`));
    });
    // A connection that was kept may be closed while it is idle (RFC 9112, 9.3.1): then clients ask again on a new one.
    asked.on('error', (error) => resolve(asked.reusedSocket ? 'again' : error.message));
  });
  const reader = async (kept) => {
    const agent = kept ? new Agent({ keepAlive: true, maxSockets: 1 }) : false;
    while (going) {
      let failed = await ask('/en/', agent);
      if (failed === 'again') { again++; failed = await ask('/en/latest/', false); }
      if (failed) wrong.push(failed);
      done++;
    }
    if (agent) agent.destroy();
  };
  let ends = 0, opened = 0, streamBytes = '';
  const streams = (async () => {
    while (going) await new Promise((resolve) => {
      const asked = get({ host: '127.0.0.1', port, path: '/live/en?t=ticker:en', agent: false }, (answer) => {
        opened++;
        answer.on('data', (part) => { streamBytes += part; });
        answer.on('end', () => { ends++; resolve(); });
        answer.on('error', (error) => { if (going) wrong.push(`stream: ${error.message}`); resolve(); });
        const stop = setInterval(() => { if (!going) { clearInterval(stop); asked.destroy(); resolve(); } }, 20);
      });
      asked.on('error', (error) => { if (going) wrong.push(`stream: ${error.message}`); resolve(); });
    });
  })();
  const readers = [reader(false), reader(false), reader(true), reader(true), reader(true)];
  await until('some reading', () => done > 20, 10000);
  for (let i = 0; i < 3; i++) {
    const before = done;
    child.stdin.write('again\n');
    await until('the restart', () => said.split('again 0\n').length === i + 2, 30000);
    await until('reading on', () => done > before + 20, 10000);
  }
  going = false;
  await Promise.all([...readers, streams]);
  child.stdin.write('end\n');
  await until('the end', () => said.includes('ended 0\n'), 15000);
  assert.deepEqual(wrong, []);
  assert.ok(opened >= 4 && ends >= 3, `${opened} streams, ${ends} ended`);
  assert.match(streamBytes, /event: bye/);
  assert.ok(again < done / 10, `${again} of ${done} asked again`);
});

// One connection that speaks bytes: all that came until its end, or what went wrong.
function speak(port, bytes) {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  let said = '';
  socket.on('data', (part) => { said += part.toString('latin1'); });
  socket.sent = new Promise((resolve) => socket.on('connect', resolve));
  socket.ended = new Promise((resolve) => {
    socket.on('end', () => resolve(said));
    socket.on('error', (error) => resolve(error.message));
  });
  return socket;
}

test('a stop answers who has asked, ends streams, and does not wait for half a request', async () => {
  const server = await serve(demoCopy()), port = Number(new URL(server.url).port);
  const get = (path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
  const stream = speak(port, get('/live/en?t=ticker:en')), half = speak(port, 'GET /en/ HTTP/1.1\r\nHost: a\r\n');
  await until('the two', async () => /stoppress_requests_total [3-9]/.test((await server.call('GET', '/metrics')).text));
  // Pages that nobody has made yet, so that some are under way.
  const asked = ['en', 'es', 'ar'].flatMap((edition) => ['', 'latest/', 'sitemap.xml', 'feed.xml', 'search/?q=a'].map((path) => speak(port, get(`/${edition}/${path}`))));
  await Promise.all(asked.map((one) => one.sent));
  const began = Date.now();
  assert.equal(await server.stop(), 0);
  const took = Date.now() - began;
  for (const [i, answer] of (await Promise.all(asked.map((one) => one.ended))).entries()) {
    const [head, ...body] = answer.split('\r\n\r\n'), length = /^content-length: (\d+)/im.exec(head);
    assert.match(head, /^HTTP\/1.1 (200|301|302|304|404) /, `${i}: ${answer.slice(0, 200)}`);
    if (length) assert.equal(body.join('\r\n\r\n').length, Number(length[1]), `${i}`);
  }
  assert.match(await stream.ended, /event: bye[^]*\r\n0\r\n\r\n$/);
  assert.equal(await half.ended, '');
  assert.match(server.errors(), /stopping did not wait for requests that were not whole","requests":"1"/);
  assert.ok(took < 6000, `${took} ms`); // header_deadline_ms and drain_ms are 10 s
});

test('what a killed upload left is gone with the next start, and what is under way stays', async () => {
  const dir = makeSite(), folder = join(dir, 'media', 'originals', 'ab');
  mkdirSync(folder, { recursive: true });
  const [old, young, picture] = ['one.x.part', 'two.y.part', 'three'].map((name) => join(folder, name));
  for (const path of [old, young, picture]) writeFileSync(path, 'x');
  for (const path of [old, picture]) utimesSync(path, 1e9, 1e9);
  const server = await serve(dir);
  assert.deepEqual(readdirSync(folder).sort(), ['three', 'two.y.part']);
  await server.stop();
});

// ── damage ────────────────────────────────────────────────────────────────────────────────────

// Bits at places that a seed chooses.
function flip(path, seed) {
  const bytes = readFileSync(path);
  const at = Number((BigInt(seed) * 2654435761n) % BigInt(bytes.length * 8));
  bytes[at >> 3] ^= 1 << (at & 7);
  writeFileSync(path, bytes);
}

test('a flipped bit in a picture, in a version, in what readers see', () => {
  const dir = demo, fresh = demoCopy;
  const found = (of, words) => {
    const done = run(['check', '--data', of]);
    assert.equal(done.code, 1, done.out);
    assert.match(done.err, words);
  };
  mustRun(['check', '--data', dir]);
  const files = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((one) => one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]);
  const pictures = fresh();
  for (const [i, path] of files(join(pictures, 'media', 'originals')).entries()) flip(path, i + 1);
  found(pictures, /65 of 65 pictures are missing or damaged/);
  const letter = (column, table, where) => `UPDATE ${table} SET ${column} = replace(${column}, 'e', 'a') WHERE ${where};`;
  for (const [sql, words] of [
    [letter('fields', 'version', 'story_id = 3 AND number = 1'), /version 1 of story 3 is not as it was saved/],
    [letter('body', 'story', 'id = 5'), /story 5: what readers see is not its published version/],
    [letter('headline', 'story', 'id = 7'), /story 7: what readers see/]]) {
    const one = fresh();
    execFileSync('sqlite3', [join(one, 'stoppress.db'), sql]);
    found(one, words);
  }
});

test('bits anywhere in the database: what is not noticed is no story', (t) => {
  const dir = demoCopy(), path = join(dir, 'stoppress.db');
  execFileSync('sqlite3', [path, 'PRAGMA wal_checkpoint(TRUNCATE)']);
  const whole = readFileSync(path), again = join(temporary(), 'again');
  mkdirSync(again);
  cpSync(join(dir, 'media'), join(again, 'media'), { recursive: true });
  const many = Number(process.env.FLIPS ?? 25), stories = (of) => run(['export', 'jsonl', '-', '--data', of]).out.replaceAll(/"things":\{.*?\}(?=\}$)|^\{"house_page".*/gm, '');
  const right = stories(dir);
  let noticed = 0, harmless = 0;
  for (let i = 0; i < many; i++) {
    const bytes = Buffer.from(whole), at = Number((BigInt(i + 1) * 2654435761n * 7n) % BigInt(bytes.length * 8));
    bytes[at >> 3] ^= 1 << (at & 7);
    writeFileSync(join(again, 'stoppress.db'), bytes);
    if (run(['check', '--data', again]).code !== 0) { noticed++; continue; }
    harmless++;
    const now = stories(again);
    if (now !== right) t.diagnostic(`bit ${at} went unnoticed, and is read`);
  }
  t.diagnostic(`${many} bits: ${noticed} noticed, ${harmless} not`);
  assert.ok(noticed >= many * 0.4, `${noticed} of ${many}`);
});

test('certificates are looked at', (t) => {
  const dir = makeSite(), keys = temporary();
  const make = (name, days) => execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', String(days),
    '-subj', `/CN=${name}`, '-keyout', join(keys, `${name}.key`), '-out', join(keys, `${name}.pem`)], { stdio: 'ignore' });
  const check = (cert, key) => run(['check', '--data', dir, '--tls-cert', join(keys, cert), '--tls-key', join(keys, key)]);
  make('long', 100); make('soon', 5); make('other', 100);
  assert.match(check('long.pem', 'long.key').out, /certificate: well, for (99|100) days/);
  const soon = check('soon.pem', 'soon.key');
  assert.equal(soon.code, 0);
  assert.match(soon.err, /expires in [45] days/);
  const strange = check('long.pem', 'other.key');
  assert.equal(strange.code, 1);
  assert.match(strange.err, /does not belong to/);
  assert.equal(check('none.pem', 'long.key').code, 1);
});

test('a restore is rehearsed while the first is written to: the same stories', async () => {
  const dir = demoCopy(), token = makeToken(dir), server = await serve(dir);
  let going = true;
  const writer = (async () => {
    for (let n = 0; going; n++) {
      const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', headline: `N ${n}`, section: 'news/sports', body: 'x' } });
      await server.call('POST', `/api/v1/stories/${made.json.id}/publish`, { token });
    }
  })();
  const tar = join(temporary(), 'site.tar'), there = join(temporary(), 'there');
  const code = await new Promise((resolve) => spawn(bin, ['backup', tar, '--data', dir], { stdio: 'ignore' }).on('exit', resolve));
  assert.equal(code, 0);
  going = false;
  await writer;
  await server.stop();
  mustRun(['restore', tar, '--data', there]);
  assert.match(mustRun(['check', '--data', there]).out, /stories: \d+ with \d+ versions, well/);
  const lines = (of) => mustRun(['export', 'jsonl', '-', '--data', of]).out.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => !line.house_page);
  const now = new Map(lines(dir).map((line) => [line.id, line]));
  const then = lines(there);
  assert.ok(then.length >= 144 && then.length <= now.size);
  for (const line of then.filter((one) => one.status === 'published').slice(0, 144)) assert.deepEqual(line, now.get(line.id));
});

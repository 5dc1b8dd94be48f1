// server: the real binary over a site of its own, for tests that speak HTTP.
//
//   const site = makeSite({ demo: true });                 // a directory; gone when the tests end
//   const server = await serve(site);                      // on a port the kernel chose
//   const { status, json } = await server.call('POST', '/api/v1/stories', { token, body: {…} });
//   await server.stop();                                   // SIGTERM; the exit status
//
// STOPPRESS_BIN names the binary; build/stoppress if it is not set.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const bin = process.env.STOPPRESS_BIN || join(root, 'build', 'stoppress');

// A folder of the shared test data, or null: tests that need it are skipped without it.
export function shared(path) {
  const whole = process.env.SHARED ? join(process.env.SHARED, path) : null;
  return whole && existsSync(whole) ? whole : null;
}

const made = [];
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

export function temporary() {
  const path = mkdtempSync(join(tmpdir(), 'stoppress-'));
  made.push(path);
  return path;
}

// Environment without settings of the developer's own.
function environment(env) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('STOPPRESS_'));
  return { ...Object.fromEntries(clean), ...env };
}

// One command, to its end.
export function run(args, { env = {}, input } = {}) {
  const done = spawnSync(bin, args, { env: environment(env), input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { code: done.status, signal: done.signal, out: done.stdout, err: done.stderr };
}

export function mustRun(args, options) {
  const done = run(args, options);
  if (done.code !== 0) throw new Error(`stoppress ${args.join(' ')}: ${done.code}\n${done.err}`);
  return done;
}

export function makeSite({ demo = false, title = 'The Test', editions, url } = {}) {
  const dir = join(temporary(), 'site');
  const args = ['init', '--data', dir, '--title', title];
  if (demo) args.push('--demo');
  if (editions) args.push('--editions', editions);
  if (url) args.push('--url', url);
  mustRun(args);
  return dir;
}

export function makeToken(dir, role = 'editor') {
  const done = mustRun(['token', '--data', dir, '--user', `${role}@example.org`, '--role', role]);
  return done.out.trimEnd().split('\n').at(-1);
}

function started(child) {
  return new Promise((resolve, reject) => {
    let out = '', err = '';
    child.stdout.on('data', (bytes) => {
      out += bytes;
      const line = /^Stoppress serves (https?:\S+?)\/\n/m.exec(out);
      if (line) resolve(line[1]);
    });
    child.stderr.on('data', (bytes) => { err = (err + bytes).slice(-20000); });
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}\n${err}`)));
    child.errors = () => err;
  });
}

// `settings`: flags, such as { 'page-cache-mb': 8 }.
export async function serve(dir, { settings = {}, env = {}, stdio = [] } = {}) {
  const flags = Object.entries({ listen: '127.0.0.1:0', ...settings }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(bin, ['serve', '--data', dir, ...flags],
    { env: environment(env), stdio: ['ignore', 'pipe', 'pipe', ...stdio] });
  running.add(child);
  child.on('exit', () => running.delete(child));
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  const url = await started(child);
  // A test that failed before stop() must not keep its file from ending; 'exit' above kills.
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
  return {
    dir, url, child, pid: child.pid, ended,
    errors: () => child.errors(),
    call: (method, path, options) => call(url, method, path, options),
    async stop(signal = 'SIGTERM') {
      child.ref();
      child.kill(signal);
      return ended;
    },
  };
}

// `body`: an object goes as JSON; a string or bytes go as they are, with the `type` given.
export async function call(url, method, path, { token, body, headers = {}, type } = {}) {
  const sent = { ...headers };
  if (token) sent.Authorization = `Bearer ${token}`;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  if (body !== undefined && type !== null) sent['Content-Type'] = type ?? 'application/json';
  const answer = await fetch(url + path, {
    method, headers: sent, redirect: 'manual',
    body: body === undefined ? undefined : isRaw ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, json: isJson && text ? JSON.parse(text) : null };
}

// Until it holds, or an error after `ms`.
export async function until(what, holds, ms = 5000) {
  const end = Date.now() + ms;
  for (;;) {
    const got = await holds();
    if (got) return got;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

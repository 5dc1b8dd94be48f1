// Requests to every act of the newsroom that no browser sends: values of no use in every field, thousands
// of fields, wrong types, wrong ids, bodies that lie about themselves, texts made to cost time. Each is
// answered with a sentence, soon, and never with a 500. The acts are read from the source.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../http/server.mjs';
import { signIn } from '../http/newsroom.mjs';
import { endWell, makeSite, makeToken, serve } from './site.mjs';

const whole = process.env.HOSTILE === 'all';
const seed = Number(process.env.HOSTILE_SEED ?? Math.floor(Math.random() * 1000));
const MS_MAX = 8000; // alone on the machine, with sanitizers, the slowest takes one second
const form = 'application/x-www-form-urlencoded';
const sources = readdirSync(join(root, 'src/newsroom')).filter((name) => /^screens_.*\.c$/.test(name)).map((name) => readFileSync(join(root, 'src/newsroom', name), 'utf8'));
const all = [...new Set(sources.flatMap((text) => [...text.matchAll(/HTTP_POST,\s*"(\/newsroom\/[^"]*)"/g)].map(([, path]) => path)))];
// What ends the session that asks, or is slowed after a few tries, is in newsroom_doors.test.mjs.
const acts = all.filter((path) => !/sign-|session\/end|two-step|me\/(password|email)|:secret|disable/.test(path));
const NAMES = `edition name slug parent title body headline standfirst kicker section kind version base topics authors regions dossiers related picture
  translation_of at when note reason number from to do into text-en text-ar place-en source-en story-en expires expires_at bar names text role email lang
  zone social_name social_url slogan alt credit licence focal_x focal_y stage then kept_at has_regions has_dossiers hidden colour session alt_en caption_xx
  containers[0].kind containers[0].slots[0].story containers[99999999].kind containers[0].slots[99999999].story containers[-1].kind containers[0].fill containers[0].add`.split(/\s+/);
const VALUES = ['', '%00', 'a%00b', '%FF%FE', '%C0%AF', '%ED%A0%80', '-1', '0', '99999999999999999999', '9223372036854775807', '-9223372036854775808', '1e308', 'NaN', '%D9%A3', '../', '//evil.example', '%252e%252e', '..%2f..', 'newsroom', 'api',
  '1969-12-31T23:59', '9999-12-31T23:59', '99999-01-01T00:00', '2027-03-28T02:30', '2027-02-30T10:00', 'T', '(a%2B)%2B%24', '%0D%0ASet-Cookie:x=y', '%E2%80%AE', 'put:0:99999999', 'up:99999999', 'drop:-1', 'add:99999', 'put:-1:-1', ':::', "' OR 1=1 --"];
let server, token, boss, id;
const statuses = new Map(); // how often each: a door that is shut tests nothing

before(async () => {
  console.log(`HOSTILE_SEED=${seed}`);
  const dir = makeSite({ demo: true });
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
  boss = await signIn(server, { role: 'administrator' });
  id = await story();
});
after(() => endWell(server));

const api = async (method, path, body) => (await server.call(method, `/api/v1${path}`, { token, body })).json;
const section = async () => (await api('GET', '/sections?edition=en&limit=1')).items[0].slug;
const story = async () => (await api('POST', '/stories', { edition: 'en', section: await section(), headline: 'Marsh', body: 'Text.' })).id;
const own = (act) => act.replace('/story/:id', `/story/${id}`).replace(':edition/:of', 'en/front').replace(':slug', 'en').replace(':id', '1');

async function ask(about, method, path, options) {
  const started = performance.now(), answer = await boss.raw(method, path, options), ms = performance.now() - started;
  const said = `${about}: ${method} ${path.slice(0, 100)} → ${answer.status} in ${Math.round(ms)} ms ${answer.text.slice(0, 400)}`;
  assert.ok(answer.status < 500, said);
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  assert.ok(ms < MS_MAX, said);
  if (answer.location) assert.match(answer.location, /^\/newsroom\/(?![/\\])/, said);
  assert.equal(answer.headers.get('x'), null, said);
  if (answer.status >= 400 && method !== 'HEAD') assert.ok(answer.text.length > 30, said);
  return answer;
}
const post = (about, path, pairs, type = form) => ask(about, 'POST', path, { type, body: `token=${boss.token}&${pairs}` });

test('fields of no use, too many, twice, without names', async () => {
  for (const [n, act] of acts.entries()) {
    const path = own(act);
    for (const [i, value] of VALUES.entries()) if (whole || (i + n + seed) % 6 === 0) await post(`all ${value}`, path, NAMES.map((name) => `${encodeURIComponent(name)}=${value}`).join('&'));
    for (let k = 1; k < (whole ? 20 : 4); k++) await post('mixed', path, NAMES.map((name, i) => `${encodeURIComponent(name)}=${VALUES[(i * k + k * k + seed) % VALUES.length]}`).join('&'));
    await post('twice', path, NAMES.map((name) => `${encodeURIComponent(name)}=a&${encodeURIComponent(name)}=b`).join('&'));
    await post('none', path, '');
    await post('no names', path, '=x&=y&&&%3D=1&%=');
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil', '%0d%0aX:1']) await post('led', `${path}?to=${to}&next=${to}`, `to=${to}&next=${to}`);
    if (!whole && (n + seed) % 4) continue;
    await post('5,000 fields', path, Array.from({ length: 5000 }, (_, i) => `f${i}=x`).join('&'));
    await post('5,000 times one', path, 'topics=x&'.repeat(5000));
    await post('long', path, `edition=en&name=${'x'.repeat(60000)}&title=${'y'.repeat(60000)}&text-en=${'z'.repeat(60000)}&slug=${'a/'.repeat(20000)}`);
    await post('huge', path, `headline=${'x'.repeat(3900000)}`);
  }
});

test('ids of nothing, and methods that are none of ours', async () => {
  for (const act of acts) {
    for (const bad of ['0', '-1', '99999999', '99999999999999999999', '1x', '%D9%A1', '..', '%00', '1%2F2', 'en', 'x'.repeat(3000)]) await post('id', act.replace(/:\w+/g, bad), 'edition=en&name=x&title=x');
    for (const method of ['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) await ask('method', method, own(act), {});
  }
});

test('bodies that say they are something else', async () => {
  const part = (name, value, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const secret = { 'X-Stoppress-Token': boss.token }, first = part('token', boss.token);
  const bodies = [[undefined, Buffer.from(`token=${boss.token}&name=x`)], ['application/json', JSON.stringify({ token: boss.token })], ['text/plain', 'name=x'], ['multipart/form-data', first], [`multipart/form-data; boundary=${'x'.repeat(5000)}`, first],
    ['multipart/form-data; boundary=x', `${first}${Array.from({ length: 5000 }, (_, i) => part(`f${i}`, 'x')).join('')}--x--\r\n`], ['multipart/form-data; boundary=x', `${first}${Array.from({ length: 300 }, (_, i) => part('file', 'x', `; filename="../../${i}"`)).join('')}--x--\r\n`],
    ['multipart/form-data; boundary=x', `${first}--x\r\nContent-Disposition: form-data; name="file"; filename="a`]];
  for (const [n, act] of acts.entries()) for (const [i, [type, body]] of bodies.entries()) if (whole || (n + i + seed) % 2) await ask(type, 'POST', own(act), { type, body, headers: secret });
});

const TEXTS = {
  'fences 10,000 deep': '::: factbox\n'.repeat(10000), 'fences closed': '::: factbox\n'.repeat(3000) + ':::\n'.repeat(3000), colons: ':'.repeat(500000), quotes: `${'>'.repeat(100000)} x`, lists: Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}- x`).join('\n'),
  stars: `${'*'.repeat(200000)}a`, brackets: '['.repeat(100000), links: '[a]('.repeat(50000), pictures: '![a]('.repeat(50000), ticks: Array.from({ length: 1500 }, (_, i) => `${'`'.repeat(i)} `).join(''), table: `${'|a'.repeat(5000)}|\n${'|-'.repeat(5000)}|\n`, words: 'word '.repeat(780000),
  html: '<a '.repeat(100000), comments: '<!-- '.repeat(100000), names: '&'.repeat(300000), strikes: '~~a '.repeat(100000), references: `${Array.from({ length: 20000 }, (_, i) => `[r${i}]: /x`).join('\n')}\n${'[r1] '.repeat(20000)}`, addresses: 'http://a.b/ '.repeat(100000), blanks: ' '.repeat(3000000), lines: '\n'.repeat(3000000), paragraphs: 'a\n\n'.repeat(300000),
  'json deep': `::: json\n${'['.repeat(100000)}\n:::`, 'json of another kind': '::: json\n{"type":"doc","content":[{"type":"doc"}]}\n:::', 'json null': '::: json\nnull\n:::', 'json many': '::: json\n{"type":"paragraph"}\n:::\n'.repeat(5000), marks: `a${'\u0301'.repeat(200000)}`, turned: '\u202e'.repeat(100000), nul: 'a\0b',
};

test('they came in, and were looked at', () => {
  console.log(`# ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')}`);
  for (const status of [200, 303, 404, 409, 413, 415, 422]) assert.ok(statuses.get(status), String(status));
  assert.ok((statuses.get(403) ?? 0) + (statuses.get(401) ?? 0) < 200, 'most of them must pass the gate');
});

test('texts that cost time', async () => {
  const filed = await section();
  for (const [n, [name, body]] of Object.entries(TEXTS).entries()) {
    if (!whole && (n + seed) % 3) continue;
    for (const act of ['', 'keep', 'preview', 'publish']) {
      const { version } = await api('GET', `/stories/${id}`);
      await post(name, `/newsroom/story/${id}/${act}`, new URLSearchParams({ version, edition: 'en', headline: name, section: filed, kind: 'news', body }));
      if (!act) for (const look of ['', 'versions/', 'compare', 'preview']) await ask(name, 'GET', `/newsroom/story/${id}/${look}`);
      await post('discard', `/newsroom/story/${id}/discard`, '');
    }
  }
});

// Exports of strangers: files that lie, that lead out of their folder, that never end; and an export
// that is sent where it must not go. Each is taken, or refused with a sentence; the site stays whole.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeSite, run, serve, shared } from './site.mjs';
import { bin, temporary } from '../http/server.mjs';

const dir = makeSite({ editions: 'en,es' }), place = temporary(), media = join(place, 'uploads'), outside = join(place, 'outside');
const gif = (colour) => Buffer.from(`47494638396101000100800000${colour.toString(16).padStart(6, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');
for (const path of [media, outside, join(media, 'folder.gif')]) mkdirSync(path);
writeFileSync(join(outside, 'secret.gif'), gif(1));
writeFileSync(join(media, 'own.gif'), gif(2));
writeFileSync(join(media, 'empty.gif'), '');
for (const [to, name] of [[join(outside, 'secret.gif'), 'link.gif'], [outside, 'door'], ['/etc', 'etc'], ['/dev/zero', 'zero.gif'], ['round.gif', 'round.gif']]) symlinkSync(to, join(media, name));
spawnSync('mkfifo', [join(media, 'pipe.gif')]);
spawnSync('truncate', ['-s', '40G', join(media, 'huge.gif')]);
const FILES = ['../outside/secret.gif', join(outside, 'secret.gif'), '/etc/passwd', '../../etc/passwd', 'link.gif', 'door/secret.gif', 'etc/passwd', 'zero.gif', 'round.gif', 'pipe.gif', 'huge.gif', 'empty.gif', 'folder.gif', '..', '.', 'x'.repeat(5000), 'own.gif/', '%2e%2e/outside/secret.gif'];

const put = (name, bytes) => { writeFileSync(join(place, name), bytes); return join(place, name); };
const whole = () => { const checked = run(['check', '--data', dir]); assert.equal(checked.code, 0, checked.out + checked.err); };
after(whole);

function bring(format, path, more = []) {
  const started = performance.now(), done = run(['import', format, path, '--data', dir, ...more], { input: '' });
  const said = `${format} ${path}: ${done.code ?? done.signal}\n${done.err.slice(-2000)}`;
  assert.ok([0, 1, 2].includes(done.code), said);
  assert.doesNotMatch(done.err, /Sanitizer|runtime error:/, said);
  if (done.code) assert.match(done.err, /^stoppress import: .{8,}/m, said);
  assert.ok(performance.now() - started < 15000, `${said} took ${performance.now() - started} ms`);
  return done;
}

const item = (n, more = '', body = 'Text.', type = 'post') => `<item><title>Item ${n}</title><link>https://old.example/p/${n}/</link><guid isPermaLink="false">https://old.example/?p=${n}</guid><dc:creator>ada</dc:creator><content:encoded><![CDATA[${body}]]></content:encoded><wp:post_id>${n}</wp:post_id><wp:post_date_gmt>2020-01-01 10:00:00</wp:post_date_gmt><wp:post_name>item-${n}</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>${type}</wp:post_type>${more}</item>`;
const wxr = (items, head = '', before = '') => `<?xml version="1.0" encoding="UTF-8"?>${before}<rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:wp="w"><channel><title>Old</title><link>https://old.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>${head}${items}</channel></rss>`;
const take = (text, more) => bring('wxr', put('export.xml', text), more);
let n = 0;

test('no picture comes from outside of its folder, or out of what is no file', () => {
  const hash = /[0-9a-f]{64}/g;
  for (const [i, file] of FILES.entries()) {
    const id = 5000 + 2 * i;
    take(wxr(item(id, `<wp:attachment_url>https://old.example/wp-content/uploads/${file}</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>${file}</wp:meta_value></wp:postmeta>`, '', 'attachment') + item(id + 1, `<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>${id}</wp:meta_value></wp:postmeta>`, `Text <img src="https://old.example/wp-content/uploads/${file}">`)), ['--media', media]);
    const line = { id: `m${i}`, edition: 'en', headline: `M ${i}`, body: 'x', picture: { file, alt: 'a', credit: 'c' } };
    bring('jsonl', put('m.jsonl', JSON.stringify(line)), ['--media', media]);
    const words = 'These are the words of a page that was saved from another house. '.repeat(12);
    bring('html', put('uploads/page.html', `<html><head><title>Page ${i}</title></head><body><article><h1>Page ${i}</h1><p>${words}</p><img src="${file}" width="900" height="600"><p>${words}</p></article></body></html>`));
  }
  assert.deepEqual(run(['export', 'jsonl', '-', '--data', dir]).out.match(hash), null, 'nothing but own.gif may come in');
  bring('jsonl', put('m.jsonl', JSON.stringify({ id: 'own', edition: 'en', headline: 'Own', body: 'x', picture: { file: 'own.gif', alt: 'a', credit: 'c' } })), ['--media', media]);
  assert.ok(run(['export', 'jsonl', '-', '--data', dir]).out.match(hash));
  whole();
});

test('what never ends, is no file or cannot be read is refused with a sentence', () => {
  for (const path of ['/dev/zero', '/dev/full', '/dev/null', '/proc/self/mem', place, join(media, 'round.gif'), join(place, 'nothing'), '-', ''])
    for (const format of ['wxr', 'html', 'jsonl']) bring(format, path);
  for (const path of [put('file', 'x'), join(place, 'nothing'), join(media, 'pipe.gif')])
    assert.equal(bring('wxr', put('export.xml', wxr(item(1))), ['--media', path]).code, 1, path);
  for (const format of ['wxr', 'html']) assert.match(bring(format, join(media, 'pipe.gif')).err, /is a pipe: save what comes out/);
});

test('a pipe is read by jsonl alone, and not for ever', () => {
  const line = JSON.stringify({ id: 'piped', edition: 'en', headline: 'Through a pipe', body: 'x' });
  for (const [format, from, code, says] of [
    ['jsonl', `echo '${line}'`, 0], ['jsonl', 'yes', 1, /none of its lines is a JSON object/], ['jsonl', 'yes ""', 1, /none of its lines is a JSON object/],
    ['jsonl', 'cat /dev/zero', 1, /line 1 does not end within 256 MiB/], ['wxr', 'yes', 1, /is a pipe/], ['html', 'yes', 1, /is a pipe/],
  ]) {
    const started = performance.now();
    const done = spawnSync('sh', ['-c', `${from} | "$0" import ${format} /dev/stdin --data "$1"`, bin, dir], { encoding: 'utf8', maxBuffer: 1 << 26 });
    assert.equal(done.status, code, `${from}: ${done.stderr}`);
    assert.match(done.stderr.slice(-200), says ?? /^$/, from);
    assert.ok(performance.now() - started < 15000, `${from} took ${performance.now() - started} ms`);
  }
  whole();
});

test('an export that is huge, deep or turned in on itself costs little', () => {
  const category = (slug, parent) => `<wp:category><wp:category_nicename>${slug}</wp:category_nicename><wp:category_parent>${parent}</wp:category_parent><wp:cat_name>${slug}</wp:cat_name></wp:category>`;
  const bodies = ['<div>'.repeat(100000), '<ul><li>'.repeat(20000), '[a]'.repeat(100000), '[caption id="attachment_1"]'.repeat(20000), `[gallery ids="${'1,'.repeat(200000)}"]`, '<!-- wp:group -->'.repeat(50000), ' \n'.repeat(1500000), '<'.repeat(1000000), '<table>' + '<tr><td>x'.repeat(50000)];
  for (const body of bodies) take(wxr(item(++n, '', `${body}x`)));
  for (const [tag, more] of [['title', 'x'.repeat(1e6)], ['link', `https://old.example/${'x'.repeat(1e6)}`], ['wp:post_name', 'x'.repeat(1e6)], ['wp:post_id', '-1'], ['wp:post_id', '99999999999999999999'], ['wp:post_id', '']])
    take(wxr(item(++n).replace(new RegExp(`<${tag}>[^<]*`), `<${tag}>${more}`)));
  for (const date of ['9999-99-99 99:99:99', '0000-00-00 00:00:00', '1969-12-31 23:59:59', '99999-01-01 00:00:00', '-1', '']) take(wxr(item(++n).replace(/2020-01-01 10:00:00/, date)));
  take(wxr(item(++n, Array.from({ length: 100000 }, (_, i) => `<category domain="post_tag" nicename="c${i}">C ${i}</category>`).join(''))));
  take(wxr(item(++n, '<category domain="category" nicename="a">A</category>'), category('a', 'b') + category('b', 'a') + category('c', 'c')));
  take(wxr(item(9001, '', 'x', 'page').replace('parent>0', 'parent>9002') + item(9002, '', 'x', 'page').replace('parent>0', 'parent>9001')));
  take(wxr(item(++n) + item(n) + item(n)));
  for (const refused of ['<rss>' + '<a>'.repeat(200000), wxr('<item>' + '<a>'.repeat(100000)), wxr(item(++n, '', 'x').replace('Text', '&e;'), '', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')]) assert.equal(take(refused).code, 1);
  for (const line of ['['.repeat(100000), `{"headline":"${'x'.repeat(2e7)}"}`, '\0\0\0', '{"headline":"a\\u0000b"}', JSON.stringify({ id: 'a', edition: 'en', headline: 'A', body: 'x', related: ['a', 'b'], translation_of: 'b' }) + '\n' + JSON.stringify({ id: 'b', edition: 'es', headline: 'B', body: 'x', related: ['a'], translation_of: 'a' })]) bring('jsonl', put('l.jsonl', line));
  whole();
});

test('flipped, cut, doubled and mixed up', { skip: shared('data/wxr') ? false : 'needs the shared test data' }, () => {
  const files = readdirSync(shared('data/wxr'), { recursive: true }).map((name) => join(shared('data/wxr'), name)).filter((path) => /\.(xml|wxr)$/.test(path) && statSync(path).size < 3e5);
  let seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 100000);
  console.log(`HOSTILE_SEED=${seed}`);
  const random = (below) => { seed = (seed * 1103515245 + 12345) % 0x80000000; return Math.floor((seed / 0x80000000) * below); };
  const changes = [
    (bytes) => { for (let k = 0; k < 8; k++) bytes[random(bytes.length)] ^= 1 << random(8); return bytes; },
    (bytes) => bytes.subarray(0, random(bytes.length)),
    (bytes) => { const at = random(bytes.length); return Buffer.concat([bytes.subarray(0, at + random(5000)), bytes.subarray(at)]); },
    (bytes) => { const ids = [...String(bytes).matchAll(/<wp:post_id>(\d+)/g)].map(([, id]) => id); return String(bytes).replace(/<wp:(post_id|post_parent)>\d+/g, (_, tag) => `<wp:${tag}>${random(3) ? ids[random(ids.length)] ?? 0 : -1}`); },
  ];
  for (let i = 0; i < (process.env.HOSTILE === 'all' ? 400 : 24); i++) take(changes[i % changes.length](Buffer.from(readFileSync(files[random(files.length)]))));
  whole();
});

test('no old address takes the place of ours, or leads elsewhere', async () => {
  const links = ['/newsroom/', '/newsroom', '/newsroom/sign-in', '/api/v1/stories', '/', '/en/', '/healthz', '/robots.txt', '/_f/front:en', '/../newsroom/', '/%2e%2e/newsroom/', '//evil.example/', '/%0d%0aX:y', '/assets/x.css'];
  take(wxr([...links.map((path) => `https://old.example${path}`), 'https://evil.example/elsewhere', '//evil.example/', 'javascript:alert(1)'].map((link) => item(++n).replace(/<link>[^<]*/, `<link>${link}`)).join('')));
  bring('jsonl', put('l.jsonl', JSON.stringify({ id: 'links', edition: 'en', headline: 'Links', body: 'x', old_urls: [...links, 'newsroom', 'https://evil.example/'] })));
  const server = await serve(dir), get = (path) => server.call('GET', path);
  for (const path of [...links, '/elsewhere']) {
    const to = (await get(path.replace('/../', '/'))).headers.get('location');
    if (to) assert.match(to, /^\/(?![/\\])/, path);
  }
  for (const [path, status] of [['/newsroom/', 303], ['/newsroom/sign-in', 200], ['/api/v1/stories', 200], ['/en/', 200], ['/healthz', 200], ['/robots.txt', 200], ['/_f/front:en', 200]]) assert.equal((await get(path)).status, status, path);
  assert.equal(await server.stop(), 0, server.errors());
});

test('an export never goes where the site is, through a link, or half', () => {
  const to = (path, more = []) => run(['export', 'jsonl', path, '--data', dir, ...more]);
  symlinkSync(join(dir, 'stoppress.db'), join(place, 'alias'));
  for (const path of [join(dir, 'stoppress.db'), join(dir, '.', '..', 'site', 'stoppress.db'), join(place, 'alias')]) {
    const done = to(path);
    assert.equal(done.code, 1, path);
    assert.match(done.err, /is the site itself/);
  }
  whole();
  const victim = put('victim', 'kept');
  symlinkSync(victim, join(place, 'out.jsonl.part'));
  assert.equal(to(join(place, 'out.jsonl')).code, 0);
  assert.equal(readFileSync(victim, 'utf8'), 'kept');
  const old = put('old.jsonl', 'old');
  assert.equal(to(old).code, 0);
  assert.match(readFileSync(old, 'utf8'), /^\{"id"/);
  for (const path of ['/dev/full', place, join(place, 'no/such'), '']) {
    const done = to(path);
    assert.ok([1, 2].includes(done.code) && /^stoppress export: .{8,}/m.test(done.err), `${path}: ${done.code} ${done.err}`);
  }
  assert.notEqual(to(join(place, 'again.jsonl'), ['--media', old]).code, 0);
  assert.equal(existsSync(join(place, 'again.jsonl')), false);
  assert.deepEqual(readdirSync(place).filter((name) => name.endsWith('.part')), []);
});

// Pictures over the API: taken, named, changed, translated, listed; and their renditions.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, mustRun, run, serve, shared, temporary, until } from './server.mjs';

let dir, server, token;
before(async () => {
  dir = makeSite();
  token = makeToken(dir);
  server = await serve(dir);
});
after(() => server.stop());

// GIFs of one pixel that differ in their colour.
const gif = (colour) => Buffer.from(`47494638396101000100800000${colour}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');
let colour = 0;
const fresh = () => gif((++colour).toString(16).padStart(6, '0'));

function post(bytes, fields = {}, { as = token } = {}) {
  const form = new FormData();
  form.set('file', new Blob([bytes], { type: 'image/gif' }), 'picture.gif');
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  return fetch(`${server.url}/api/v1/media`, { method: 'POST', body: form, headers: as ? { Authorization: `Bearer ${as}` } : {} })
    .then(async (answer) => ({ status: answer.status, headers: answer.headers, json: await answer.json() }));
}
const api = (method, path, body) => server.call(method, `/api/v1${path}`, { token, body });
const get = (path, headers = {}) => server.call('GET', path, { headers });
const tags = (url) => /\/media\/(\d+)\/([0-9a-f]{8})-/.exec(url).slice(1);

test('a picture is taken and told', async () => {
  const { status, headers, json } = await post(fresh(), { alt: 'A harbour', caption: 'Boats at dawn', credit: 'Ana Ruiz', licence: 'until further notice', focal_x: 20, focal_y: 80 });
  assert.equal(status, 201);
  assert.equal(headers.get('location'), `/api/v1/media/${json.id}`);
  assert.deepEqual({ ...json, id: '', url: '' }, {
    id: '', url: '', width: 1, height: 1, focal_x: 20, focal_y: 80, media_type: 'image/gif', alt: 'A harbour', caption: 'Boats at dawn',
    credit: 'Ana Ruiz', licence: 'until further notice', expires_at: null, lapsed: false, texts: {} });
  assert.deepEqual((await api('GET', `/media/${json.id}`)).json, json);
  assert.equal((await api('GET', '/media/999999')).status, 404);
});

test('the same bytes are the same picture, its words brought up to date', async () => {
  const bytes = fresh();
  const first = await post(bytes, { alt: 'One', credit: 'Ana' });
  const second = await post(bytes, { alt: 'Two' });
  assert.equal(second.status, 201);
  assert.equal(second.json.id, first.json.id);
  assert.equal(second.json.alt, 'Two');
  assert.equal(second.json.credit, 'Ana');
});

test('a reporter changes what they sent themselves, and nothing of others', async () => {
  const reporter = makeToken(server.dir, 'reporter');
  const patch = (id, body) => server.call('PATCH', `/api/v1/media/${id}`, { token: reporter, body });
  const bytes = fresh();
  const { json: others } = await post(bytes, { alt: 'An editor\'s', credit: 'Ana' });
  assert.equal((await patch(others.id, { alt: 'Mine now' })).status, 403);
  assert.equal((await patch(others.id, { texts: { es: { alt: 'Mío' } } })).status, 403);
  const again = await post(bytes, { alt: 'Mine now', credit: 'Me' }, { as: reporter });
  assert.equal(again.status, 201);
  assert.deepEqual([again.json.id, again.json.alt, again.json.credit], [others.id, 'An editor\'s', 'Ana']);
  const { json: own } = await post(fresh(), { alt: 'One' }, { as: reporter });
  assert.equal((await patch(own.id, { alt: 'Two' })).json.alt, 'Two');
});

test('words and focal point change, and each edition may have its own', async () => {
  const { json: { id, url } } = await post(fresh(), { alt: 'One', caption: 'Caption', focal_x: 10, focal_y: 20 });
  const { status, json } = await api('PATCH', `/media/${id}`, { focal_x: 90, credit: 'EFE', texts: { es: { alt: 'Uno' }, ar: { alt: 'واحد', caption: 'تعليق' } } });
  assert.equal(status, 200);
  assert.deepEqual([json.alt, json.credit, json.focal_x, json.focal_y], ['One', 'EFE', 90, 20]);
  assert.deepEqual(json.texts, { es: { alt: 'Uno', caption: '' }, ar: { alt: 'واحد', caption: 'تعليق' } });
  assert.notEqual(tags(json.url)[1], tags(url)[1]); // another focal point, another address
  const moved = await get(new URL(url).pathname);
  assert.equal(moved.status, 301);
  assert.equal(moved.headers.get('location'), new URL(json.url).pathname);
  const half = await api('PATCH', `/media/${id}`, { texts: { es: { caption: 'Pie' } } });
  assert.deepEqual(half.json.texts.es, { alt: 'Uno', caption: 'Pie' });
});

test('wrong fields are named, and leave all as it was', async () => {
  const { json: { id } } = await post(fresh(), { alt: 'One' });
  for (const [body, field] of [[{ nope: 1 }, 'nope'], [{ alt: 7 }, 'alt'], [{ focal_x: 101 }, 'focal_x'], [{ focal_y: 'x' }, 'focal_y'], [{ expires_at: 'soon' }, 'expires_at'], [{ expires_at: '2001-01-01' }, 'expires_at'],
    [{ texts: [] }, 'texts'], [{ alt: 'Two', texts: { xx: { alt: 'a' } } }, 'texts'], [{ texts: { es: 'a' } }, 'texts'], [{ texts: { es: { credit: 'a' } } }, 'credit']]) {
    const { status, json } = await api('PATCH', `/media/${id}`, body);
    assert.equal(status, 422, JSON.stringify(body));
    assert.deepEqual(json.errors.map((error) => error.field), [field]);
  }
  assert.equal((await api('GET', `/media/${id}`)).json.alt, 'One');
  const wrong = await post(fresh(), { focal_x: -1, expires_at: 'x', color: 'red' });
  assert.deepEqual(wrong.json.errors.map((error) => error.field).sort(), ['color', 'expires_at', 'focal_x']);
});

test('pictures are listed for who may send them', async () => {
  for (let i = 0; i < 3; i++) await post(fresh());
  const one = (await api('GET', '/media?limit=2')).json;
  assert.equal(one.items.length, 2);
  const two = (await api('GET', `/media?limit=2&cursor=${one.next}`)).json;
  assert.ok(Number(two.items[0].id) < Number(one.items[1].id));
  assert.equal((await api('GET', '/media?cursor=x')).status, 422);
  for (const path of ['/media', `/media/${one.items[0].id}`]) assert.equal((await get(`/api/v1${path}`)).status, 401);
  assert.equal((await post(fresh(), {}, { as: null })).status, 401);
});

test('a story shows its picture, and loses it when the licence ends', async () => {
  const { json: picture } = await post(fresh(), { alt: 'A harbour at dawn', caption: 'Boats & nets', credit: 'Ana Ruiz', expires_at: new Date(Date.now() + 2500).toISOString() });
  const { json: story } = await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'Boats', body: `Text.\n\n![A net](/media/${picture.id})`, picture: picture.id });
  const out = await api('POST', `/stories/${story.id}/publish`);
  assert.equal(out.status, 200, out.text);
  const path = new URL(out.json.url).pathname;
  const shown = await get(path);
  assert.match(shown.text, new RegExp(`/media/${picture.id}/[0-9a-f]{8}-`));
  assert.match(shown.text, /alt="A harbour at dawn"/);
  await until('the licence to end', async () => !(await get(path)).text.includes('A harbour at dawn'), 8000);
  assert.ok(!(await get(path)).text.includes(`/media/${picture.id}/`));
  assert.equal((await get(new URL(picture.url).pathname)).status, 404);
  assert.equal((await api('GET', `/media/${picture.id}`)).json.lapsed, true);
  const other = await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'Nets', body: 'Text.', picture: picture.id });
  assert.equal((await api('POST', `/stories/${other.json.id}/publish`)).status, 422);
});

// ── renditions ────────────────────────────────────────────────────────────────────────────────

test('renditions are immutable files, and other addresses are none', async () => {
  const { json: { id, url } } = await post(fresh());
  const path = new URL(url).pathname;
  const answer = await get(path);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'image/jpeg');
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  const etag = answer.headers.get('etag');
  assert.equal((await get(path, { 'If-None-Match': etag })).status, 304);
  assert.equal((await get(path, { 'If-None-Match': '"other"' })).status, 200);
  const head = await server.call('HEAD', path);
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.ok(Number(head.headers.get('content-length')) > 100);
  const plain = await get(`/media/${id}`);
  assert.equal(plain.status, 302);
  assert.match(plain.headers.get('location'), new RegExp(`^/media/${id}/[0-9a-f]{8}-whole-360\\.jpg$`));
  const [, tag] = tags(url);
  for (const other of [`/media/${id}/${tag}-whole-361.jpg`, `/media/${id}/${tag}-whole-360.png`, `/media/${id}/${tag}-2x1-360.jpg`, `/media/${id}/`, '/media/', '/media/x', '/media/999999', `/media/999999/${tag}-whole-360.jpg`])
    assert.equal((await get(other)).status, 404, other);
});

// The size a JPEG says it has.
function jpegSize(bytes) {
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2))
    if ([0xc0, 0xc1, 0xc2].includes(bytes[at + 1])) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
}
const fetchBytes = async (path) => Buffer.from(await (await fetch(server.url + path)).arrayBuffer());

test('orientation is applied, and shapes are cut', { skip: !shared('data/images/exif-orientation-examples') && 'no shared data' }, async () => {
  const folder = shared('data/images/exif-orientation-examples');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.jpg'))) {
    const { status, json } = await post(readFileSync(join(folder, name)), { alt: name });
    assert.equal(status, 201);
    assert.equal(json.width > json.height, name.startsWith('Landscape'), name);
    for (const [shape, ratio] of [['16x9', 16 / 9], ['5x4', 5 / 4], ['4x3', 4 / 3], ['3x2', 3 / 2], ['1x1', 1], ['whole', json.width / json.height]]) {
      const [width, height] = jpegSize(await fetchBytes(new URL(json.url).pathname.replace(/-whole-\d+/, `-${shape}-540`)));
      assert.equal(width, 540);
      assert.ok(Math.abs(width / height - ratio) < 0.01, `${name} ${shape}: ${width} × ${height}`);
    }
  }
});

test('caption and credit are read from the picture, and what is said goes first', { skip: !shared('data/images/metadata-extractor-images') && 'no shared data' }, async () => {
  const walk = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]);
  const told = walk(shared('data/images')).filter((path) => /iptc|xmp|superdesk/i.test(path));
  const captions = [];
  for (const path of told) {
    const { status, json } = await post(readFileSync(path));
    if (status === 201 && json.caption) captions.push([json, path]);
  }
  const found = captions.map(([json]) => `${json.caption} / ${json.credit}`);
  assert.ok(found.includes('The description aka caption (ref2017.1) / Credit Line (ref2017.1)'), found.join('\n'));
  assert.ok(found.includes('Der Goalie bin ig / CREDIT'), found.join('\n'));
  for (const [json, path] of captions) assert.doesNotMatch(json.caption + json.credit, /[\n\0<]/, path);
  const again = await post(readFileSync(captions[0][1]), { caption: 'Ours' });
  assert.equal(again.json.caption, 'Ours');
  assert.equal((await post(readFileSync(captions[0][1]))).json.caption, 'Ours');
});

// ── kept ──────────────────────────────────────────────────────────────────────────────────────

test('a backup has the pictures, and check sees one that is missing or flipped', async () => {
  const { json: picture } = await post(fresh());
  const folder = temporary(), file = join(folder, 'backup'), other = join(folder, 'site');
  mustRun(['backup', file, '--data', dir]);
  mustRun(['restore', file, '--data', other]);
  assert.match(mustRun(['check', '--data', other]).out, /pictures: \d+, well/);
  assert.ok(!readdirSync(other).some((name) => name.includes('part')));
  const second = await serve(other);
  assert.equal((await second.call('GET', new URL(picture.url).pathname)).status, 200);
  await second.stop();

  const walk = (at) => readdirSync(at, { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? walk(join(at, entry.name)) : [join(at, entry.name)]);
  const [one, two] = walk(join(other, 'media', 'originals'));
  const bytes = readFileSync(one);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(one, bytes);
  rmSync(two);
  const done = run(['check', '--data', other]);
  assert.equal(done.code, 1);
  assert.match(done.err, /picture \d+: .* is damaged/);
  assert.match(done.err, /picture \d+: .* is missing/);
  assert.match(done.err, /2 of \d+ pictures/);
});

// Where the head of a tar's first member is whose name begins so.
function memberAt(tar, start) {
  for (let at = 0; at < tar.length; at += 512) {
    if (tar.toString('latin1', at, at + start.length) === start && tar.toString('latin1', at + 257, at + 262) === 'ustar') return at;
  }
  throw new Error(`no member begins with ${start}`);
}

test('a bit that flipped in the backup is said when it is restored, and the site is there', async () => {
  await post(fresh());
  const folder = temporary(), file = join(folder, 'backup'), other = join(folder, 'site');
  mustRun(['backup', file, '--data', dir]);
  const bytes = readFileSync(file);
  bytes[memberAt(bytes, 'media/originals/') + 512] ^= 1;
  writeFileSync(file, bytes);
  const done = run(['restore', file, '--data', other]), check = run(['check', '--data', other]);
  assert.equal(done.code, 1, done.out);
  assert.doesNotMatch(done.out, /The site is in/);
  assert.match(done.err, /picture \d+: .* is damaged[^]*The site is in .*, but not all of it is well[^]*1 of \d+ pictures/);
  const named = (err) => err.split('\n').filter((line) => line.startsWith('picture'));
  assert.deepEqual(named(done.err), named(check.err));
  assert.equal(check.code, 1);
  assert.deepEqual(readdirSync(other).filter((name) => !/-(wal|shm)$/.test(name)).sort(), ['media', 'stoppress.db']);
});

// The name of a tar's first member that begins so becomes another, its checksum with it.
function renamed(tar, start, to) {
  const bytes = Buffer.from(tar), at = memberAt(bytes, start), head = bytes.subarray(at, at + 512);
  head.fill(0, 0, 100);
  head.write(to);
  head.fill(' ', 148, 156);
  head.write(`${head.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

test('a backup with other names in it is refused, and leaves nothing', async () => {
  await post(fresh());
  const folder = temporary(), file = join(folder, 'backup'), bent = join(folder, 'bent');
  mustRun(['backup', file, '--data', dir]);
  const tar = readFileSync(file), hash = 'ab'.repeat(32);
  for (const name of ['media/originals/../../evil', '/etc/evil', 'media/evil', `media/originals/cd/${hash}`, `media/originals/ab/${hash}/x`, `media/renditions/ab/${hash}`, `media/originals/ab/${hash.toUpperCase()}`, 'media', 'media/']) {
    const other = join(folder, 'other');
    writeFileSync(bent, renamed(tar, 'media/originals/', name));
    const done = run(['restore', bent, '--data', other]);
    assert.equal(done.code, 1, name);
    assert.match(done.err, /^stoppress restore: /m, name);
    assert.ok(!existsSync(other), name);
  }
  writeFileSync(bent, renamed(tar, 'media/originals/', `media/originals/ab/${hash}`));
  const other = join(folder, 'other');
  assert.match(run(['restore', bent, '--data', other]).err, /is missing/); // the right shape, but not the bytes of that name
  assert.equal(run(['check', '--data', other]).code, 1);
});

// export: what comes out goes in again without a difference, in both formats.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { signIn } from './newsroom.mjs';
import { bin, makeSite, makeToken, mustRun, root, run, serve, temporary } from './server.mjs';

const everyLine = (path) => readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const lines = (path) => everyLine(path).filter((line) => !line.house_page);
const pages = (path) => everyLine(path).flatMap((line) => line.house_page ?? []);
function exported(dir, format = 'jsonl', ...more) {
  const path = join(temporary(), `out.${format}`);
  mustRun(['export', format, path, '--data', dir, ...more]);
  return path;
}
// Numbers that WXR needs and sites give themselves: those of terms, and of a picture in its address and what follows from
// it; and a page of the house is as old as the site.
const plain = (xml) => xml.split('<item>').map((item) => item.includes('<wp:post_type>page<') ? item.replaceAll(/<wp:post_(date|modified).*/g, '') : item).join('<item>')
  .replaceAll(/<wp:(term|author)_id>\d+/g, '<wp:$1_id>N').replaceAll(/\/media\/\d+\//g, '/media/N/').replaceAll(/1[0-9]{9}/g, 'N')
  .replaceAll(/(_stoppress_digest<\/wp:meta_key>\n<wp:meta_value><!\[CDATA\[)[0-9a-f]+/g, '$1');

// The demo, made once; what writes into it takes a copy.
const demo = makeSite({ demo: true });
function demoCopy() {
  const to = join(temporary(), 'copy');
  cpSync(demo, to, { recursive: true });
  return to;
}

// Pages of the house: one that moved and shows a picture, one that is new and stands behind the others.
async function writePages(server) {
  const editor = await signIn(server);
  const list = (await editor.get('/newsroom/pages/?edition=en')).text;
  const [, about] = /href="(\/newsroom\/pages\/\d+\/)"[^>]*>(?:(?!<a )[^])*?About/.exec(list);
  const base = /name="base" value="([^"]*)"/.exec((await editor.get(about)).text)?.[1];
  const moved = await editor.post(about, { base, title: 'Who we are ]]> & "why"', slug: 'who-we-are', body: 'We & <they>.\n\n![The sea](/media/1)' });
  assert.equal(moved.status, 303, moved.text);
  const made = await editor.post('/newsroom/pages/new', { edition: 'ar', title: 'كيف نعدّ', slug: '', body: 'واحد.' });
  assert.equal(made.status, 303, made.text);
}

// A site with a story in every state, and what they may have.
async function everyState() {
  const dir = makeSite({ editions: 'en,ar' });
  const token = makeToken(dir, 'administrator');
  const server = await serve(dir);
  const say = async (method, path, body) => {
    const answer = await server.call(method, `/api/v1${path}`, { token, body, headers: method === 'PATCH' ? { 'If-Match': '*' } : {} });
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  };
  const change = async (id, body) => {
    const now = await server.call('GET', `/api/v1/stories/${id}`, { token });
    const answer = await server.call('PATCH', `/api/v1/stories/${id}`, { token, body, headers: { 'If-Match': now.headers.get('etag') } });
    assert.equal(answer.status, 200, answer.text);
  };
  const make = async (headline, more = {}) => (await say('POST', '/stories', { edition: 'en', headline, section: 'news/sports', body: 'Some *text*.', ...more })).id;
  const media = new FormData();
  media.set('file', new Blob([readFileSync(join(root, 'demo/pictures/tides.jpg'))]), 'tides.jpg');
  media.set('alt', 'The sea'); media.set('caption', 'High water'); media.set('credit', 'Us'); media.set('licence', 'CC0');
  const sent = await fetch(`${server.url}/api/v1/media`, { method: 'POST', body: media, headers: { Authorization: `Bearer ${token}` } });
  assert.equal(sent.status, 201);
  const picture = (await sent.json()).id;

  await make('A draft', { kicker: 'Kick', place: 'Lima', slug: 'a-draft-slug' });
  await make('Nothing but a headline', { section: undefined, body: undefined });
  const scheduled = await make('For later');
  await say('POST', `/stories/${scheduled}/publish`, { at: '2099-01-02T03:04:05Z' });
  const published = await make('Out', { picture, topics: ['Tides', 'Sea'], authors: ['Ann', 'Bob'], source: 'Wire', regions: ['africa'] });
  await say('POST', `/stories/${published}/publish`);
  const revised = await make('As readers have it', { topics: ['Tides'], related: [published] });
  await say('POST', `/stories/${revised}/publish`);
  await change(revised, { headline: 'As it is being written', topics: [], picture, body: `New.\n\n![](/media/${picture})` });
  const moved = await make('Moved', { slug: 'first-address' });
  await say('POST', `/stories/${moved}/publish`);
  await change(moved, { slug: 'second-address' });
  await say('POST', `/stories/${moved}/publish`);
  const corrected = await make('Wrong');
  await say('POST', `/stories/${corrected}/publish`);
  await say('POST', `/stories/${corrected}/correct`, { note: 'The number was wrong', headline: 'Right' });
  await say('POST', `/stories/${corrected}/correct`, { note: 'So was the date' });
  const withdrawn = await make('Untrue');
  await say('POST', `/stories/${withdrawn}/publish`);
  await say('POST', `/stories/${withdrawn}/withdraw`, { reason: 'It was untrue' });
  const back = await make('Taken back');
  await say('POST', `/stories/${back}/publish`);
  await say('POST', `/stories/${back}/unpublish`);
  await change(back, { headline: 'Taken back and rewritten' });
  await make('للترجمة', { edition: 'ar', translation_of: published });
  const dossier = await say('POST', '/dossiers', { edition: 'en', slug: 'seas', title: 'Seas', text: 'All of them', picture });
  await say('POST', '/sections', { edition: 'en', slug: 'news/rivers', name: 'Rivers' });
  const hostile = await make('A ]]> in a <headline> & "quotes" \u200f\u202eRTL', {
    section: 'news/rivers', standfirst: ']]><script>alert(1)</script>', dossiers: [dossier.id], topics: [']]>', 'Ampersand & Sons'],
    body: { type: 'doc', content: [
      { type: 'paragraph', content: [{ type: 'text', text: 'مرحبا ]]> &amp; <b> \ufffe end' }] },
      { type: 'picture', attrs: { ref: picture, caption: ']]>' } },
      { type: 'related', attrs: { ref: `${published},${corrected}` } }] } });
  await say('POST', `/stories/${hostile}/publish`);
  const forward = await make('Names what comes later');
  const last = await make('Comes later');
  await say('POST', `/stories/${last}/publish`);
  await change(forward, { related: [last, published], body: { type: 'doc', content: [
    { type: 'paragraph', content: [{ type: 'text', text: 'x' }] }, { type: 'related', attrs: { ref: last } }] } });
  await say('POST', `/stories/${forward}/publish`);
  await server.stop();
  const stage = (headline, status) => execFileSync('sqlite3', [join(dir, 'stoppress.db'),
    `UPDATE story SET status = '${status}' WHERE id = (SELECT story_id FROM version WHERE fields LIKE '%${headline}%' LIMIT 1)`]);
  stage('A draft', 'review');
  stage('Nothing but a headline', 'ready');
  execFileSync('sqlite3', [join(dir, 'stoppress.db'), `INSERT INTO redirect VALUES ('/2019/05/old.html', 'story:${published}')`]);
  return dir;
}

test('the demo, there and back: the same bytes', () => {
  const dir = demo, media = join(temporary(), 'media');
  const first = exported(dir, 'jsonl', '--media', media);
  assert.equal(lines(first).length, 144);
  assert.equal(pages(first).length, 9);
  assert.equal(readdirSync(media).filter((name) => /^[0-9a-f]{64}\.jpg$/.test(name)).length, readdirSync(media).length);
  const there = makeSite({ title: 'Stoppress' });
  const done = mustRun(['import', 'jsonl', first, '--media', media, '--data', there]);
  assert.match(done.out, /^144 stories, 65 pictures, .* 0 skipped$/m);
  assert.equal(done.err, '');
  assert.ok(readFileSync(first).equals(readFileSync(exported(there))));
  mustRun(['check', '--data', there]);
  assert.match(mustRun(['import', 'jsonl', first, '--media', media, '--data', there]).out, /^144 stories/m);
  assert.ok(readFileSync(first).equals(readFileSync(exported(there))), 'a second time changes nothing');
});

test('every state, in both formats, without a difference', async () => {
  const dir = await everyState(), media = join(temporary(), 'media');
  const first = exported(dir, 'jsonl', '--media', media), xml = exported(dir, 'wxr');
  const all = lines(first);
  const by = (headline) => all.find((line) => line.headline.startsWith(headline));
  assert.deepEqual(new Set(all.map((line) => line.status)),
    new Set(['draft', 'review', 'ready', 'scheduled', 'published', 'corrected', 'withdrawn']));
  assert.equal(by('For later').scheduled_at, '2099-01-02T03:04:05Z');
  assert.equal(by('As readers').revision.headline, 'As it is being written');
  assert.deepEqual(by('Moved').addresses, ['news/sports/first-address']);
  assert.deepEqual(by('Out').old_urls, ['/2019/05/old.html']);
  assert.deepEqual(by('Right').corrections.map((one) => one.note), ['The number was wrong', 'So was the date']);
  assert.equal(by('Untrue').withdrawn_reason, 'It was untrue');
  assert.equal(by('Taken back').was_public, true);
  assert.equal(by('Taken back').revision.headline, 'Taken back and rewritten');
  assert.equal(by('A ]]>').things.dossiers[0].title, 'Seas');
  assert.equal(by('للترجمة').translation_group, `en:${by('Out').id}`);
  execFileSync('xmllint', ['--noout', xml]);

  const there = makeSite({ editions: 'en,ar' });
  const done = mustRun(['import', 'jsonl', first, '--media', media, '--data', there]);
  assert.equal(done.err, '');
  const second = exported(there);
  assert.deepEqual(lines(second), all);
  assert.ok(readFileSync(first).equals(readFileSync(second)));

  const server = await serve(there);
  assert.equal((await server.call('GET', '/en/news/sports/first-address')).headers.get('location'), '/en/news/sports/second-address');
  assert.equal((await server.call('GET', '/2019/05/old.html')).headers.get('location'), new URL(by('Out').url, server.url).pathname);
  assert.equal((await server.call('GET', by('Untrue').url)).status, 410);
  assert.equal((await server.call('GET', by('Taken back').url)).status, 404);
  assert.match((await server.call('GET', by('As readers').url)).text, /As readers have it/);
  await server.stop();

  const wordpress = makeSite({ editions: 'en,ar' });
  const taken = run(['import', 'wxr', xml, '--media', media, '--data', wordpress]);
  assert.equal(taken.code, 0, taken.err);
  assert.deepEqual(lines(exported(wordpress)), all);
  assert.equal(plain(readFileSync(exported(wordpress, 'wxr'), 'utf8')), plain(readFileSync(xml, 'utf8')));
});

test('pages of the house, and addresses that lead on', async () => {
  const dir = await everyState(), media = join(temporary(), 'media'), here = await serve(dir);
  await writePages(here);
  await here.stop();
  execFileSync('sqlite3', [join(dir, 'stoppress.db'), `INSERT INTO redirect SELECT '/2019/05/about.html', 'page:' || id FROM page WHERE slug = 'who-we-are';
    UPDATE topic SET slug = 'ebb-and-flood' WHERE slug = 'tides'; UPDATE person SET slug = 'ann-of-the-sea' WHERE slug = 'ann';
    UPDATE section SET slug = 'streams' WHERE slug = 'rivers';
    INSERT INTO topic(edition_id, slug, name, merged_into) SELECT 1, 'waters', 'Waters', id FROM topic WHERE slug = 'sea'`]);
  const first = exported(dir, 'jsonl', '--media', media), all = lines(first);
  const [about] = pages(first);
  assert.deepEqual(pages(first).map((page) => page.slug), ['who-we-are', 'privacy', 'contact', 'about', 'privacy', 'contact', pages(first).at(-1).slug]);
  assert.deepEqual(about.old_urls, ['/2019/05/about.html', '/en/about']);
  assert.match(about.pictures[0].file, /^[0-9a-f]{64}\.jpg$/);
  const things = (kind) => all.flatMap((line) => line.things?.[kind] ?? []);
  assert.deepEqual(things('topics').find((one) => one.name === 'Tides').old_slugs, ['tides']);
  assert.deepEqual(things('topics').find((one) => one.name === 'Sea').old_slugs, ['waters'], 'what was merged into it leads there');
  assert.deepEqual(things('people').find((one) => one.name === 'Ann').old_slugs, ['ann']);
  assert.deepEqual(things('sections').find((one) => one.slug === 'news/streams').old_slugs, ['news/rivers']);

  const there = makeSite({ editions: 'en,ar' });
  assert.equal(mustRun(['import', 'jsonl', first, '--media', media, '--data', there]).err, '');
  assert.equal(readFileSync(exported(there), 'utf8'), readFileSync(first, 'utf8'));
  const server = await serve(there);
  const leads = async (from) => (await server.call('GET', from)).headers.get('location');
  for (const path of about.old_urls) assert.equal(await leads(path), '/en/who-we-are', path);
  for (const [from, to] of [['topic/tides', 'topic/ebb-and-flood'], ['topic/waters', 'topic/sea'], ['author/ann', 'author/ann-of-the-sea'], ['news/rivers', 'news/streams']])
    assert.equal(await leads(`/en/${from}/`), `/en/${to}/`, from);
  assert.match((await server.call('GET', '/en/who-we-are')).text, /<h1[^>]*>Who we are \]\]&gt; &amp; /);
  assert.equal(await server.stop(), 0, server.errors());
});

test('a page that was written here is nobody\'s to write over', () => {
  const written = makeSite({ editions: 'en,ar' }), path = join(temporary(), 'pages.jsonl');
  const put = (page) => writeFileSync(path, `${JSON.stringify({ house_page: page })}\n`);
  const bring = (...more) => run(['import', 'jsonl', path, '--data', written, ...more]);
  const title = () => pages(exported(written)).find((page) => page.slug === 'contact' && page.edition === 'en').title;
  put({ edition: 'en', slug: 'contact', title: 'Write to us', body: 'By letter.' });
  assert.match(bring('--draft').err, /skipped: pages of the house have no drafts/);
  assert.equal(bring().err, '');
  assert.equal(title(), 'Write to us');
  execFileSync('sqlite3', [join(written, 'stoppress.db'), "UPDATE page SET title = 'Ours' WHERE slug = 'contact'"]);
  assert.equal(bring().err, '');
  assert.equal(title(), 'Ours');
  execFileSync('sqlite3', [join(written, 'stoppress.db'), 'DELETE FROM imported_thing']);
  assert.match(bring().err, /skipped: the page "contact" of en is written here already: it stays as it is/);
  for (const page of [{ slug: 'x' }, { title: 'X' }, { slug: 'news', title: 'X' }, { slug: 'newsroom', title: 'X' }, { slug: '../x', title: 'X' }, { slug: 'y', title: 'Y', body: { type: 'doc', content: [{ type: 'script' }] } }]) {
    put({ edition: 'en', ...page });
    assert.match(bring().err, /:1: skipped: /, JSON.stringify(page));
  }
});

test('an id that others know a story by stays, and a new story never takes it', async () => {
  const dir = makeSite(), path = join(temporary(), 'in.jsonl');
  writeFileSync(path, [{ id: '2', lang: 'en', title: 'Came as 2', text: 'x' },
    { id: 'https://old.example/?p=9', lang: 'en', title: 'Came by its address', text: 'x', url: 'https://old.example/2020/nine/', related: ['2'] }]
    .map((line) => JSON.stringify(line)).join('\n'));
  mustRun(['import', 'jsonl', path, '--data', dir]);
  execFileSync('sqlite3', [join(dir, 'stoppress.db'), 'DELETE FROM imported WHERE item LIKE \'https%\'']);
  const ids = lines(exported(dir)).map((line) => line.id);
  assert.equal(ids[0], '2');
  assert.match(ids[1], /^2-\d+$/);
  const server = await serve(dir);
  assert.equal((await server.call('GET', '/2020/nine/')).status, 301);
  await server.stop();
});

test('the output, and what cannot be written', () => {
  const dir = demo;
  assert.equal(mustRun(['export', 'jsonl', '-', '--data', dir]).out, readFileSync(exported(dir), 'utf8'));
  const none = run(['export', 'jsonl', '/nowhere/out.jsonl', '--data', dir]);
  assert.equal(none.code, 1);
  assert.match(none.err, /cannot be made/);
  assert.equal(run(['export', 'html', 'x', '--data', dir]).code, 2);
  const full = run(['export', 'jsonl', '/dev/full', '--data', dir]);
  assert.equal(full.code, 1);
});

test('what is written meanwhile is in it whole or not at all', async () => {
  const dir = demoCopy(), token = makeToken(dir);
  const server = await serve(dir);
  let going = true;
  const writer = (async () => {
    for (let n = 0; going; n++) {
      const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', headline: `Number ${n}`, section: 'news/sports', body: `Number ${n}` } });
      await server.call('POST', `/api/v1/stories/${made.json.id}/publish`, { token });
    }
  })();
  for (let i = 0; i < 5; i++) {
    const child = spawn(bin, ['export', 'jsonl', '-', '--data', dir]);
    let out = '';
    child.stdout.on('data', (bytes) => { out += bytes; });
    assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
    const all = out.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => !line.house_page);
    const ours = all.filter((line) => line.headline.startsWith('Number'));
    assert.deepEqual(ours.map((line) => line.headline), ours.map((_, n) => `Number ${n}`));
    assert.ok(ours.slice(0, -1).every((line) => line.status === 'published'));
  }
  going = false;
  await writer;
  await server.stop();
});

test('thousands of stories need the memory of one', async () => {
  const dir = makeSite(), path = join(temporary(), 'in.jsonl'), many = 1200;
  const text = 'A sentence that is not long. '.repeat(300);
  writeFileSync(path, Array.from({ length: many }, (_, n) => JSON.stringify({ id: n, lang: 'en', title: `Story ${n}`, text, date: '2020-01-01' })).join('\n'));
  mustRun(['import', 'jsonl', path, '--draft', '--data', dir]);
  const most = async (args) => {
    const child = spawn(bin, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ASAN_OPTIONS: 'quarantine_size_mb=1' } });
    let peak = 0, bytes = 0;
    const look = () => {
      const status = `/proc/${child.pid}/status`;
      const found = existsSync(status) && /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'));
      if (found) peak = Math.max(peak, Number(found[1]));
    };
    child.stdout.on('data', (part) => { bytes += part.length; look(); });
    assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
    return { peak, bytes };
  };
  const few = await most(['export', 'jsonl', '-', '--data', demo]);
  const all = await most(['export', 'jsonl', '-', '--data', dir]);
  assert.ok(all.bytes > many * text.length, `${all.bytes}`);
  assert.ok(all.peak - few.peak < 30000, `${few.peak} kB for few, ${all.peak} kB for ${many}`);
});

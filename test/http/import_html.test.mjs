// import html: saved pages in three languages become stories, with the pictures saved beside them;
// again, and nothing changes; and a page that means harm.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeSite, makeToken, mustRun, run, serve, temporary } from './server.mjs';
import { png } from './wxr.mjs';

const pages = {
  en: `<!doctype html><html lang="en-GB"><head><title>Why the tide is late | The Harbour Paper</title>
<link rel="canonical" href="https://harbour.example/tide">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Why the tide is late","author":[{"name":"Harbour Desk"}],
"datePublished":"2021-03-04T05:06:07Z","dateModified":"2021-03-05T05:06:07Z","publisher":{"name":"The Harbour Paper"},
"articleSection":"Environment","keywords":["Tides"],"image":"https://harbour.example/img/bay.png"}</script></head><body>
<nav><a href="/">Front</a> <a href="/news">News</a></nav><main><article><h1>Why the tide is late</h1>
<figure><img src="tide_files/bay.png" alt="A bay at low tide"><figcaption>The bay <span class="credit">Harbour Desk</span></figcaption></figure>
<p>The moon goes once around the Earth in a little more than twenty-seven days, and the tide follows it.</p>
<p>Each day the Earth must turn a little further, some fifty minutes, before the same place is under the moon <a href="/moon">again</a>.</p>
<h2>Two a day</h2><p>There are two tides a day, because the water stands high on the far side, too.</p>
<div class="share"><a href="https://share.example/">Share</a></div></article></main><footer>All rights</footer></body></html>`,
  es: `<!doctype html><html lang="es"><head><title>Por qué la marea llega tarde</title>
<link rel="canonical" href="https://puerto.example/marea"><meta property="article:published_time" content="2021-03-04T05:06:07Z">
<meta name="author" content="Por Mesa del Puerto"></head><body><h1>Por qué la marea llega tarde</h1>
<p>La luna da una vuelta a la Tierra en algo más de veintisiete días, y la marea la sigue.</p>
<p>Cada día la Tierra debe girar un poco más, unos cincuenta minutos, hasta que el mismo lugar queda bajo la luna.</p></body></html>`,
};
const arabic = '<html lang="ar" dir="rtl"><head><meta charset="windows-1256"><title>';
// "لماذا يتأخر المد" and a text, in windows-1256.
const letters = { ا: 0xc7, ب: 0xc8, ت: 0xca, ج: 0xcc, ح: 0xcd, خ: 0xce, د: 0xcf, ذ: 0xd0, ر: 0xd1, س: 0xd3, ص: 0xd5, ض: 0xd6, ع: 0xda, ف: 0xdd, ق: 0xde, ك: 0xdf, ل: 0xe1, م: 0xe3, ن: 0xe4, ه: 0xe5, و: 0xe6, ي: 0xed, أ: 0xc3, ة: 0xc9, ى: 0xec, ر: 0xd1, ش: 0xd4 };
const windows1256 = (text) => Buffer.from([...text].map((c) => letters[c] ?? c.charCodeAt(0)));
const headline = 'لماذا يتأخر المد كل يوم';
const sentence = 'يدور القمر حول الأرض و يتبع المد دوران القمر و لا يصل في ساعة واحدة كل يوم.';

function folder() {
  const dir = temporary();
  mkdirSync(join(dir, 'tide_files'));
  writeFileSync(join(dir, 'tide.html'), pages.en);
  writeFileSync(join(dir, 'tide_files', 'bay.png'), png(640, 320));
  writeFileSync(join(dir, 'marea.html.gz'), gzipSync(pages.es));
  writeFileSync(join(dir, 'madd.htm'), windows1256(`${arabic}${headline}</title><link rel="canonical" href="https://mina.example/madd"></head><body><h1>${headline}</h1><p>${sentence} ${sentence}</p><p>${sentence}</p></body></html>`));
  return dir;
}

const last = (done) => done.out.trimEnd().split('\n').at(-1);

async function stories(dir, editions = ['en', 'es', 'ar']) {
  const token = makeToken(dir);
  const server = await serve(dir);
  const all = [];
  for (const edition of editions)
    all.push(...(await server.call('GET', `/api/v1/stories?edition=${edition}&limit=100`, { token })).json.items);
  for (const story of all) {
    const whole = (await server.call('GET', `/api/v1/stories/${story.id}`, { token })).json;
    Object.assign(story, whole);
    if (whole.url) story.page = (await server.call('GET', new URL(whole.url, 'http://x').pathname)).text;
  }
  await server.stop();
  return all;
}

test('saved pages in three languages, twice: nothing is doubled', async () => {
  const from = folder();
  const files = ['tide.html', 'marea.html.gz', 'madd.htm'].map((name) => join(from, name));
  const dir = makeSite({ editions: 'en,es,ar' });
  const first = mustRun(['import', 'html', '--data', dir, '--publish', ...files]);
  assert.equal(last(first), '3 stories, 1 pictures, 2 people, 1 topics; 0 skipped', first.err);
  const before = await stories(dir);
  assert.equal(last(mustRun(['import', 'html', '--data', dir, '--publish', ...files])), last(first));
  const after = await stories(dir);
  assert.deepEqual(after.map((one) => [one.id, one.version]), before.map((one) => [one.id, one.version]));
  assert.equal(after.length, 3);

  const [en, es, ar] = ['en', 'es', 'ar'].map((edition) => after.find((one) => one.edition === edition));
  assert.equal(en.headline, 'Why the tide is late');
  assert.equal(en.published_at, '2021-03-04T05:06:07Z');
  assert.equal(en.section, 'news/environment');
  assert.deepEqual(en.authors, ['Harbour Desk']);
  assert.equal(en.source, 'The Harbour Paper');
  assert.deepEqual(en.topics, ['Tides']);
  assert.ok(en.picture);
  const body = JSON.stringify(en.body);
  assert.ok(body.includes('some fifty minutes') && body.includes('Two a day'), body);
  assert.ok(body.includes('https://harbour.example/moon'), 'links lead where they led');
  assert.ok(!body.includes('Share') && !body.includes('All rights') && !body.includes('"picture"'), body);
  assert.equal(es.headline, 'Por qué la marea llega tarde');
  assert.deepEqual(es.authors, ['Mesa del Puerto']);
  assert.equal(ar.headline, headline);
  assert.ok(JSON.stringify(ar.body).includes(sentence));
});

test('what says no date is a draft; pictures that are not there are told', async () => {
  const from = temporary(), dir = makeSite({ editions: 'en' });
  writeFileSync(join(from, 'a.html'), `<html lang=en><title>A walk along the harbour wall</title><h1>A walk along the harbour wall</h1><img src="wall.png" alt=Wall><p>The wall is half a mile long, and it takes a quarter of an hour to walk to its end and back.</p>`);
  const done = mustRun(['import', 'html', '--data', dir, join(from, 'a.html')]);
  assert.equal(last(done), '1 stories, 0 pictures, 0 people, 0 topics; 0 skipped');
  assert.match(done.err, /a\.html: pictures left out: 1 \(wall\.png\)/);
  mkdirSync(join(from, 'pictures'));
  writeFileSync(join(from, 'pictures', 'wall.png'), png(400, 200));
  const again = mustRun(['import', 'html', '--data', dir, '--media', join(from, 'pictures'), join(from, 'a.html')]);
  assert.equal(last(again), '1 stories, 1 pictures, 0 people, 0 topics; 0 skipped');
  const server = await serve(dir);
  assert.equal((await server.call('GET', '/api/v1/stories?edition=en')).json.items.length, 0);
  await server.stop();
});

test('a page that means harm brings only text', async () => {
  const from = temporary(), dir = makeSite({ editions: 'en' });
  writeFileSync(join(from, 'bad.html'), `<html lang=en onload=alert(1)><title>A page that means harm</title>
<meta property="article:published_time" content="2021-03-04"><link rel=canonical href="javascript:alert(1)">
<h1>A page that means harm</h1><p onclick=alert(1)>Somebody wrote this page so that it would do what its readers never asked of it.
<a href="javascript:alert(1)">click</a> <a href="data:text/html,x">here</a><script>alert(1)</script><img src=x onerror=alert(1)>
<svg onload=alert(1)></svg><iframe srcdoc="<script>alert(1)</script>"></iframe><img src="../../../../etc/passwd">
<p>And yet what it says can be read, <b style="x:expression(alert(1))">word</b> for word, and nothing of it happens.`);
  writeFileSync(join(from, 'deep.html'), '<div>'.repeat(1000000) + 'no headline here');
  writeFileSync(join(from, 'big.html'), '<p>tide'.repeat(1300000));
  const done = mustRun(['import', 'html', '--data', dir, join(from, 'bad.html'), join(from, 'deep.html'), join(from, 'big.html')]);
  assert.equal(last(done), '1 stories, 0 pictures, 0 people, 0 topics; 2 skipped', done.err);
  assert.match(done.err, /deep\.html: skipped: no headline can be found in it/);
  assert.match(done.err, /big\.html: skipped: the page is larger than 8 MiB/);
  const [story] = await stories(dir, ['en']);
  assert.ok(story.page.includes('what its readers never asked'));
  assert.ok(!/alert\(1\)|javascript:|data:text/.test(JSON.stringify(story.body)));
  assert.ok(!story.page.includes('alert(1)'));
  mustRun(['check', '--data', dir]);
});

test('a file that is not there ends it with a sentence', () => {
  const done = run(['import', 'html', '--data', makeSite(), '/nowhere/page.html']);
  assert.equal(done.code, 1);
  assert.match(done.err, /\/nowhere\/page\.html cannot be opened/);
});

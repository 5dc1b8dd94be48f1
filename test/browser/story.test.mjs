// A story's page: what stands beside, in and below the text, in every design, on phone, desk and paper.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';

const skip = chromium;
const EDITIONS = ['en', 'es', 'ar'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let paper, browser;
const paths = {}; // edition → name → path

const paragraph = (text) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const heading = (text) => ({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text }] });
const TEXT = {
  en: 'The harbour authority said on Tuesday that the new breakwater would be finished before the winter storms.',
  es: 'La autoridad portuaria dijo el martes que el nuevo rompeolas estará terminado antes de los temporales.',
  ar: 'قالت هيئة الميناء يوم الثلاثاء إن كاسر الأمواج الجديد سيكتمل قبل عواصف الشتاء.',
};
const chart = (kind) => ({ type: 'chart', attrs: { title: 'Sea level', alt: 'It rises.', credit: 'PSMSL', data: { kind, unit: 'mm', series: ['Brest', 'Cádiz'], rows: [['1990', 0, 2], ['2000', 18, 24], ['2010', 41, 50], ['2020', 74, null]] } } });
const linked = { type: 'paragraph', content: [{ type: 'text', text: 'Here is ' }, { type: 'text', text: 'the report', marks: [{ type: 'link', attrs: { href: 'https://example.org/report' } }] }, { type: 'text', text: '.' }] };
const whole = (edition) => ({ type: 'doc', content: [
  ...Array(3).fill(paragraph(TEXT[edition])), heading('1'), linked, chart('line'), { type: 'pullquote', content: [{ type: 'text', text: TEXT[edition] }] },
  heading('2'), paragraph(TEXT[edition]), chart('bar'), heading('3'), paragraph(TEXT[edition]),
] });
const DESIGNS = { rich: 'news/environment', opinion: 'articles/opinion', analysis: 'articles/analysis', feature: 'articles/features', explainer: 'videos/explainers', infograph: 'infographs', gallery: 'in-pictures' };

async function picture(name, words) {
  const form = new FormData();
  const bytes = readFileSync(new URL(`../../demo/pictures/${name}.jpg`, import.meta.url));
  form.set('file', new Blob([bytes], { type: 'image/jpeg' }), `${name}.jpg`);
  for (const [field, value] of Object.entries(words)) form.set(field, value);
  const answer = await fetch(`${paper.server.url}/api/v1/media`, { method: 'POST', headers: { authorization: `Bearer ${paper.token}` }, body: form });
  assert.equal(answer.status, 201);
  return (await answer.json()).id;
}

before(async () => {
  if (skip) return;
  paper = await newspaper({}, { demo: false });
  browser = await launch();
  const lead = await picture('tides', { alt: 'A boat under the moon', caption: 'The harbour at low water.', credit: 'AP' });
  for (const edition of EDITIONS) {
    const dossier = await paper.post('/dossiers', { edition, title: 'The ports of tomorrow', text: TEXT[edition], picture: lead }, 201);
    const fields = { edition, body: TEXT[edition], topics: ['Tides'], section: 'news/environment' };
    const near = [];
    for (let i = 0; i < 9; i += 1) near.push(await paper.story({ ...fields, headline: `Near ${i}`, picture: i % 2 ? lead : undefined, dossiers: i < 6 ? [dossier.id] : [], kind: i === 2 ? 'analysis' : 'news' }));
    paths[edition] = {};
    for (const [name, section] of Object.entries(DESIGNS)) {
      const made = await paper.story({
        ...fields, section, kind: name === 'rich' ? 'news' : name, headline: `${TEXT[edition]} ${name}`, standfirst: TEXT[edition], body: whole(edition), picture: lead, topics: ['Tides', 'Harbours'],
        authors: ['Ana Ruiz', 'Omar Haddad', 'Liisa Virtanen'], source: 'Reuters', place: 'Brest', regions: ['europe'],
        ...(name === 'rich' && { dossiers: [dossier.id], related: [near[0].id, near[8].id, near[7].id, near[6].id] }),
      });
      paths[edition][name] = paper.path(made);
    }
    paths[edition].bare = paper.path(await paper.story({ ...fields, headline: 'Short and without a picture' }));
  }
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

const show = (path, options = {}) => open(browser, paper.server, path, { wait: false, ...options });
const box = (page, selector) => page.locator(selector).first().boundingBox();

test('coverage stands beside the text where there is room, and below it where there is none', { skip }, async () => {
  for (const edition of ['en', 'ar']) {
    const page = await show(paths[edition].rich, { viewport: { width: 1280, height: 800 } });
    const [text, coverage, lead, facts] = [await box(page, '.story > .text'), await box(page, '#coverage'), await box(page, '.story > .pic'), await box(page, '.facts')];
    if (edition === 'en') assert.ok(coverage.x >= text.x + text.width);
    else assert.ok(coverage.x + coverage.width <= text.x);
    assert.ok(coverage.y >= lead.y + lead.height && Math.abs(coverage.y - facts.y) < 2);
    assert.ok(text.width <= 38 * 16 + 1);
    await page.setViewportSize({ width: 375, height: 800 });
    const [below, narrow] = [await box(page, '#coverage'), await box(page, '.story > .text')];
    assert.ok(below.y > narrow.y + narrow.height);
    isQuiet(page);
    await close(page);
  }
});

test('without coverage the text stands in the middle', { skip }, async () => {
  const page = await show(paths.en.bare, { viewport: { width: 1280, height: 800 } });
  const text = await box(page, '.story > .text');
  assert.ok(Math.abs(text.x + text.width / 2 - 640) < 2);
  assert.ok(await page.locator('#coverage').isHidden());
  await close(page);
});

test('no story stands twice around another, nor itself; what an editor chose comes first', { skip }, async () => {
  const page = await show(paths.en.rich);
  const heads = (selector) => page.locator(selector).allTextContents();
  const [related, coverage, next] = [await heads('.related li a'), await heads('#coverage h3'), await heads('#next h3')];
  assert.deepEqual(related, ['Near 0', 'Near 8', 'Near 7']);
  assert.equal(next[0], 'Near 6');
  assert.equal(coverage.length, 5);
  const all = [...related, ...coverage, ...next];
  assert.equal(new Set(all).size, all.length);
  assert.ok(!all.some((headline) => headline.endsWith('rich')));
  assert.equal(await page.locator('#coverage .kind').first().textContent(), 'Analysis');
  assert.match(await page.locator('#coverage h2 a').getAttribute('href'), /^\/en\/coverage\/the-ports-of-tomorrow\/$/);
  assert.match(await page.locator('#next .more').getAttribute('href'), /^\/en\/news\/environment\/$/);
  assert.match(await page.locator('#dossiers .more').getAttribute('href'), /^\/en\/coverage\/$/);
  assert.match(await page.locator('#next figcaption').first().textContent(), /The harbour at low water\.\s+\(AP\)/);
  await close(page);
});

test('a related box stands where its editor put it, and is completed', { skip }, async () => {
  const chosen = (await paper.stories('en')).find(({ headline }) => headline === 'Near 1');
  const body = { type: 'doc', content: [paragraph('One.'), { type: 'related', attrs: { ref: chosen.id } }, paragraph('Two.')] };
  const story = await paper.story({ headline: 'With a box', body, topics: ['Tides'] });
  const page = await show(paper.path(story));
  assert.equal(await page.locator('.related').count(), 1);
  const items = await page.locator('.related li').allTextContents();
  assert.equal(items.length, 3);
  assert.equal(items[0].trim(), 'Near 1');
  assert.equal(await page.evaluate(() => document.querySelector('.related').nextElementSibling.textContent), 'Two.');
  await close(page);
});

test('facts lead to pages: author, source, region, section', { skip }, async () => {
  const page = await show(paths.en.rich);
  const href = (selector) => page.locator(selector).first().getAttribute('href');
  assert.equal(await href('.byline a'), '/en/author/ana-ruiz/');
  assert.equal(await page.locator('.byline a').count(), 3);
  assert.equal(await href('.source a'), '/en/source/reuters/');
  assert.equal(await href('.kicker a'), '/en/news/environment/');
  assert.ok(await page.locator('.filed a[href="/en/region/europe/"]').count());
  for (const path of [await href('.byline a'), await href('.source a'), '/en/region/europe/']) assert.equal((await paper.server.call('GET', path)).status, 200, path);
  await close(page);
});

test('machines are told what the page shows', { skip }, async () => {
  const page = await show(paths.ar.rich);
  const [article, crumbs] = (await page.locator('script[type="application/ld+json"]').allTextContents()).map((text) => JSON.parse(text));
  assert.equal(article['@type'], 'NewsArticle');
  assert.equal(article.headline, await page.locator('h1').textContent());
  assert.equal(article.image.length, 3);
  for (const url of [...article.image, article.url, ...article.author.map((one) => one.url), article.publisher.logo.url]) assert.ok(url.startsWith(paper.server.url), url);
  assert.equal(article.author.length, 3);
  assert.equal(article.isPartOf['@type'], 'WebSite');
  assert.deepEqual(crumbs.itemListElement.map((step) => step.position), [1, 2, 3, 4]);
  const og = await page.locator('meta[property="og:image"]').getAttribute('content');
  assert.equal((await fetch(og)).status, 200);
  assert.equal(await page.locator('meta[name="twitter:card"]').getAttribute('content'), 'summary_large_image');
  await close(page);
});

test('charts are pictures with names, and tables', { skip }, async () => {
  for (const edition of ['en', 'ar']) {
    const page = await show(paths[edition].rich);
    const drawings = page.getByRole('img', { name: 'Sea level' });
    assert.equal(await drawings.count(), 2);
    assert.equal(await page.locator('.chart details[open]').count(), 0);
    await page.locator('.chart summary').first().click();
    assert.ok(await page.locator('.chart table').first().isVisible());
    const middle = (one) => one.x + one.width / 2;
    const [axis, drawing] = [await box(page, '.chart svg .v'), await box(page, '.chart svg')];
    assert.equal(axis.x > middle(drawing), edition === 'ar');
    const [early, late] = await page.locator('.chart svg').first().locator('.l').evaluateAll((all) => [all[0], all.at(-1)].map((one) => one.getBoundingClientRect().x));
    assert.ok(early < late); // time runs to the right in every language
    await close(page);
  }
});

test('no picture is taller than the window, and a long headline is set smaller', { skip }, async () => {
  const long = await paper.story({ headline: `${TEXT.en} ${TEXT.en}`.slice(0, 150), body: 'Text.' });
  const size = (page) => page.locator('h1').evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
  for (const viewport of [{ width: 1280, height: 500 }, { width: 740, height: 360 }]) {
    const page = await show(paths.en.rich, { viewport });
    const usual = await size(page);
    for (const name of ['rich', 'feature', 'infograph', 'gallery']) {
      await page.goto(paper.server.url + paths.en[name]);
      const lead = await box(page, '.story > .pic img');
      assert.ok(lead.height <= viewport.height, `${name}: ${lead.height} in ${viewport.height}`);
    }
    await page.goto(paper.server.url + paper.path(long));
    assert.ok(await size(page) < usual);
    await close(page);
  }
});

test('letters in a chart are about as large on every screen', { skip }, async () => {
  for (const width of [320, 375, 600, 768, 1280]) {
    const page = await show(paths.en.rich, { viewport: { width, height: 800 } });
    const sizes = await page.locator('.chart svg').evaluateAll((all) => all.map((svg) => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize) * svg.getBoundingClientRect().width / 400));
    for (const px of sizes) assert.ok(px >= 10 && px <= 16, `${px} px on ${width}`);
    await close(page);
  }
});

test('an explainer lists its questions; an infographic opens large', { skip }, async () => {
  const page = await show(paths.en.explainer);
  assert.equal(await page.locator('.jumps a').count(), 3);
  await page.locator('.jumps a').nth(1).click();
  assert.equal(await page.evaluate(() => document.querySelector(location.hash).textContent), '2');
  await page.goto(paper.server.url + paths.en.infograph);
  const large = await page.locator('.pic .large').getAttribute('href');
  assert.match((await fetch(paper.server.url + large)).headers.get('content-type'), /^image\//);
  await close(page);
});

test('sharing without a script: links, and the address to copy', { skip }, async () => {
  const page = await show(paths.en.rich, { javaScriptEnabled: false });
  const address = page.locator('.share input[readonly]');
  assert.equal(await address.inputValue(), paper.server.url + paths.en.rich);
  assert.equal(await page.locator('.share a').count(), 5);
  assert.ok(await page.locator('.share button').first().isHidden());
  await close(page);
});

test('with a script the link is copied, and the device is asked where it can share', { skip }, async () => {
  const page = await show(paths.en.rich, { permissions: ['clipboard-read', 'clipboard-write'], init: () => { navigator.share = async (what) => { window.shared = what; }; } });
  await page.locator('.share [data-act=copy]').click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), paper.server.url + paths.en.rich);
  await page.locator('.share [data-act=native]').click();
  assert.equal((await page.evaluate(() => window.shared)).url, paper.server.url + paths.en.rich);
  isQuiet(page);
  await close(page);
});

test('a reel is a list that the keyboard walks through', { skip }, async () => {
  const page = await show(paths.ar.rich, { viewport: { width: 375, height: 800 }, reducedMotion: 'reduce' });
  const reel = page.locator('#next .reel');
  assert.equal(await reel.evaluate((one) => one.tagName), 'UL');
  const links = reel.locator('h3 a');
  await links.first().focus();
  const count = await links.count();
  assert.ok(count >= 4);
  for (let i = 1; i < count; i += 1) await page.keyboard.press('Tab');
  const last = await links.last().evaluate((one) => [one === document.activeElement, one.getBoundingClientRect().left >= -1 && one.getBoundingClientRect().right <= innerWidth + 1]);
  assert.deepEqual(last, [true, true]);
  await close(page);
});

test('nothing shifts while a story loads', { skip }, async () => {
  const watch = () => { window.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; }).observe({ type: 'layout-shift', buffered: true }); };
  for (const [edition, name, width] of [['en', 'rich', 375], ['ar', 'feature', 1280], ['es', 'opinion', 375], ['ar', 'rich', 1280]]) {
    const page = await show(paths[edition][name], { viewport: { width, height: 800 }, init: watch });
    await page.evaluate(() => new Promise((done) => { setTimeout(done, 300); }));
    const shifted = await page.evaluate(() => window.shifted);
    assert.ok(shifted <= 0.002, `${edition} ${name} ${width}: ${shifted}`);
    await close(page);
  }
});

test('every design is accessible, and no wider than 320 px', { skip }, async () => {
  const looks = [['en', 1280, 'light'], ['ar', 320, 'dark'], ['es', 320, 'light'], ['ar', 1280, 'dark']];
  const wrong = [];
  for (const [i, name] of [...Object.keys(DESIGNS), 'bare'].entries()) {
    for (const [edition, width, colorScheme] of [looks[i % 4], looks[(i + 1) % 4]]) {
      const page = await show(paths[edition][name], { viewport: { width, height: 800 }, colorScheme, init: axe });
      const found = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const one of found.violations) wrong.push(`${edition} ${name} ${width} ${colorScheme}: ${one.id} ${one.nodes[0].html.slice(0, 120)}`);
      const reach = await page.evaluate(() => document.documentElement.scrollWidth);
      if (reach > width) wrong.push(`${edition} ${name}: ${reach} px wide on ${width}`);
      isQuiet(page);
      await close(page);
    }
  }
  assert.deepEqual(wrong, []);
});

test('on paper a feature\'s picture stands below its words', { skip }, async () => {
  const page = await show(paths.ar.feature, { viewport: { width: 658, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  const [stand, picture] = [await box(page, 'header .stand'), await box(page, '.story > .pic')];
  assert.ok(picture.y >= stand.y + stand.height);
  await close(page);
});

test('on paper: masthead, address, times, credits, notes of the links, tables opened', { skip }, async () => {
  for (const edition of ['en', 'ar']) {
    const page = await show(paths[edition].rich, { viewport: { width: 658, height: 900 }, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    for (const selector of ['.brand', 'h1', '.byline', '.dates time', '.pic .credit', '.address bdi', '.text .notes li', '.chart table']) assert.ok(await page.locator(selector).first().isVisible(), `${edition} ${selector}`);
    for (const selector of ['.menu', '.ticker', '.share', '.related', '#coverage', '#next', '#dossiers', '#mostread', '.foot']) {
      for (const one of await page.locator(selector).all()) assert.ok(await one.isHidden(), `${edition} ${selector}`);
    }
    assert.equal(await page.locator('.text .notes li').first().textContent(), 'https://example.org/report');
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
    assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 10000);
    await close(page);
  }
});

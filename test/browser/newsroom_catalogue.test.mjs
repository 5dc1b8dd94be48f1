// The newsroom's catalogue in a browser: pictures sent and given their point, chosen in a dialog; topics
// merged; sections put in order while a reader looks on; a page of the house; a front. In English and in
// Arabic, on a desk and on a phone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../http/server.mjs';
import { signIn } from '../http/newsroom.mjs';
import { chromium, launch } from './chrome.mjs';
import { barInPlace } from './newsroom_browser.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';

const skip = chromium;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESK = { width: 1280, height: 900 }, PHONE = { width: 375, height: 800 };
let paper, browser, editor;

before(async () => {
  if (skip) return;
  paper = await newspaper();
  browser = await launch();
  editor = await signIn(paper.server, { role: 'editor', email: 'desk@example.org' });
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

const speaks = (lang) => spawnSync('sqlite3', [join(paper.dir, 'stoppress.db'), `UPDATE staff SET lang = '${lang}' WHERE email = 'desk@example.org'`]);
async function visit(path, { viewport = DESK, lang = 'en', ...options } = {}) {
  speaks(lang);
  const context = await browser.newContext({ viewport, ...options });
  await context.addCookies([{ name: 'stoppress', value: editor.cookie.split('=')[1], domain: '127.0.0.1', path: '/newsroom/' }]);
  return open(browser, paper.server, path, { context, wait: false });
}
const fits = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page.url()} is wider than the screen`);
async function isAccessible(page) {
  await barInPlace(page);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)]), []);
}
const gif = (colour) => Buffer.from(`47494638396101000100800000${colour}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');

test('several pictures are sent at once, one of them again, one of them none', { skip }, async () => {
  const page = await visit('/newsroom/pictures/');
  await page.click('.upload summary');
  await page.setInputFiles('#field-file', [
    { name: 'one.gif', mimeType: 'image/gif', buffer: gif('112233') }, { name: 'two.gif', mimeType: 'image/gif', buffer: gif('112234') },
    { name: 'one again.gif', mimeType: 'image/gif', buffer: gif('112233') }, { name: 'text.gif', mimeType: 'image/gif', buffer: Buffer.from('no picture') },
  ]);
  await page.fill('#field-credit', 'Stoppress');
  await page.click('.upload [type="submit"]');
  await page.waitForSelector('.uploads li:nth-child(4) .err');
  assert.deepEqual(await page.$$eval('.uploads li', (rows) => rows.map((row) => row.lastChild.className)), ['ok', 'ok', 'warn', 'err']);
  await isAccessible(page);
  // Dropped on the page, anywhere.
  await page.evaluate((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.gif', { type: 'image/gif' }));
    document.querySelector('h1').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, [...gif('112235')]);
  await page.waitForSelector('.uploads li:nth-child(5) .ok'); // not quiet: the browser tells of the refusal too
  await close(page);
});

test('the focal point is pressed or moved by keys, and the cuts are the server\'s', { skip }, async () => {
  for (const [viewport, lang] of [[DESK, 'en'], [PHONE, 'ar']]) {
    const page = await visit('/newsroom/pictures/1/', { viewport, lang });
    await fits(page);
    const box = await page.locator('[data-focus] img').boundingBox();
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.5);
    assert.deepEqual([await page.inputValue('#field-focal_x'), await page.inputValue('#field-focal_y')], ['25', '50']);
    await page.focus('[data-focus]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    assert.deepEqual([await page.inputValue('#field-focal_x'), await page.inputValue('#field-focal_y')], ['26', '45']);
    // The whole is 1600 × 1067; a square of it around 26 % begins at the left edge's 416 - 533 < 0.
    assert.equal(await page.$eval('[data-cut="1:1"]', (image) => image.style.objectPosition), '0% 50%');
    const point = await page.$eval('.point', (element) => element.getBoundingClientRect().x + element.getBoundingClientRect().width / 2);
    assert.ok(Math.abs(point - (box.x + box.width * 0.26)) < 2, 'the mark stands where the point is');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.said');
    assert.deepEqual([await page.inputValue('#field-focal_x'), await page.inputValue('#field-focal_y')], ['26', '45']);
    await isAccessible(page);
    isQuiet(page);
    await close(page);
  }
});

test('a picture is chosen in a dialog over the work', { skip }, async () => {
  for (const [viewport, lang] of [[DESK, 'en'], [PHONE, 'ar']]) {
    const page = await visit('/newsroom/dossiers/1/', { viewport, lang });
    await page.click('[data-picks] button');
    await page.waitForSelector('dialog[open] [data-pick]');
    await isAccessible(page);
    await page.fill('#choice-q', 'swift');
    await page.press('#choice-q', 'Enter');
    await page.waitForFunction(() => document.querySelectorAll('dialog .tile').length < 10);
    const id = await page.$eval('dialog [data-pick]', (button) => button.dataset.pick);
    await page.click('dialog [data-pick]');
    await page.waitForSelector('dialog.over[open]', { state: 'detached' });
    await page.waitForFunction((chosen) => document.getElementById('field-picture').value === chosen, id); // handed over after it closed
    await page.click('[data-picks] button');
    await page.waitForSelector('dialog[open] [data-pick]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog.over[open]', { state: 'detached' });
    assert.equal(await page.inputValue('#field-picture'), id, 'leaving changes nothing');
    isQuiet(page);
    await close(page);
  }
});

test('the order of the sections is a reader\'s menu by itself', { skip }, async () => {
  const reader = await open(browser, paper.server, '/en/', { viewport: DESK });
  const menu = () => reader.evaluate(() => [...document.querySelectorAll('nav a')].map((link) => new URL(link.href).pathname).filter((path) => ['/en/news/', '/en/articles/'].includes(path)));
  const [first] = await menu();
  const page = await visit('/newsroom/sections/?edition=en');
  await page.focus('.filing:first-child [value="down"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.said');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'down', 'the focus stays with it');
  await reader.waitForFunction((was) => [...document.querySelectorAll('nav a')].map((link) => new URL(link.href).pathname).find((path) => ['/en/news/', '/en/articles/'].includes(path)) !== was, first);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForLoadState('load');
  isQuiet(page);
  isQuiet(reader);
  await close(page);
  await close(reader);
});

test('a topic is merged from the keyboard, in Arabic, on a phone', { skip }, async () => {
  const story = await paper.story({ edition: 'ar', section: 'news/politics', headline: 'نهران واسمان', topics: ['نهر أول', 'نهر ثان'] });
  assert.ok(story.id);
  const page = await visit(`/newsroom/topics/?edition=ar&q=${encodeURIComponent('نهر')}`, { viewport: PHONE, lang: 'ar' });
  const ids = await page.$$eval('.filing .what a', (links) => Object.fromEntries(links.map((link) => [link.textContent, /(\d+)\/$/.exec(link.href)[1]])));
  const [from, into] = ['نهر أول', 'نهر ثان'].map((name) => ({ id: ids[name] }));
  await page.click(`a[href$="/topics/${from.id}/"]`);
  await page.click(`a[href$="/${from.id}/merge"]`);
  await page.fill('#q', 'نهر');
  await page.press('#q', 'Enter');
  await page.click(`a[href$="into=${into.id}"]`);
  await fits(page);
  await page.focus('.danger');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/topics/${into.id}/**`);
  assert.equal((await page.inputValue('#field-names')).trim(), 'نهر أول');
  await isAccessible(page);
  await close(page);
});

test('a page of the house is written and readers have it', { skip }, async () => {
  const page = await visit('/newsroom/pages/new?edition=ar', { lang: 'ar' });
  assert.equal(await page.getAttribute('#field-body', 'dir'), 'rtl');
  await page.fill('#field-title', 'كيف نصحح');
  await page.fill('#field-slug', 'how-we-correct');
  await page.fill('#field-body', '## خطوة بخطوة\n\nنقول ما كان **خطأ**.');
  await page.keyboard.press('Control+s');
  await page.waitForURL('**/pages/*/?said=made');
  await page.click('a[data-site]');
  await page.waitForURL('**/ar/how-we-correct');
  assert.equal(await page.textContent('strong'), 'خطأ');
  await close(page);
});

test('a front is put together by keys, looked at, and launched', { skip }, async () => {
  for (const [viewport, lang, edition] of [[DESK, 'en', 'en'], [PHONE, 'ar', 'ar']]) {
    const stories = await paper.stories(edition);
    const last = stories.at(-1);
    const page = await visit(`/newsroom/fronts/${edition}/front/`, { viewport, lang });
    await fits(page);
    await page.fill('[name="containers[0].add"]', `#${last.id}`);
    await page.press('[name="containers[0].add"]', 'Enter');
    await page.waitForSelector('.slot input[type="hidden"]', { state: 'attached' });
    await page.focus('[value="down:0:0"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name="containers[1].slots[0].story"]', { state: 'attached' });
    assert.equal(await page.evaluate(() => document.activeElement.value), 'down:1:0', 'the focus goes along');
    await page.focus('[value="up:1:0"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name="containers[0].slots[0].story"]', { state: 'attached' });
    await isAccessible(page);
    await page.click('[data-main]');
    await page.waitForSelector('[value="launch"]');
    await fits(page);
    await isAccessible(page);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.said');
    const front = await (await fetch(`${paper.server.url}/${edition}/`)).text();
    const [, first] = /<main[\s\S]*?<a [^>]*href="([^"]*\/(?:news|articles|videos|infographs|in-pictures)\/[^"]*[^/"])"/.exec(front);
    assert.equal(decodeURI(first), decodeURI(paper.path(last)), 'readers see it first');
    isQuiet(page);
    await close(page);
  }
});

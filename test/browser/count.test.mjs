// Counting as a browser does it: a story that is read is counted once, and Most Read changes by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { until } from '../http/server.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';

const skip = chromium;
let browser, paper;

before(async () => {
  if (skip) return;
  browser = await launch();
  paper = await newspaper({ 'count-seconds': 1 });
});
after(async () => {
  await browser?.close();
  await paper?.server.stop();
});

// Beacons that a page sends.
function watch(page) {
  const sent = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/_count/')) sent.push(`${request.method()} ${pathname}`);
  });
  return sent;
}

async function metric(name) {
  const { text } = await paper.server.call('GET', '/metrics');
  return Number(new RegExp(`^stoppress_${name} (\\d+)$`, 'm').exec(text)[1]);
}

test('a story that was visible for a second is counted once', { skip }, async () => {
  const [story] = await paper.stories('en');
  const before = await metric('counted_total');
  const page = await open(browser, paper.server, '/en/');
  const sent = watch(page);
  await page.goto(new URL(paper.path(story), paper.server.url).href);
  await until('the beacon', () => sent.length === 1);
  assert.deepEqual(sent, [`POST /_count/view/${story.id}`]);
  await until('the count', async () => (await metric('counted_total')) === before + 1);
  await page.reload();
  await until('another beacon', () => sent.length === 2);
  await until('the repeat', async () => (await metric('count_repeats_total')) === 1);
  assert.equal(await metric('counted_total'), before + 1);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await until('the beacon of who came back', () => sent.length === 3);
  assert.deepEqual(await page.context().cookies(), []);
  isQuiet(page);
  await close(page);
});

test('a page that is left at once, or hidden, or no story, is not counted', { skip }, async () => {
  const [, story] = await paper.stories('en');
  const hide = () => {
    Object.defineProperty(document, 'hidden', { get: () => window.away !== false });
  };
  const page = await open(browser, paper.server, paper.path(story), { init: hide });
  const sent = watch(page);
  const pass = (ms) => page.evaluate((wait) => new Promise((done) => setTimeout(done, wait)), ms);
  await pass(1300);
  assert.deepEqual(sent, []);
  const turn = (away) => page.evaluate((is) => {
    window.away = is;
    document.dispatchEvent(new Event('visibilitychange'));
  }, away);
  await turn(false); // half a second, then away, then the other half
  await pass(500);
  await turn(true);
  await pass(800);
  assert.deepEqual(sent, []);
  await turn(false);
  await until('the beacon', () => sent.length === 1);
  await page.goto(`${paper.server.url}/en/latest/`);
  await page.evaluate(() => { window.away = false; });
  await pass(1300);
  assert.equal(sent.length, 1);
  await close(page);
});

test('a press on a way to share is counted and shown', { skip }, async () => {
  const [, , story] = await paper.stories('en');
  const page = await open(browser, paper.server, paper.path(story));
  const sent = watch(page);
  assert.equal(await page.textContent('#shares'), '');
  await page.evaluate(() => {
    const link = document.querySelector('.share a');
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
  });
  await until('the beacon', () => sent.includes(`POST /_count/share/${story.id}`));
  await page.waitForFunction(() => document.querySelector('#shares').textContent === '1 share', null, { timeout: 10000 });
  assert.equal(page.visits, 1);
  isQuiet(page);
  await close(page);
});

test('Most Read on an open front changes itself', { skip }, async () => {
  const stories = await paper.stories('en');
  const last = stories.at(-1);
  const page = await open(browser, paper.server, '/en/');
  const first = () => page.getAttribute('#mostread li:first-child h3 a', 'href');
  assert.notEqual(await first(), paper.path(last));
  for (let i = 0; i < 3; i++)
    await paper.server.call('POST', `/_count/view/${last.id}`, { type: null, headers: { 'User-Agent': `Reader ${i}` } });
  await until('the patch', async () => (await first()) === paper.path(last), 10000);
  assert.equal(page.visits, 1);
  isQuiet(page);
  await close(page);
});

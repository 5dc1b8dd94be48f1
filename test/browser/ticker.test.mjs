// The ticker: one flash at a time with a script, a list without; paused, hovered, focused, calm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';

const skip = chromium;
const TURN_MS = 6000;
let paper, browser;

before(async () => {
  if (skip) return;
  paper = await newspaper();
  browser = await launch();
  for (const edition of ['en', 'ar']) await paper.flash({ edition, place: 'Quito', text: 'One more, so that there are some to turn' });
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

const shown = (page) => page.evaluate(() => document.querySelector('#ticker li.on')?.id);
const turning = (page) => page.locator('#ticker .ticker.turning').count();

// With a clock that only this test moves.
async function timed(path, options = {}) {
  const context = await browser.newContext(options);
  await context.clock.install();
  const page = await open(browser, paper.server, path, { context, wait: false });
  await page.clock.pauseAt(Date.now() + 60000);
  await page.mouse.move(0, 0);
  return page;
}

test('it turns, and stands still under the pointer and the focus', { skip }, async () => {
  const page = await timed('/en/');
  assert.equal(await turning(page), 1);
  const first = await shown(page);
  await page.clock.runFor(TURN_MS + 100);
  const second = await shown(page);
  assert.notEqual(second, first);
  await page.locator('#ticker .ticker').hover();
  await page.clock.runFor(TURN_MS * 3);
  assert.equal(await shown(page), second, 'hovered');
  await page.mouse.move(0, 0);
  await page.locator('#ticker button').focus();
  await page.clock.runFor(TURN_MS * 3);
  assert.equal(await shown(page), second, 'focused');
  await page.evaluate(() => document.activeElement.blur());
  await page.clock.runFor(TURN_MS + 100);
  assert.notEqual(await shown(page), second, 'goes on');
  isQuiet(page);
  await close(page);
});

for (const [way, press] of [['mouse', (button) => button.click()], ['keyboard', async (button, page) => { await button.focus(); await page.keyboard.press('Space'); }]]) {
  test(`it is paused by ${way}, says so, and stays so after loading again`, { skip }, async () => {
    const page = await timed('/ar/');
    const button = page.locator('#ticker button');
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
    await press(button, page);
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    assert.equal(await turning(page), 0);
    assert.equal(await page.locator('#ticker li').count(), await page.locator('#ticker li:visible').count(), 'all of it is a list now');
    await page.reload();
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    assert.equal(await turning(page), 0);
    await press(button, page);
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
    assert.equal(await turning(page), 1);
    await page.reload();
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
    isQuiet(page);
    await close(page);
  });
}

test('where less motion is asked for nothing turns', { skip }, async () => {
  const page = await timed('/en/', { reducedMotion: 'reduce' });
  assert.equal(await turning(page), 0);
  assert.ok(await page.locator('#ticker li:visible').count() > 1);
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length);
  assert.equal(moving, 0);
  isQuiet(page);
  await close(page);
});

test('without a script it is a list, and the page is whole', { skip }, async () => {
  for (const edition of ['en', 'es', 'ar']) {
    const running = (await paper.get(`/flashes?edition=${edition}`)).items;
    const page = await open(browser, paper.server, `/${edition}/`, { javaScriptEnabled: false });
    assert.equal(await page.locator('#ticker li').count(), Math.min(running.length, 5));
    assert.equal(await page.locator('#ticker li').count(), await page.locator('#ticker li:visible').count());
    for (const flash of running.slice(0, 5)) assert.match(await page.locator(`#flash-${flash.id}`).textContent(), new RegExp(flash.text.slice(0, 20)));
    assert.equal(await page.locator('button:visible').count(), 0, 'no button that does nothing');
    assert.ok(await page.locator('main article').count() > 5);
    assert.ok(await page.locator('main article h3 a').count() > 5);
    await page.locator('#menu summary').click();
    const link = page.locator('#menu-all .panel a').nth(2);
    assert.ok(await link.isVisible());
    const name = await link.innerText();
    await link.click();
    await page.waitForURL((url) => url.pathname !== `/${edition}/`);
    assert.equal((await page.locator('h1').innerText()).trim(), name.trim());
    await page.goto(paper.server.url + paper.path((await paper.stories(edition))[0]));
    assert.ok((await page.locator('.text p').count()) > 1);
    assert.ok(await page.locator('.share a').first().isVisible());
    isQuiet(page);
    await close(page);
  }
});

test('nothing moves when the script comes late, nor under a bar that was hidden', { skip }, async () => {
  for (const width of [375, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    await context.route(/\.js$/, async (route) => { await new Promise((go) => { setTimeout(go, 1000); }); await route.continue(); });
    await context.addInitScript(() => {
      window.shifted = 0;
      new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    const page = await context.newPage();
    for (const hidden of [false, true]) {
      await page.goto(`${paper.server.url}/en/`);
      await page.locator('html.js').waitFor();
      await page.waitForTimeout(100);
      assert.equal(await turning(page), 1);
      const shifted = await page.evaluate(() => window.shifted);
      assert.ok(shifted <= 0.002, `${width} ${hidden ? 'hidden' : ''}: ${shifted}`);
      if (await page.locator('#bar button:visible').count()) await page.locator('#bar button').click();
    }
    await context.close();
  }
});

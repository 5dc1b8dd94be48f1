// The newsroom's frame, desk and flash desk in a browser: from the keyboard, over the work, without a
// script; and every screen as it must be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../http/server.mjs';
import { signIn } from '../http/newsroom.mjs';
import { chromium, launch } from './chrome.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';
import { axe, look, member, sideways, violations } from './newsroom_browser.mjs';
import { screens, things } from './newsroom_screens.mjs';

const skip = chromium;
let paper, browser, editor, of;

before(async () => {
  if (skip) return;
  paper = await newspaper();
  browser = await launch();
  of = await things(paper);
  editor = await signIn(paper.server, { role: 'editor' });
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

const enter = (options = {}) => member(browser, paper.server, { who: editor, viewport: { width: 1280, height: 800 }, ...options });
const here = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

test('every screen is valid, accessible, quiet, and no wider than the smallest screen', { skip }, async () => {
  await look(browser, paper.server, screens(of));
});

test('the keyboard finds, goes, moves in lists and opens; its letters can be switched off', { skip }, async () => {
  const room = await enter();
  const page = await room.open('/newsroom/', { init: axe });
  await page.keyboard.press('?');
  assert.equal(await page.locator('#keyboard').isVisible(), true);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  assert.equal(await here(page), 'find');
  await page.keyboard.type('b?n'); // letters in a field are text
  assert.equal(await page.locator('#find').inputValue(), 'b?n');
  await page.locator('#main').focus();
  await page.keyboard.press('g');
  await Promise.all([page.waitForURL('**/newsroom/stories/'), page.keyboard.press('s')]);
  await page.keyboard.press('j');
  const first = await page.evaluate(() => document.activeElement.href);
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  assert.equal(await page.evaluate(() => document.activeElement.href), first);
  await Promise.all([page.waitForURL('**/newsroom/story/*/'), page.keyboard.press('e')]);
  await page.goBack();
  await page.locator('.side [data-act="keys"]').click();
  await page.locator('#keyboard-letters').uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  for (const key of ['?', '/', 'b']) await page.keyboard.press(key);
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.notEqual(await here(page), 'find');
  isQuiet(page);
  await room.close();
});

test('the desk and the list of stories renew themselves; focus and typed filters stay, and it can be paused', { skip }, async () => {
  const room = await enter();
  const renew = (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const make = (headline) => paper.post('/stories', { edition: 'en', section: 'news/politics', headline, body: 'Text.' }, 201);
  const mine = await make('Moths at the lamp');
  const desk = await room.open('/newsroom/?edition=en', { init: axe });
  const row = (id) => desk.locator(`#row-${id}`);
  await row(mine.id).locator('[data-open]').focus();
  const { id } = await make('Bats in the belfry');
  await paper.post(`/stories/${mine.id}/publish`, {}, 200);
  await renew(desk);
  await row(id).waitFor();
  assert.equal(await desk.locator(`.column-published #row-${mine.id}`).count(), 1);
  assert.equal(await desk.evaluate(() => document.activeElement.closest('[data-row]')?.id), `row-${mine.id}`, 'the focus goes along');
  assert.equal(await desk.locator('#status').textContent(), 'The list has been renewed.');
  assert.deepEqual(await violations(desk), []);

  const list = await room.open('/newsroom/stories/?edition=en');
  const filter = list.locator('main [name="q"]');
  await filter.fill('half a wo');
  await paper.post(`/stories/${mine.id}/unpublish`, {}, 200);
  await renew(list);
  await list.locator(`#row-${mine.id} .state-draft`).waitFor();
  assert.deepEqual(await filter.evaluate((one) => [one.value, one === document.activeElement]), ['half a wo', true]);
  const pause = list.locator('[data-act="fresh"]');
  await pause.click();
  assert.equal(await pause.textContent(), 'Resume live updates');
  const { id: later } = await make('Newts in the pond');
  await renew(list);
  await pause.click();
  await list.locator(`#row-${later}`).waitFor();
  isQuiet(desk);
  isQuiet(list);
  await room.close();
});

test('a letter is the key it stands on, whatever script the keyboard writes', { skip }, async () => {
  const room = await enter();
  const page = await room.open('/newsroom/');
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'لا', code: 'KeyB', bubbles: true })));
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '؟', code: 'Slash', bubbles: true })));
  assert.equal(await page.locator('#keyboard').isVisible(), true);
  isQuiet(page);
  await room.close();
});

test('breaking news over the work: b, type, Ctrl+Enter, and open pages have it', { skip }, async () => {
  const room = await enter();
  const reader = await open(browser, paper.server, '/en/');
  const page = await room.open('/newsroom/stories/', { init: axe });
  await page.locator('#find').fill('work that stays');
  await page.keyboard.press('Alt+b');
  const text = page.locator('#field-text-en');
  await until('the focus in the text', () => text.evaluate((one) => one === document.activeElement));
  assert.deepEqual(await violations(page), []);
  await text.fill('A comet is bright');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog.breaking').isVisible(), false);
  assert.equal(await page.locator('#find').inputValue(), 'work that stays');
  await page.keyboard.press('Alt+b');
  assert.equal(await text.inputValue(), 'A comet is bright', 'what was typed is kept');
  await text.fill('A comet is bright enough to be seen by day');
  await page.locator('summary', { hasText: 'Español' }).click();
  await page.locator('#field-text-es').fill('Un cometa se ve de día');
  await text.press('Control+Enter');
  await reader.locator('#ticker', { hasText: 'seen by day' }).waitFor({ state: 'attached' });
  await page.locator('#composer-said', { hasText: /On air in English: \d+ ms.*On air in Español: \d+ ms/ }).waitFor();
  assert.equal(await text.inputValue(), '', 'sent: nothing is left to be sent twice');
  await text.fill('By day a comet is bright enough');
  await page.locator('#composer-near', { hasText: 'Much like the one at' }).waitFor();
  await text.fill(' ');
  await text.press('Control+Enter');
  await page.locator('#field-text-en[aria-invalid="true"]').waitFor();
  assert.deepEqual(await violations(page), []);
  isQuiet(page);
  isQuiet(reader);
  await close(reader);
  await room.close();
});

test('at the flash desk a story is found by its words, and what runs is shown at once', { skip }, async () => {
  const room = await enter();
  const page = await room.open('/newsroom/breaking/');
  await page.keyboard.press('b');
  assert.equal(await here(page), 'field-text-en');
  await page.locator('#field-text-en').fill('A library opens at night');
  await page.locator('#field-story-en').pressSequentially('draft');
  const option = page.locator('#field-story-en-stories option').first();
  await option.waitFor({ state: 'attached' });
  await page.locator('#field-story-en').fill(await option.getAttribute('value'));
  await page.locator('#field-expires').selectOption('at');
  assert.equal(await page.locator('#field-expires_at').isVisible(), true);
  await page.locator('#field-expires').selectOption('30');
  await page.keyboard.press('Control+Enter');
  await page.locator('#running li', { hasText: 'A library opens at night' }).waitFor();
  assert.equal(await page.locator('#running li', { hasText: 'A library opens at night' }).getByText('Its story').count(), 1);
  isQuiet(page);
  await room.close();
});

test('on a phone the menu stands where the thumb is, in Arabic too', { skip }, async () => {
  const who = await signIn(paper.server, { role: 'administrator', lang: 'ar' });
  const room = await enter({ who, viewport: { width: 320, height: 640 }, hasTouch: true });
  const page = await room.open('/newsroom/', { init: axe });
  assert.equal(await page.locator('.side').isVisible(), false);
  await page.locator('.tools summary').tap();
  const menu = page.locator('.tools nav');
  const { y, height } = await menu.boundingBox();
  assert.ok(y >= 0 && y + height <= 640, `from ${y}, ${height} high`);
  assert.equal(await sideways(page), '');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await menu.isVisible(), false);
  isQuiet(page);
  await room.close();
});

test('without a script breaking news is a form', { skip }, async () => {
  const room = await enter({ javaScriptEnabled: false });
  const page = await room.open('/newsroom/');
  await page.locator('[data-tool="breaking"]').click();
  await page.locator('#field-text-en').fill('A lighthouse is lit again');
  await page.locator('#composer button[type="submit"]').click();
  assert.match(page.url(), /said=flash_sent/);
  const row = page.locator('#running li', { hasText: 'A lighthouse is lit again' });
  await row.locator('button').click();
  assert.equal(await page.locator('#field-text-en').inputValue(), 'A lighthouse is lit again', 'can be sent again');
  assert.equal(await page.locator('#running li', { hasText: 'A lighthouse is lit again' }).count(), 0);
  await room.close();
});

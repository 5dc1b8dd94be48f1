// Signing in as people do it: on a phone in Arabic without a script, and with one at a desk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { codeOf, linkOf, password } from '../http/newsroom.mjs';
import { makeSite, mustRun, serve } from '../http/server.mjs';

let server, browser;
before(async () => {
  if (chromium) return;
  [server, browser] = [await serve(makeSite({ editions: 'en,ar' })), await launch()];
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0, server.errors());
});

const invite = (email, role) => linkOf(mustRun(['user', 'add', email, '--role', role, '--data', server.dir]).out);
const secretOf = async (page) => (await page.locator('.secret').textContent()).replaceAll(' ', '');

test('on a phone, in Arabic, without a script', { skip: chromium }, async () => {
  const context = await browser.newContext({ viewport: { width: 375, height: 800 }, locale: 'ar', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.url + invite('laila@example.org', 'editor'));
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  const secret = await secretOf(page);
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=again]').fill('not the same at all');
  await page.locator('[name=code]').fill(codeOf(secret));
  await page.locator('main button').click();
  assert.equal(await page.locator('.faults li').count(), 1);
  assert.equal(await page.locator('[name=again]').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.locator('[name=password]').inputValue(), '');
  assert.equal(await secretOf(page), secret);
  for (const name of ['password', 'again']) await page.locator(`[name=${name}]`).fill(password);
  await page.locator('[name=code]').fill(codeOf(secret));
  await page.locator('main button').click();
  assert.equal(new URL(page.url()).pathname, '/newsroom/');
  await page.goto(`${server.url}/newsroom/me/`);
  await page.locator('[name=lang]').selectOption('ar');
  await page.locator('form[action="/newsroom/me/"] button').click();
  assert.match(await page.locator('.said').textContent(), /\S/);
  await page.locator('form[action$="sign-out-everywhere"] button').click();
  await page.locator('[name=email]').fill('laila@example.org');
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=code]').fill(codeOf(secret, 1).replace(/\d/g, (d) => '٠١٢٣٤٥٦٧٨٩'[d]));
  await page.locator('main button').click();
  assert.equal(new URL(page.url()).pathname, '/newsroom/');
  await context.close();
});

test('at a desk, with a script: what is typed can be looked at, what is shown once copied', { skip: chromium }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (line) => line.type() === 'error' && !/status of 4/.test(line.text()) && errors.push(line.text()));
  await page.goto(server.url + invite('ada@example.org', 'administrator'));
  assert.equal(await page.locator('[name=again]').count(), 0);
  const field = page.locator('[name=password]');
  await field.fill(password);
  const show = page.getByRole('button', { name: 'Show' });
  await show.click();
  assert.equal(await field.getAttribute('type'), 'text');
  await page.getByRole('button', { name: 'Hide' }).click();
  assert.equal(await field.getAttribute('type'), 'password');
  await page.locator('[name=code]').fill(codeOf(await secretOf(page)));
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.url}/newsroom/`);
  await page.goto(`${server.url}/newsroom/staff/new`);
  await page.locator('[name=email]').fill('copied@example.org');
  await page.locator('main form button').click();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const link = await page.locator('#secret').inputValue();
  assert.match(link, /\/newsroom\/enter\/[\w-]{43}$/);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  await page.goto(`${server.url}/newsroom/audit/?act=staff.add`);
  await page.locator('summary', { hasText: 'Before and after' }).first().click();
  assert.match(await page.locator('details[open] .facts').first().innerText(), /copied@example\.org/);
  assert.deepEqual(errors, []);
  await context.close();
});

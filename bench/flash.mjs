// flash: from the key to an open page. One Chromium, a reader's page and the composer beside it: how long
// from Ctrl+Enter going down to the reader's page having changed.
//
//   node bench/flash.mjs [FLASHES]        needs ./dev build, and the npm packages of test/
//
// Both pages are in one browser on one machine and ask the same clock. No network is in it; the rest is:
// the form, the transaction with its sync to disk, the ticker made again, the event, the patch.
import { signIn } from '../test/http/newsroom.mjs';
import { makeSite, serve } from '../test/http/server.mjs';
import { launch } from '../test/browser/chrome.mjs';

const count = Number(process.argv[2] ?? 60);
const server = await serve(makeSite({ demo: true }));
const editor = await signIn(server, { role: 'editor' });
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const [name, value] = editor.cookie.split('=');
await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/newsroom/' }]);

const reader = await context.newPage();
const live = reader.waitForResponse((answer) => answer.url().includes('/live/'));
await reader.goto(`${server.url}/en/`);
await live;
await reader.evaluate(() => {
  window.seen = new Map();
  new MutationObserver(() => {
    const now = performance.timeOrigin + performance.now();
    for (const [, n] of document.getElementById('ticker').textContent.matchAll(/Measured flash (\d+)\./g)) {
      if (!window.seen.has(n)) window.seen.set(n, now);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
});

// In a window of its own: a tab in the background is drawn, and timed, otherwise.
const desk = await (await browser.newContext({ storageState: await context.storageState(), viewport: { width: 1280, height: 800 } })).newPage();
await desk.goto(`${server.url}/newsroom/`);
await desk.keyboard.press('b');
const text = desk.locator('#field-text-en');
await text.waitFor();
await desk.evaluate(() => {
  window.pressed = [];
  document.addEventListener('keydown', (event) => event.key === 'Enter' && window.pressed.push(performance.timeOrigin + performance.now()), { capture: true });
});

const times = [], said = [];
for (let n = 1; n <= count; n += 1) {
  await text.fill(`Measured flash ${n}.`);
  await text.press('Control+Enter');
  const arrived = await reader.waitForFunction((n) => window.seen.get(n), String(n)).then((handle) => handle.jsonValue());
  times.push(arrived - await desk.evaluate(() => window.pressed.at(-1)));
  await desk.waitForFunction(() => /\d ms/.test(document.getElementById('composer-said').textContent));
  said.push(Number(/([\d,]+) ms/.exec(await desk.locator('#composer-said').textContent())[1].replaceAll(',', '')));
}
await browser.close();
await server.stop();

const at = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.ceil(all.length * share) - 1)].toFixed(1);
for (const [what, all] of [['key to the reader’s page changed', times], ['as the composer says it', said]])
  console.log(`${what}: median ${at(all, 0.5)} ms, p90 ${at(all, 0.9)} ms, p99 ${at(all, 0.99)} ms, worst ${at(all, 1)} ms (${all.length} flashes)`);
process.exit(0);

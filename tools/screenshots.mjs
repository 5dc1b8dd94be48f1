// screenshots: the pictures of the README, taken of a demo that runs.
//
//   node tools/screenshots.mjs http://127.0.0.1:8080 var/demo             all; or name those that are wanted:
//   node tools/screenshots.mjs http://127.0.0.1:8080 var/demo newsroom
//
// writes docs/fronts.jpg (two editions side by side), docs/story.jpg, docs/phones.jpg and docs/newsroom.jpg;
// the last with an editor of its own in that site, who is made for it (STOPPRESS_BIN). Needs Chromium and
// the npm packages of test/.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { signIn } from '../test/http/newsroom.mjs';

const root = new URL('..', import.meta.url).pathname;
const { chromium } = createRequire(join(root, 'test/package.json'))('playwright-core');
const [base, dir, ...only] = process.argv.slice(2);
if (!dir) throw new Error('usage: node tools/screenshots.mjs http://127.0.0.1:8080 DIR [fronts|story|phones|newsroom]');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

// One page in one look, as a data URL.
async function look(path, { width, height, dark = false, scale = 1, who }) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const [name, value] = who ? who.cookie.split('=') : [];
  if (who) await context.addCookies([{ name, value, url: `${base}/newsroom/`, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  await page.goto(base + path, { waitUntil: 'load' });
  await page.waitForTimeout(1500); // pictures that are made for the first time
  const bytes = await page.screenshot({ type: 'png' });
  await context.close();
  return { width, height, src: `data:image/png;base64,${bytes.toString('base64')}` };
}

// Side by side on grey, as a JPEG of docs/.
async function compose(name, take, { width, gap = 24, quality = 82 }) {
  if (only.length && !only.includes(name)) return;
  const looks = [];
  for (const [path, options] of await take()) looks.push(await look(path, options));
  const page = await browser.newPage({ viewport: { width, height: 100 }, deviceScaleFactor: 1.5 });
  const total = looks.reduce((sum, one) => sum + one.width, 0);
  const each = (one) => Math.floor((width - gap * (looks.length + 1)) * one.width / total);
  await page.setContent(`<body style="margin:0;background:#d9d5cc"><div style="display:flex;align-items:start;gap:${gap}px;padding:${gap}px">${
    looks.map((one) => `<img src="${one.src}" style="inline-size:${each(one)}px;box-shadow:0 1px 8px #0004">`).join('')}</div>`);
  await page.waitForTimeout(300);
  await (await page.$('div')).screenshot({ path: join(root, 'docs', `${name}.jpg`), type: 'jpeg', quality });
  await page.close();
}

const stories = async (edition) => (await (await fetch(`${base}/api/v1/stories?edition=${edition}&limit=60`)).json()).items;
const pathOf = (list, match) => new URL(list.find(match).url).pathname;
const [en, ar, es] = [await stories('en'), await stories('ar'), await stories('es')];
const isReef = (story) => story.section === 'news/environment';

await compose('fronts', () => [
  ['/en/', { width: 1280, height: 1500 }],
  ['/ar/', { width: 1280, height: 1500 }],
], { width: 1280 });
await compose('story', () => [
  [pathOf(en, isReef), { width: 1280, height: 1400 }],
  [pathOf(ar, isReef), { width: 1280, height: 1400, dark: true }],
], { width: 1280 });
await compose('phones', () => [
  ['/es/', { width: 375, height: 780, scale: 2 }],
  [pathOf(es, (story) => story.kind === 'opinion'), { width: 375, height: 780, scale: 2 }],
  [pathOf(ar, (story) => story.kind === 'infograph'), { width: 375, height: 780, scale: 2 }],
  ['/ar/coverage/journeys/', { width: 375, height: 780, scale: 2, dark: true }],
], { width: 1280 });
await compose('newsroom', async () => {
  const looks = [];
  for (const [lang, list] of [['en', en], ['ar', ar]]) {
    const who = await signIn({ url: base, dir }, { email: `${lang}-${Date.now()}@example.org`, name: 'Ada', lang });
    looks.push([`/newsroom/story/${list.find(isReef).id}/`, { width: 1280, height: 940, who }]);
  }
  return looks;
}, { width: 1280, quality: 68 });
await browser.close();

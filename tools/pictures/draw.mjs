// draw: makes the pictures of the demo newspaper.
//
//   node tools/pictures/draw.mjs [ID…]          writes demo/pictures/ID.jpg, all of them without IDs
//
// Needs Chromium, the npm packages of test/ and jpegtran (Debian: libjpeg-turbo-progs). The results
// are committed; no build runs this. A page draws (page.html, scenes/) and this encodes: the best
// quality whose file stays below the limit, then made progressive without loss.

import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../../test/browser/chrome.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const target = join(root, 'demo/pictures');
const origin = 'http://pictures.invalid';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.woff2': 'font/woff2', '.css': 'text/css' };

// The page sees this folder and the site's fonts, under a name that leads nowhere else.
async function serve(route) {
  const { pathname } = new URL(route.request().url());
  const path = /^\/(fonts|style)\//.test(pathname) ? join(root, 'web', pathname) : join(here, pathname);
  const body = await readFile(path).catch(() => null);
  return body ? route.fulfill({ body, contentType: types[extname(path)] }) : route.fulfill({ status: 404 });
}

const browser = await launch();
const page = await browser.newPage();
page.on('pageerror', (error) => console.error(error));
await page.route(`${origin}/**`, serve);
await page.goto(`${origin}/page.html`);
await page.waitForFunction(() => window.pictures_ready);
await mkdir(target, { recursive: true });

const known = await page.evaluate(() => window.picture_names());
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
for (const name of wanted) {
  if (!known.includes(name)) {
    console.error(`There is no picture "${name}".`);
    process.exitCode = 1;
    continue;
  }
  const { jpeg, quality } = await page.evaluate((id) => window.picture_draw(id), name);
  const bytes = execFileSync('jpegtran', ['-copy', 'none', '-optimize', '-progressive'], { input: Buffer.from(jpeg, 'base64') });
  await writeFile(join(target, `${name}.jpg`), bytes);
  console.log(`${name} ${Math.round(bytes.length / 1024)} KB, quality ${quality}`);
}
await browser.close();

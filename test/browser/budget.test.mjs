// What a first view costs a phone, in bytes as they travel (brotli for text): budget.json says how much
// each kind of page may. A page that outgrows it fails here, not on a reader's bill.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { close, newspaper, open } from './site.mjs';

const skip = chromium;
const budget = JSON.parse(readFileSync(new URL('budget.json', import.meta.url), 'utf8'));
const PHONE = { viewport: { width: 375, height: 800 }, deviceScaleFactor: 2 };
let paper, browser;

before(async () => {
  if (skip) return;
  paper = await newspaper();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

// The bytes of an answer as it travels to whoever takes brotli. A page has it when it was asked for often.
function weigh(url) {
  const once = () => new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => { bytes += part.length; });
      answer.on('end', () => resolve([bytes, answer.headers['content-encoding']]));
    }).on('error', reject).end();
  });
  return (async () => {
    for (let i = 0; i < 20; i += 1) {
      const [bytes, encoding] = await once();
      if (encoding === 'br') return bytes;
    }
    return (await once())[0];
  })();
}

const kindOf = (url, type) => (type === 'document' ? 'html' : type === 'stylesheet' ? 'css' : type === 'script' ? 'js' : type === 'font' ? 'fonts' : type === 'image' && !url.endsWith('.svg') ? 'pictures' : 'other');

// What a phone asks for until the page is still, by kind.
async function view(path) {
  const asked = [];
  const context = await browser.newContext(PHONE);
  context.on('request', (one) => asked.push([one.url(), one.resourceType()]));
  const page = await open(browser, paper.server, path, { context });
  await page.waitForTimeout(300);
  await close(page);
  const sums = { html: 0, css: 0, js: 0, fonts: 0, pictures: 0, other: 0 };
  const urls = asked.filter(([url]) => !url.includes('/live/') && !url.includes('/_count/') && !url.startsWith('data:'));
  for (const [url, type] of urls) sums[kindOf(url, type)] += await weigh(url);
  return { ...sums, text: sums.html + sums.css + sums.js + sums.fonts, requests: urls.length };
}

for (const edition of ['en', 'es', 'ar']) {
  test(`a first view in ${edition} keeps to its budget`, { skip }, async () => {
    const story = (await paper.stories(edition)).find((one) => one.kind === 'feature');
    const pages = { story: paper.path(story), front: `/${edition}/`, list: `/${edition}/news/environment/` };
    const wrong = [];
    for (const [kind, path] of Object.entries(pages)) {
      const spent = await view(path);
      console.log(`# ${edition} ${kind}: ${JSON.stringify(spent)}`);
      for (const [what, limit] of Object.entries(budget[kind]))
        if (spent[what] > limit) wrong.push(`${edition} ${kind}: ${what} ${spent[what]} of ${limit}`);
    }
    assert.deepEqual(wrong, []);
  });
}

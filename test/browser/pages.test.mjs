// Every kind of page in three editions: valid, accessible, no wider than the smallest screen, usable by
// keyboard, and its edition switch leads where it says.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { close, isQuiet, kinds, newspaper, open } from './site.mjs';

const skip = chromium;
const EDITIONS = ['en', 'es', 'ar'];
const require = createRequire(import.meta.url);
let paper, browser;
const all = []; // [edition, kind, path]

before(async () => {
  if (skip) return;
  paper = await newspaper();
  browser = await launch();
  for (const edition of EDITIONS) {
    const whole = {
      edition, headline: 'Everything a text may have', kicker: 'Kicker', standfirst: 'What stands below the headline.', place: 'Kyiv', topics: ['Kyiv', 'Grain'], authors: ['A Name', 'Another'], source: 'AP', regions: ['europe'],
      body: '## A heading\n\nText with **strong**, *em*, [a link](https://example.org/) and `code`.\n\n- one\n- two\n\n1. first\n2. second\n\n> A quotation.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n### Lower\n\nThe end.',
    };
    const rich = await paper.story(whole);
    await paper.post(`/stories/${rich.id}/correct`, { note: 'A word was wrong.' }, 200);
    const gone = await paper.story({ ...whole, headline: 'Gone' });
    await paper.post(`/stories/${gone.id}/withdraw`, { reason: 'It was not so.' }, 200);
    await paper.flash({ edition, place: 'Lima', source: 'AP', text: 'Something happened', bar: true });
    for (let i = 0; edition === 'en' && i < 25; i += 1) await paper.story({ headline: `Filler ${i}`, section: 'articles/blog' });
    all.push(...(await kinds(paper, edition)).map(([kind, path]) => [edition, kind, path]),
      [edition, 'story, rich', paper.path(rich)], [edition, 'gone', paper.path(gone)], [edition, 'bad request', `/${edition}/%zz`]);
  }
  all.push(['en', 'second page', '/en/articles/blog/?page=2'], ['en', 'nowhere', '/nowhere']);
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

// Switched off, and why: see docs of html-validate.
//   long-title             a headline is as long as it is; feeds and cards cut it themselves
//   no-trailing-whitespace it is not an error in HTML, and templates leave empty lines
const RULES = { 'long-title': 'off', 'no-trailing-whitespace': 'off' };

test('the pages are valid', { skip }, async () => {
  const { HtmlValidate } = require('html-validate');
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard'], rules: RULES });
  const wrong = [];
  for (const [edition, kind, path] of all) {
    const answer = await paper.server.call('GET', path);
    assert.match(answer.headers.get('content-type'), /^text\/html/, path);
    const report = await validator.validateString(answer.text);
    for (const message of report.results.flatMap((result) => result.messages)) wrong.push(`${edition} ${kind}: ${message.ruleId} ${message.message} (${message.line}:${message.column})`);
  }
  assert.deepEqual(wrong, []);
});

const java = (() => {
  try { execFileSync('java', ['-version'], { stdio: 'ignore' }); return false; } catch { return 'needs Java'; }
})();

// The checker of the standard's own authors, on all pages in one run.
test('the Nu checker finds no error', { skip: skip || java }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pages-'));
  const files = [];
  for (const [i, [edition, kind, path]] of all.entries()) {
    const file = join(dir, `${i}.html`);
    writeFileSync(file, (await paper.server.call('GET', path)).text);
    files.push([file, `${edition} ${kind}`]);
  }
  const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
  const run = spawnSync('java', ['-Xss4m', '-jar', jar, '--format', 'json', '--stdout', ...files.map(([file]) => file)], { encoding: 'utf8', maxBuffer: 64 << 20 });
  rmSync(dir, { recursive: true });
  const wrong = JSON.parse(run.stdout).messages.filter(({ type, subType }) => type === 'error' || subType === 'warning').map(({ url, message, lastLine, extract }) => {
    const [, name] = files.find(([file]) => url.endsWith(file)) ?? [, url];
    return `${name}:${lastLine} ${message} ${(extract ?? '').replace(/\s+/g, ' ')}`;
  });
  assert.deepEqual(wrong, []);
});

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Once what fades in has come.
async function violations(page) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), TAGS);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target.join(' ')} ${node.failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`));
}

// Pairwise: each kind in each edition once, in one look after the other, so that each kind and each
// edition is seen light and dark, narrow and wide. All of them with PAGES=all (./dev check --all).
const LOOKS = [['light', 320], ['dark', 1280], ['dark', 320], ['light', 1280]];
const looks = (kind, edition) => {
  const every = [...new Set(all.map(([, one]) => one))];
  return process.env.PAGES === 'all' ? LOOKS : [LOOKS[(every.indexOf(kind) + EDITIONS.indexOf(edition)) % 4]];
};

test('axe finds nothing', { skip }, async () => {
  const wrong = [];
  for (const [edition, kind, path] of all) {
    for (const [colorScheme, width] of looks(kind, edition)) {
      const page = await open(browser, paper.server, path, { colorScheme, viewport: { width, height: 800 }, wait: false, init: axe });
      for (const one of await violations(page)) wrong.push(`${edition} ${kind} ${colorScheme} ${width}: ${one}`);
      isQuiet(page);
      await close(page);
    }
  }
  assert.deepEqual([...new Set(wrong)], []);
});

test('axe finds nothing after a patch either, with the menu open', { skip }, async () => {
  const page = await open(browser, paper.server, '/ar/', { init: axe });
  const flash = await paper.flash({ edition: 'ar', text: 'خبر عاجل', bar: true });
  await page.locator(`#flash-${flash.id}`).waitFor({ state: 'attached' });
  await page.locator('#menu summary').click();
  assert.deepEqual(await violations(page), []);
  isQuiet(page);
  await close(page);
});

test('nothing is wider than 320 px, with larger spacing neither', { skip }, async () => {
  const wrong = [];
  for (const [edition, kind, path] of all) {
    const page = await open(browser, paper.server, path, { viewport: { width: 320, height: 640 }, wait: false });
    const measure = () => page.evaluate(() => {
      const { scrollWidth } = document.documentElement;
      const wide = [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > 321 && getComputedStyle(one).position !== 'absolute');
      return scrollWidth > 320 ? `${scrollWidth} px, ${wide?.outerHTML.slice(0, 100)}` : '';
    });
    const plain = await measure();
    if (plain) wrong.push(`${edition} ${kind}: ${plain}`);
    // WCAG 1.4.12; the sheet is constructed, for the policy takes no inline style.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
      document.adoptedStyleSheets = [sheet];
    });
    const spaced = await measure();
    if (spaced && edition !== 'ar') wrong.push(`${edition} ${kind}, spaced: ${spaced}`);
    await close(page);
  }
  assert.deepEqual(wrong, []);
});

test('by keyboard: the skip link first, focus always in sight, in the order of the page', { skip }, async () => {
  for (const [edition, kind, path] of all.filter(([, kind]) => ['front', 'subsection', 'story, rich', 'gone', 'topic'].includes(kind))) {
    const page = await open(browser, paper.server, path, { wait: false, reducedMotion: 'reduce' });
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', `${edition} ${kind}`);
    let before = -1;
    for (let step = 0; step < 60; step += 1) {
      const at = await page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        // A card's ring goes round the whole of it.
        const rings = [one, one.closest('.card, .rail article, .ranking article')].filter(Boolean).map((ringed) => getComputedStyle(ringed));
        const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
        const under = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 10));
        return {
          name: one.outerHTML.slice(0, 90),
          index: [...document.querySelectorAll('*')].indexOf(one),
          seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
          ring: rings.some((ring) => ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2),
          covered: !(one === under || one.contains(under) || under?.contains(one)),
          body: one === document.body,
        };
      });
      if (at.body) break;
      assert.ok(at.seen, `${edition} ${kind}: focus out of sight on ${at.name}`);
      assert.ok(at.ring, `${edition} ${kind}: no ring on ${at.name}`);
      assert.ok(!at.covered, `${edition} ${kind}: covered ${at.name}`);
      assert.ok(at.index > before, `${edition} ${kind}: back to ${at.name}`);
      before = at.index;
      await page.keyboard.press('Tab');
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await close(page);
  }
});

test('the edition switch leads to the translation, or to the front and says so', { skip }, async () => {
  const translated = (await paper.stories('en')).find((story) => /\/news\/environment\/the-bird/.test(story.url));
  const page = await open(browser, paper.server, paper.path(translated), { wait: false });
  for (const edition of ['es', 'ar']) {
    const link = page.locator(`.editions a[hreflang="${edition}"]`);
    assert.match(await link.getAttribute('href'), new RegExp(`^/${edition}/news/environment/.`));
    assert.doesNotMatch(await link.textContent(), /\(/);
    assert.equal(await link.getAttribute('lang'), edition);
    assert.equal(await link.getAttribute('dir'), edition === 'ar' ? 'rtl' : 'ltr');
  }
  assert.equal(await page.locator('.editions a[hreflang="en"]').getAttribute('aria-current'), 'true');
  assert.equal(await page.locator('link[rel=alternate][hreflang]').count(), 4);
  await page.locator('.editions a[hreflang="ar"]').click();
  await page.waitForURL(/\/ar\/news\/environment\//);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ar');
  await page.locator('.editions a[hreflang="en"]').click();
  await page.waitForURL((url) => url.pathname === paper.path(translated));
  const lone = await paper.story({ headline: 'In English only' });
  await page.goto(paper.server.url + paper.path(lone));
  for (const [edition, note] of [['es', /\(portada\)/i], ['ar', /\(.*\)/]]) {
    const link = page.locator(`.editions a[hreflang="${edition}"]`);
    assert.equal(await link.getAttribute('href'), `/${edition}/`);
    assert.match(await link.textContent(), note);
  }
  isQuiet(page);
  await close(page);
});

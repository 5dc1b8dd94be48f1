// Thirty nasty mixtures of directions, as headlines, flashes and names of topics: stored clean, isolated
// where they are set into a line, and never turning what stands after them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';

const skip = chromium;
const NASTY = [
  'abc \u202eevil\u202c def', // an override, ended
  'abc \u202eevil def', // and not ended
  'أخبار \u202dabc', // left-to-right override in Arabic
  '\u202bembedded without an end', '\u202aembedded without an end',
  '\u2067isolated without an end', '\u2066\u2067\u2068three without an end', 'an end\u2069 without a start', '\u2069\u2069\u2069 ends',
  '\u2068\u202eboth\u2069 after', '\u200f\u200f\u200fmarks first', 'marks last\u200f', 'السعر 42.195 كيلومترا', 'نتيجة المباراة 3-2 (AET)',
  'C++ و C# في 2026', 'هاشتاغ #BreakingNews @user', 'اتصل +1 (555) 123-4567 الآن', '100% — مئة بالمئة (100%)', 'ارتفع -5.2% إلى +3',
  'https://example.org/?q=1 رابط', '«اقتباس "nested" اقتباس»', '(قوسان', 'قوسان)', '!!! عاجل !!!', 'ABC عربي XYZ عربي 123', 'עברית و عربي and English',
  'اَلْعَرَبِيَّةُ بِالتَّشْكِيلِ', 'عـــــاجـــــل', '١٢٣ and 123 و ۱۲۳', 'Zalgo t̶̢̛o̵͇͝n̷̰̈́y the end \u200d\u200c',
];
let paper, browser;
const made = []; // {edition, headline, topic, story, flash}
const BAD = /[\u202a-\u202e\u206a-\u206f]/;

function isBalanced(text) {
  let depth = 0;
  for (const c of text) {
    if (/[\u2066-\u2068]/.test(c)) depth += 1;
    if (c === '\u2069') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

before(async () => {
  if (skip) return;
  assert.equal(NASTY.length, 30);
  paper = await newspaper();
  browser = await launch();
  for (const edition of ['en', 'ar'])
    for (const [i, text] of NASTY.entries()) {
      const story = await paper.story({ edition, headline: text, kicker: text, standfirst: text, place: text, topics: [`${text} ${edition}`, 'Plain'], authors: [text, 'Plain'], source: text, body: `${text}\n\nPlain.`, section: 'articles/analysis' });
      made.push({ edition, text, story });
    }
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

// In the page: every text is free of overrides, every element's own text balanced; and where the first
// and the last character of a Latin or digit run stand.
const examine = () => {
  const found = { texts: [], directions: [] };
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('script')) found.texts.push(walk.currentNode.data);
  for (const one of document.querySelectorAll('*')) for (const { value } of one.attributes) found.texts.push(value);
  return found;
};

// Is "Plain", which stands after the nasty text, where the direction of the page puts it, and does it run
// from left to right?
const plains = () => [...document.querySelectorAll('main a, main bdi, main p')].filter((one) => one.childElementCount === 0 && /^Plain\.?$/.test(one.textContent)).map((one) => {
  const range = document.createRange();
  const node = one.firstChild;
  const rect = (i) => { range.setStart(node, i); range.setEnd(node, i + 1); return range.getBoundingClientRect(); };
  return { runs: rect(0).left < rect(4).left, direction: getComputedStyle(one.closest('li, p, ul, div')).direction };
});

test('what is stored is balanced and free of overrides', { skip }, () => {
  for (const { text, story } of made) {
    for (const value of [story.headline, story.kicker, story.standfirst, story.place, story.source, ...story.topics, ...story.authors]) {
      assert.doesNotMatch(value, BAD, text);
      assert.ok(isBalanced(value), JSON.stringify([text, value]));
      assert.ok(value.length > 0);
    }
    assert.equal(story.headline, story.kicker);
  }
});

test('stories show it and what follows keeps its direction', { skip }, async () => {
  const context = await browser.newContext();
  for (const { edition, text, story } of made) {
    const page = await open(browser, paper.server, paper.path(story), { context, wait: false });
    assert.equal(await page.locator('h1').textContent(), story.headline);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('h1')).direction), edition === 'ar' ? 'rtl' : 'ltr');
    const { texts } = await page.evaluate(examine);
    for (const one of texts) {
      assert.doesNotMatch(one, BAD, text);
      // A paragraph ends what was begun in it; its spans are kept as they were written.
      assert.ok(isBalanced(one) || one === text, JSON.stringify([text, one.slice(0, 200)]));
    }
    const after = await page.evaluate(plains);
    assert.ok(after.length >= 3, `${after.length}`); // author, topic, paragraph
    for (const one of after) {
      assert.ok(one.runs, `turned: ${JSON.stringify(text)}`);
      assert.equal(one.direction, edition === 'ar' ? 'rtl' : 'ltr');
    }
    isQuiet(page);
    await page.close();
  }
  await context.close();
});

test('lists, fronts and topics stay in order', { skip }, async () => {
  for (const path of ['/en/', '/ar/', '/en/articles/analysis/', '/ar/articles/analysis/', '/en/latest/', '/ar/latest/']) {
    const page = await open(browser, paper.server, path, { wait: false });
    const { texts } = await page.evaluate(examine);
    for (const one of texts) assert.ok(!BAD.test(one) && isBalanced(one), JSON.stringify(one.slice(0, 200)));
    // The time stands before the headline, on the side where a line begins.
    const rows = await page.evaluate(() => [...document.querySelectorAll('.rail article')].map((row) => {
      const time = row.querySelector('time').getBoundingClientRect();
      const head = row.querySelector('h3').getBoundingClientRect();
      return { time: time.left, head: head.left, timeRight: time.right, headRight: head.right, wide: innerWidth > 700 };
    }));
    for (const row of rows) {
      if (path.startsWith('/ar')) assert.ok(row.timeRight >= row.headRight - 1, path);
      else assert.ok(row.time <= row.head + 1, path);
    }
    isQuiet(page);
    await close(page);
  }
  const topics = (await paper.get('/topics?edition=ar&limit=100')).items.filter(({ name }) => NASTY.some((text) => name.includes(text.slice(0, 4))));
  for (const topic of topics) {
    const page = await open(browser, paper.server, paper.path(topic), { wait: false });
    assert.equal(page.status, 200);
    assert.equal((await page.locator('h1').textContent()).trim(), topic.name);
    assert.match(new URL(page.url()).pathname, /^\/ar\/topic\/[A-Za-z0-9%-]+\/$/);
    await close(page);
  }
});

test('flashes: place, source and text each keep to themselves', { skip }, async () => {
  for (const edition of ['en', 'ar']) {
    const page = await open(browser, paper.server, `/${edition}/`, { reducedMotion: 'reduce' });
    for (const text of NASTY) {
      const flash = await paper.flash({ edition, place: text, source: 'AP', text });
      const item = page.locator(`#flash-${flash.id}`);
      await item.waitFor({ timeout: 3000 });
      const said = await item.textContent();
      assert.ok(isBalanced(said) && !BAD.test(said), JSON.stringify(said));
      assert.ok(said.includes(flash.place) && said.endsWith(flash.text));
      const order = await item.evaluate((one) => {
        const [place, source] = [...one.querySelectorAll('bdi')].map((part) => part.getBoundingClientRect());
        const time = one.querySelector('time').getBoundingClientRect();
        const range = document.createRange();
        const node = one.querySelectorAll('bdi')[1].firstChild;
        const rect = (i) => { range.setStart(node, i); range.setEnd(node, i + 1); return range.getBoundingClientRect().left; };
        return { time: time.left, place: place.left, source: source.left, top: [place.top, source.top], runs: rect(0) < rect(1) };
      });
      assert.ok(order.runs);
      if (Math.abs(order.top[0] - order.top[1]) < 3) {
        if (edition === 'ar') assert.ok(order.time > order.place && order.place > order.source, JSON.stringify([text, order]));
        else assert.ok(order.time < order.place && order.place < order.source, JSON.stringify([text, order]));
      }
      await paper.end(flash);
    }
    isQuiet(page);
    await close(page);
  }
});

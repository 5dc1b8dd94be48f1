// Thirty nasty mixtures of directions, as headlines, flashes, names, captions, notes and links: stored
// clean, isolated where they are set into a line, and never turning what stands after them.
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

// ── what stands around stories ────────────────────────────────────────────────────────────────

// Parts of one line that do not stand in the order in which they are read. A text's own order is its
// own business: paragraphs of the story itself are left out.
const disordered = () => {
  const found = [];
  const lines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    if (node.nodeType === 3) {
      range.setStart(node, node.data.search(/\S/));
      range.setEnd(node, node.data.trimEnd().length);
    }
    return [...range.getClientRects()].filter((rect) => rect.width > 0);
  };
  const isPart = (node) => (node.nodeType === 3 ? node.data.trim() !== '' : node.nodeType === 1 && getComputedStyle(node).display !== 'none' && getComputedStyle(node).position === 'static' && node.textContent.trim() !== '');
  for (const one of document.querySelectorAll('main *, aside *, footer *, header *')) {
    if (one.closest('.text p:not(.correction p), svg, script, h1, h2, h3') || getComputedStyle(one).visibility !== 'visible') continue;
    const parts = [...one.childNodes].filter(isPart).map((node) => ({ node, rects: lines(node) })).filter(({ rects }) => rects.length);
    const rtl = getComputedStyle(one).direction === 'rtl';
    for (let i = 1; i < parts.length; i += 1) {
      const [a, b] = [parts[i - 1], parts[i]];
      const tops = [...a.rects, ...b.rects].map((rect) => rect.top + rect.height / 2);
      if (Math.max(...tops) - Math.min(...tops) > 8) continue; // on more lines than one
      const [aRight, aLeft] = [Math.max(...a.rects.map((rect) => rect.right)), Math.min(...a.rects.map((rect) => rect.left))];
      const [bRight, bLeft] = [Math.max(...b.rects.map((rect) => rect.right)), Math.min(...b.rects.map((rect) => rect.left))];
      if (rtl ? bRight > aLeft + 1 : bLeft < aRight - 1) found.push([one.outerHTML.slice(0, 300), aLeft, aRight, bLeft, bRight]);
    }
  }
  return found;
};

const gif = (colour) => Buffer.from(`47494638396101000100800000${colour.toString(16).padStart(6, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');
async function picture(colour, text) {
  const form = new FormData();
  form.set('file', new Blob([gif(colour)]), 'a.gif');
  for (const name of ['alt', 'caption', 'credit']) form.set(name, text);
  const answer = await fetch(`${paper.server.url}/api/v1/media`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${paper.token}` } });
  const json = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(json));
  return json;
}

test('people, sources, dossiers, pictures and notes keep to themselves, on every page', { skip }, async (t) => {
  const clean = (text, about) => {
    assert.ok(text && !BAD.test(text) && isBalanced(text), JSON.stringify([about, text]));
    return text;
  };
  const seen = new Map(); // page → in which edition
  for (const edition of ['en', 'ar']) {
    const { items: sections } = await paper.get(`/sections?edition=${edition}&limit=100`);
    const stories = [];
    for (const [i, text] of NASTY.entries()) {
      const name = `${text} ${edition === 'en' ? 'a' : 'b'}${i}`;
      const shot = await picture(i * 2 + (edition === 'ar' ? 1 : 0) + 1, text);
      for (const field of ['alt', 'caption', 'credit']) clean(shot[field], field);
      const dossier = await paper.post('/dossiers', { edition, title: name, text: `${text}\n\nPlain.`, picture: shot.id }, 201);
      const person = await paper.post('/people', { name, role: text, about: text }, 201);
      const source = await paper.post('/sources', { name, url: 'https://example.org/' }, 201);
      for (const value of [dossier.title, person.name, person.role, source.name]) clean(value, text);
      const story = await paper.story({ edition, headline: text, kicker: text, place: text, picture: shot.id, authors: [person.name, 'Plain'], source: source.name, topics: [name, 'Plain'], dossiers: [dossier.id], section: 'articles/analysis', kind: 'analysis', body: `Plain.\n\n![${text}](/media/${shot.id})` });
      clean((await paper.post(`/stories/${story.id}/correct`, { note: text }, 200)).correction, 'note');
      stories.push(story.id);
      if ((i + (edition === 'ar' ? 4 : 0)) % 8) continue; // some pages of each kind are looked at, and all lists
      for (const path of [paper.path(story), paper.path(dossier), `/${edition}/author/${person.slug}/`, `/${edition}/source/${source.slug}/`]) seen.set(path, edition);
    }
    const social = NASTY.slice(0, 12).map((text) => ({ name: text.slice(0, 38), url: 'https://example.org/' }));
    for (const link of (await paper.call('PATCH', `/editions/${edition}`, { social, slogan: NASTY[edition === 'en' ? 2 : 4] }, 200)).social) clean(link.name, 'social');
    const containers = NASTY.slice(0, 6).map((text, i) => ({ kind: 'row-4', title: text, fill: '', slots: stories.slice(i * 4, i * 4 + 4).map((story) => ({ story, kicker: text, headline: text })) }));
    for (const container of (await paper.call('PATCH', `/fronts/${edition}`, { containers }, 200)).containers) clean(container.title, 'container');
    const day = (await paper.get(`/stories/${stories[0]}`)).published_at.slice(0, 10).split('-');
    const section = sections.find(({ slug }) => slug === 'articles/analysis');
    for (const path of ['', 'authors/', 'coverage/', 'corrections/', 'most-read/', 'latest/', 'archive/', `archive/${day.slice(0, 2).join('/')}/`, `archive/${day.join('/')}/`]) seen.set(`/${edition}/${path}`, edition);
    seen.set(paper.path(section), edition);
  }
  const context = await browser.newContext();
  t.after(() => context.close());
  const wrong = new Map();
  for (const [path, edition] of seen) {
    const page = await open(browser, paper.server, path, { context, wait: false });
    assert.equal(page.status, 200, path);
    for (const one of (await page.evaluate(examine)).texts) assert.ok(!BAD.test(one) && isBalanced(one), `${path} ${JSON.stringify(one.slice(0, 200))}`);
    for (const [html, ...places] of await page.evaluate(disordered)) wrong.set(html, [path, ...places.map(Math.round)]);
    for (const one of await page.evaluate(plains)) {
      assert.ok(one.runs, path);
      assert.equal(one.direction, edition === 'ar' ? 'rtl' : 'ltr', path);
    }
    isQuiet(page);
    await page.close();
  }
  assert.deepEqual([...wrong], []);
});

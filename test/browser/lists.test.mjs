// Lists as one reads them, with long words in them: valid, no wider than the screen, and they follow the news.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium, launch } from './chrome.mjs';
import { close, isQuiet, kinds, newspaper, open } from './site.mjs';

const skip = chromium;
const EDITIONS = ['en', 'es', 'ar'];
const LISTS = ['section', 'subsection', 'region', 'topic', 'author', 'source', 'dossier', 'latest', 'authors', 'coverage', 'corrections', 'archive', 'year', 'month', 'day', 'empty', 'not there'];
const require = createRequire(import.meta.url);
const WORDS = { // a name, a role and a text that are as long as they get, in each language
  en: ['Bartholomew Featherstonehaugh-Cholmondeley', 'Correspondent for the northern coast and the islands', 'Writes of ports and of those who work in them. '.repeat(6)],
  es: ['María de los Ángeles Fernández-Villaverde', 'Corresponsal en la costa norte y en las islas', 'Escribe sobre los puertos y sobre quienes trabajan en ellos. '.repeat(6)],
  ar: ['عبد الرحمن بن عبد العزيز الفيتوري', 'مراسل في الساحل الشمالي والجزر', 'يكتب عن الموانئ ومن يعملون فيها. '.repeat(8)],
};
let paper, browser;
const all = []; // [edition, kind, path]

before(async () => {
  if (skip) return;
  paper = await newspaper({}, { demo: false });
  browser = await launch();
  for (const edition of EDITIONS) {
    const [name, role, about] = WORDS[edition];
    const dossier = await paper.post('/dossiers', { edition, title: name, text: `${about}\n\n${about}` }, 201);
    await paper.post('/dossiers', { edition, title: `${name} 2` }, 201);
    for (let i = 0; i < 23; i += 1) {
      await paper.story({ edition, headline: `${name} ${i}`, standfirst: i % 2 ? about : '', kind: i % 3 ? 'news' : 'analysis', regions: ['europe'], topics: [name, role], authors: [name], source: `${name} AP`, dossiers: i < 8 ? [dossier.id] : [] });
    }
    const wrong = await paper.story({ edition, headline: about.slice(0, 90), authors: [`${name} 2`] });
    await paper.post(`/stories/${wrong.id}/correct`, { note: about }, 200);
    const { items } = await paper.get('/people?limit=100');
    await paper.call('PATCH', `/people/${items.find((one) => one.name === name).id}`, { role, about }, 200);
    all.push(...(await kinds(paper, edition)).filter(([kind]) => LISTS.includes(kind)).map(([kind, path]) => [edition, kind, path]));
    all.push([edition, 'second page', `/${edition}/latest/?page=2`]);
  }
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

test('lists are valid', { skip }, async () => {
  const { HtmlValidate } = require('html-validate');
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard'], rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off' } });
  const wrong = [];
  for (const [edition, kind, path] of all) {
    const report = await validator.validateString((await paper.server.call('GET', path)).text);
    for (const message of report.results.flatMap((result) => result.messages)) wrong.push(`${edition} ${kind}: ${message.ruleId} ${message.message} (${message.line}:${message.column})`);
  }
  assert.deepEqual(wrong, []);
});

test('what machines are told of a list is JSON-LD that names it', { skip }, async () => {
  for (const [edition, kind, path] of all.filter(([, kind]) => kind !== 'not there')) {
    const { text } = await paper.server.call('GET', path);
    const told = [...text.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)].map(([, json]) => JSON.parse(json));
    const page = told.find((one) => one['@type'] === (kind === 'author' ? 'ProfilePage' : 'CollectionPage'));
    assert.ok(page, `${edition} ${kind}`);
    const h1 = text.match(/<h1>(?:<bdi>)?([^<]+)/)[1].trim();
    assert.equal(page.name.replaceAll('&', '&amp;'), h1, `${edition} ${kind}`);
    assert.ok(told.some((one) => one['@type'] === 'BreadcrumbList' && one.itemListElement.length >= 2), `${edition} ${kind}`);
  }
});

// At 320 px every kind of page is measured by pages.test.mjs.
test('lists fit a tablet and a desk, in both directions', { skip }, async () => {
  const wrong = [];
  for (const width of [768, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    for (const [i, [edition, kind, path]] of all.entries()) {
      if (i % 2 === (width === 768 ? 0 : 1)) continue; // by turns
      const page = await open(browser, paper.server, path, { context, wait: false });
      const wide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return '';
        const one = [...document.querySelectorAll('main *')].find((element) => element.getBoundingClientRect().right > clientWidth + 1 || element.getBoundingClientRect().left < -1);
        return `${scrollWidth} px, ${one?.outerHTML.slice(0, 80)}`;
      });
      if (wide) wrong.push(`${edition} ${kind} ${width}: ${wide}`);
      await page.close();
    }
    await context.close();
  }
  assert.deepEqual(wrong, []);
});

test('an open list takes in what is published, and a correction stands on its page at once', { skip }, async () => {
  const [name] = WORDS.en;
  const author = all.find(([edition, kind]) => edition === 'en' && kind === 'author')[2];
  const pages = await Promise.all([author, '/en/news/politics/', '/en/latest/', '/en/corrections/'].map((path) => open(browser, paper.server, path)));
  const person = (await paper.get('/people?limit=100')).items.find(({ slug }) => author.includes(`/${slug}/`));
  const story = await paper.story({ headline: 'Just in', authors: [person.name ?? name] });
  for (const page of pages.slice(0, 3)) await page.locator('#content a', { hasText: 'Just in' }).waitFor();
  await paper.post(`/stories/${story.id}/correct`, { note: 'It was a minute later.' }, 200);
  await pages[3].locator('#content', { hasText: 'It was a minute later.' }).waitFor();
  for (const page of pages) {
    assert.equal(page.visits ?? 1, 1);
    isQuiet(page);
    await close(page);
  }
});

test('an archive day reads in the time of its edition, mirrored where it is Arabic', { skip }, async () => {
  const day = all.find(([edition, kind]) => edition === 'ar' && kind === 'day')[2];
  const page = await open(browser, paper.server, day, { wait: false, viewport: { width: 1280, height: 800 } });
  const [time, headline] = await page.evaluate(() => ['.rail time', '.rail h3'].map((one) => document.querySelector(one).getBoundingClientRect().left));
  assert.ok(time > headline);
  assert.match(await page.locator('.rail time').first().textContent(), /^\d\d:\d\d$/);
  await close(page);
});

// Lists of stories as readers visit them: addresses, paging, redirects, and the same bytes as fragments.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';

const EDITIONS = ['en', 'es', 'ar'];
let server, token;

const call = (method, path, body) => server.call(method, `/api/v1${path}`, { token, body });

async function must(method, path, body) {
  const answer = await call(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

async function publish(fields) {
  const made = await must('POST', '/stories', { edition: 'en', section: 'news/politics', body: 'Text.', ...fields });
  return must('POST', `/stories/${made.id}/publish`, {});
}

before(async () => {
  const dir = makeSite();
  token = makeToken(dir);
  server = await serve(dir);
  for (const edition of EDITIONS) {
    const dossier = await must('POST', '/dossiers', { edition, title: 'Grain', slug: 'grain', text: 'What it is.\n\nAnd what came of it.' });
    for (let i = 0; i < 25; i += 1) {
      await publish({ edition, headline: `Story ${i}`, regions: ['europe'], topics: ['Kyiv', 'Harbours'], authors: ['Ana Ruiz'], source: 'AP', dossiers: [dossier.id] });
    }
    const wrong = await publish({ edition, headline: 'What was wrong' });
    await must('POST', `/stories/${wrong.id}/correct`, { note: 'A <number> was wrong.' });
  }
});
after(async () => server && assert.equal(await server.stop(), 0));

const today = () => new Date().toISOString().slice(0, 10).split('-');
// [what follows the edition, its fragment's name where it is followed, has it a second page]
const lists = (edition) => [
  ['latest', `list:latest:${edition}`, true],
  ['news', /list:section:\d+/, true],
  ['news/politics', /list:section:\d+/, true],
  ['region/europe', /list:region:\d+/, true],
  ['topic/kyiv', /list:topic:\d+/, true],
  ['author/ana-ruiz', new RegExp(`list:person:\\d+:${edition}`), true],
  ['source/ap', new RegExp(`list:source:\\d+:${edition}`), true],
  ['coverage/grain', /list:dossier:\d+/, true],
  ['corrections', `list:corrections:${edition}`],
  ['authors'], ['coverage'], ['most-read'], ['most-read/hour'], ['most-read/week'],
  ['archive'], [`archive/${today()[0]}`], [`archive/${today().slice(0, 2).join('/')}`], [`archive/${today().join('/')}`],
];

test('each list has one address, and the other form leads to it', async () => {
  for (const edition of EDITIONS) {
    for (const [rest] of lists(edition)) {
      const path = `/${edition}/${rest}/`;
      const page = await server.call('GET', path);
      assert.equal(page.status, 200, path);
      assert.match(page.text, new RegExp(`<html lang="${edition}"`), path);
      assert.equal(page.text.match(/<h1[ >]/g).length, 1, path);
      assert.match(page.text, new RegExp(`<link rel="canonical" href="${server.url}${path}">`), path);
      assert.match(page.text, /<meta name="description" content=".+">/, path);
      const bare = await server.call('GET', path.slice(0, -1));
      assert.equal(bare.status, 301, path);
      assert.equal(new URL(bare.headers.get('location'), server.url).pathname, path);
      const { headers } = await server.call('HEAD', path);
      assert.ok(headers.get('etag'), path);
    }
  }
});

test('pages of a list: real links forth and back, one address each, and an end', async () => {
  for (const edition of EDITIONS) {
    for (const [rest, , hasMore] of lists(edition)) {
      const path = `/${edition}/${rest}/`;
      const first = await server.call('GET', `${path}?page=1`);
      const plain = await server.call('GET', path);
      assert.equal(first.text, plain.text, path);
      if (!hasMore) continue;
      assert.match(plain.text, new RegExp(`href="${path}\\?page=2" rel="next"`), path);
      const second = await server.call('GET', `${path}?page=2`);
      assert.equal(second.status, 200, path);
      assert.match(second.text, new RegExp(`<link rel="canonical" href="${server.url}${path}\\?page=2">`), path);
      assert.match(second.text, new RegExp(`href="${path}" rel="prev"`), path);
      assert.doesNotMatch(second.text, /rel="next"/, path);
      assert.equal((await server.call('GET', `${path}?page=3`)).status, 404, path);
      const bare = await server.call('GET', `${path.slice(0, -1)}?page=2`);
      assert.ok(bare.headers.get('location').endsWith(`${path}?page=2`), path);
    }
  }
});

test('nothing stands twice on a list, and nothing is missing', async () => {
  for (const rest of ['latest', 'news/politics', 'region/europe', 'author/ana-ruiz', 'coverage/grain']) {
    const seen = new Map();
    for (const page of ['', '?page=2']) {
      const { text } = await server.call('GET', `/en/${rest}/${page}`);
      const main = text.slice(text.indexOf('<main'), text.indexOf('</main>')).replace(/<aside[^]*?<\/aside>/g, '');
      for (const [, path] of main.matchAll(/<h3><a href="([^"]+)"/g)) seen.set(path, (seen.get(path) ?? 0) + 1);
    }
    const wanted = ['author/ana-ruiz', 'coverage/grain', 'region/europe'].includes(rest) ? 25 : 26;
    assert.equal(seen.size, wanted, rest);
    assert.deepEqual([...seen.values()].filter((times) => times > 1), [], rest);
  }
});

test('a list in a page is its fragment, byte for byte', async () => {
  for (const edition of EDITIONS) {
    for (const [rest, name] of lists(edition).filter(([, fragment]) => fragment)) {
      const page = (await server.call('GET', `/${edition}/${rest}/`)).text;
      const named = page.match(name instanceof RegExp ? new RegExp(`data-frag="(${name.source})"`) : new RegExp(`data-frag="(${name})"`));
      assert.ok(named, rest);
      const fragment = await server.call('GET', `/_f/${named[1]}`);
      assert.equal(fragment.status, 200, named[1]);
      assert.ok(page.includes(fragment.text), rest);
    }
  }
});

test('what is no list of ours is not there', async () => {
  const paths = ['archive/2026/13/45/', 'archive/2026/02/30/', 'archive/1999/12/31/', 'archive/2026/1/1/', 'archive/x/', 'author/nobody/', 'author/', 'source/nobody/', 'coverage/nothing/', 'topic/', 'latest/2/', 'authors/a/', 'most-read/year/'];
  for (const edition of EDITIONS) {
    for (const rest of paths) {
      const answer = await server.call('GET', `/${edition}/${rest}`);
      assert.equal(answer.status, 404, rest);
      assert.match(answer.text, new RegExp(`href="/${edition}/archive/"`), rest);
    }
  }
  for (const name of ['list:person:1', 'list:corrections', 'list:corrections:xx', 'list:source:1:xx', 'list:days:en', 'list:dossier:9999']) {
    assert.equal((await server.call('GET', `/_f/${name}`)).status, 404, name);
  }
});

test('a renamed author moves in every edition; a correction is listed whole and escaped', async () => {
  const person = (await must('GET', '/people?limit=100')).items.find(({ slug }) => slug === 'ana-ruiz');
  await must('PATCH', `/people/${person.id}`, { slug: 'ana-ruiz-paz', role: 'Reporter', about: 'Writes of ports.' });
  for (const edition of EDITIONS) {
    const old = await server.call('GET', `/${edition}/author/ana-ruiz/`);
    assert.equal(old.status, 301);
    assert.ok(old.headers.get('location').endsWith(`/${edition}/author/ana-ruiz-paz/`));
    assert.match((await server.call('GET', `/${edition}/authors/`)).text, new RegExp(`href="/${edition}/author/ana-ruiz-paz/"`));
    assert.match((await server.call('GET', `/${edition}/corrections/`)).text, /A &lt;number&gt; was wrong\./);
  }
  await must('PATCH', `/people/${person.id}`, { slug: 'ana-ruiz' });
});

test('archive pages say how many, and lead from day to day', async () => {
  const [year, month, day] = today();
  const page = await server.call('GET', `/en/archive/${year}/${month}/`);
  assert.match(page.text, new RegExp(`<a href="/en/archive/${year}/${month}/${day}/"><span class="vh">[^<]+, 26 stories</span>`));
  assert.match((await server.call('GET', `/en/archive/${year}/${month}/${day}/`)).text, /26 stories/);
  assert.match((await server.call('GET', '/en/archive/')).text, new RegExp(`href="/en/archive/${year}/${month}/"`));
});

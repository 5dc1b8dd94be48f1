// Lists: filters, pages, order; in English and Arabic.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, root, serve } from './server.mjs';

// What the demo holds, by its own files.
const demo = Object.fromEntries(['en', 'es', 'ar'].map((edition) => [edition,
  readFileSync(join(root, 'demo', `${edition}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line))]));
const many = (edition, filter = () => true) => demo[edition].filter(filter).length;
const ALL = many('en');

let server, token;
before(async () => {
  const dir = makeSite({ demo: true });
  token = makeToken(dir);
  server = await serve(dir);
});
after(async () => assert.equal(await server.stop(), 0));

const call = (method, path, options) => server.call(method, `/api/v1${path}`, options);
async function list(query) {
  const answer = await call('GET', `/stories?${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
async function wrong(query, field) {
  const answer = await call('GET', `/stories?${query}`);
  assert.equal(answer.status, 422, answer.text);
  assert.equal(answer.json.errors[0].field, field, answer.text);
}

test('newest first, a page at a time, each story once', async () => {
  for (const query of ['edition=en', 'edition=ar', '']) {
    const seen = [];
    let cursor = '';
    do {
      const page = await list(`${query}&limit=5${cursor && `&cursor=${cursor}`}`);
      assert.ok(page.items.length <= 5);
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor);
    assert.equal(seen.length, query ? ALL : 3 * ALL);
    assert.equal(new Set(seen.map((story) => story.id)).size, seen.length);
    const order = (story) => [Date.parse(story.published_at), Number(story.id)];
    for (let i = 1; i < seen.length; i++) {
      const [a, b] = [order(seen[i - 1]), order(seen[i])];
      assert.ok(a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]));
    }
  }
});

test('a full last page says that nothing follows', async () => {
  const page = await list(`edition=en&limit=${ALL}`);
  assert.equal(page.items.length, ALL);
  assert.equal(page.next, null);
  assert.equal((await list('edition=en')).items.length, 20);
});

test('a list carries the stories, all but the other forms of the body', async () => {
  const { items: [item] } = await list('edition=es&limit=1');
  const one = (await call('GET', `/stories/${item.id}`)).json;
  delete one.body_markdown;
  delete one.body_html;
  assert.deepEqual(item, one);
});

test('each filter, by slug, name and id', async () => {
  const ids = async (query) => (await list(query)).items.map((story) => story.id);
  const first = (await list('edition=en&topic=oceans')).items;
  assert.equal(first.length, many('en', (story) => story.topics.includes('Oceans')));
  assert.ok(first.every((story) => story.topics.includes('Oceans')));
  const topics = (await call('GET', '/topics?edition=en')).json.items;
  const oceans = topics.find((topic) => topic.name === 'Oceans');
  assert.deepEqual(await ids(`edition=en&topic=${oceans.id}`), first.map((story) => story.id));
  assert.deepEqual(await ids('edition=en&topic=Oceans'), first.map((story) => story.id));
  assert.equal((await ids(`edition=ar&topic=${encodeURIComponent('المحيطات')}`)).length, many('ar', (story) => story.topics.includes('المحيطات')));
  assert.equal((await ids('edition=en&section=news/environment')).length, many('en', (story) => story.section === 'news/environment'));
  assert.equal((await ids('edition=en&region=africa')).length, many('en', (story) => story.regions?.includes('africa')));
  assert.equal((await ids('edition=en&kind=infograph')).length, many('en', (story) => story.kind === 'infograph'));
  assert.equal((await ids('edition=en&author=stoppress-culture')).length, many('en', (story) => story.authors.includes('Stoppress Culture')));
  assert.equal((await ids('edition=en&region=europe&section=news/sports')).length, many('en', (story) => story.section === 'news/sports' && story.regions?.includes('europe')));
  assert.equal((await ids('edition=en&topic=nobody-wrote-of-this')).length, 0);
  assert.equal((await ids('edition=en&utm_source=x')).length, 20);
});

test('a section without an edition is that of all', async () => {
  const page = await list('section=news/sports');
  assert.deepEqual(page.items.map((story) => story.edition).sort(), Array.from({ length: 3 }, (_, i) => Array(many('en', (story) => story.section === 'news/sports')).fill(['ar', 'en', 'es'][i])).flat());
  const pages = [];
  let cursor = '';
  do {
    const one = await list(`section=news/environment&limit=4${cursor && `&cursor=${cursor}`}`);
    pages.push(...one.items.map((story) => story.id));
    cursor = one.next;
  } while (cursor);
  assert.equal(pages.length, 3 * many('en', (story) => story.section === 'news/environment'));
  assert.equal(new Set(pages).size, pages.length);
});

test('from and to', async () => {
  const { items } = await list('edition=en&limit=100');
  const middle = items[5].published_at;
  assert.equal((await list(`edition=en&from=${encodeURIComponent(middle)}`)).items.length, 6);
  assert.equal((await list(`edition=en&to=${encodeURIComponent(middle)}&limit=100`)).items.length, ALL - 6);
  assert.equal((await list('edition=en&to=2001-01-01')).items.length, 0);
});

test('what cannot be asked is named', async () => {
  for (const limit of ['0', '101', '-1', 'x', '']) await wrong(`limit=${limit}`, 'limit');
  for (const cursor of ['x', '1', '1-', '-1', '0-0', '1-2-3']) await wrong(`cursor=${cursor}`, 'cursor');
  await wrong('edition=xx', 'edition');
  await wrong('edition=en&section=news/nope', 'section');
  await wrong('edition=en&region=atlantis', 'region');
  await wrong('kind=rumour', 'kind');
  await wrong('from=yesterday', 'from');
  await wrong('q=water', 'q');
});

test('a withdrawn or hidden story leaves the lists at once', async () => {
  const made = await call('POST', '/stories', { token, body: { edition: 'en', headline: 'Short', body: 'x', section: 'news/health' } });
  await call('POST', `/stories/${made.json.id}/publish`, { token });
  assert.equal((await list('edition=en&section=news/health')).items[0].id, made.json.id);
  await call('POST', `/stories/${made.json.id}/withdraw`, { token, body: { reason: 'r' } });
  assert.notEqual((await list('edition=en&section=news/health')).items[0].id, made.json.id);
});

test('sections, regions, topics and people in pages', async () => {
  for (const path of ['/sections?edition=ar', '/sections', '/regions?edition=en', '/topics?edition=es', '/people', '/sources', '/dossiers']) {
    const all = { items: [] };
    for (let next = ''; next !== null;) {
      const page = (await call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${next && `&cursor=${next}`}`)).json;
      all.items.push(...page.items);
      next = page.next;
    }
    const seen = [];
    let cursor = '';
    do {
      const page = await call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=3${cursor && `&cursor=${cursor}`}`);
      assert.equal(page.status, 200, page.text);
      seen.push(...page.json.items);
      cursor = page.json.next;
    } while (cursor);
    assert.deepEqual(seen, all.items, path);
  }
});

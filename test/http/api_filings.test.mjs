// Sections, regions, topics, people, sources, dossiers, editions, and the change log.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';

let server, editor, reporter;
before(async () => {
  const dir = makeSite();
  editor = makeToken(dir, 'editor');
  reporter = makeToken(dir, 'reporter');
  server = await serve(dir);
});
after(async () => assert.equal(await server.stop(), 0));
const call = (method, path, options) => server.call(method, `/api/v1${path}`, options);

const sections = [
  ...['politics', 'economy', 'sports', 'arts-culture', 'health', 'miscellaneous', 'technology', 'environment'].map((s) => `news/${s}`),
  ...['opinion', 'analysis', 'blog', 'features'].map((s) => `articles/${s}`),
  ...['newsfeed', 'video-features', 'explainers', 'tv', 'digital-series'].map((s) => `videos/${s}`),
  'infographs', 'in-pictures'];
const regions = ['africa', 'asia', 'asia-pacific', 'europe', 'latin-america', 'mena', 'palestine', 'us-canada'];

test('a fresh site has the same sections and regions in every edition', async () => {
  for (const edition of ['en', 'es', 'ar']) {
    const slugs = (await call('GET', `/sections?edition=${edition}`)).json.items.map((item) => item.slug);
    for (const slug of sections) assert.ok(slugs.includes(slug), `${edition} ${slug}`);
    const found = (await call('GET', `/regions?edition=${edition}`)).json.items;
    assert.deepEqual(found.map((item) => item.slug).sort(), regions);
    assert.ok(found.every((item) => item.name && item.id && item.edition === edition));
  }
  assert.match((await call('GET', '/regions?edition=ar')).json.items[0].name, /\p{Script=Arabic}/u);
});

test('editions', async () => {
  const { items } = (await call('GET', '/editions')).json;
  assert.deepEqual(items.map((item) => [item.slug, item.dir]), [['en', 'ltr'], ['es', 'ltr'], ['ar', 'rtl']]);
  assert.equal((await call('GET', '/editions/ar')).json.slug, 'ar');
  assert.equal((await call('GET', '/editions/xx')).status, 404);
});

const kinds = {
  sections: [{ edition: 'en', slug: 'news/climate', name: 'Climate' }, { name: 'The Climate', position: 3, hidden: true }],
  regions: [{ edition: 'en', slug: 'arctic', name: 'Arctic' }, { name: 'The Arctic' }],
  topics: [{ edition: 'en', name: 'Kyiv', names: ['Kiev'], kind: 'place' }, { definition: 'The capital of Ukraine' }],
  people: [{ name: 'Desk One', role: 'Desk' }, { about: 'Writes' }],
  sources: [{ name: 'AP', url: 'https://ap.org' }, { name: 'Associated Press' }],
  dossiers: [{ edition: 'en', title: 'Grain', text: 'On grain' }, { title: 'Grain and bread', text: 'On both' }],
};
for (const [many, [made, change]] of Object.entries(kinds)) {
  test(`${many} are made, read and changed`, async () => {
    const first = await call('POST', `/${many}`, { token: editor, body: made });
    assert.equal(first.status, 201, first.text);
    const { id } = first.json;
    assert.equal(typeof id, 'string');
    assert.equal(first.headers.get('location'), `/api/v1/${many}/${id}`);
    for (const [field, value] of Object.entries(made)) {
      if (field === 'names') for (const name of value) assert.ok(first.json.names.includes(name), first.text);
      else assert.equal(first.json[field], value, field);
    }
    assert.ok(first.json.slug);
    assert.deepEqual((await call('GET', `/${many}/${id}`)).json, first.json);
    const changed = await call('PATCH', `/${many}/${id}`, { token: editor, body: change });
    assert.equal(changed.status, 200, changed.text);
    for (const [field, value] of Object.entries(change)) assert.equal(changed.json[field], value, field);
    assert.equal(changed.json.slug, first.json.slug, 'a new name alone changes no address');
    const listed = (await call('GET', `/${many}${made.edition ? '?edition=en' : ''}`)).json.items;
    assert.deepEqual(listed.find((item) => item.id === id), changed.json);
  });

  test(`${many}: codes`, async () => {
    assert.equal((await call('GET', `/${many}/999999`)).status, 404);
    assert.equal((await call('POST', `/${many}`, { body: made })).status, 401);
    assert.equal((await call('PATCH', `/${many}/1`, { token: reporter, body: change })).status, 403);
    assert.equal((await call('PATCH', `/${many}/999999`, { token: editor, body: change })).status, 404);
    assert.equal((await call('DELETE', `/${many}/1`, { token: editor })).status, 405);
    const wrong = await call('POST', `/${many}`, { token: editor, body: { ...made, name: 7, title: 7, shoe: 1 } });
    assert.equal(wrong.status, 422);
    assert.ok(wrong.json.errors.some((error) => error.field === 'shoe'), wrong.text);
    const bare = await call('POST', `/${many}`, { token: editor, body: {} });
    assert.equal(bare.status, 422);
    if (made.edition) assert.equal((await call('POST', `/${many}`, { token: editor, body: { ...made, edition: 'xx' } })).status, 422);
  });
}

test('a rename shows in every story at once', async () => {
  const made = await call('POST', '/stories', { token: editor, body: { edition: 'en', headline: 'H', body: 'b', section: 'news/politics', topics: ['Odesa'], authors: ['First Name'] } });
  await call('POST', `/stories/${made.json.id}/publish`, { token: editor });
  const topic = (await call('GET', '/topics?edition=en')).json.items.find((item) => item.name === 'Odesa');
  await call('PATCH', `/topics/${topic.id}`, { token: editor, body: { name: 'Odesa, Ukraine' } });
  const before = await call('GET', `/stories/${made.json.id}`);
  assert.deepEqual(before.json.topics, ['Odesa, Ukraine']);
  assert.equal(before.status, 200);
});

test('a topic is found by its other names, and merges', async () => {
  const story = (topics) => ({ edition: 'en', headline: 'H', body: 'b', section: 'news/politics', topics });
  await call('POST', '/topics', { token: editor, body: { edition: 'en', name: 'Lviv', names: ['Lvov'] } });
  const named = await call('POST', '/stories', { token: editor, body: story(['lvov']) });
  assert.deepEqual(named.json.topics, ['Lviv']);
  const twice = await call('POST', '/stories', { token: editor, body: story(['Lemberg']) });
  const topics = (await call('GET', '/topics?edition=en')).json.items;
  const [from, into] = ['Lemberg', 'Lviv'].map((name) => topics.find((item) => item.name === name));
  const merged = await call('POST', `/topics/${from.id}/merge`, { token: editor, body: { into: into.id } });
  assert.equal(merged.status, 200, merged.text);
  assert.equal(merged.json.id, into.id);
  assert.ok(merged.json.names.includes('Lemberg'));
  const after = await call('GET', `/stories/${twice.json.id}`, { token: editor });
  assert.deepEqual(after.json.topics, ['Lviv']);
  assert.equal((await call('POST', `/topics/${into.id}/merge`, { token: editor, body: { into: '999999' } })).status === 200, false);
  assert.equal((await call('POST', `/topics/${into.id}/merge`, { token: editor, body: {} })).status, 422);
});

test('two sections cannot have one slug', async () => {
  const made = await call('POST', '/sections', { token: editor, body: { edition: 'en', slug: 'news/politics', name: 'Politics' } });
  assert.ok([409, 422].includes(made.status), made.text);
});

test('a section moves below another', async () => {
  const made = await call('POST', '/sections', { token: editor, body: { edition: 'en', slug: 'science', name: 'Science' } });
  assert.equal(made.json.slug, 'science');
  assert.equal(made.json.parent, null);
  const moved = await call('PATCH', `/sections/${made.json.id}`, { token: editor, body: { parent: 'news' } });
  assert.equal(moved.status, 200, moved.text);
  assert.equal(moved.json.slug, 'news/science');
  assert.equal(moved.json.parent, 'news');
  assert.equal((await call('PATCH', `/sections/${made.json.id}`, { token: editor, body: { parent: 'nope' } })).status, 422);
});

test('the change log, for who may read it', async () => {
  assert.equal((await call('GET', '/changes')).status, 401);
  assert.equal((await call('GET', '/changes', { token: reporter })).status, 403);
  const all = (await call('GET', '/changes?since=0', { token: editor })).json;
  assert.equal(all.complete, true);
  assert.ok(all.items.length > 10);
  const { seq } = (await call('GET', '/changes?since=0&limit=1000', { token: editor })).json;
  let last = seq;
  for (let more = true; more;) {
    const page = (await call('GET', `/changes?since=${last}&limit=1000`, { token: editor })).json;
    last = page.seq;
    more = page.next !== null;
  }
  const made = await call('POST', '/stories', { token: editor, body: { edition: 'en', headline: 'Log', body: 'b', section: 'news/politics' } });
  const draft = (await call('GET', `/changes?since=${last}`, { token: editor })).json;
  assert.deepEqual(draft.items, [], 'drafts touch no public topic');
  await call('POST', `/stories/${made.json.id}/publish`, { token: editor });
  const published = (await call('GET', `/changes?since=${last}`, { token: editor })).json;
  const topics = published.items.map((item) => item.topic);
  assert.ok(topics.includes(`story:${made.json.id}`));
  assert.ok(topics.includes('latest:en'));
  assert.ok(!topics.includes('due'));
  assert.ok(published.items.every((item, i, items) => i === 0 || item.seq > items[i - 1].seq));
  for (const since of ['x', '-1', '1.5']) assert.equal((await call('GET', `/changes?since=${since}`, { token: editor })).status, 422);
});

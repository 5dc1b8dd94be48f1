// A region of a page is the fragment of its name, byte for byte: what a patch brings is what the page
// would have had.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';

let server, token;
before(async () => {
  const dir = makeSite({ demo: true });
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
});
after(() => server.stop());

const fragmentOf = async (name) => server.call('GET', `/_f/${name}`);

// Whose markers stand in a page: [name, version].
const regionsOf = (html) => [...html.matchAll(/<[a-z]+ [^>]*data-frag="([^"]+)" data-v="([^"]+)"/g)].map(([, name, version]) => [name, version]);

for (const edition of ['en', 'es', 'ar']) {
  test(`every region of every kind of page is its fragment: ${edition}`, async () => {
    const { items } = (await server.call('GET', `/api/v1/stories?edition=${edition}&limit=40`)).json;
    const inDossier = items.find((story) => story.dossiers.length);
    const pages = ['', 'news/', 'news/environment/', 'latest/', 'region/africa/', 'coverage/', 'coverage/oceans/', 'most-read/', 'most-read/week/', 'authors/', 'corrections/', 'archive/', 'about', 'nothing-there']
      .map((rest) => `/${edition}/${rest}`).concat(new URL(inDossier.url).pathname, new URL(items[3].url).pathname);
    const seen = new Set();
    for (const path of pages) {
      const { text } = await server.call('GET', path);
      const regions = regionsOf(text);
      assert.ok(regions.length >= 4, `${path} has ${regions.length} regions`);
      for (const [name, version] of regions) {
        const fragment = await fragmentOf(name);
        assert.equal(fragment.status, 200, `${path}: ${name}`);
        assert.ok(text.includes(fragment.text.trimEnd()), `${path}: ${name} is not its slice`);
        assert.ok(fragment.text.includes(`data-v="${version}"`), `${path}: ${name}`);
        // With its version it may be kept for ever, with another it is the current one and may not.
        const kept = await server.call('GET', `/_f/${name}?v=${version}`);
        assert.match(kept.headers.get('cache-control'), /immutable/, name);
        assert.equal(kept.text, fragment.text, name);
        const old = await server.call('GET', `/_f/${name}?v=0123456789abcdef`);
        assert.match(old.headers.get('cache-control'), /no-cache/, name);
        seen.add(name.split(':')[0]);
      }
    }
    for (const what of ['bar', 'menu', 'ticker', 'footer', 'front', 'story', 'coverage', 'next', 'shares', 'dossiers', 'mostread', 'ranking', 'list'])
      assert.ok(seen.has(what), `no page with ${what}`);
  });
}

test('a page follows at most eight topics', async () => {
  const { items } = (await server.call('GET', '/api/v1/stories?edition=en&limit=5')).json;
  for (const path of ['/en/', '/en/news/politics/', '/en/most-read/', new URL(items[0].url).pathname]) {
    const { text } = await server.call('GET', path);
    const topics = new Set([...text.matchAll(/data-topic="([^"]+)"/g)].map(([, topic]) => topic));
    assert.ok(topics.size <= 8, `${path}: ${[...topics]}`);
  }
});

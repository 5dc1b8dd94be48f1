// Views and shares, over HTTP: what is counted, what is not, and the rankings made of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve, until } from './server.mjs';

let dir, token, server, stories;

// Counted and ranked every second: the period is a setting.
before(async () => {
  dir = makeSite({ demo: true });
  token = makeToken(dir, 'editor');
  server = await serve(dir, { settings: { 'count-seconds': 1 } });
  stories = (await server.call('GET', '/api/v1/stories?edition=en&limit=5')).json.items;
});
after(() => server.stop());

const beacon = (what, id, { agent = 'Firefox', ...headers } = {}) =>
  server.call('POST', `/_count/${what}/${id}`, { headers: { 'User-Agent': agent, ...headers }, type: null });

// As many readers as that; each is another agent.
async function read(story, readers, what = 'view') {
  for (let i = 0; i < readers; i++) {
    const { status } = await beacon(what, story.id, { agent: `Reader ${i}` });
    assert.equal(status, 204);
  }
}

async function metric(name) {
  const { text } = await server.call('GET', '/metrics');
  return Number(new RegExp(`^stoppress_${name} (\\d+)$`, 'm').exec(text)[1]);
}

const headlines = (html) => [...html.matchAll(/<h3><a href="([^"]+)"/g)].map((m) => m[1]);
const path = (story) => new URL(story.url, server.url).pathname;
const fragment = async (name) => (await server.call('GET', `/_f/${name}`)).text;

test('a beacon is answered with nothing, and nothing is set', async () => {
  const answer = await beacon('view', stories[0].id);
  assert.equal(answer.status, 204);
  assert.equal(answer.text, '');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(answer.headers.get('set-cookie'), null);
});

test('what is no id is refused, and what is no beacon too', async () => {
  for (const id of ['0', '-1', '1.5', 'x', '%00', '1e3', '9223372036854775808', '99999999999999999999999', '1%20', '٤٢', "1'--"])
    assert.equal((await beacon('view', id)).status, 400, id);
  for (const id of ['1', '9223372036854775807']) assert.equal((await beacon('view', id)).status, 204, id);
  assert.equal((await beacon('like', stories[0].id)).status >= 400, true);
  const { status } = await server.call('POST', `/_count/view/${stories[0].id}`, { body: 'x'.repeat(65), type: 'text/plain' });
  assert.equal(status, 413);
  assert.equal((await server.call('POST', `/_count/view/${stories[0].id}`, { body: 'x', type: 'text/plain' })).status, 204);
});

test('repeats, crawlers and other sites are not counted', async () => {
  const counted = await metric('counted_total');
  const repeats = await metric('count_repeats_total');
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) Somebody';
  await beacon('share', 77, { agent });
  await beacon('share', 77, { agent });
  await beacon('share', 77, { agent, 'Sec-Fetch-Site': 'same-origin' });
  assert.equal(await metric('counted_total'), counted + 1);
  assert.equal(await metric('count_repeats_total'), repeats + 2);
  for (const crawler of ['Googlebot/2.1', 'SomeCrawler', 'Baiduspider', 'BOT'])
    assert.equal((await beacon('share', 77, { agent: crawler })).status, 204);
  assert.equal((await beacon('share', 78, { agent, 'Sec-Fetch-Site': 'cross-site' })).status, 204);
  assert.equal(await metric('counted_total'), counted + 1);
});

test('what is read most comes first, on every page that shows it', async () => {
  await read(stories[3], 9);
  await read(stories[1], 7);
  await read(stories[4], 5);
  const wanted = [stories[3], stories[1], stories[4]].map(path);
  await until('the ranking', async () => {
    const shown = headlines(await fragment('mostread:en'));
    return wanted.every((url, i) => shown[i] === url);
  });
  for (const span of ['', 'hour/', 'week/']) {
    const page = await server.call('GET', `/en/most-read/${span}`);
    assert.equal(page.status, 200);
    const main = page.text.slice(page.text.indexOf('<main'), page.text.indexOf('</main>'));
    assert.deepEqual(headlines(main).slice(0, 3), wanted);
    assert.equal(new Set(headlines(main)).size, headlines(main).length); // filled, none twice
    assert.match(main, /aria-current="page"/);
    assert.match(page.text, new RegExp(`<link rel="canonical" href="[^"]+/en/most-read/${span}">`));
    assert.match(page.text, new RegExp(`hreflang="ar" href="[^"]+/ar/most-read/${span}"`));
  }
});

test('a ranking has one address', async () => {
  for (const [asked, to] of [['', '/en/most-read/'], ['/hour', '/en/most-read/hour/'], ['/day/', '/en/most-read/']]) {
    const answer = await server.call('GET', `/en/most-read${asked}`);
    assert.equal(answer.status, 301, asked);
    assert.equal(new URL(answer.headers.get('location'), server.url).pathname, to);
  }
  assert.equal((await server.call('GET', '/en/most-read/month/')).status, 404);
});

test('shares are said in words, when there are any', async () => {
  const [story] = stories;
  assert.match(await fragment(`shares:${story.id}`), new RegExp(`data-story="${story.id}"[^>]*></span>`));
  await read(story, 1, 'share');
  await until('one share', async () => /1 share</.test(await fragment(`shares:${story.id}`)));
  await read(story, 4, 'share'); // one of them again
  await until('four shares', async () => /4 shares</.test(await fragment(`shares:${story.id}`)));
});

test('made-up stories are nowhere, and cost nothing that lasts', async () => {
  const before = await metric('counted_total');
  const each = 2500;
  const send = async (from) => {
    for (let i = 0; i < each; i++) await beacon('view', 10 ** 12 + from * each + i);
  };
  await Promise.all([0, 1, 2, 3].map(send));
  assert.ok((await metric('counted_total')) + (await metric('count_refused_total')) >= before + 4 * each);
  const [first] = headlines(await fragment('mostread:en'));
  assert.equal(first, path(stories[3]));
});

test('a normal end hands over what came in', async () => {
  const other = await serve(dir, { settings: { 'count-seconds': 3600 } });
  const [story] = (await other.call('GET', '/api/v1/stories?edition=es&limit=1')).json.items;
  await other.call('POST', `/_count/share/${story.id}`, { type: null });
  assert.equal(await other.stop(), 0);
  const text = await until('the share', async () => {
    const answer = await fragment(`shares:${story.id}`);
    return /Compartida 1 vez/.test(answer) && answer;
  });
  assert.match(text, /data-story/);
});

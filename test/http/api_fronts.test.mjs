// Fronts and editions: what editors choose, and what the masthead says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve, until } from './server.mjs';

let server, editor, reporter, administrator;
const ids = [];
before(async () => {
  const dir = makeSite();
  editor = makeToken(dir, 'editor');
  reporter = makeToken(dir, 'reporter');
  administrator = makeToken(dir, 'administrator');
  server = await serve(dir);
  for (let i = 0; i < 6; i++) ids.push(await publish(`Story ${i}`));
});
after(async () => assert.equal(await server.stop(), 0));
const call = (method, path, options) => server.call(method, `/api/v1${path}`, options);
const put = (id, containers, token = editor) => call('PATCH', `/fronts/${id}`, { token, body: { containers } });
const front = async (edition = 'en') => (await server.call('GET', `/${edition}/`)).text;
const headlines = async () => [...(await front()).matchAll(/<h3><a href="[^"]*">([^<]*)</g)].map((found) => found[1]);

async function draft(headline, fields = {}) {
  const made = await call('POST', '/stories', { token: editor,
    body: { edition: 'en', headline, body: 'A text.', section: 'news/politics', ...fields } });
  assert.equal(made.status, 201, made.text);
  return made.json.id;
}
async function publish(headline, fields) {
  const id = await draft(headline, fields);
  assert.equal((await call('POST', `/stories/${id}/publish`, { token: editor })).status, 200);
  return id;
}

test('a front nobody curated shows its plan', async () => {
  const { status, json } = await call('GET', '/fronts/en');
  assert.equal(status, 200);
  assert.equal(json.curated, false);
  assert.equal(json.of, 'edition');
  assert.match(json.page_url, /\/en\/$/);
  assert.deepEqual(json.containers[0], { kind: 'lead', title: '', fill: 'latest:en', slots: [] });
  assert.deepEqual((await call('GET', '/fronts?edition=en')).json.items.map((item) => item.id), ['en']);
  assert.equal((await call('GET', '/fronts')).json.items.length, 3);
});

test('what editors choose stands first, with their words, and what is given back is what was given', async () => {
  const containers = [
    { kind: 'lead', title: '', fill: 'latest:en', slots: [{ story: ids[1], kicker: 'Ours', headline: 'Said otherwise', pinned_until: null }] },
    { kind: 'row-3', title: 'Three of them', fill: '', slots: [ids[0], ids[2]].map((story) => ({ story, kicker: '', headline: '', pinned_until: null })) },
  ];
  const { status, json, text } = await put('en', containers);
  assert.equal(status, 200, text);
  assert.equal(json.curated, true);
  assert.deepEqual(json.containers, containers);
  assert.deepEqual((await call('GET', '/fronts/en')).json.containers, containers);
  assert.equal((await put('en', json.containers)).status, 200);
  assert.deepEqual((await headlines()).slice(0, 6), ['Said otherwise', 'Story 5', 'Story 4', 'Story 3', 'Story 0', 'Story 2']);
  assert.match(await front(), /Three of them/);
  const back = await put('en', []);
  assert.equal(back.json.curated, false);
  assert.equal((await headlines())[0], 'Story 5');
});

test('a draft waits in its slot, and only the desk sees it there', async () => {
  const id = await draft('Not yet');
  assert.equal((await put('en', [{ kind: 'lead', fill: 'latest:en', slots: [{ story: id }] }])).status, 200);
  assert.equal((await headlines())[0], 'Story 5');
  assert.deepEqual((await call('GET', '/fronts/en')).json.containers[0].slots, []);
  assert.equal((await call('GET', '/fronts/en', { token: reporter })).json.containers[0].slots[0].story, id);
  await call('POST', `/stories/${id}/publish`, { token: editor });
  assert.equal((await headlines())[0], 'Not yet');
  await call('POST', `/stories/${id}/withdraw`, { token: editor, body: { reason: 'A test.' } });
  assert.equal((await headlines())[0], 'Story 5');
  await put('en', []);
});

test('a pinned slot opens again at its moment', async () => {
  const at = new Date(Date.now() + 1200).toISOString();
  const pinned = await put('en', [{ kind: 'lead', fill: 'latest:en', slots: [{ story: ids[0], pinned_until: at }] }]);
  assert.equal(pinned.status, 200, pinned.text);
  assert.equal((await headlines())[0], 'Story 0');
  await until('its end', async () => (await headlines())[0] === 'Story 5');
  assert.ok(Date.now() >= Date.parse(at) - 5);
  await put('en', []);
});

test('sections and dossiers have fronts too', async () => {
  const section = (await call('GET', '/sections?edition=en')).json.items.find((item) => item.slug === 'news/politics');
  const named = `section:${section.id}`;
  assert.equal((await call('GET', `/fronts/${named}`)).json.name, 'Politics');
  assert.equal((await put(named, [{ kind: 'lead', fill: `${named}/list` }])).status, 200);
  assert.deepEqual((await call('GET', '/fronts?edition=en')).json.items.map((item) => item.id), ['en', named]);
  assert.equal((await put(named, [])).status, 200);
  assert.deepEqual((await call('GET', '/fronts?edition=en')).json.items.map((item) => item.id), ['en']);
});

test('fronts: codes', async () => {
  assert.equal((await put('en', [], null)).status, 401);
  assert.equal((await put('en', [], reporter)).status, 403);
  for (const id of ['fr', 'section:9999', 'dossier:1', 'section:', 'section:x', 'story:1', 'en:', '%ff', 'en%00', '9'.repeat(40), 'section:99999999999999999999'])
    assert.ok([400, 404].includes((await call('GET', `/fronts/${id}`)).status), id);
  assert.equal((await call('DELETE', '/fronts/en', { token: editor })).status, 405);
  assert.equal((await call('GET', '/fronts?edition=xx')).status, 422);
});

test('what is wrong with a front is named, all of it', async () => {
  const foreign = (await call('POST', '/stories', { token: editor, body: { edition: 'es', headline: 'Otra', body: 'b', section: 'news' } })).json.id;
  const slot = (story) => ({ kind: 'lead', slots: [{ story }] });
  const wrong = [
    [{}, ['containers']],
    [{ containers: {} }, ['containers']],
    [{ containers: [], name: 'x' }, ['name']],
    [{ containers: [{}] }, ['containers[0].kind']],
    [{ containers: ['lead', null] }, ['containers[0]', 'containers[1]']],
    [{ containers: [{ kind: 'most-read' }] }, ['containers[0].kind']],
    [{ containers: [{ kind: 7 }] }, ['containers[0].kind']],
    [{ containers: [{ kind: 'lead', colour: 'red' }] }, ['containers[0].colour']],
    [{ containers: [{ kind: 'lead', fill: "latest:en' OR 1=1 --" }] }, ['containers[0].fill']],
    [{ containers: [{ kind: 'lead', fill: 'latest:es' }] }, ['containers[0].fill']],
    [{ containers: [{ kind: 'lead', fill: ['latest:en'] }] }, ['containers[0].fill']],
    [{ containers: [{ kind: 'lead', slots: 'all' }] }, ['containers[0].slots']],
    [{ containers: [{ kind: 'lead', slots: [7] }] }, ['containers[0].slots[0]']],
    [{ containers: [{ kind: 'lead', slots: [{}] }] }, ['containers[0].slots[0].story']],
    [{ containers: [slot('x'), slot(0), slot(-1), slot(99999), slot(foreign)] }, null],
    [{ containers: [slot(ids[0]), slot(ids[0])] }, ['containers[1].slots[0].story']],
    [{ containers: [{ kind: 'lead', slots: [{ story: ids[0], pinned_until: '2001-01-01T00:00:00Z' }] }] }, ['containers[0].slots[0].pinned_until']],
    [{ containers: [{ kind: 'lead', title: 'x'.repeat(121) }] }, ['containers[0].title']],
    [{ containers: [{ kind: 'lead-pair', slots: ids.slice(0, 3).map((story) => ({ story })) }] }, ['containers[0].slots']],
    [{ containers: Array(41).fill({ kind: 'lead' }) }, ['containers']],
    [{ containers: Array(5000).fill({ kind: 'lead' }) }, ['containers']],
  ];
  for (const [body, fields] of wrong) {
    const { status, json, headers } = await call('PATCH', '/fronts/en', { token: editor, body });
    const said = JSON.stringify(body).slice(0, 80);
    assert.equal(status, 422, said);
    assert.match(headers.get('content-type'), /problem\+json/);
    if (fields) assert.deepEqual(json.errors.map((error) => error.field), fields, said);
  }
  assert.equal((await call('PATCH', '/fronts/en', { token: editor, body: '{"containers":[' })).status, 400);
  assert.equal((await call('PATCH', '/fronts/en', { token: editor, body: '[' .repeat(2000) })).status, 400);
  assert.equal((await call('GET', '/fronts/en')).json.curated, false);
});

test('words of a slot are text, whatever they are', async () => {
  const nasty = '<script>alert(1)</script>"\'&‮ {{x}}';
  const { status } = await put('en', [{ kind: 'lead', title: nasty, fill: 'latest:en', slots: [{ story: ids[0], kicker: nasty.slice(0, 60), headline: nasty }] }]);
  assert.equal(status, 200);
  const page = await front();
  assert.doesNotMatch(page, /<script>alert/);
  assert.match(page, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  await put('en', []);
});

test('a masthead is the edition’s own', async () => {
  const change = (body, token = administrator) => call('PATCH', '/editions/en', { token, body });
  const social = [{ name: 'Mastodon', url: 'https://social.example.org/@paper' }];
  const { status, json, text } = await change({ title: 'The <Paper>', slogan: 'All of it', zone: 'Europe/Madrid', social });
  assert.equal(status, 200, text);
  assert.equal(json.title, 'The <Paper>');
  assert.equal(json.zone, 'Europe/Madrid');
  assert.deepEqual(json.social, social);
  const page = await front();
  assert.match(page, /The &lt;Paper&gt;/);
  assert.match(page, /All of it/);
  assert.match(page, /<a [^>]*href="https:\/\/social\.example\.org\/@paper"/);
  assert.doesNotMatch(await front('es'), /social\.example\.org/);
  assert.equal((await change({})).json.title, 'The <Paper>');
  assert.equal((await change({ arabic_digits: true })).json.arabic_digits, true);
  await change({ arabic_digits: false, social: [] });
  assert.doesNotMatch(await front(), /social\.example\.org/);
  assert.equal((await change({ title: 'x' }, editor)).status, 403);
  assert.equal((await change({ title: 'x' }, null)).status, 401);
  assert.equal((await call('PATCH', '/editions/fr', { token: administrator, body: {} })).status, 404);
});

test('what is wrong with an edition is named', async () => {
  const wrong = [
    [{ title: '' }, ['title']],
    [{ title: null }, ['title']],
    [{ slogan: 'x'.repeat(161) }, ['slogan']],
    [{ zone: 'Europe/Atlantis' }, ['zone']],
    [{ zone: '../../etc/passwd' }, ['zone']],
    [{ slug: 'uk' }, ['slug']],
    [{ arabic_digits: 'yes' }, ['arabic_digits']],
    [{ social: {} }, ['social']],
    [{ social: ['https://a.b'] }, ['social[0]']],
    [{ social: [{ name: '', url: 'javascript:alert(1)' }] }, ['social[0].name', 'social[0].url']],
    [{ social: [{ name: 'a', url: '/path' }, { name: 'b', url: 'https://' }, { name: 'c', url: 'data:text/html,x' }] }, ['social[0].url', 'social[1].url', 'social[2].url']],
    [{ social: Array(13).fill({ name: 'a', url: 'https://a.example' }) }, ['social']],
  ];
  for (const [body, fields] of wrong) {
    const { status, json } = await call('PATCH', '/editions/es', { token: administrator, body });
    assert.equal(status, 422, JSON.stringify(body));
    assert.deepEqual(json.errors.map((error) => error.field), fields, JSON.stringify(body));
  }
});

// The newsroom's catalogue without a script: sections, regions, topics, people, sources, dossiers,
// pages of the house, editions and fronts; by who may and who may not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';
import { signIn } from './newsroom.mjs';

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{t}} \u202Eevil';
let dir, server, token, editor, administrator, reporter;

before(async () => {
  dir = makeSite({ demo: true });
  server = await serve(dir);
  token = makeToken(dir, 'administrator');
  editor = await signIn(server, { role: 'editor' });
  administrator = await signIn(server, { role: 'administrator' });
  reporter = await signIn(server, { role: 'reporter' });
});
after(async () => assert.equal(await server.stop(), 0));

const api = async (method, path, body, headers) => (await server.call(method, `/api/v1${path}`, { token, body, headers })).json;
const reader = async (path) => {
  const answer = await fetch(server.url + path, { redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
};
const idOf = (location) => Number(/\/(\d+)\//.exec(location)[1]);
const done = (answer) => {
  assert.equal(answer.status, 303, answer.text.slice(0, 3000));
  return answer.location;
};
// What a page's form would send: names and values as they stand in it.
const unescape = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&');
function fieldsOf(html) {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  const fields = {};
  const attribute = (tag, name) => unescape(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  for (const [tag] of main.matchAll(/<input\s[^>]*>/g)) {
    const type = attribute(tag, 'type');
    if (['checkbox', 'radio', 'file', 'search'].includes(type) && !/\schecked/.test(tag)) continue;
    fields[attribute(tag, 'name')] = attribute(tag, 'value');
  }
  for (const [, tag, text] of main.matchAll(/<textarea([^>]*)>\n?([^<]*)<\/textarea>/g))
    if (attribute(tag, 'name')) fields[attribute(tag, 'name')] = unescape(text);
  for (const [, tag, options] of main.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
    const chosen = /<option value="([^"]*)"[^>]*\sselected/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
    fields[attribute(tag, 'name')] = unescape(chosen?.[1] ?? '');
  }
  delete fields.q;
  delete fields[''];
  return fields;
}
const form = async (who, path) => fieldsOf((await who.get(path)).text);
const names = (html) => [...html.matchAll(/data-open><bdi[^>]*>([^<]*)|<a href="\/newsroom\/\w+\/\d+\/"><bdi[^>]*>([^<]*)/g)].map(([, a, b]) => unescape(a ?? b));

test('a reporter sees none of it', async () => {
  for (const path of ['sections/', 'regions/', 'topics/', 'people/', 'sources/', 'dossiers/', 'pages/', 'editions/', 'fronts/', 'topics/1/merge'])
    assert.equal((await reporter.get(`/newsroom/${path}`)).status, 403, path);
  assert.equal((await reporter.post('/newsroom/sections/new', { edition: 'en', name: 'Mine' })).status, 403);
  assert.equal((await editor.get('/newsroom/editions/')).status, 403, 'editions are the administrator\'s');
});

test('every kind is made, changed, refused with its field named, and taken away', async () => {
  const kinds = {
    sections: { name: 'Astronomy', edition: 'en', colour: 'science' }, regions: { name: 'Antarctica', edition: 'en' },
    topics: { name: 'Auroras', edition: 'en', kind: 'event', names: 'Northern lights\nPolar lights', text: 'Light in the sky.' },
    people: { name: 'Wire Desk', role: 'Desk', about: '' }, sources: { name: 'Tide Office', url: 'https://example.org/' },
    dossiers: { title: 'The long night', edition: 'en', text: 'Winter at the poles.' },
  };
  for (const [kind, fields] of Object.entries(kinds)) {
    const name = kind === 'dossiers' ? 'title' : 'name';
    const list = `/newsroom/${kind}/`;
    const refused = await editor.post(`${list}new`, { ...fields, [name]: ' ', text: 'kept as typed' });
    assert.equal(refused.status, 422, kind);
    assert.match(refused.text, new RegExp(`id="field-${name}"[^>]*aria-invalid="true"`), kind);
    if (fields.text) assert.match(refused.text, /kept as typed/, kind);

    const location = done(await editor.post(`${list}new`, fields));
    assert.match(location, new RegExp(`^${list}\\d+/\\?said=made$`));
    const path = location.split('?')[0];
    const typed = await form(editor, path);
    assert.equal(typed[name], fields[name], kind);
    done(await editor.post(path, { ...typed, [name]: HOSTILE }));
    const shown = (await editor.get(path)).text;
    assert.doesNotMatch(shown, /<script>alert|<img src=x/, kind);
    assert.match(shown, /&lt;script&gt;alert\(1\)/, kind);
    assert.match((await editor.get(`${list}${fields.edition ? '?edition=en&' : '?'}q=evil`)).text, /&lt;script&gt;alert/, kind);
    assert.match((await editor.get(`${path}end`)).text, /<form[^>]*method="post"/);
    assert.match(done(await editor.post(`${path}end`)), /said=ended/);
    assert.equal((await editor.get(path)).status, 404, kind);
  }
  const acts = (await server.call('GET', '/api/v1/changes?since=0&limit=1', { token })).status;
  assert.ok(acts, 'the change log goes on');
});

test('an old address leads on, and one that is another\'s is refused', async () => {
  const path = done(await editor.post('/newsroom/sections/new', { edition: 'en', name: 'Oceans' })).split('?')[0];
  assert.equal((await reader('/en/oceans/')).status, 200);
  const typed = await form(editor, path);
  done(await editor.post(path, { ...typed, slug: 'seas' }));
  assert.deepEqual([(await reader('/en/oceans/')).status, (await reader('/en/seas/')).status], [301, 200]);
  const refused = await editor.post(path, { ...(await form(editor, path)), slug: 'news' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /id="field-slug-wrong"/);
  const below = done(await editor.post('/newsroom/sections/new', { edition: 'en', name: 'Reefs', parent: String(idOf(path)) })).split('?')[0];
  assert.equal((await reader('/en/seas/reefs/')).status, 200);
  const deep = await editor.post('/newsroom/sections/new', { edition: 'en', name: 'Too deep', parent: String(idOf(below)) });
  assert.equal(deep.status, 422);
  assert.match(deep.text, /id="field-parent-wrong"/);
  const full = await editor.post(`${path}end`);
  assert.equal(full.status, 409);
  assert.match(full.text, /sections in it/);
});

test('who saves a filing second is told what is stored now, and loses nothing', async () => {
  const path = done(await editor.post('/newsroom/topics/new', { edition: 'en', name: 'Slow light', text: 'One.' })).split('?')[0];
  const [mine, theirs] = [await form(editor, path), await form(administrator, path)];
  done(await administrator.post(path, { ...theirs, text: 'Two, by the other.' }));
  const told = await editor.post(path, { ...mine, text: 'Three, by me.' });
  assert.equal(told.status, 409);
  assert.match(told.text, /Two, by the other\./);
  assert.equal(fieldsOf(told.text).text, 'Three, by me.');
  done(await editor.post(path, { ...fieldsOf(told.text), do: '' }));
  assert.equal((await form(editor, path)).text, 'Three, by me.');
});

test('what stories stand in stays', async () => {
  const { id } = (await api('GET', '/sections?edition=en')).items.find((section) => section.slug === 'news/politics');
  const refused = await editor.post(`/newsroom/sections/${id}/end`);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /stories stand in it \(\d+\)/);
  // A draft's too, and a story that only once was in it.
  const made = done(await editor.post('/newsroom/sections/new', { edition: 'en', name: 'Short-lived' })).split('?')[0];
  const story = await api('POST', '/stories', { edition: 'en', section: 'short-lived', headline: 'Of a moment', body: 'Text.' });
  assert.equal((await editor.post(`${made}end`)).status, 409);
  await api('PATCH', `/stories/${story.id}`, { section: 'news/politics' }, { 'If-Match': '"1"' });
  const once = await editor.post(`${made}end`);
  assert.equal(once.status, 409);
  assert.match(once.text, /version \d+ of the story/);
});

test('sections are put in order by buttons, and readers have the new menu at once', async () => {
  const order = async () => names((await editor.get('/newsroom/sections/?edition=es')).text);
  const first = (await api('GET', '/sections?edition=es')).items.filter((section) => !section.parent);
  const was = await order();
  const answer = await editor.post(`/newsroom/sections/${first[1].id}/move`, { do: 'up' });
  assert.match(done(answer), /said=moved/);
  const page = await editor.get(answer.location);
  assert.match(page.text, /autofocus/);
  const now = await order();
  assert.equal(now[0], first[1].name);
  assert.deepEqual([...now].sort(), [...was].sort());
  const menu = (await reader('/es/')).text;
  assert.ok(menu.indexOf(`>${first[1].name}<`) < menu.indexOf(`>${first[0].name}<`));
  done(await editor.post(`/newsroom/sections/${first[1].id}/move`, { do: 'up' })); // is the first already
  assert.deepEqual(await order(), now);
  done(await editor.post(`/newsroom/sections/${first[1].id}/move`, { do: 'down' }));
  assert.deepEqual(await order(), was);
});

test('a hidden section leaves the menu and keeps its page', async () => {
  const path = done(await editor.post('/newsroom/sections/new', { edition: 'en', name: 'Backstage' })).split('?')[0];
  assert.match((await reader('/en/')).text, />Backstage</);
  done(await editor.post(path, { ...(await form(editor, path)), hidden: '1' }));
  assert.doesNotMatch((await reader('/en/')).text, />Backstage</);
  assert.equal((await reader('/en/backstage/')).status, 200);
  done(await editor.post(path, await form(editor, path)));
  assert.doesNotMatch((await reader('/en/')).text, />Backstage</, 'a box that is checked is sent again');
});

test('topics are found by any name, merged after a question, and nothing is lost', async () => {
  const story = await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'Of two names', body: 'Text.', topics: ['Kiev river', 'Dnipro'] });
  await api('POST', `/stories/${story.id}/publish`, {});
  const topics = (await api('GET', '/topics?edition=en&limit=100')).items;
  const [from, into] = ['Kiev river', 'Dnipro'].map((name) => topics.find((topic) => topic.name === name));
  assert.deepEqual(names((await editor.get('/newsroom/topics/?edition=en&q=kIEV')).text), ['Kiev river']);
  assert.match((await editor.get('/newsroom/topics/?edition=en&q=%25')).text, /class="empty"/);
  const choose = await editor.get(`/newsroom/topics/${from.id}/merge?q=dnip`);
  assert.match(choose.text, new RegExp(`merge\\?into=${into.id}"`));
  const ask = await editor.get(`/newsroom/topics/${from.id}/merge?into=${into.id}`);
  assert.match(ask.text, /1 story/);
  assert.equal((await reader(`/en/topic/${from.slug}/`)).status, 200, 'asking does nothing');
  assert.match(done(await editor.post(`/newsroom/topics/${from.id}/merge`, { into: String(into.id) })), /said=merged/);
  const moved = await reader(`/en/topic/${from.slug}/`);
  assert.deepEqual([moved.status, new URL(moved.location, server.url).pathname], [301, `/en/topic/${into.slug}/`]);
  assert.deepEqual(names((await editor.get('/newsroom/topics/?edition=en&q=kiev')).text), ['Dnipro']);
  assert.equal((await form(editor, `/newsroom/topics/${into.id}/`)).names.trim(), 'Kiev river');
  assert.equal((await editor.post(`/newsroom/topics/${from.id}/merge`, { into: String(into.id) })).status, 409);
  assert.equal((await editor.post(`/newsroom/topics/${into.id}/end`)).status, 409);
});

test('people can be thousands', async () => {
  const byline = (n) => `Station ${String(n).padStart(3, '0')}`;
  for (let n = 0; n < 60; n += 1) await api('POST', '/people', { name: byline(n) });
  const first = await editor.get('/newsroom/people/?q=station');
  assert.equal(names(first.text).length, 50);
  const next = unescape(/<a class="button" href="([^"]*)" rel="next"/.exec(first.text)[1]);
  const second = await editor.get(`/newsroom/people/${next}`);
  assert.deepEqual(names(second.text), Array.from({ length: 10 }, (_, n) => byline(n + 50)));
});

// ── pages ─────────────────────────────────────────────────────────────────────────────────────

test('a page is made, changed without losing a block, moved, and taken away', async () => {
  const refused = await editor.post('/newsroom/pages/new', { edition: 'en', title: '', body: 'What I wrote' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /id="field-title-wrong"/);
  assert.match(refused.text, /What I wrote/);
  const path = done(await editor.post('/newsroom/pages/new', { edition: 'en', title: 'How we count', body: '## By hand\n\nOne, two, **three**.' })).split('?')[0];
  assert.match((await reader('/en/how-we-count')).text, /<strong>three<\/strong>/);
  const typed = await form(editor, path);
  done(await editor.post(path, { ...typed, title: HOSTILE, body: `${typed.body}\n\n<script>alert(1)</script>\n\n::: factbox\ntitle: Why?\n\nSo that it can be checked.\n:::` }));
  const page = await reader('/en/how-we-count');
  assert.doesNotMatch(page.text, /<script>alert\(1\)/);
  assert.match(page.text, /So that it can be checked/);
  const again = await form(editor, path);
  assert.match(again.body, /::: factbox/);
  done(await editor.post(path, { ...again, title: 'How we count' }));
  assert.equal((await form(editor, path)).body, again.body);

  const unended = await editor.post(path, { ...(await form(editor, path)), body: '::: factbox\ntitle: No end' });
  assert.equal(unended.status, 422);
  assert.match(unended.text, /id="field-body-wrong"/);
  done(await editor.post(path, { ...(await form(editor, path)), slug: 'counting' }));
  assert.deepEqual([(await reader('/en/counting')).status, (await reader('/en/how-we-count')).status], [200, 301]);
  assert.equal((await editor.post(path, { ...(await form(editor, path)), slug: 'news' })).status, 422);
  assert.match((await editor.get('/newsroom/pages/?edition=en')).text, /How we count/);
  assert.match(done(await editor.post(`${path}end`)), /said=ended/);
  assert.deepEqual([(await reader('/en/counting')).status, (await reader('/en/how-we-count')).status], [404, 404]);
});

test('who saves a page second is told, sees the other\'s, and loses nothing', async () => {
  const path = done(await editor.post('/newsroom/pages/new', { edition: 'ar', title: 'كيف نعدّ', body: 'واحد.' })).split('?')[0];
  const [mine, theirs] = [await form(editor, path), await form(administrator, path)];
  done(await administrator.post(path, { ...theirs, body: 'واحد، اثنان.' }));
  const told = await editor.post(path, { ...mine, body: 'واحد، ثلاثة.' });
  assert.equal(told.status, 409);
  assert.match(told.text, /واحد، اثنان\./);
  assert.match(told.text, /واحد، ثلاثة\./);
  done(await editor.post(path, { ...fieldsOf(told.text), body: 'واحد، اثنان، ثلاثة.' }));
  assert.match((await form(editor, path)).body, /واحد، اثنان، ثلاثة\./);
});

// ── editions ──────────────────────────────────────────────────────────────────────────────────

test('an edition gets its masthead, clock and links', async () => {
  const path = '/newsroom/editions/en/';
  const page = await administrator.get(path);
  const { title, slogan, zone } = fieldsOf(page.text);
  const fields = { title, slogan, zone };
  const wrong = await administrator.post(path, { ...fields, zone: 'Mars/Olympus', social_name: ['One'], social_url: ['javascript:alert(1)'] });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="field-zone-wrong"/);
  assert.match(wrong.text, /id="field-social\[0\]\.url-wrong"/);
  assert.match(wrong.text, /value="javascript:alert\(1\)"/, 'what was typed is there');
  done(await administrator.post(path, [['title', HOSTILE], ['slogan', 'All that is known'], ['zone', 'Asia/Tokyo'],
    ['social_name', 'The fediverse'], ['social_url', 'https://example.org/@paper'], ['social_name', ''], ['social_url', '']]));
  const front = (await reader('/en/')).text;
  assert.doesNotMatch(front, /<script>alert\(1\)/);
  assert.match(front, /https:\/\/example\.org\/@paper/);
  done(await administrator.post(path, fields));
  assert.equal((await administrator.get('/newsroom/editions/xx/')).status, 404);
});

test('who saves an edition second is told what the other has put, and loses nothing', async () => {
  const path = '/newsroom/editions/es/';
  const other = await signIn(server, { role: 'administrator' });
  const pairs = (fields) => Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  const was = await form(administrator, path), mine = { ...was, slogan: 'Lo que se sabe', social_name: ['Uno'], social_url: ['https://example.org/uno'] };
  done(await other.post(path, pairs({ ...was, title: 'El Ensayo', social_name: ['Dos'], social_url: ['https://example.org/dos'] })));
  const told = await administrator.post(path, pairs(mine));
  assert.equal(told.status, 409);
  assert.match(told.text, /<dd><bdi>El Ensayo<\/bdi>/);
  assert.match(told.text, /<bdi>Dos https:\/\/example\.org\/dos<\/bdi>/);
  assert.match(told.text, /value="Lo que se sabe"/, 'what was typed is there');
  assert.match((await reader('/es/')).text, /example\.org\/dos/);
  done(await administrator.post(path, pairs({ ...mine, base: fieldsOf(told.text).base })));
  const now = await form(other, path);
  assert.deepEqual([now.title, now.slogan], [was.title, 'Lo que se sabe']);
  done(await administrator.post(path, pairs({ ...now, slogan: was.slogan, social_name: '', social_url: '' })));
});

// ── fronts ────────────────────────────────────────────────────────────────────────────────────

const boxes = (html) => (html.match(/<section class="box"/g) ?? []).length;
const chosen = (fields) => Object.entries(fields).filter(([name]) => /\.story$/.test(name)).map(([, id]) => Number(id));

test('a front is worked on by buttons; only launching writes', async () => {
  const path = '/newsroom/fronts/en/front/';
  const stories = (await api('GET', '/stories?edition=en&limit=5')).items.map(({ id, headline }) => ({ id: Number(id), headline }));
  const before = (await reader('/en/')).text;
  let page = await editor.get(path);
  const planned = boxes(page.text);
  assert.ok(planned > 3);
  const unchanged = await editor.post(path, { ...fieldsOf(page.text), do: 'look' });
  assert.match(unchanged.text, /Readers will see no difference/, 'a plan that is taken up stays what it is');
  const swapped = await editor.post(path, { ...fieldsOf((await editor.post(path, { ...fieldsOf(page.text), do: 'down:0' })).text), do: 'look' });
  assert.match(swapped.text, /Containers stand in another order/);
  const press = async (act, more = {}) => {
    page = await editor.post(path, { ...fieldsOf(page.text), ...more, do: act });
    assert.equal(page.status, 200, page.text.slice(0, 2000));
    return fieldsOf(page.text);
  };
  await press('add:0', { 'containers[0].add': `#${stories[3].id}` });
  await press('add:0', { 'containers[0].add': String(stories[4].id) });
  assert.deepEqual(chosen(fieldsOf(page.text)), [stories[3].id, stories[4].id]);
  await press('up:0:1');
  assert.deepEqual(chosen(fieldsOf(page.text)), [stories[4].id, stories[3].id]);
  assert.match(page.text, /value="up:0:0"[^>]*autofocus/);
  await press('show', { 'containers[1].add': stories[4].headline });
  assert.match(page.text, new RegExp(`value="put:1:${stories[4].id}"`));
  await press(`put:1:${stories[4].id}`);
  assert.match(page.text, /stands on this front already/);
  await press('drop:1:0');
  await press('down:0');
  assert.equal(fieldsOf(page.text)['containers[1].slots[0].story'], String(stories[4].id));
  await press('up:1');
  await press('new', { new_kind: 'row-3' });
  assert.equal(boxes(page.text), planned + 1);
  await press(`drop:${planned}`);
  assert.equal(boxes(page.text), planned);
  assert.equal((await reader('/en/')).text, before, 'nothing was written');

  page = await editor.post(path, { ...fieldsOf(page.text), 'containers[0].slots[0].headline': HOSTILE, 'containers[0].slots[0].kicker': 'Now', do: 'look' });
  assert.equal(page.status, 200);
  assert.match(page.text, /value="launch"/);
  assert.doesNotMatch(page.text, /<script>alert\(1\)/);
  const back = await editor.post(path, { ...fieldsOf(page.text), do: 'back' });
  assert.deepEqual(chosen(fieldsOf(back.text)), [stories[4].id, stories[3].id], 'one can go back to the work');
  assert.match(done(await editor.post(path, { ...fieldsOf(page.text), do: 'launch' })), /said=launched/);
  const now = (await reader('/en/')).text;
  assert.doesNotMatch(now, /<script>alert\(1\)/);
  assert.match(now, /&lt;script&gt;alert\(1\)/);
  assert.match((await editor.get('/newsroom/fronts/?edition=en')).text, /curated/);

  page = await editor.get(path);
  assert.match((await editor.post(path, { ...fieldsOf(page.text), do: 'plan' })).text, /value="to_plan"/);
  assert.match(done(await editor.post(path, { base: fieldsOf(page.text).base, do: 'to_plan' })), /said=planned/);
});

test('what cannot stand is said beside it', async () => {
  const path = '/newsroom/fronts/es/front/';
  const fields = await form(editor, path);
  const [story] = (await api('GET', '/stories?edition=es&limit=1')).items;
  const [other] = (await api('GET', '/stories?edition=en&limit=1')).items;
  const refused = await editor.post(path, { ...fields, 'containers[0].slots[0].story': story.id, 'containers[0].slots[0].pinned_until': 'tomorrow', 'containers[1].slots[0].story': other.id, do: 'launch' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /id="field-containers\[0\]\.slots\[0\]\.pinned_until-wrong"/);
  assert.match(refused.text, /value="tomorrow"/);
  const elsewhere = await editor.post(path, { ...fields, 'containers[1].slots[0].story': other.id, do: 'launch' });
  assert.equal(elsewhere.status, 422);
  assert.match(elsewhere.text, /no story \d+ in this edition/);
});

test('who launches second sees what the first has launched, and loses nothing', async () => {
  const { id } = (await api('GET', '/sections?edition=en')).items.find((section) => section.slug === 'news');
  const path = `/newsroom/fronts/en/section-${id}/`;
  const stories = (await api('GET', '/stories?edition=en&limit=2')).items;
  const mine = await form(editor, path), theirs = await form(administrator, path);
  const box = (story) => ({ 'containers[0].kind': 'lead', 'containers[0].slots[0].story': story.id });
  done(await administrator.post(path, { base: theirs.base, ...box(stories[0]), do: 'launch' }));
  const told = await editor.post(path, { base: mine.base, ...box(stories[1]), do: 'launch' });
  assert.equal(told.status, 409);
  assert.match(told.text, /Take theirs/);
  assert.deepEqual(chosen(fieldsOf(told.text)), [Number(stories[1].id)]);
  done(await editor.post(path, { ...fieldsOf(told.text), do: 'launch' }));
  assert.equal((await editor.get('/newsroom/fronts/en/section-9999/')).status, 404);
  assert.equal((await editor.get('/newsroom/fronts/en/nonsense/')).status, 404);
});

test('a launch is taken back, and what is being prepared meanwhile stays in the form', async () => {
  const path = '/newsroom/fronts/ar/front/';
  const [first, second, third] = (await api('GET', '/stories?edition=ar&limit=3')).items.map(({ id }) => id);
  const box = (id) => ({ 'containers[0].kind': 'lead', 'containers[0].title': 'الأول', 'containers[0].slots[0].story': id });
  const launch = async (id) => done(await editor.post(path, { base: (await form(editor, path)).base, ...box(id), do: 'launch' }));
  assert.doesNotMatch((await editor.get(path)).text, /value="ask_back"/, 'nothing was launched yet');
  await launch(first);
  await launch(second);
  const page = await editor.get(path);
  assert.match(page.text, /Undo this launch/);

  const ask = await editor.post(path, { ...fieldsOf(page.text), do: 'ask_back' });
  assert.equal(ask.status, 200);
  assert.match(ask.text, /value="back_it"/);
  assert.deepEqual(chosen(await form(editor, path)), [Number(second)], 'asking does nothing');
  assert.match(done(await editor.post(path, { ...fieldsOf(ask.text), do: 'back_it' })), /said=undone/);
  const before = await editor.get(path);
  assert.deepEqual(chosen(fieldsOf(before.text)), [Number(first)]);
  assert.equal(fieldsOf(before.text)['containers[0].title'], 'الأول');
  assert.match(before.text, /Launch again what was taken back/);

  const work = { ...fieldsOf(before.text), 'containers[0].slots[0].story': third };
  const again = await editor.post(path, { ...fieldsOf((await editor.post(path, { ...work, do: 'ask_back' })).text), do: 'back_it' });
  assert.equal(again.status, 200);
  assert.match(again.text, /readers do not see it/);
  assert.deepEqual(chosen(fieldsOf(again.text)), [Number(third)]);
  assert.deepEqual(chosen(await form(editor, path)), [Number(second)]);

  const late = await editor.post(path, { ...fieldsOf(ask.text), do: 'back_it' });
  assert.equal(late.status, 409, 'another launch has followed: that one is not taken back');
  assert.deepEqual(chosen(await form(editor, path)), [Number(second)]);
  done(await editor.post(path, { ...fieldsOf(again.text), do: 'launch' }));
  assert.deepEqual(chosen(await form(editor, path)), [Number(third)]);
  const audit = (await editor.get('/newsroom/audit/?act=front.undo')).text;
  assert.match(audit, /Launch of a front taken back/);
  assert.match(audit, new RegExp(`<dt>1\\. [^<]+</dt><dd><del><bdi>#${second}[^<]*</bdi></del>`), 'what stood there before');
  done(await editor.post(path, { base: (await form(editor, path)).base, do: 'to_plan' }));
  assert.match((await editor.post(path, { ...(await form(editor, path)), do: 'ask_back' })).text, /value="back_it"/);
});

test('all of it is there in Spanish and in Arabic', async () => {
  const screens = ['sections/', 'topics/new?edition=en', 'topics/1/merge', 'people/', 'dossiers/1/', 'pages/', 'pages/new', 'editions/en/', 'fronts/', 'fronts/en/front/', 'pictures/', 'pictures/1/'];
  const english = await Promise.all(screens.map((path) => administrator.get(`/newsroom/${path}`)));
  for (const [lang, dir_] of [['es', 'ltr'], ['ar', 'rtl']]) {
    const done_ = spawnSync('sqlite3', [join(dir, 'stoppress.db'), `UPDATE staff SET lang = '${lang}' WHERE email = '${administrator.email}'`]);
    assert.equal(done_.status, 0);
    for (const [i, path] of screens.entries()) {
      const { status, text } = await administrator.get(`/newsroom/${path}`);
      assert.equal(status, 200, path);
      assert.match(text, new RegExp(`<html lang="${lang}" dir="${dir_}">`), path);
      const labels = (html) => [...html.slice(html.indexOf('<main')).matchAll(/<label for="[^"]*">([^<]+)|<button class="button[^>]*>([^<]+)/g)].map(([, a, b]) => (a ?? b).trim()).filter((word) => /[a-z]{3}/i.test(word));
      const same = labels(text).filter((word) => labels(english[i].text).includes(word));
      assert.deepEqual(same, [], `${lang} ${path}`);
    }
  }
});

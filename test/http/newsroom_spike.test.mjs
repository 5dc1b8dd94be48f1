// Spiking a draft: off the desk, with nothing lost, and on it again. Without a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn } from './newsroom.mjs';
import { makeSite, makeToken, serve } from './server.mjs';

let server, token, editor, reporter, other;

before(async () => {
  const dir = makeSite({ demo: true });
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
  editor = await signIn(server, { role: 'editor', name: 'Ada' });
  reporter = await signIn(server, { role: 'reporter', name: 'Rui' });
  other = await signIn(server, { role: 'reporter', name: 'Noor' });
});
after(async () => assert.equal(await server.stop(), 0));

const api = async (id) => (await server.call('GET', `/api/v1/stories/${id}`, { token })).json;
const page = async (who, id) => (await who.get(`/newsroom/story/${id}/`)).text;
const spike = async (who, id, fields = {}) => who.post(`/newsroom/story/${id}/spike`, { version: (await api(id)).version, ...fields });

async function make(who, fields = {}) {
  await who.get('/newsroom/story/new?edition=en');
  const done = await who.post('/newsroom/story/new', { edition: 'en', kind: 'news', headline: 'Reeds in the wind', ...fields });
  assert.equal(done.status, 303, done.text);
  return Number(/\/newsroom\/story\/(\d+)\//.exec(done.location)[1]);
}

// Is it there, in each list of the newsroom?
const row = (text, id) => text.includes(`id="row-${id}"`);
const listed = async (who, id, query) => row((await who.get(`/newsroom/stories/?edition=en${query}`)).text, id);
const onDesk = async (who, id) => row((await who.get('/newsroom/?edition=en')).text, id);
const picked = async (who, query) => JSON.parse((await who.get(`/newsroom/stories/?edition=en&format=json${query}`)).text).map(({ id }) => Number(id));

test('a spiked draft is off the desk, said with a button that undoes it', async () => {
  const id = await make(reporter);
  assert.ok(await onDesk(reporter, id));
  assert.match(await page(reporter, id), new RegExp(`formaction="/newsroom/story/${id}/spike"`));
  const done = await spike(reporter, id);
  assert.equal(done.status, 303, done.text);
  assert.equal(done.location, `/newsroom/?spiked=${id}`);
  const desk = await reporter.get(done.location);
  assert.match(desk.text, /Reeds in the wind<\/a><\/bdi> is spiked/);
  assert.ok(!row(desk.text, id));
  const [, action, back] = /<form method="post" action="([^"]*take-up)">.*?name="back" value="([^"]*)"/s.exec(desk.text);
  assert.equal(action, `/newsroom/story/${id}/take-up`);
  const undone = await reporter.post(action, { back });
  assert.equal(undone.location, `${back}&said=taken_up`);
  assert.match((await reporter.get(undone.location)).text, /It is taken up again/);
  assert.ok(await onDesk(reporter, id));
  assert.doesNotMatch((await reporter.get(done.location)).text, /is spiked/); // an old address says nothing untrue
});

test('lists, counts, words and pickers leave it out; its own filter has it', async () => {
  const id = await make(editor, { headline: 'Sandpipers at low tide' });
  const drafts = async () => Number(/id="column-draft">.*?class="n">(\d+)</s.exec((await editor.get('/newsroom/?edition=en')).text)[1]);
  const before = await drafts();
  for (const query of ['', '&status=open', '&status=draft', '&q=sandpipers', '&by=me']) assert.ok(await listed(editor, id, query), query);
  assert.deepEqual(await picked(editor, '&q=sandpipers'), [id]);
  await spike(editor, id);
  assert.equal(await drafts(), before - 1);
  for (const query of ['', '&status=open', '&status=draft', '&q=sandpipers', '&by=me']) assert.ok(!await listed(editor, id, query), query);
  assert.deepEqual(await picked(editor, '&q=sandpipers'), []);
  for (const query of ['&status=spiked', '&status=spiked&q=sandpipers', '&status=spiked&by=me']) assert.ok(await listed(editor, id, query), query);
  assert.deepEqual(await picked(editor, '&status=spiked&q=sandpipers'), [id]);
  assert.match((await editor.get('/newsroom/stories/?status=spiked')).text, /<option value="spiked" selected>Spiked/);
});

test('its screen says so, and takes it up again', async () => {
  const id = await make(editor);
  await spike(editor, id);
  const spiked = await page(editor, id);
  assert.match(spiked, /class="state state-spiked">Spiked/);
  assert.match(spiked, /This story is spiked/);
  assert.doesNotMatch(spiked, /formaction="[^"]*\/spike"/);
  const { status, version } = await api(id); // for programs it is the draft it was
  assert.deepEqual({ status, version }, { status: 'draft', version: 1 });
  const done = await editor.post(`/newsroom/story/${id}/take-up`);
  assert.equal(done.location, `/newsroom/story/${id}/?said=taken_up`);
  assert.doesNotMatch(await page(editor, id), /This story is spiked/);
});

test('what was typed is saved before it is spiked, and who saves it has taken it up', async () => {
  const id = await make(reporter);
  await spike(reporter, id, { headline: 'Reeds in the rain' });
  assert.equal((await api(id)).headline, 'Reeds in the rain');
  assert.ok(await listed(reporter, id, '&status=spiked'));
  const again = await other.post(`/newsroom/story/${id}/`, { version: 2, headline: 'Reeds in the rain' }); // nothing new
  assert.equal(again.location, `/newsroom/story/${id}/?said=saved`);
  assert.ok(await onDesk(reporter, id));
  await spike(reporter, id);
  await other.post(`/newsroom/story/${id}/`, { version: 2, headline: 'Reeds and rain' });
  assert.ok(await onDesk(reporter, id));
  await spike(reporter, id);
  await editor.post(`/newsroom/story/${id}/stage`, { stage: 'review' });
  assert.ok(await onDesk(reporter, id));
});

test('somebody saved since: both are shown, and nothing is spiked', async () => {
  const id = await make(reporter);
  await editor.post(`/newsroom/story/${id}/`, { version: 1, headline: 'Rushes in the wind' });
  const late = await reporter.post(`/newsroom/story/${id}/spike`, { version: 1, headline: 'Reeds in the wind' });
  assert.equal(late.status, 409);
  assert.ok(await onDesk(reporter, id));
});

test('what readers have or had, and what is scheduled, is not spiked but told what to do', async () => {
  const whole = { headline: 'A heron stands', section: 'news/environment', body: 'In the shallows.', authors: 'Ada Lovelace' };
  const id = await make(editor, whole);
  const refused = async (words) => {
    const answer = await spike(editor, id);
    assert.equal(answer.status, 409);
    assert.match(answer.text, words);
    assert.doesNotMatch(await page(editor, id), /formaction="[^"]*\/spike"/);
  };
  await editor.post(`/newsroom/story/${id}/publish`, { when: 'later', at: '2099-01-01T10:00' });
  assert.equal((await api(id)).status, 'scheduled');
  await refused(/scheduled: take it back first/);
  await editor.post(`/newsroom/story/${id}/publish`);
  assert.equal((await api(id)).status, 'published');
  await refused(/take it back from them, or withdraw it/);
  await editor.post(`/newsroom/story/${id}/unpublish`);
  await refused(/withdraw it, so that its address says why/);
});

test('a reporter spikes what they began; an editor everything; nobody from elsewhere', async () => {
  const id = await make(reporter);
  assert.doesNotMatch(await page(other, id), /formaction="[^"]*\/spike"/);
  const refused = await spike(other, id);
  assert.equal(refused.status, 403);
  assert.match(refused.text, /somebody else began this story/i);
  const forged = await reporter.raw('POST', `/newsroom/story/${id}/spike`, { body: 'token=0', type: 'application/x-www-form-urlencoded' });
  assert.equal(forged.status, 403);
  assert.equal((await server.call('POST', `/newsroom/story/${id}/spike`)).status, 401);
  assert.ok(await onDesk(reporter, id));
  assert.equal((await spike(editor, id)).status, 303);
  assert.ok(!await onDesk(reporter, id));
});

test('the audit has both acts, in the words of each language', async () => {
  const id = await make(editor);
  await spike(editor, id);
  await editor.post(`/newsroom/story/${id}/take-up`);
  const audit = (await editor.get(`/newsroom/audit/?thing=story:${id}`)).text;
  assert.match(audit, /Story spiked/);
  assert.match(audit, /Story taken up again/);
  for (const [lang, words] of Object.entries({ es: /Noticia descartada[\s\S]*Descartada/, ar: /استبعاد خبر[\s\S]*مستبعد/ })) {
    const reader = await signIn(server, { role: 'editor', lang });
    assert.match((await reader.get(`/newsroom/audit/?thing=story:${id}&act=story.spike`)).text, words);
  }
});

// Breaking news by forms: several editions in one go, changed, ended, sent again; what is wrong is said
// where it is wrong, and nothing of it goes out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';
import { signIn } from './newsroom.mjs';

let server, token, editor;

before(async () => {
  const dir = makeSite({ demo: true });
  server = await serve(dir);
  token = makeToken(dir, 'administrator');
  editor = await signIn(server, { role: 'editor' });
});
after(async () => assert.equal(await server.stop(), 0));

const running = async (edition) => (await server.call('GET', `/api/v1/flashes?edition=${edition}`, { token })).json.items;
const texts = async (edition) => (await running(edition)).map(({ text }) => text);
const front = async (edition) => (await server.call('GET', `/${edition}/`)).text;
const script = { Accept: 'application/json' };

test('one form breaks the news in each edition that has words, and open fronts have it', async () => {
  const done = await editor.post('/newsroom/breaking/', { 'text-en': 'Tides turn in the fjord', 'place-en': 'Bodø', 'source-en': 'AP', 'text-ar': 'المد يتغير في المضيق', 'text-es': '  ', bar: '1', expires: '60' });
  assert.deepEqual([done.status, done.location], [303, '/newsroom/breaking/?said=flash_sent']);
  assert.match(await front('en'), /Tides turn in the fjord/);
  assert.match(await front('ar'), /المد يتغير في المضيق/);
  const [flash] = await running('en');
  assert.deepEqual([flash.text, flash.place, flash.source, flash.bar], ['Tides turn in the fjord', 'Bodø', 'AP', true]);
  const minutes = (Date.parse(flash.expires_at) - Date.now()) / 60000;
  assert.ok(minutes > 58 && minutes <= 60, `${minutes} minutes`);
  assert.ok(!(await texts('es')).includes(''));
  const desk = await editor.get(done.location);
  assert.match(desk.text, /role="status">It is out\./);
  assert.match(desk.text, /Tides turn in the fjord/);
});

test('one that is wrong in one edition goes out in none, and the words are still there', async () => {
  const wrong = await editor.post('/newsroom/breaking/', { 'text-en': 'This must not go out', 'text-ar': 'س'.repeat(501) });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /<a href="#field-text-ar">/);
  assert.match(wrong.text, /id="field-text-ar"[^>]*aria-invalid="true"/);
  assert.match(wrong.text, /This must not go out/);
  assert.ok(!(await texts('en')).includes('This must not go out'));
});

test('nothing typed, no such story, no such time: each is said at its field', async () => {
  const at = async (fields) => /href="#field-([^"]*)"/.exec((await editor.post('/newsroom/breaking/', fields)).text)?.[1];
  assert.equal(await at({}), 'text-en');
  assert.equal(await at({ 'text-en': 'x', 'story-en': 'some words' }), 'story-en');
  assert.equal(await at({ 'text-en': 'x', 'story-en': '999999' }), 'story-en');
  assert.equal(await at({ 'text-en': 'x', expires: 'at', expires_at: 'tomorrow' }), 'expires_at');
  assert.equal(await at({ 'text-en': 'x', expires: 'at', expires_at: '2020-01-01T10:00' }), 'expires_at');
  assert.equal(await at({ 'text-en': 'x', expires: '7000' }), 'expires');
});

test('a story is named by its number, or by its address in the newsroom', async () => {
  const [story] = (await server.call('GET', '/api/v1/stories?edition=en&limit=1', { token })).json.items;
  await editor.post('/newsroom/breaking/', { 'text-en': 'With a story', 'story-en': `#${story.id}` });
  await editor.post('/newsroom/breaking/', { 'text-en': 'With an address', 'story-en': `${server.url}/newsroom/story/${story.id}/` });
  const [second, first] = await running('en');
  assert.deepEqual([first.story, second.story].map((one) => String(one?.id ?? one)), [String(story.id), String(story.id)]);
});

const baseOf = (page) => /name="base" value="([0-9a-f]+)"/.exec(page.text)[1];

test('what runs can be changed and ended; what ended stands in the form, to be sent again', async () => {
  await editor.post('/newsroom/breaking/', { 'text-en': 'A museum reopens its doors' });
  const [{ id }] = await running('en');
  const form = await editor.get(`/newsroom/breaking/${id}/`);
  assert.match(form.text, /A museum reopens its doors<\/textarea>/);
  const changed = await editor.post(`/newsroom/breaking/${id}/`, { 'text-en': 'A museum reopens its doors after ten years', expires: '30' });
  assert.equal(changed.location, '/newsroom/breaking/?said=flash_changed');
  assert.ok((await texts('en')).includes('A museum reopens its doors after ten years'));
  const late = await editor.post(`/newsroom/breaking/${id}/`, { base: baseOf(form), 'text-en': 'A museum closes', expires: '30' });
  assert.equal(late.status, 409, 'it was begun on what stood there before');
  assert.match(late.text, /<dd><bdi>A museum reopens its doors after ten years<\/bdi>/);
  assert.match(late.text, />\s*A museum closes<\/textarea>/);
  const bad = await editor.post(`/newsroom/breaking/${id}/`, { 'text-en': '' });
  assert.equal(bad.status, 422);
  const ended = await editor.post(`/newsroom/breaking/${id}/end`);
  assert.equal(ended.location, `/newsroom/breaking/?again=${id}&said=flash_ended`);
  assert.ok(!(await texts('en')).some((text) => text.startsWith('A museum')));
  assert.doesNotMatch(await front('en'), /A museum reopens/);
  assert.match((await editor.get(ended.location)).text, /after ten years<\/textarea>/);
  for (const answer of [await editor.post(`/newsroom/breaking/${id}/end`), await editor.get(`/newsroom/breaking/${id}/`)]) assert.equal(answer.status, 404);
});

test('the same news twice within ten minutes is said, and not stopped', async () => {
  await editor.post('/newsroom/breaking/', { 'text-es': 'El volcán vuelve a dormir tras un mes' });
  const second = await editor.post('/newsroom/breaking/', { 'text-es': 'Tras un mes, el volcan vuelve a dormir' });
  assert.equal(second.status, 303);
  const page = (await editor.get(second.location)).text;
  assert.match(page, /Much like the one at \d\d:\d\d\./);
  assert.match(page, /<span>now<\/span>/);
});

test('a script is answered with what was sent, or with what is wrong', async () => {
  const sent = await editor.post('/newsroom/breaking/', { 'text-en': 'By script', 'text-es': 'Por guion' }, script);
  const { sent: list } = JSON.parse(sent.text);
  assert.deepEqual(list.map(({ edition }) => edition), ['en', 'es']);
  assert.equal(list[0].id, String((await running('en'))[0].id));
  const wrong = await editor.post('/newsroom/breaking/', { 'text-en': '' }, script);
  assert.equal(wrong.status, 422);
  assert.equal(JSON.parse(wrong.text).errors[0].field, 'text-en');
  const spanish = await signIn(server, { role: 'editor', lang: 'es' });
  const { detail } = JSON.parse((await spanish.post('/newsroom/breaking/', { 'text-es': '' }, script)).text);
  assert.equal(detail, 'Texto: falta: un avance dice algo'); // the field, too, in the language of the screen
});

test('the hour at which a flash ends is of the zone that stands beside it', async () => {
  const admin = await signIn(server, { role: 'administrator' });
  await admin.get('/newsroom/editions/es/');
  assert.equal((await admin.post('/newsroom/editions/es/', { title: 'Norte', zone: 'Pacific/Auckland' })).status, 303);
  await admin.get('/newsroom/me/');
  assert.equal((await admin.post('/newsroom/me/', { name: '', lang: 'es', edition: '' })).status, 303); // at home in none
  const zone = 'Pacific/Auckland';
  assert.match((await admin.get('/newsroom/breaking/')).text, /for="field-expires_at">[^<]*Pacific\/Auckland/);
  const inAuckland = new Date(Date.now() + 3600e3).toLocaleString('sv', { timeZone: zone }).replace(' ', 'T').slice(0, 16);
  await admin.post('/newsroom/breaking/', { 'text-es': 'Sube la marea', expires: 'at', expires_at: inAuckland });
  const [flash] = (await running('es')).filter(({ text }) => text === 'Sube la marea');
  const minutes = (Date.parse(flash.expires_at) - Date.now()) / 60000;
  assert.ok(minutes > 58 && minutes <= 60, `${minutes} minutes`);
});

test('a reporter sees no way to it and is refused', async () => {
  const reporter = await signIn(server, { role: 'reporter' });
  assert.doesNotMatch((await reporter.get('/newsroom/me/')).text, /\/newsroom\/breaking\//);
  const before = (await running('en')).length;
  assert.equal((await reporter.get('/newsroom/breaking/')).status, 403);
  assert.equal((await reporter.post('/newsroom/breaking/', { 'text-en': 'No' })).status, 403);
  assert.equal((await running('en')).length, before);
});

// Several people of the newsroom at the same moment: whoever comes second is told, nothing fails,
// nothing is half, and the database is whole afterwards.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bin, temporary } from '../http/server.mjs';
import { signIn } from '../http/newsroom.mjs';
import { endWell, makeSite, makeToken, run, serve } from './site.mjs';

let server, token, people, section;
const api = async (method, path, body) => (await server.call(method, `/api/v1${path}`, { token, body })).json;
const story = (more) => api('POST', '/stories', { edition: 'en', section, headline: 'Race', body: 'Text.', ...more });
const fields = ({ version = '' }, more = {}) => ({ edition: 'en', version, headline: 'Race', section, kind: 'news', body: 'Text.', topics: '', ...more });

before(async () => {
  server = await serve(makeSite({ demo: true }));
  token = makeToken(server.dir, 'administrator');
  section = (await api('GET', '/sections?edition=en&limit=1')).items[0].slug;
  people = [await signIn(server, { role: 'administrator', email: 'boss@example.org' }), await signIn(server, { role: 'editor' }), await signIn(server, { role: 'editor' })];
});
after(() => endWell(server));

// [who, path, fields] at once; the statuses. What is refused is refused with a reason.
async function together(...acts) {
  const answers = await Promise.all(acts.map(([who, path, sent]) => people[who].post(`/newsroom/${path}`, sent)));
  for (const { status, text } of answers) assert.ok([200, 303, 404, 409, 412, 422].includes(status), `${status} ${text.slice(0, 500)}`);
  return answers.map(({ status }) => status);
}
const done = (statuses) => statuses.filter((status) => status === 303).length;

test('of many who publish at once one does, and of those who publish and withdraw', async () => {
  for (let round = 0; round < 3; round++) {
    const made = await story();
    assert.equal(done(await together(...[0, 1, 2, 0].map((who, i) => [who, `story/${made.id}/publish`, fields(made, { headline: `Race ${i}` })]))), 1);
    const out = await api('GET', `/stories/${made.id}`);
    assert.equal(out.status, 'published');
    assert.equal(done(await together([0, `story/${made.id}/publish`, fields(out, { headline: 'Again' })], [1, `story/${made.id}/withdraw`, { version: out.version, reason: 'It was wrong' }], [2, `story/${made.id}/unpublish`, { version: out.version }])), 1);
    const now = await api('GET', `/stories/${made.id}`), seen = (await server.call('GET', new URL(out.url).pathname, {})).status;
    assert.equal(seen, { published: 200, withdrawn: 410, draft: 404 }[now.status], now.status);
  }
});

test('topics, dossiers and sections that are merged and ended while somebody names them', async () => {
  for (let round = 0; round < 3; round++) {
    const [a, b, c] = await Promise.all(['A', 'B', 'C'].map((name) => api('POST', '/topics', { edition: 'en', name: `Topic ${name} ${round}` })));
    const made = await story({ topics: [`Topic A ${round}`] });
    const names = ['A', 'B', 'C'].map((name) => `Topic ${name} ${round}`).join('\n');
    const merged = await together([0, `topics/${a.id}/merge`, { into: String(b.id) }], [1, `topics/${b.id}/merge`, { into: String(a.id) }], [2, `story/${made.id}/`, fields(made, { topics: names })], [0, `topics/${c.id}/end`, {}], [1, 'story/new', fields({}, { topics: names })]);
    assert.equal(done(merged.slice(0, 2)), 1, 'two topics cannot each become the other');
    const dossier = await api('POST', '/dossiers', { edition: 'en', title: `Dossier ${round}` }), place = await api('POST', '/sections', { edition: 'en', name: `Section ${round}` }), other = await story();
    await together([0, `dossiers/${dossier.id}/end`, {}], [1, `story/${other.id}/`, fields(other, { has_dossiers: '1', dossiers: dossier.slug })], [0, `sections/${place.id}/end`, {}], [2, 'story/new', fields({}, { section: place.slug })], [2, 'sections/new', { edition: 'en', name: `Below ${round}`, parent: String(place.id) }]);
    assert.equal(done(await together(...Array.from({ length: 8 }, (_, i) => [i % 3, 'topics/new', { edition: 'en', name: `One of eight ${round}` }]))), 1);
  }
});

test('of two who launch a front one does, and its like in addresses are told apart', async () => {
  const base = /name="base" value="([^"]*)"/.exec((await people[1].get('/newsroom/fronts/en/front/')).text)[1];
  const box = (title) => ({ base, 'containers[0].kind': 'lead', 'containers[0].title': title, 'containers[0].fill': '', do: 'launch' });
  const { id } = (await api('GET', '/stories?edition=en&limit=1')).items[0];
  assert.equal(done(await together(...[0, 1, 2].map((who) => [who, 'fronts/en/front/', { ...box(`By ${who}`), 'containers[0].slots[0].story': String(id) }]))), 1);
  assert.equal(done(await together(...Array.from({ length: 10 }, (_, i) => [i % 3, 'story/new', fields({}, { headline: 'One address', then: 'publish' })]))), 10);
  const urls = (await api('GET', '/stories?edition=en&limit=30')).items.filter(({ headline }) => headline === 'One address').map(({ url }) => url);
  assert.equal(new Set(urls).size, urls.length);
});

test('two hundred keeps of one story', async () => {
  const made = await story();
  const send = (i) => people[i % 3].post(`/newsroom/story/${made.id}/keep`, fields(made, { headline: `Kept ${i}` }), { Accept: 'application/json' });
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => send(i)));
  const kept = answers.filter(({ status }) => status === 200);
  assert.ok(kept.length >= 3 && answers.every(({ status }) => [200, 409].includes(status)), answers.map(({ status }) => status).join(' '));
  for (const [who, one] of people.entries()) {
    const last = answers.flatMap(({ status }, i) => (status === 200 && i % 3 === who ? [i] : []));
    const shown = (await one.get(`/newsroom/story/${made.id}/`)).text;
    assert.ok(last.some((i) => shown.includes(`Kept ${i}`)), `${who} sees none of ${last}`);
  }
});

test('a session that ends, a role that goes, and two administrators who dismiss each other', async () => {
  const made = await story(), leaving = await signIn(server, { role: 'editor' });
  const saves = Array.from({ length: 8 }, () => leaving.post(`/newsroom/story/${made.id}/`, fields(made)));
  const ended = await Promise.all([leaving.post('/newsroom/me/sign-out-everywhere'), ...saves]);
  assert.ok(ended.every(({ status }) => [303, 401, 409].includes(status)), ended.map(({ status }) => status).join(' '));
  const other = await signIn(server, { role: 'administrator', email: 'other@example.org' });
  const list = (await people[0].get('/newsroom/staff/')).text;
  const number = (email) => Number(new RegExp(`href="/newsroom/staff/(\\d+)/"(?:(?!href)[\\s\\S])*${email}`).exec(list)[1]);
  for (const [email] of run(['user', 'list', '--data', server.dir]).out.matchAll(/^\S+(?=\s+administrator)/gm)) // those two are left
    if (!/^(boss|other)@/.test(email)) assert.equal(run(['user', 'disable', email, '--data', server.dir]).code, 0, email);
  const role = (who, email) => who.post(`/newsroom/staff/${number(email)}/`, { email, name: '', role: 'reporter' });
  const fight = await Promise.all([role(people[0], 'other@example.org'), role(other, 'boss@example.org'), people[0].post(`/newsroom/staff/${number('other@')}/disable`), other.post(`/newsroom/staff/${number('boss@')}/disable`)]);
  assert.ok(fight.every(({ status }) => [303, 403, 409].includes(status)), fight.map(({ status }) => status).join(' '));
  assert.match(run(['user', 'list', '--data', server.dir]).out, /(boss|other)@example\.org\s+administrator/, 'one of them stays');
});

test('two imports of one file beside somebody who writes', async () => {
  const path = join(temporary(), 'lines.jsonl'), writer = await signIn(server, { role: 'editor' });
  writeFileSync(path, Array.from({ length: 600 }, (_, i) => JSON.stringify({ id: `i${i}`, edition: 'en', headline: `Imported ${i}`, body: 'x', topics: [`T ${i % 50}`] })).join('\n'));
  let left = 2;
  const imports = [1, 2].map(() => new Promise((end) => spawn(bin, ['import', 'jsonl', path, '--data', server.dir], { stdio: 'ignore' }).on('exit', (code) => { left--; end(code); })));
  for (let n = 0; left > 0; n++) {
    const saved = await writer.post('/newsroom/story/new', fields({}, { headline: `Beside ${n}`, topics: `T ${n % 50}` }));
    assert.equal(saved.status, 303, saved.text.slice(0, 500));
  }
  assert.deepEqual(await Promise.all(imports), [0, 0]);
  const lines = run(['export', 'jsonl', '-', '--data', server.dir]).out.match(/"headline":"Imported \d+"/g);
  assert.deepEqual([lines.length, new Set(lines).size], [600, 600]);
});

// Who may what: every call of the content API, asked by a stranger and by each role; and what strangers
// are not told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve } from './server.mjs';

const ROLES = ['reporter', 'editor', 'administrator'];
const gif = (colour) => Buffer.from(`47494638396101000100800000${colour.toString(16).padStart(6, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');
let server, colours = 0;
const tokens = {}, ids = {};

before(async () => {
  const dir = makeSite();
  for (const role of ROLES) tokens[role] = makeToken(dir, role);
  server = await serve(dir);
  const make = async (path, body) => {
    const made = await call('POST', path, tokens.administrator, body);
    assert.equal(made.status, 201, `${path} ${made.text}`);
    return made.json.id;
  };
  ids.draft = await make('/stories', { edition: 'en', section: 'news/politics', headline: 'Secret headline', body: 'Secret text.' });
  ids.out = await make('/stories', { edition: 'en', section: 'news/politics', headline: 'Told', body: 'Text.' });
  await call('POST', `/stories/${ids.out}/publish`, tokens.editor, {});
  ids.topic = await make('/topics', { edition: 'en', name: 'Kyiv' });
  ids.person = await make('/people', { name: 'Ana Ruiz' });
  ids.source = await make('/sources', { name: 'AP' });
  ids.dossier = await make('/dossiers', { edition: 'en', title: 'Dossier' });
  ids.section = (await call('GET', '/sections?edition=en')).json.items[0].id;
  ids.region = (await call('GET', '/regions?edition=en')).json.items[0].id;
  ids.flash = await make('/flashes', { edition: 'en', text: 'Now' });
  ids.picture = (await upload(tokens.editor)).json.id;
});
after(async () => assert.equal(await server.stop(), 0));

const call = (method, path, token, body) => server.call(method, `/api/v1${path}`, { token, body });
async function upload(token) {
  const form = new FormData();
  form.set('file', new Blob([gif(++colours)]), 'a.gif');
  form.set('alt', 'Secret alt');
  const answer = await fetch(`${server.url}/api/v1/media`, { method: 'POST', body: form, headers: token ? { Authorization: `Bearer ${token}` } : {} });
  return { status: answer.status, json: await answer.json() };
}

// [method, path, body, from which role on]. What a role may do, those above it may too.
const ALL = 0, REPORTER = 1, EDITOR = 2, ADMINISTRATOR = 3;
const table = () => [
  ['GET', '/stories', undefined, ALL], ['GET', `/stories/${ids.out}`, undefined, ALL], ['GET', '/flashes', undefined, ALL], ['GET', `/flashes/${ids.flash}`, undefined, ALL],
  ...['sections', 'regions', 'topics', 'people', 'sources', 'dossiers', 'editions', 'fronts'].map((many) => ['GET', `/${many}`, undefined, ALL]),
  ...[['sections', 'section'], ['topics', 'topic'], ['people', 'person'], ['sources', 'source'], ['dossiers', 'dossier']].map(([many, one]) => ['GET', `/${many}/${ids[one]}`, undefined, ALL]),
  ['GET', '/editions/en', undefined, ALL], ['GET', '/fronts/en', undefined, ALL], ['GET', `/fronts/section:${ids.section}`, undefined, ALL], ['GET', `/fronts/dossier:${ids.dossier}`, undefined, ALL], ['GET', '/openapi.json', undefined, ALL],
  ['GET', '/media', undefined, REPORTER], ['GET', `/media/${ids.picture}`, undefined, REPORTER], ['PATCH', `/media/${ids.picture}`, { credit: 'EFE' }, EDITOR],
  ['POST', '/stories', { edition: 'en' }, REPORTER], ['POST', '/topics', { edition: 'en', name: 'A new topic' }, REPORTER], ['POST', '/people', { name: 'Somebody new' }, REPORTER], ['POST', '/sources', { name: 'A new source' }, REPORTER],
  ['POST', `/stories/${ids.out}/publish`, {}, EDITOR], ['POST', `/stories/${ids.out}/correct`, { note: 'A note.' }, EDITOR],
  ['PATCH', `/topics/${ids.topic}`, { definition: 'A city.' }, EDITOR], ['PATCH', `/people/${ids.person}`, { role: 'Reporter' }, EDITOR], ['PATCH', `/sources/${ids.source}`, { url: 'https://ap.example' }, EDITOR],
  ['POST', '/dossiers', { edition: 'en', title: 'Another' }, EDITOR], ['PATCH', `/dossiers/${ids.dossier}`, { text: 'Text.' }, EDITOR], ['POST', `/topics/${ids.topic}/merge`, {}, EDITOR],
  ['POST', '/sections', { edition: 'en', name: 'Another' }, EDITOR], ['PATCH', `/sections/${ids.section}`, { hidden: false }, EDITOR], ['POST', '/regions', { edition: 'en', name: 'Another' }, EDITOR], ['PATCH', `/regions/${ids.region}`, { position: 1 }, EDITOR],
  ['POST', '/flashes', { edition: 'en', text: 'Again' }, EDITOR], ['PATCH', `/flashes/${ids.flash}`, { text: 'Changed' }, EDITOR], ['DELETE', `/flashes/${ids.flash}`, undefined, EDITOR],
  ['PATCH', '/fronts/en', { containers: [] }, EDITOR], ['PATCH', `/fronts/section:${ids.section}`, { containers: [] }, EDITOR], ['PATCH', `/fronts/dossier:${ids.dossier}`, { containers: [] }, EDITOR], ['GET', '/changes', undefined, EDITOR],
  ['POST', `/stories/${ids.out}/unpublish`, {}, EDITOR], ['POST', `/stories/${ids.out}/withdraw`, { reason: 'A reason.' }, EDITOR],
  ['PATCH', '/editions/en', { slogan: 'Every day' }, ADMINISTRATOR],
];

test('each call is for whom it is for', async () => {
  for (const [method, path, body, from] of table())
    for (const [rank, role] of ['stranger', ...ROLES].entries()) {
      const answer = await call(method, path, tokens[role], body);
      const about = `${role}: ${method} ${path} → ${answer.status} ${answer.text.slice(0, 200)}`;
      if (rank >= from) assert.ok(![401, 403].includes(answer.status) && answer.status < 500, about);
      else {
        assert.equal(answer.status, rank === 0 ? 401 : 403, about);
        assert.match(answer.headers.get('content-type'), /problem\+json/, about);
        assert.ok(answer.json.detail.length > 10, about);
        assert.equal(rank === 0, answer.headers.has('www-authenticate'), about);
      }
    }
  for (const role of ['stranger', ...ROLES]) assert.equal((await upload(tokens[role])).status, role === 'stranger' ? 401 : 201, role);
});

test('who may not is told so before anything is looked at', async () => {
  // Not whether it exists, nor what would be wrong with the body.
  for (const [method, path, body, from] of table().filter(([, , , from]) => from > ALL)) {
    const other = path.replace(/\d+$/, '99999999').replace(/\/\d+\//, '/99999999/');
    for (const sent of [body, method === 'GET' || method === 'DELETE' ? undefined : { nope: 1 }]) assert.equal((await call(method, other, undefined, sent)).status, 401, `${method} ${other}`);
    // A reporter may see all pictures, so that one is not there is no secret.
    if (from > REPORTER && !path.startsWith('/media/')) assert.equal((await call(method, other, tokens.reporter, body)).status, 403, `${method} ${other}`);
  }
});

test('a token that does not hold is 401 everywhere, where strangers may read too', async () => {
  for (const [method, path, body] of table()) {
    for (const token of ['x', `${tokens.editor}x`, tokens.editor.slice(0, -1), tokens.editor.toUpperCase()]) {
      const answer = await call(method, path, token, body);
      if (path !== '/openapi.json') assert.equal(answer.status, 401, `${method} ${path} → ${answer.status}`);
    }
  }
});

test('what is not there is 404 for who might see it', async () => {
  for (const path of ['/stories/99999999', '/media/99999999', '/topics/99999999', '/people/99999999', '/dossiers/99999999', '/sections/99999999', '/fronts/xx', '/fronts/section:99999999', '/editions/xx', '/nope', '/stories/1/nope'])
    for (const role of ROLES) assert.equal((await call('GET', path, tokens[role])).status, 404, `${role} ${path}`);
});

test('strangers are told nothing that is not public', async () => {
  const out = (await call('POST', '/stories', tokens.editor, { edition: 'en', section: 'news/politics', headline: 'Public again', body: 'Text.' })).json.id;
  await call('POST', `/stories/${out}/publish`, tokens.editor, {});
  const changed = (await call('GET', `/stories/${out}`, tokens.editor)).json;
  await server.call('PATCH', `/api/v1/stories/${out}`, { token: tokens.editor, body: { headline: 'Secret rewrite', standfirst: 'Secret' }, headers: { 'If-Match': `"${changed.version}"` } });
  for (const front of ['en', `section:${ids.section}`, `dossier:${ids.dossier}`]) {
    const put = await call('PATCH', `/fronts/${front}`, tokens.editor, { containers: [{ kind: 'row-3', title: '', fill: '', slots: [{ story: ids.draft, headline: 'Secret words', kicker: 'Secret' }, { story: out }] }] });
    assert.equal(put.status, 200, put.text);
    assert.equal(put.json.containers[0].slots.length, 2);
  }
  const asked = ['/fronts', '/fronts?edition=en', '/fronts/en', `/fronts/section:${ids.section}`, `/fronts/dossier:${ids.dossier}`, '/stories', `/stories/${out}`, `/stories?dossier=${ids.dossier}`, `/dossiers/${ids.dossier}`, '/media', `/media/${ids.picture}`, `/stories/${ids.draft}`, '/changes'];
  for (const path of asked) {
    const answer = await call('GET', path);
    assert.ok([200, 401, 404].includes(answer.status), `${path} → ${answer.status}`);
    assert.doesNotMatch(answer.text, /Secret|originals/, path);
    if (answer.status === 200 && path.startsWith('/fronts')) assert.doesNotMatch(answer.text, new RegExp(`"story":"?${ids.draft}\\b`), path);
  }
  assert.equal((await call('GET', `/stories/${ids.draft}`)).status, 404);
  for (const path of ['/en/', '/_f/front:en', `/_f/story:${ids.draft}`, `/_f/next:${ids.draft}`, `/_f/coverage:${ids.draft}`, `/_f/shares:${ids.draft}`, '/en/latest/', '/en/coverage/'])
    assert.doesNotMatch((await server.call('GET', path)).text, /Secret/, path);
  assert.match((await call('GET', '/fronts/en', tokens.reporter)).text, /Secret words/);
});

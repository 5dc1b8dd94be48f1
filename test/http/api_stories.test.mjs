// A story through the API: from draft to withdrawn, with every code on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve, until } from './server.mjs';

let server, editor, reporter;
before(async () => {
  const dir = makeSite();
  editor = makeToken(dir, 'editor');
  reporter = makeToken(dir, 'reporter');
  server = await serve(dir);
});
after(async () => assert.equal(await server.stop(), 0));

const call = (method, path, options) => server.call(method, `/api/v1${path}`, options);
const whole = (fields) => ({ edition: 'en', headline: 'A headline', body: 'Some *text*.', section: 'news/politics', ...fields });
async function make(fields = {}) {
  const made = await call('POST', '/stories', { token: editor, body: whole(fields) });
  assert.equal(made.status, 201, made.text);
  return made.json;
}
async function publish(id, body) {
  const done = await call('POST', `/stories/${id}/publish`, { token: editor, body });
  assert.equal(done.status, 200, done.text);
  return done.json;
}
const etag = (version) => ({ 'If-Match': `"${version}"` });
function isProblem(answer, status, field) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.json.status, status);
  assert.equal(typeof answer.json.title, 'string');
  assert.ok(answer.json.detail.length > 5, answer.text);
  if (field) assert.ok(answer.json.errors?.some((error) => error.field === field && error.message), answer.text);
}

test('a draft is made whole, with Location and ETag', async () => {
  const made = await call('POST', '/stories', {
    token: editor,
    body: whole({ kind: 'analysis', standfirst: 'Below', kicker: 'Above', place: 'Kyiv', regions: ['europe', 'mena'], topics: ['Kyiv', 'Grain'], authors: ['A Name'], source: 'AP', slug: 'by-hand' }),
  });
  assert.equal(made.status, 201, made.text);
  const story = made.json;
  assert.equal(typeof story.id, 'string');
  assert.equal(made.headers.get('location'), `/api/v1/stories/${story.id}`);
  assert.equal(made.headers.get('etag'), `"${story.version}"`);
  assert.equal(story.status, 'draft');
  assert.equal(story.url, null);
  assert.equal(story.published_at, null);
  const got = await call('GET', `/stories/${story.id}`, { token: editor });
  assert.equal(got.status, 200);
  assert.deepEqual(got.json, story);
  assert.deepEqual(story.regions, ['europe', 'mena']);
  assert.deepEqual(story.topics, ['Kyiv', 'Grain']);
  assert.deepEqual(story.authors, ['A Name']);
  assert.equal(story.source, 'AP');
  assert.equal(story.section, 'news/politics');
  assert.equal(story.slug, 'by-hand');
  assert.equal(story.kind, 'analysis');
  assert.equal(story.body.type, 'doc');
  assert.equal(story.body_markdown.trim(), 'Some *text*.');
  const boxed = '::: factbox\ntitle: A marsh\n\nWet ground.\n:::\n';
  const box = (await call('POST', '/stories', { token: editor, body: { edition: 'en', headline: 'Box', section: 'news', body: boxed } })).json;
  const fenced = (await call('GET', `/stories/${box.id}`, { token: editor })).json;
  assert.equal(fenced.body.content[0].type, 'factbox');
  assert.equal(fenced.body_markdown, boxed);
  isProblem(await call('POST', '/stories', { token: editor, body: { edition: 'en', headline: 'Slip', section: 'news', body: '::: box\n\nx\n:::\n' } }), 422);
  assert.match(story.body_html, /<em>text<\/em>/);
});

test('a document goes in as it comes out', async () => {
  const first = await make({ body: 'One\n\n## Two\n\n- three\n' });
  const second = await make({ body: first.body });
  assert.deepEqual(second.body, first.body);
});

test('drafts are for tokens only', async () => {
  const story = await make();
  isProblem(await call('GET', `/stories/${story.id}`), 404);
  isProblem(await call('GET', '/stories/999999', { token: editor }), 404);
  isProblem(await call('GET', '/stories/x', { token: editor }), 404);
  const list = await call('GET', '/stories?limit=100');
  assert.ok(!list.json.items.some((item) => item.id === story.id));
});

test('publish answers when readers see it', async () => {
  const story = await make({ headline: 'Héadline für everyone' });
  const published = await publish(story.id);
  assert.equal(published.status, 'published');
  assert.ok(published.version > story.version);
  assert.equal(published.url, `${server.url}/en/news/politics/headline-fur-everyone`);
  assert.match(published.published_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const got = await call('GET', `/stories/${story.id}`);
  assert.equal(got.status, 200);
  assert.equal(got.headers.get('access-control-allow-origin'), '*');
  assert.equal(got.json.headline, 'Héadline für everyone');
  const list = await call('GET', '/stories?edition=en&limit=1');
  assert.equal(list.json.items[0].id, story.id);
});

test('addresses are ASCII, in Arabic too', async () => {
  const story = await make({ edition: 'ar', headline: 'خبر عاجل من القاهرة' });
  const { url } = await publish(story.id);
  assert.match(url, /^[\x21-\x7e]+$/);
  assert.equal(decodeURIComponent(new URL(url).pathname), '/ar/news/politics/خبر-عاجل-من-القاهرة');
});

test('an incomplete story is not published, and told what is missing', async () => {
  const made = await call('POST', '/stories', { token: editor, body: { edition: 'en' } });
  assert.equal(made.status, 201, made.text);
  const refused = await call('POST', `/stories/${made.json.id}/publish`, { token: editor });
  for (const field of ['headline', 'section', 'body']) isProblem(refused, 422, field);
});

test('a patch needs If-Match, changes what it names, and is a revision', async () => {
  const story = await publish((await make({ topics: ['One', 'Two'], standfirst: 'Before' })).id);
  isProblem(await call('PATCH', `/stories/${story.id}`, { token: editor, body: { headline: 'B' } }), 428);
  const stale = await call('PATCH', `/stories/${story.id}`, { token: editor, body: { headline: 'B' }, headers: etag(1) });
  isProblem(stale, 412);
  assert.equal(stale.json.version, story.version);
  assert.equal(stale.headers.get('etag'), `"${story.version}"`);
  isProblem(await call('PATCH', `/stories/${story.id}`, { token: editor, body: { headline: 'B' }, headers: { 'If-Match': 'nonsense' } }), 412);
  const patched = await call('PATCH', `/stories/${story.id}`, { token: editor, body: { headline: 'After', topics: ['Two'], standfirst: null }, headers: etag(story.version) });
  assert.equal(patched.status, 200, patched.text);
  assert.equal(patched.json.headline, 'After');
  assert.deepEqual(patched.json.topics, ['Two']);
  assert.equal(patched.json.standfirst, '');
  assert.equal(patched.json.section, 'news/politics');
  assert.ok(patched.json.version > story.version);
  assert.equal(patched.headers.get('etag'), `"${patched.json.version}"`);
  const readers = await call('GET', `/stories/${story.id}`);
  assert.equal(readers.json.headline, 'A headline');
  assert.deepEqual(readers.json.topics, ['One', 'Two']);
  const inside = await call('GET', `/stories/${story.id}`, { token: editor });
  assert.equal(inside.json.headline, 'After');
  const url = (await publish(story.id)).url;
  assert.equal(url, story.url, 'a new headline alone changes no address');
  assert.equal((await call('GET', `/stories/${story.id}`)).json.headline, 'After');
});

test('If-Match takes a list, a star and what a proxy made weak', async () => {
  let story = await make();
  for (const match of ['"0", "VERSION"', '*', 'W/"VERSION"']) {
    const patched = await call('PATCH', `/stories/${story.id}`, { token: editor, body: { headline: match }, headers: { 'If-Match': match.replace('VERSION', story.version) } });
    assert.equal(patched.status, 200, patched.text);
    story = patched.json;
  }
});

test('of two writers with the same version one wins', async () => {
  const story = await make();
  const both = await Promise.all(['A', 'B'].map((headline) =>
    call('PATCH', `/stories/${story.id}`, { token: editor, body: { headline }, headers: etag(story.version) })));
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 412]);
});

test('state changes honour If-Match when it is sent', async () => {
  const story = await make();
  for (const [act, body] of [['publish', {}], ['correct', { note: 'n' }], ['unpublish', {}], ['withdraw', { reason: 'r' }]])
    isProblem(await call('POST', `/stories/${story.id}/${act}`, { token: editor, body, headers: etag(99) }), 412);
  const done = await call('POST', `/stories/${story.id}/publish`, { token: editor, headers: etag(story.version) });
  assert.equal(done.status, 200, done.text);
});

test('a moment is kept to the second', async () => {
  const story = await make({ headline: 'Later' });
  const at = new Date(Date.now() + 1500).toISOString();
  const scheduled = await publish(story.id, { at });
  assert.equal(scheduled.status, 'scheduled');
  assert.equal(Date.parse(scheduled.scheduled_at), Date.parse(at));
  isProblem(await call('GET', `/stories/${story.id}`), 404);
  const got = await until('the moment', async () => {
    const answer = await call('GET', `/stories/${story.id}`);
    return answer.status === 200 && answer.json;
  });
  const late = Date.parse(got.published_at) - Date.parse(at);
  assert.ok(late >= 0 && late < 2000, `${late} ms late`);
  const past = await publish((await make({ headline: 'Past' })).id, { at: '2001-01-01T00:00:00Z' });
  assert.equal(past.status, 'published');
  isProblem(await call('POST', `/stories/${story.id}/publish`, { token: editor, body: { at: 'tomorrow' } }), 422, 'at');
  isProblem(await call('POST', `/stories/${story.id}/publish`, { token: editor, body: { when: 1 } }), 422, 'when');
});

test('unpublished is a draft again, and comes back where it was', async () => {
  const story = await publish((await make({ headline: 'Comes back' })).id);
  const draft = await call('POST', `/stories/${story.id}/unpublish`, { token: editor });
  assert.equal(draft.status, 200, draft.text);
  assert.equal(draft.json.status, 'draft');
  assert.ok(draft.json.version > story.version);
  isProblem(await call('GET', `/stories/${story.id}`), 404);
  isProblem(await call('POST', `/stories/${story.id}/unpublish`, { token: editor }), 409);
  const again = await publish(story.id);
  assert.equal(again.url, story.url);
  assert.equal(again.published_at, story.published_at);
});

test('withdrawn is gone, with its reason', async () => {
  const story = await publish((await make({ headline: 'Wrong' })).id);
  const gone = await call('POST', `/stories/${story.id}/withdraw`, { token: editor, body: { reason: 'It was not true.' } });
  assert.equal(gone.status, 200, gone.text);
  assert.equal(gone.json.status, 'withdrawn');
  assert.equal(gone.json.withdrawn_reason, 'It was not true.');
  isProblem(await call('GET', `/stories/${story.id}`), 410);
  assert.equal((await call('GET', `/stories/${story.id}`, { token: editor })).json.status, 'withdrawn');
  isProblem(await call('POST', `/stories/${story.id}/withdraw`, { token: editor, body: { reason: 'Again' } }), 409);
  isProblem(await call('POST', `/stories/${(await make()).id}/withdraw`, { token: editor, body: { reason: 'x' } }), 409);
});

test('a correction is published at once and stays said', async () => {
  const draft = await make({ headline: 'Corect' });
  isProblem(await call('POST', `/stories/${draft.id}/correct`, { token: editor, body: { note: 'n', headline: 'Correct' } }), 409);
  await publish(draft.id);
  const corrected = await call('POST', `/stories/${draft.id}/correct`, { token: editor, body: { note: 'A letter was missing.', headline: 'Correct' } });
  assert.equal(corrected.status, 200, corrected.text);
  assert.equal(corrected.json.status, 'corrected');
  assert.equal(corrected.json.correction, 'A letter was missing.');
  const readers = await call('GET', `/stories/${draft.id}`);
  assert.equal(readers.json.headline, 'Correct');
  assert.equal((await publish(draft.id)).status, 'corrected');
});

test('a section or a slug of its own moves the address', async () => {
  const story = await publish((await make({ headline: 'Moves' })).id);
  const patched = await call('PATCH', `/stories/${story.id}`, { token: editor, body: { section: 'news/sports' }, headers: etag(story.version) });
  assert.equal(patched.status, 200, patched.text);
  const moved = await publish(story.id);
  assert.equal(moved.url, `${server.url}/en/news/sports/moves`);
  const other = await publish((await make({ headline: 'Moves' })).id);
  assert.notEqual(other.url, story.url, 'an address is never given to another');
});

test('translations belong together', async () => {
  const first = await publish((await make({ headline: 'Together' })).id);
  const second = await make({ edition: 'es', headline: 'Juntas', translation_of: first.id });
  assert.equal(second.translation_of, first.id);
  assert.equal((await call('GET', `/stories/${first.id}`)).json.translation_of, null);
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ translation_of: '999999' }) }), 422, 'translation_of');
});

test('related stories and dossiers by id or slug', async () => {
  const other = await publish((await make({ headline: 'Other' })).id);
  const dossier = await call('POST', '/dossiers', { token: editor, body: { edition: 'en', title: 'Running coverage', slug: 'running' } });
  assert.equal(dossier.status, 201, dossier.text);
  for (const ref of ['running', dossier.json.id, Number(dossier.json.id)]) {
    const story = await make({ related: [other.id], dossiers: [ref] });
    assert.deepEqual(story.related, [other.id]);
    assert.deepEqual(story.dossiers, [dossier.json.id]);
  }
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ dossiers: ['nope'] }) }), 422, 'dossiers');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ related: ['999999'] }) }), 422, 'related');
});

test('wrong fields are named, all of them', async () => {
  const wrong = await call('POST', '/stories', { token: editor, body: whole({ headline: 7, regions: 'europe', status: 'published', colour: 'red', related: [null] }) });
  for (const field of ['headline', 'regions', 'status', 'colour', 'related']) isProblem(wrong, 422, field);
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ edition: 'xx' }) }), 422, 'edition');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ edition: undefined }) }), 422, 'edition');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ section: 'news/nope' }) }), 422, 'section');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ regions: ['atlantis'] }) }), 422, 'regions');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ kind: 'rumour' }) }), 422, 'kind');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ body: 7 }) }), 422, 'body');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ body: { type: 'doc', content: [{ type: 'script' }] } }) }), 422, 'body');
  isProblem(await call('POST', '/stories', { token: editor, body: whole({ picture: '999999' }) }), 422, 'picture');
});

test('no token 401, not your right 403', async () => {
  const refused = await call('POST', '/stories', { body: whole() });
  isProblem(refused, 401);
  assert.match(refused.headers.get('www-authenticate'), /^Bearer/);
  isProblem(await call('GET', '/stories', { token: 'made-up' }), 401);
  isProblem(await call('GET', '/stories', { headers: { Authorization: 'Basic YTpi' } }), 401);
  const draft = await call('POST', '/stories', { token: reporter, body: whole() });
  assert.equal(draft.status, 201, draft.text);
  for (const act of ['publish', 'unpublish', 'withdraw', 'correct'])
    isProblem(await call('POST', `/stories/${draft.json.id}/${act}`, { token: reporter, body: {} }), 403);
  isProblem(await call('POST', '/stories/1/publish'), 401);
});

test('other methods are 405 with Allow, other addresses 404', async () => {
  const refused = await call('DELETE', '/stories', { token: editor });
  isProblem(refused, 405);
  assert.match(refused.headers.get('allow'), /GET/);
  assert.match(refused.headers.get('allow'), /POST/);
  isProblem(await call('PUT', '/stories/1', { token: editor, body: {} }), 405);
  isProblem(await call('GET', '/stories/1/publish', { token: editor }), 405);
  for (const path of ['/programmes', '/nope', '/stories/1/nope']) isProblem(await call('GET', path), 404);
  assert.equal((await fetch(`${server.url}/api/v1/stories`, { method: 'HEAD' })).status, 200);
});

test('markup in plain fields stays text', async () => {
  const story = await publish((await make({ headline: '<b>Bold</b> & "quoted"', body: '<script>alert(1)</script> **x**\n\n![a](javascript:alert(1))' })).id);
  const got = (await call('GET', `/stories/${story.id}`)).json;
  assert.equal(got.headline, '<b>Bold</b> & "quoted"');
  assert.doesNotMatch(got.body_html, /<script|href="javascript/i);
  assert.match(got.body_html, /&lt;script&gt;/);
});

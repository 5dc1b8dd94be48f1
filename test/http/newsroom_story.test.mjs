// Writing a story without a script: forms alone, from the first word to the last.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn } from './newsroom.mjs';
import { makeSite, makeToken, serve, shared, until } from './server.mjs';
import { readFileSync } from 'node:fs';

let server, token, editor, reporter;

before(async () => {
  const dir = makeSite({ demo: true });
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
  editor = await signIn(server, { role: 'editor', name: 'Ada' });
  reporter = await signIn(server, { role: 'reporter', name: 'Rui' });
});
after(() => server.stop());

const decoded = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&#x27;/g, "'").replace(/&amp;/g, '&');

// The main form's fields as a browser would send them.
function fieldsOf(html, id = 'story') {
  const from = html.indexOf(`id="${id}"`);
  const form = html.slice(from, html.indexOf('</form>', from));
  const fields = [];
  for (const [tag] of form.matchAll(/<input [^>]*>|<textarea [^>]*>[^<]*<\/textarea>|<select [^>]*>.*?<\/select>/gs)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1];
    const value = decoded(/ value="([^"]*)"/.exec(tag)?.[1] ?? '');
    if (!name || name === 'token') continue;
    if (tag.startsWith('<textarea')) fields.push([name, decoded(tag.slice(tag.indexOf('>') + 1, -'</textarea>'.length).replace(/^\n/, ''))]);
    else if (tag.startsWith('<select')) fields.push([name, decoded(/<option value="([^"]*)"[^>]* selected/.exec(tag)?.[1] ?? '')]);
    else if (!/type="(checkbox|radio)"/.test(tag) || / checked/.test(tag)) fields.push([name, value]);
  }
  return Object.fromEntries(fields.filter(([name]) => !['regions', 'dossiers'].includes(name))
    .concat(['regions', 'dossiers'].map((many) => [many, fields.filter(([name]) => name === many).map(([, value]) => value)])));
}

const idOf = (location) => /\/newsroom\/story\/(\d+)\//.exec(location)[1];
const api = async (id) => (await server.call('GET', `/api/v1/stories/${id}`, { token })).json;
const seq = async () => (await server.call('GET', '/api/v1/changes?since=0', { token })).text;

const whole = { edition: 'en', kind: 'news', headline: 'Marsh birds return', standfirst: 'After the rain.', body: 'The first came at dawn.\n\nThen all.', section: 'news/environment', topics: 'Wetlands, Birds', authors: 'Ada Lovelace', source: '', place: 'Doñana' };

async function make(who, fields = {}) {
  await who.get('/newsroom/story/new?edition=en');
  const done = await who.post('/newsroom/story/new', { ...whole, ...fields });
  assert.equal(done.status, 303, done.text);
  return idOf(done.location);
}

test('a story is made, saved, published and found by readers', async () => {
  const fresh = await editor.get('/newsroom/story/new?edition=en');
  assert.equal(fresh.status, 200);
  assert.match(fresh.text, /name="headline"/);
  const id = await make(editor);
  const page = await editor.get(`/newsroom/story/${id}/`);
  const fields = fieldsOf(page.text);
  assert.equal(fields.headline, whole.headline);
  assert.equal(fields.body, 'The first came at dawn.\n\nThen all.');
  assert.equal(fields.topics, 'Wetlands\nBirds');
  assert.equal(fields.section, 'news/environment');
  const saved = await editor.post(`/newsroom/story/${id}/`, { ...fields, headline: 'Marsh birds are back', regions: ['europe'] });
  assert.equal(saved.location, `/newsroom/story/${id}/?said=saved`);
  let story = await api(id);
  assert.equal(story.headline, 'Marsh birds are back');
  assert.deepEqual(story.regions, ['europe']);
  assert.equal(story.status, 'draft');
  const again = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  assert.deepEqual(again.regions, ['europe']);
  const out = await editor.post(`/newsroom/story/${id}/publish`, { ...again, kicker: 'Nature' });
  assert.equal(out.location, `/newsroom/story/${id}/?said=published`, out.text);
  story = await api(id);
  assert.equal(story.status, 'published');
  assert.equal(story.kicker, 'Nature');
  const read = await server.call('GET', new URL(story.url, server.url).pathname);
  assert.match(read.text, /Marsh birds are back/);
});

test('nothing is changed by saving what nobody changed', async () => {
  const id = await make(editor);
  const before = await api(id);
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  await editor.post(`/newsroom/story/${id}/`, fields);
  assert.deepEqual(await api(id), before);
});

test('every story of the demo comes back from its form as it was', async () => {
  for (const edition of ['en', 'es', 'ar']) {
    const { items } = (await server.call('GET', `/api/v1/stories?edition=${edition}&limit=100`, { token })).json;
    for (const { id } of items) {
      const before = await api(id);
      const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
      // A word put in and taken out again: everything is written anew.
      const typed = await editor.post(`/newsroom/story/${id}/`, { ...fields, body: `Put in.\n\n${fields.body}` });
      assert.equal(typed.status, 303, typed.text);
      const next = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
      assert.equal(next.body, `Put in.\n\n${fields.body}`);
      await editor.post(`/newsroom/story/${id}/`, { ...next, body: fields.body });
      const after = await api(id);
      assert.deepEqual({ ...after, version: 0 }, { ...before, version: 0 });
    }
  }
});

test('what cannot be said in Markdown survives', async () => {
  const body = JSON.parse(readFileSync(new URL('../fuzz/corpus/document/all.json', import.meta.url), 'utf8'));
  const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', headline: 'Everything', section: 'news/politics', body } });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json;
  const before = await api(id);
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  await editor.post(`/newsroom/story/${id}/`, { ...fields, body: `${fields.body}\nA last line.\n` });
  const after = await api(id);
  assert.deepEqual(after.body.content.slice(0, -1), before.body.content);
  const wrong = await editor.post(`/newsroom/story/${id}/`, { ...fields, version: after.version, body: '::: factbox\nno end' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="field-body-wrong"/);
  assert.match(wrong.text, /::: factbox\nno end/);
});

test('what is missing is said at its field, and what was typed is there', async () => {
  const id = await make(editor, { headline: '', section: '' });
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const wrong = await editor.post(`/newsroom/story/${id}/publish`, { ...fields, standfirst: 'Typed just now' });
  assert.equal(wrong.status, 422);
  for (const field of ['headline', 'section']) assert.match(wrong.text, new RegExp(`href="#field-${field}"`));
  assert.match(wrong.text, /id="field-headline-wrong"/);
  assert.equal(fieldsOf(wrong.text).standfirst, 'Typed just now');
  assert.equal((await api(id)).standfirst, 'Typed just now'); // it was saved, and only not published
  assert.doesNotMatch((await editor.get(`/newsroom/story/${id}/`)).text, /id="kept"/);
});

test('a story goes out at a time, in the edition\'s zone, and can be called back', async () => {
  const id = await make(editor);
  let fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const past = await editor.post(`/newsroom/story/${id}/publish`, { ...fields, when: 'later', at: '2020-01-01T10:00' });
  assert.equal(past.status, 422);
  assert.match(past.text, /id="field-at-wrong"/);
  const late = await editor.post(`/newsroom/story/${id}/publish`, { ...fields, kicker: 'Kept', topics: 'Wetlands, Birds', when: 'later', at: '2020-01-01T10:00' });
  assert.match(late.text, /The text is saved\./);
  assert.match(late.text, /id="chip"[^>]*>Saved /, 'and not: unsaved changes');
  assert.match(late.text, /value="2020-01-01T10:00"/);
  assert.doesNotMatch((await editor.get(`/newsroom/story/${id}/`)).text, /id="kept"/);
  assert.equal((await api(id)).kicker, 'Kept');
  fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const done = await editor.post(`/newsroom/story/${id}/publish`, { ...fields, when: 'later', at: '2037-06-01T10:30' });
  assert.equal(done.location, `/newsroom/story/${id}/?said=scheduled`, done.text);
  assert.equal((await api(id)).status, 'scheduled');
  const page = await editor.get(`/newsroom/story/${id}/`);
  assert.match(page.text, /value="2037-06-01T10:30"/);
  assert.match(page.text, /call-back/);
  const back = await editor.post(`/newsroom/story/${id}/call-back`);
  assert.equal(back.location, `/newsroom/story/${id}/?said=called_back`);
  assert.equal((await api(id)).status, 'draft');
  assert.equal((await editor.post(`/newsroom/story/${id}/call-back`)).status, 409);
});

test('a change that waits for its time can be called back, and readers keep what they have', async () => {
  const id = await make(editor);
  await editor.post(`/newsroom/story/${id}/publish`, fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text));
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  await editor.post(`/newsroom/story/${id}/publish`, { ...fields, headline: 'A later headline', when: 'later', at: '2037-06-01T10:30' });
  assert.equal((await api(id)).status, 'published');
  assert.equal((await editor.post(`/newsroom/story/${id}/call-back`)).status, 303);
  assert.equal((await api(id)).status, 'published');
  assert.doesNotMatch((await editor.get(`/newsroom/story/${id}/`)).text, /call-back/);
});

test('what goes out at its time leaves nothing behind that waits', async () => {
  const older = /Readers see an older version/;
  const id = await make(editor);
  const look = async () => (await editor.get(`/newsroom/story/${id}/`)).text;
  const goesOut = async (headline) => {
    const version = (await api(id)).version;
    const sent = await server.call('POST', `/api/v1/stories/${id}/publish`, { token, body: { at: new Date(Date.now() + 1500).toISOString() } });
    assert.equal(sent.status, 200, sent.text);
    await until('its time', async () => (await api(id)).version > version + 1);
    const story = await api(id);
    assert.equal(story.status, 'published');
    assert.match((await server.call('GET', new URL(story.url, server.url).pathname)).text, new RegExp(headline));
  };
  await editor.post(`/newsroom/story/${id}/publish`, fieldsOf(await look()));
  await editor.post(`/newsroom/story/${id}/unpublish`, {});
  await goesOut(whole.headline);
  assert.doesNotMatch(await look(), older);
  assert.doesNotMatch((await editor.get(`/newsroom/stories/?q=%23${id}`)).text, /class="warn"/);
  // A change of what readers have, and nothing but an appointment called back.
  await editor.post(`/newsroom/story/${id}/`, { ...fieldsOf(await look()), headline: 'Marsh birds stay' });
  assert.match(await look(), older);
  await goesOut('Marsh birds stay');
  assert.doesNotMatch(await look(), older);
  await editor.post(`/newsroom/story/${id}/publish`, { ...fieldsOf(await look()), when: 'later', at: '2037-06-01T10:30' });
  await editor.post(`/newsroom/story/${id}/call-back`);
  assert.doesNotMatch(await look(), older);
});

test('a time that the clocks leave out is refused', async () => {
  await server.call('PATCH', '/api/v1/editions/es', { token, body: { zone: 'Europe/Madrid' } });
  const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'es', headline: 'Reloj', section: 'news/politics', body: 'Texto.' } });
  const fields = fieldsOf((await editor.get(`/newsroom/story/${made.json.id}/`)).text);
  const gap = await editor.post(`/newsroom/story/${made.json.id}/publish`, { ...fields, when: 'later', at: '2037-03-29T02:30' });
  assert.equal(gap.status, 422, gap.location);
  assert.match(gap.text, /id="field-at-wrong"/);
});

test('a correction has a note; unpublishing and withdrawing ask first', async () => {
  const id = await make(editor);
  await editor.post(`/newsroom/story/${id}/publish`, fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text));
  const path = new URL((await api(id)).url, server.url).pathname;
  let fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const bare = await editor.post(`/newsroom/story/${id}/correct`, { ...fields, note: '' });
  assert.equal(bare.status, 422);
  fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const done = await editor.post(`/newsroom/story/${id}/correct`, { ...fields, headline: 'Marsh birds return early', note: 'The month was wrong.' });
  assert.equal(done.status, 303, done.text);
  assert.equal((await api(id)).status, 'corrected');
  assert.match((await server.call('GET', path)).text, /The month was wrong\./);
  await editor.post(`/newsroom/story/${id}/unpublish`, {});
  assert.equal((await server.call('GET', path)).status, 404);
  assert.equal((await editor.get(`/newsroom/story/${id}/withdraw`)).status, 200);
  const noReason = await editor.post(`/newsroom/story/${id}/withdraw`, { reason: ' ' });
  assert.equal(noReason.status, 422);
  await editor.post(`/newsroom/story/${id}/withdraw`, { reason: 'It was not so.' });
  const gone = await server.call('GET', path);
  assert.equal(gone.status, 410);
  assert.match(gone.text, /It was not so\./);
  const final = await editor.get(`/newsroom/story/${id}/`);
  assert.doesNotMatch(final.text, / data-save /);
});

test('a new slug leaves a redirect behind', async () => {
  const id = await make(editor);
  await editor.post(`/newsroom/story/${id}/publish`, fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text));
  const before = new URL((await api(id)).url, server.url).pathname;
  const page = await editor.get(`/newsroom/story/${id}/`);
  assert.ok(page.text.includes(before));
  await editor.post(`/newsroom/story/${id}/publish`, { ...fieldsOf(page.text), slug: 'birds-of-the-marsh' });
  const after = new URL((await api(id)).url, server.url).pathname;
  assert.match(after, /birds-of-the-marsh$/);
  const old = await fetch(server.url + before, { redirect: 'manual' });
  assert.equal(old.status, 301);
  assert.equal(new URL(old.headers.get('location'), server.url).pathname, after);
});

test('an address that is taken is said before and after', async () => {
  const first = await make(editor);
  await editor.post(`/newsroom/story/${first}/publish`, { ...fieldsOf((await editor.get(`/newsroom/story/${first}/`)).text), slug: 'spoonbills' });
  const id = await make(editor, { slug: 'spoonbills' });
  const page = await editor.get(`/newsroom/story/${id}/`);
  assert.match(page.text, /The address is taken: it would stand at “spoonbills-2”/);
  const done = await editor.post(`/newsroom/story/${id}/publish`, fieldsOf(page.text));
  assert.equal(done.location, `/newsroom/story/${id}/?beside=1&said=published`, done.text);
  for (const [lang, words] of [['en', 'The address you gave is taken: it stands at'], ['es', 'La dirección indicada está ocupada'], ['ar', 'الرابط الذي كتبته محجوز']]) {
    await editor.post('/newsroom/me/', { name: 'Ada', lang, edition: '' });
    const told = (await editor.get(done.location)).text;
    assert.ok(told.includes(words), lang);
    assert.ok(told.includes('/en/news/environment/spoonbills-2'));
  }
  await editor.post('/newsroom/me/', { name: 'Ada', lang: 'en', edition: '' });
  const after = await editor.get(`/newsroom/story/${id}/`);
  assert.doesNotMatch(after.text, /address is taken|address you gave/);
  // What it has stays its own; another's is said with the changes too, and with a correction.
  const same = await editor.post(`/newsroom/story/${id}/publish`, fieldsOf(after.text));
  assert.equal(same.location, `/newsroom/story/${id}/?said=published`);
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const corrected = await editor.post(`/newsroom/story/${id}/correct`, { ...fields, slug: 'spoonbills', note: 'The name of the bird.' });
  assert.equal(corrected.location, `/newsroom/story/${id}/?beside=1&said=corrected`);
});

test('who saves second sees both, and nothing is lost', async () => {
  const id = await make(editor, { body: 'One.\n\nTwo.\n\nThree.' });
  const mine = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const told = await reporter.get(`/newsroom/story/${id}/`);
  assert.match(told.text, /<p class="note"><bdi>Ada<\/bdi>/);
  const theirs = fieldsOf(told.text);
  await reporter.post(`/newsroom/story/${id}/`, { ...theirs, headline: 'Theirs', standfirst: 'Only theirs', body: 'One.\n\nTwo by Rui.\n\nThree.' });
  const clash = await editor.post(`/newsroom/story/${id}/`, { ...mine, headline: 'Mine', kicker: 'Only mine', body: 'One.\n\nTwo.\n\nThree by Ada.' });
  assert.equal(clash.status, 409);
  for (const text of ['Theirs', 'Mine', 'Only mine', 'Only theirs', 'Rui', 'Ada']) assert.ok(clash.text.includes(text), text);
  assert.match(clash.text, /<ins>/);
  // The tab is closed: what was typed is there when it is opened again.
  const later = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  assert.equal(later.kicker, 'Only mine');
  assert.equal((await api(id)).headline, 'Theirs');
  const newest = /name="version" value="(\d+)"/.exec(clash.text)[1];
  const merged = decoded(/<textarea id="field-body"[^>]*>([^<]*)</.exec(clash.text)[1]).trim();
  assert.equal(merged, 'One.\n\nTwo by Rui.\n\nThree by Ada.');
  const keptAt = /name="kept_at" value="(\d+)"/.exec(clash.text)[1];
  const done = await editor.post(`/newsroom/story/${id}/`, { version: newest, kept_at: keptAt, take_headline: 'mine', mine_headline: 'Mine', headline: 'x', kicker: 'Only mine', take_standfirst: 'theirs', standfirst: '', body: merged });
  assert.equal(done.status, 303, done.text);
  const story = await api(id);
  assert.equal(story.headline, 'Mine');
  assert.equal(story.kicker, 'Only mine');
  assert.equal(story.standfirst, 'Only theirs');
  assert.equal(story.body.content[2].content[0].text, 'Three by Ada.');
  assert.equal(story.body.content[1].content[0].text, 'Two by Rui.');
  assert.doesNotMatch((await editor.get(`/newsroom/story/${id}/`)).text, /id="kept"/);
});

test('a passage that both changed is chosen, and stands there once', async () => {
  const base = 'One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.';
  const clash = async () => {
    const id = await make(editor, { body: base });
    const mine = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
    const theirs = fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text);
    await reporter.post(`/newsroom/story/${id}/`, { ...theirs, body: base.replace('One.', 'One by Rui.').replace('Three.', 'Three by Rui.').replace('Five.', 'Five by Rui.') });
    const page = await editor.post(`/newsroom/story/${id}/`, { ...mine, body: base.replace('One.', 'One by Ada.').replace('Three.', 'Three by Ada.').replace('Four.', 'Four by Ada.') });
    assert.equal(page.status, 409);
    const field = (name) => decoded(new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)[1]);
    const body = decoded(/<textarea id="field-body"[^>]*>([^<]*)</.exec(page.text)[1]).trim();
    assert.equal(body, 'One by Ada.\n\nTwo.\n\nThree by Ada.\n\nFour by Ada.\n\nFive by Rui.');
    for (const text of ['One by Rui.', 'Three by Rui.']) assert.match(page.text, new RegExp(`<div class="diff"[^>]*>${text}</div>`));
    for (const n of [1, 2]) assert.match(page.text, new RegExp(`name="take_body_${n}" value="mine" checked`));
    assert.doesNotMatch(page.text, /take_body_3/);
    const sent = { version: field('version'), base: field('base'), kept_at: field('kept_at'), mine_body: field('mine_body'), take_body: 'result', body };
    return { id, sent, paragraphs: async (more) => {
      const done = await editor.post(`/newsroom/story/${id}/`, { ...sent, ...more });
      assert.equal(done.status, 303, done.text);
      return (await api(id)).body.content.map((block) => block.content[0].text);
    } };
  };
  assert.deepEqual(await (await clash()).paragraphs({ take_body_1: 'mine', take_body_2: 'mine' }),
    ['One by Ada.', 'Two.', 'Three by Ada.', 'Four by Ada.', 'Five by Rui.']);
  const chosen = await clash();
  assert.deepEqual(await chosen.paragraphs({ take_body_1: 'theirs', take_body_2: 'mine' }),
    ['One by Rui.', 'Two.', 'Three by Ada.', 'Four by Ada.', 'Five by Rui.']);
  // What is written in the field by hand stays, and counts where it is in the passage itself.
  const written = await clash();
  const body = written.sent.body.replace('Two.', 'Two, by hand.').replace('Three by Ada.', 'Three by hand.');
  assert.deepEqual(await written.paragraphs({ take_body_1: 'both', take_body_2: 'theirs', body }),
    ['One by Ada.', 'One by Rui.', 'Two, by hand.', 'Three by hand.', 'Four by Ada.', 'Five by Rui.']);
});

test('what is typed is kept for its writer alone, offered again, and can be dropped', async () => {
  const id = await make(reporter);
  const fields = fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text);
  const kept = await reporter.post(`/newsroom/story/${id}/keep`, { ...fields, headline: 'Half a thou' }, { Accept: 'application/json' });
  assert.equal(kept.status, 200, kept.text);
  assert.match(JSON.parse(kept.text).kept, /^\d\d:\d\d:\d\d$/);
  assert.equal((await api(id)).headline, whole.headline);
  const again = await reporter.get(`/newsroom/story/${id}/`);
  assert.equal(fieldsOf(again.text).headline, 'Half a thou');
  assert.match(again.text, /id="kept"/);
  assert.equal(fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text).headline, whole.headline);
  await reporter.post(`/newsroom/story/${id}/discard`, {});
  assert.equal(fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text).headline, whole.headline);
});

test('of one window what was typed last is kept, whichever arrives first; who leaves is not said to write', async () => {
  const id = await make(reporter);
  const fields = fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text);
  const keep = async (typed, more) => (await reporter.post(`/newsroom/story/${id}/keep`, { ...fields, window: 'first', typed, ...more }, { Accept: 'application/json' })).status;
  assert.equal(await keep(1, { kicker: 'Fr' }), 200);
  assert.equal(await keep(3, { kicker: 'Frogs' }), 200); // sent before that was answered
  assert.equal(await keep(2, { kicker: 'Frog' }), 409);
  assert.equal(await keep(9, { kicker: 'Other', window: 'second' }), 409);
  assert.equal(fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text).kicker, 'Frogs');
  assert.match((await editor.get(`/newsroom/story/${id}/`)).text, /<\/bdi> is writing here since/);
  assert.equal(await keep(4, { kicker: 'Frogs sing', leaves: '1' }), 200);
  assert.doesNotMatch((await editor.get(`/newsroom/story/${id}/`)).text, /<\/bdi> is writing here since/);
});

test('two windows of one person do not write over each other', async () => {
  const id = await make(reporter);
  const fields = fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text);
  const json = { Accept: 'application/json' };
  const one = await reporter.post(`/newsroom/story/${id}/keep`, { ...fields, kicker: 'Of the first' }, json);
  assert.equal(one.status, 200, one.text);
  const other = await reporter.post(`/newsroom/story/${id}/keep`, { ...fields, kicker: 'Of the second' }, json);
  assert.equal(other.status, 409);
  assert.match(JSON.parse(other.text).detail, /another window/);
  const saved = await reporter.post(`/newsroom/story/${id}/`, { ...fields, kicker: 'Of the second' });
  assert.equal(saved.status, 303);
  const again = fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text);
  assert.equal(again.kicker, 'Of the first');
  assert.equal((await reporter.post(`/newsroom/story/${id}/`, again)).status, 409);
  assert.equal((await api(id)).kicker, 'Of the second');
});

test('the first words of a new story make it', async () => {
  await reporter.get('/newsroom/story/new?edition=en');
  const kept = await reporter.post('/newsroom/story/new/keep', { edition: 'en', headline: 'A beginning', body: '::: factbox\nnot yet closed' }, { Accept: 'application/json' });
  const { path } = JSON.parse(kept.text);
  const fields = fieldsOf((await reporter.get(path)).text);
  assert.equal(fields.headline, 'A beginning');
  assert.equal(fields.body, '::: factbox\nnot yet closed');
});

test('a preview is the real page, and leaves no trace', async () => {
  const id = await make(editor);
  await editor.post(`/newsroom/story/${id}/publish`, fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text));
  const path = new URL((await api(id)).url, server.url).pathname;
  const tags = async () => (await Promise.all([path, '/en/', '/en/latest/'].map((one) => server.call('GET', one)))).map(({ headers }) => headers.get('etag'));
  const before = [await seq(), await api(id), await tags()];
  const saved = await editor.get(`/newsroom/story/${id}/preview`);
  assert.equal(saved.status, 200);
  assert.match(saved.text, /class="preview-band"/);
  assert.match(saved.text, /Marsh birds return<\/h1>/);
  assert.equal(saved.headers.get('x-robots-tag'), 'noindex');
  assert.doesNotMatch(saved.text, /<script type="module"|data-seq/);
  const phone = await editor.get(`/newsroom/story/${id}/preview?look=phone:dark`);
  assert.match(phone.text, /<iframe class="phone" title="[^"]+" srcdoc="&lt;!doctype html&gt;[^"]*data-theme=&quot;dark&quot;[^"]*Marsh birds return&lt;\/h1&gt;[^"]*"><\/iframe>/);
  for (const one of [saved, phone]) {
    assert.match(one.headers.get('content-security-policy'), /frame-ancestors 'none'/);
    assert.match(one.text, /<a href="\?look=phone:(system|dark)"/);
  }
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const typed = await editor.post(`/newsroom/story/${id}/preview`, { ...fields, headline: 'Only looked at', section: '', topics: 'A topic nobody made' });
  assert.match(typed.text, /Only looked at<\/h1>/);
  const framed = await editor.post(`/newsroom/story/${id}/preview`, { ...fields, headline: 'Only looked at', look: 'phone:system' });
  assert.match(framed.text, /srcdoc="[^"]*Only looked at&lt;\/h1&gt;/);
  assert.doesNotMatch(framed.text, /&lt;script&gt;|type=&quot;module|data-theme/);
  const fresh = await editor.post('/newsroom/story/new/preview', { edition: 'ar', headline: 'عنوان للنظر' });
  assert.match(fresh.text, /<html lang="ar" dir="rtl"/);
  assert.match(fresh.text, /عنوان للنظر/);
  assert.deepEqual([await seq(), await api(id), await tags()], before);
  const topics = await server.call('GET', '/api/v1/topics?edition=en&limit=100', { token });
  assert.ok(!topics.text.includes('A topic nobody made'));
  assert.ok(!(await server.call('GET', '/en/latest/')).text.includes('Only looked at'));
});

test('versions: listed, read, compared, put back', async () => {
  const id = await make(editor);
  let fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  await editor.post(`/newsroom/story/${id}/`, { ...fields, headline: 'Marsh frogs return', body: 'Another text.' });
  const list = await editor.get(`/newsroom/story/${id}/versions/`);
  assert.equal(list.status, 200);
  assert.match(list.text, new RegExp(`/newsroom/story/${id}/versions/1/`));
  assert.match(list.text, /<bdi>Ada<\/bdi>/);
  const diff = await editor.get(`/newsroom/story/${id}/compare?from=1&to=2`);
  assert.match(diff.text, /<del>[^\n]*birds/);
  assert.match(diff.text, /<ins>[^\n]*frogs/);
  const one = await editor.get(`/newsroom/story/${id}/versions/1/`);
  assert.match(one.text, /Marsh birds return/);
  assert.equal((await editor.get(`/newsroom/story/${id}/versions/99/`)).status, 404);
  const back = await editor.post(`/newsroom/story/${id}/restore`, { version: 2, number: 1 });
  assert.equal(back.status, 303, back.text);
  const story = await api(id);
  assert.equal(story.headline, whole.headline);
  assert.equal(story.version, 3);
});

test('a translation is begun with what the other edition has too', async () => {
  const id = await make(editor, { regions: ['europe'] });
  const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
  const done = await editor.post(`/newsroom/story/${id}/translate?edition=ar`, fields);
  assert.equal(done.status, 303, done.text);
  const other = await api(idOf(done.location));
  assert.equal(other.edition, 'ar');
  assert.equal(other.section, 'news/environment');
  assert.deepEqual(other.regions, ['europe']);
  const page = await editor.get(`/newsroom/story/${id}/`);
  assert.ok(page.text.includes(`/newsroom/story/${other.id}/`));
  const twice = await editor.post(`/newsroom/story/${id}/translate?edition=ar`, {});
  assert.equal(twice.status, 422);
});

test('a translation brings the topics of the same name, and says what is not translated', async () => {
  const made = await server.call('POST', '/api/v1/topics', { token, body: { edition: 'es', name: 'Wetlands' } });
  assert.equal(made.status, 201, made.text);
  const id = await make(editor, { headline: 'Marsh harriers', body: 'They were there at dawn.' });
  const done = await editor.post(`/newsroom/story/${id}/translate?edition=es`, fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text));
  assert.equal(done.status, 303, done.text);
  const other = idOf(done.location);
  let page = await editor.get(`/newsroom/story/${other}/`);
  assert.deepEqual(fieldsOf(page.text).topics, 'Wetlands');
  assert.match(page.text, /Topics in the edition “[^”]+”: <span lang="en" dir="ltr"><bdi>Wetlands<\/bdi> · <bdi>Birds<\/bdi>/);
  assert.match(page.text, /The headline is still that of the edition “/);
  assert.match(page.text, /href="#field-body">The text is still that of the edition “/);
  const fields = { ...fieldsOf(page.text), headline: 'Aguiluchos laguneros' };
  await editor.post(`/newsroom/story/${other}/`, fields);
  page = await editor.get(`/newsroom/story/${other}/`);
  assert.doesNotMatch(page.text, /The headline is still/);
  assert.match(page.text, /The text is still/);
  await editor.post(`/newsroom/story/${other}/`, { ...fieldsOf(page.text), body: 'Estaban allí al amanecer.' });
  assert.doesNotMatch((await editor.get(`/newsroom/story/${other}/`)).text, /is still that of/);
});

test('related stories are named by number or address', async () => {
  const one = await make(editor), two = await make(editor, { headline: 'The other' });
  await editor.post(`/newsroom/story/${two}/publish`, fieldsOf((await editor.get(`/newsroom/story/${two}/`)).text));
  const url = (await api(two)).url;
  const id = await make(editor, { related: `#${one} whatever it is called\n${url}` });
  assert.deepEqual((await api(id)).related, [one, two]);
  const wrong = await editor.post(`/newsroom/story/${id}/`, { ...fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text), related: '/en/no/such' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="field-related-wrong"/);
});

test('a picture chosen in the library goes to the story, and what was being typed goes on', async () => {
  const id = await make(reporter);
  const fields = fieldsOf((await reporter.get(`/newsroom/story/${id}/`)).text);
  const [picture] = (await server.call('GET', '/api/v1/media?limit=1', { token })).json.items;
  const chosen = await reporter.post(`/newsroom/story/${id}/`, { ...fields, then: 'picture' });
  assert.equal(chosen.location, `/newsroom/pictures/?for=${id}`);
  await reporter.post(`/newsroom/story/${id}/keep`, { ...fields, kicker: 'Half a word' }, { Accept: 'application/json' });
  const done = await reporter.post(`/newsroom/story/${id}/picture`, { picture: picture.id });
  assert.equal(done.status, 303, done.text);
  assert.equal((await api(id)).picture, picture.id);
  const page = await reporter.get(`/newsroom/story/${id}/`);
  assert.equal(fieldsOf(page.text).kicker, 'Half a word');
  assert.equal(fieldsOf(page.text).picture, picture.id);
  assert.match(page.text, /<img src="\/media\//);
  const saved = await reporter.post(`/newsroom/story/${id}/`, fieldsOf(page.text));
  assert.equal(saved.status, 303, saved.text);
  assert.equal((await reporter.post(`/newsroom/story/${id}/picture`, { picture: '999999' })).status, 422);
});

test('every role may what is its right, by screen and by address', async () => {
  const id = await make(reporter);
  const page = await reporter.get(`/newsroom/story/${id}/`);
  assert.doesNotMatch(page.text, /formaction="[^"]*publish"/);
  assert.match(page.text, /name="stage" value="review"/);
  const fields = fieldsOf(page.text);
  for (const act of ['publish', 'correct', 'unpublish', 'withdraw']) {
    const refused = await reporter.post(`/newsroom/story/${id}/${act}`, { ...fields, note: 'n', reason: 'r' });
    assert.equal(refused.status, 403, act);
  }
  assert.equal((await api(id)).status, 'draft');
  const sent = await reporter.post(`/newsroom/story/${id}/stage`, { ...fields, stage: 'review' });
  assert.equal(sent.status, 303, sent.text);
  const ready = await reporter.post(`/newsroom/story/${id}/stage`, { stage: 'ready' });
  assert.equal(ready.status, 403);
  assert.match((await editor.get(`/newsroom/story/${id}/`)).text, /formaction="[^"]*publish"/);
});

const themeScript = /<script>[^<]*<\/script>/; // the reader's own, first in the head

test('hostile texts come back as text, wherever they are shown', async () => {
  const hostile = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'-alert(1)-'", '</textarea><script>alert(2)</script>', '{{token}}', '\u202e<b>'];
  const list = shared('data/hostile/H5SC/vectors.txt');
  const more = list ? readFileSync(list, 'utf8').split('\n').filter(Boolean).slice(0, 20) : [];
  for (const text of [...hostile, more.join(' ').slice(0, 280)].filter(Boolean)) {
    await editor.get('/newsroom/story/new');
    const made = await editor.post('/newsroom/story/new', { ...whole, headline: text, kicker: text.slice(0, 70), standfirst: text, body: text, topics: `"${text.replaceAll('"', '').slice(0, 80)}"`, authors: `"${text.replaceAll('"', '').slice(0, 80)}"`, source: text.slice(0, 80), place: text.slice(0, 80) });
    const id = made.status === 303 ? idOf(made.location) : null;
    const pages = [made];
    if (id) {
      for (const rest of ['', 'versions/', 'versions/1/', 'compare?from=1&to=1', 'preview', 'unpublish', 'withdraw']) pages.push(await editor.get(`/newsroom/story/${id}/${rest}`));
      const fields = fieldsOf((await editor.get(`/newsroom/story/${id}/`)).text);
      await reporter.post(`/newsroom/story/${id}/`, { ...fields, headline: `${text} a` });
      pages.push(await editor.post(`/newsroom/story/${id}/`, { ...fields, headline: `${text} b` }));
      assert.equal(pages.at(-1).status, 409);
    }
    for (const page of pages) {
      const html = page.text.replace(/<script type="(module" src="[^"]*"|application\/ld\+json")>[^<]*<\/script>/g, '').replace(themeScript, '').replace(/="[^"]*"/g, '=""');
      assert.doesNotMatch(html, /<script|<img src=x|<[^>]* on\w+=/i);
    }
  }
});

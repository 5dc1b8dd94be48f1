// Hostile strings in every field the API has: refused properly, or stored as they are and harmless on
// every page that shows them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from '../browser/chrome.mjs';
import { pageFaults } from './markup.mjs';
import { addresses, cleaned, everything, markup, naughty, packed, seed, some, without } from './payloads.mjs';
import { endWell, forEach, isRefusal, makeSite, makeToken, serve } from './site.mjs';

const skip = without;
let server, token;
const pages = []; // addresses of stories, for the browser

before(async () => {
  if (without) return;
  console.log(`HOSTILE_SEED=${seed}`);
  const dir = makeSite();
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
});
after(async () => server && endWell(server));

const call = (method, path, body, headers) => server.call(method, `/api/v1${path}`, { token, body, headers });
const get = (path) => server.call('GET', path, {});

async function isOurs(path) {
  const page = await get(path);
  const html = page.text;
  assert.ok(page.status < 500, `${path} → ${page.status}`);
  assert.deepEqual(pageFaults(html, server.url, { fragment: path.startsWith('/_f/') }), [], path);
  return html;
}

// Taken: every field named comes back as the rules of cleaning make it. Not taken: a proper refusal.
function isFair(answer, sent, got, about) {
  if (answer.status >= 400) return isRefusal(answer, about);
  for (const [name, value] of Object.entries(sent))
    assert.deepEqual(got[name], Array.isArray(value) ? value.map(cleaned) : cleaned(value), `${about} ${name}`);
}

test('stories: one-line fields', { skip }, async () => {
  // As many stories as it takes for every line to be a headline; the shorter fields take turns.
  const columns = { headline: packed(markup, 290), kicker: packed(some(markup, 2), 78), standfirst: packed(everything, 900), place: packed(some(markup, 2), 115), source: packed(some(markup, 2), 115) };
  const bodies = packed(everything, 500, '\n\n');
  await forEach(columns.headline, async (_, i) => {
    const fields = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i % values.length]]));
    let made = await call('POST', '/stories', { edition: ['en', 'es', 'ar'][i % 3], section: 'news/politics', body: bodies[i % bodies.length], ...fields });
    for (let tries = 0; made.status === 422 && tries < 5; tries += 1) {
      isRefusal(made, JSON.stringify(fields));
      assert.ok(made.json.errors?.length, made.text);
      for (const { field } of made.json.errors) fields[field] = field === 'headline' ? `A headline ${i}` : null;
      made = await call('POST', '/stories', { edition: ['en', 'es', 'ar'][i % 3], section: 'news/politics', body: bodies[i % bodies.length], ...fields });
    }
    assert.equal(made.status, 201, `${JSON.stringify(fields)}\n${made.text}`);
    const { source, ...plain } = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
    isFair(made, plain, made.json, 'story');
    assert.deepEqual(pageFaults(made.json.body_html, server.url, { fragment: true }), [], made.json.body_html.slice(0, 500));
    const out = await call('POST', `/stories/${made.json.id}/publish`, {});
    if (out.status !== 200) return isRefusal(out, made.json.headline);
    const path = new URL(out.json.url).pathname;
    assert.match(path, /^\/(en|es|ar)\/news\/politics\/[A-Za-z0-9%-]+$/);
    pages.push(path);
    await isOurs(path);
  });
  for (const edition of ['en', 'es', 'ar'])
    for (const path of [`/${edition}/`, `/${edition}/latest/`, `/${edition}/latest/?page=7`, `/${edition}/news/politics/`]) await isOurs(path);
});

test('stories: topics, authors and what they make', { skip }, async () => {
  const names = some(everything, 2).filter((line) => cleaned(line) && [...line].length <= 110);
  const groups = Array.from({ length: Math.ceil(names.length / 40) }, (_, i) => names.slice(i * 40, i * 40 + 40));
  await forEach(groups, async (group, i) => {
    const made = await call('POST', '/stories', { edition: 'en', section: 'news/economy', headline: `Names ${i}`, body: 'Names.', topics: group, authors: group });
    assert.equal(made.status, 201, made.text);
    const shown = new Set(made.json.topics);
    assert.ok(shown.size > 0 && shown.size <= group.length);
    const out = await call('POST', `/stories/${made.json.id}/publish`);
    assert.equal(out.status, 200, out.text);
    await isOurs(new URL(out.json.url).pathname);
    pages.push(new URL(out.json.url).pathname);
  });
  const topics = await call('GET', '/topics?edition=en&limit=100');
  assert.equal(topics.json.items.length, 100);
  await forEach(topics.json.items, async (topic) => isOurs(new URL(topic.page_url, server.url).pathname));
  pages.push(...topics.json.items.slice(0, 10).map((topic) => new URL(topic.page_url, server.url).pathname));
});

// A link in a document is checked by itself; in Markdown what is no good stays text.
test('links, pictures and embeds: no scheme but ours', { skip }, async () => {
  const made = await call('POST', '/stories', { edition: 'en', section: 'news/health', headline: 'Links', body: 'Links.' });
  let version = made.json.version;
  const lines = [...addresses, ...addresses.filter((_, i) => i % 9 === 0).map((line) => `java\tscript:${line}`)];
  const good = [];
  const said = (href) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] }] }] });
  const embed = (ref) => ({ type: 'doc', content: [{ type: 'embed', attrs: { ref, title: ref, caption: ref } }, { type: 'video', attrs: { ref, credit: ref } }, { type: 'picture', attrs: { ref, alt: ref } }] });
  for (const [i, line] of lines.entries()) {
    const body = i % 4 === 3 ? embed(line) : said(line);
    const answer = await call('PATCH', `/stories/${made.json.id}`, { body }, { 'If-Match': `"${version}"` });
    if (answer.status !== 200) { isRefusal(answer, line); continue; }
    version = answer.json.version;
    good.push(line);
    assert.match(line, /^(https?:\/\/|mailto:|tel:|\/(?![/\\])|[#?])/i, `taken: ${line}`);
    assert.deepEqual(pageFaults(answer.json.body_html, server.url, { fragment: true }), [], line);
  }
  assert.ok(good.length > 10);
  const markdown = addresses.flatMap((line) => [`[x](${line})`, `[x](<${line}>)`, `![x](${line})`, `<${line}>`, `[r]: ${line}\n\n[x][r]`, `<a href="${line}">x</a>`]);
  await forEach(packed(markdown, 200000, '\n\n'), async (body) => {
    const answer = await call('POST', '/stories', { edition: 'en', section: 'news/health', headline: 'Links', body });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(pageFaults(answer.json.body_html, server.url, { fragment: true }), []);
    const out = await call('POST', `/stories/${answer.json.id}/publish`);
    const path = new URL(out.json.url).pathname;
    await isOurs(path);
    pages.push(path);
  });
});

test('a document says what it was given, text by text', { skip }, async () => {
  await forEach(packed(everything, 60000, '\u0000').map((value) => value.split('\u0000')), async (lines) => {
    const content = lines.flatMap((line, i) => {
      const text = [{ type: 'text', text: line }];
      if (i % 8 === 0) return [{ type: 'heading', attrs: { level: 2 }, content: text }];
      if (i % 8 === 1) return [{ type: 'quote', attrs: { attribution: line }, content: [{ type: 'paragraph', content: text }] }];
      if (i % 8 === 2) return [{ type: 'factbox', attrs: { title: line }, content: [{ type: 'paragraph', content: text }] }];
      if (i % 8 === 3) return [{ type: 'pullquote', attrs: { attribution: line }, content: text }];
      return [{ type: 'paragraph', content: text }];
    });
    const answer = await call('POST', '/stories', { edition: 'ar', section: 'news/health', headline: 'Document', body: { type: 'doc', content } });
    assert.equal(answer.status, 201, answer.text.slice(0, 400));
    assert.deepEqual(pageFaults(answer.json.body_html, server.url, { fragment: true }), []);
    const out = await call('POST', `/stories/${answer.json.id}/publish`);
    assert.equal(out.status, 200, out.text.slice(0, 300));
    pages.push(new URL(out.json.url).pathname);
    await isOurs(new URL(out.json.url).pathname);
  });
});

test('flashes: place, source and text, on the page and in the stream', { skip }, async () => {
  const columns = { text: packed(everything, 480), place: packed(some(everything, 3), 115), source: packed(some(everything, 3), 115) };
  const count = Math.max(...Object.values(columns).map((values) => values.length));
  await forEach(Array.from({ length: count }), async (_, i) => {
    const sent = { place: columns.place[i % columns.place.length], source: columns.source[i % columns.source.length], text: columns.text[i % columns.text.length] };
    const made = await call('POST', '/flashes', { edition: 'en', bar: i % 2 === 0, ...sent });
    isFair(made, sent, made.json, 'flash');
    if (i % 25 === 0) {
      await isOurs('/_f/ticker:en');
      await isOurs('/_f/bar:en');
    }
    if (made.status === 201 && i % 7) assert.equal((await call('DELETE', `/flashes/${made.json.id}`)).status, 204);
  });
  await isOurs('/en/');
});

test('what stories are filed under', { skip }, async () => {
  const lines = packed(some(everything, 6), 110);
  const long = packed(everything, 4500);
  const kinds = {
    sections: { edition: 'en', name: 'A section' }, regions: { edition: 'en', name: 'A region' }, topics: { edition: 'en', name: 'A topic' },
    people: { name: 'A person' }, sources: { name: 'A source' }, dossiers: { edition: 'en', title: 'A dossier' },
  };
  const also = { topics: 'definition', people: 'about', dossiers: 'text' };
  await forEach(Object.entries(kinds), async ([kind, fields]) => {
    const made = await call('POST', `/${kind}`, fields);
    assert.equal(made.status, 201, made.text);
    const name = kind === 'dossiers' ? 'title' : 'name';
    for (const [i, line] of lines.entries()) {
      const sent = { [name]: line };
      const changed = await call('PATCH', `/${kind}/${made.json.id}`, sent);
      isFair(changed, sent, changed.json, kind);
      if (i % 40) continue;
      if (kind === 'sections') await isOurs('/_f/menu:en');
      if (changed.json?.page_url && kind !== 'dossiers') await isOurs(new URL(changed.json.page_url, server.url).pathname);
    }
    for (const line of also[kind] ? long : []) {
      const changed = await call('PATCH', `/${kind}/${made.json.id}`, { [also[kind]]: line });
      if (changed.status !== 200) isRefusal(changed, line);
      else if (kind === 'topics') await isOurs(new URL(changed.json.page_url, server.url).pathname);
    }
    for (const [i, line] of naughty.concat(some(addresses, 10)).entries()) {
      const field = ['slug', 'url', 'role', 'kind', 'colour', 'parent', 'position', 'picture', 'edition', 'names', line][(i + seed) % 11];
      const changed = await call('PATCH', `/${kind}/${made.json.id}`, { [field]: field === 'names' ? [line] : line });
      if (changed.status !== 200) isRefusal(changed, `${kind} ${field} ${line}`);
      else if (field === 'url') assert.match(changed.json.url, /^(https?:\/\/|$)/i);
      else if (field === 'slug') assert.match(changed.json.slug, /^[\p{L}\p{M}\p{N}]+([-/][\p{L}\p{M}\p{N}]+)*$/u);
    }
  });
  for (const path of ['/en/', '/_f/footer:en', '/_f/menu:en']) await isOurs(path);
});

test('slugs, reasons, notes, moments and ids', { skip }, async () => {
  const notes = packed(everything.filter((line) => line.length < 900), 900);
  await forEach(some(naughty, 4), async (line, i) => {
    const made = await call('POST', '/stories', { edition: 'es', section: 'news/sports', headline: `Ends ${i}`, body: 'Text.' });
    const { id } = made.json;
    for (const [field, value] of [['slug', line], ['section', line], ['edition', line], ['kind', line], ['translation_of', line], ['picture', line], ['regions', [line]], ['dossiers', [line]], ['related', [line]], [line, line]]) {
      const changed = await call('PATCH', `/stories/${id}`, { [field]: value }, { 'If-Match': `"${made.json.version}"` });
      if (changed.status !== 200) isRefusal(changed, `${field} ${line}`);
      else assert.match(changed.json.slug, /^[\p{L}\p{M}\p{N}]*(-[\p{L}\p{M}\p{N}]+)*$/u);
    }
    for (const sent of [{ at: line }, { at: [line] }]) isRefusal(await call('POST', `/stories/${id}/publish`, sent), line);
    isRefusal(await call('POST', '/flashes', { edition: 'es', text: 'x', expires_at: line, story: line }), line);
    const out = await call('POST', `/stories/${id}/publish`);
    assert.equal(out.status, 200, out.text);
    const note = notes[i % notes.length];
    const corrected = await call('POST', `/stories/${id}/correct`, { note });
    isFair(corrected, { correction: note }, { correction: corrected.json.correction?.replace(/\n/g, ' ') }, 'note');
    await isOurs(new URL(out.json.url).pathname);
    const gone = await call('POST', `/stories/${id}/withdraw`, { reason: notes[(i * 7) % notes.length] });
    assert.equal(gone.status, 200, gone.text);
    const page = await get(new URL(out.json.url).pathname);
    assert.equal(page.status, 410);
    assert.deepEqual(pageFaults(page.text, server.url), []);
    if (i % 40 === 0) pages.push(new URL(out.json.url).pathname);
  });
});

test('parameters, cursors and ids of the API', { skip }, async () => {
  const params = ['edition', 'section', 'region', 'topic', 'dossier', 'author', 'kind', 'q', 'from', 'to', 'limit', 'cursor'];
  const ask = async (path, line) => {
    const answer = await call('GET', path);
    if (answer.status === 200) assert.ok(answer.json, path);
    else isRefusal(answer, line);
  };
  await forEach(some(everything, 3), async (line, i) => ask(`/stories?${params[i % params.length]}=${encodeURIComponent(line)}&limit=1`, line));
  await forEach(some(naughty, 4), async (line) => {
    const value = encodeURIComponent(line);
    for (const param of params) await ask(`/stories?${param}=${value}&limit=1`, line);
    for (const path of ['/topics?cursor=', '/people?limit=', '/flashes?edition=', '/changes?since=']) await ask(path + value, line);
    for (const path of ['/stories/', '/flashes/', '/topics/', '/sections/', '/people/', '/dossiers/', '/']) {
      const answer = await call('GET', path + value);
      if (!/^\.{1,2}$/.test(line) && answer.status !== 200) isRefusal(answer, path + line);
    }
  });
});

test('nothing runs in a browser', { skip: skip || chromium }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  await context.addInitScript(() => {
    window.__pwned = [];
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (...said) => { window.__pwned.push([name, ...said]); };
    document.addEventListener('securitypolicyviolation', (event) => window.__pwned.push(['csp', event.violatedDirective, event.blockedURI, event.sample]));
  });
  const wrong = [];
  const sample = pages.filter((_, i) => i % Math.ceil(pages.length / 60) === 0);
  const all = ['/en/', '/es/', '/ar/', '/en/latest/', '/en/news/politics/', '/en/news/health/', ...sample, ...pages.slice(-12)];
  await forEach(all, async (path) => {
    const page = await context.newPage();
    page.on('dialog', (dialog) => { wrong.push([path, 'dialog', dialog.message()]); dialog.dismiss(); });
    page.on('console', (message) => message.type() === 'error' && !/status of 4(04|10)/.test(message.text()) && wrong.push([path, message.text()]));
    page.on('pageerror', (error) => wrong.push([path, String(error)]));
    page.on('request', (request) => request.url().startsWith(`${server.url}/`) || wrong.push([path, 'asks', request.url()]));
    await page.goto(server.url + path, { waitUntil: 'load' });
    const pwned = await page.evaluate(() => window.__pwned);
    if (pwned.length) wrong.push([path, ...pwned]);
    assert.equal(new URL(page.url()).origin, server.url);
    await page.close();
  }, 3);
  assert.deepEqual(wrong, []);
});

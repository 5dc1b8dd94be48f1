// Hostile strings in what a page consists of beside stories: fronts, the masthead, dossiers, people,
// sources, pictures, charts. Refused properly, or stored as text and harmless wherever they are shown.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from '../browser/chrome.mjs';
import { pageFaults } from './markup.mjs';
import { addresses, cleaned, everything, markup, naughty, packed, redirects, seed, some, without } from './payloads.mjs';
import { endWell, forEach, isRefusal, makeSite, makeToken, serve } from './site.mjs';

const skip = without;
const EDITIONS = ['en', 'es', 'ar'];
let server, token;
const shown = new Set(['/en/', '/es/', '/ar/']); // where it stands, for the browser

before(async () => {
  if (without) return;
  console.log(`HOSTILE_SEED=${seed}`);
  const dir = makeSite();
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
});
after(async () => server && endWell(server));

const call = (method, path, body) => server.call(method, `/api/v1${path}`, { token, body });
const local = (url) => new URL(url, server.url).pathname;

async function must(status, method, path, body) {
  const answer = await call(method, path, body);
  assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)?.slice(0, 300)}\n${answer.text.slice(0, 500)}`);
  return answer.json;
}

async function isOurs(path, status = 200) {
  const page = await server.call('GET', path, {});
  assert.equal(page.status, status, path);
  assert.deepEqual(pageFaults(page.text, server.url, { fragment: path.startsWith('/_f/') }), [], path);
  return page.text;
}

async function story(fields) {
  const made = await must(201, 'POST', '/stories', { edition: 'en', section: 'news/politics', body: 'Text.', ...fields });
  return must(200, 'POST', `/stories/${made.id}/publish`, {});
}

// A GIF of one pixel, another for each colour.
const gif = (colour) => Buffer.from(`47494638396101000100800000${colour.toString(16).padStart(6, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex');
let colours = 0;
async function upload(fields = {}, filename = 'a.gif', bytes = gif(++colours)) {
  const form = new FormData();
  form.set('file', new Blob([bytes]), filename);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answer = await fetch(`${server.url}/api/v1/media`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${token}` } });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) };
}

// Taken: as the rules of cleaning make it. Not taken: refused, for a field. Returns whether it was taken.
function isFair(answer, field, sent, got, max) {
  const value = cleaned(sent);
  if (answer.status < 400) {
    assert.equal(got(answer.json), value);
    return true;
  }
  isRefusal(answer, sent);
  assert.equal(answer.status, 422, answer.text);
  assert.ok(answer.json.errors.some((error) => error.field.startsWith(field.slice(0, 20))), answer.text);
  assert.ok(value === '' || [...value].length > max || !sent.isWellFormed?.(), `${JSON.stringify(sent.slice(0, 200))}: ${answer.text}`);
  return false;
}

test('fronts: titles, kickers and headlines of editors', { skip }, async () => {
  const section = (await must(200, 'GET', '/sections?edition=en&limit=100')).items.find(({ slug }) => slug === 'news/politics');
  const stories = [];
  for (let i = 0; i < 4; i++) stories.push((await story({ headline: `Chosen ${i}`, kicker: 'K' })).id);
  const columns = { title: packed(some(markup, 3), 115), kicker: packed(some(markup, 3), 75), headline: packed(some(markup, 2), 290) };
  const rounds = Math.max(...Object.values(columns).map((values) => values.length));
  for (const front of ['en', `section:${section.id}`]) {
    for (let i = 0; i < rounds; i += front === 'en' ? 2 : 18) {
      const pick = (name, n) => columns[name][(i * n + n) % columns[name].length];
      const containers = [{ kind: 'lead', title: '', fill: '', slots: [stories[0]].map((id) => ({ story: id, kicker: pick('kicker', 1), headline: pick('headline', 1) })) },
        { kind: 'row-3', title: pick('title', 1), fill: '', slots: stories.slice(1).map((id, n) => ({ story: id, kicker: pick('kicker', n + 2), headline: pick('headline', n + 2) })) }];
      const answer = await call('PATCH', `/fronts/${front}`, { containers });
      if (answer.status !== 200) { isRefusal(answer); assert.match(answer.json.errors[0].field, /^containers\[\d\]\.(title|slots\[\d\]\.(kicker|headline))$/); continue; }
      answer.json.containers.forEach((container, c) => {
        assert.equal(container.title, cleaned(containers[c].title));
        container.slots.forEach((slot, s) => {
          for (const name of ['kicker', 'headline']) assert.equal(slot[name], cleaned(containers[c].slots[s][name]));
        });
      });
      if (i % 6 === 0) await isOurs(local(answer.json.page_url));
      if (i % 12 === 0) await isOurs('/_f/front:en');
    }
    shown.add(local((await must(200, 'GET', `/fronts/${front}`)).page_url));
  }
});

test('fronts: lists, kinds, names and ids of no use', { skip }, async () => {
  const [id] = (await must(200, 'GET', '/stories?edition=en&limit=1')).items.map((item) => item.id);
  const elsewhere = (await story({ edition: 'es', headline: 'Otra' })).id;
  const foreign = await must(201, 'POST', '/dossiers', { edition: 'es', title: 'Ajeno' });
  const fills = ['latest:es', 'latest:', 'latest:en ', 'latest:en\n', 'kind:en:', 'kind:en:nope', 'kind:es:video', 'section:7', 'section:-1/list', 'section:99999999999999999999/list', 'section:٧/list', `dossier:${foreign.id}/list`, 'person:1/list', 'person:1:xx/list', 'path:/en/', 'story:1', 'section:1/list/list', 'section:1/list?x', '\u0000', 'x'.repeat(4000), ...some(naughty, 6)];
  for (const fill of fills) {
    const answer = await call('PATCH', '/fronts/en', { containers: [{ kind: 'row-3', fill }] });
    isRefusal(answer, fill);
  }
  const wrong = [{ kind: 'nope' }, { kind: 7 }, {}, [], null, 'lead', { kind: 'lead', nope: 1 }, { kind: 'lead', slots: {} }, { kind: 'lead', slots: [null] }, { kind: 'lead', slots: [{}] }, { kind: 'lead', slots: [{ story: elsewhere }] }, { kind: 'lead', slots: [{ story: '99999999999999999999' }] }, { kind: 'lead', slots: [{ story: -1 }] },
    { kind: 'row-3', slots: [{ story: id }, { story: id }] }, { kind: 'lead', slots: Array.from({ length: 101 }, () => ({ story: id })) }, { kind: 'lead', slots: [{ story: id, pinned_until: 'soon' }] }, { kind: 'lead', slots: [{ story: id, pinned_until: '2001-01-01T00:00:00Z' }] }, { kind: 'lead', slots: [{ story: id, [`é`.repeat(30)]: 1 }] }, { kind: 'lead', [`a${'é'.repeat(30)}`]: 1 }, { kind: 'lead', title: ['x'] }];
  for (const container of wrong) isRefusal(await call('PATCH', '/fronts/en', { containers: [container] }), JSON.stringify(container).slice(0, 200));
  isRefusal(await call('PATCH', '/fronts/en', { containers: Array.from({ length: 41 }, () => ({ kind: 'row-3' })) }), 'too many');
  for (const name of [...some(naughty, 3), 'section:0', 'section:-1', 'section:99999999', 'section:1x', 'dossier:', 'dossier:٣', 'en:1', 'topic:1', `section:${'9'.repeat(400)}`])
    for (const [method, body] of [['GET'], ['PATCH', { containers: [] }]]) {
      const path = `/fronts/${encodeURIComponent(name.toWellFormed?.() ?? name)}`;
      if (!/^\.{0,2}$/.test(name)) isRefusal(await call(method, path, body), path);
    }
});

test('editions: title, slogan, zone and links elsewhere', { skip }, async () => {
  const columns = { title: packed(some(markup, 12), 115), slogan: packed(some(markup, 10), 155) };
  await forEach(EDITIONS, async (edition, n) => {
    for (const [field, values] of Object.entries(columns)) {
      for (const [i, value] of values.entries()) {
        if (i % 3 !== n) continue;
        isFair(await call('PATCH', `/editions/${edition}`, { [field]: value }), field, value, (json) => json[field], field === 'title' ? 120 : 160);
        if (i % 12 === n) for (const path of [`/${edition}/`, `/_f/footer:${edition}`]) await isOurs(path);
      }
    }
  }, 3);
  const urls = [...some(addresses, 5), ...redirects, 'javascript:alert(1)', ' javascript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', '//evil.example', '\\\\evil.example', '/en/', 'https:evil', 'https:///evil', 'https://', 'http://a b', 'https://a"onclick="x', 'https://a\r\nSet-Cookie: x', 'https://a\u202egro', 'vbscript:x', 'blob:x', 'https://u:p@evil.example/', 'HTTPS://EXAMPLE.ORG/', `https://example.org/${'a'.repeat(9000)}`];
  const names = packed(some(markup, 8), 38).filter((name) => cleaned(name) && name.length <= 38);
  let taken = 0;
  for (const [i, url] of urls.entries()) {
    const name = names[i % names.length];
    const answer = await call('PATCH', '/editions/en', { social: [{ name, url }] });
    if (answer.status !== 200) { isRefusal(answer, url); assert.match(answer.json.errors[0].field, /^social\[0\]\.(url|name)$/); continue; }
    assert.match(answer.json.social[0].url, /^https?:\/\/[^\s\x00-\x20\x7f]/i);
    assert.equal(answer.json.social[0].name, cleaned(name));
    if (taken++ % 15 === 0) await isOurs('/_f/footer:en');
  }
  assert.ok(taken > 0);
  const wrong = [{}, 'x', [1], [null], [{}], [{ name: 'x' }], [{ url: 'https://a.example' }], [{ name: '', url: 'https://a.example' }], [{ name: 'x'.repeat(41), url: 'https://a.example' }], [{ name: 'x', url: ['https://a.example'] }], [{ name: 'x', url: 'https://a.example', ['é'.repeat(40)]: 1 }], Array.from({ length: 13 }, () => ({ name: 'x', url: 'https://a.example' })), Array.from({ length: 5000 }, () => ({ name: '', url: '' }))];
  for (const social of wrong) isRefusal(await call('PATCH', '/editions/en', { social }), JSON.stringify(social).slice(0, 200));
  for (const zone of [...some(naughty, 8), '', 'Europe', '../../etc/passwd', 'Europe/../../etc/passwd', 'Europe/Madrid\u0000', 'europe/madrid ', 'GMT+99', 'x'.repeat(5000), '٣'])
    isRefusal(await call('PATCH', '/editions/en', { zone }), zone);
  for (const body of [{ dir: 'rtl' }, { slug: 'xx' }, { lang: 'xx' }, { arabic_digits: 'yes' }, { title: '' }, { title: null }, { title: ' \u200b '.replace('\u200b', '\u202e') }]) isRefusal(await call('PATCH', '/editions/en', body), JSON.stringify(body));
  for (const edition of EDITIONS) {
    await isOurs(`/${edition}/`);
    await isOurs(`/${edition}/archive/`);
  }
});

test('dossiers, people and sources: on their pages and in their lists', { skip }, async () => {
  const lines = packed(some(markup, 6), 115), texts = packed(some(markup, 2), 4500, '\n\n');
  const kinds = [['dossiers', 'title', 'text', null, '/en/coverage/'], ['people', 'name', 'about', 'role', '/en/authors/'], ['sources', 'name', null, null, '/en/'], ['topics', 'name', 'definition', null, '/en/']];
  await forEach(kinds, async ([many, name, text, role, list]) => {
    for (const [i, line] of lines.entries()) {
      if (i % 3 !== seed % 3) continue;
      const fields = { ...(['dossiers', 'topics'].includes(many) ? { edition: 'en' } : {}), [name]: line };
      if (text) fields[text] = texts[i % texts.length];
      if (role) fields[role] = lines[(i * 3) % lines.length];
      const made = await call('POST', `/${many}`, fields);
      if (made.status !== 201) { isRefusal(made, line); continue; }
      assert.equal(made.json[name], cleaned(line));
      if (i % 18 > 2) continue;
      const path = made.json.page_url ? local(made.json.page_url) : `/en/${many === 'people' ? 'author' : 'source'}/${made.json.slug}/`;
      const used = { dossiers: { dossiers: [made.json.id] }, people: { authors: [made.json.name] }, sources: { source: made.json.name }, topics: { topics: [made.json.name] } }[many];
      const out = await story({ headline: `Of ${many} ${i}`, ...used });
      for (const one of [path, local(out.url), list]) await isOurs(one);
      shown.add(path).add(local(out.url)).add(list);
    }
  }, 4);
  for (const path of ['/_f/dossiers:en', '/en/authors/', '/en/coverage/']) await isOurs(path);
  const [dossier, person] = [(await must(200, 'GET', '/dossiers?edition=en&limit=1')).items[0], (await must(200, 'GET', '/people?limit=1')).items[0]];
  for (const picture of [...some(naughty, 8), 0, -1, 999999, '99999999999999999999', 1.5, [], {}, true])
    for (const path of [`/dossiers/${dossier.id}`, `/people/${person.id}`]) isRefusal(await call('PATCH', path, { picture }), JSON.stringify(picture));
});

test('pictures: what is said of them, in each language', { skip }, async () => {
  const columns = { alt: packed(some(markup, 4), 950), caption: packed(some(markup, 4), 950), credit: packed(some(markup, 8), 290), licence: packed(some(markup, 9), 290) };
  const rounds = Math.max(...Object.values(columns).map((values) => values.length));
  await forEach(Array.from({ length: rounds }), async (_, i) => {
    const fields = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i % values.length]]));
    const made = await upload({ alt: 'A', credit: 'C' });
    assert.equal(made.status, 201, made.text);
    const { id } = made.json;
    for (const [field, value] of Object.entries(fields)) isFair(await call('PATCH', `/media/${id}`, { [field]: value }), field, value, (json) => json[field], field === 'credit' || field === 'licence' ? 300 : 1000);
    const words = await call('PATCH', `/media/${id}`, { texts: { ar: { alt: fields.caption, caption: fields.alt } } });
    if (words.status !== 200) isRefusal(words);
    else assert.deepEqual(words.json.texts.ar, { alt: cleaned(fields.caption), caption: cleaned(fields.alt) });
    if (i % 4) return;
    const edition = i % 8 ? 'en' : 'ar';
    const out = await call('POST', '/stories', { edition, section: 'news/world', headline: `Shown ${i}`, body: `Text.\n\n![x](/media/${id})`, picture: id });
    if (out.status !== 201) return isRefusal(out);
    const published = await call('POST', `/stories/${out.json.id}/publish`);
    if (published.status !== 200) return isRefusal(published); // its words were cleaned away
    const path = local(published.json.url);
    await isOurs(path);
    shown.add(path);
    if (i % 16 === 0) await isOurs(`/${edition}/`);
  }, 4);
});

test('pictures: focal points, names, languages and fields of no use', { skip }, async () => {
  const { json: { id } } = await upload({ alt: 'A', credit: 'C' });
  for (const focal of [-1, 101, 1e9, 1e99, 0.5, '50', '', null, [], {}, '٥٠', true])
    for (const field of ['focal_x', 'focal_y']) {
      const answer = await call('PATCH', `/media/${id}`, { [field]: focal });
      if (answer.status !== 200) { isRefusal(answer, JSON.stringify(focal)); continue; }
      assert.ok(answer.json[field] >= 0 && answer.json[field] <= 100, JSON.stringify([focal, answer.json[field]]));
    }
  for (const focal of ['-1', '101', '50.5', '5e1', '0x32', ' 50', '٥٠', '+50', '99999999999999999999', '\u0000']) {
    const answer = await upload({ focal_x: focal });
    if (answer.status === 201) assert.equal(answer.json.focal_x, 50, focal);
    else isRefusal(answer, focal);
  }
  for (const line of [...some(naughty, 5), '__proto__', 'é'.repeat(100), 'en\u0000']) {
    if (['en', 'es', 'ar'].includes(line)) continue;
    for (const body of [{ texts: { [line]: { alt: 'x' } } }, { texts: { en: { [line]: 'x' } } }, { [line]: 'x' }, { expires_at: line }, { texts: line }, { id: line }, { hash: line }])
      isRefusal(await call('PATCH', `/media/${id}`, body), line);
    const answer = await upload({ [line]: 'x' }).catch((error) => error);
    if (answer.status) isRefusal(answer, `form ${line}`);
  }
  assert.equal((await must(200, 'GET', `/media/${id}`)).id, id);
});

const chart = (data, more = {}) => ({ type: 'doc', content: [{ type: 'chart', attrs: { title: 'T', data, ...more } }] });

test('charts: every name is text, and no number gets out of hand', { skip }, async () => {
  const lines = packed(some(markup, 3), 38).filter((line) => cleaned(line) && line.length <= 38);
  let taken = 0;
  await forEach(Array.from({ length: Math.ceil(lines.length / 12) }), async (_, i) => {
    const words = lines.slice(i * 12, i * 12 + 12), word = (n) => words[n % words.length];
    const rows = words.map((line, n) => [i % 2 ? line : String(2000 + n), n * 7.5, n ? n : null]);
    const body = chart({ kind: i % 2 ? 'bar' : 'line', unit: word(1).slice(0, 12), series: [word(2), word(3)], rows }, { caption: word(4), credit: word(5), title: word(6), alt: word(7) });
    const made = await call('POST', '/stories', { edition: EDITIONS[i % 3], section: 'news/economy', headline: `Chart ${i}`, body });
    if (made.status !== 201) return isRefusal(made);
    taken++;
    assert.deepEqual(pageFaults(made.json.body_html, server.url, { fragment: true }), []);
    const out = await must(200, 'POST', `/stories/${made.json.id}/publish`, {});
    shown.add(local(out.url));
  }, 3);
  assert.ok(taken > 0);
  const numbers = [[1e308, -1e308], [5e-324, 0], [0, 0], [-0, -0], [1e15, 1e-15], [Number.MAX_SAFE_INTEGER, 1]];
  for (const [a, b] of numbers)
    for (const kind of ['bar', 'line']) {
      const answer = await call('POST', '/stories', { edition: 'en', section: 'news/economy', headline: 'Numbers', body: chart({ kind, rows: [['a', a], ['b', b]] }) });
      if (answer.status !== 201) isRefusal(answer);
      else assert.doesNotMatch(answer.json.body_html, /"[^"]*\b(nan|inf)\b[^"]*"/i);
    }
  const wrong = [null, [], 'x', {}, { kind: 'pie', rows: [['a', 1]] }, { kind: 'bar' }, { kind: 'bar', rows: [] }, { kind: 'bar', rows: [[]] }, { kind: 'bar', rows: [['a']] }, { kind: 'bar', rows: [[1, 1]] }, { kind: 'bar', rows: [['a', '1']] }, { kind: 'bar', rows: [['a', 1, 2, 3, 4, 5]] }, { kind: 'bar', rows: Array.from({ length: 31 }, (_, i) => [`${i}`, i]) }, { kind: 'line', rows: Array.from({ length: 401 }, (_, i) => [`${i}`, i]) }, { kind: 'bar', series: Array.from({ length: 5 }, () => 's'), rows: [['a', 1]] }, { kind: 'bar', rows: { length: 1 } }];
  for (const data of wrong) {
    const answer = await call('POST', '/stories', { edition: 'en', section: 'news/economy', headline: 'Wrong', body: chart(data) });
    if (answer.status !== 201) isRefusal(answer, JSON.stringify(data).slice(0, 100));
    else assert.doesNotMatch(answer.json.body_html, /<svg/, JSON.stringify(data).slice(0, 100));
  }
});

test('related stories, dossiers and pictures of elsewhere', { skip }, async () => {
  const mine = (await story({ headline: 'Mine' })).id, draft = await must(201, 'POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'Hidden draft', body: 'x' });
  const theirs = (await story({ edition: 'es', headline: 'Suya', section: 'news/politics' })).id;
  const dossier = await must(201, 'POST', '/dossiers', { edition: 'es', title: 'Suyo' });
  for (const body of [{ dossiers: [dossier.id] }, { dossiers: [dossier.slug] }, { dossiers: ['99999999'] }, { dossiers: [-1] }, { dossiers: [{}] }, { related: ['99999999'] }, { related: [null] }, { related: ['٧'] }, { picture: 99999999 }, { related: Array.from({ length: 5000 }, (_, i) => String(i + 1)) }, { dossiers: Array.from({ length: 5000 }, (_, i) => String(i + 1)) }]) {
    const { version } = await must(200, 'GET', `/stories/${mine}`);
    const answer = await server.call('PATCH', `/api/v1/stories/${mine}`, { token, body, headers: { 'If-Match': `"${version}"` } });
    isRefusal(answer, JSON.stringify(body).slice(0, 100));
  }
  const out = await story({ headline: 'With others', related: [theirs, draft.id].filter(Boolean) }).catch((error) => error);
  if (out.url) assert.doesNotMatch(await isOurs(local(out.url)), /Hidden draft/);
  const itself = await must(200, 'GET', `/stories/${mine}`);
  const answer = await server.call('PATCH', `/api/v1/stories/${mine}`, { token, body: { related: [mine] }, headers: { 'If-Match': `"${itself.version}"` } });
  if (answer.status !== 200) isRefusal(answer, 'itself');
});

test('nothing runs in a browser, on any kind of page', { skip: skip || chromium }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  await context.addInitScript(() => {
    window.__pwned = [];
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (...said) => { window.__pwned.push([name, ...said]); };
    document.addEventListener('securitypolicyviolation', (event) => window.__pwned.push(['csp', event.violatedDirective, event.blockedURI, event.sample]));
  });
  const day = (await must(200, 'GET', '/stories?edition=en&limit=1')).items[0].published_at.slice(0, 10).split('-');
  const lists = EDITIONS.flatMap((edition) => ['latest/', 'most-read/', 'most-read/hour/', 'coverage/', 'authors/', 'corrections/', 'archive/', `archive/${day.join('/')}/`, 'news/politics/', 'news/economy/'].map((rest) => `/${edition}/${rest}`));
  const all = [...shown];
  const sample = all.filter((_, i) => i % Math.ceil(all.length / 45) === 0);
  const wrong = [];
  await forEach([...new Set([...lists, ...sample])], async (path) => {
    const page = await context.newPage();
    page.on('dialog', (dialog) => { wrong.push([path, 'dialog', dialog.message()]); dialog.dismiss(); });
    page.on('console', (message) => message.type() === 'error' && !/status of 404/.test(message.text()) && wrong.push([path, message.text()]));
    page.on('pageerror', (error) => wrong.push([path, String(error)]));
    page.on('request', (request) => request.url().startsWith(`${server.url}/`) || wrong.push([path, 'asks', request.url()]));
    const answer = await page.goto(server.url + path, { waitUntil: 'load' });
    if (answer.status() >= 500) wrong.push([path, answer.status()]);
    const pwned = await page.evaluate(() => window.__pwned);
    if (pwned.length) wrong.push([path, ...pwned]);
    await page.close();
  }, 3);
  assert.deepEqual(wrong, []);
});

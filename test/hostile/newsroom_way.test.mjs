// Hostile strings on a story's whole way, as newsroom_fields.test.mjs puts them into every form: kept,
// previewed, published, corrected, in conflict, compared, withdrawn; in the names of pictures' files and
// in what is looked for. Then everything that links lead to, and lists for programs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from '../browser/chrome.mjs';
import { signIn } from '../http/newsroom.mjs';
import { filled, formsOf } from './forms.mjs';
import { decoded, pageFaults, tokens } from './markup.mjs';
import { addresses, everything, markup, naughty, packed, seed, some, without } from './payloads.mjs';
import { endWell, forEach, makeSite, makeToken, serve } from './site.mjs';

const skip = without;
const whole = process.env.HOSTILE === 'all';
const ROUNDS = whole ? 200 : 8;
let server, token, editor, boss;

before(async () => {
  if (without) return;
  console.log(`HOSTILE_SEED=${seed}`);
  const dir = makeSite({ demo: true });
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
  boss = await signIn(server, { role: 'administrator', name: '"><img src=x onerror=alert(1)>' });
  editor = await signIn(server, { role: 'editor', name: '</title><script>alert(1)</script>' });
});
after(async () => server && endWell(server));

const call = async (method, path, body) => {
  const answer = await server.call(method, `/api/v1${path}`, { token, body });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer.json;
};

// ── what is typed ────────────────────────────────────────────────────────────────────────────

// Names stand alone on their lines; a text takes what fits. Every round takes others.
const lines = packed(some(markup, 5), 75), words = packed(some(markup, 3), 290), notes = packed(some(everything, 5), 480), texts = packed(some(everything, 3), 5000, '\n\n');
const fences = ['::: json\n{"type":"quote","content":[{"type":"text","text":"<script>alert(1)</script>"}]}\n:::',
  '::: factbox\ntitle: "><script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n:::', '::: embed\nurl: javascript:alert(1)\n:::', '::: "><svg onload=alert(1)>\n:::',
  '[a](javascript:alert(1)) ![b](data:text/html,x) <javascript:alert(1)> [c](</x" onclick="alert(1)>)', '```"><script>\nalert(1)\n```'];
const many = /^(topics|authors|names|related)$/;

function typedIn(field, round) {
  const at = (list, n = 0) => list[(round * 7 + seed + n) % list.length];
  if (/url|story-|translation/.test(field.name)) return at(addresses);
  if (/^(slug|picture|zone|expires|at$|focal|email|parent)/.test(field.name) || field.type === 'datetime-local' || field.type === 'date') return round % 3 ? undefined : at(naughty);
  if (many.test(field.name)) return [0, 1, 2].map((n) => at(lines, n)).join('\n');
  if (field.name === 'body') return `${at(texts)}\n\n${at(fences)}`;
  if (field.area) return at(notes, field.name.length);
  return at(/name|title|headline|slogan|credit/.test(field.name) ? (round % 2 ? words : lines) : lines, field.name.length);
}

// ── where it shows ───────────────────────────────────────────────────────────────────────────

const seen = new Set(); // addresses, for the browser
const isFragment = (path) => path.startsWith('/_f/');

function isOurs(page, path) {
  assert.ok(page.status < 500, `${path} → ${page.status}\n${page.text.slice(0, 500)}`);
  if (page.text && /html/.test(page.headers.get('content-type') ?? ''))
    assert.deepEqual(pageFaults(page.text, server.url, { fragment: isFragment(path), screen: path.startsWith('/newsroom/') }).slice(0, 5), [], path);
  return page;
}

const look = async (path, who = boss, headers = {}) => isOurs(await who.get(path, headers), path);

// Sends a form. What is refused is named, and the rest sent again: all of it was looked at either way.
async function send(who, form, action, round, more = []) {
  const left = new Set();
  for (let tries = 0; tries < 5; tries++) {
    const pairs = filled(form, (field) => (left.has(field.name) ? undefined : typedIn(field, round)));
    const done = isOurs(await who.post(action, [...pairs, ...more]), action);
    assert.ok([200, 303, 409, 415, 422].includes(done.status), `${action}: ${done.status} ${done.text.slice(0, 1500)}`);
    if (done.status !== 422) return done;
    const wrong = [...done.text.matchAll(/href="#field-([^"]*)"/g)].map(([, name]) => decoded(name));
    assert.ok(wrong.length || /role="alert"|<h1>/.test(done.text), `${action}: refused without a sentence`);
    if (action.endsWith('preview')) return null; // beside the form, which stays as it is
    for (const field of form.fields) {
      if (!field.typed || !(wrong.length ? wrong.some((name) => field.name.startsWith(name.replace(/[-_[].*$/, ''))) : true)) continue;
      left.add(field.name);
    }
  }
  return null;
}

test('a story: written, kept, previewed, published, corrected, in conflict, compared, withdrawn', { skip }, async () => {
  const stories = { en: null, es: null, ar: null };
  await forEach(Object.keys(stories), async (edition) => {
    const section = (await call('GET', `/sections?edition=${edition}&limit=1`)).items[0].slug;
    for (let round = 0; round < ROUNDS; round++) {
      const who = round % 2 ? editor : boss, fresh = `/newsroom/story/new?edition=${edition}`;
      let path = stories[edition] && round % 4 ? stories[edition] : null;
      if (!path) {
        const made = await call('POST', '/stories', { edition, headline: `Round ${round}`, section, body: 'Text.' });
        const [form] = formsOf((await look(fresh, who)).text, '/newsroom/story/new');
        for (const act of ['/newsroom/story/new/preview', '/newsroom/story/new/keep']) await send(who, form, act, round + 1);
        path = stories[edition] = `/newsroom/story/${made.id}/`;
      }
      const story = () => look(path, who).then((page) => formsOf(page.text, path).find((form) => form.fields.some(({ name }) => name === 'headline')));
      const stale = await story();
      await send(who, stale, `${path}keep`, round);
      await look(path, who === boss ? editor : boss);
      await send(who, stale, `${path}preview`, round);
      const kept = await send(who, await story(), path, round);
      if (!kept) continue;
      await send(who === boss ? editor : boss, stale, path, round + 3); // second: both versions are shown
      for (const act of ['publish', 'correct']) await send(who, await story(), `${path}${act}`, round, act === 'correct' ? [['note', words[round % words.length]]] : []);
      for (const rest of ['versions/', 'versions/1/', 'compare', 'preview', 'withdraw', 'unpublish']) await look(`${path}${rest}`, who);
      seen.add(path).add(`${path}versions/`).add(`${path}compare`).add(`${path}preview`);
      if (round % 4 === 3) await withdraw(path, round);
    }
  }, 3);
});

async function withdraw(path, round) {
  const form = formsOf((await look(`${path}withdraw`)).text, `${path}withdraw`)[0];
  if (form) await send(boss, form, form.action, round);
}

test('pictures come in under any name', { skip }, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const form = new FormData();
    for (const [name, value] of [['token', boss.token], ['alt', typedIn({ name: 'alt', area: true }, round)], ['credit', lines[round % lines.length]]]) form.set(name, value);
    form.set('file', new Blob([Buffer.from(`47494638396101000100800000${(round + 7).toString(16).padStart(6, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex')]), some(naughty, 4)[round % some(naughty, 4).length] ?? 'a.gif');
    const sent = new Response(form);
    const done = isOurs(await boss.raw('POST', '/newsroom/pictures/', { body: Buffer.from(await sent.arrayBuffer()), type: sent.headers.get('content-type') }), '/newsroom/pictures/');
    assert.ok([303, 400, 422].includes(done.status), `${done.status} ${done.text.slice(0, 800)}`);
  }
});

test('what is looked for is text, too', { skip }, async () => {
  const lists = ['/newsroom/stories/?q=', '/newsroom/pictures/?q=', '/newsroom/topics/?edition=en&q=', '/newsroom/people/?q=', '/newsroom/audit/?text=', '/newsroom/audit/?thing=', '/newsroom/audit/?who=', '/newsroom/audit/?act=', '/newsroom/audit/?from=', '/newsroom/topics/1/merge?q=', '/newsroom/stories/?edition=', '/newsroom/stories/?status=', '/newsroom/stories/?before=', '/newsroom/me/?said=', '/newsroom/story/new?edition=', '/newsroom/pages/new?edition=', '/newsroom/nowhere/', '/newsroom/story/1/compare?from='];
  const asked = some(naughty, 12).slice(0, whole ? 500 : 8);
  await forEach(lists, async (list) => {
    for (const line of asked) {
      const path = `${list}${encodeURIComponent(line.toWellFormed?.() ?? line)}`;
      isOurs(await boss.get(path), path);
    }
  }, 4);
});

// ── everywhere ───────────────────────────────────────────────────────────────────────────────

// Follows what leads on, a few of each kind of address.
async function walk(from, who, wanted, each) {
  const waiting = [...from], known = new Set(waiting), kinds = new Map();
  while (waiting.length) {
    const path = waiting.shift();
    const page = await look(path, who);
    seen.add(path);
    if (page.status !== 200 || !/html/.test(page.headers.get('content-type') ?? '')) continue;
    for (const { attrs } of tokens(page.text).filter(({ kind, name }) => kind === 'open' && name === 'a')) {
      const href = attrs.find(([name]) => name === 'href')?.[1];
      if (!href) continue;
      const url = new URL(href, server.url + path), next = url.pathname + url.search;
      if (url.origin !== server.url || known.has(next) || !wanted.test(next)) continue;
      const kind = next.replace(/\d+/g, '9').replace(/=[^&]*/g, '').split('/').slice(0, 4).join('/');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (kinds.get(kind) > (whole ? 200 : 6)) continue;
      known.add(next);
      waiting.push(next);
    }
  }
  return known.size;
}

test('every screen, every page, every list for a program', { skip }, async () => {
  const screens = await walk(['/newsroom/', '/newsroom/audit/', '/newsroom/fronts/', '/newsroom/pictures/', '/newsroom/topics/?edition=en', '/newsroom/staff/'], boss, /^\/newsroom\/(?!sign)/);
  const pages = await walk(['/en/', '/es/', '/ar/', '/en/authors/', '/en/coverage/', '/en/corrections/', '/en/latest/', '/_f/footer:en', '/_f/footer:ar', '/_f/front:en', '/_f/dossiers:en', '/_f/ticker:en'], { get: async (path) => server.call('GET', path, {}) }, /^\/(en|es|ar)\//);
  assert.ok(screens > 60 && pages > 60, `${screens} screens, ${pages} pages`);
  for (const path of ['/newsroom/stories/?format=json', '/newsroom/stories/?q=script&format=json']) JSON.parse((await look(path, boss, { Accept: 'application/json' })).text);
  const csv = await boss.get('/newsroom/audit/audit.csv');
  // What a spreadsheet would work out is text in it.
  assert.doesNotMatch(csv.text, /(^|[,\n])"?[=+@\-\t\r](?![\d.]*[,"\n])/m);
});

test('nothing runs in a browser, on any screen or page', { skip: skip || chromium }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const [name, value] = boss.cookie.split('=');
  await context.addCookies([{ name, value, url: `${server.url}/newsroom/` }]);
  await context.addInitScript(() => {
    window.__pwned = [];
    for (const act of ['alert', 'confirm', 'prompt', 'print']) window[act] = (...said) => { window.__pwned.push([act, ...said]); };
    document.addEventListener('securitypolicyviolation', (event) => window.__pwned.push(['csp', event.violatedDirective, event.blockedURI, event.sample]));
  });
  const all = [...seen].filter((path) => !isFragment(path) && !/\.csv|format=json/.test(path));
  const sample = all.filter((_, i) => i % Math.ceil(all.length / (whole ? 400 : 16)) === 0);
  const wrong = [];
  await forEach(sample, async (path) => {
    const page = await context.newPage();
    page.on('dialog', (dialog) => { wrong.push([path, 'dialog', dialog.message()]); dialog.dismiss().catch(() => {}); });
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

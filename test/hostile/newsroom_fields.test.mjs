// Hostile strings in every field of every form of the newsroom: the forms themselves say which fields
// there are, so a new one is in the test. Refused properly, or stored as text and harmless on every
// screen and every page where it comes up again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, launch } from '../browser/chrome.mjs';
import { screens, things } from '../browser/newsroom_screens.mjs';
import { signIn } from '../http/newsroom.mjs';
import { filled, formsOf } from './forms.mjs';
import { pageFaults } from './markup.mjs';
import { markup, naughty, packed, seed, some, without } from './payloads.mjs';
import { endWell, forEach, makeSite, makeToken, serve } from './site.mjs';

const skip = without;
const EDITIONS = ['en', 'es', 'ar'];
const ROUNDS = process.env.HOSTILE === 'all' ? 40 : 3;
// What ends, asks for a password, or sends away is not filled in here.
const not_here = /sign-|\/me\/|\/end$|\/merge|withdraw|unpublish|two-step|reset|disable|\/token/;
let server, token, who, list, forms = 0, fields = 0, taken = 0;

before(async () => {
  if (skip) return;
  console.log(`HOSTILE_SEED=${seed}`);
  const dir = makeSite({ demo: true });
  token = makeToken(dir, 'administrator');
  server = await serve(dir);
  who = await signIn(server, { role: 'administrator', name: '<b onclick=alert(1)>"\'A' });
  list = screens(await things({
    server,
    stories: async (edition) => (await call('GET', `/stories?edition=${edition}`)).items,
    get: (path) => call('GET', path), post: (path, body) => call('POST', path, body),
    flash: (body) => call('POST', '/flashes', { edition: 'en', ...body }),
  })).filter(({ role, status }) => role && !status).map(({ path }) => path);
});
after(async () => server && endWell(server));

async function call(method, path, body) {
  const answer = await server.call(method, `/api/v1${path}`, { token, body });
  assert.ok(answer.status < 300, `${method} ${path} ${answer.text.slice(0, 300)}`);
  return answer.json;
}

const isText = ({ typed, sent }) => typed && sent;
const harmless = (page, about) => {
  assert.ok(page.status < 500, `${about} → ${page.status} ${page.text.slice(0, 300)}`);
  if (/html/.test(page.headers.get('content-type') ?? '') && page.text) assert.deepEqual(pageFaults(page.text, server.url, { screen: true }), [], about);
};

async function fill(path, payload) {
  const screen = await who.get(path);
  harmless(screen, path);
  const here = formsOf(screen.text, path.split('?')[0]);
  for (const form of here.filter(({ action, fields: own }) => !not_here.test(action) && own.some(isText))) {
    forms++;
    // All fields at once, then each alone, for one that is refused would keep the others out.
    for (const only of [null, ...form.fields.filter(isText)]) {
      const sent = filled(form, (field) => (only === null || only === field ? payload() : undefined));
      const done = await who.post(form.action, sent);
      fields++;
      taken += done.status === 303;
      harmless(done, `${form.action} ${JSON.stringify(sent).slice(0, 400)}`);
    }
  }
}

test('every field of every form takes them as text, or says why not', { skip }, async () => {
  const pool = packed([...some(markup, 9), ...some(naughty, 9)], 110);
  let at = 0;
  const payload = () => pool[at++ % pool.length];
  for (let round = 0; round < ROUNDS; round++)
    for (const path of ['/newsroom/story/new?edition=ar', ...list, ...['topics', 'people', 'sources', 'regions', 'sections'].map((many) => `/newsroom/${many}/new?edition=en`)]) await fill(path, payload);
  console.log(`# ${forms} forms, ${fields} posts, ${taken} taken`);
  assert.ok(taken > 40, `${taken} of ${fields} were taken`);
});

test('wherever they come up again they are text', { skip }, async () => {
  const stories = (await call('GET', '/stories?edition=en&limit=20')).items;
  const drafts = [...(await who.get('/newsroom/stories/')).text.matchAll(/\/newsroom\/story\/\d+\//g)].map(([path]) => path);
  const more = [...new Set(drafts)].slice(0, 12).flatMap((path) => [path, `${path}versions/`, `${path}preview`]);
  for (const path of [...list, ...more, '/newsroom/audit/?format=csv', '/newsroom/stories/?q=%3Cscript%3E&edition=all', '/newsroom/audit/?text=%22%3E%3Cimg']) {
    const page = await who.get(path);
    assert.ok(page.status < 500, `${path} ${page.status}`);
    if (/html/.test(page.headers.get('content-type') ?? '') && page.text && !path.endsWith('preview')) harmless(page, path);
  }
  const pages = ['', 'latest/', 'authors/', 'coverage/', 'corrections/', 'about', 'news/politics/'].flatMap((rest) => EDITIONS.map((edition) => `/${edition}/${rest}`));
  for (const path of [...pages, ...stories.map(({ url }) => new URL(url).pathname)]) {
    const page = await server.call('GET', path, {});
    assert.ok(page.status < 500, path);
    if (page.status === 200) assert.deepEqual(pageFaults(page.text, server.url), [], path);
  }
});

test('nothing of it runs in a browser', { skip: skip || chromium }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const [name, value] = who.cookie.split('=');
  await context.addCookies([{ name, value, domain: new URL(server.url).hostname, path: '/newsroom/' }]);
  await context.addInitScript(() => {
    window.__pwned = [];
    for (const said of ['alert', 'confirm', 'prompt', 'print']) window[said] = (...words) => { window.__pwned.push([said, ...words]); };
    document.addEventListener('securitypolicyviolation', (event) => window.__pwned.push(['csp', event.violatedDirective, event.blockedURI, event.sample]));
  });
  const wrong = [];
  await forEach([...list, '/newsroom/stories/?edition=all', '/en/', '/ar/', '/en/latest/'], async (path) => {
    const page = await context.newPage();
    page.on('pageerror', (error) => wrong.push([path, String(error)]));
    page.on('request', (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(`${server.url}/`) || wrong.push([path, 'asks', request.url()]));
    await page.goto(server.url + path, { waitUntil: 'load' });
    const pwned = await page.evaluate(() => window.__pwned);
    if (pwned.length) wrong.push([path, ...pwned]);
    await page.close();
  }, 3);
  await context.close(); // its streams end before the server does
  assert.deepEqual(wrong, []);
});

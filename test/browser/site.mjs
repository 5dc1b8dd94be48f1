// site: a newspaper to look at, and pages that are watched while they are looked at.
//
//   const { server, post } = await newspaper();
//   const page = await open(browser, server, '/en/', { reducedMotion: 'reduce' });
//   …
//   isQuiet(page);      // nothing asked of others, nothing said by the console, no policy broken
import assert from 'node:assert/strict';
import { makeSite, makeToken, serve } from '../http/server.mjs';

export async function newspaper(settings = {}, { demo = true } = {}) {
  const dir = makeSite({ demo });
  const token = makeToken(dir, 'administrator');
  const server = await serve(dir, { settings });
  const call = async (method, path, body, status) => {
    const answer = await paper.server.call(method, `/api/v1${path}`, { token, body });
    if (status) assert.equal(answer.status, status, `${method} ${path} ${answer.text}`);
    return answer.json;
  };
  const paper = { // .server may be exchanged
    dir, token, server, call,
    get: (path) => call('GET', path, undefined, 200),
    post: (path, body = {}, status = undefined) => call('POST', path, body, status),
    flash: (body) => call('POST', '/flashes', { edition: 'en', ...body }, 201),
    end: (flash) => call('DELETE', `/flashes/${flash.id}`, undefined, 204),
    async story(fields) {
      const made = await call('POST', '/stories', { edition: 'en', section: 'news/politics', body: 'Text.', ...fields }, 201);
      return call('POST', `/stories/${made.id}/publish`, {}, 200);
    },
    stories: async (edition) => (await call('GET', `/stories?edition=${edition}&limit=100`)).items,
    path: (thing) => new URL(thing.url ?? thing.page_url, paper.server.url).pathname,
  };
  return paper;
}

const wrongs = new WeakMap();

// A page in a context of its own (unless one is given), loaded, its live stream open when it has one.
export async function open(browser, server, path, { context, init, wait = true, ...options } = {}) {
  const of = context ?? await browser.newContext(options);
  if (init) await of.addInitScript(init);
  const page = await of.newPage();
  const wrong = [];
  wrongs.set(page, wrong);
  page.on('console', (message) => message.type() === 'error' && !/the server responded with a status of 4(00|03|04|09|10|12|13|22)/.test(message.text()) && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.url}/`) && !request.url().startsWith('data:')) wrong.push(`asks ${request.url()}`);
  });
  page.on('framenavigated', () => { page.visits = (page.visits ?? 0) + 1; });
  const live = wait && options.javaScriptEnabled !== false ? page.waitForResponse((answer) => answer.url().includes('/live/'), { timeout: 10000 }).catch(() => null) : null;
  const answer = await page.goto(server.url + path, { waitUntil: 'load' });
  page.status = answer.status();
  await live;
  return page;
}

export function isQuiet(page) {
  assert.deepEqual(wrongs.get(page), []);
}

export const close = (page) => page.context().close();

// Kinds of pages of one edition: [[kind, path]]. A source's and a dossier's only where there is one.
export async function kinds(paper, edition) {
  const [first] = await paper.stories(edition);
  const one = async (many) => (await paper.get(`/${many}?edition=${edition}&limit=1`)).items[0];
  const [topic, person, source, dossier] = await Promise.all(['topics', 'people', 'sources', 'dossiers'].map(one));
  const [year, month, day] = first.published_at.slice(0, 10).split('-');
  return [
    ['front', `/${edition}/`],
    ['section', `/${edition}/news/`],
    ['subsection', paper.path(first).replace(/[^/]+$/, '')],
    ['region', `/${edition}/region/europe/`],
    ['topic', paper.path(topic)],
    ['author', `/${edition}/author/${person.slug}/`],
    ...(source ? [['source', `/${edition}/source/${source.slug}/`]] : []),
    ...(dossier ? [['dossier', `/${edition}/coverage/${dossier.slug}/`]] : []),
    ['latest', `/${edition}/latest/`],
    ['most read', `/${edition}/most-read/`],
    ['authors', `/${edition}/authors/`],
    ['coverage', `/${edition}/coverage/`],
    ['corrections', `/${edition}/corrections/`],
    ['archive', `/${edition}/archive/`],
    ['year', `/${edition}/archive/${year}/`],
    ['month', `/${edition}/archive/${year}/${month}/`],
    ['day', `/${edition}/archive/${year}/${month}/${day}/`],
    ['story', paper.path(first)],
    ['house', `/${edition}/about`],
    ['empty', `/${edition}/in-pictures/`],
    ['not there', `/${edition}/news/politics/nothing-like-that`],
  ];
}

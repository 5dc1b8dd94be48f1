// newsroom_browser: somebody signed in at a browser, and what every screen must be.
//
//   const editor = await member(browser, server, { role: 'editor', lang: 'ar', viewport: … });
//   const page = await editor.open('/newsroom/');
//   …
//   isQuiet(page);  await editor.close();
//
//   await look(browser, server, [{ path: '/newsroom/', role: 'editor' }, …]);   // newsroom_screens.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { signIn, visitor } from '../http/newsroom.mjs';
import { isQuiet, open } from './site.mjs';

const require = createRequire(import.meta.url);
export const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// `who`: somebody of newsroom.mjs who is signed in already; `role: null`: nobody is. The rest is the
// context's (viewport, colorScheme, javaScriptEnabled …).
// `init`: a script for every page.
export async function member(browser, server, { role = 'editor', lang = 'en', who, init, ...options } = {}) {
  who ??= role ? await signIn(server, { role, lang, name: 'The Tester' }) : visitor(server);
  const context = await browser.newContext(options);
  if (init) await context.addInitScript(init);
  const [name, value] = who.cookie.split('=');
  if (value) await context.addCookies([{ name, value, domain: new URL(server.url).hostname, path: '/newsroom/', httpOnly: true, sameSite: 'Lax' }]);
  return { who, context, url: server.url, open: (path, more = {}) => open(browser, server, path, { context, wait: false, ...more }), close: () => context.close() };
}

// A bar that stays at the foot lies over whatever is there, which axe takes for too small to be pressed.
export const barInPlace = (page) => page.evaluate(() => document.querySelectorAll('.foot-bar').forEach((bar) => { bar.style.position = 'static'; }));

// Once what fades in has come.
export async function violations(page) {
  await barInPlace(page);
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), TAGS);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target.join(' ')} ${node.failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`));
}

export const sideways = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return '';
  const wide = [...document.querySelectorAll('body *')].find((one) => {
    const { left, right } = one.getBoundingClientRect();
    return (right > clientWidth + 1 || left < -1) && getComputedStyle(one).position !== 'absolute';
  });
  return `${scrollWidth} px wide, ${wide?.outerHTML.slice(0, 120)}`;
});

// As in pages.test.mjs.
const RULES = { 'long-title': 'off', 'no-trailing-whitespace': 'off' };

async function invalid(text) {
  const { HtmlValidate } = require('html-validate');
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard'], rules: RULES });
  const { results } = await validator.validateString(text);
  return results.flatMap(({ messages }) => messages).map(({ ruleId, message, line, column }) => `${ruleId} ${message} (${line}:${column})`);
}

// Each screen in both languages, both widths and both themes, by two looks of these in turn; in all of
// them with PAGES=all (./dev check --all).
const LOOKS = [['en', 'light', 320], ['ar', 'dark', 1280], ['en', 'dark', 1280], ['ar', 'light', 320]];
const looks = (n) => (process.env.PAGES === 'all' ? LOOKS : LOOKS.slice((n % 2) * 2, (n % 2) * 2 + 2));

// In one page after the other: a new one each time would take longer than the look.
async function look_at(room, path, status) {
  room.page ??= await room.open(path);
  const answer = await room.page.goto(room.url + path, { waitUntil: 'load' });
  const wrong = [...await violations(room.page), await sideways(room.page)].filter(Boolean);
  if ((await room.page.locator('h1').count()) !== 1) wrong.push('has not one h1');
  if (answer.status() !== status) wrong.push(`status ${answer.status()}`);
  isQuiet(room.page);
  return wrong;
}

export async function look(browser, server, screens) {
  const people = new Map(), rooms = new Map(), wrong = [];
  const person = async (role, lang) => {
    const key = `${role} ${lang}`;
    if (!people.has(key)) people.set(key, role ? await signIn(server, { role, lang, name: 'The Tester' }) : visitor(server));
    return people.get(key);
  };
  const room = async (role, [lang, colorScheme, width]) => {
    const key = `${role} ${lang} ${colorScheme} ${width}`;
    if (!rooms.has(key)) rooms.set(key, await member(browser, server, { who: await person(role, lang), init: axe, colorScheme, viewport: { width, height: 800 } }));
    return rooms.get(key);
  };
  for (const [n, { path, role, status = 200 }] of screens.entries()) {
    const answer = await (await person(role, 'en')).get(path).catch((error) => { throw new Error(`${path}: ${error.message}\n${server.errors()}`); });
    for (const one of await invalid(answer.text)) wrong.push(`${path}: ${one}`);
    for (const way of looks(n)) {
      for (const one of await look_at(await room(role, way), path, status)) wrong.push(`${path} ${way.join(' ')}: ${one}`);
    }
  }
  for (const one of rooms.values()) await one.close();
  assert.deepEqual([...new Set(wrong)], []);
}

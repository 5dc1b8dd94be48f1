// live: an open page changes itself when the news does.
//
// A region is an element with data-frag (its name), data-v (its version) and data-topic (what it
// follows). A patch either brings its markup or names a version to be fetched after a random wait. It
// is put in place at once, unless that would take something out of the reader's hands: then it is held,
// a pill says how many wait, and it goes in when the pill is pressed, the focus leaves, or the reader
// is back at the top.

import { page_changed } from './page.js';
import { keep_place, morph, parse_fragment, parse_page } from './morph.js';
import { gone_text, say, updates_text } from './say.js';
import { stream_open } from './stream.js';

const READING_PX = 200;
const POLL_MS = 60000;
const root = document.documentElement;
const title = document.title;

const latest = new Map(); // fragment → the newest patch heard of
const held = new Map(); // fragment → {now, hold}: markup that waits
let unseen = 0;
let pill = null;
let poll_timer = null;
let stream = null;

const regions = () => [...document.querySelectorAll('[data-frag]')];
const region = (fragment) => document.querySelector(`[data-frag="${CSS.escape(fragment)}"]`);
const address = (fragment) => `/_f/${encodeURIComponent(fragment).replaceAll('%3A', ':')}`;

function is_on_screen(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

// ── holding ─────────────────────────────────────────────────────────────────────────────────────

function is_busy(element, hold) {
  const selection = getSelection();
  return (
    element.contains(document.activeElement) ||
    (selection && !selection.isCollapsed && selection.containsNode(element, true)) ||
    [...element.querySelectorAll('video, audio')].some((media) => !media.paused) ||
    (hold && scrollY > READING_PX && is_on_screen(element))
  );
}

// New stories among the markup that waits; a change inside one counts as one.
function held_count() {
  let count = 0;
  for (const { now, hold } of held.values()) {
    if (!hold) continue;
    const fresh = [...now.querySelectorAll('li[id], article[id]')];
    count += Math.max(1, fresh.filter((item) => !document.getElementById(item.id)).length);
  }
  return count;
}

function pill_draw() {
  const count = held_count();
  const n = count || (document.hidden ? unseen : 0);
  document.title = n ? `(${n}) ${title}` : title;
  if (!count) {
    pill?.remove();
    pill = null;
    return;
  }
  if (!pill) {
    pill = document.createElement('button');
    pill.type = 'button';
    pill.className = 'pill';
    pill.addEventListener('click', () => {
      held_release(true);
      document.getElementById('main').focus({ preventScroll: true });
    });
    document.getElementById('main').prepend(pill);
  }
  const text = updates_text(count);
  if (pill.textContent === text) return;
  pill.textContent = text;
  say(text);
}

function held_try(all) {
  for (const [fragment, { now, hold }] of [...held]) {
    const element = region(fragment);
    if (element && !all && is_busy(element, hold)) continue;
    held.delete(fragment);
    if (element) put(element, now);
  }
  pill_draw();
}

const held_release = (all) => keep_place(() => held_try(all));

// ── patching ────────────────────────────────────────────────────────────────────────────────────

function put(element, now) {
  morph(element, now);
  page_changed();
}

function arrive(fragment, markup, hold, words) {
  const element = region(fragment);
  const now = parse_fragment(markup);
  if (!element || !now || now.dataset.v === element.dataset.v) return;
  if (is_busy(element, hold)) {
    held.set(fragment, { now, hold });
    keep_place(pill_draw);
  } else {
    held.delete(fragment);
    keep_place(() => put(element, now));
    if (document.hidden && hold) unseen += 1;
    say(words);
    pill_draw();
  }
}

async function fetch_text(url) {
  const answer = await fetch(url, { credentials: 'omit' });
  return answer.ok ? answer.text() : null;
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function patch(said) {
  const element = region(said.f);
  if (!element || element.dataset.v === said.v) return;
  latest.set(said.f, said);
  let markup = said.h;
  if (!markup) {
    await wait(Math.random() * (said.j ?? 0));
    if (latest.get(said.f) !== said) return; // a newer one came in the meantime
    markup = await fetch_text(`${address(said.f)}?v=${encodeURIComponent(said.v)}`).catch(() => null);
  }
  if (markup && latest.get(said.f) === said) arrive(said.f, markup, Boolean(said.hold), said.say);
}

// At once that it is gone; then why, and where to go on, as who comes now is told. One that was only
// taken back has a page that knows of no story: to those who were reading it, it is one no more.
async function gone(said) {
  const element = region(said.f);
  held.delete(said.f);
  if (!element) return;
  if (element.id !== 'content') return element.remove();
  const notice = document.createElement('h1');
  notice.textContent = gone_text();
  element.replaceChildren(notice);
  document.querySelector('.share')?.remove();
  const answer = await fetch(location.href, { credentials: 'omit' }).catch(() => null);
  const words = answer && !answer.ok && parse_page(await answer.text()).querySelector('main .fault');
  if (words) {
    if (answer.status !== 410) {
      words.querySelectorAll('.code, h1 + p').forEach((line) => line.remove());
      words.querySelector('h1').textContent = gone_text();
    }
    element.replaceChildren(words);
  }
  say(element.querySelector('h1').textContent);
}

// Too far behind for patches: the whole page once more, and its regions into ours.
async function resync() {
  const markup = await fetch_text(location.href).catch(() => null);
  if (!markup) return;
  const page = parse_page(markup);
  for (const now of page.querySelectorAll('[data-frag]'))
    arrive(now.dataset.frag, now.outerHTML, Boolean(now.closest('main')));
  stream.seq_set(Number(page.documentElement.dataset.seq) || 0);
}

// ── without a stream ────────────────────────────────────────────────────────────────────────────

async function poll() {
  for (const element of regions()) {
    if (document.hidden || !is_on_screen(element)) continue;
    const { frag } = element.dataset;
    const markup = await fetch_text(address(frag)).catch(() => null);
    if (markup) arrive(frag, markup, Boolean(element.closest('main')));
  }
}

function on_down(down) {
  clearInterval(poll_timer);
  poll_timer = down ? setInterval(poll, POLL_MS) : null;
}

// ── ─────────────────────────────────────────────────────────────────────────────────────────────

export function live_start() {
  const topics = [...new Set(regions().map((r) => r.dataset.topic))].filter(Boolean).slice(0, 8);
  if (!topics.length || !window.EventSource) return;

  const does = { patch, gone, resync };
  const seq = Number(root.dataset.seq) || 0;
  stream = stream_open({
    edition: root.dataset.edition,
    topics,
    seq,
    on_event: (kind, data) => does[kind]?.(data),
    on_down,
  });
  document.addEventListener('focusout', () => held.size && setTimeout(() => held_release(false), 0));
  document.addEventListener('selectionchange', () => held.size && getSelection().isCollapsed && held_release(false));
  addEventListener('scroll', () => held.size && scrollY <= READING_PX && held_release(false), { passive: true });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) unseen = 0;
    pill_draw();
  });
}

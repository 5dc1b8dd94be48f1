// fresh: the desk and the first page of the stories renew themselves while somebody looks at them.
//
// The stream of readers' pages names only what readers may see, and anybody may listen to it; so drafts
// are not on it, and the list's own address is asked instead, with the session of who looks. It answers
// 304 when nothing has changed. What is typed into the filters stands beside the list and is not touched.

import { Idiomorph } from 'idiomorph';
import { markup, memory_get, memory_put, on_act, say, word } from './page.js';

const EVERY_MS = 15000;
const SAY_EVERY_MS = 60000;
const PAUSED = 'newsroom-fresh-paused';

let tag = ''; // of what is shown
let timer = null;
let is_asking = false;
let is_over = false; // signed out, or no longer allowed: the page stays as it is
let said_ms = -SAY_EVERY_MS;

const list = () => document.querySelector('[data-fresh]');
const rows = (within) => [...within.querySelectorAll('[data-row]')];
const pressable = (within) => [...within.querySelectorAll('a, button')];
const is_paused = () => memory_get(PAUSED) !== null;

// ── the focus ───────────────────────────────────────────────────────────────────────────────────

// In which row, and on which of its links and buttons.
function place_of(here) {
  const at = document.activeElement;
  const row = here.contains(at) ? at.closest('[data-row]') : null;
  return row && { id: row.id, nth: pressable(row).indexOf(at), index: rows(here).indexOf(row) };
}

// On the same story, wherever it stands now; when it has gone, on what stands in its place.
function place_take(here, { id, nth, index }) {
  const row = document.getElementById(id);
  const all = rows(here);
  const next = all[Math.min(index, all.length - 1)];
  const target = row ? pressable(row)[nth] ?? row.querySelector('[data-open]') : next?.querySelector('[data-open]');
  if (target !== document.activeElement) (target ?? document.getElementById('main')).focus({ preventScroll: true });
}

// Something is being pressed or marked: not now.
function is_busy(here) {
  const selection = getSelection();
  return here.matches(':active') || (selection && !selection.isCollapsed && selection.containsNode(here, true));
}

function put(here, now) {
  const place = place_of(here);
  const before = here.textContent;
  Idiomorph.morph(here, now, { morphStyle: 'outerHTML', ignoreActiveValue: true });
  if (place) place_take(list(), place);
  if (list().textContent === before || performance.now() - said_ms < SAY_EVERY_MS) return;
  said_ms = performance.now();
  say(word('renewed'));
}

// ── asking ──────────────────────────────────────────────────────────────────────────────────────

async function renew() {
  const here = list();
  const headers = tag ? { 'If-None-Match': tag } : {};
  const answer = await fetch(here.dataset.fresh, { headers, redirect: 'manual', cache: 'no-store' }).catch(() => null);
  is_over = Boolean(answer) && (answer.type === 'opaqueredirect' || [401, 403, 404].includes(answer.status));
  if (!answer?.ok) return;
  const now = markup(await answer.text());
  if (!now || is_busy(here) || is_paused() || here !== list()) return;
  put(here, now);
  tag = answer.headers.get('ETag') ?? '';
}

async function turn() {
  clearTimeout(timer);
  if (is_asking || is_over || document.hidden || is_paused()) return;
  is_asking = true;
  await renew().catch(() => null);
  is_asking = false;
  timer = setTimeout(turn, EVERY_MS);
}

function pause_draw() {
  const button = document.querySelector('[data-act="fresh"]');
  button.textContent = word(is_paused() ? 'resume' : 'pause');
  button.parentElement.hidden = false;
}

export function fresh_start() {
  if (!list()) return;
  pause_draw();
  on_act('fresh', () => {
    memory_put(PAUSED, is_paused() ? null : '1');
    pause_draw();
    turn();
  });
  document.addEventListener('visibilitychange', turn);
  timer = setTimeout(turn, EVERY_MS);
}

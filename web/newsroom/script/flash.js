// flash: breaking news over whatever one is doing.
//
// "b" or Alt+B lays the flash desk's own form over the current work; what was typed stays when it is
// closed. Ctrl+Enter sends. The answer says how long it took from the key to an open page: measured by
// hear.js, not guessed.

import { count_draw } from './count.js';
import { hear_end, hear_start, heard } from './hear.js';
import { get_text, number, screen_of, send } from './page.js';
import { pick_story } from './pick.js';

const ADDRESS = '/newsroom/breaking/';
const NEAR_MS = 10 * 60000;

let dialog = null;
let form = null;
let running = null; // what is on air, as the server last said it
let pressed_ms = 0; // when sending was asked for
let is_sending = false;

const part = (name) => form.querySelector(`#composer-${name}`);
const phrase = (name, holes = {}) =>
  Object.entries(holes).reduce((text, [hole, value]) => text.replace(`{${hole}}`, value), form.dataset[`word${name}`] ?? '');
const of_edition = (edition) => form.querySelector(`[data-edition="${CSS.escape(edition)}"]`);

// ── the same twice ──────────────────────────────────────────────────────────────────────────────

const words_of = (text) =>
  new Set(text.toLowerCase().normalize('NFD').replace(/\p{Mark}/gu, '').match(/[\p{Letter}\p{Number}]+/gu) ?? []);

// As the server has it: two thirds of the shorter one's words are in the other.
function is_near(a, b) {
  const shared = [...a].filter((one) => b.has(one)).length;
  const shorter = Math.min(a.size, b.size);
  return shorter > 1 && shared * 3 >= shorter * 2;
}

function find_near({ dataset: { edition } }, typed) {
  const flashes = running?.querySelectorAll(`[data-edition="${CSS.escape(edition)}"] [data-flash]`) ?? [];
  return [...flashes].find(({ dataset: { at, flash } }) => Date.now() - Number(at) <= NEAR_MS && is_near(typed, words_of(flash)));
}

function near_draw() {
  const found = [...form.querySelectorAll('[data-edition]')]
    .map((one) => find_near(one, words_of(one.querySelector('textarea').value)))
    .find(Boolean);
  const text = found ? phrase('Near', { time: found.dataset.time }) : '';
  if (part('near').textContent !== text) part('near').textContent = text;
}

// ── what the server says ────────────────────────────────────────────────────────────────────────

function tell(text, is_bad = false) {
  part('said').textContent = text;
  part('said').classList.toggle('bad', is_bad);
}

function note_wrong({ field, message }) {
  const target = form.querySelector(`#field-${CSS.escape(field)}`);
  if (!target) return;
  const note = Object.assign(document.createElement('p'), { className: 'wrong', id: `${target.id}-wrong`, textContent: message });
  target.setAttribute('aria-invalid', 'true');
  target.setAttribute('aria-describedby', note.id);
  target.after(note);
  const folded = target.closest('details');
  if (folded) folded.open = true;
}

function wrong_draw(errors) {
  for (const note of form.querySelectorAll('.wrong')) note.remove();
  for (const field of form.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }
  errors.forEach(note_wrong);
  form.querySelector('[aria-invalid]')?.focus();
}

async function running_load() {
  const text = await get_text(ADDRESS);
  const now = text && screen_of(text).getElementById('running');
  if (!now) return;
  running = now;
  document.querySelector('main #running')?.replaceWith(now);
  near_draw();
}

// ── sending ─────────────────────────────────────────────────────────────────────────────────────

async function on_air({ id, name }) {
  const at = await heard(id);
  return at === null ? phrase('Sent', { name }) : phrase('OnAir', { name, ms: number(Math.max(1, Math.round(at - pressed_ms))) });
}

function clear(edition) {
  const fields = of_edition(edition);
  for (const field of fields.querySelectorAll('textarea, input')) field.value = '';
  count_draw(fields);
}

async function sent_draw(sent) {
  const lines = sent.map(on_air);
  wrong_draw([]);
  for (const { edition } of sent) clear(edition);
  tell(sent.map(({ name }) => phrase('Sent', { name })).join(' '));
  tell((await Promise.all(lines)).join(' '));
  await running_load();
}

async function submit(event) {
  event.preventDefault();
  if (is_sending) return;
  is_sending = true;
  tell(phrase('Sending'));
  const { ok, status, json } = await send(ADDRESS, new FormData(form));
  is_sending = false;
  if (ok) return sent_draw(json.sent);
  tell(status ? (json?.detail ?? String(status)) : phrase('Failed'), true);
  wrong_draw(json?.errors ?? []);
}

// ── the form, on its screen or over another ─────────────────────────────────────────────────────

const edition_of = (target) => target.closest('[data-edition]')?.dataset.edition;

function form_start(found) {
  form = found;
  form.addEventListener('submit', submit);
  form.addEventListener('input', (event) => {
    if (edition_of(event.target)) hear_start(edition_of(event.target));
    near_draw();
  });
  // Before the click that Ctrl+Enter becomes: from here on it is measured.
  form.addEventListener('keydown', (event) => event.key === 'Enter' && (pressed_ms = performance.now()), { capture: true });
  form.addEventListener('pointerdown', () => (pressed_ms = performance.now()), { capture: true });
  for (const field of form.querySelectorAll('[id^="field-story-"]')) pick_story(field, edition_of(field));
  count_draw(form);
}

function dialog_make(found) {
  dialog = Object.assign(document.createElement('dialog'), { className: 'over breaking' });
  const head = Object.assign(document.createElement('div'), { className: 'head' });
  const title = Object.assign(document.createElement('h2'), { id: 'composer-title', textContent: found.dataset.wordTitle });
  const close = Object.assign(document.createElement('button'), { type: 'button', className: 'button small', textContent: found.dataset.wordClose });
  close.dataset.act = 'close';
  head.append(title, close);
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.append(head, found);
  dialog.addEventListener('close', hear_end);
  document.body.append(dialog);
}

async function composer_load() {
  const text = await get_text(ADDRESS);
  const screen = text && screen_of(text);
  const found = screen?.getElementById('composer');
  if (!found) return false;
  running = screen.getElementById('running');
  dialog_make(document.adoptNode(found));
  form_start(found);
  return true;
}

async function composer_show() {
  if (!dialog && !(await composer_load())) {
    location.assign(ADDRESS); // not signed in any more, or no network: the screen itself says so
    return;
  }
  if (!dialog.open) dialog.showModal();
  const own = form.querySelector('textarea');
  own.focus();
  hear_start(edition_of(own));
  running_load();
}

export function flash_start() {
  const here = document.querySelector('main #composer');
  if (here) {
    form_start(here);
    running = document.getElementById('running');
    hear_start(edition_of(here.querySelector('textarea')));
  }
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-tool="breaking"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (here) here.querySelector('textarea').focus();
    else composer_show();
  });
}

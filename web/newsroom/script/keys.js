// keys: the newsroom from the keyboard.
//
// Single letters act only when nothing is being typed, and can be switched off (WCAG 2.1.4); what
// comes with Ctrl or Alt acts everywhere. Letters are those of the keys where a keyboard writes
// another script, so that they are in the same place for all.

import { is_typing, memory_get, memory_put, on_act } from './page.js';

const GO_MS = 1500;
const OFF = 'newsroom-letters-off';

let going_until = 0; // "g" was pressed: what follows is a screen's letter

export const are_letters_on = () => memory_get(OFF) === null;

function letter_of(event) {
  if (/^[a-z]$/i.test(event.key) || !/^\p{Letter}$/u.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
}

const press = (selector, within = document) => {
  const target = within.querySelector(selector);
  target?.click();
  return Boolean(target);
};

// ── lists ───────────────────────────────────────────────────────────────────────────────────────

const rows = () => [...document.querySelectorAll('main [data-row]')].filter((row) => row.offsetParent);
const row_here = () => document.activeElement?.closest('[data-row]');
const opener = (row) => row?.querySelector('[data-open]');

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(row_here());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by));
  const link = opener(all[next]);
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
  return true;
}

function open_on_site() {
  const link = row_here()?.querySelector('[data-site]') ?? (row_here() ? null : document.querySelector('main [data-site]'));
  if (link) window.open(link.href, '_blank', 'noopener');
  return Boolean(link);
}

// ── what a key does ─────────────────────────────────────────────────────────────────────────────

function help_show() {
  const dialog = document.getElementById('keyboard');
  if (!dialog) return false;
  dialog.querySelector('#keyboard-letters').checked = are_letters_on();
  dialog.showModal();
  return true;
}

function find_focus() {
  const find = document.getElementById('find');
  find?.focus();
  find?.select();
  return Boolean(find);
}

const letters = {
  '?': help_show,
  '؟': help_show,
  '/': find_focus,
  n: () => press('[data-tool="new"]'),
  b: () => press('[data-tool="breaking"]'),
  j: () => move(1),
  k: () => move(-1),
  e: () => {
    opener(row_here())?.click();
    return Boolean(row_here());
  },
  o: open_on_site,
  g: () => {
    going_until = performance.now() + GO_MS;
    return true;
  },
};

function go(letter) {
  going_until = 0;
  return press(`[data-key="${CSS.escape(letter)}"]`);
}

function letter_pressed(event) {
  const letter = letter_of(event);
  if (performance.now() < going_until) return go(letter);
  return letters[letter]?.() ?? false;
}

function arrow_pressed(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  return by && row_here() && !is_typing(event.target) ? move(by) : false;
}

// Of the form one is in; else the screen's own.
const act_of = (event, selector) => {
  const within = event.target.closest?.('dialog, form');
  return (within && press(selector, within)) || press(`main ${selector}`);
};

function chord_pressed(event) {
  if (event.altKey && !event.ctrlKey && event.code === 'KeyB') return press('[data-tool="breaking"]');
  if (event.altKey || !(event.ctrlKey || event.metaKey) || event.shiftKey) return false;
  if (event.key === 'Enter') return act_of(event, '[data-main]');
  if (letter_of(event) === 's') return act_of(event, '[data-save]');
  return false;
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = event.ctrlKey || event.metaKey || event.altKey;
  const over = document.querySelector('dialog[open]');
  let done;
  if (chord) done = chord_pressed(event);
  else if (over || is_typing(event.target)) done = false;
  else done = arrow_pressed(event) || (are_letters_on() && letter_pressed(event));
  if (done) event.preventDefault();
}

export function keys_start() {
  document.addEventListener('keydown', pressed);
  on_act('keys', help_show);
  on_act('close', (button) => button.closest('dialog')?.close());
  document.getElementById('keyboard-letters')?.addEventListener('change', (event) => {
    memory_put(OFF, event.target.checked ? null : '1');
  });
}

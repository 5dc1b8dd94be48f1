// story: comforts of writing. Names that are there are offered, stories are found by their words, the
// length is counted; what is typed is kept (story_keep.js).

import { pick_story } from './pick.js';
import { story_keep_start } from './story_keep.js';

const WORDS_A_MINUTE = 220;

let form;

const changed = (field) => field.dispatchEvent(new Event('input', { bubbles: true }));

function line_add(area, line) {
  const lines = area.value.split('\n').filter((one) => one.trim());
  if (!lines.includes(line)) lines.push(line);
  area.value = lines.join('\n');
  changed(area);
}

// A field above a list of lines, that adds one.
function adder_make(area) {
  const box = Object.assign(document.createElement('div'), { className: 'adder' });
  const input = Object.assign(document.createElement('input'), { type: 'text', autocomplete: 'off', lang: area.lang, dir: area.dir, id: `${area.id}-add` });
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button small', textContent: form.dataset.add });
  const label = area.closest('.field').querySelector('label').textContent.trim();
  input.setAttribute('aria-label', `${label}: ${form.dataset.add}`);
  button.setAttribute('aria-label', `${label}: ${form.dataset.add}`);
  box.append(input, button);
  area.before(box);
  return { input, button };
}

function adder_start(area, line_of) {
  const { input, button } = adder_make(area);
  const add = () => {
    const line = line_of(input.value.trim(), input);
    if (line) line_add(area, line);
    input.value = '';
  };
  button.addEventListener('click', add);
  input.addEventListener('input', (event) => event.stopPropagation());
  input.addEventListener('change', (event) => event.stopPropagation());
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  });
  return input;
}

const quoted = (name) => (/[,،]/.test(name) ? `"${name}"` : name);

function names_start(box) {
  const area = box.querySelector('textarea');
  adder_start(area, (text) => text && quoted(text)).setAttribute('list', box.dataset.names);
}

function stories_start(box) {
  const area = box.querySelector('textarea');
  const input = adder_start(area, (text, { list }) => {
    const found = [...(list?.options ?? [])].find((option) => option.value === text);
    return text && (found ? `#${text} ${found.textContent}` : text);
  });
  pick_story(input, form.elements.edition.value);
}

// ── length ──────────────────────────────────────────────────────────────────────────────────────

function words_of(text) {
  if (!Intl.Segmenter) return text.split(/\s+/).filter(Boolean).length;
  let words = 0;
  for (const part of new Intl.Segmenter(form.dataset.lang, { granularity: 'word' }).segment(text)) words += part.isWordLike ? 1 : 0;
  return words;
}

function counted(output, name, n) {
  const form_of = new Intl.PluralRules(document.documentElement.lang).select(n);
  const key = (form_name) => `${name}${form_name[0].toUpperCase()}${form_name.slice(1)}`;
  const text = output.dataset[key(form_of)] || output.dataset[key('other')] || '';
  return text.replace('{n}', new Intl.NumberFormat(document.documentElement.lang).format(n));
}

let counting = 0;

function length_draw() {
  clearTimeout(counting);
  counting = setTimeout(() => {
    const output = document.getElementById('length');
    const words = words_of(form.elements.body.value);
    if (output) output.textContent = `${counted(output, 'words', words)} · ${counted(output, 'minutes', Math.ceil(words / WORDS_A_MINUTE))}`;
  }, 300);
}

// ── keys ────────────────────────────────────────────────────────────────────────────────────────

function key_pressed(event) {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey) return;
  const target = { KeyP: '[data-preview]', KeyH: '[data-versions]' }[event.code];
  const found = target && document.querySelector(target);
  if (!found) return;
  event.preventDefault();
  found.click();
}

export function story_start() {
  form = document.getElementById('story');
  if (!form) return;
  document.addEventListener('keydown', key_pressed);
  for (const box of form.querySelectorAll('[data-names]')) names_start(box);
  for (const box of form.querySelectorAll('[data-stories]')) stories_start(box);
  for (const box of form.querySelectorAll('[data-list]')) box.querySelector('input').setAttribute('list', box.dataset.list);
  form.elements.body.addEventListener('input', length_draw);
  document.querySelector('.faults')?.focus();
  story_keep_start(form);
}

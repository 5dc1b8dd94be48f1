// page: what the newsroom's scripts have in common: asking the server, saying something, markup.

// Screens and parts are of our own server and hold no script; this is the one place where text becomes
// markup.
const policy = window.trustedTypes?.createPolicy('stoppress', { createHTML: (text) => text });
const trusted = (text) => (policy ? policy.createHTML(text) : text);

export const root = document.documentElement;

// The first element of a part.
export function markup(text) {
  const template = document.createElement('template');
  template.innerHTML = trusted(text);
  return template.content.firstElementChild;
}

// A whole screen, to take something out of.
export const screen_of = (text) => new DOMParser().parseFromString(trusted(text), 'text/html');

export const token = () => document.querySelector('meta[name="stoppress-token"]')?.content ?? '';

// A word or sentence that a template has left for the script: <main data-word-saved="…">.
export function word(name, holes = {}) {
  const key = `word${name[0].toUpperCase()}${name.slice(1)}`;
  const holder = document.querySelector(`[data-word-${name}]`);
  const text = holder?.dataset[key] ?? '';
  return Object.entries(holes).reduce((all, [hole, value]) => all.replace(`{${hole}}`, value), text);
}

export function number(n) {
  return new Intl.NumberFormat(root.lang).format(n);
}

// Sends a form's fields and answers {status, ok, json}; status 0: the server was not reached.
export async function send(path, fields, { signal, keepalive } = {}) {
  const body = fields instanceof FormData && [...fields.values()].some((value) => value instanceof File)
    ? fields
    : new URLSearchParams(fields);
  const headers = { Accept: 'application/json', 'X-Stoppress-Token': token() };
  try {
    const answer = await fetch(path, { method: 'POST', body, headers, signal, keepalive });
    const json = await answer.json().catch(() => null);
    return { status: answer.status, ok: answer.ok, json };
  } catch (error) {
    return { status: 0, ok: false, json: null, error };
  }
}

// A part or screen as text, or null.
export async function get_text(path) {
  const answer = await fetch(path, { headers: { Accept: 'text/html' } }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

// JSON, or null.
export async function get_json(path, { signal } = {}) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' }, signal }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

// To who listens instead of looking.
export function say(text) {
  const status = document.getElementById('status');
  if (status) status.textContent = text;
}

// A press on anything that carries data-act="NAME", also one that comes later.
export function on_act(name, run) {
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.(`[data-act="${name}"]`);
    if (button) run(button, event);
  });
}

// Is something typed into this?
export function is_typing(target) {
  const field = target.closest?.('input, textarea, select, [contenteditable]');
  return Boolean(field && !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(field.type));
}

// Private windows may refuse storage; then nothing is remembered, and that is all.
export function memory_get(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function memory_put(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // nothing to do
  }
}

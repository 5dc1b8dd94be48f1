// story_keep: what is typed is kept by the server a moment later, and "saved" is said only when it has
// said so. Without the server it is kept on this device, and sent when there is one again.

import { get_text, memory_get, memory_put, say, screen_of, send } from './page.js';

const IDLE_MS = 1000;
const MOST_MS = 10000;
const AGAIN_MS = 3000;
const BEAT_MS = 15000;
const LINK_MS = 3000;
const ALIVE_BYTES = 60000; // what a browser sends for a page that is gone: 64 KiB, of all that is on its way
const NO_TEXT = ['token', 'version', 'kept_at'];
const WINDOW = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`; // two of one's own are told apart

let form, chip, path;
let typed = 0; // how often something was typed
let sent = 0; // what of it is on its way
let kept = 0; // what of it the server has
let words = ''; // what the fields say
let flying = 0; // bytes that arrive even if the page goes
let is_going = false;
let since = 0; // when the first of what it has not was typed
let timer = 0;
let is_sending = false;
let is_leaving = false;
let is_elsewhere = false; // another window of one's own keeps something else

const fields_now = () => new FormData(form);
const base = () => (path.endsWith('/') ? path : `${path}/`);
const memory_name = () => `story:${path}`;

// ── what is said ────────────────────────────────────────────────────────────────────────────────

// The chip is silent while all is well: who listens hears only of trouble.
function tell(text, state) {
  if (chip.dataset.state !== state && ['offline', 'out', 'failed'].includes(state)) say(text);
  chip.textContent = text;
  chip.dataset.state = state;
}

const phrase = (name) => form.dataset[name] ?? '';

function tell_out() {
  tell(phrase('out'), 'out');
  const link = Object.assign(document.createElement('a'), { href: '/newsroom/sign-in', target: '_blank', textContent: phrase('signIn') });
  chip.append(' ', link);
}

function note(...parts) {
  const line = Object.assign(document.createElement('p'), { className: 'note' });
  line.append(...parts);
  return line;
}

const isolated = (text) => Object.assign(document.createElement('bdi'), { textContent: text });

// Who else writes here, and whether the story is a newer one than that in the fields.
function others_draw({ others, version, saved_by, saved }) {
  const box = document.getElementById('others');
  const lines = others.map(({ name, since: at }) => note(isolated(name), ` ${phrase('writes')} ${at}`));
  const mine = Number(form.elements.version.value);
  if (mine && version > mine) {
    const link = Object.assign(document.createElement('a'), { href: `${base()}compare?from=${mine}&to=${version}`, target: '_blank', textContent: phrase('what') });
    lines.push(note(isolated(saved_by), ` ${phrase('newer')} ${saved}. `, link));
  }
  const text = lines.map((line) => line.textContent).join('\n');
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.replaceChildren(...lines);
}

// ── a new story gets its address with the first words ───────────────────────────────────────────

function story_made({ path: made, version }) {
  const was = base();
  for (const button of form.querySelectorAll(`[formaction^="${CSS.escape(was)}"]`)) {
    button.setAttribute('formaction', made + button.getAttribute('formaction').slice(was.length));
  }
  memory_put(memory_name(), null);
  path = made;
  form.setAttribute('action', made);
  form.elements.version.value = version;
  history.replaceState(null, '', made);
}

// ── on this device ──────────────────────────────────────────────────────────────────────────────

function device_keep() {
  memory_put(memory_name(), JSON.stringify({ at: Date.now(), fields: [...fields_now()].filter(([name]) => name !== 'token') }));
}

function fields_fill(fields) {
  for (const field of form.elements) {
    if (!field.name || field.type === 'hidden') continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === 'checkbox') field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

const text_of = (fields) => JSON.stringify([...fields].filter(([name]) => !NO_TEXT.includes(name)));

function device_offer() {
  const kept_here = memory_get(memory_name());
  if (!kept_here) return;
  const { at, fields } = JSON.parse(kept_here);
  if (text_of(fields) === words) return memory_put(memory_name(), null);
  const button = (word, run) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'button small', textContent: phrase(word) });
    made.addEventListener('click', () => {
      run();
      line.remove();
    });
    return made;
  };
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang);
  const line = note(
    `${phrase('local')} ${time} `,
    button('restore', () => fields_fill(fields)),
    ' ',
    button('discard', () => memory_put(memory_name(), null)),
  );
  form.before(line);
}

// ── sending ─────────────────────────────────────────────────────────────────────────────────────

// A session that was begun in another tab has another token.
async function token_renew() {
  const text = await get_text(form.getAttribute('action'));
  const token = text && screen_of(text).querySelector('main [name="token"]')?.value;
  if (!token) return false;
  document.querySelector('meta[name="stoppress-token"]').content = token;
  for (const field of document.querySelectorAll('[name="token"]')) field.value = token;
  return true;
}

async function ask(what, fields, options) {
  const first = await send(base() + what, fields, options);
  if (first.status !== 403 || !(await token_renew())) return first;
  fields.set('token', form.elements.token.value);
  return send(base() + what, fields, options);
}

// What is sent last arrives, too, when the page goes meanwhile; only a long text cannot be sent so.
async function keep_send(run) {
  const fields = fields_now();
  fields.set('window', WINDOW);
  fields.set('typed', typed);
  if (is_going) fields.set('leaves', '1');
  sent = typed;
  const bytes = new URLSearchParams(fields).toString().length;
  const keepalive = flying + bytes < ALIVE_BYTES;
  if (keepalive) flying += bytes;
  const answer = await run('keep', fields, { keepalive });
  if (keepalive) flying -= bytes;
  return answer;
}

function failed({ status, json }) {
  sent = kept;
  is_elsewhere = status === 409;
  if (status === 401) tell_out();
  else if (status === 0 || status >= 500) tell(phrase('offline'), 'offline');
  else tell(json?.detail ?? phrase('failed'), 'failed');
  device_keep();
  clearTimeout(timer);
  timer = setTimeout(keep, AGAIN_MS);
}

// True: the server has all that is typed.
export async function keep() {
  clearTimeout(timer);
  if (is_sending) return false;
  const at = typed;
  is_sending = true;
  tell(phrase('saving'), 'saving');
  const answer = await keep_send(ask);
  is_sending = false;
  if (!answer.ok || !answer.json) {
    failed(answer);
    return false;
  }
  kept = at;
  is_elsewhere = false;
  form.elements.kept_at.value = answer.json.kept_at;
  since = typed === kept ? 0 : Date.now();
  memory_put(memory_name(), null);
  if (path !== answer.json.path) story_made(answer.json);
  others_draw(answer.json);
  if (typed !== kept) return wait();
  tell(phrase('saved').replace('{at}', answer.json.kept), 'saved');
  return true;
}

function wait() {
  tell(phrase('unsaved'), 'unsaved');
  clearTimeout(timer);
  timer = setTimeout(keep, Math.max(0, Math.min(IDLE_MS, since + MOST_MS - Date.now())));
  return false;
}

// "change" comes also when a field is left that has been kept since.
function on_input() {
  const now = text_of(fields_now());
  if (now === words) return;
  words = now;
  typed += 1;
  if (!since) since = Date.now();
  if (chip.dataset.state === 'offline' || chip.dataset.state === 'out') device_keep();
  if (!is_sending) wait();
}

// ── being here ──────────────────────────────────────────────────────────────────────────────────

async function beat() {
  if (path.endsWith('/new') || is_leaving) return;
  const answer = await ask('here', new FormData());
  if (answer.ok && answer.json) others_draw(answer.json);
  else if (answer.status === 401) tell_out();
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Nobody may be here any more when the answer comes. A new story that is being made has no address yet.
function hurry() {
  if (typed === kept || is_leaving) return;
  if (!is_sending) keep();
  else if (sent !== typed && !path.endsWith('/new')) keep_send((what, fields, options) => send(base() + what, fields, options));
}

function leave() {
  if (is_leaving) return;
  is_going = true;
  if (typed !== kept) device_keep();
  hurry();
  if (path.endsWith('/new')) return;
  navigator.sendBeacon(`${base()}here`, new URLSearchParams({ token: form.elements.token.value, leaves: '1' }));
}

async function keep_rest() {
  while (is_sending) await pause(50);
  return typed === kept || (await keep()) || typed === kept;
}

// A link waits for what is typed. If that cannot be kept, the browser asks.
async function on_link(event) {
  const link = event.target.closest?.('a[href]');
  const opens = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link?.target;
  if (!link || opens || event.defaultPrevented || typed === kept || is_leaving || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  await Promise.race([keep_rest(), pause(LINK_MS)]);
  location.assign(link.href);
}

// What is sent is kept first: if nobody is signed in any more, or nothing answers, one stays here.
async function on_submit(event) {
  const target = event.submitter?.getAttribute('formtarget');
  if (target || is_leaving) return;
  event.preventDefault();
  const by = event.submitter;
  if (!(await keep_rest()) && !is_elsewhere) return;
  if (typed === kept && !(await is_signed_in())) return;
  is_leaving = true;
  form.requestSubmit(by);
}

async function is_signed_in() {
  if (path.endsWith('/new')) return true;
  const answer = await ask('here', new FormData());
  if (!answer.ok) failed(answer);
  return answer.ok;
}

export function story_keep_start(found) {
  form = found;
  chip = document.getElementById('chip');
  path = form.dataset.path;
  if (!chip) return;
  words = text_of(fields_now());
  device_offer();
  form.addEventListener('input', on_input);
  form.addEventListener('change', on_input);
  form.addEventListener('submit', on_submit);
  window.addEventListener('online', () => typed !== kept && keep());
  window.addEventListener('focus', () => (typed !== kept ? keep() : beat()));
  document.addEventListener('click', on_link);
  document.addEventListener('visibilitychange', () => document.hidden && hurry());
  document.getElementById('kept')?.addEventListener('submit', () => (is_leaving = true)); // it is to be gone
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', (event) => event.persisted && (is_leaving = is_going = false));
  window.addEventListener('beforeunload', (event) => {
    if (is_leaving || typed === kept) return;
    event.preventDefault();
    hurry();
  });
  setInterval(beat, BEAT_MS);
}

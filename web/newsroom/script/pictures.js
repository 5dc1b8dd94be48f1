// pictures: the library with a script: several files at once, dropped or pasted; the focal point by
// press or arrow keys, with the cuts as the server will make them; and choosing a picture in a dialog
// over the work.
//
//   const picked = await pictures_pick({ story: 42 });   // { id: '7', alt: 'A boat' } or null

import { get_text, markup, say, token, word } from './page.js';

const make = (name, fields = {}, ...children) => {
  const element = Object.assign(document.createElement(name), fields);
  element.append(...children);
  return element;
};

// ── coming in ───────────────────────────────────────────────────────────────────────────────────

const uploading = { queue: [], busy: false };

// fetch() does not say how far it is.
function send_file(form, file, progress) {
  return new Promise((resolve) => {
    const body = new FormData();
    for (const name of ['alt', 'credit', 'for']) {
      if (form.elements[name]?.value) body.set(name, form.elements[name].value);
    }
    body.set('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-Stoppress-Token', token());
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.addEventListener('loadend', () => resolve({ status: request.status, json: request.response }));
    request.send(body);
  });
}

function sentence_of(json) {
  const wrong = json?.errors?.find((error) => error.message);
  return wrong?.message ?? json?.detail ?? word('failed');
}

// Chosen for a story: a form of its own, as the pictures in the list have it.
function use_form(story, json) {
  const hidden = (name, value) => make('input', { type: 'hidden', name, value });
  const button = make('button', { type: 'submit', className: 'button small', textContent: word('use') });
  return make('form', { method: 'post', action: `/newsroom/story/${story}/picture` }, hidden('token', token()), hidden('picture', json.id), button);
}

function show_taken(row, json, story) {
  const image = make('img', { src: json.src, alt: '' });
  const link = make('a', { href: json.url, textContent: json.alt || row.dataset.name });
  const told = make('span', { className: json.again ? 'warn' : 'ok', textContent: word(json.again ? 'again' : 'taken') });
  row.replaceChildren(image, link, told, ...(story ? [use_form(story, json)] : []));
  say(`${row.dataset.name}: ${told.textContent}`);
}

function show_failed(row, json) {
  const told = make('span', { className: 'err', textContent: sentence_of(json) });
  row.replaceChildren(make('bdi', { textContent: row.dataset.name }), told);
  say(`${row.dataset.name}: ${told.textContent}`);
}

// One after the other: the server decodes each before it answers.
async function work(form) {
  if (uploading.busy) return;
  uploading.busy = true;
  while (uploading.queue.length) {
    const { file, row, progress } = uploading.queue.shift();
    const { status, json } = await send_file(form, file, progress);
    if ((status === 200 || status === 201) && json) show_taken(row, json, form.elements.for?.value);
    else show_failed(row, json);
  }
  uploading.busy = false;
}

function take_files(form, files) {
  const list = form.querySelector('[data-uploads]');
  for (const file of files) {
    const progress = make('progress', { max: 1, value: 0 });
    progress.setAttribute('aria-label', file.name);
    const row = make('li', {}, make('bdi', { textContent: file.name }), progress);
    row.dataset.name = file.name;
    list.append(row);
    uploading.queue.push({ file, row, progress });
  }
  form.closest('details').open = true;
  work(form);
}

const files_of = (transfer) => [...(transfer?.files ?? [])].filter((file) => file.type.startsWith('image/'));

function upload_start(form) {
  const field = form.elements.file;
  field.multiple = true;
  form.querySelector('#field-file-hint').append(' ', word('drop'), '.');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    take_files(form, field.files);
    field.value = '';
  });
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    form.closest('details').open = true;
    form.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) form.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    form.classList.remove('over');
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    take_files(form, files_of(event.dataTransfer));
  });
  document.addEventListener('paste', (event) => {
    const files = files_of(event.clipboardData);
    if (files.length) take_files(form, files);
  });
}

// ── the focal point ─────────────────────────────────────────────────────────────────────────────

const clamp = (n, low, high) => Math.max(low, Math.min(high, n));

// As the server cuts (src/media/rendition.c): the largest part of the ratio, around the point, inside.
function place_of(whole, part, focal) {
  const last = whole - part;
  return last <= 0 ? 50 : (clamp((whole * focal) / 100 - part / 2, 0, last) / last) * 100;
}

function draw_cut(image, size, at) {
  const [across, down] = image.dataset.cut.split(':').map(Number);
  const wide = size.across * down > size.down * across;
  const part = wide ? { across: (size.down * across) / down, down: size.down } : { across: size.across, down: (size.across * down) / across };
  image.style.objectPosition = `${place_of(size.across, part.across, at.x)}% ${place_of(size.down, part.down, at.y)}%`;
}

function focus_start(holder) {
  const form = holder.closest('form');
  const fields = [form.elements.focal_x, form.elements.focal_y];
  if (!fields[0]) return;
  const whole = holder.querySelector('img');
  const cuts = [...document.querySelectorAll('[data-cut]')];
  const size = { across: Number(holder.dataset.across), down: Number(holder.dataset.down) };
  const point = make('span', { className: 'point' });
  holder.append(point);
  Object.assign(holder, { tabIndex: 0 });
  holder.setAttribute('role', 'application');
  holder.setAttribute('aria-label', holder.dataset.label);

  const at = () => ({ x: clamp(Number(fields[0].value) || 0, 0, 100), y: clamp(Number(fields[1].value) || 0, 0, 100) });
  const draw = (moved) => {
    const { x, y } = at();
    point.style.setProperty('--x', x);
    point.style.setProperty('--y', y);
    if (!moved) return;
    for (const image of cuts) {
      if (image.src !== whole.src) image.src = whole.src;
      const [across, down] = image.dataset.cut.split(':');
      image.style.aspectRatio = `${across} / ${down}`;
      draw_cut(image, size, { x, y });
    }
  };
  const move_to = (x, y) => {
    fields[0].value = clamp(Math.round(x), 0, 100);
    fields[1].value = clamp(Math.round(y), 0, 100);
    draw(true);
    say(`${fields[0].value} % ${fields[1].value} %`);
  };
  holder.addEventListener('click', (event) => {
    const box = whole.getBoundingClientRect();
    move_to(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  });
  holder.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? 5 : 1;
    const { x, y } = at();
    move_to(x + by[0] * step, y + by[1] * step);
  });
  for (const field of fields) field.addEventListener('input', () => draw(true));
  draw(false);
}

// ── choosing one ────────────────────────────────────────────────────────────────────────────────

const LIBRARY = '/newsroom/pictures/';
const part_of = (query) => {
  const params = new URLSearchParams(query);
  params.set('part', '1');
  return `${LIBRARY}?${params}`;
};

function dialog_make() {
  const title = document.querySelector('.screens .nav-pictures')?.textContent.trim() ?? '';
  const heading = make('h2', { id: 'pick-title', textContent: title });
  const close = make('button', { type: 'button', className: 'button small', textContent: document.querySelector('#keys [data-act="close"]')?.textContent ?? '✕' });
  close.dataset.act = 'close';
  const dialog = make('dialog', { className: 'over' }, make('div', { className: 'head' }, heading, close), make('div', { className: 'room' }));
  dialog.setAttribute('aria-labelledby', 'pick-title');
  document.body.append(dialog);
  return dialog;
}

async function dialog_fill(dialog, query) {
  const text = await get_text(part_of(query));
  if (!text) return;
  dialog.querySelector('.room').replaceChildren(markup(text));
  dialog.querySelector('.room input[type="search"]')?.focus();
}

export function pictures_pick({ story } = {}) {
  const dialog = dialog_make();
  const start = story ? `for=${story}` : '';
  const back = document.activeElement;
  return new Promise((resolve) => {
    let picked = null;
    dialog.addEventListener('click', (event) => {
      const button = event.target.closest('[data-pick]');
      const page = event.target.closest('.paging a');
      if (button) {
        picked = { id: button.dataset.pick, alt: button.dataset.alt };
        dialog.close();
      } else if (page) {
        event.preventDefault();
        dialog_fill(dialog, new URL(page.href).search);
      }
    });
    dialog.addEventListener('submit', (event) => {
      event.preventDefault();
      dialog_fill(dialog, new URLSearchParams(new FormData(event.target)));
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      back?.focus?.();
      resolve(picked);
    });
    dialog.showModal();
    dialog_fill(dialog, start);
  });
}

// A field that holds a picture's number gets a button that opens the library.
function picks_start(holder) {
  const field = holder.querySelector('input[name="picture"]');
  const link = holder.querySelector('a');
  if (!field || !link) return;
  const button = make('button', { type: 'button', className: 'button', textContent: link.textContent });
  button.addEventListener('click', async () => {
    const picked = await pictures_pick();
    if (!picked) return;
    field.value = picked.id;
    say(picked.alt);
  });
  link.replaceWith(button);
}

export function pictures_start() {
  for (const form of document.querySelectorAll('[data-upload]')) upload_start(form);
  for (const holder of document.querySelectorAll('[data-focus]')) focus_start(holder);
  for (const holder of document.querySelectorAll('[data-picks]')) picks_start(holder);
}

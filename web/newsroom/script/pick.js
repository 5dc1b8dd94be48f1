// pick: a story by a few words of its headline. The field takes its number; the browser's own list
// beneath it offers what fits.

import { get_json } from './page.js';

const WAIT_MS = 150;

export function pick_story(field, edition) {
  let timer, asked;
  const list = document.createElement('datalist');
  list.id = `${field.id}-stories`;
  field.after(list);
  field.setAttribute('list', list.id);
  field.addEventListener('input', () => {
    clearTimeout(timer);
    const text = field.value.trim();
    if (text.length < 2 || /^#?\d+$/.test(text)) return;
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      const query = new URLSearchParams({ q: text, edition, format: 'json' });
      const found = await get_json(`/newsroom/stories/?${query}`, { signal: asked.signal });
      if (!found) return;
      list.replaceChildren(...found.map(({ id, headline }) => Object.assign(document.createElement('option'), { value: id, label: `${headline} (${id})`, textContent: headline })));
    }, WAIT_MS);
  });
}

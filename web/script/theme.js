// theme: system, light or dark, for this browser only. web/script/theme.inline.js applies it before
// the first paint; it hides a breaking bar that was hidden before, and says whether the ticker will
// turn, so that nothing moves when this module comes.

import { memory_get, memory_put } from './page.js';

function theme_set(name) {
  const fixed = name === 'light' || name === 'dark';
  if (fixed) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  memory_put('theme', fixed ? name : null);
}

export function theme_start() {
  const place = document.getElementById('theme');
  if (!place) return;
  const select = document.createElement('select');
  select.setAttribute('aria-label', place.dataset.label);
  for (const name of ['system', 'light', 'dark']) select.add(new Option(place.dataset[name], name));
  select.value = memory_get('theme') ?? 'system';
  select.addEventListener('change', () => theme_set(select.value));
  place.replaceChildren(select);
}

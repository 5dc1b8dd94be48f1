// menu: marks where the reader is, and closes the panel on Escape or a press beside it.

import { on_change } from './page.js';

export function menu_start() {
  const panel = () => document.getElementById('menu-all');

  on_change(() => {
    for (const link of document.querySelectorAll('#menu a'))
      if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page');
      else if (link.closest('.row') && location.pathname.startsWith(link.pathname))
        link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
  });
  document.addEventListener('click', (event) => {
    const open = panel();
    if (open?.open && !open.contains(event.target)) open.open = false;
  });
  document.addEventListener('keydown', (event) => {
    const open = panel();
    if (event.key !== 'Escape' || !open?.open) return;
    open.open = false;
    open.querySelector('summary').focus();
  });
}

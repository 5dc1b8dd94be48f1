// menu: on a small screen the list of screens closes when one has pressed beside it, or Escape.

export function menu_start() {
  const menu = document.querySelector('.tools details');
  if (!menu) return;
  document.addEventListener('click', (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

// reel: a card in a reel that gets the focus comes wholly into sight. The browser is content when a
// part of it can be seen.

export function reel_start() {
  document.addEventListener('focusin', ({ target }) => {
    const card = target.closest?.('.reel > li');
    card?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  });
}

// morph: server's markup into a region of the page, with as little change as will do.
//
// Items are matched by their ids. What the reader has opened stays open, what is marked data-keep
// stays as it is, and the line being read stays where it is on the screen.

import { Idiomorph } from 'idiomorph';

// Fragments are of our own server and hold no script; this is the one place where text becomes markup.
const policy = window.trustedTypes?.createPolicy('stoppress', { createHTML: (text) => text });
const trusted = (text) => (policy ? policy.createHTML(text) : text);

export function parse_fragment(text) {
  const template = document.createElement('template');
  template.innerHTML = trusted(text);
  return template.content.firstElementChild;
}

export const parse_page = (text) => new DOMParser().parseFromString(trusted(text), 'text/html');

const keeps = (node) => node.nodeType === 1 && node.hasAttribute('data-keep');
const same_version = (a, b) => a.nodeType === 1 && a.dataset.v && a.dataset.v === b.dataset?.v;

// What the region named before: a story that only moved is not new.
const named = (node) => [...node.querySelectorAll(':is(h2, h3) a')].map((link) => link.pathname);
let known = new Set();

const callbacks = {
  beforeNodeMorphed: (before, after) => !keeps(before) && !same_version(before, after),
  beforeNodeRemoved: (node) => !keeps(node),
  beforeAttributeUpdated: (name, node) => !(name === 'open' && node.localName === 'details'),
  afterNodeAdded(node) {
    if (node.nodeType !== 1 || !node.matches('main li, main article')) return;
    if (named(node).some((path) => known.has(path))) return;
    node.classList.add('fresh');
    node.addEventListener('animationend', () => node.classList.remove('fresh'), { once: true });
  },
};

// The topmost item that is in sight, and how far down it stands. By its name: a morph may move what it
// says into another element.
function place_mark() {
  if (scrollY < 1) return null;
  for (const item of document.querySelectorAll('main [id], main [data-b]')) {
    const box = item.getBoundingClientRect();
    if (!box.height || box.top < 0 || box.top >= innerHeight) continue;
    const name = item.id ? `#${CSS.escape(item.id)}` : `[data-b="${CSS.escape(item.dataset.b)}"]`;
    return { name, top: box.top };
  }
  return null;
}

function place_restore(mark) {
  const item = mark && document.querySelector(`main ${mark.name}`);
  if (!item) return;
  const moved = item.getBoundingClientRect().top - mark.top;
  if (Math.abs(moved) > 0.5) scrollBy({ top: moved, behavior: 'instant' });
}

// Whatever `change` does to the page, the line being read stays where it is.
export function keep_place(change) {
  const root = document.documentElement;
  const mark = place_mark();
  root.style.overflowAnchor = 'none'; // the browser would do the same again
  change();
  place_restore(mark);
  requestAnimationFrame(() => (root.style.overflowAnchor = ''));
}

export function morph(region, now) {
  known = new Set(named(region));
  return Idiomorph.morph(region, now, { morphStyle: 'outerHTML', ignoreActiveValue: true, callbacks });
}

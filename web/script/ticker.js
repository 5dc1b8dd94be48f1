// ticker: one flash at a time, six seconds each. It stands still while the pointer or the focus is on
// it; paused (remembered), or where the system asks for less motion, it is the list the server sent.

import { calm, memory_get, memory_put, on_act, on_change } from './page.js';

const TURN_MS = 6000;
let at = 0;

const section = () => document.querySelector('#ticker .ticker');

function ticker_draw() {
  const ticker = section();
  if (!ticker) return;
  const items = [...ticker.querySelectorAll('li')];
  const paused = memory_get('ticker') === 'paused';
  const turning = !paused && !calm.matches && items.length > 1;
  const button = ticker.querySelector('button');
  at = at < items.length ? at : 0;
  ticker.classList.toggle('turning', turning);
  document.documentElement.classList.remove('turn'); // web/script/theme.inline.js has set it
  items.forEach((item, i) => item.classList.toggle('on', i === at));
  button.hidden = calm.matches || items.length < 2;
  button.setAttribute('aria-pressed', paused);
  const list = ticker.querySelector('ul');
  if (turning) list.removeAttribute('tabindex');
  else list.tabIndex = 0;
}

function ticker_turn() {
  const ticker = section();
  if (document.hidden || !ticker?.matches('.turning:not(:hover):not(:focus-within)')) return;
  at += 1;
  ticker_draw();
}

export function ticker_start() {
  on_change(ticker_draw);
  calm.addEventListener('change', ticker_draw);
  on_act('pause-ticker', () => {
    memory_put('ticker', memory_get('ticker') === 'paused' ? null : 'paused');
    ticker_draw();
  });
  setInterval(ticker_turn, TURN_MS);
}

// bar: the breaking bar can be hidden; the next breaking flash is shown again. Its first appearance on
// an open page is said once.

import { memory_get, memory_put, on_act, on_change } from './page.js';
import { say } from './say.js';

export function bar_start() {
  const bar = () => document.querySelector('#bar > [data-key]');
  let seen = bar()?.dataset.key;

  on_change(() => {
    const section = bar();
    if (!section) return;
    const { key } = section.dataset;
    section.hidden = memory_get('bar') === key;
    if (key !== seen) say(section.innerText.trim());
    seen = key;
  });
  on_act('hide-bar', () => {
    memory_put('bar', bar().dataset.key);
    bar().hidden = true;
    document.getElementById('main').focus({ preventScroll: true });
  });
}

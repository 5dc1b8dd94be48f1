// count: how much room a text has left: "62/90" beside a field that has a length.

import { number } from './page.js';

// As the server counts: characters, not units of UTF-16.
function draw(output) {
  const field = output.ownerDocument.getElementById(output.htmlFor.value);
  const max = Number(output.dataset.max);
  const n = [...field.value].length;
  output.value = `${number(n)}/${number(max)}`;
  output.classList.toggle('over', n > max);
}

export function count_draw(within = document) {
  for (const output of within.querySelectorAll('output.count')) draw(output);
}

export function count_start() {
  count_draw();
  document.addEventListener('input', (event) => {
    const output = event.target.id && document.querySelector(`output.count[for="${CSS.escape(event.target.id)}"]`);
    if (output) draw(output);
  });
}

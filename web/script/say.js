// say: the page's one live region. Polite, and at most one message each 30 seconds; of several that
// wait, the newest is said.

import { locale } from './page.js';

const GAP_MS = 30000;
const status = document.getElementById('status');
let said_ms = -GAP_MS;
let waiting = null;

function speak() {
  said_ms = performance.now();
  status.textContent = waiting;
  waiting = null;
}

export function say(text) {
  if (!status || !text) return;
  const idle = waiting === null;
  waiting = text;
  const wait_ms = said_ms + GAP_MS - performance.now();
  if (wait_ms <= 0) speak();
  else if (idle) setTimeout(speak, wait_ms);
}

// "3 new updates", in the plural form the language wants.
export function updates_text(n) {
  const words = status?.dataset ?? {};
  const form = words[new Intl.PluralRules(locale).select(n)] || words.other || '';
  return form.replace('{n}', new Intl.NumberFormat(locale).format(n));
}

export const gone_text = () => status?.dataset.gone ?? '';

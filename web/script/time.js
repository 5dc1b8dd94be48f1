// time: "5 minutes ago" for what is younger than half a day. The absolute time stays in the title, and
// comes back when it is older, and on paper.

import { locale, on_change } from './page.js';

const MINUTE_MS = 60000;
const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

function ago_text(age_ms) {
  const minutes = Math.floor(age_ms / MINUTE_MS);
  if (minutes < 0 || minutes >= 12 * 60) return null;
  if (minutes < 60) return words.format(-minutes, 'minute');
  return words.format(-Math.floor(minutes / 60), 'hour');
}

function time_draw() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = ago_text(Date.now() - Date.parse(time.dateTime));
    time.title ||= time.textContent;
    if (time.textContent !== (text ?? time.title)) time.textContent = text ?? time.title;
  }
}

export function time_start() {
  on_change(time_draw);
  setInterval(time_draw, MINUTE_MS);
  addEventListener('beforeprint', () => {
    for (const time of document.querySelectorAll('time[data-ago]')) time.textContent = time.title;
  });
  addEventListener('afterprint', time_draw);
}

// share: copies a story's address, and opens the device's own list of ways where it has one. The other
// ways to share are ordinary links of the server's.

import { on_act } from './page.js';
import { say } from './say.js';

export function share_start() {
  on_act('copy', async (button) => {
    const text = button.textContent;
    await navigator.clipboard.writeText(button.dataset.link);
    button.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => (button.textContent = text), 3000);
  });
  if (!navigator.share) return;
  document.documentElement.classList.add('can-share');
  on_act('native', ({ dataset }) => {
    // Closing the list without a choice is no fault.
    navigator.share({ title: dataset.title, url: dataset.link }).catch(() => {});
  });
}

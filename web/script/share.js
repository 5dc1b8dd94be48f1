// share: copies a story's address. The other ways to share are ordinary links of the server's.

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
}

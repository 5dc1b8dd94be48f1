// count: says that a story has been read, once its page has been visible for a second in all, and that a
// way to share it was pressed. Who reads is not said; the server forgets who asked.

const READ_MS = 1000;

export function count_start() {
  const story = document.getElementById('shares')?.dataset.story;
  if (!story || !navigator.sendBeacon) return;
  const send = (what) => navigator.sendBeacon(`/_count/${what}/${story}`);
  let left_ms = READ_MS;
  let since = null; // visible since then
  let is_read = false;
  let timer;

  function look() {
    clearTimeout(timer);
    if (since !== null) left_ms -= performance.now() - since;
    since = null;
    if (is_read) return;
    if (left_ms <= 0) {
      is_read = true;
      send('view');
    } else if (!document.hidden) {
      since = performance.now();
      timer = setTimeout(look, left_ms);
    }
  }

  document.addEventListener('visibilitychange', look);
  // Back from the browser's memory it is read once more; whether that counts is the server's to say.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    left_ms = READ_MS;
    is_read = false;
    look();
  });
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.('.share :is(a, button)')) send('share');
  });
  look();
}

// page: what the other parts know in common: the page's language, the browser's memory, and the
// moment after a region has been patched.

const root = document.documentElement;

export const locale = root.dataset.locale || root.lang;
export const calm = matchMedia('(prefers-reduced-motion: reduce)');

// Runs now, and again whenever a region has changed: a patch brings the server's markup, without
// what a script added to it.
const again = [];

export function on_change(run) {
  again.push(run);
  run();
}

export function page_changed() {
  for (const run of again) run();
}

// Private windows may refuse storage; then nothing is remembered, and that is all.
export function memory_get(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function memory_put(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // nothing to do
  }
}

// A press on anything that carries data-act="NAME", also one that a patch brings later.
export function on_act(name, run) {
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.(`[data-act="${name}"]`);
    if (button) run(button);
  });
}

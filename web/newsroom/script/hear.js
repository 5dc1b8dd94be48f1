// hear: when a flash reaches an open page, measured by being one: it listens to an edition's stream as
// a reader's page does.

const HEARD_MS = 5000;

const ears = new Map(); // edition → EventSource
const arrivals = new Map(); // flash's id → when it came
const waiting = new Map(); // flash's id → who waits for it

function hear({ data }) {
  const now = performance.now();
  for (const [, id] of data.matchAll(/flash-(\d+)/g)) {
    if (arrivals.has(id)) continue;
    arrivals.set(id, now);
    waiting.get(id)?.(now);
  }
}

export function hear_start(edition) {
  if (ears.has(edition) || !window.EventSource) return;
  const ear = new EventSource(`/live/${encodeURIComponent(edition)}?t=flash:${encodeURIComponent(edition)}`);
  ear.addEventListener('patch', hear);
  ears.set(edition, ear);
}

export function hear_end() {
  for (const ear of ears.values()) ear.close();
  ears.clear();
}

// When that flash arrived, or null when nothing is heard of it for a while.
export function heard(id) {
  if (arrivals.has(id)) return Promise.resolve(arrivals.get(id));
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), HEARD_MS);
    waiting.set(id, (now) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(now);
    });
  });
}

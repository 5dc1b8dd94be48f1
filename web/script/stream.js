// stream: news of changes, from one connection for all tabs of an edition.
//
//   const stream = stream_open({ edition, topics, seq, on_event, on_down });
//
// The tab that holds the browser's lock connects for itself and for those who told it, over a
// broadcast channel, what they want; the others listen. A tab that is not served that way within a
// moment (more topics than one connection may name, no locks) connects by itself. Hidden for a
// minute, or left, a tab lets go of everything, so that it can come back from the browser's memory as
// it was.
//
// Never: looks at the page. `on_down(true)` says that it cannot connect, `on_down(false)` that it can.

const TOPICS_MAX = 8;
const SERVED_MS = 1500;
const HIDDEN_MS = 60000;
const BACKOFF_MS = [1000, 60000];
const FAILURES_MAX = 3;
const LOOK_MS = 10000;
const SLEPT_MS = 60000;
const KINDS = ['patch', 'gone', 'resync', 'bye'];

export function stream_open({ edition, topics, seq, on_event, on_down }) {
  const name = `stoppress-live-${edition}`;
  let source = null; // our own connection
  let channel = null;
  let leads = false;
  let release = null; // ends the waiting for the lock, or the holding of it
  let wanted = new Set(topics); // ours, and as leader those of the tabs we serve
  let failures = 0;
  let served = false; // another tab's connection speaks for us too
  let awake_ms = Date.now();
  let retry_timer, served_timer, hidden_timer;

  function take(kind, data, id) {
    if (id > seq) seq = id;
    on_event(kind, data);
  }

  // ── the connection ────────────────────────────────────────────────────────────────────────────

  function connect() {
    disconnect();
    const query = `t=${[...wanted].map(encodeURIComponent).join(',').replaceAll('%3A', ':')}&since=${seq}`;
    source = new EventSource(`/live/${edition}?${query}`);
    source.onopen = () => {
      failures = 0;
      on_down(false);
      if (leads) channel?.postMessage({ serves: [...wanted] });
    };
    source.onerror = () => connect_later();
    for (const kind of KINDS) source.addEventListener(kind, hear);
  }

  function hear(event) {
    const data = JSON.parse(event.data || '{}');
    const id = Number(event.lastEventId) || 0;
    if (event.type === 'bye') return connect_later(data.after ?? BACKOFF_MS[0]);
    take(event.type, data, id);
    if (leads) channel?.postMessage({ kind: event.type, data, id });
  }

  function down() {
    on_down(true);
    if (leads) channel?.postMessage({ down: true });
  }

  // The browser's own retry knows neither patience nor jitter.
  function connect_later(after_ms) {
    disconnect();
    if (after_ms === undefined) {
      failures += 1;
      after_ms = Math.min(BACKOFF_MS[0] * 2 ** (failures - 1), BACKOFF_MS[1]);
      if (failures >= FAILURES_MAX) down();
    }
    retry_timer = setTimeout(connect, after_ms * (1 + Math.random() / 2));
  }

  function disconnect() {
    clearTimeout(retry_timer);
    source?.close();
    source = null;
  }

  // ── sharing it ────────────────────────────────────────────────────────────────────────────────

  function listen({ data: said }) {
    // Not before: what it hears until then may be newer than what we have missed of our own topics.
    if (said.kind) return served && take(said.kind, said.data, said.id);
    if (said.down && !source) return on_down(true);
    if (said.wants && leads) return serve(said);
    if (said.leads && !leads) return ask();
    if (said.serves && !leads && topics.every((t) => said.serves.includes(t))) {
      clearTimeout(served_timer);
      disconnect();
      served = true;
      on_down(false);
    }
  }

  // A connection cannot be told of new topics: it is made again, from the older of the two places.
  function serve({ wants, since }) {
    const all = new Set([...wanted, ...wants]);
    if (all.size > TOPICS_MAX) return;
    if (all.size === wanted.size && since >= seq) return channel.postMessage({ serves: [...wanted] });
    wanted = all;
    seq = Math.min(seq, since);
    connect();
  }

  function ask() {
    clearTimeout(served_timer);
    served = false;
    channel.postMessage({ wants: topics, since: seq });
    served_timer = setTimeout(connect, SERVED_MS);
  }

  function lead() {
    leads = true;
    served = false;
    clearTimeout(served_timer);
    connect();
    channel.postMessage({ leads: true });
    return new Promise((resolve) => (release = resolve));
  }

  function join() {
    if (release || document.hidden) return;
    if (!navigator.locks || !window.BroadcastChannel) {
      release = () => {};
      return connect();
    }
    const waiting = new AbortController();
    release = () => waiting.abort();
    channel = new BroadcastChannel(name);
    channel.onmessage = listen;
    navigator.locks.request(name, { signal: waiting.signal }, lead).catch(() => {});
    // An unheld lock is granted at once; only then is there somebody to ask.
    served_timer = setTimeout(() => leads || ask(), 50);
  }

  function leave() {
    clearTimeout(served_timer);
    disconnect();
    release?.();
    release = null;
    leads = served = false;
    wanted = new Set(topics);
    channel?.close();
    channel = null;
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden_timer);
    if (document.hidden) hidden_timer = setTimeout(leave, HIDDEN_MS);
    else join();
  });
  // After a sleep, or in another network, a connection may look alive and be none.
  const renew = () => source && connect();
  setInterval(() => {
    if (Date.now() - awake_ms > SLEPT_MS) renew();
    awake_ms = Date.now();
  }, LOOK_MS);
  addEventListener('online', renew);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (event) => event.persisted && join());
  join();

  return {
    // After a resync: where the page now is.
    seq_set: (now) => (seq = Math.max(seq, now)),
  };
}

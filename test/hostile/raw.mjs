// raw: bytes to a server as they are, and what came back, taken apart.
//
//   const { answers, closed } = await exchange(server.url, bytes, { idle_ms: 300 });
import net from 'node:net';

export const bytes = (text) => Buffer.from(text, 'latin1');

// Sends everything and listens until the server closes, or is silent for `idle_ms`. `pieces`: sent one
// after the other, `gap_ms` apart.
export function exchange(url, sent, { idle_ms = 400, gap_ms = 0, half = false } = {}) {
  const { hostname, port } = new URL(url);
  const pieces = Array.isArray(sent) ? sent : [sent];
  return new Promise((resolve) => {
    const got = [];
    let closed = false, timer;
    const started = Date.now();
    const socket = net.connect({ host: hostname, port, allowHalfOpen: true });
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      const all = Buffer.concat(got);
      resolve({ closed, bytes: all, answers: answersOf(all), ms: Date.now() - started });
    };
    const wait = () => { clearTimeout(timer); timer = setTimeout(end, idle_ms); };
    socket.on('data', (data) => { got.push(data); wait(); });
    socket.on('end', () => { closed = true; end(); });
    socket.on('error', () => { closed = true; end(); });
    socket.on('connect', async () => {
      wait();
      for (const piece of pieces) {
        if (closed || socket.destroyed) return;
        socket.write(piece);
        wait();
        if (gap_ms) await new Promise((done) => setTimeout(done, gap_ms));
      }
      if (half) socket.end();
    });
  });
}

function chunkedEnd(all, at) {
  for (;;) {
    const line = all.indexOf('\r\n', at);
    if (line < 0) return -1;
    const size = parseInt(all.toString('latin1', at, line), 16);
    if (Number.isNaN(size)) return -1;
    at = line + 2 + size + 2;
    if (size === 0) return at;
    if (at > all.length) return -1;
  }
}

// [{status, headers, body, whole}]; a rest that is no answer is one with status 0.
export function answersOf(all) {
  const answers = [];
  for (let at = 0; at < all.length;) {
    const end = all.indexOf('\r\n\r\n', at);
    const head = all.subarray(at, end + 4);
    // libmicrohttpd before 0.9.76 writes the head of a refusal of its own (a Content-Length that is no
    // number) twice, and closes.
    if (end > 0 && /^HTTP\/1\.1 4/.test(head.toString('latin1', 0, 10)) && all.subarray(end + 4).indexOf(head) === 0) {
      at = end + 4;
      continue;
    }
    const [line, ...lines] = all.toString('latin1', at, end < 0 ? all.length : end).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(line)?.[1] ?? 0);
    if (end < 0 || !status) {
      answers.push({ status: 0, headers: {}, body: all.toString('latin1', at, at + 200), whole: false });
      break;
    }
    const headers = {};
    for (const header of lines) {
      const colon = header.indexOf(':');
      headers[header.slice(0, colon).toLowerCase()] = header.slice(colon + 1).trim();
    }
    const from = end + 4;
    let to = from;
    if (status >= 200 && status !== 204 && status !== 304) {
      if (/chunked/i.test(headers['transfer-encoding'] ?? '')) to = chunkedEnd(all, from);
      else if (headers['content-length'] !== undefined) to = from + Number(headers['content-length']);
      else to = all.length;
    }
    const whole = to >= 0 && to <= all.length;
    const stop = whole ? to : all.length;
    answers.push({ status, headers, body: all.toString('latin1', from, stop), whole });
    at = stop;
  }
  return answers;
}

export const request = (method, target, headers = {}, body = '') =>
  bytes(`${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);

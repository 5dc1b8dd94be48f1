// /live/{edition}: what pages and programs are told, and what those who come back have missed.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { makeSite, makeToken, serve, until } from './server.mjs';

let server, token;
before(async () => {
  const dir = makeSite();
  token = makeToken(dir);
  server = await serve(dir);
});
after(() => server.stop());

// An open stream: its events so far, each {event, id, data}.
function open(path, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = get(server.url.replace(/\/$/, '') + path, { headers }, (answer) => {
      const stream = { status: answer.statusCode, type: answer.headers['content-type'], events: [], close: () => request.destroy() };
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (text) => {
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
          const lines = block.split('\n');
          const value = (name) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join('\n');
          if (value('event')) stream.events.push({ event: value('event'), id: value('id'), data: value('data') && JSON.parse(value('data')) });
        }
      });
      answer.on('error', () => {});
      resolve(stream);
    });
    request.on('error', (error) => (error.code === 'ECONNRESET' ? undefined : reject(error)));
  });
}
const flash = async (text, more = {}) => (await server.call('POST', '/api/v1/flashes', { token, body: { edition: 'en', place: 'Oslo', source: 'NTB', text, ...more } })).json;

test('a page that comes first of all is told of the first change', async () => {
  const page = await open('/live/en?t=flash:en');
  assert.equal(page.status, 200);
  assert.match(page.type, /^text\/event-stream/);
  assert.deepEqual(page.events, []);
  await flash('The fjord is frozen');
  const patch = await until('the patch', () => page.events.find((e) => e.event === 'patch' && e.data.f === 'ticker:en'));
  assert.match(patch.data.h, /The fjord is frozen/);
  assert.match(patch.id, /^\d+$/);
  page.close();
});

test('a program gets flashes and their ends, and after a break what it missed', async () => {
  const program = await open('/live/en');
  const made = await flash('The ice is out', { bar: true });
  const told = await until('the flash', () => program.events.find((e) => e.event === 'flash'));
  assert.deepEqual(Object.keys(told.data).sort(), ['at', 'id', 'place', 'source', 'text', 'url']);
  assert.deepEqual([told.data.id, told.data.text, told.data.place], [made.id, 'The ice is out', 'Oslo']);
  program.close();
  await server.call('DELETE', `/api/v1/flashes/${made.id}`, { token });
  const again = await open('/live/en', { 'Last-Event-ID': told.id });
  const end = await until('the end', () => again.events.find((e) => e.event === 'flash-end'));
  assert.deepEqual(end.data, { id: made.id });
  again.close();
});

test('a page that comes back is patched up to now', async () => {
  const since = Number((await server.call('GET', '/api/v1/changes?since=0', { token })).json.seq);
  await flash('Missed while away');
  const page = await open(`/live/en?t=flash:en&since=${since}`);
  const patch = await until('the patch', () => page.events.find((e) => e.event === 'patch' && e.data.f === 'ticker:en'));
  assert.match(patch.data.h, /Missed while away/);
  page.close();
});

test('another edition hears nothing of it', async () => {
  const other = await open('/live/es?t=flash:es');
  const here = await open('/live/en?t=flash:en');
  await flash('Only in English');
  await until('the patch', () => here.events.some((e) => e.event === 'patch'));
  assert.deepEqual(other.events, []);
  other.close();
  here.close();
});

test('what is no stream is refused', async () => {
  for (const [path, status] of [['/live/xx', 404], ['/live/en?since=x', 400], ['/live/en?t=', 400], [`/live/en?t=${'a,'.repeat(9)}a`, 400]]) {
    const stream = await open(path);
    assert.equal(stream.status, status, path);
    stream.close();
  }
});

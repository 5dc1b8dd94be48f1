// Addresses that nobody links to: pictures, the archive, rankings, fragments, pages by number, beacons.
// Each has a clear answer, none an error of ours, and none grows the server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, request as ask } from 'node:http';
import { after, before, test } from 'node:test';
import { pageFaults } from './markup.mjs';
import { naughty, some, traversals } from './payloads.mjs';
import { endWell, forEach, makeSite, makeToken, serve } from './site.mjs';

const SITE_URL = 'https://news.example.org';
const asan = Boolean(process.env.STOPPRESS_ASAN);
const agent = new Agent({ keepAlive: true, maxSockets: 6 });
let server, token, story, pictures;

before(async () => {
  const dir = makeSite();
  token = makeToken(dir, 'administrator');
  server = await serve(dir, { settings: { 'site-url': SITE_URL, 'page-cache-mb': 16 } });
  const made = await server.call('POST', '/api/v1/stories', { token, body: { edition: 'en', section: 'news/politics', headline: 'Plain', body: 'Text.', authors: ['Ana Ruiz'] } });
  story = (await server.call('POST', `/api/v1/stories/${made.json.id}/publish`, { token })).json;
  pictures = await Promise.all([1, 2].map(upload));
});
after(async () => {
  agent.destroy();
  await endWell(server);
});

async function upload(colour) {
  const form = new FormData();
  form.set('file', new Blob([Buffer.from(`474946383961010001008000000000${colour.toString(16).padStart(2, '0')}ffffff21f90401000000002c00000000010001000002024401003b`, 'hex')]), 'a.gif');
  const answer = await fetch(`${server.url}/api/v1/media`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 201);
  return answer.json();
}

// As it is: no normalising of the path.
function send(method, path, headers = {}, body) {
  const url = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = ask({ agent, host: url.hostname, port: url.port, method, path: sendable(path), headers }, (answer) => {
      const got = [];
      answer.on('data', (data) => got.push(data));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(got).toString() }));
    });
    sent.on('error', (error) => (['ECONNRESET', 'EPIPE', 'HPE_CLOSED_CONNECTION'].includes(error.code) ? resolve({ status: 0, headers: {}, text: '' }) : reject(error)));
    sent.end(body);
  });
}
// What Node itself would not send in a path, escaped.
const sendable = (path) => path.replace(/[^\x21-\x7e]/g, encodeURIComponent);
const raw = (line) => encodeURIComponent(line.toWellFormed?.() ?? line);
const rss_mb = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;

async function isNone(path, statuses = [400, 404, 414]) {
  const answer = await send('GET', path);
  assert.ok(statuses.includes(answer.status), `${path.slice(0, 200)} → ${answer.status}`);
  assert.doesNotMatch(answer.text, /root:.*:0:0:|SQLite format|GIF89a/, path);
  if (/^text\/html/.test(answer.headers['content-type'] ?? '') && !path.startsWith('/_f/')) assert.deepEqual(pageFaults(answer.text, SITE_URL), [], path);
  return answer;
}

const NUMBERS = ['0', '-1', '+1', '00', '01', '1e3', '0x1', '1.0', '1 ', ' 1', '1_0', '٣', '１', '²', '9223372036854775807', '9223372036854775808', '18446744073709551617', '9'.repeat(300), 'NaN', 'null', "1'", '1;', '1,2', '%31x'];
const TRICKS = ['..', '.', '%2e%2e', '%2e%2e%2f', '..%2f..%2fetc%2fpasswd', '..%5c', '%00', '%0a', '%0d%0aX:1', '%ff', '%c0%ae%c0%ae', '%e2%80%ae', '%', '%zz', '//', '/etc/passwd', '~', '*', '?', '%3f', '%23', 'a'.repeat(2000)];

test('/media: nothing but renditions of what is there', async () => {
  const [one, two] = pictures.map(({ id, url }) => ({ id, tag: /\/([0-9a-f]{8})-/.exec(url)[1], path: new URL(url).pathname }));
  assert.equal((await send('GET', one.path)).status, 200);
  const names = [...NUMBERS.map((n) => `/media/${n}`), ...NUMBERS.map((n) => `/media/${n}/${one.tag}-whole-360.jpg`), ...NUMBERS.map((n) => `/media/${one.id}/${one.tag}-whole-${n}.jpg`), ...NUMBERS.map((n) => `/media/${one.id}/${n}-whole-360.jpg`),
    ...TRICKS.map((t) => `/media/${t}`), ...TRICKS.map((t) => `/media/${one.id}/${t}`), ...TRICKS.map((t) => `/media/${one.id}/${one.tag}-${t}-360.jpg`), ...TRICKS.map((t) => `${one.path}${t}`), ...TRICKS.map((t) => `${one.path}/${t}`), ...TRICKS.map((t) => `/media/${t}${one.path}`),
    `/media/${one.id}/${one.tag.toUpperCase()}-whole-360.jpg`, `/media/${one.id}/${one.tag}-WHOLE-360.jpg`, `/media/${one.id}/${one.tag}-whole-360.JPG`, `/media/${one.id}/${one.tag}-whole-360.avif`, `/media/${one.id}/${one.tag}-whole-36.jpg`, `/media/${one.id}/${one.tag}-whole-99999999999999999999.jpg`, `/media/${one.id}/${one.tag}--360.jpg`, `/media/${one.id}/-whole-360.jpg`, `/media//${one.tag}-whole-360.jpg`,
    '/media/originals/', '/media/renditions/', '/media/originals/ab', '/media', '/media/.htaccess'];
  await forEach(names, async (path) => {
    const answer = await send('GET', path);
    // The tag is case-sensitive hex: another one leads to the right one, on this site.
    if (answer.status === 301 || answer.status === 302) return assert.match(answer.headers.location, /^(\/media\/\d+\/[0-9a-f]{8}-[0-9a-z]+-\d+\.(jpg|webp)|\/media)$/, path);
    if (answer.status === 200) return assert.ok(path.startsWith(`${one.path}?`), path);
    assert.ok([0, 400, 404, 414].includes(answer.status), `${path.slice(0, 200)} → ${answer.status}`);
    assert.doesNotMatch(answer.text, /root:.*:0:0:|GIF89a/, path);
  });
  const crossed = await send('GET', `/media/${two.id}/${one.tag}-whole-360.jpg`);
  assert.equal(crossed.status, 301);
  assert.equal(crossed.headers.location, two.path);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) assert.equal((await send(method, one.path)).status, 405);
  for (const headers of [{ 'If-None-Match': '"'.repeat(300) }, { 'If-None-Match': '*' }, { Range: 'bytes=0-0' }, { Range: 'bytes=-99999999999999999999' }, { Accept: 'text/html' }])
    assert.ok([200, 206, 304, 416].includes((await send('GET', one.path, headers)).status), JSON.stringify(headers));
});

test('every traversal behind /media', async () => {
  await forEach(some(traversals, 6), async (line) => {
    for (const path of [`/media/${raw(line)}`, `/media/1/${raw(line)}`]) await isNone(path, [0, 301, 302, 400, 404, 414]);
  });
});

test('the archive: dates that are none', async () => {
  const [year, month, day] = story.published_at.slice(0, 10).split('-');
  assert.equal((await send('GET', `/en/archive/${year}/${month}/${day}/`)).status, 200);
  const none = ['0/', '0000/', '-1/', '-001/', '1/', '1000/', '1583/', '9999/', '10000/', '99999999999999999999/', '2026/1/', `${year}/1/1/`, `${year}/00/`, `${year}/13/`, `${year}/99/`, `${year}/-1/`, `${year}/${month}/00/`, `${year}/${month}/32/`, `${year}/02/30/`, `${year}/02/31/`, '1900/02/29/', '9999/12/31/', '0001/01/01/', `${year}/${month}/${day}/00/`, `${year}/${month}/${day}/x`, `${encodeURIComponent('٢٠٢٦')}/`, `${encodeURIComponent('２０２６')}/`, `${year}/${encodeURIComponent('١١')}/`, '20 6/', '20%30%30/x/', '+2026/', '0x7e/', '2026.0/', '2e3/', '%00/', '2026%0a/', '../', '..%2f/', `${'9'.repeat(2000)}/`, `${'2026/'.repeat(300)}`, '//', 'nope/'];
  for (const edition of ['en', 'ar'])
    await forEach(none, (rest) => isNone(`/${edition}/archive/${rest}`, [301, 400, 404, 414]));
  for (const n of [...NUMBERS, ...TRICKS]) await isNone(`/en/archive/${n}/`, [0, 200, 301, 400, 404, 414]);
});

test('pages by number: the first, or none, and no more of them than there are', async () => {
  const [year, month, day] = story.published_at.slice(0, 10).split('-');
  const [person] = (await server.call('GET', '/api/v1/people?limit=1')).json.items;
  const lists = ['/en/latest/', '/en/news/politics/', `/en/author/${person.slug}/`, `/en/archive/${year}/${month}/${day}/`, '/en/corrections/', '/en/coverage/', '/en/authors/', '/en/most-read/', '/en/', '/en/archive/'];
  for (const path of lists) {
    const first = await send('GET', path);
    assert.equal(first.status, 200, path);
    for (const n of [...NUMBERS, '1000000000', '1001', '1000', '-0', '2147483648', '', '2&page=1', '1&page=2', '[]=2']) {
      const answer = await send('GET', `${path}?page=${n}`);
      assert.ok([200, 404].includes(answer.status), `${path}?page=${n} → ${answer.status}`);
      if (answer.status === 200) assert.equal(answer.text, first.text, `${path}?page=${n}`);
      else assert.deepEqual(pageFaults(answer.text, SITE_URL), []);
    }
  }
});

test('rankings and fragments that are none', async () => {
  for (const rest of ['year/', 'Hour/', 'hour//', 'hour/x', 'hour/../', 'day%00/', '1/', ...TRICKS]) await isNone(`/en/most-read/${rest}`, rest === '?' ? [200] : [0, 301, 400, 404, 414]);
  const id = story.id, big = ['999999999999', '9223372036854775807', '9223372036854775808', '9'.repeat(300), '-1', '0', '01', '٣', ''];
  const names = [...['story', 'coverage', 'next', 'shares', 'list:section', 'list:topic', 'list:person:1', 'list:dossier', 'list:source'].flatMap((what) => big.map((n) => `${what}:${n}`)),
    ...['ticker', 'bar', 'menu', 'footer', 'front', 'dossiers', 'mostread', 'ranking', 'latest', 'list:latest', 'list:kind'].flatMap((what) => ['xx', 'EN', 'en ', 'en\n', 'en:xx', 'en:day:x', '', 'en\0', '..', 'en/'].map((of) => `${what}:${of}`)),
    'ranking:en:xx', 'ranking:en', 'ranking::day', 'ranking:en:DAY', 'ranking:xx:day', 'ranking:en:day ', 'list:person:1:xx', 'list:person:1:en:es', 'list:person::en', `list:person:${'9'.repeat(30)}:en`, 'list:kind:en:nope', 'list:latest:en:es', 'list:list:section:1', 'coverage:999999999999', `story:${id}x`, `story:${id}:`, `story:${id}\n`, 'story', ':', '::', ':en', '', 'nope:en', `story:${'x'.repeat(2000)}`, 'a'.repeat(2048), ':'.repeat(2000), '\n\n', '<script>alert(1)</script>:en', '__proto__:en', 'mostread:en:hour', ...some(naughty, 4)];
  const taken = new Set();
  await forEach(names, async (name) => {
    for (const query of ['', '?v=0123456789abcdef', '?v=%00', `?v=${'a'.repeat(64)}`]) {
      const path = `/_f/${raw(name)}${query}`;
      const answer = await send('GET', path);
      assert.ok([0, 200, 301, 400, 404, 414].includes(answer.status), `${path.slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 200)}`);
      if (answer.status !== 200) continue;
      taken.add(name);
      assert.deepEqual(pageFaults(answer.text, SITE_URL, { fragment: true }), [], path);
    }
  });
  assert.deepEqual([...taken], []);
});

test('beacons: another answer than nothing only where the request is none', async () => {
  for (const what of ['view', 'share']) {
    for (const id of [story.id, '999999999', '9223372036854775807']) assert.equal((await send('POST', `/_count/${what}/${id}`)).status, 204, id);
    for (const id of [...NUMBERS.filter((n) => !['9223372036854775807', '01', '00'].includes(n)), ...TRICKS, ...some(naughty, 8)]) {
      const answer = await send('POST', `/_count/${what}/${raw(id)}`);
      assert.ok([0, 204, 400, 404, 405, 414].includes(answer.status) && !(answer.status === 204 && !/^\d+$/.test(id)), `${what} ${id} → ${answer.status}`);
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) assert.ok([404, 405].includes((await send(method, `/_count/${what}/${story.id}`)).status), method);
    const fat = await send('POST', `/_count/${what}/${story.id}`, { 'Content-Type': 'text/plain' }, 'x'.repeat(1 << 20));
    assert.ok([0, 204, 413].includes(fat.status), `${fat.status}`);
    for (const headers of [{ 'User-Agent': 'x'.repeat(4000) }, { 'User-Agent': '\xff\xfe' }, { 'X-Forwarded-For': '1.1.1.1'.repeat(100) }, { 'Sec-Fetch-Site': 'x' }, { Cookie: 'a=b' }]) {
      const answer = await send('POST', `/_count/${what}/${story.id}`, headers);
      assert.ok([204, 431].includes(answer.status), `${answer.status}`);
      assert.equal(answer.headers['set-cookie'], undefined);
    }
  }
  for (const path of ['/_count/', '/_count/view', '/_count/view/', '/_count/read/1', '/_count/view/1/2']) assert.ok([404, 405].includes((await send('POST', path)).status), path);
});

test('thousands of addresses that are none leave no more than the cache may hold', async () => {
  const before_mb = rss_mb();
  await forEach(Array.from({ length: 4000 }), async (_, i) => {
    const path = [`/en/archive/${1000 + i}/`, `/_f/coverage:${i + 1e9}`, `/_f/story:${'x'.repeat(1500)}${i}`, `/en/${'y'.repeat(1500)}${i}`, `/media/${i + 1000}`, `/en/latest/?page=${i + 2}`, `/en/most-read/${i}/`][i % 7];
    const answer = await send('GET', path);
    assert.ok([200, 404].includes(answer.status), `${path.slice(0, 100)} → ${answer.status}`);
    if (i % 8 === 0) await send('POST', `/_count/view/${i + 1}`, { 'User-Agent': `reader ${i}` });
  });
  const grown = rss_mb() - before_mb;
  assert.ok(grown < (asan ? 300 : 60), `${grown.toFixed(0)} MB more`);
});

// The newsroom's doors, tried by strangers, by neighbours' pages and by colleagues. Runs with the
// sanitizers' build: a server that stumbles says so when it stops.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codeOf, enter, linkOf, password, secretOf, signIn, visitor } from '../http/newsroom.mjs';
import { makeSite, mustRun, serve } from '../http/server.mjs';
import { bytes, exchange } from './raw.mjs';

let server, editor;
before(async () => {
  server = await serve(makeSite({ editions: 'en' }));
  editor = await signIn(server, { role: 'editor', email: 'ed@example.org' });
});
after(async () => assert.equal(await server.stop(), 0, server.errors()));

const form = 'application/x-www-form-urlencoded';
const host = () => new URL(server.url).host;
const invite = (email, role = 'reporter', at = server) =>
  linkOf(mustRun(['user', 'add', email, '--role', role, '--data', at.dir]).out);
const send = (who, path, fields, headers) =>
  who.raw('POST', path, { body: new URLSearchParams(fields).toString(), type: form, headers });
const isIn = async (who) => (await who.get('/newsroom/me/')).status === 200;

// ── forms of others ──────────────────────────────────────────────────────────────────────────

const foreign = () => [
  { Origin: 'https://evil.example' }, { Origin: 'null' }, { Origin: `http://${host()}.evil.example` },
  { Origin: `http://evil.example/${host()}` }, { Origin: `http://evil.example#${host()}` }, { Origin: `http://user@${host()}` },
  { Origin: host() }, { Origin: `://${host()}` }, { Origin: 'http://127.0.0.1:1' },
  { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'cross-site', Origin: server.url },
];

test('a form of another site does nothing, with or without the token', async () => {
  await editor.get('/newsroom/me/');
  for (const headers of foreign()) {
    const done = await editor.post('/newsroom/me/', { name: 'Changed by evil', lang: 'en', edition: '' }, headers);
    assert.equal(done.status, 403, JSON.stringify(headers));
  }
  assert.doesNotMatch((await editor.get('/newsroom/me/')).text, /Changed by evil/);
  for (const headers of [{ Origin: server.url }, { 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' }, {}])
    assert.equal((await editor.post('/newsroom/me/', { name: '', lang: 'en', edition: '' }, headers)).status, 303, JSON.stringify(headers));
});

test('nobody is signed in by another site as somebody they are not', async () => {
  const link = invite('lured@example.org');
  const victim = visitor(server);
  const secret = secretOf((await victim.get(link)).text);
  for (const headers of foreign()) {
    assert.equal((await send(victim, '/newsroom/sign-in', { email: 'ed@example.org', password, code: codeOf(editor.secret) }, headers)).status, 403);
    assert.equal((await send(victim, link, { password, secret, code: codeOf(secret) }, headers)).status, 403);
  }
  assert.equal(victim.cookie, '');
});

test('a token is of one session and of no other', async () => {
  const other = await signIn(server, { role: 'editor' });
  await editor.get('/newsroom/me/');
  const wrong = ['', other.token, editor.token.slice(1), editor.token + '0', editor.token.toUpperCase() + '', '\0'.repeat(32), editor.token.replace(/^./, (c) => (c === '0' ? '1' : '0'))]
    .filter((token) => token !== editor.token);
  for (const token of wrong) {
    const done = await send(editor, '/newsroom/me/', { token, name: 'x', lang: 'en', edition: '' });
    assert.ok([400, 403].includes(done.status), `${token}: ${done.status}`);
  }
  assert.equal((await editor.raw('POST', '/newsroom/me/')).status, 403);
  const json = await editor.raw('POST', '/newsroom/me/', { headers: { 'X-Stoppress-Token': other.token, Accept: 'application/json' } });
  assert.equal(json.status, 403);
  const bodies = [['text/plain', `token=${editor.token}`], ['application/json', JSON.stringify({ token: editor.token })]];
  for (const [type, body] of bodies) assert.ok((await editor.raw('POST', '/newsroom/me/', { type, body })).status >= 400, type);
});

test('looking at an address never acts', async () => {
  const acts = ['sign-out', 'me/session/end', 'me/sign-out-everywhere', 'me/two-step/end', 'me/token/end', 'staff/1/disable', 'staff/1/link', 'staff/1/sign-out'];
  for (const act of acts) {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
      const done = await editor.raw(method, `/newsroom/${act}?token=${editor.token}`);
      assert.ok([404, 405].includes(done.status), `${method} ${act}: ${done.status}`);
    }
  }
  assert.ok(await isIn(editor));
});

// ── sessions ─────────────────────────────────────────────────────────────────────────────────

test('a session that was planted before signing in is not the one after', async () => {
  const who = await signIn(server, { role: 'editor' });
  const planted = 'stoppress=' + 'A'.repeat(43);
  const fresh = Object.assign(visitor(server), { cookie: planted });
  const done = await send(fresh, '/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret) });
  assert.equal(done.status, 303);
  assert.notEqual(fresh.cookie, planted);
  assert.equal(await isIn(Object.assign(visitor(server), { cookie: planted })), false);
  // One's own old session ends when one signs in over it.
  await who.get('/newsroom/me/');
  const old = who.cookie;
  await send(who, '/newsroom/sign-in', { token: who.token, email: who.email, password, code: codeOf(who.secret, 1) });
  assert.notEqual(who.cookie, old);
  assert.equal(await isIn(Object.assign(visitor(server), { cookie: old })), false);
  assert.ok(await isIn(who));
});

test('no cookie but the whole secret opens, and its hash does not', async () => {
  const secret = editor.cookie.split('=')[1];
  const hash = /name="session" value="([0-9a-f]{64})"/.exec((await editor.get('/newsroom/me/')).text)[1];
  const tried = ['', secret.slice(1), secret + 'A', secret.toLowerCase(), hash, `"${secret}"`, `${secret}%00`, encodeURIComponent(`${secret}' OR '1'='1`), 'x'.repeat(6000)];
  for (const value of tried) assert.equal(await isIn(Object.assign(visitor(server), { cookie: `stoppress=${value}` })), false, value);
  for (const cookie of [`a=b; ${editor.cookie}`, `${editor.cookie};`, `stoppresss=x; ${editor.cookie}`])
    assert.ok(await isIn(Object.assign(visitor(server), { cookie })), cookie);
  for (const cookie of [`__Secure-${editor.cookie}`, `Stoppress=${secret}`, `stoppress=x; ${editor.cookie}`])
    assert.equal(await isIn(Object.assign(visitor(server), { cookie })), false, cookie);
});

test('the cookie is for the newsroom, for no script, and at https only for https', async () => {
  const dir = makeSite({ editions: 'en', url: 'https://news.example.org' });
  const at = await serve(dir, { settings: { 'trusted-proxies': '127.0.0.1' } });
  const link = linkOf(mustRun(['user', 'add', 'a@example.org', '--role', 'editor', '--data', dir]).out);
  const who = visitor(at);
  const done = await enter(who, link);
  assert.match(done.headers.get('set-cookie'), /^__Secure-stoppress=[\w-]{43}; Path=\/newsroom\/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure$/);
  const tls = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.9', Origin: 'https://news.example.org' };
  const page = await who.get('/newsroom/me/', tls);
  assert.equal(page.headers.get('strict-transport-security'), 'max-age=31536000');
  assert.match(page.text, /192\.0\.2\.9|127\.0\.0\.1/);
  // Behind a proxy that changes Host, the site's own address is the site's own.
  assert.equal((await who.post('/newsroom/me/', { name: 'x', lang: 'en', edition: '' }, tls)).status, 303);
  assert.equal((await who.post('/newsroom/me/', { name: 'x', lang: 'en', edition: '' }, { ...tls, Origin: 'http://news.example.org' })).status, 403);
  assert.equal(await at.stop(), 0, at.errors());
});

// ── frames, caches, ways out ─────────────────────────────────────────────────────────────────

test('no answer may be framed, kept or sniffed', async () => {
  const stranger = visitor(server);
  const answers = [
    await stranger.get('/newsroom/'), await stranger.get('/newsroom/sign-in'), await stranger.get('/newsroom/nowhere'), await stranger.get('/newsroom/enter/nothing'),
    await stranger.raw('DELETE', '/newsroom/sign-in'), await stranger.raw('POST', '/newsroom/sign-in', { type: form, body: 'email=a&password=b&code=c' }),
    await stranger.raw('POST', '/newsroom/sign-in', { type: form, body: `a=${'x'.repeat(300000)}` }),
    await stranger.raw('POST', '/newsroom/sign-in', { type: form, body: 'email=%00', headers: { Accept: 'application/json' } }),
    await editor.get('/newsroom/me/'), await editor.get('/newsroom/staff/'), await editor.get('/newsroom/audit/'), await editor.get('/newsroom/audit/audit.csv'),
    await editor.get('/newsroom/nowhere'), await editor.post('/newsroom/me/', { name: '', lang: 'en', edition: '' }),
  ];
  for (const answer of answers) {
    const what = `${answer.status} ${answer.text.slice(0, 80)}`;
    assert.match(answer.headers.get('cache-control'), /no-store/, what);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', what);
    assert.equal(answer.headers.get('x-frame-options'), 'DENY', what);
    const csp = answer.headers.get('content-security-policy');
    for (const rule of [/frame-ancestors 'none'/, /default-src 'none'/, /form-action 'self'/, /base-uri 'none'/, /script-src 'self'(;|$)/]) assert.match(csp, rule, what);
    assert.doesNotMatch(csp, /unsafe|\*/, what);
  }
});

test('signing in leads nowhere else', async () => {
  const bad = ['//evil.example', '//evil.example/newsroom/', '/\\evil.example', '\\\\evil.example', 'https://evil.example', 'https:evil.example', '/newsroom/../../evil', '/newsroom/..', '/newsroom//evil.example',
    '/newsroom/\\evil', '/newsroom/%2e%2e/', '/newsroom/x\r\nSet-Cookie: a=b', '/newsroom/x\nLocation: //evil', '/newsroom/\0', '/newsroom/\t', 'javascript:alert(1)', ' /newsroom/', '/en/', '/newsroomx', 'newsroom/', '/newsroom/sign-in/../..//evil', ''];
  for (const to of bad) {
    const led = await editor.get(`/newsroom/sign-in?to=${encodeURIComponent(to)}`);
    if (led.status === 400) continue; // a NUL is refused before
    assert.equal(led.status, 303, to);
    const target = new URL(led.location, server.url);
    assert.equal(target.origin, server.url, to);
    assert.ok(target.pathname.startsWith('/newsroom/'), `${to} → ${led.location}`);
    const page = await visitor(server).get(`/newsroom/sign-in?to=${encodeURIComponent(to)}`);
    const kept = /name="to" value="([^"]*)"/.exec(page.text)[1];
    assert.ok(kept.startsWith('/newsroom/') && !/\.\.|\\|\/\//.test(kept), `${to} → ${kept}`);
    for (const header of ['a', 'set-cookie']) assert.equal(led.headers.get(header), null);
  }
});

test('a link that is passed on names the host that was asked for, and no other can be slipped in', async () => {
  const boss = await signIn(server, { role: 'administrator' });
  const page = await boss.post('/newsroom/staff/new', { email: 'host@example.org', name: '', role: 'reporter' }, { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' });
  assert.match(page.text, new RegExp(`value="${server.url}/newsroom/enter/`));
});

// ── guessing ─────────────────────────────────────────────────────────────────────────────────

test('wrong is wrong: who exists cannot be told from the answer, or from the time', async () => {
  const at = await serve(makeSite({ editions: 'en' }), { settings: { 'trusted-proxies': '127.0.0.1' } });
  const known = await signIn(at, { role: 'editor', email: 'known@example.org' });
  linkOf(mustRun(['user', 'add', 'invited@example.org', '--role', 'editor', '--data', at.dir]).out);
  await signIn(at, { role: 'editor', email: 'disabled@example.org' });
  mustRun(['user', 'disable', 'disabled@example.org', '--data', at.dir]);
  const kinds = {
    'known, wrong password': ['known@example.org', 'some other words here', codeOf(known.secret)],
    'known, wrong code': ['known@example.org', password, '000000'],
    unknown: ['nobody@example.org', password, '000000'],
    invited: ['invited@example.org', password, '000000'],
    disabled: ['disabled@example.org', password, '000000'],
  };
  const texts = new Set(), times = {};
  for (let round = 0; round < 5; round++) {
    for (const [kind, [email, word, code]] of Object.entries(kinds)) {
      const from = { 'X-Forwarded-For': `198.51.100.${round * 5 + Object.keys(kinds).indexOf(kind)}` };
      const start = performance.now();
      const done = await send(visitor(at), '/newsroom/sign-in', { email, password: word, code }, from);
      (times[kind] ??= []).push(performance.now() - start);
      assert.equal(done.status, 422, kind);
      texts.add(done.text.replaceAll(email, 'EMAIL'));
    }
  }
  assert.equal(texts.size, 1);
  const best = Object.values(times).map((list) => Math.min(...list));
  // A password that is not hashed would be answered twenty times as fast.
  assert.ok(Math.max(...best) / Math.min(...best) < 3, JSON.stringify(times));
  assert.equal(await at.stop(), 0, at.errors());
});

test('guessing is slowed, with a sentence and Retry-After; from elsewhere its owner comes in', async () => {
  const at = await serve(makeSite({ editions: 'en' }), { settings: { 'trusted-proxies': '127.0.0.1' } });
  const owner = await signIn(at, { role: 'editor', email: 'own@example.org' });
  const from = (address) => ({ 'X-Forwarded-For': address });
  const guess = (address) => send(visitor(at), '/newsroom/sign-in', { email: ' OWN@example.org', password: 'a guess at it', code: '' }, from(address));
  const all = [];
  for (let i = 0; i < 12; i++) all.push(await guess('203.0.113.7'));
  const slowed = all.filter((one) => one.status === 429);
  assert.ok(slowed.length >= 5, String(all.map((one) => one.status)));
  for (const one of slowed) {
    assert.match(one.headers.get('retry-after'), /^[1-9]\d*$/);
    assert.match(one.text, /too many tries/);
  }
  const json = await visitor(at).raw('POST', '/newsroom/sign-in', { type: form, body: 'email=own@example.org&password=x', headers: { ...from('203.0.113.7'), Accept: 'application/json' } });
  assert.equal(json.status, 429);
  assert.ok(Number(json.headers.get('retry-after')) >= 1);
  const right = { email: 'own@example.org', password, code: codeOf(owner.secret) };
  assert.equal((await send(visitor(at), '/newsroom/sign-in', right, from('203.0.113.7'))).status, 429); // also with the right one
  assert.equal((await send(visitor(at), '/newsroom/sign-in', right, from('192.0.2.44'))).status, 303);
  // A header of a proxy that nobody trusts is no way around: 12 addresses, one client.
  const plain = await serve(at.dir);
  const many = [];
  for (let i = 0; i < 12; i++) many.push((await send(visitor(plain), '/newsroom/sign-in', { email: 'own@example.org', password: 'x', code: '' }, from(`203.0.113.${i}`))).status);
  assert.ok(many.includes(429), String(many));
  const boss = await signIn(plain, { role: 'administrator' });
  assert.match((await boss.get('/newsroom/audit/?act=session.refuse')).text, /Sign-in refused/);
  for (const one of [at, plain]) assert.equal(await one.stop(), 0, one.errors());
});

test('many guesses at one moment gain nothing over one after the other', async () => {
  const at = await serve(makeSite({ editions: 'en' }));
  await signIn(at, { role: 'editor', email: 'own@example.org' });
  const all = await Promise.all(Array.from({ length: 40 }, (_, i) => send(visitor(at), '/newsroom/sign-in', { email: 'own@example.org', password: `guess ${i}`, code: '' })));
  const looked = all.filter((one) => one.status === 422).length;
  assert.ok(looked <= 8, `${looked} were looked at`);
  assert.equal(await at.stop(), 0, at.errors());
});

test('who found a screen unlocked cannot guess the password there either', async () => {
  const who = await signIn(server, { role: 'editor' });
  const all = [];
  for (let i = 0; i < 10; i++) all.push((await who.post('/newsroom/me/password', { current: `guess ${i}`, password: 'late trains hum over it' })).status);
  assert.ok(all.includes(429), String(all));
});

// ── codes and links ──────────────────────────────────────────────────────────────────────────

test('a code counts once, also when it comes twice at the same moment', async () => {
  const who = await signIn(server, { role: 'editor' });
  const right = { email: who.email, password, code: codeOf(who.secret) };
  const all = await Promise.all([1, 2, 3].map(() => send(visitor(server), '/newsroom/sign-in', right)));
  assert.deepEqual(all.map((one) => one.status).sort(), [303, 422, 422]);
  assert.equal((await send(visitor(server), '/newsroom/sign-in', right)).status, 422);
  assert.equal((await send(visitor(server), '/newsroom/sign-in', { ...right, code: codeOf(who.secret, -1) })).status, 422); // older than a used one
});

test('of many who use one link at once, one comes in', async () => {
  const link = invite('race@example.org');
  const secret = secretOf((await visitor(server).get(link)).text);
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => send(visitor(server), link, { password, secret, code: codeOf(secret) })));
  assert.deepEqual(all.map((one) => one.status).sort(), [303, 404, 404, 404, 404]);
});

test('a link that is replaced, of a disabled user, or made up opens nothing', async () => {
  const link = invite('gone@example.org');
  const fresh = linkOf(mustRun(['user', 'reset', 'gone@example.org', '--data', server.dir]).out);
  assert.equal((await visitor(server).get(link)).status, 404);
  mustRun(['user', 'disable', 'gone@example.org', '--data', server.dir]);
  const made = [fresh, `${fresh}x`, fresh.slice(0, -1), '/newsroom/enter/%00', '/newsroom/enter/..%2f', `/newsroom/enter/${'a'.repeat(4000)}`, "/newsroom/enter/' OR 1=1 --"];
  for (const path of made) {
    const status = (await visitor(server).get(path)).status;
    assert.ok([400, 404].includes(status), `${path}: ${status}`);
    assert.ok([400, 403, 404].includes((await send(visitor(server), path, { password, secret: 'A'.repeat(32), code: '000000' })).status), path);
  }
});

// ── what is typed ────────────────────────────────────────────────────────────────────────────

const odd = ['\0', 'a\0b', '\r\nSet-Cookie: stoppress=x', '\u202Eevil', '<script>alert(1)</script>', `"'><img src=x onerror=alert(1)>`, '{{me.name}}', "' OR '1'='1", '%s%n%p', 'x'.repeat(5000), 'é'.repeat(5000), '\uFEFF', '٣'.repeat(100), '𝟎'.repeat(6)];

test('no field stumbles over what strangers type, and none of it comes back live', async () => {
  const at = await serve(makeSite({ editions: 'en' }), { settings: { 'trusted-proxies': '127.0.0.1' } });
  const link = invite('odd@example.org', 'reporter', at);
  const secret = secretOf((await visitor(at).get(link)).text);
  let address = 0;
  for (const text of odd) {
    const from = { 'X-Forwarded-For': `198.51.100.${address++}` };
    for (const fields of [{ email: text, password: 'x', code: '' }, { email: 'a@example.org', password: text, code: text }, { email: 'a@example.org', password: 'x', code: '', to: text }]) {
      const done = await send(visitor(at), '/newsroom/sign-in', fields, from);
      assert.ok([400, 422, 429].includes(done.status), `${JSON.stringify(text).slice(0, 40)}: ${done.status}`);
      assert.doesNotMatch(done.text, /<script>alert|<img src=x|"'>/);
    }
    for (const fields of [{ password: text, secret, code: 'x' }, { password, secret: text, code: text }]) {
      const done = await send(visitor(at), link, fields, from);
      assert.ok([400, 422].includes(done.status), `${JSON.stringify(text).slice(0, 40)}: ${done.status}`);
      assert.doesNotMatch(done.text, /<script>alert|<img src=x|"'>/);
    }
  }
  for (const body of [Buffer.from('email=%FF%FE&password=%C0%AF&code=%ED%A0%80'), 'email', '&&&===', `${'a=b&'.repeat(5000)}`, '%'])
    assert.ok((await visitor(at).raw('POST', '/newsroom/sign-in', { type: form, body, headers: { 'X-Forwarded-For': '192.0.2.1' } })).status >= 400);
  assert.equal(await at.stop(), 0, at.errors());
});

test('a browser’s name and a person’s are text in every list', async () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const boss = await signIn(server, { role: 'administrator' });
  const who = await signIn(server, { role: 'editor', name: evil });
  await visitor(server).raw('POST', '/newsroom/sign-in', {
    body: new URLSearchParams({ email: who.email, password, code: codeOf(who.secret) }).toString(), type: form, headers: { 'User-Agent': evil },
  });
  await who.post('/newsroom/me/token', { name: evil, role: 'editor' });
  const list = await boss.get('/newsroom/staff/');
  const path = new RegExp(`href="(/newsroom/staff/\\d+/)"(?:(?!href)[\\s\\S])*${who.email}`).exec(list.text)[1];
  const pages = [list, await boss.get(path), await boss.get(`${path}token`), await who.get('/newsroom/me/'), await boss.get('/newsroom/audit/'), await boss.get('/newsroom/audit/?text=%3Cscript%3E&thing=%22%3E%3Cscript%3E&who=x&act=%00x')];
  for (const page of pages.filter((one) => one.status !== 400)) {
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /<script>alert|<img src=x/);
  }
  assert.match(pages[0].text, /&lt;script&gt;alert/);
});

test('a head that lies about itself gets nowhere', async () => {
  const secret = editor.cookie;
  const heads = [
    `POST /newsroom/sign-out HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${secret}\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n`,
    `POST /newsroom/sign-out HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${secret}\r\nOrigin: http://${host()}\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n`,
    `POST //newsroom/sign-out HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${secret}\r\nContent-Length: 0\r\n\r\n`,
    `POST /newsroom/sign-out HTTP/1.1\r\nHost: evil.example\r\nCookie: ${secret}\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n`,
  ];
  for (const head of heads) {
    const answer = String((await exchange(server.url, bytes(head))).bytes);
    assert.match(answer, /^HTTP\/1\.1 4\d\d/, head);
  }
  assert.ok(await isIn(editor));
});

// Signing in, and one's own page, as a browser without a script does it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codeOf, enter, linkOf, password, secretOf, signIn, visitor } from './newsroom.mjs';
import { makeSite, mustRun, run, serve } from './server.mjs';

let server, loose;
before(async () => {
  server = await serve(makeSite({ editions: 'en,ar' }));
  loose = await serve(makeSite({ editions: 'en' }), { env: { STOPPRESS_TWO_STEP: '0' } });
});
after(async () => {
  for (const one of [server, loose]) assert.equal(await one.stop(), 0, one.errors());
});

const invite = (at, email, role = 'reporter') =>
  linkOf(mustRun(['user', 'add', email, '--role', role, '--data', at.dir]).out);
const faults = (page) => /<div class="faults"[\s\S]*?<\/div>/.exec(page.text)?.[0] ?? '';

test('without site_url the command says whose address the link has', () => {
  const { out } = mustRun(['user', 'add', 'nel@example.org', '--role', 'reporter', '--data', server.dir]);
  assert.match(out, /^nel@example\.org signs in once with this link: \S+\nWhere the server listens elsewhere/);
});

test('a link says whose it is, is not used up by looking, and lets in once', async () => {
  const link = invite(server, 'ines@example.org');
  for (let i = 0; i < 3; i++) {
    const page = await visitor(server).get(link);
    assert.equal(page.status, 200);
    assert.match(page.text, /ines@example\.org/);
    assert.match(page.text, /<svg class="qr"[^>]*aria-label=/);
  }
  const who = visitor(server);
  assert.equal((await enter(who, link)).location, '/newsroom/');
  assert.equal((await who.get('/newsroom/me/')).status, 200);
  assert.equal((await visitor(server).get(link)).status, 404);
  assert.equal((await visitor(server).post(link, { password, secret: who.secret, code: codeOf(who.secret, 1) })).status, 404);
});

test('what is wrong with password and code is said at once; the key stays, the password does not', async () => {
  const link = invite(server, 'noor@example.org');
  const who = visitor(server);
  const secret = secretOf((await who.get(link)).text);
  let page = await who.post(link, { password: 'short', secret, code: '000000' });
  assert.equal(page.status, 422);
  assert.match(faults(page), /#field-password[\s\S]*#field-code/);
  assert.equal(secretOf(page.text), secret);
  assert.doesNotMatch(page.text, /value="short"/);
  for (const easy of ['noor@example.org', 'password1234', 'The Test newsroom'])
    assert.equal((await who.post(link, { password: easy, secret, code: codeOf(secret) })).status, 422, easy);
  page = await who.post(link, { password, again: 'another one altogether', secret, code: codeOf(secret) });
  assert.match(faults(page), /#field-again/);
  page = await who.post(link, { password, secret: 'A"><script>', code: '123456' });
  assert.match(secretOf(page.text), /^[A-Z2-7]{32}$/); // what no key could be is made anew
  assert.equal(who.cookie, '');
  const done = await who.post(link, { password, secret, code: codeOf(secret) });
  assert.equal(done.status, 303, done.text);
});

test('a second step may wait where the site says so, and comes later', async () => {
  const who = visitor(loose);
  await enter(who, invite(loose, 'late@example.org'), { step: false });
  let page = await who.get('/newsroom/me/two-step');
  const secret = secretOf(page.text);
  page = await who.post('/newsroom/me/two-step', { current: 'not it', secret, code: codeOf(secret) });
  assert.match(faults(page), /#field-current/);
  page = await who.post('/newsroom/me/two-step', { current: password, secret, code: '12' });
  assert.match(faults(page), /#field-code/);
  page = await who.post('/newsroom/me/two-step', { current: password, secret, code: codeOf(secret) });
  assert.equal(page.location, '/newsroom/me/?said=two_step');
  const again = visitor(loose);
  await again.get('/newsroom/sign-in');
  assert.equal((await again.post('/newsroom/sign-in', { email: 'late@example.org', password })).status, 422);
  const done = await again.post('/newsroom/sign-in', { email: 'late@example.org', password, code: codeOf(secret, 1) });
  assert.equal(done.status, 303);
  await again.get('/newsroom/me/');
  page = await again.post('/newsroom/me/two-step/end', { current: password });
  assert.equal(page.location, '/newsroom/me/?said=two_step');
  await again.post('/newsroom/sign-out');
  assert.equal((await again.post('/newsroom/sign-in', { email: 'late@example.org', password })).status, 303);
});

test('where two steps are the rule nobody is in without', async () => {
  const link = invite(server, 'must@example.org');
  const who = visitor(server);
  const secret = secretOf((await who.get(link)).text);
  assert.match(faults(await who.post(link, { password, secret, code: '' })), /#field-code/);
  const done = await enter(who, link);
  assert.equal(done.status, 303);
  await who.get('/newsroom/me/');
  assert.equal((await who.post('/newsroom/me/two-step/end', { current: password })).status, 409);
});

test('a rule of two steps that came later leads to the screen where one is set up', async () => {
  const dir = makeSite({ editions: 'en' });
  let at = await serve(dir, { env: { STOPPRESS_TWO_STEP: '0' } });
  const who = visitor(at);
  await enter(who, invite(at, 'then@example.org', 'editor'), { step: false });
  await at.stop();
  at = await serve(dir);
  const later = Object.assign(visitor(at), { cookie: who.cookie });
  assert.equal((await later.get('/newsroom/')).location, '/newsroom/me/two-step');
  const page = await later.get('/newsroom/me/two-step');
  assert.equal((await later.post('/newsroom/me/', { name: 'X', lang: 'en', edition: '' })).status, 403);
  const fresh = visitor(at);
  assert.match(faults(await fresh.post('/newsroom/sign-in', { email: 'then@example.org', password })), /second step/);
  const secret = secretOf(page.text);
  const done = await later.post('/newsroom/me/two-step', { current: password, secret, code: codeOf(secret) });
  assert.equal(done.status, 303);
  assert.equal((await later.get('/newsroom/')).status, 200);
  assert.equal(await at.stop(), 0, at.errors());
});

test('a code in the digits of another keyboard is a code', async () => {
  const who = await signIn(server, { role: 'editor' });
  const arabic = codeOf(who.secret).replace(/\d/g, (d) => String.fromCodePoint(0x660 + Number(d)));
  const wide = codeOf(who.secret, 1).replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)));
  for (const code of [arabic, wide]) {
    const again = visitor(server);
    const done = await again.post('/newsroom/sign-in', { email: ` ${who.email.toUpperCase()} `, password, code });
    assert.equal(done.status, 303, done.text);
  }
});

test('signing in leads on to where one was going', async () => {
  const who = await signIn(server, { role: 'editor' });
  const again = visitor(server);
  const led = await again.get('/newsroom/me/?a=1&b=2');
  assert.equal(led.status, 303);
  const page = await again.get(led.location);
  const to = /name="to" value="([^"]*)"/.exec(page.text)[1].replace(/&amp;/g, '&');
  const done = await again.post('/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret), to });
  assert.equal(done.location, '/newsroom/me/?a=1&b=2');
  assert.equal((await again.get('/newsroom/sign-in')).location, '/newsroom/');
});

test('sessions are listed, and end one by one or everywhere', async () => {
  const who = await signIn(server, { role: 'editor' });
  const other = visitor(server);
  await other.raw('POST', '/newsroom/sign-in', {
    body: new URLSearchParams({ email: who.email, password, code: codeOf(who.secret) }).toString(), type: 'application/x-www-form-urlencoded',
    headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' },
  });
  let page = await who.get('/newsroom/me/');
  assert.match(page.text, /Firefox, Linux/);
  const hashes = [...page.text.matchAll(/name="session" value="([0-9a-f]{64})"/g)].map((m) => m[1]);
  assert.equal(hashes.length, 2);
  const there = new RegExp(`<bdi>Firefox, Linux</bdi>[\\s\\S]*?name="session" value="([0-9a-f]+)"`).exec(page.text)[1];
  assert.equal((await who.post('/newsroom/me/session/end', { session: there })).status, 303);
  assert.equal((await other.get('/newsroom/me/')).status, 303); // to the door
  assert.equal((await who.post('/newsroom/me/session/end', { session: there })).status, 404);
  const third = visitor(server);
  await third.post('/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret, 1) });
  assert.equal((await third.get('/newsroom/me/')).status, 200);
  page = await third.post('/newsroom/me/sign-out-everywhere');
  assert.equal(page.location, '/newsroom/sign-in?said=signed_out_everywhere');
  assert.equal((await who.get('/newsroom/me/')).status, 303);
  assert.match((await third.get(page.location)).text, /signed out everywhere/);
});

test('signing out ends the session itself, not only the cookie', async () => {
  const who = await signIn(server, { role: 'editor' });
  const { cookie } = who;
  const done = await who.post('/newsroom/sign-out');
  assert.equal(done.location, '/newsroom/sign-in?said=signed_out');
  assert.match(done.headers.get('set-cookie'), /^stoppress=; Path=\/newsroom\/; Max-Age=0;/);
  who.cookie = cookie;
  assert.equal((await who.get('/newsroom/me/')).status, 303);
});

test('the audit has who signed out, and a password that was guessed at from within', async () => {
  const boss = await signIn(server, { role: 'administrator' });
  const who = await signIn(server, { role: 'editor' });
  await who.post('/newsroom/me/password', { current: 'no', password: 'late trains hum over the viaduct' });
  await who.post('/newsroom/sign-out');
  const csv = (await boss.get('/newsroom/audit/audit.csv?act=session.')).text;
  const [, thing] = new RegExp(`"${who.email}","newsroom","session.end","(staff:\\d+)"`).exec(csv);
  assert.match(csv, new RegExp(`"session.refuse","${thing}"`));
});

test('a new password needs the old one and ends the other sessions', async () => {
  const who = await signIn(server, { role: 'editor' });
  const other = visitor(server);
  await other.post('/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret) });
  const fresh = 'late trains hum over the viaduct';
  assert.match(faults(await who.post('/newsroom/me/password', { current: 'no', password: fresh })), /#field-current/);
  assert.match(faults(await who.post('/newsroom/me/password', { current: password, password: 'password1234' })), /#field-password/);
  assert.equal((await other.get('/newsroom/me/')).status, 200);
  const done = await who.post('/newsroom/me/password', { current: password, password: fresh });
  assert.equal(done.location, '/newsroom/me/?said=password', done.text);
  assert.equal((await who.get('/newsroom/me/')).status, 200);
  assert.equal((await other.get('/newsroom/me/')).status, 303);
  const again = visitor(server);
  assert.equal((await again.post('/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret, 1) })).status, 422);
  assert.equal((await again.post('/newsroom/sign-in', { email: who.email, password: fresh, code: codeOf(who.secret, 1) })).status, 303);
});

test('an e-mail address is changed with the password, and is nobody else’s', async () => {
  const who = await signIn(server, { role: 'editor' });
  assert.match(faults(await who.post('/newsroom/me/email', { email: 'new@example.org', current: 'no' })), /#field-current/);
  assert.match(faults(await who.post('/newsroom/me/email', { email: 'admin@localhost', current: password })), /#field-email/);
  assert.match(faults(await who.post('/newsroom/me/email', { email: 'no address', current: password })), /#field-email/);
  assert.equal((await who.post('/newsroom/me/email', { email: 'New@Example.org', current: password })).status, 303);
  assert.match((await who.get('/newsroom/me/')).text, /new@example\.org/);
});

test('one chooses name, language and edition; Arabic turns the page around', async () => {
  const who = await signIn(server, { role: 'reporter', name: 'First' });
  const done = await who.post('/newsroom/me/', { name: 'Second "name" <b>', lang: 'ar', edition: 'ar' });
  assert.equal(done.location, '/newsroom/me/?said=saved');
  const page = await who.get('/newsroom/me/');
  assert.match(page.text, /<html lang="ar" dir="rtl">/);
  assert.match(page.text, /value="Second &quot;name&quot; &lt;b&gt;"/);
  assert.equal((await who.post('/newsroom/me/', { name: 'x', lang: 'xx', edition: '' })).status, 422);
  assert.equal((await who.post('/newsroom/me/', { name: 'x', lang: 'en', edition: 'fr' })).status, 422);
});

test('one’s own tokens: never more than one may, shown once, ended by oneself', async () => {
  const who = await signIn(server, { role: 'reporter' });
  assert.equal((await who.post('/newsroom/me/token', { name: 'bot', role: 'administrator' })).status, 422);
  const made = await who.post('/newsroom/me/token', { name: 'bot', role: 'reporter' });
  const token = /value="(sp_[^"]+)"/.exec(made.text)[1];
  assert.equal((await server.call('GET', '/api/v1/stories', { token })).status, 200);
  const page = await who.get('/newsroom/me/');
  assert.doesNotMatch(page.text, /sp_/);
  const hash = /name="hash" value="([0-9a-f]{64})"/.exec(page.text)[1];
  const other = await signIn(server, { role: 'editor' });
  assert.equal((await other.post('/newsroom/me/token/end', { hash })).status, 403);
  assert.equal((await who.post('/newsroom/me/token/end', { hash })).status, 303);
  assert.equal((await server.call('GET', '/api/v1/stories', { token })).status, 401);
});

test('a role that changed and a user who is disabled count at the next request', async () => {
  const who = await signIn(server, { role: 'administrator' });
  assert.equal((await who.get('/newsroom/staff/')).status, 200);
  const boss = await signIn(server, { role: 'administrator' });
  const id = /href="\/newsroom\/staff\/(\d+)\/"><bdi>[^<]*<\/bdi><\/a>(?:(?!<tr>)[\s\S])*?EMAIL/.source.replace('EMAIL', who.email);
  const path = `/newsroom/staff/${new RegExp(id).exec((await boss.get('/newsroom/staff/')).text)[1]}/`;
  assert.equal((await boss.post(path, { name: '', email: who.email, role: 'reporter' })).status, 303);
  assert.equal((await who.get('/newsroom/staff/')).status, 403);
  assert.equal((await who.get('/newsroom/me/')).status, 200);
  assert.equal(run(['user', 'disable', who.email, '--data', server.dir]).code, 0);
  assert.equal((await who.get('/newsroom/me/')).status, 303);
  assert.equal(run(['user', 'enable', who.email, '--data', server.dir]).code, 0);
  const again = visitor(server);
  assert.equal((await again.post('/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret) })).status, 303);
});

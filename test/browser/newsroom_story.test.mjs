// Writing a story in a browser: what is typed is kept, two at once lose nothing, readers see it at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codeOf, password, signIn, visitor } from '../http/newsroom.mjs';
import { serve, until } from '../http/server.mjs';
import { chromium, launch } from './chrome.mjs';
import { axe, look, member, sideways, violations } from './newsroom_browser.mjs';
import { close, isQuiet, newspaper, open } from './site.mjs';

const skip = chromium;
let paper, browser, ada, rui;

before(async () => {
  if (skip) return;
  paper = await newspaper();
  browser = await launch();
  ada = await signIn(paper.server, { role: 'editor', name: 'Ada' });
  rui = await signIn(paper.server, { role: 'reporter', name: 'Rui' });
});
after(async () => {
  await browser?.close();
  if (paper) assert.equal(await paper.server.stop(), 0);
});

const room = (who, options = {}) => member(browser, paper.server, { who, viewport: { width: 1280, height: 800 }, ...options });
const draft = (fields = {}) => paper.call('POST', '/stories', { edition: 'en', headline: 'Frogs sing', section: 'news/environment', body: 'One.\n\nTwo.\n\nThree.', ...fields }, 201);
const state = (page, wanted) => page.waitForFunction((one) => document.getElementById('chip').dataset.state === one, wanted);
const path = (id) => `/newsroom/story/${id}/`;

test('somebody else in it, differences: valid, accessible, quiet, and no wider than the smallest screen', { skip }, async () => {
  const { id } = await draft({ topics: ['Frogs'] });
  await ada.get(path(id));
  await ada.post(path(id), { version: 1, headline: 'Frogs sing at night', body: 'One.\n\n2.\n\nThree.' });
  await look(browser, paper.server, [{ path: path(id), role: 'reporter' }, { path: `${path(id)}compare?from=1&to=2`, role: 'reporter' }]);
});

test('what is typed is there after the power went, right after it was said to be saved', { skip }, async () => {
  const someone = await room(rui);
  const page = await someone.open('/newsroom/story/new');
  await page.locator('#field-headline').pressSequentially('Frogs of the ');
  await state(page, 'saved');
  assert.match(await page.locator('#chip').textContent(), /^Saved \d\d:\d\d:\d\d$/);
  assert.match(page.url(), /\/newsroom\/story\/\d+\/$/);
  await page.locator('#field-headline').pressSequentially('valley');
  await page.locator('#field-body').fill('They sing.\n\n::: factbox\nnot closed yet');
  await state(page, 'unsaved');
  await state(page, 'saved');
  const url = new URL(page.url());
  await paper.server.stop('SIGKILL');
  paper.server = await serve(paper.dir, { settings: { listen: url.host } });
  const again = await someone.open(url.pathname);
  assert.equal(await again.locator('#field-headline').inputValue(), 'Frogs of the valley');
  assert.equal(await again.locator('#field-body').inputValue(), 'They sing.\n\n::: factbox\nnot closed yet');
  assert.equal(await again.locator('#kept').isVisible(), true);
  isQuiet(again);
  await someone.close();
});

test('who leaves is asked only about what is not kept, and what was typed last goes along', { skip }, async () => {
  const { id } = await draft();
  const someone = await room(rui);
  let page = await someone.open(path(id));
  let asked = 0;
  const answer = (dialog) => { asked += 1; return dialog.accept(); };
  const headline = () => page.locator('#field-headline').inputValue();
  const type = async (text) => {
    await page.locator('#field-headline').press('End');
    await page.keyboard.type(text);
  };
  const leave = async () => {
    await Promise.all([page.waitForURL('**/newsroom/stories/'), page.locator('.side [href="/newsroom/stories/"]').click()]);
    await page.goto(paper.server.url + path(id));
  };
  page.on('dialog', answer);
  await type(' at');
  await state(page, 'saved');
  await leave();
  assert.equal(await page.locator('#chip').textContent(), 'Kept, not yet a version');
  await type(' night'); // and away at once
  await leave();
  assert.equal(asked, 0);
  assert.equal(await headline(), 'Frogs sing at night');
  await type(' and');
  // A reload that is pressed this fast may be answered before what was typed is there.
  const there = (words) => until(words, async () => (await page.reload(), (await headline()) === words), 8000);
  await there('Frogs sing at night and');
  assert.equal(asked, 1);
  assert.equal(await page.locator('main .note').count(), 1); // the device has nothing the server has not
  await type(' at dawn');
  await page.close({ runBeforeUnload: true });
  page = await someone.open(path(id));
  await there('Frogs sing at night and at dawn');
  isQuiet(page);
  await someone.close();
});

test('without the server it is kept on this device, and sent when there is one again', { skip }, async () => {
  const { id } = await draft();
  const someone = await room(rui);
  const page = await someone.open(path(id));
  await someone.context.setOffline(true);
  await page.locator('#field-kicker').fill('From afar');
  await state(page, 'offline');
  assert.match(await page.evaluate((name) => localStorage.getItem(name), `story:${path(id)}`), /From afar/);
  await someone.context.setOffline(false);
  await state(page, 'saved');
  assert.equal(await page.evaluate((name) => localStorage.getItem(name), `story:${path(id)}`), null);
  await page.evaluate((name) => localStorage.setItem(name, JSON.stringify({ at: Date.now(), fields: [['kicker', 'Only here']] })), `story:${path(id)}`);
  await page.reload();
  await page.getByRole('button', { name: 'Put it back' }).click();
  assert.equal(await page.locator('#field-kicker').inputValue(), 'Only here');
  await state(page, 'saved');
  await someone.close();
});

test('a session that ends while one types takes nothing along', { skip }, async () => {
  const { id } = await draft();
  const who = await signIn(paper.server, { role: 'reporter', name: 'Eva' });
  const someone = await room(who);
  const page = await someone.open(path(id));
  const [cookie] = await someone.context.cookies(`${paper.server.url}/newsroom/`);
  await someone.context.clearCookies();
  await page.locator('#field-kicker').fill('Still here');
  await state(page, 'out');
  await page.keyboard.press('Control+s');
  assert.equal(await page.locator('#field-kicker').inputValue(), 'Still here');
  const tab = visitor(paper.server); // another tab, where one signs in again
  await tab.get('/newsroom/sign-in');
  const done = await tab.post('/newsroom/sign-in', { email: who.email, password, code: codeOf(who.secret) });
  assert.equal(done.status, 303, done.text);
  await someone.context.addCookies([{ ...cookie, value: tab.cookie.split('=')[1] }]);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await state(page, 'saved'); // with the new session's token
  await Promise.all([page.waitForURL('**said=saved'), page.keyboard.press('Control+s')]);
  assert.equal((await paper.get(`/stories/${id}`)).kicker, 'Still here');
  await someone.close();
});

for (const [lang, width] of [['en', 1280], ['ar', 375]]) {
  test(`two at once are told of each other, and who saves second loses nothing: ${lang}, ${width} px`, { skip }, async () => {
    const { id } = await draft({ edition: lang, headline: lang === 'ar' ? 'الضفادع تغني' : 'Frogs sing' });
    if (lang === 'ar') for (const who of [ada, rui]) await who.post('/newsroom/me/', { name: who === ada ? 'Ada' : 'Rui', lang, edition: '' });
    const viewport = { width, height: 800 };
    const first = await room(ada, { viewport }), second = await room(rui, { viewport });
    const mine = await first.open(path(id), { init: axe });
    const theirs = await second.open(path(id));
    assert.match(await theirs.locator('#others').textContent(), /Ada/); // before a word is written
    await mine.evaluate(() => window.dispatchEvent(new Event('focus')));
    await mine.waitForFunction(() => /Rui/.test(document.getElementById('others').textContent));
    await theirs.locator('#field-body').fill('One by Rui.\n\nTwo by Rui.\n\nThree.');
    await theirs.locator('#field-standfirst').fill('Of Rui');
    await Promise.all([theirs.waitForURL('**said=saved'), theirs.keyboard.press('Control+s')]);
    await mine.locator('#field-body').fill('One by Ada.\n\nTwo.\n\nThree by Ada.');
    await mine.locator('#field-standfirst').fill('Of Ada');
    await mine.waitForFunction(() => document.querySelector('#others a[href*="compare"]'));
    const answered = mine.waitForResponse((answer) => answer.status() === 409);
    await mine.keyboard.press('Control+s');
    await answered;
    await mine.locator('#conflict-body').waitFor();
    assert.equal(await mine.locator('#field-body').inputValue(), 'One by Ada.\n\nTwo by Rui.\n\nThree by Ada.'); // once
    assert.ok(await mine.locator('ins').count() > 1);
    assert.deepEqual([...await violations(mine), await sideways(mine)].filter(Boolean), []);
    assert.equal(await mine.locator('html').getAttribute('dir'), lang === 'ar' ? 'rtl' : 'ltr');
    await mine.locator('[name="take_standfirst"][value="theirs"]').check();
    await mine.locator('[name="take_body_1"][value="theirs"]').check();
    await Promise.all([mine.waitForURL('**said=saved'), mine.keyboard.press('Control+s')]);
    const story = await paper.get(`/stories/${id}`);
    assert.equal(story.standfirst, 'Of Rui');
    assert.deepEqual(story.body.content.map((block) => block.content[0].text), ['One by Rui.', 'Two by Rui.', 'Three by Ada.']);
    isQuiet(theirs);
    await first.close();
    await second.close();
    if (lang === 'ar') for (const who of [ada, rui]) await who.post('/newsroom/me/', { name: who === ada ? 'Ada' : 'Rui', lang: 'en', edition: '' });
  });
}

test('from the keyboard alone: begun, saved, previewed, published; and the open page of a reader changes', { skip }, async () => {
  const someone = await room(ada);
  const page = await someone.open('/newsroom/');
  await Promise.all([page.waitForURL('**/newsroom/story/new'), page.keyboard.press('n')]);
  const tabTo = async (id) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await page.evaluate(() => document.activeElement.id) === id) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not lead to ${id}`);
  };
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-headline');
  await page.keyboard.type('Toads walk at night');
  await tabTo('field-body');
  await page.keyboard.type('They cross the road.');
  await tabTo('field-section');
  await page.keyboard.type('News / Env');
  await state(page, 'saved');
  const looked = someone.context.waitForEvent('page');
  await page.keyboard.press('Control+Shift+P');
  const preview = await looked;
  await preview.waitForLoadState();
  assert.equal(await preview.locator('h1').textContent(), 'Toads walk at night');
  assert.equal(await preview.locator('.preview-band').isVisible(), true);
  for (const look of ['phone:system', 'phone:dark']) await Promise.all([preview.waitForNavigation(), preview.locator(`button[value="${look}"]`).first().click()]);
  const phone = preview.frames()[1];
  assert.equal(await phone.locator('h1').textContent(), 'Toads walk at night', 'what was typed went along');
  assert.deepEqual(await phone.evaluate(() => [innerWidth, document.documentElement.dataset.theme]), [375, 'dark']);
  await preview.close();
  await Promise.all([page.waitForURL('**said=published'), page.keyboard.press('Control+Enter')]);
  const site = await page.locator('main [data-site]').getAttribute('href');
  const reader = await open(browser, paper.server, site);
  assert.equal(await reader.locator('h1').textContent(), 'Toads walk at night');
  await page.locator('#field-headline').fill('Toads walk at dusk');
  // The address is the same as before: only a new page is an answer.
  await Promise.all([page.waitForNavigation({ url: '**said=published' }), page.keyboard.press('Control+Enter')]);
  await until('the new headline, or the offer of it', () => reader.evaluate(() => {
    const pill = document.querySelector('#updates button, .pill button, button.pill');
    pill?.click();
    return /dusk/.test(document.querySelector('h1').textContent);
  }), 8000);
  await Promise.all([page.waitForURL('**/versions/'), page.keyboard.press('Control+Shift+H')]);
  isQuiet(page);
  isQuiet(reader);
  await close(reader);
  await someone.close();
});

test('names and stories that are there are offered, and what is added stands in the list', { skip }, async () => {
  const { id } = await draft();
  const someone = await room(ada);
  const page = await someone.open(path(id));
  await page.locator('#field-topics-add').fill('Corals');
  await page.keyboard.press('Enter');
  await page.locator('#field-topics-add').fill('Rivers, lakes');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#field-topics').inputValue(), 'Corals\n"Rivers, lakes"');
  assert.equal(await page.locator('#known-topics option[value="Corals"]').count(), 1);
  const reef = (await paper.stories('en')).find(({ headline }) => /reef spawns/.test(headline));
  await page.locator('#field-related-add').pressSequentially('reef spawns');
  await page.waitForFunction((one) => [...document.getElementById('field-related-add').list.options].some(({ value }) => value === one), reef.id);
  await page.locator('#field-related-add').fill(reef.id);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#field-related').inputValue(), `#${reef.id} ${reef.headline}`);
  await state(page, 'saved');
  await Promise.all([page.waitForURL('**said=saved'), page.keyboard.press('Control+s')]);
  assert.deepEqual((await paper.get(`/stories/${id}`)).related, [reef.id]);
  assert.deepEqual((await paper.get(`/stories/${id}`)).topics, ['Corals', 'Rivers, lakes']);
  isQuiet(page);
  await someone.close();
});

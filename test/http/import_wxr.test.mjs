// import wxr: a site of three languages moves over with its pictures, addresses and drafts; every
// export we know is imported whole or refused; and files that mean no good.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { signIn } from './newsroom.mjs';
import { bin, makeSite, makeToken, mustRun, run, serve, shared } from './server.mjs';
import { OLD, attachment, file, png, post, text, uploads, wxr } from './wxr.mjs';

const last = (done) => {
  const found = /^(\d+) stories, (\d+) pictures, (\d+) people, (\d+) topics; (\d+) skipped$/.exec(done.out.trimEnd().split('\n').at(-1));
  assert.ok(found, done.out);
  return found.slice(1).map(Number);
};
const skipped = (done) => done.err.split('\n').filter((line) => /:\d+: skipped: /.test(line));

// What is in the database, as text: everything but what notes how it was done.
function content(dir) {
  const done = spawnSync('sqlite3', [join(dir, 'stoppress.db'), '.dump'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}
async function served(dir, work) {
  const token = makeToken(dir);
  const server = await serve(dir);
  const all = async (query = '') => (await server.call('GET', `/api/v1/stories?limit=100${query}`, { token })).json.items;
  const one = async (id) => (await server.call('GET', `/api/v1/stories/${id}`, { token })).json;
  try {
    return await work({ server, token, all, one });
  } finally {
    await server.stop();
  }
}

// ── a site of three languages ─────────────────────────────────────────────────────────────────

const language = (code, name) => ['language', code, name];
const herons = ['post_translations', 'pll_5f0c1', 'pll_5f0c1'];
const move = () => [
  attachment({ id: 90, file: '2024/05/heron.png', title: 'A heron', caption: 'A grey heron at the river', alt: 'A grey bird in shallow water' }),
  attachment({ id: 91, file: '2024/05/reeds.png', title: 'Reeds' }),
  attachment({ id: 92, file: '2024/05/lost.png', title: 'Lost' }),
  post({ id: 1, title: 'Herons &amp; their <em>rivers</em>', link: `${OLD}/2024/05/herons/`, name: 'herons', excerpt: 'What a heron needs.',
    terms: [language('en', 'English'), herons, ['category', 'environment', 'Environment'], ['category', 'birds', 'Birds'], ['post_tag', 'heron', 'Heron']],
    meta: { _thumbnail_id: 90 },
    content: `Herons stand still for hours.\nThen they strike.\n\n<!--more-->\n\n[caption id="attachment_91" align="alignleft" width="300"]<a href="${OLD}/wp-content/uploads/2024/05/reeds.png"><img class="size-medium wp-image-91" src="${OLD}/wp-content/uploads/2024/05/reeds-300x200.png" alt="Tall reeds" /></a> Where they hide[/caption]\n\nSee <a href="${OLD}/2024/05/kingfishers/">the kingfisher</a>. [sic] [booking_form id="3"]\n\n<pre>one\n\ntwo</pre>` }),
  post({ id: 2, title: 'Las garzas y sus ríos', link: `${OLD}/es/2024/05/garzas/`, name: 'garzas', terms: [language('es', 'Español'), herons], content: 'Las garzas esperan quietas.' }),
  post({ id: 3, title: 'البلشون وأنهاره', link: `${OLD}/ar/2024/05/%d8%a8%d9%84%d8%b4%d9%88%d9%86/`, name: '%d8%a8%d9%84%d8%b4%d9%88%d9%86', terms: [language('ar', 'العربية'), herons], content: 'يقف البلشون ساكنا لساعات.' }),
  post({ id: 4, title: 'Kingfishers', link: `${OLD}/2024/05/kingfishers/`, name: 'kingfishers', terms: [language('en', 'English')],
    content: '<!-- wp:paragraph -->\n<p>Blue and quick.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:gallery {"ids":[90,91]} -->\n<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="heron-1024x768.png" class="wp-image-90"/></figure><figure class="wp-block-image"><img src="reeds-768x1024.png" class="wp-image-91"/></figure></figure>\n<!-- /wp:gallery -->' }),
  post({ id: 5, title: 'Not ready', status: 'draft', date: '0000-00-00 00:00:00', link: `${OLD}/?p=5`, name: '', content: 'Half a thought.' }),
  post({ id: 6, title: 'For members', password: 'x', content: 'Hidden.' }),
  post({ id: 7, title: 'For editors', status: 'private', content: 'Hidden too.' }),
  post({ id: 8, title: '', name: '8', content: '<p>A note without a title, as WordPress allows.</p>' }),
  post({ id: 9, title: 'Next year', status: 'future', date: '2099-01-02 03:04:05', content: 'Later.' }),
  post({ id: 10, title: 'No text', content: '' }),
  post({ id: 20, title: 'About us', type: 'page', name: 'about', link: `${OLD}/about/`, content: 'We watch birds.' }),
  post({ id: 21, title: 'Imprint', type: 'page', name: 'imprint', link: `${OLD}/about/imprint/`, content: 'Who we are.', terms: [language('es', 'Español')] }),
  post({ id: 30, title: 'Menu', type: 'nav_menu_item' }),
  post({ id: 31, title: 'Older', type: 'revision', status: 'inherit' }),
  post({ id: 32, title: 'Old tickets', type: 'tribe_events', content: 'x' }),
  post({ id: 33, title: 'Thrown away', status: 'trash', content: 'x' }),
];
const folder = () => uploads({ 'wp-content/uploads/2024/05/heron.png': png(400, 300), 'wp-content/uploads/2024/05/reeds.png': png(300, 400, [30, 120, 60]) });

test('a site of three languages moves over', async () => {
  const dir = makeSite({ editions: 'en,es,ar' });
  const path = wxr(move()), media = folder();
  const done = mustRun(['import', 'wxr', path, '--media', media, '--data', dir]);
  assert.deepEqual(last(done), [12, 2, 1, 2, 5], done.err);
  assert.equal(skipped(done).length, 5);
  for (const [title, why] of [['Lost', /2024\/05\/lost\.png/], ['Menu', /menu/], ['Older', /older version/], ['Old tickets', /tribe_events/], ['Thrown away', /trash/]])
    assert.match(skipped(done).find((line) => line.includes(`"${title}"`)), why);
  assert.match(done.err, /note: "No text": kept as a draft: .*text/);
  assert.match(done.err, /\[booking_form\] 1/);
  assert.match(done.err, /en: 3 published, 1 scheduled, 4 drafts, 1 pages\n  es: 1 published, 1 pages\n  ar: 1 published/);

  const before = content(dir);
  assert.deepEqual(last(mustRun(['import', 'wxr', path, '--media', media, '--data', dir])), last(done));
  assert.ok(content(dir) === before, 'the same again changes nothing');

  await served(dir, async ({ server, all, one }) => {
    const stories = await all();
    const by = (headline) => stories.find((story) => story.headline === headline);
    assert.deepEqual(stories.map((story) => story.headline).sort(), ['A note without a title, as WordPress allows.', 'Herons & their rivers', 'Kingfishers', 'Las garzas y sus ríos', 'البلشون وأنهاره'].sort());
    const heron = await one(by('Herons & their rivers').id);
    assert.equal(heron.section, 'news/environment');
    assert.equal(heron.standfirst, 'What a heron needs.');
    assert.deepEqual(heron.topics, ['Birds', 'Heron']);
    assert.deepEqual(heron.authors, ['Ann Example']);
    assert.equal(heron.published_at, '2024-05-06T07:08:09Z');
    assert.equal(heron.slug, 'herons');
    assert.ok(heron.picture);
    const blocks = heron.body.content;
    assert.deepEqual(blocks.map((block) => block.type), ['paragraph', 'picture', 'paragraph', 'paragraph']);
    assert.deepEqual(blocks[0].content.map((span) => span.type), ['text', 'line_break', 'text']);
    assert.equal(blocks[1].attrs.caption, 'Where they hide');
    assert.equal(blocks[1].attrs.alt, 'Tall reeds');
    assert.equal(blocks[2].content.map((span) => span.text).join(''), 'See the kingfisher. [sic]');
    assert.equal(blocks[2].content[1].marks[0].attrs.href, '/2024/05/kingfishers/');
    assert.deepEqual(by('Kingfishers').body.content.map((block) => block.type), ['paragraph', 'gallery']);
    assert.equal(by('Kingfishers').body.content[1].content.length, 2);
    const spanish = by('Las garzas y sus ríos'), arabic = by('البلشون وأنهاره');
    assert.deepEqual([spanish.edition, arabic.edition], ['es', 'ar']);
    assert.deepEqual([spanish.translation_of, arabic.translation_of], [heron.id, heron.id]);
    assert.equal(arabic.slug, 'بلشون');

    const ask = async (path) => {
      const { status, headers } = await server.call('GET', path);
      return [status, headers.get('location')];
    };
    const at = (story) => new URL(story.url, server.url).pathname;
    const moved = [['/2024/05/herons/', at(heron)], ['/2024/05/herons', at(heron)], ['/?p=1', at(heron)], ['/?page_id=1&utm=x', at(heron)],
      ['/es/2024/05/garzas/', at(spanish)], ['/ar/2024/05/%D8%A8%D9%84%D8%B4%D9%88%D9%86', at(arabic)], ['/about/', '/en/about'], ['/about/imprint/', '/es/imprint'], ['/?p=20', '/en/about']];
    for (const [path, to] of moved) {
      const [status, location] = await ask(path);
      assert.equal(status, 301, path);
      assert.equal(new URL(location, server.url).pathname, to, path);
    }
    assert.equal((await ask('/?p=5'))[0], 302, 'a draft is nowhere yet: the site is meant');
    assert.equal((await ask('/?p=999'))[0], 302);
    assert.equal((await ask('/2024/05/post-6/'))[0], 404);
    assert.match((await server.call('GET', '/en/about')).text, /We watch birds/);
  });
});

// "/news/science/" for what an old path leads to in the end; 404.
async function leads(server, path) {
  for (let hops = 0; hops < 4; hops++) {
    const { status, headers } = await server.call('GET', path);
    if (status !== 301 && status !== 302) return status === 200 ? decodeURIComponent(path) : status;
    path = new URL(headers.get('location'), server.url).pathname;
  }
  return 'a circle';
}
const category = (id, nicename, name, parent = '') => `<wp:category><wp:term_id>${id}</wp:term_id><wp:category_nicename>${nicename}</wp:category_nicename><wp:category_parent>${parent}</wp:category_parent><wp:cat_name><![CDATA[${name}]]></wp:cat_name></wp:category>\n`;
const lists = () => [[
  attachment({ id: 90, file: '2024/05/heron.png', title: 'A heron', alt: 'A grey bird', parent: 1 }),
  post({ id: 91, title: 'Reeds', type: 'attachment', status: 'inherit', parent: 1, link: `${OLD}/2024/05/herons/reeds/`, url: `${OLD}/wp-content/uploads/2024/05/reeds-scaled.png`, meta: { _wp_attached_file: '2024/05/reeds-scaled.png' } }),
  attachment({ id: 92, file: '2024/05/alone.png', title: 'Alone', alt: 'A stone' }),
  attachment({ id: 93, file: '2024/05/secret.png', title: 'Of a draft', alt: 'A stone', parent: 5 }),
  post({ id: 1, title: 'Herons', link: `${OLD}/2024/05/herons/`, name: 'herons', content: 'They wait.', creator: 'ann',
    terms: [language('en', 'English'), ['category', 'environment', 'Environment'], ['category', 'water-birds', 'Water birds'], ['post_tag', 'heron', 'Heron'], ['author', 'cap-ben-example', 'Ben Example']] }),
  post({ id: 2, title: 'Garzas', link: `${OLD}/es/2024/06/garzas/`, name: 'garzas', date: '2024-06-01 00:00:00', content: 'Esperan.', terms: [language('es', 'Español'), ['category', 'aves', 'Aves'], ['category', 'uncategorized', 'Sin categoría']] }),
  post({ id: 3, title: 'البلشون', link: `${OLD}/ar/2024/05/x/`, name: 'x', content: 'ينتظر.', terms: [language('ar', 'العربية'), ['post_tag', '%d8%b7%d9%8a%d9%88%d8%b1', 'طيور']] }),
  post({ id: 4, guid: `${OLD}/?p=1`, title: 'Herons, copied', link: `${OLD}/2024/05/herons-2/`, content: 'They wait.' }),
  post({ id: 5, title: 'Not yet', status: 'draft', link: `${OLD}/?p=5`, content: 'x', terms: [['category', 'hidden', 'Hidden']] }),
], { head: category(7, 'environment', 'Environment') + category(8, 'water-birds', 'Water birds', 'birds') + category(9, 'birds', 'Birds') + category(10, 'aves', 'Aves') }];

test('lists, attachments and pictures of the old site lead to ours', async () => {
  const dir = makeSite({ editions: 'en,es,ar' });
  const path = wxr(...lists()), media = uploads({ '2024/05/heron.png': png(400, 300), '2024/05/reeds-scaled.png': png(300, 400, [30, 120, 60]), '2024/05/alone.png': png(300, 300, [9, 9, 9]), '2024/05/secret.png': png(300, 300, [90, 9, 9]) });
  const done = mustRun(['import', 'wxr', path, '--media', media, '--data', dir]);
  assert.match(done.err, /\d+ old addresses lead to/);
  assert.match(done.err, /\d+ of its lists/);
  assert.match(done.err, /\d+ addresses of its pictures/);
  const before = content(dir);
  mustRun(['import', 'wxr', path, '--media', media, '--data', dir]);
  assert.ok(content(dir) === before, 'the same again changes nothing');
  await served(dir, async ({ server }) => {
    const herons = '/en/news/environment/herons';
    const led = {
      '/category/environment/': '/en/news/environment/', '/category/environment/page/2/': '/en/news/environment/', '/?cat=7': '/en/news/environment/',
      '/category/birds/water-birds/': '/en/topic/water-birds/', '/category/water-birds': '/en/topic/water-birds/', '/?cat=8': '/en/topic/water-birds/',
      '/tag/heron/': '/en/topic/heron/', '/author/ben-example/': '/en/author/ben-example/',
      '/es/category/aves/': '/es/topic/aves/', '/es/category/uncategorized/': '/es/latest/', '/category/aves/': 404, '/category/hidden/': 404,
      [`/ar/tag/${encodeURIComponent('طيور')}/`]: '/ar/topic/طيور/',
      '/2024/': '/en/archive/2024/', '/2024/05/': '/en/archive/2024/05/', '/2024/05/06/': '/en/archive/2024/05/06/', '/es/2024/06/01/': '/es/archive/2024/06/01/', '/2031/': 404,
      '/2024/05/herons/reeds/': herons, '/?attachment_id=90': herons, '/2024/05/herons/amp/': herons, '/2024/05/herons-2/': herons, '/?p=4': herons,
    };
    for (const [path, to] of Object.entries(led)) assert.equal(await leads(server, path), to, path);
    for (const path of ['/wp-content/uploads/2024/05/heron.png', '/wp-content/uploads/2024/05/heron-300x225.png', '/wp-content/uploads/2024/05/reeds.png', '/wp-content/uploads/2024/05/reeds-scaled.png', '/?attachment_id=92'])
      assert.match(String(await leads(server, path)), /^\/media\/\d+\/.*jpg$/, path);
    assert.equal((await server.call('GET', '/?attachment_id=93')).status, 302, 'a draft is nowhere: the site is meant');
    assert.equal(await leads(server, '/wp-content/uploads/2024/05/lost.png'), 404);
  });
});

test('--sections makes categories sections, as they stand in one another', async () => {
  const dir = makeSite({ editions: 'en,es,ar' });
  mustRun(['import', 'wxr', wxr(...lists()), '--data', dir]);
  const fresh = makeSite();
  assert.match(mustRun(['import', 'wxr', wxr(...lists()), '--edition', 'en', '--sections', '--data', fresh]).err, /en: \d+ sections of the new site in which nothing stands left the menu/);
  await served(fresh, async ({ server }) => {
    const page = (await server.call('GET', '/en/')).text;
    for (const path of ['/en/birds/', '/en/news/']) assert.ok(page.includes(`href="${path}"`), path);
    for (const path of ['/en/videos/', '/en/articles/']) assert.ok(!page.includes(`href="${path}"`), path);
  });
  const circle = category(1, 'a', 'A', 'b') + category(2, 'b', 'B', 'a') + category(3, 'deep', 'Deep', 'low') + category(4, 'low', 'Low', 'top') + category(5, 'top', 'Top');
  mustRun(['import', 'wxr', wxr(...lists()), '--sections', '--data', dir]);
  mustRun(['import', 'wxr', wxr([post({ id: 50, title: 'Circles', content: 'x', terms: [['category', 'a', 'A'], ['category', 'latest', 'Latest news'], ['category', 'x', '<b></b>']] }),
    post({ id: 51, title: 'Deep', content: 'x', name: 'deep-down', link: `${OLD}/deep-down/`, terms: [['category', 'deep', 'Deep']] })], { head: circle }), '--sections', '--data', dir]);
  await served(dir, async ({ server, token }) => {
    const { items } = (await server.call('GET', '/api/v1/sections?limit=100', { token })).json;
    const of = (edition) => items.filter((section) => section.edition === edition).map((section) => section.path ?? section.slug);
    for (const path of ['birds/water-birds', 'top/low', 'top/deep']) assert.ok(of('en').includes(path), `${path}: ${of('en')}`);
    assert.ok(of('es').includes('aves'));
    assert.equal(of('en').filter((path) => /(^|\/)[ab]$/.test(path)).length, 2, `${of('en')}`);
    assert.equal(await leads(server, '/2024/05/herons/'), '/en/news/environment/herons');
    assert.equal(await leads(server, '/es/2024/06/garzas/'), '/es/aves/garzas');
    assert.equal(await leads(server, '/category/birds/water-birds/'), '/en/birds/water-birds/', 'it was a topic before');
    assert.equal(await leads(server, '/deep-down/'), '/en/top/deep/deep-down');
  });
  mustRun(['check', '--data', dir]);
});

test('embeds are embeds, what waits for an editor waits, and what was struck out is said', async () => {
  const dir = makeSite();
  const film = 'https://video.example/watch?v=tides';
  const texts = [`<!-- wp:embed {"url":"${film}"} -->\n<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n${film}\n</div><figcaption>Tides</figcaption></figure>\n<!-- /wp:embed -->`,
    `Before\n\n${film}\n\nAfter`, `Before [embed width="3"]${film}[/embed] after`];
  const done = mustRun(['import', 'wxr', wxr([...texts.map((content, i) => post({ id: i + 1, title: `Film ${i}`, content })),
    post({ id: 8, title: 'Pending', status: 'pending', content: 'Nearly.' }), post({ id: 9, title: 'Struck', content: '<del>Ten</del> eleven swans.' })]), '--data', dir]);
  assert.match(done.err, /note: "Struck": words are struck out/);
  const lines = mustRun(['export', 'jsonl', '-', '--data', dir]).out.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => !line.house_page);
  for (const line of lines.filter(({ headline }) => headline.startsWith('Film')))
    assert.deepEqual(line.body.content.filter(({ type }) => type === 'embed').map(({ attrs }) => attrs.ref ?? attrs.url ?? attrs.src), [film], JSON.stringify(line.body));
  assert.equal(lines.find(({ headline }) => headline === 'Pending').status, 'review');
});

test('a draft keeps its old address for the day it goes out', async () => {
  const dir = makeSite();
  mustRun(['import', 'wxr', wxr([post({ id: 1, title: 'Swifts', content: 'They sleep in the air.' })]), '--draft', '--data', dir]);
  await served(dir, async ({ server, token }) => {
    assert.equal((await server.call('GET', '/2024/05/post-1/')).status, 404);
    const id = spawnSync('sqlite3', [join(dir, 'stoppress.db'), 'SELECT max(id) FROM story'], { encoding: 'utf8' }).stdout.trim();
    const published = await server.call('POST', `/api/v1/stories/${id}/publish`, { token, body: {} });
    assert.equal(published.status, 200, published.text);
    const answer = await server.call('GET', '/2024/05/post-1/');
    assert.equal(answer.status, 301);
    assert.equal(new URL(answer.headers.get('location'), server.url).pathname, new URL(published.json.url, server.url).pathname);
    await server.call('POST', `/api/v1/stories/${id}/withdraw`, { token, body: { reason: 'Untrue' } });
    assert.equal((await server.call('GET', '/2024/05/post-1/')).status, 410);
  });
});

test('pages wait while nothing is to go out, and keep their addresses when they come', async () => {
  const dir = makeSite();
  const pages = (status) => wxr([post({ id: 1, title: 'Contact', type: 'page', name: 'write-to-us', link: `${OLD}/write-to-us/`, content: 'By letter.' }),
    post({ id: 2, title: 'Imprint', type: 'page', status, name: 'imprint', link: `${OLD}/imprint/`, content: 'Who we are.' })]);
  const first = mustRun(['import', 'wxr', pages('draft'), '--draft', '--data', dir]);
  assert.match(first.err, /skipped: "Contact": it is a page, and pages have no drafts; it comes without --draft/);
  assert.match(first.err, /en: 1 drafts/);
  assert.match(mustRun(['import', 'wxr', pages('publish'), '--data', dir]).err, /note: "Imprint": is a page now; the draft/);
  const again = mustRun(['import', 'wxr', pages('publish'), '--draft', '--data', dir]);
  assert.match(again.err, /skipped: "Contact": it is a page here already/);
  assert.equal(mustRun(['export', 'jsonl', '-', '--data', dir]).out.match(/^\{"id"/gm).length, 1, 'one draft, and no second one');
  await served(dir, async ({ server }) => {
    for (const path of ['/write-to-us', '/imprint']) assert.equal(new URL((await server.call('GET', `${path}/`)).headers.get('location'), server.url).pathname, `/en${path}`);
  });
});

test('run again it updates what changed, and brings pictures that were not there before', async () => {
  const dir = makeSite();
  const item = { id: 1, title: 'Reeds', content: `Where herons hide.\n\n<img src="${OLD}/wp-content/uploads/2024/05/reeds.png" alt="Reeds">` };
  const done = mustRun(['import', 'wxr', wxr([post(item)]), '--data', dir]);
  assert.match(done.err, /1 pictures that stories show were not to be had without --media/);
  assert.deepEqual(last(mustRun(['import', 'wxr', wxr([post(item)]), '--media', folder(), '--data', dir])), [1, 1, 1, 0, 0]);
  mustRun(['import', 'wxr', wxr([post({ ...item, title: 'Reeds again', link: `${OLD}/moved/` })], { title: 'Another file' }), '--data', dir]);
  await served(dir, async ({ server, all }) => {
    const stories = await all();
    assert.equal(stories.length, 1);
    assert.equal(stories[0].headline, 'Reeds again');
    assert.deepEqual(stories[0].body.content.map((block) => block.type), ['paragraph', 'picture']);
    for (const path of ['/2024/05/post-1/', '/moved/']) assert.equal((await server.call('GET', path)).status, 301, path);
  });
});

test('what the newsroom has done since is not undone by importing again', async () => {
  const dir = makeSite();
  const items = (said, more = {}) => wxr(['Corrected', 'Taken back', 'Untouched', 'Mended draft', 'Withdrawn'].map((title, i) =>
    post({ id: i + 1, title, content: `${title}: ${said}`, ...(i === 3 && { status: 'draft' }), ...more })));
  mustRun(['import', 'wxr', items('as it was'), '--data', dir]);
  await served(dir, async ({ server, token, all, one }) => {
    const id = Object.fromEntries(mustRun(['export', 'jsonl', '-', '--data', dir]).out.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.headline).map((line) => [line.headline, line.id]));
    const act = async (title, what, body) => assert.equal((await server.call('POST', `/api/v1/stories/${id[title]}/${what}`, { token, body })).status, 200, what);
    const text = async (title) => JSON.stringify((await one(id[title])).body);
    const read = async (title) => (await server.call('GET', new URL((await one(id[title])).url, server.url).pathname)).text;
    await act('Corrected', 'correct', { note: 'It was eleven.', body: 'Corrected: eleven' });
    await act('Taken back', 'unpublish', {});
    await act('Withdrawn', 'withdraw', { reason: 'It was not so.' });
    assert.equal((await server.call('PATCH', `/api/v1/stories/${id['Mended draft']}`, { token, body: { body: 'Mended here' }, headers: { 'If-Match': '*' } })).status, 200);

    const again = mustRun(['import', 'wxr', items('as it became'), '--data', dir]);
    for (const title of ['Corrected', 'Taken back', 'Mended draft']) assert.match(again.err, new RegExp(`note: story ${id[title]}, "${title}": it was`), again.err);
    assert.doesNotMatch(again.err, /"Untouched"/);
    assert.match(again.err, /"Withdrawn": .*withdrawn/);
    assert.match(again.err, /3 stories are not as they are there/);
    assert.match(await read('Corrected'), /Corrected: eleven/);
    assert.doesNotMatch(await read('Corrected'), /as it became/);
    assert.match(await read('Untouched'), /as it became/);
    assert.equal((await one(id['Taken back'])).status, 'draft');
    for (const title of ['Corrected', 'Taken back', 'Mended draft']) assert.match(await text(title), /as it became/, `${title}: the newest version is what came`);

    assert.equal((await server.call('PATCH', `/api/v1/stories/${id['Mended draft']}`, { token, body: { body: 'Mended here' }, headers: { 'If-Match': '*' } })).status, 200);
    mustRun(['import', 'wxr', items('as it became'), '--publish', '--data', dir]);
    assert.match(await read('Mended draft'), /Mended here/, 'nothing new came: what stands here goes out');
    assert.equal((await one(id['Taken back'])).status, 'draft');
  });
});

test('what was spiked, renamed, moved or thrown away on one side is said on the other', async () => {
  const dir = makeSite();
  const ann = [['category', 'birds', 'Birds']];
  const items = (said, changed = {}) => wxr([
    ...['Spiked', 'Public', 'Thrown away'].map((title, i) => post({ id: i + 1, title, terms: ann, content: `${title}: ${said}`, ...(i === 0 && { status: 'draft' }), ...changed[title] })),
    post({ id: 9, title: 'About us', type: 'page', name: 'about', link: `${OLD}/about/`, content: `We count: ${said}` }),
    post({ id: 10, title: 'Imprint', type: 'page', name: 'imprint', link: `${OLD}/imprint/`, content: `Printed: ${said}` })]);
  mustRun(['import', 'wxr', items('once'), '--sections', '--data', dir]);
  await served(dir, async ({ server, token, one }) => {
    const editor = await signIn(server, { role: 'editor' });
    const id = Object.fromEntries(mustRun(['export', 'jsonl', '-', '--data', dir]).out.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.headline).map((line) => [line.headline, line.id]));
    assert.equal((await editor.post(`/newsroom/story/${id.Spiked}/spike`, { version: (await one(id.Spiked)).version })).status, 303);
    const people = (await server.call('GET', '/api/v1/people?limit=10', { token })).json.items;
    const person = people.find(({ name }) => name === 'Ann Example');
    assert.equal((await server.call('PATCH', `/api/v1/people/${person.id}`, { token, body: { name: 'Ann E. Example' } })).status, 200);
    const section = (await server.call('GET', '/api/v1/sections?limit=100', { token })).json.items.find(({ slug, edition }) => slug === 'birds' && edition === 'en');
    assert.equal((await server.call('PATCH', `/api/v1/sections/${section.id}`, { token, body: { slug: 'wings' } })).status, 200);
    const list = (await editor.get('/newsroom/pages/?edition=en')).text;
    const page = /href="(\/newsroom\/pages\/\d+\/)[^>]*>(?:<bdi[^>]*>)?About us/.exec(list)[1];
    const form = await editor.get(page);
    const base = /name="base" value="([^"]*)"/.exec(form.text)?.[1];
    assert.equal((await editor.post(page, { title: 'About us', slug: 'about', body: 'We count by hand.', ...(base && { base }) })).status, 303);
    assert.equal((await server.call('POST', `/api/v1/stories/${id.Public}/correct`, { token, body: { note: 'Twice.', body: 'Public: twice' } })).status, 200);

    const moved = mustRun(['import', 'wxr', items('once'), '--sections', '--data', dir]);
    assert.doesNotMatch(moved.err, /"Public"/, 'a section that moved is no other text');
    const again = mustRun(['import', 'wxr', items('then', { Spiked: { status: 'publish' }, 'Thrown away': { status: 'trash' } }), '--sections', '--data', dir]);
    assert.match(again.err, /"Spiked": it was spiked here/);
    assert.match(again.err, /"Public": it was changed here too/);
    assert.match(again.err, /"Thrown away": it is in the trash there, and public here/);
    assert.match(again.err, /"About us": is changed there, and was changed here/);
    assert.equal((await server.call('GET', '/2024/05/post-1/')).status, 404);
    assert.match((await server.call('GET', '/en/about')).text, /We count by hand/);
    assert.match((await server.call('GET', '/en/imprint')).text, /Printed: then/);
    const after = (await server.call('GET', '/api/v1/people?limit=10', { token })).json.items;
    assert.deepEqual(after.map(({ name }) => name), ['Ann E. Example']);
    assert.match(mustRun(['import', 'wxr', items('then', { Spiked: { status: 'publish' } }), '--sections', '--data', dir]).err, /"Spiked": it was spiked[^]*"Public": it was changed here too/, 'said as long as it is so');
  });
});

test('redirects never stand before addresses of ours, nor lead elsewhere', async () => {
  const dir = makeSite();
  const links = ['/', '/en/', '/newsroom/', '/api/v1/stories', '/en/latest/', '//evil.example/', '/%2F%2Fevil.example'];
  mustRun(['import', 'wxr', wxr(links.map((path, i) => post({ id: i + 1, title: `Story ${i}`, content: 'x', link: OLD + path }))), '--data', dir]);
  await served(dir, async ({ server }) => {
    assert.equal((await server.call('GET', '/')).status, 302);
    for (const path of ['/en/', '/en/latest/', '/api/v1/stories']) assert.equal((await server.call('GET', path)).status, 200, path);
    assert.doesNotMatch((await server.call('GET', '/newsroom/')).headers.get('location') ?? '', /story-/);
  });
});

test('what is said twice counts once; what has no name of its own is told apart', () => {
  const one = post({ id: 1, title: 'One', content: 'x' });
  const done = mustRun(['import', 'wxr', wxr([one, one]), '--data', makeSite()]);
  assert.equal(last(done)[0], 1);
  assert.match(done.err, /note: "One": the file has it twice/);
  const bare = (title) => file(`<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>${title}</title><language>en</language><wp:wxr_version>1.2</wp:wxr_version><item><title>T</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>`);
  assert.equal(last(mustRun(['import', 'wxr', bare('A'), bare('B'), '--data', makeSite()]))[0], 2);
});

test('--publish, --draft, --edition and --media say what they do', async () => {
  const dir = makeSite();
  const items = [post({ id: 1, title: 'Draft', status: 'draft', content: 'x' }), post({ id: 2, title: 'Locked', password: 'p', content: 'x' })];
  mustRun(['import', 'wxr', wxr(items, { language: 'fr-FR' }), '--edition', 'es', '--publish', '--data', dir]);
  await served(dir, async ({ all }) => {
    assert.deepEqual((await all()).map((story) => [story.headline, story.edition]), [['Draft', 'es']], 'what has a password stays inside');
  });
  const refused = run(['import', 'wxr', wxr(items, { language: 'fr-FR' }), '--data', dir]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /--edition/);
  const lost = run(['import', 'wxr', wxr(items), '--media', '/nonexistent', '--data', dir]);
  assert.equal(lost.code, 1);
  assert.match(lost.err, /--media/);
});

// ── files that mean no good ───────────────────────────────────────────────────────────────────

test('a refused file leaves nothing, and says where and why', () => {
  const whole = text([post({ id: 1, title: 'One', content: 'x' })]);
  const bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
  const wrong = {
    truncated: [whole.slice(0, -60), /line \d+/],
    'an entity bomb': [whole.replace('<rss', `${bomb}<rss`).replace('The Old Paper', '&c;'), /document type/],
    'a foreign entity': [whole.replace('<rss', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss').replace('The Old Paper', '&x;'), /document type/],
    nesting: [whole.replace('<item>', '<item>'.repeat(2000)), /nested|line/],
    'a huge tag': [whole.replace('<item>', `<item x="${'y'.repeat(3 << 20)}">`), /tag of more than a megabyte/],
    'no export': ['<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>', /no WordPress export/],
    RSS: ['<rss version="2.0"><channel><title>T</title><item><title>a</title></item></channel></rss>', /no WordPress export/],
    HTML: ['<!doctype html><title>x</title>', /refused/],
    nothing: ['', /refused/],
    'a later version': [whole.replace('<wp:wxr_version>1.2', '<wp:wxr_version>2.0'), /wxr_version is "2.0"/],
    'no XML': [Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 256)), /refused/],
  };
  const dir = makeSite();
  const before = content(dir);
  for (const [what, [bytes, why]] of Object.entries(wrong)) {
    const done = run(['import', 'wxr', file(bytes), '--data', dir]);
    assert.equal(done.code, 1, `${what}: ${done.err}`);
    assert.match(done.err, why, what);
    assert.equal(done.err.trim().split('\n').length, 1, `${what}: one sentence`);
  }
  assert.ok(content(dir) === before);
});

test('what old exports have and XML has not is mended', async () => {
  const dir = makeSite();
  const item = text([post({ id: 1, title: 'One', content: 'A bell\x07 and a \0 rings. PLACE' })]).replace('PLACE', 'Is ]]> an end? &nbsp;').replace('The Old Paper', 'Old & new&nbsp;paper');
  const bytes = Buffer.concat([Buffer.from(item.slice(0, item.indexOf(' rings'))), Buffer.from([0xff, 0xfe]), Buffer.from(item.slice(item.indexOf(' rings')))]);
  const done = mustRun(['import', 'wxr', file(bytes), '--data', dir]);
  assert.match(done.err, /\d+ places of the file were no XML/);
  await served(dir, async ({ all }) => {
    assert.match((await all())[0].body.content[0].content[0].text, /^A bell and a .* rings\. Is \]\]> an end\?\s*$/);
  });
  const before = ['\n', '\ufeff\r\n\r\n', '<br />\n<b>Warning</b>: something in plugin.php on line 3<br />\n'];
  for (const said of before) {
    const noisy = mustRun(['import', 'wxr', file(said + text([post({ id: 1, title: 'One', content: 'x', terms: [['category', 'a', 'A']] })])), '--data', makeSite()]);
    assert.equal(last(noisy)[0], 1, noisy.err);
    assert.match(noisy.err, /1 places of the file were no XML/);
  }
  const wrong = run(['import', 'wxr', file('\n\n\n' + text([post({ id: 1, title: 'One', content: 'x' })]).slice(0, -60)), '--data', makeSite()]);
  assert.equal(wrong.code, 1);
});

// ── the exports we know ───────────────────────────────────────────────────────────────────────

function below(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? below(path) : path.endsWith('.xml') ? [path] : [];
  });
}

test('every export we know is imported whole or refused, and changes nothing the second time', (t) => {
  const dir = shared('data/wxr');
  if (!dir) return t.skip('SHARED is not set');
  const refused = [];
  for (const path of below(dir).sort()) {
    const site = makeSite();
    const fresh = content(site);
    const done = run(['import', 'wxr', path, '--edition', 'en', '--data', site]);
    if (done.code !== 0) {
      refused.push(path.slice(dir.length + 1));
      assert.equal(done.code, 1, done.err);
      assert.match(done.err, /refused: \S.*nothing was taken/);
      assert.ok(content(site) === fresh, path);
      continue;
    }
    assert.equal(skipped(done).length, last(done)[4], path);
    const before = content(site);
    assert.deepEqual(last(run(['import', 'wxr', path, '--edition', 'en', '--data', site])), last(done));
    assert.ok(content(site) === before, path);
    mustRun(['check', '--data', site]);
  }
  assert.deepEqual(refused, ['php-toolkit/wxr/invalid-version-tag.xml', 'php-toolkit/wxr/malformed.xml',
    'wordpress-importer/phpunit/data/malformed.xml', 'wordpress-importer/phpunit/data/missing-version-tag.xml']);
});

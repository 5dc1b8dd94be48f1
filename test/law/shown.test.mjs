// When a change has been answered, the next request shows it, wherever it should, and nowhere else.
// Every address is in the cache before the change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Desk, editions, everyKind } from './desk.mjs';

const lists = ['/en/', '/en/latest/', '/en/news/politics/', '/en/news/', '/en/region/europe/',
    '/en/topic/kyiv/'];
const filed = { section: 'news/politics', regions: ['europe'], topics: ['Kyiv'] };

// Warms, changes, and looks at once.
async function after(desk, addresses, change) {
    await desk.warm(...addresses);
    return change();
}

test('a published story stands on its page and in every list it is filed in', async (t) => {
    const desk = await Desk.open(t);
    await desk.publish({ ...filed, headline: 'The first one' });
    const story = await after(desk, lists, () => desk.publish({ ...filed, headline: 'Ferry lands' }));
    await desk.shows('Ferry lands', ...lists, story.path);
    await desk.hides('Ferry lands', '/es/', '/ar/', '/es/latest/', '/es/news/politics/');
    await desk.unlists('Ferry lands', '/en/news/economy/', '/en/region/africa/');
});

test('an address that was not there shows the story from the moment it is', async (t) => {
    const desk = await Desk.open(t);
    const address = '/en/news/politics/ferry-lands';
    await after(desk, [address], () => desk.publish({ headline: 'Ferry lands' }));
    await desk.answers(200, address);
});

test('a new headline replaces the old one everywhere', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    await after(desk, [...lists, story.path], () => desk.revise(story, { headline: 'Ferry sinks' }));
    await desk.shows('Ferry sinks', ...lists, story.path);
    await desk.hides('Ferry lands', ...lists, story.path);
});

test('a draft and a revision are seen by nobody until they are published', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    await after(desk, [...lists, story.path], () => desk.client.must('PATCH', `/stories/${story.id}`,
        { headline: 'Ferry sinks' }, { 'if-match': `"${story.version}"` }));
    await desk.draft({ ...filed, headline: 'Ferry burns' });
    await desk.hides('Ferry sinks', ...lists, story.path);
    await desk.hides('Ferry burns', ...lists);
    await desk.shows('Ferry lands', ...lists, story.path);
});

test('a story that moves leaves its section, and its old address leads to the new one', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    const left = ['/en/news/politics/', '/en/news/'];
    const reached = ['/en/articles/opinion/', '/en/articles/'];
    await after(desk, [...lists, ...reached, story.path],
        () => desk.revise(story, { section: 'articles/opinion' }));
    await desk.unlists('Ferry lands', ...left);
    await desk.shows('Ferry lands', ...reached, '/en/', '/en/latest/', '/en/topic/kyiv/');
    await desk.answers(301, story.path, '/en/articles/opinion/ferry-lands');
    await desk.answers(200, '/en/articles/opinion/ferry-lands');
});

test('a story leaves the regions and topics it is taken out of', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    await after(desk, [...lists, '/en/region/asia/', story.path],
        () => desk.revise(story, { regions: ['asia'], topics: ['Odesa'] }));
    await desk.unlists('Ferry lands', '/en/region/europe/', '/en/topic/kyiv/');
    await desk.shows('Ferry lands', '/en/region/asia/', '/en/topic/odesa/');
    await desk.hides('Kyiv', story.path);
    await desk.shows('Odesa', story.path);
});

test('a new slug answers at once, the old one leads there', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ headline: 'Ferry lands' });
    const address = '/en/news/politics/ferry-in-port';
    await after(desk, [story.path, address], () => desk.revise(story, { slug: 'ferry-in-port' }));
    await desk.answers(200, address);
    await desk.answers(301, story.path, address);
});

test('a renamed topic is renamed on its page and on its stories', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    const { items } = await desk.client.must('GET', '/topics?edition=en');
    const topic = items.find((one) => one.name === 'Kyiv');
    await after(desk, ['/en/topic/kyiv/', '/en/topic/capital/', story.path], () =>
        desk.client.must('PATCH', `/topics/${topic.id}`, { name: 'The capital', slug: 'capital' }));
    await desk.shows('The capital', story.path, '/en/topic/capital/');
    await desk.shows('Ferry lands', '/en/topic/capital/');
    await desk.answers(301, '/en/topic/kyiv/', '/en/topic/capital/');
    await desk.hides('/en/topic/kyiv/', story.path);
});

test('a renamed person and a renamed source are renamed on their stories', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ authors: ['Ada Stone'], source: 'Harbour Wire' });
    const people = await desk.client.must('GET', '/people');
    const sources = await desk.client.must('GET', '/sources');
    await desk.warm(story.path);
    await desk.shows('Ada Stone', story.path);
    const person = people.items.find((one) => one.name === 'Ada Stone');
    await desk.client.must('PATCH', `/people/${person.id}`, { name: 'Ada Reed' });
    await desk.shows('Ada Reed', story.path);
    await desk.hides('Ada Stone', story.path);
    const source = sources.items.find((one) => one.name === 'Harbour Wire');
    await desk.client.must('PATCH', `/sources/${source.id}`, { name: 'Coast Wire' });
    await desk.shows('Coast Wire', story.path);
});

test('a renamed section is renamed in the menu of every page of its edition and on its stories', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ headline: 'Ferry lands' });
    const { items } = await desk.client.must('GET', '/sections?edition=en');
    const section = items.find((one) => one.slug === 'news/politics' || one.path === 'news/politics');
    const pages = everyKind('en', story.path);
    await after(desk, [...pages, '/es/'], () => desk.client.must('PATCH', `/sections/${section.id}`,
        { name: 'Statecraft' }));
    await desk.shows('Statecraft', ...pages);
    await desk.hides('Statecraft', '/es/', '/ar/');
});

test('a section with a new slug takes its stories along', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ headline: 'Ferry lands' });
    const { items } = await desk.client.must('GET', '/sections?edition=en');
    const section = items.find((one) => one.slug === 'news/politics' || one.path === 'news/politics');
    await after(desk, [story.path, '/en/news/politics/', '/en/news/statecraft/', '/en/'], () =>
        desk.client.must('PATCH', `/sections/${section.id}`, { slug: 'statecraft' }));
    await desk.answers(301, '/en/news/politics/', '/en/news/statecraft/');
    await desk.answers(301, story.path, '/en/news/statecraft/ferry-lands');
    await desk.shows('Ferry lands', '/en/news/statecraft/', '/en/news/statecraft/ferry-lands');
    await desk.shows('/en/news/statecraft/ferry-lands', '/en/', '/en/latest/');
});

test('a flash is in the ticker of every page of its edition and of no other', async (t) => {
    const desk = await Desk.open(t);
    const pages = {};
    for (const edition of editions) {
        const story = await desk.publish({ edition, headline: `Ferry ${edition}` });
        const gone = await desk.publish({ edition, headline: `Gone ${edition}` });
        await desk.act(gone.id, 'withdraw', { reason: 'It was wrong' });
        pages[edition] = everyKind(edition, story.path, gone.path);
    }
    for (const edition of editions) {
        const others = editions.filter((other) => other !== edition).flatMap((other) => pages[other]);
        const text = `Bridge closed ${edition}`;
        const flash = await after(desk, Object.values(pages).flat(), () =>
            desk.client.must('POST', '/flashes', { edition, text, place: 'Harbour' }));
        await desk.shows(text, ...pages[edition]);
        await desk.hides(text, ...others);
        await desk.client.must('PATCH', `/flashes/${flash.id}`, { text: `Bridge open ${edition}` });
        await desk.hides(text, ...pages[edition]);
        await desk.shows(`Bridge open ${edition}`, ...pages[edition]);
        await desk.client.must('DELETE', `/flashes/${flash.id}`);
        await desk.hides(`Bridge open ${edition}`, ...pages[edition]);
    }
});

test('a flash that ends at its moment is gone from every page', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({});
    const pages = everyKind('en', story.path);
    await desk.client.must('POST', '/flashes', { edition: 'en', text: 'Bridge closed',
        expires_at: new Date(Date.now() + 700).toISOString() });
    await desk.shows('Bridge closed', ...pages);
    await new Promise((resolve) => setTimeout(resolve, 1700));
    await desk.hides('Bridge closed', ...pages);
});

test('a story that is unpublished is nowhere, and stands at the same address again afterwards', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    await after(desk, [...lists, story.path], () => desk.act(story.id, 'unpublish'));
    await desk.hides('Ferry lands', ...lists);
    await desk.answers(404, story.path);
    await desk.warm(...lists, story.path);
    const again = await desk.act(story.id, 'publish');
    assert.equal(again.path, story.path);
    assert.equal(again.published_at, story.published_at);
    await desk.shows('Ferry lands', ...lists, story.path);
});

test('a withdrawn story leaves a notice and no trace in the lists', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    await after(desk, [...lists, story.path],
        () => desk.act(story.id, 'withdraw', { reason: 'The ferry did not land' }));
    await desk.hides('Ferry lands', ...lists);
    const notice = await desk.answers(410, story.path);
    assert.match(notice.text, /The ferry did not land/);
});

test('a correction says on the page what was wrong', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ ...filed, headline: 'Ferry lands' });
    await after(desk, [...lists, story.path], () => desk.act(story.id, 'correct',
        { note: 'It was the other ferry', headline: 'The other ferry lands' }));
    await desk.shows('It was the other ferry', story.path);
    await desk.shows('The other ferry lands', story.path, ...lists);
});

test('translations name each other, and forget each other', async (t) => {
    const desk = await Desk.open(t);
    const english = await desk.publish({ headline: 'Ferry lands' });
    const spanish = await after(desk, [english.path], () =>
        desk.publish({ edition: 'es', headline: 'Llega el ferry', translation_of: english.id }));
    await desk.shows(spanish.path, english.path);
    await desk.shows(english.path, spanish.path);
    await after(desk, [english.path, spanish.path], () => desk.revise(spanish, { translation_of: null }));
    await desk.hides(spanish.path, english.path);
    await desk.hides(english.path, spanish.path);
});

test('a story appointed for a moment is there at that moment, and not before', async (t) => {
    const desk = await Desk.open(t);
    const draft = await desk.draft({ ...filed, headline: 'Ferry lands' });
    const at = Date.now() + 900;
    await desk.act(draft.id, 'publish', { at: new Date(at).toISOString() });
    await desk.warm(...lists);
    await desk.hides('Ferry lands', ...lists);
    await new Promise((resolve) => setTimeout(resolve, at - Date.now() + 1000));
    await desk.shows('Ferry lands', ...lists);
});

test('a second page is there as long as there is something on it', async (t) => {
    const desk = await Desk.open(t);
    const stories = [];
    for (let i = 0; i < 20; i++) stories.push(await desk.publish({ headline: `Ferry ${i}` }));
    const first = '/en/news/politics/', second = '/en/news/politics/?page=2';
    await desk.warm(first, second);
    await desk.answers(404, second);
    await desk.hides('?page=2', first);
    await desk.publish({ headline: 'One more' });
    await desk.shows('?page=2', first);
    await desk.shows('Ferry 0', second);
    await desk.warm(first, second);
    await desk.act(stories[0].id, 'unpublish');
    await desk.hides('?page=2', first);
    await desk.answers(404, second);
});

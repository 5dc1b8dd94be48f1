// Never purged in vain: a page is dropped only by a change of what it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { Desk } from './desk.mjs';

async function keepsThrough(desk, address, name, change) {
    await desk.warm(address);
    assert.ok(await desk.isKept(address), `${address} is not kept at all`);
    await change();
    assert.ok(await desk.isKept(address), `${address} was dropped by ${name}`);
}

test('a story page stays through everything that is no concern of its own', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ headline: 'Ferry lands', topics: ['Kyiv'], authors: ['Ada Stone'] });
    const other = await desk.publish({ headline: 'Another', topics: ['Odesa'], authors: ['Bo Reed'] });
    const topics = await desk.client.must('GET', '/topics?edition=en');
    const odesa = topics.items.find((one) => one.name === 'Odesa');
    const draft = await desk.draft({ headline: 'Not yet' });
    const changes = {
        'a draft made': () => desk.draft({ headline: 'Also not yet' }),
        'a draft edited': () => desk.client.must('PATCH', `/stories/${draft.id}`,
            { headline: 'Still not' }, { 'if-match': `"${draft.version}"` }),
        'a revision nobody sees': () => desk.client.must('PATCH', `/stories/${story.id}`,
            { standfirst: 'Later' }, { 'if-match': `"${story.version}"` }),
        'a story of another edition': () => desk.publish({ edition: 'es', headline: 'Otra' }),
        'a story of the same section': () => desk.publish({ headline: 'A third' }),
        'another story revised': () => desk.revise(other, { headline: 'Another one' }),
        'another topic renamed': () => desk.client.must('PATCH', `/topics/${odesa.id}`, { name: 'Odessa' }),
        'another edition\'s flash': () => desk.client.must('POST', '/flashes',
            { edition: 'es', text: 'Puente cerrado' }),
        // The ticker is new, the page around it is the same.
        'a flash': () => desk.client.must('POST', '/flashes', { edition: 'en', text: 'Bridge closed' }),
    };
    for (const [name, change] of Object.entries(changes))
        await keepsThrough(desk, story.path, name, change);
});

test('a list stays through what does not stand in it', async (t) => {
    const desk = await Desk.open(t);
    await desk.publish({ headline: 'Ferry lands', section: 'news/economy', regions: ['asia'] });
    for (const address of ['/en/news/economy/', '/en/region/asia/']) {
        await keepsThrough(desk, address, 'a draft', () => desk.draft({ section: 'news/economy', regions: ['asia'] }));
        await keepsThrough(desk, address, 'a story elsewhere', () => desk.publish({ headline: 'Elsewhere' }));
        await keepsThrough(desk, address, 'another edition', () =>
            desk.publish({ edition: 'ar', headline: 'عبارة', section: 'news/economy', regions: ['asia'] }));
    }
});

test('nothing at all is dropped by what no reader can see', async (t) => {
    const desk = await Desk.open(t);
    const story = await desk.publish({ headline: 'Ferry lands' });
    await desk.warm('/en/', '/es/', '/en/latest/', story.path, '/en/not-there');
    const before = await desk.client.metrics();
    for (let i = 0; i < 10; i++) {
        const draft = await desk.draft({ headline: `Not yet ${i}` });
        await desk.client.must('PATCH', `/stories/${draft.id}`, { body: 'Other text.' },
            { 'if-match': `"${draft.version}"` });
        await desk.act(draft.id, 'publish', { at: '2099-01-01T00:00:00Z' });
        await desk.act(draft.id, 'unpublish');
        const done = spawnSync('sqlite3', [join(desk.site.data, 'stoppress.db'), `.timeout 5000
            UPDATE story SET status = 'review' WHERE id = ${draft.id};
            INSERT INTO editing(story_id, staff_id, since_ms, until_ms) SELECT ${story.id}, min(id), 1, 2 FROM staff
                WHERE true ON CONFLICT DO NOTHING;
            INSERT INTO unsaved(story_id, staff_id, base_version, at_ms, form) SELECT ${story.id}, min(id), 1, 1, '{}'
                FROM staff WHERE true ON CONFLICT DO NOTHING;
            UPDATE working SET saved_ms = saved_ms + 1;`]);
        assert.equal(done.status, 0, `${done.stderr}`);
    }
    await desk.site.command('token', '--user', 'desk@example.org', '--role', 'editor');
    const after = await desk.client.metrics();
    assert.equal(after.cache_dropped_total, before.cache_dropped_total);
    assert.equal(after.cache_entries, before.cache_entries);
});

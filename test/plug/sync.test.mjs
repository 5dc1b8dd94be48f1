// What has been answered is on the disk: a sync comes before every answer, and covers all of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../law/client.mjs';
import { Site } from '../law/site.mjs';
import { Disk } from './disk.mjs';

async function open(t) {
    const site = new Site(t), disk = new Disk();
    const server = await site.serve({}, disk.env());
    const client = new Client(server, site.token);
    t.after(() => client.end());
    return { disk, client };
}

const story = { edition: 'en', headline: 'Ferry lands', body: 'Some text.', section: 'news/politics' };

// The ledger after an answer: nothing may be left to sync, and at least one sync came since.
async function counted(disk, what, change) {
    const before = disk.read();
    const answer = await change();
    const after = disk.read();
    assert.ok(after.logWrites > before.logWrites, `${what}: nothing was written to the log`);
    assert.ok(after.syncs > before.syncs, `${what}: was answered without a sync`);
    assert.equal(after.unsyncedLog, 0, `${what}: was answered before all of it was synced`);
    return answer;
}

test('every acknowledged change was synced before it was acknowledged', async (t) => {
    const { disk, client } = await open(t);
    const first = disk.read().syncs, publishes = 50;
    for (let i = 0; i < publishes; i++) {
        const draft = await counted(disk, 'a draft', () => client.must('POST', '/stories',
            { ...story, headline: `Ferry ${i} lands` }));
        await counted(disk, 'a publish', () => client.must('POST', `/stories/${draft.id}/publish`, {}));
    }
    const flash = await counted(disk, 'a flash', () =>
        client.must('POST', '/flashes', { edition: 'en', text: 'Bridge closed' }));
    await counted(disk, 'a flash ended', () => client.must('DELETE', `/flashes/${flash.id}`));
    await counted(disk, 'a rename', () => client.must('PATCH', '/sections/1', { name: 'Other news' }));
    const syncs = disk.read().syncs - first;
    console.log(`# ${syncs} syncs for ${publishes} publishes and ${publishes + 3} other changes`);
    assert.ok(syncs >= 2 * publishes + 3);
});

test('reading syncs nothing', async (t) => {
    const { disk, client } = await open(t);
    const draft = await client.must('POST', '/stories', story);
    await client.must('POST', `/stories/${draft.id}/publish`, {});
    const before = disk.read();
    for (const address of ['/en/', '/en/latest/', '/en/news/politics/ferry-lands', '/api/v1/stories'])
        await client.get(address);
    assert.deepEqual(disk.read(), before);
});

test('publishes at the same time are all synced before their answers', async (t) => {
    const { disk, client } = await open(t);
    const drafts = [];
    for (let i = 0; i < 40; i++)
        drafts.push(await client.must('POST', '/stories', { ...story, headline: `Ferry ${i}` }));
    await Promise.all(drafts.map((draft) => client.must('POST', `/stories/${draft.id}/publish`, {})));
    assert.equal(disk.read().unsyncedLog, 0);
});

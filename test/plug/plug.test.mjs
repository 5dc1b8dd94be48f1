// Pull the plug: kill -9 under writing load, again and again. Nothing that was acknowledged is lost,
// nothing is half done, every start is clean.
//
//   PLUG_SEED=7 PLUG_ROUNDS=30 node --test test/plug/plug.test.mjs      the same again
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../law/client.mjs';
import { Random } from '../law/random.mjs';
import { Shell } from '../law/shell.mjs';
import { Site, editions } from '../law/site.mjs';
import { Disk } from './disk.mjs';
import { Book, readOn, work } from './load.mjs';

const seed = Number(process.env.PLUG_SEED ?? 1 + Math.floor(Math.random() * 999999));
const rounds = Number(process.env.PLUG_ROUNDS ?? 16);

// Rows that would say that something happened by half.
const halves = {
    'a list that is not what the stories say': `SELECT * FROM listing EXCEPT SELECT * FROM wanted_listing
        UNION ALL SELECT * FROM (SELECT * FROM wanted_listing EXCEPT SELECT * FROM listing)`,
    'a public story in no list of the newest': `SELECT s.id FROM story s JOIN edition e ON e.id = s.edition_id
        WHERE s.public = 1 AND NOT EXISTS (SELECT 1 FROM listing l WHERE l.story_id = s.id
            AND l.list = 'latest:' || e.slug)`,
    'a public story without an address': `SELECT s.id FROM story s WHERE s.public = 1 AND NOT EXISTS (
        SELECT 1 FROM address a WHERE a.story_id = s.id AND a.path = s.path)`,
    'a story whose version is not there': `SELECT s.id FROM story s WHERE NOT EXISTS (SELECT 1 FROM version v
        WHERE v.story_id = s.id AND v.number = s.version)`,
    'a story appointed for no moment': `SELECT s.id FROM story s WHERE s.status = 'scheduled' AND NOT EXISTS (
        SELECT 1 FROM due d WHERE d.kind = 'story-publish' AND d.key = s.id)`,
    'a moment of a story that is out': `SELECT d.id FROM due d JOIN story s ON s.id = d.key
        WHERE d.kind = 'story-publish' AND s.status = 'published'`,
    'a due job that failed': 'SELECT kind, key, error FROM due WHERE error IS NOT NULL',
    'a change that its topic does not know': `SELECT c.seq FROM change c JOIN change_topic t
        ON t.name = c.topic WHERE t.last_seq < c.seq`,
};

// The shell is there only while it looks: its connection would keep alive what the server left in
// memory, and the next start would not have to recover anything.
async function assertNothingHalf(site) {
    const shell = new Shell(site);
    for (const [what, sql] of Object.entries(halves))
        assert.deepEqual(await shell.rows(`${sql} LIMIT 3`), [], what);
    await shell.end();
}

// What the page says is what the book says.
async function assertPage(client, story) {
    const page = await client.get(story.path, 'gzip');
    assert.equal(page.status, 200, `${story.path} was published`);
    assert.ok(page.text.includes(story.headline), `${story.path} does not show "${story.headline}"`);
}

async function assertStories(client, book, stories) {
    const expected = { published: ['published', 'corrected'], draft: ['draft'],
        withdrawn: ['withdrawn'], appointed: ['scheduled', 'published'] };
    for (const story of stories) {
        const { status, json } = await client.call('GET', `/stories/${story.id}`);
        assert.equal(status, 200, `story ${story.id} was acknowledged and is not there`);
        if (story.unsure) continue;
        assert.equal(json.headline, story.headline);
        assert.ok(expected[story.state].includes(json.status),
            `story ${story.id} was ${story.state} and is ${json.status}`);
        if (story.state === 'published') await assertPage(client, story);
        if (story.state === 'withdrawn') assert.equal((await client.get(story.path)).status, 410);
    }
}

async function assertFlashes(client, book, flashes) {
    for (const flash of flashes) {
        const { status, json } = await client.call('GET', `/flashes/${flash.id}`);
        assert.equal(status, 200, `flash ${flash.id} was acknowledged and is not there`);
        assert.equal(json.text, flash.text);
        if (!flash.unsure) assert.equal(json.ended_at !== null, flash.state === 'ended');
    }
    for (const edition of editions) {
        const { items } = await client.must('GET', `/flashes?edition=${edition}&limit=5`);
        const front = await client.get(`/${edition}/`, 'gzip');
        for (const { text } of items) assert.ok(front.text.includes(text), `the ticker lacks "${text}"`);
    }
}

// The newest that are out stand in the list of the newest. Appointed ones may come out meanwhile and
// push others off the page: then it is looked at again.
async function assertLatest(client) {
    for (const edition of editions) {
        const newest = async () => (await client.must('GET', `/stories?edition=${edition}&limit=20`))
            .items.map((story) => story.headline);
        let before, page, after;
        do {
            before = await newest();
            page = await client.get(`/${edition}/latest/`, 'gzip');
            after = await newest();
        } while (before.join() !== after.join());
        for (const headline of after)
            assert.ok(page.text.includes(headline), `/${edition}/latest/ lacks "${headline}"`);
    }
}

// What was appointed for a moment of the outage is made up for soon after the start.
// Returns how many.
async function assertAppointed(client, book, killedMs, startedMs) {
    let madeUp = 0;
    for (const story of book.sureStories('appointed')) {
        if (story.at > startedMs) continue; // its moment is yet to come
        let json;
        do {
            ({ json } = await client.call('GET', `/stories/${story.id}`));
            if (json.status === 'published') break;
            await new Promise((resolve) => setTimeout(resolve, 20));
        } while (Date.now() < startedMs + 3000);
        assert.equal(json.status, 'published', `story ${story.id} was appointed for ${story.at}, `
            + `${startedMs - story.at} ms before the start, and is ${json.status}`);
        story.state = 'published';
        story.path = new URL(json.url).pathname;
        madeUp += story.at > killedMs;
        await assertPage(client, story);
    }
    return madeUp;
}

async function pullThePlug(t, { powerCut }) {
    const site = new Site(t), disk = powerCut && new Disk();
    const random = new Random(seed), book = new Book(), starts = [];
    let server = await site.serve({}, disk ? disk.env() : {}), lost = 0, madeUp = 0;
    for (let round = 1; round <= rounds; round++) {
        const stories = new Set(book.stories.values()), flashes = new Set(book.flashes.values());
        const readers = readOn(server);
        const worked = work(server, site.token, book, { seed: seed + round, clients: 5 });
        await new Promise((resolve) => setTimeout(resolve, 150 + random.below(500)));
        await site.stop(server, 'SIGKILL');
        const killedMs = Date.now();
        const faults = await worked;
        await readers;
        assert.deepEqual(faults, [], `round ${round}: the server refused something before it was killed`);
        if (disk) lost += disk.cut(site.data);

        await site.command('check');
        await new Promise((resolve) => setTimeout(resolve, random.below(400)));
        server = await site.serve({}, disk ? disk.env() : {});
        starts.push(server.readyMs);
        const client = new Client(server, site.token), startedMs = Date.now();
        const fresh = (all, known) => [...all.values()].filter((one) => !known.has(one));
        madeUp += await assertAppointed(client, book, killedMs, startedMs);
        await assertStories(client, book, fresh(book.stories, stories));
        await assertFlashes(client, book, fresh(book.flashes, flashes));
        await assertLatest(client);
        await assertNothingHalf(site);
        client.end();
    }
    const client = new Client(server, site.token);
    await assertStories(client, book, [...book.stories.values()]);
    client.end();
    assert.equal(await site.stop(server), 0);
    await site.command('check');
    starts.sort((a, b) => a - b);
    console.log(`# PLUG_SEED=${seed}: ${rounds} times; ${book.acknowledged} changes acknowledged, `
        + `${book.unknown} under way, ${madeUp} moments made up for; starts in ${starts[0]}–${starts.at(-1)} ms`
        + (disk ? `; ${lost} bytes lost that nobody had been promised` : ''));
    assert.ok(book.acknowledged > rounds * 4, 'there was hardly any load');
    assert.ok(madeUp > 0, 'no moment fell into an outage');
    assert.ok(starts[Math.floor(starts.length / 2)] < 1000, `starts took ${starts} ms`);
}

test('after kill -9 under load, again and again, everything acknowledged is there', { timeout: 300000 },
    (t) => pullThePlug(t, { powerCut: false }));

test('after a power cut that takes every byte not synced, everything acknowledged is there', { timeout: 300000 },
    (t) => pullThePlug(t, { powerCut: true }));

// The law of the cache: after any sequence of edits, through whatever door, every page and fragment
// that is served equals, byte for byte, the one made without a cache.
//
//   LAW_SEED=7 LAW_STEPS=500 node --test test/law/law.test.mjs      the same again
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './client.mjs';
import { Comparison } from './compare.mjs';
import { Editor } from './edits.mjs';
import { Paper } from './paper.mjs';
import { Random } from './random.mjs';
import { startReaders } from './reader.mjs';
import { Shell } from './shell.mjs';
import { Site, editions } from './site.mjs';

const seed = Number(process.env.LAW_SEED ?? 1 + Math.floor(Math.random() * 999999));
const steps = Number(process.env.LAW_STEPS ?? 2000);
const secondsMax = Number(process.env.LAW_SECONDS ?? 200); // a slow machine takes fewer steps
const settleMs = 150; // what another process has committed is seen within 100 ms
const doors = [[80, 'api'], [17, 'sql'], [3, 'import']];

// Two servers on one site: one keeps pages, the other makes each anew. And who changes and reads it.
async function open(t) {
    const site = new Site(t);
    const keeping = await site.serve();
    const making = await site.serve({ 'page-cache-mb': 0 });
    const shell = new Shell(site);
    const paper = new Paper(shell);
    const random = new Random(seed);
    const cached = new Client(keeping, site.token), made = new Client(making, site.token);
    t.after(() => Promise.all([shell.end(), cached.end(), made.end()]));
    await paper.read();
    return {
        site, shell, paper, random, cached, made, keeping, making,
        editor: new Editor({ random, paper, client: cached, shell, site }),
        comparison: new Comparison(cached, made, seed),
    };
}

// A newspaper to begin with: what is changed has to be there.
async function begin({ editor, paper }) {
    for (let i = 0; i < 60; i++) {
        const edition = editions[i % 3];
        const made = await editor.client.must('POST', '/stories',
            { edition, ...editor.fields(edition) });
        if (i % 10) await editor.client.must('POST', `/stories/${made.id}/publish`, {});
        if (i % 6 === 0) await paper.read();
    }
    await paper.read();
}

function sample({ paper, random }, every, edit) {
    const concerned = edit.stories.slice(0, 6).flatMap((id) => paper.addressesOfStory(id));
    const others = Array.from({ length: 12 }, () => random.pick(every));
    return [...new Set([...paper.mainAddresses(), ...concerned.slice(0, 30), ...others])];
}

// How far behind the log is, if it is: a machine under load may be late, a cache may not be wrong.
async function catchUp({ cached, shell }) {
    const newest = await shell.value('SELECT max(seq) FROM change');
    const began = Date.now();
    while ((await cached.metrics()).change_seq < newest && Date.now() - began < 5000)
        await new Promise((resolve) => setTimeout(resolve, 10));
    return Date.now() - began;
}

function report(step, edit, found) {
    const lines = found.slice(0, 5).map(({ address, encoding, why }) =>
        `${address} (${encoding}): ${why}`);
    return `LAW_SEED=${seed}, step ${step}, after "${edit.what}": ${found.length} addresses differ\n`
        + `edit: ${edit.said}\n${lines.join('\n')}`;
}

test('every page equals the one made without a cache, after any edit through any door', { timeout: 900000 }, async (t) => {
    t.diagnostic(`LAW_SEED=${seed} LAW_STEPS=${steps}`);
    console.log(`# LAW_SEED=${seed} LAW_STEPS=${steps}`);
    const world = await open(t);
    const { paper, editor, comparison, shell, random, cached } = world;
    await begin(world);
    const readers = startReaders(world.keeping, { seed, clients: 6 });
    const count = {}, began = Date.now();
    let refused = 0, late = 0, every = paper.everyAddress();
    readers.look(every);

    let step = 0;
    while (step < steps && Date.now() - began < secondsMax * 1000) {
        step++;
        const door = random.weighed(doors);
        const edit = await editor.edit(door);
        if (!edit.done) {
            refused++;
            continue;
        }
        count[door] = (count[door] ?? 0) + (edit.count ?? 1);
        if (edit.settles) await new Promise((resolve) => setTimeout(resolve, settleMs));
        const known = sample(world, every, edit);
        let found = await comparison.differences(known);
        if (found.length && edit.settles && (await catchUp(world)) > 5) {
            late++;
            found = await comparison.differences(known);
        }
        assert.equal(found.length, 0, report(step, edit, found));
        await paper.read();
        // Addresses that this edit has made are asked for as well, and everything now and then.
        const fresh = edit.stories.slice(0, 4).flatMap((id) => paper.addressesOfStory(id))
            .filter((address) => !known.includes(address)).slice(0, 12);
        if (step % 20 === 0) readers.look(every = paper.everyAddress());
        found = await comparison.differences(fresh);
        assert.equal(found.length, 0, report(step, edit, found));
    }

    every = paper.everyAddress();
    for (let at = 0; at < every.length; at += 40) {
        const found = await comparison.differences(every.slice(at, at + 40), { again: 1 });
        assert.equal(found.length, 0, report(step, { what: 'everything', said: '' }, found));
    }
    const read = await readers.end(), metrics = await cached.metrics();
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    console.log(`# ${step} steps, ${JSON.stringify(count)} edits, ${refused} refused, ${late} late; `
        + `${comparison.compared} comparisons ${JSON.stringify(comparison.byStatus)}; `
        + `${read.reads} reads ${JSON.stringify(read.byEncoding)}; hits ${metrics.cache_hits_total}, `
        + `misses ${metrics.cache_misses_total}, dropped ${metrics.cache_dropped_total}; ${seconds} s`);
    assert.deepEqual(read.faults, []);
    // Nothing of this would mean anything if pages were not kept, changed and read.
    assert.ok(metrics.cache_hits_total > comparison.compared, 'the cache was hardly used');
    assert.ok(metrics.cache_dropped_total > step, 'hardly anything was dropped');
    assert.ok((await world.made.metrics()).cache_hits_total === 0, 'the other server keeps pages too');
    assert.ok(read.byEncoding.gzip && read.byEncoding.br && read.byEncoding.identity);
    assert.ok(refused < step / 3, `${refused} of ${step} edits were refused`);
    assert.ok(late <= 2 + step / 50, `${late} times the change was seen after ${settleMs} ms`);
    for (const status of [200, 301, 404, 410])
        assert.ok(comparison.byStatus[status] > 0, `no page with status ${status} was compared`);
    assert.equal(await shell.value('PRAGMA integrity_check'), 'ok');
});

// The tests above mean something only if they can fail.
test('a change that no trigger has written down is found', { timeout: 60000 }, async (t) => {
    const { cached, comparison, editor, shell } = await open(t);
    const story = await cached.must('POST', '/stories', { edition: 'en', ...editor.fields('en') });
    const { url } = await cached.must('POST', `/stories/${story.id}/publish`, {});
    const addresses = [decodeURI(new URL(url).pathname), '/en/', '/en/latest/', '/es/'];
    assert.equal((await comparison.differences(addresses)).length, 0);
    await shell.run(`DROP TRIGGER story_changed; UPDATE story SET headline = 'Something else'`);
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const found = await comparison.differences(addresses);
    assert.deepEqual(found.map(({ address }) => address), addresses.slice(0, 3));
});

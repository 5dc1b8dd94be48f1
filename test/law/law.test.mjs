// The law of the cache: after any sequence of edits, through whatever door, every page and fragment
// that is served equals, byte for byte, the one made without a cache.
//
//   LAW_SEED=7 LAW_STEPS=500 node --test test/law/law.test.mjs      the same again
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './client.mjs';
import { Comparison } from './compare.mjs';
import { Editor } from './edits.mjs';
import { Paper, addressesOfSlug, slugs } from './paper.mjs';
import { Random } from './random.mjs';
import { startReaders } from './reader.mjs';
import { Shell } from './shell.mjs';
import { Site, editions } from './site.mjs';

const seed = Number(process.env.LAW_SEED ?? 1 + Math.floor(Math.random() * 999999));
const steps = Number(process.env.LAW_STEPS ?? 2000);
const secondsMax = Number(process.env.LAW_SECONDS ?? 170); // a slow machine takes fewer steps
const settleMs = 150; // what another process has committed is seen within 100 ms
const doors = [[80, 'api'], [17, 'sql'], [3, 'import']];

// Two servers on one site: one keeps pages, the other makes each anew. And who changes and reads it.
async function open(t, { megabytes = 256, env = {} } = {}) {
    const site = new Site(t);
    const keeping = await site.serve({ 'page-cache-mb': megabytes }, env);
    const making = await site.serve({ 'page-cache-mb': 0 }, env);
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
    return [...new Set([...paper.mainAddresses(), ...concerned.slice(0, 30), ...others, ...edit.addresses ?? [],
        ...edit.slugs.slice(-2).flatMap(addressesOfSlug)])];
}

// Until all that is committed has been followed: on a machine under load a server may be late with what
// another process has done (it is counted), but never wrong.
async function catchUp({ cached, shell }) {
    const newest = await shell.value('SELECT max(seq) FROM change');
    for (const began = Date.now(); (await cached.metrics()).change_seq < newest;) {
        assert.ok(Date.now() - began < 5000, 'the server does not follow the change log any more');
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

function report(step, edit, found) {
    const lines = found.slice(0, 5).map(({ address, encoding, why }) =>
        `${address} (${encoding}): ${why}`);
    return `LAW_SEED=${seed}, step ${step}, after "${edit.what}": ${found.length} addresses differ\n`
        + `edit: ${edit.said}\n${lines.join('\n')}`;
}

// What it took to find nothing.
function summary({ step, count, refused, late }, { comparison }, read, metrics, seconds) {
    return `# LAW_SEED=${seed}: ${step} steps, ${JSON.stringify(count)} edits, ${refused} refused, ${late} late; `
        + `${comparison.compared} comparisons ${JSON.stringify(comparison.byStatus)}; ${read.reads} reads `
        + `${JSON.stringify(read.byEncoding)}; hits ${metrics.cache_hits_total}, misses ${metrics.cache_misses_total}, `
        + `dropped ${metrics.cache_dropped_total}, evicted ${metrics.cache_evicted_total}; ${seconds.toFixed(0)} s`;
}

// One edit, and everywhere it could be seen.
async function ranked(world, since) {
    return await world.shell.value(`SELECT count(*) FROM change WHERE topic LIKE 'mostread:%' AND at_ms >= ${since}`) > 0;
}

async function takeStep(world, state) {
    const { paper, comparison, random, editor } = world;
    const door = random.weighed(doors), edit = await editor.edit(door);
    if (!edit.done) return void state.refused++;
    state.count[door] = (state.count[door] ?? 0) + (edit.count ?? 1);
    if (edit.settles) await new Promise((resolve) => setTimeout(resolve, settleMs));
    const known = sample(world, state.every, edit);
    const asked = Date.now();
    let found = await comparison.differences(known);
    // The clockwork is nobody's edit: what it ranked between two of the questions is asked again.
    if (found.length && await ranked(world, asked)) found = await comparison.differences(known);
    if (found.length && edit.settles) {
        await catchUp(world);
        const still = await comparison.differences(known);
        state.late += still.length === 0;
        if (!still.length) console.log(`# seen late: ${report(state.step, edit, found).split('\n')[0]}`);
        found = still;
    }
    assert.equal(found.length, 0, report(state.step, edit, found));
    await paper.read();
    // Addresses that this edit has made are asked for as well.
    const fresh = edit.stories.slice(0, 4).flatMap((id) => paper.addressesOfStory(id))
        .filter((address) => !known.includes(address)).slice(0, 12);
    found = await comparison.differences(fresh);
    assert.equal(found.length, 0, report(state.step, edit, found));
}

// More changes at once than the cache remembers; then everything there is.
async function flood(world, state) {
    const shift = 'UPDATE story SET published_ms = published_ms + 1000, kicker = kicker || 1 WHERE public = 1';
    const edit = { what: 'sql: a flood', slugs: [], said: `${shift}, again and again` };
    const changes = () => world.shell.value('SELECT max(seq) FROM change');
    for (const before = await changes(); (await changes()) < before + 20000;)
        await world.shell.run(`BEGIN IMMEDIATE; ${`${shift}; `.repeat(4)} COMMIT`);
    await catchUp(world);
    const every = world.paper.everyAddress();
    for (let at = 0; at < every.length; at += 40) {
        const found = await world.comparison.differences(every.slice(at, at + 40), { again: 0.5 });
        assert.equal(found.length, 0, report(state.step, edit, found));
    }
}

// Addresses that may be taken at any moment are asked for more often: they have to be in the cache.
function readable(every) {
    const free = slugs.flatMap(addressesOfSlug);
    return [...every, ...free, ...free, ...free];
}

async function holdTheLaw(t, { steps: stepsMax, seconds, megabytes, env }) {
    const world = await open(t, { megabytes, env }), { paper, comparison } = world;
    await begin(world);
    const readers = startReaders(world.keeping, { seed, clients: 5 });
    t.after(() => readers.stop());
    const state = { step: 0, count: {}, refused: 0, late: 0, every: paper.everyAddress() };
    readers.look(readable(state.every));
    const began = Date.now(), secondsGone = () => (Date.now() - began) / 1000;
    while (state.step < stepsMax && secondsGone() < seconds) {
        if (++state.step % 20 === 0) readers.look(readable(state.every = paper.everyAddress()));
        await takeStep(world, state);
    }
    await flood(world, state);
    const read = await readers.end(), metrics = await world.cached.metrics();
    console.log(summary(state, world, read, metrics, secondsGone()));
    assert.deepEqual(read.faults, []);
    assert.equal((await world.made.metrics()).cache_hits_total, 0, 'the other server keeps pages too');
    assert.ok(read.byEncoding.gzip && read.byEncoding.br && read.byEncoding.identity);
    assert.ok(state.refused < state.step / 3, `${state.refused} of ${state.step} edits were refused`);
    assert.ok(state.late <= 2 + state.step / 50, `seen only after ${settleMs} ms, ${state.late} times`);
    assert.ok(metrics.cache_dropped_total > state.step, 'hardly anything was dropped');
    assert.equal(await world.shell.value('PRAGMA integrity_check'), 'ok');
    return { metrics, comparison };
}

test('every page equals the one made without a cache, after any edit through any door', { timeout: 900000 }, async (t) => {
    console.log(`# LAW_SEED=${seed} LAW_STEPS=${steps}`);
    const { metrics, comparison } = await holdTheLaw(t, { steps, seconds: secondsMax });
    assert.ok(metrics.cache_hits_total > comparison.compared / 2, 'the cache was hardly used');
    for (const status of [200, 301, 404, 410])
        assert.ok(comparison.byStatus[status] > 0, `no page with status ${status} was compared`);
});

test('the same holds for a cache too small for the site, and for what a CDN is told', { timeout: 300000 }, async (t) => {
    const { metrics } = await holdTheLaw(t, { steps: steps / 8, seconds: secondsMax / 6, megabytes: 1,
        env: { STOPPRESS_CDN: 'yes' } });
    assert.ok(metrics.cache_evicted_total > 0, 'nothing was evicted');
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

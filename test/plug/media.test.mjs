// Pictures when things go wrong: workers killed at work, a disk that is full, the server killed while
// pictures come in. What was acknowledged is there with its bytes; what was not leaves nothing behind
// that anybody stumbles over.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { makeSite, makeToken, mustRun, serve, temporary } from '../http/server.mjs';

const rounds = Number(process.env.PLUG_ROUNDS ?? 6);

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

function crcOf(bytes) {
    if (crc32) return crc32(bytes);
    let crc = 0xffffffff;
    for (const byte of bytes) {
        crc ^= byte;
        for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    }
    return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crcOf(body), body.length + 4);
    return out;
}

// Noise, which nothing makes smaller.
function noise(width, height) {
    const head = Buffer.alloc(13), rows = randomBytes((width * 3 + 1) * height);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head[8] = 8;
    head[9] = 2;
    for (let y = 0; y < height; y++) rows[y * (width * 3 + 1)] = 0;
    return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
        chunk('IDAT', deflateSync(rows, { level: 0 })), chunk('IEND', Buffer.alloc(0))]);
}

// Status 0: the connection broke.
async function upload(server, token, bytes) {
    const form = new FormData();
    form.set('file', new Blob([bytes], { type: 'image/png' }), 'noise.png');
    form.set('alt', 'Noise');
    form.set('credit', 'Nobody');
    try {
        const answer = await fetch(`${server.url}/api/v1/media`,
            { method: 'POST', body: form, headers: { Authorization: `Bearer ${token}` } });
        return { status: answer.status, json: await answer.json() };
    } catch {
        return { status: 0, json: null };
    }
}

const pathOf = (picture, shape, width, format) =>
    new URL(picture.url).pathname.replace(/-whole-\d+\.jpg$/, `-${shape}-${width}.${format}`);

async function ask(server, path) {
    const answer = await fetch(server.url + path);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
}

function assertPicture({ status, bytes }, path) {
    assert.equal(status, 200, `${path}: ${bytes.toString().slice(0, 200)}`);
    if (path.endsWith('.jpg')) assert.ok(bytes[0] === 0xff && bytes.at(-1) === 0xd9, `${path} is cut off`);
    else assert.equal(bytes.readUInt32LE(4) + 8, bytes.length, `${path} is cut off`);
}

function filesIn(folder) {
    return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)) : [];
}
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
const isWell = (dir) => assert.match(mustRun(['check', '--data', dir]).out, /pictures: \d+, well/);

async function started(settings = {}) {
    const dir = makeSite(), token = makeToken(dir);
    return { dir, token, server: await serve(dir, { settings }) };
}

// ── workers ───────────────────────────────────────────────────────────────────────────────────

// The picture workers of a server.
function workersOf(pid) {
    const children = readdirSync(`/proc/${pid}/task`)
        .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ')).filter(Boolean);
    return children.map(Number).filter((child) => {
        try { return readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('picture-worker'); } catch { return false; }
    });
}

test('workers killed while readers ask: a picture, or a word to try again', { timeout: 60000 }, async (t) => {
    const { dir, token, server } = await started();
    t.after(() => server.stop('SIGKILL'));
    const made = [];
    for (let i = 0; i < 4; i++) made.push((await upload(server, token, noise(800, 700))).json);
    const paths = made.flatMap((picture) => ['16x9', '4x3', '1x1', 'whole'].flatMap((shape) =>
        ['jpg', 'webp'].map((format) => pathOf(picture, shape, 720, format))));
    let reading = true, kills = 0;
    const killing = (async () => {
        while (reading) {
            for (const pid of workersOf(server.pid)) {
                try { process.kill(pid, 'SIGKILL'); kills++; } catch { /* it was gone already */ }
            }
            await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 400));
        }
    })();
    const counts = {};
    const answers = await Promise.all(paths.map((path) => ask(server, path)));
    const uploads = await Promise.all([1, 2, 3, 4].map(() => upload(server, token, noise(500, 500))));
    reading = false;
    await killing;
    for (const [i, answer] of answers.entries()) {
        counts[answer.status] = (counts[answer.status] ?? 0) + 1;
        if (answer.status === 200) assertPicture(answer, paths[i]);
        else assert.equal(answer.status, 503, answer.bytes.toString());
    }
    for (const { status, json } of uploads) {
        assert.ok([201, 503].includes(status), JSON.stringify(json));
        if (status === 503) assert.match(json.detail, /try again/);
    }
    assert.ok(kills > 0, 'nobody was killed');
    for (const path of paths) assertPicture(await ask(server, path), path);
    t.diagnostic(`${kills} killed; ${JSON.stringify(counts)}`);
    assert.equal(await server.stop(), 0);
    isWell(dir);
});

// ── a full disk ───────────────────────────────────────────────────────────────────────────────

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

// No file of the server may grow beyond this from now on; undefined: as before.
function limitFiles(server, bytes) {
    execFileSync('prlimit', [`--pid=${server.pid}`, `--fsize=${bytes ?? 'unlimited'}:unlimited`]);
}

test('a full disk is said, loses nothing, and keeps no reader from what is there',
    { timeout: 60000, skip: canLimit ? false : 'needs prlimit' }, async (t) => {
        const { dir, token, server } = await started();
        t.after(() => server.stop('SIGKILL'));
        const api = (method, path, body) => server.call(method, `/api/v1${path}`, { token, body });
        const first = await upload(server, token, noise(700, 700));
        assert.equal(first.status, 201);
        const { json: story } = await api('POST', '/stories',
            { edition: 'en', section: 'news/politics', headline: 'Before', body: 'Text.', picture: first.json.id });
        const out = await api('POST', `/stories/${story.id}/publish`, {});
        assert.equal(out.status, 200, out.text);
        const before = filesIn(join(dir, 'media', 'originals'));

        limitFiles(server, 1 << 20); // more than this picture has no room
        const large = noise(900, 800);
        const refused = await upload(server, token, large);
        assert.equal(refused.status, 503, JSON.stringify(refused.json));
        assert.match(refused.json.detail, /disk is full/);
        assert.doesNotMatch(refused.json.detail, /\//, 'says where files are');
        assert.deepEqual(filesIn(join(dir, 'media', 'originals')), before);

        limitFiles(server, 1); // there is no room for anything
        const small = await upload(server, token, noise(40, 40));
        assert.equal(small.status, 503, JSON.stringify(small.json));
        const draft = await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'During', body: 'Text.' });
        assert.equal(draft.status, 503, draft.text);
        assert.match(draft.json.detail, /nothing was saved/);
        for (const format of ['jpg', 'webp']) {
            const path = pathOf(first.json, '16x9', 360, format);
            assertPicture(await ask(server, path), path);
        }
        assert.equal((await server.call('GET', new URL(out.json.url).pathname)).status, 200);
        assert.equal((await server.call('GET', '/healthz')).status, 200);

        limitFiles(server);
        for (const bytes of [large, noise(40, 40)]) assert.equal((await upload(server, token, bytes)).status, 201);
        const after = await api('POST', '/stories', { edition: 'en', section: 'news/politics', headline: 'After', body: 'Text.' });
        assert.equal(after.status, 201, after.text);
        assert.equal(await server.stop(), 0);
        assert.deepEqual(filesIn(join(dir, 'media')).filter((path) => path.endsWith('.part')), []);
        isWell(dir);
    });

// ── kill -9 ───────────────────────────────────────────────────────────────────────────────────

test('after kill -9 while pictures come in, everything acknowledged is there', { timeout: 120000 }, async (t) => {
    let { dir, token, server } = await started();
    t.after(() => server.stop('SIGKILL'));
    const kept = new Map(); // id → hash of its bytes
    let unsure = 0;
    for (let round = 1; round <= rounds; round++) {
        const bytes = Array.from({ length: 24 }, () => noise(200 + round * 40, 300));
        const all = bytes.map((one) => upload(server, token, one).then((answer) => ({ one, answer })));
        // Not before something was acknowledged, and then at no moment in particular.
        await Promise.race(all);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
        await server.stop('SIGKILL');
        for (const { one, answer: { status, json } } of await Promise.all(all)) {
            if (status === 201) kept.set(json.id, hashOf(one));
            else unsure++;
            assert.ok([0, 201].includes(status), JSON.stringify(json));
        }
        isWell(dir);
        server = await serve(dir);
        const there = new Set(filesIn(join(dir, 'media', 'originals')).filter((path) => !path.endsWith('.part')).map((path) => hashOf(readFileSync(path))));
        for (const [id, hash] of kept) {
            assert.ok(there.has(hash), `the bytes of picture ${id} are not there`);
            const told = await server.call('GET', `/api/v1/media/${id}`, { token });
            assert.equal(told.status, 200, `picture ${id} was acknowledged and is not there`);
        }
        const newest = (await server.call('GET', `/api/v1/media/${[...kept.keys()].at(-1)}`, { token })).json;
        const path = pathOf(newest, '4x3', 360, 'jpg');
        assertPicture(await ask(server, path), path);
    }
    t.diagnostic(`${rounds} times; ${kept.size} pictures acknowledged, ${unsure} not`);
    assert.ok(unsure > 0 && kept.size >= rounds);
    assert.equal(await server.stop(), 0);
});

test('half-written files disturb nobody, and go into no backup', { timeout: 60000 }, async (t) => {
    let { dir, token, server } = await started();
    t.after(() => server.stop('SIGKILL'));
    const bytes = noise(500, 400);
    const { json: picture } = await upload(server, token, bytes);
    const path = pathOf(picture, '16x9', 360, 'webp');
    assertPicture(await ask(server, path), path);
    await server.stop('SIGKILL');
    const [original] = filesIn(join(dir, 'media', 'originals')), [rendition] = filesIn(join(dir, 'media', 'renditions'));
    for (const file of [original, rendition]) writeFileSync(`${file}.AbCdEfGhIjKl.part`, bytes.subarray(0, 1000));
    mkdirSync(join(dir, 'media', 'originals', 'zz'));
    writeFileSync(join(dir, 'media', 'originals', 'zz', `${'0'.repeat(64)}.AbCdEfGhIjKl.part`), '');
    writeFileSync(rendition, ''); // a power cut may leave a name without bytes
    isWell(dir);
    server = await serve(dir);
    assertPicture(await ask(server, path), path);
    assert.equal((await upload(server, token, bytes)).json.id, picture.id);
    const folder = temporary();
    mustRun(['backup', join(folder, 'backup'), '--data', dir]);
    mustRun(['restore', join(folder, 'backup'), '--data', join(folder, 'site')]);
    assert.deepEqual(filesIn(join(folder, 'site', 'media')).filter((file) => file.endsWith('.part')), []);
    isWell(join(folder, 'site'));
    assert.equal(await server.stop(), 0);
});

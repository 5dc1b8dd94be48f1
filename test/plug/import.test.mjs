// An import that is killed midway and begun again ends where an undisturbed one does: nothing twice,
// nothing missing. A server beside it goes on serving.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporary } from '../http/server.mjs';
import { Client } from '../law/client.mjs';
import { Random } from '../law/random.mjs';
import { Shell } from '../law/shell.mjs';
import { Site, editions } from '../law/site.mjs';

const seed = Number(process.env.PLUG_SEED ?? 1 + Math.floor(Math.random() * 999999));
const lines = 3000, kills = 8;

function writeLines(random) {
    const file = join(temporary(), 'wire.jsonl');
    const sections = ['news/politics', 'news/sports', 'articles/opinion'];
    const all = Array.from({ length: lines }, (_, i) => {
        const lang = editions[i % 3];
        return JSON.stringify({
            id: `wire-${i}`, lang, title: `${random.words(lang, 5)} ${i}`,
            text: `${random.words(lang, 30)}\n\n${random.words(lang, 40)}`,
            section: random.pick(sections), topics: [`Topic ${random.below(40)}`],
            author: `Author ${random.below(30)}`, source: `Wire ${random.below(5)}`,
            translation_group: `group-${Math.floor(i / 3)}`,
            published_at: new Date(Date.UTC(2025, 0, 1) + i * 600000).toISOString(),
        });
    });
    writeFileSync(file, all.join('\n') + '\n');
    return file;
}

// All that readers could tell apart, without ids and moments of the import itself.
const content = {
    stories: `SELECT e.slug AS edition, s.path, s.headline, s.status, s.published_ms, s.body,
        (SELECT count(*) FROM version v WHERE v.story_id = s.id AND v.published_ms IS NOT NULL) AS published,
        (SELECT count(*) FROM story t WHERE t.translation_group = s.translation_group) AS twins,
        (SELECT group_concat(t.name) FROM story_topic j JOIN topic t ON t.id = j.topic_id
          WHERE j.story_id = s.id) AS topics
        FROM story s JOIN edition e ON e.id = s.edition_id ORDER BY 1, 2`,
    lists: `SELECT substr(list, 1, instr(list, ':')) AS kind, count(*) AS rows FROM listing GROUP BY 1`,
    topics: 'SELECT edition_id, slug, name FROM topic ORDER BY 1, 2',
    people: 'SELECT slug, name FROM person ORDER BY 1',
    sources: 'SELECT slug, name FROM source ORDER BY 1',
    imported: 'SELECT origin, item, digest FROM imported ORDER BY 1, 2',
    addresses: 'SELECT edition_id, path FROM address ORDER BY 1, 2',
};

async function readContent(site) {
    const shell = new Shell(site), found = {};
    // Block ids are drawn by chance; the words between them are not.
    for (const [name, sql] of Object.entries(content))
        found[name] = (await shell.rows(sql)).map((row) =>
            row.body ? { ...row, body: row.body.replaceAll(/"id":"[^"]*"/g, '"id":""') } : row);
    await shell.end();
    return found;
}

test('an import killed midway, again and again, ends as if it never had been', { timeout: 300000 }, async (t) => {
    const random = new Random(seed), file = writeLines(random);
    const whole = new Site(t), killed = new Site(t);
    const began = Date.now();
    const { out } = await whole.command('import', 'jsonl', file);
    const tookMs = Date.now() - began;
    assert.match(out.trim().split('\n').at(-1), /^3000 stories, .*; 0 skipped$/);

    const server = await killed.serve(), client = new Client(server, killed.token);
    t.after(() => client.end());
    let midway = 0;
    for (let i = 0; i < kills; i++) {
        const running = killed.begin('import', 'jsonl', file);
        await new Promise((resolve) => setTimeout(resolve, tookMs * (0.03 + 0.3 * random.number())));
        running.kill('SIGKILL');
        midway += (await running.ended).signal === 'SIGKILL';
        assert.equal((await client.get('/en/latest/')).status, 200);
        await killed.command('check');
    }
    const again = await killed.command('import', 'jsonl', file);
    console.log(`# PLUG_SEED=${seed}: ${lines} lines in ${tookMs} ms, ${midway} of ${kills} killed midway; `
        + again.out.trim().split('\n').at(-1));
    assert.ok(midway >= 2, 'the import was always faster');
    assert.equal(again.out.trim().split('\n').at(-1), out.trim().split('\n').at(-1));
    await killed.command('check');
    const expected = await readContent(whole), found = await readContent(killed);
    for (const name of Object.keys(content)) assert.deepEqual(found[name], expected[name], name);
    const newest = expected.stories.filter((story) => story.edition === 'en')
        .sort((a, b) => b.published_ms - a.published_ms)[0];
    assert.equal((await client.get(`/en/${newest.path}`)).status, 200);
});

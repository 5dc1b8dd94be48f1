// import jsonl: real news in three languages, again and again; and lines that are wrong.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bin, makeSite, makeToken, mustRun, run, serve, shared, temporary } from './server.mjs';

function file(lines) {
  const path = join(temporary(), 'in.jsonl');
  writeFileSync(path, typeof lines === 'string' ? lines : lines.map((line) => JSON.stringify(line)).join('\n') + '\n');
  return path;
}
const last = (done) => {
  const found = /^(\d+) stories, (\d+) pictures, (\d+) people, (\d+) topics; (\d+) skipped$/.exec(done.out.trimEnd().split('\n').at(-1));
  assert.ok(found, done.out);
  return found.slice(1).map(Number);
};
async function stories(dir, query = '') {
  const token = makeToken(dir);
  const server = await serve(dir);
  const all = [];
  for (let cursor = ''; cursor !== null;) {
    const page = (await server.call('GET', `/api/v1/stories?limit=100${query}${cursor && `&cursor=${cursor}`}`, { token })).json;
    all.push(...page.items);
    cursor = page.next;
  }
  await server.stop();
  return all;
}

test('real news, twice: nothing is doubled', async (t) => {
  const folder = shared('data/news-text');
  if (!folder) return t.skip('SHARED is not set');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name));
  const lines = files.flatMap((path) => readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line)));
  const dir = makeSite();
  const first = mustRun(['import', 'jsonl', ...files, '--data', dir]);
  const [count, , , , skipped] = last(first);
  assert.equal(count + skipped, lines.length);
  assert.ok(skipped <= 5, first.err);
  assert.equal(first.err.trim().split('\n').filter((line) => line.includes('skipped:')).length, skipped);
  const again = mustRun(['import', 'jsonl', ...files, '--data', dir]);
  assert.deepEqual(last(again), last(first));
  const all = await stories(dir);
  assert.equal(all.length, count);
  const groups = new Map();
  for (const line of lines) if (line.translation_group) groups.set(line.translation_group, (groups.get(line.translation_group) ?? 0) + 1);
  const translated = all.filter((story) => story.translation_of).length;
  const expected = [...groups.values()].reduce((sum, n) => sum + n - 1, 0);
  assert.ok(translated >= expected - 5 && translated <= expected, `${translated} of ${expected}`);
  const dated = lines.find((line) => line.lang === 'en' && line.date);
  assert.ok(all.some((story) => story.published_at === `${dated.date}T00:00:00Z` && story.headline === dated.title));
  mustRun(['check', '--data', dir]);
});

test('fields, synonyms and where a story goes', async () => {
  const dir = makeSite();
  const done = mustRun(['import', 'jsonl', '--data', dir, file([
    { id: 'a', edition: 'en', headline: 'With fields', body: 'Some *text*', section: 'news/sports', topics: ['One', 'Two'], authors: ['Ann'], published_at: '2020-05-06T07:08:09Z', regions: ['africa'], licence: 'CC', words: 7 },
    { id: 'b', lang: 'en-GB', title: 'With synonyms', text: 'First *line*\nsecond line\n\nNext', date: '2019-01-02', author: 'Ann', url: 'https://old.example/b', category: 'Technology' },
    { lang: 'es', title: 'Sin nada', text: 'Uno\nDos', url: 'https://old.example/c', category: 'Nada' },
    { id: 7, lang: 'en', title: 'A draft', text: 'x', status: 'draft' },
    { id: 'w', lang: 'en', title: 'Taken back', text: 'x', status: 'withdrawn', withdrawn_reason: 'Untrue' },
  ])]);
  assert.deepEqual(last(done), [5, 0, 1, 2, 0]);
  const all = await stories(dir);
  const find = (headline) => all.find((story) => story.headline === headline);
  const fields = find('With fields');
  assert.equal(fields.section, 'news/sports');
  assert.equal(fields.published_at, '2020-05-06T07:08:09Z');
  assert.deepEqual(fields.topics, ['One', 'Two']);
  assert.deepEqual(fields.authors, ['Ann']);
  const synonyms = find('With synonyms');
  assert.equal(synonyms.published_at, '2019-01-02T00:00:00Z');
  assert.equal(synonyms.section, 'news/technology');
  assert.deepEqual(synonyms.authors, ['Ann']);
  assert.deepEqual(synonyms.body.content.map((block) => block.content[0].text), ['First *line* second line', 'Next']);
  const bare = find('Sin nada');
  assert.equal(bare.edition, 'es');
  assert.ok(bare.section, 'a story without a section goes to the first');
  assert.deepEqual(bare.body.content.map((block) => block.content[0].text), ['Uno', 'Dos']);
  assert.equal(find('A draft'), undefined);
  assert.equal(find('Taken back'), undefined);
});

test('run again it updates what changed, and only that', async () => {
  const dir = makeSite();
  const line = { id: '1', lang: 'en', title: 'Before', text: 'x', date: '2020-01-01' };
  mustRun(['import', 'jsonl', '--data', dir, file([line, { ...line, id: '2', title: 'Other' }])]);
  const before = await stories(dir);
  const done = mustRun(['import', 'jsonl', '--data', dir, file([{ ...line, title: 'After' }, { ...line, id: '2', title: 'Other' }])]);
  assert.deepEqual(last(done), [2, 0, 0, 0, 0]);
  const after = await stories(dir);
  assert.equal(after.length, 2);
  const by = (list, headline) => list.find((story) => story.headline === headline);
  assert.equal(by(after, 'After').id, by(before, 'Before').id);
  assert.equal(by(after, 'After').url.split('/').at(-1), 'before', 'an address stays');
  assert.equal(by(after, 'Other').version, by(before, 'Other').version);
});

test('the same id in two editions is two stories of one group', async () => {
  const dir = makeSite();
  mustRun(['import', 'jsonl', '--data', dir, file([
    { id: 'x', lang: 'en', title: 'One', text: 'x', translation_group: 'g' },
    { id: 'x', lang: 'ar', title: 'واحد', text: 'x', translation_group: 'g' },
    { id: 'x', lang: 'en', title: 'One', text: 'x', translation_group: 'g' }])]);
  const all = await stories(dir);
  assert.equal(all.length, 2);
  const [first, second] = [all.find((story) => story.edition === 'en'), all.find((story) => story.edition === 'ar')];
  assert.equal(second.translation_of, first.id);
});

test('repeats inside one file count once', () => {
  const line = { id: '1', lang: 'en', title: 'Same', text: 'x' };
  assert.deepEqual(last(mustRun(['import', 'jsonl', '--data', makeSite(), file([line, line, { ...line, text: 'y' }])])), [1, 0, 0, 0, 0]);
});

test('wrong lines are skipped, each with its place and reason', () => {
  const path = file('\ufeff{"id":"1","lang":"en","title":"Fine","text":"x"}\r\n\nnot json\n{"lang":"xx","title":"T","text":"x"}\n{"title":"T","text":"x"}\n{"lang":"en","text":"x"}\n{"lang":"en","title":7}\n[1]\n{"lang":"en","title":"T","text":"x","section":"no/where"}\n{"lang":"en","title":"T","body":{"type":"script"}}\n');
  const done = run(['import', 'jsonl', '--data', makeSite(), path]);
  assert.equal(done.code, 0, done.err);
  assert.deepEqual(last(done), [1, 0, 0, 0, 8]);
  for (const line of [3, 4, 5, 6, 7, 8, 9, 10]) assert.match(done.err, new RegExp(`in\\.jsonl:${line}: skipped: \\S`));
});

test('--edition, --draft and --publish', async () => {
  const dir = makeSite();
  const lines = [{ id: '1', title: 'One', text: 'x' }, { id: '2', lang: 'es', title: 'Dos', text: 'x', status: 'draft' }];
  const done = mustRun(['import', 'jsonl', '--data', dir, file(lines), '--edition', 'en', '--draft']);
  assert.deepEqual(last(done), [2, 0, 0, 0, 0]);
  assert.equal((await stories(dir)).length, 0);
  mustRun(['import', '--publish', '--edition=en', 'jsonl', file(lines), '--data', dir]);
  assert.deepEqual((await stories(dir)).map((story) => story.edition).sort(), ['en', 'es']);
  assert.equal(run(['import', 'jsonl', '--data', dir, file(lines), '--draft', '--publish']).code, 2);
});

test('a refused file exits 1 and leaves nothing; files before it stay', async () => {
  const dir = makeSite();
  const fine = file([{ id: '1', lang: 'en', title: 'Stays', text: 'x' }]);
  const done = run(['import', 'jsonl', '--data', dir, fine, file('<xml>\n</xml>\n'), file([{ id: '2', lang: 'en', title: 'Not reached', text: 'x' }])]);
  assert.equal(done.code, 1, done.err);
  assert.match(done.err, /refused/);
  assert.deepEqual((await stories(dir)).map((story) => story.headline), ['Stays']);
  assert.equal(run(['import', 'jsonl', '--data', dir, '/nonexistent.jsonl']).code, 1);
});

test('a publish does not wait behind an import, and readers see it as it comes', async () => {
  const dir = makeSite();
  const token = makeToken(dir);
  const server = await serve(dir);
  const lines = Array.from({ length: 1500 }, (_, i) => ({ id: String(i), lang: 'en', title: `Story ${i}`, text: 'Some words. '.repeat(50), topics: [`T${i % 50}`] }));
  let importing = true;
  const start = performance.now();
  const child = spawn(bin, ['import', 'jsonl', file(lines), '--data', dir], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', (code) => { importing = false; resolve(code); }));
  let slowest = 0, seen = 0;
  while (importing) {
    const begun = performance.now();
    const made = await server.call('POST', '/api/v1/flashes', { token, body: { edition: 'en', text: 'In between' } });
    assert.equal(made.status, 201, made.text);
    slowest = Math.max(slowest, performance.now() - begun);
    seen = Math.max(seen, (await server.call('GET', '/api/v1/stories?limit=100')).json.items.length);
  }
  assert.equal(await ended, 0);
  assert.ok(seen > 0);
  const took = performance.now() - start;
  assert.ok(slowest < Math.max(2000, took / 2), `${slowest} ms of ${took} ms`);
  assert.equal(await server.stop(), 0);
});

test('a status is taken by its usual names, and one nobody knows is skipped with a reason', async () => {
  const dir = makeSite();
  const line = (id, more) => ({ id, edition: 'en', headline: `Story ${id}`, section: 'news/sports', body: 'Text.', ...more });
  const future = new Date(Date.now() + 3600e3).toISOString();
  const done = mustRun(['import', 'jsonl', '--data', dir, file([
    line('a', { status: 'publish' }), line('b', { status: 'pending' }), line('c', { status: 'scheduled', published_at: future }),
    line('d', { status: 'sideways' }), line('e', { published_at: '2020-01-02T03:04:05Z', updated_at: '2020-02-03T04:05:06Z' }),
  ])]);
  assert.equal(last(done)[0], 4);
  assert.match(done.err, /sideways/);
  const all = await stories(dir);
  assert.deepEqual(all.map((story) => story.headline).sort(), ['Story a', 'Story e']);
  const old = all.find((story) => story.headline === 'Story e');
  assert.equal(old.published_at, '2020-01-02T03:04:05Z');
  assert.equal(old.updated_at, '2020-02-03T04:05:06Z');
});

// Random edits through three doors: the content API, an import as another process, the database's own
// shell. Each does something and says what it did: {what, done: bool, stories: ids it concerns,
// addresses: it should show at, slugs: it gave away}.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editions } from './site.mjs';
import { oldPaths, slugs } from './paper.mjs';
import { quote } from './shell.mjs';

// What an edit has at hand.
export class Editor {
    constructor({ random, paper, client, shell, site }) {
        Object.assign(this, { random, paper, client, shell, site });
        this.made = 0;
        this.drawn = []; // slugs of this edit
    }

    name(edition) {
        return `${this.random.words(edition, 2)} ${++this.made}`;
    }

    slug() {
        const slug = this.random.pick(slugs);
        this.drawn.push(slug);
        return slug;
    }

    story(filter = () => true) {
        const fit = this.paper.stories.filter(filter);
        return fit.length ? this.random.pick(fit) : null;
    }

    pick(part, filter = () => true) {
        const fit = this.paper[part].filter(filter);
        return fit.length ? this.random.pick(fit) : null;
    }

    body(edition) {
        const { random } = this;
        const paragraphs = Array.from({ length: 1 + random.below(3) },
            () => random.words(edition, 4 + random.below(20)));
        if (random.chance(0.3)) paragraphs.push(`## ${random.words(edition, 3)}`);
        if (random.chance(0.3)) paragraphs.push(`- ${random.words(edition, 2)}\n- **x**`);
        return paragraphs.join('\n\n');
    }

    // Fields of a story, whole (for a new one) or some.
    fields(edition, part = 1) {
        const { random, paper } = this;
        const all = {
            headline: () => `${random.words(edition, 4)} ${++this.made}`,
            standfirst: () => random.words(edition, 8),
            kicker: () => random.words(edition, 1),
            body: () => this.body(edition),
            section: () => random.pick(paper.of(edition, 'sections')).path,
            kind: () => random.pick(['news', 'opinion', 'analysis', 'gallery', 'infograph']),
            regions: () => random.some(paper.of(edition, 'regions'), 3).map((one) => one.slug),
            topics: () => this.topicNames(edition),
            authors: () => [...random.some(paper.people, 2).map((one) => one.name),
                ...(random.chance(0.1) ? [this.name(edition)] : [])],
            source: () => random.chance(0.5) ? this.sourceName(edition) : null,
            dossiers: () => random.some(paper.of(edition, 'dossiers'), 2).map((one) => `${one.id}`),
            related: () => random.some(paper.stories.filter((one) => one.edition === edition), 2)
                .map((one) => `${one.id}`),
            picture: () => paper.pictures.length && random.chance(0.5)
                ? `${random.pick(paper.pictures).id}` : null,
        };
        const chosen = {};
        for (const [name, make] of Object.entries(all))
            if (part === 1 || random.chance(part)) chosen[name] = make();
        return Object.keys(chosen).length ? chosen : { standfirst: all.standfirst() };
    }

    topicNames(edition) {
        const known = this.random.some(this.paper.of(edition, 'topics'), 3).map((one) => one.name);
        return this.random.chance(0.15) ? [...known, this.name(edition)] : known;
    }

    sourceName(edition) {
        const { sources } = this.paper;
        return sources.length && this.random.chance(0.8)
            ? this.random.pick(sources).name : this.name(edition);
    }

    // One edit through the door: 'api', 'import' or 'sql'.
    async edit(door) {
        const [name, run] = this.random.weighed(doors[door].map(([weight, ...rest]) => [weight, rest]));
        this.drawn = [];
        const done = await run(this);
        return { what: `${door}: ${name}`, done: false, stories: [], ...done, slugs: this.drawn };
    }
}

// ── the content API ────────────────────────────────────────────────────────────────────────────

async function call(editor, method, path, json, headers) {
    const answer = await editor.client.call(method, path, json, headers);
    if (answer.status >= 500)
        throw new Error(`${method} ${path} answered ${answer.status} to ${JSON.stringify(json)}: `
            + JSON.stringify(answer.json));
    const story = path.startsWith('/stories') && answer.json?.id ? [Number(answer.json.id)] : [];
    return {
        done: answer.status < 300,
        stories: story,
        json: answer.json,
        said: `${method} ${path} ${JSON.stringify(json)} → ${answer.status}`,
    };
}

async function make(editor, publish) {
    const edition = editor.random.pick(editions);
    const fields = { edition, ...editor.fields(edition) };
    const twin = editor.random.chance(0.3) && editor.story((one) => one.edition !== edition);
    if (twin) fields.translation_of = twin.id;
    const related = editor.random.chance(0.2) && editor.story((one) => one.edition === edition);
    if (related) fields.related = [related.id];
    const made = await call(editor, 'POST', '/stories', fields);
    if (!made.done || !publish) return made;
    const published = await call(editor, 'POST', `/stories/${made.json.id}/publish`, {});
    return { ...published, said: `${made.said}; ${published.said}` };
}

async function act(editor, filter, name, json) {
    const story = editor.story(filter);
    if (!story) return {};
    const done = await call(editor, 'POST', `/stories/${story.id}/${name}`, json ?? {});
    return { ...done, stories: [story.id] };
}

async function patch(editor, filter, thenPublish) {
    const story = editor.story(filter);
    if (!story) return {};
    const fields = editor.fields(story.edition, 0.25);
    if (editor.random.chance(0.1)) fields.slug = editor.slug();
    if (editor.random.chance(0.15)) {
        const twin = editor.story((one) => one.edition !== story.edition);
        fields.translation_of = twin && editor.random.chance(0.7) ? twin.id : null;
    }
    const done = await call(editor, 'PATCH', `/stories/${story.id}`, fields,
        { 'if-match': `"${story.version}"` });
    if (!done.done || !thenPublish) return { ...done, stories: [story.id] };
    const published = await call(editor, 'POST', `/stories/${story.id}/publish`, {});
    return { ...published, said: `${done.said}; ${published.said}`, stories: [story.id] };
}

function correct(editor) {
    const story = editor.story((one) => one.public);
    if (!story) return {};
    return call(editor, 'POST', `/stories/${story.id}/correct`,
        { note: editor.random.words(story.edition, 5), ...editor.fields(story.edition, 0.15) });
}

// Things that happen at a moment: published a little later, ended a little later. They happen before
// the edit is over, and the clockwork is given time for it.
async function appoint(editor) {
    const at = new Date(Date.now() + 500).toISOString();
    const story = editor.story((one) => one.status === 'draft');
    const edition = editor.random.pick(editions);
    const flash = await call(editor, 'POST', '/flashes', { edition,
        text: editor.random.words(edition, 6), expires_at: at });
    let done = flash;
    if (story) {
        done = await call(editor, 'POST', `/stories/${story.id}/publish`, { at });
        done = { ...done, said: `${flash.said}; ${done.said}`, stories: [story.id] };
    }
    const until = Date.now() + 10000;
    for (let left = 1; left && Date.now() < until;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        left = await editor.shell.value('SELECT count(*) FROM due WHERE error IS NULL');
    }
    return { ...done, settles: true };
}

function makeFlash(editor) {
    const edition = editor.random.pick(editions);
    const flash = { edition, text: editor.random.words(edition, 6),
        place: editor.random.words(edition, 1), source: 'AP', bar: editor.random.chance(0.3) };
    const story = editor.random.chance(0.4) && editor.story((one) => one.edition === edition);
    if (story) flash.story = story.id;
    return call(editor, 'POST', '/flashes', flash);
}

function changeFlash(editor) {
    const flash = editor.pick('flashes', (one) => !one.ended_ms);
    if (!flash) return {};
    return call(editor, 'PATCH', `/flashes/${flash.id}`, editor.random.chance(0.5)
        ? { text: editor.random.words(flash.edition, 6) }
        : { bar: editor.random.chance(0.5), place: editor.random.words(flash.edition, 1) });
}

function endFlash(editor) {
    const flash = editor.pick('flashes', (one) => !one.ended_ms);
    return flash ? call(editor, 'DELETE', `/flashes/${flash.id}`) : {};
}

function makeFiling(editor) {
    const edition = editor.random.pick(editions);
    const many = editor.random.pick(['sections', 'regions', 'topics', 'people', 'sources', 'dossiers']);
    const name = editor.name(edition);
    const filing = many === 'dossiers' ? { edition, title: name, text: name }
        : many === 'people' || many === 'sources' ? { name } : { edition, name };
    if (many === 'sections' && editor.random.chance(0.6)) {
        const parent = editor.pick('sections', (one) => one.edition === edition && !one.parent_id);
        if (parent) filing.parent = parent.id;
    }
    return call(editor, 'POST', `/${many}`, filing);
}

function renameFiling(editor) {
    const many = editor.random.weighed([[3, 'sections'], [2, 'regions'], [3, 'topics'], [3, 'people'],
        [2, 'sources'], [1, 'dossiers']]);
    const filing = editor.pick(many);
    if (!filing) return {};
    const edition = filing.edition ?? editor.random.pick(editions);
    const change = {};
    if (editor.random.chance(0.7)) change[many === 'dossiers' ? 'title' : 'name'] = editor.name(edition);
    else change.slug = editor.slug();
    if (many === 'sections' && editor.random.chance(0.2)) change.hidden = editor.random.chance(0.3);
    if (many === 'sections' && editor.random.chance(0.2)) change.position = editor.random.below(30);
    if (many === 'topics' && editor.random.chance(0.3)) change.definition = editor.name(edition);
    if (many === 'topics' && editor.random.chance(0.4))
        change.names = [editor.name(edition), editor.name(edition)];
    return changeFiling(editor, many, filing, change);
}

async function changeFiling(editor, many, filing, change) {
    const done = await call(editor, 'PATCH', `/${many}/${filing.id}`, change);
    return { ...done, addresses: editor.paper.addressesOfFiling(many, filing) };
}

function moveSection(editor) {
    const section = editor.pick('sections', (one) => !one.has_subs);
    if (!section) return {};
    const parent = editor.pick('sections', (one) => !one.parent_id && one.id !== section.id
        && one.edition === section.edition);
    return changeFiling(editor, 'sections', section,
        { parent: parent && editor.random.chance(0.8) ? parent.id : null });
}

function mergeTopics(editor) {
    const topic = editor.pick('topics');
    const into = topic && editor.pick('topics',
        (one) => one.edition === topic.edition && one.id !== topic.id);
    return into ? call(editor, 'POST', `/topics/${topic.id}/merge`, { into: into.id }) : {};
}

const isPublic = (one) => one.public;
const isDraft = (one) => one.status === 'draft';

// ── an import ──────────────────────────────────────────────────────────────────────────────────

function importLine(editor) {
    const { random } = editor;
    const number = random.below(60);
    const edition = random.pick(editions);
    const line = {
        id: `wire-${number}`, lang: edition, title: `${random.words(edition, 4)} ${++editor.made}`,
        text: editor.body(edition), standfirst: random.words(edition, 5),
        published_at: new Date(Date.UTC(2026, 0, 1 + random.below(300))).toISOString(),
    };
    if (random.chance(0.5)) line.section = random.pick(editor.paper.of(edition, 'sections')).path;
    if (random.chance(0.5)) line.topics = editor.topicNames(edition);
    if (random.chance(0.5)) line.author = editor.paper.people.length && random.chance(0.7)
        ? random.pick(editor.paper.people).name : editor.name(edition);
    if (random.chance(0.5)) line.translation_group = `group-${number % 20}`;
    if (random.chance(0.1)) line.status = random.pick(['draft', 'withdrawn']);
    return line;
}

async function importLines(editor, max) {
    const lines = Array.from({ length: 1 + editor.random.below(max) }, () => importLine(editor));
    const file = join(editor.site.data, '..', 'wire.jsonl');
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n') + '\n');
    const newest = await editor.shell.value('SELECT coalesce(max(seq), 0) FROM change');
    const { out, err } = await editor.site.command('import', 'jsonl', file);
    const changed = await editor.shell.rows(`SELECT DISTINCT substr(topic, 7) AS id FROM change
        WHERE seq > ${newest} AND topic LIKE 'story:%' LIMIT 6`);
    return { done: true, settles: true, count: lines.length,
        stories: changed.map((one) => Number(one.id)),
        said: `import of ${lines.length}: ${out.trim().split('\n').at(-1)} ${err.trim()}` };
}

// ── the database's own shell ───────────────────────────────────────────────────────────────────

// Statements of one transaction; refused by the schema's own rules is no fault.
async function commit(editor, ...statements) {
    const sql = `BEGIN IMMEDIATE; ${statements.join('; ')}; COMMIT;`;
    const { err } = await editor.shell.run(sql);
    if (err) await editor.shell.run('ROLLBACK;');
    return { done: !err, settles: true, said: `${sql} ${err}` };
}

function updateStory(editor, set, filter = isPublic) {
    const story = editor.story(filter);
    if (!story) return {};
    return commit(editor, `UPDATE story SET ${set(story)} WHERE id = ${story.id}`)
        .then((done) => ({ ...done, stories: [story.id] }));
}

async function update(editor, part, table, set) {
    const row = editor.pick(part);
    if (!row) return {};
    const done = await commit(editor, `UPDATE ${table} SET ${set(row)} WHERE id = ${row.id}`);
    return { ...done, addresses: editor.paper.addressesOfFiling(part, row) };
}

function sqlName(editor, row) {
    return quote(editor.name(row.edition ?? 'en'));
}

async function dropJoin(editor) {
    const join = editor.pick('joins');
    if (!join) return {};
    const column = join.kind === 'author' ? 'person_id' : `${join.kind}_id`;
    const done = await commit(editor, `DELETE FROM story_${join.kind}
        WHERE story_id = ${join.story_id} AND ${column} = ${join.of_id}`);
    return { ...done, stories: [join.story_id] };
}

async function addJoin(editor) {
    const [table, column, part] = editor.random.pick([['story_topic', 'topic_id', 'topics'],
        ['story_region', 'region_id', 'regions'], ['story_author', 'person_id', 'people'],
        ['story_dossier', 'dossier_id', 'dossiers']]);
    const story = editor.story(isPublic);
    const filing = story && editor.pick(part, (one) => !one.edition || one.edition === story.edition);
    if (!filing) return {};
    const done = await commit(editor, `INSERT INTO ${table}(story_id, ${column}, position)
        VALUES (${story.id}, ${filing.id}, 9)`);
    return { ...done, stories: [story.id], addresses: editor.paper.addressesOfFiling(part, filing) };
}

function moveJoin(editor) {
    const story = editor.story(isPublic);
    const topic = story && editor.pick('topics', (one) => one.edition === story.edition);
    return topic ? commit(editor, `UPDATE story_topic SET topic_id = ${topic.id}
        WHERE rowid = (SELECT rowid FROM story_topic WHERE story_id = ${story.id} LIMIT 1)`)
        .then((done) => ({ ...done, stories: [story.id] })) : {};
}

function changeEdition(editor) {
    const slug = editor.random.pick(editions);
    const set = editor.random.pick([
        () => `title = ${quote(editor.name(slug))}`, () => `slogan = ${quote(editor.name(slug))}`,
        () => `zone = ${quote(editor.random.pick(['Europe/Madrid', 'UTC', 'Asia/Riyadh']))}`,
        () => 'arabic_digits = 1 - arabic_digits', () => `name = ${quote(editor.name(slug))}`,
        () => `position = ${editor.random.below(9)}`]);
    return commit(editor, `UPDATE edition SET ${set()} WHERE slug = ${quote(slug)}`);
}

function changeSite(editor) {
    return editor.random.chance(0.5)
        ? commit(editor, `UPDATE site SET title = ${quote(editor.name('en'))}`)
        : commit(editor, `INSERT INTO social_link(edition_id, name, url) SELECT id, 'X',
            'https://social.example/' FROM edition WHERE slug = ${quote(editor.random.pick(editions))}`);
}

// The house's own pages: about, privacy, contact.
async function changePage(editor) {
    const edition = editor.random.pick(editions), page = editor.random.pick(['about', 'contact', 'us']);
    const where = `WHERE slug = ${quote(page)} AND edition_id = (SELECT id FROM edition
        WHERE slug = ${quote(edition)})`;
    const done = await commit(editor, editor.random.pick([
        `UPDATE page SET title = ${quote(editor.name(edition))} ${where}`,
        `UPDATE page SET body = (SELECT body FROM page ORDER BY id DESC LIMIT 1 OFFSET
            ${editor.random.below(9)}) ${where}`,
        `UPDATE page SET slug = ${quote(editor.random.pick(['about', 'contact', 'us']))} ${where}`]));
    return { ...done, addresses: ['about', 'contact', 'us'].map((slug) => `/${edition}/${slug}`) };
}

// What the newsroom keeps for itself: rows of the desk, who writes, what is typed, how far a draft
// is. No reader sees any of it, and no page may be dropped for it.
async function changeDesk(editor) {
    const { random } = editor;
    const story = editor.story();
    const draft = editor.story((one) => ['draft', 'review', 'ready'].includes(one.status));
    if (!story) return {};
    const staff = '(SELECT min(id) FROM staff)';
    const statement = random.pick([
        `UPDATE working SET headline = ${sqlName(editor, story)}, folded = NULL, saved_ms = saved_ms + 1
            WHERE story_id = ${story.id}`,
        `UPDATE working SET section_id = NULL, words = 9 WHERE story_id = ${story.id}`,
        `DELETE FROM working WHERE story_id = ${story.id}`,
        `INSERT INTO unsaved(story_id, staff_id, base_version, at_ms, form) VALUES (${story.id}, ${staff}, 1, 1, '{}')
            ON CONFLICT (story_id, staff_id) DO UPDATE SET at_ms = at_ms + 1, form = '{"a":1}'`,
        `INSERT INTO editing(story_id, staff_id, since_ms, until_ms) VALUES (${story.id}, ${staff}, 1, 2)
            ON CONFLICT (story_id, staff_id) DO UPDATE SET until_ms = until_ms + 1`,
        'DELETE FROM unsaved', 'DELETE FROM editing',
        draft ? `UPDATE story SET status = ${quote(random.pick(['draft', 'review', 'ready']))} WHERE id = ${draft.id}`
            : 'DELETE FROM session',
    ]);
    // In one transaction, so that nobody else's changes are between.
    const sql = `BEGIN IMMEDIATE; CREATE TEMP TABLE IF NOT EXISTS mark(seq); DELETE FROM mark;
        INSERT INTO mark SELECT coalesce(max(seq), 0) FROM change; ${statement};
        SELECT topic FROM change WHERE seq > (SELECT seq FROM mark); COMMIT;`;
    const { out, err } = await editor.shell.run(sql);
    if (err) await editor.shell.run('ROLLBACK;');
    else if (out.trim()) throw new Error(`${statement} is no news to readers, but names ${out}`);
    const done = { done: !err, settles: true, said: `${statement} ${err}` };
    return { ...done, stories: [story.id] };
}

// A redirect from before the move here, made, turned and taken away.
async function changeRedirect(editor) {
    const path = editor.random.pick(oldPaths);
    const target = quote(`/${editor.random.pick(editions)}/latest/`);
    const done = await commit(editor, editor.random.chance(0.6)
        ? `INSERT INTO redirect(path, target) VALUES (${quote(path)}, ${target})
            ON CONFLICT (path) DO UPDATE SET target = excluded.target`
        : `DELETE FROM redirect WHERE path = ${quote(path)}`);
    return { ...done, addresses: [path] };
}

async function endAddress(editor) {
    const old = editor.pick('addresses', (one) => !editor.paper.stories.some(
        (story) => story.id === one.story_id && story.path === one.path));
    if (!old) return {};
    const done = await commit(editor, `DELETE FROM address WHERE story_id = ${old.story_id}
        AND path = ${quote(old.path)}`);
    return { ...done, addresses: [`/${old.edition}/${old.path}`] };
}

function deleteStory(editor) {
    const story = editor.story((one) => one.public || one.status === 'withdrawn');
    if (!story) return {};
    const tables = ['story_region', 'story_topic', 'story_author', 'story_dossier', 'story_related',
        'story_completion', 'most_read', 'view_count', 'share_count', 'address', 'imported', 'version', 'slot'];
    return commit(editor, ...tables.map((table) => `DELETE FROM ${table} WHERE story_id = ${story.id}`),
        `DELETE FROM story_related WHERE related_id = ${story.id}`,
        `DELETE FROM story_completion WHERE related_id = ${story.id}`,
        `UPDATE flash SET story_id = NULL WHERE story_id = ${story.id}`,
        `DELETE FROM story WHERE id = ${story.id}`)
        .then((done) => ({ ...done, stories: [story.id] }));
}

async function deleteTopic(editor) {
    const topic = editor.pick('topics');
    if (!topic) return {};
    const done = await commit(editor, `DELETE FROM story_topic WHERE topic_id = ${topic.id}`,
        `DELETE FROM topic_name WHERE topic_id = ${topic.id}`,
        `UPDATE topic SET merged_into = NULL WHERE merged_into = ${topic.id}`,
        `DELETE FROM topic WHERE id = ${topic.id}`);
    return { ...done, addresses: editor.paper.addressesOfFiling('topics', topic) };
}

async function changeTopicNames(editor) {
    const topic = editor.pick('topics');
    if (!topic) return {};
    const done = await editor.random.pick([
        () => commit(editor, `INSERT INTO topic_name(edition_id, folded, topic_id, name) VALUES
            (${topic.edition_id}, 'folded ${++editor.made}', ${topic.id}, ${sqlName(editor, topic)})`),
        () => commit(editor, `UPDATE topic_name SET name = ${sqlName(editor, topic)}
            WHERE topic_id = ${topic.id}`),
        () => commit(editor, `DELETE FROM topic_name WHERE topic_id = ${topic.id}
            AND folded LIKE 'folded%'`)])();
    return { ...done, addresses: editor.paper.addressesOfFiling('topics', topic) };
}

function insertStory(editor) {
    const section = editor.pick('sections');
    const headline = editor.name(section.edition);
    return commit(editor, `INSERT INTO story(edition_id, status, made_ms, kind, headline, section_id,
        slug, published_ms, updated_ms, public_version, body) SELECT ${section.edition_id}, 'published',
        1, 'news', ${quote(headline)}, ${section.id}, ${quote(editor.slug())}, ms, ms, 1, body
        FROM (SELECT 1790000000000 + ${editor.random.below(1e9)} AS ms, body FROM story
              WHERE body <> '' LIMIT 1)`,
        'UPDATE story SET translation_group = id WHERE translation_group = 0');
}

// ── the whole page: fronts, pictures, rankings, what stands beside a story ─────────────────────────

// A front curated by the API, or given back to its plan.
function curate(editor) {
    const edition = editor.random.pick(editions), section = editor.pick('sections', (one) => one.edition === edition);
    const dossier = editor.pick('dossiers', (one) => one.edition === edition);
    const id = editor.random.weighed([[3, edition], [1, `section:${section.id}`],
        [dossier ? 1 : 0, `dossier:${dossier?.id}`]]);
    const { random } = editor;
    const stories = editor.paper.stories.filter((one) => one.edition === edition);
    const container = () => ({
        kind: random.pick(['lead', 'lead-pair', 'big-story', 'row-4', 'row-3', 'section', 'opinion', 'strip', 'list']),
        title: random.chance(0.3) ? editor.name(edition) : '',
        fill: random.chance(0.7) ? random.pick([`latest:${edition}`, `section:${section.id}/list`]) : '',
        slots: random.some(stories, 4).map((one) => ({ story: `${one.id}`,
            ...random.chance(0.3) ? { headline: editor.name(edition) } : {} })),
    });
    const containers = random.chance(0.2) ? [] : Array.from({ length: 1 + random.below(4) }, container);
    return call(editor, 'PATCH', `/fronts/${id}`, { containers });
}

// Rows of a front by hand.
function changeSlot(editor) {
    return commit(editor, editor.random.pick([
        `UPDATE slot SET headline = ${quote(editor.name('en'))} WHERE id = (SELECT max(id) FROM slot)`,
        'DELETE FROM slot WHERE id = (SELECT min(id) FROM slot)',
        'UPDATE slot SET position = 9 - position WHERE id % 3 = 0',
        `UPDATE container SET title = ${quote(editor.name('en'))} WHERE id = (SELECT max(id) FROM container)`,
        `UPDATE container SET position = 20 - position WHERE id % 2 = 0`]));
}

// Pictures as rows: their bytes are asked for by browsers, not by pages.
function makePicture(editor) {
    const hash = String(++editor.made).padStart(64, '0');
    return commit(editor, `INSERT INTO picture(hash, media_type, width, height, alt, caption, credit, made_ms)
        VALUES ('${hash}', 'image/jpeg', ${800 + editor.random.below(2000)}, ${500 + editor.random.below(900)},
        ${quote(editor.name('en'))}, ${quote(editor.name('en'))}, 'AP', 1)`);
}

function changePicture(editor) {
    const picture = editor.pick('pictures');
    if (!picture) return {};
    const edition = editor.random.pick(editions);
    return commit(editor, editor.random.pick([
        `UPDATE picture SET focal_x = ${editor.random.below(101)} WHERE id = ${picture.id}`,
        `UPDATE picture SET lapsed = 1 - lapsed WHERE id = ${picture.id}`,
        `UPDATE picture SET caption = ${quote(editor.name('en'))}, alt = ${quote(editor.name('en'))} WHERE id = ${picture.id}`,
        `UPDATE picture SET credit = ${quote(editor.name('en'))} WHERE id = ${picture.id}`,
        `INSERT INTO picture_text(picture_id, edition_id, alt, caption) SELECT ${picture.id}, id,
            ${quote(editor.name(edition))}, ${quote(editor.name(edition))} FROM edition WHERE slug = ${quote(edition)}
            ON CONFLICT (picture_id, edition_id) DO UPDATE SET alt = excluded.alt, caption = excluded.caption`,
        `UPDATE story SET picture_id = ${picture.id} WHERE id = (SELECT id FROM story WHERE public = 1 LIMIT 1
            OFFSET ${editor.random.below(20)})`,
        `UPDATE dossier SET picture_id = ${picture.id} WHERE id = (SELECT max(id) FROM dossier)`,
        `UPDATE person SET picture_id = ${picture.id} WHERE id = (SELECT max(id) FROM person)`]));
}

function rank(editor) {
    const story = editor.story(isPublic), span = editor.random.pick(['hour', 'day', 'week']);
    if (!story) return {};
    const position = editor.random.below(6);
    return commit(editor, editor.random.chance(0.2)
        ? `DELETE FROM most_read WHERE span = '${span}' AND edition_id = ${story.edition_id}`
        : `INSERT INTO most_read(edition_id, span, position, story_id) VALUES (${story.edition_id}, '${span}',
            ${position}, ${story.id}) ON CONFLICT (edition_id, span, position)
            DO UPDATE SET story_id = excluded.story_id`).then((done) => ({ ...done, stories: [story.id] }));
}

function share(editor) {
    const story = editor.story(isPublic);
    return story ? commit(editor, `INSERT INTO share_count(story_id, shares) VALUES (${story.id}, 1)
        ON CONFLICT (story_id) DO UPDATE SET shares = shares + ${1 + editor.random.below(999)}`)
        .then((done) => ({ ...done, stories: [story.id] })) : {};
}

function completeRelated(editor) {
    const story = editor.story(isPublic);
    const other = story && editor.story((one) => one.edition === story.edition && one.id !== story.id);
    if (!other) return {};
    return commit(editor, editor.random.chance(0.3)
        ? `DELETE FROM story_completion WHERE story_id = ${story.id}`
        : `INSERT INTO story_completion(story_id, related_id, position) VALUES (${story.id}, ${other.id}, 5)
            ON CONFLICT (story_id, related_id) DO UPDATE SET position = 1 - position`)
        .then((done) => ({ ...done, stories: [story.id, other.id] }));
}

function changeDossier(editor) {
    return update(editor, 'dossiers', 'dossier', (one) => editor.random.pick([
        `title = ${sqlName(editor, one)}`, `text = ${sqlName(editor, one)}`,
        `position = ${editor.random.below(9)}`, `slug = ${quote(editor.slug())}`]));
}

function changePerson(editor) {
    return update(editor, 'people', 'person', (one) => editor.random.pick([
        `about = ${sqlName(editor, one)}`, `role = ${sqlName(editor, one)}`]));
}

// Many at once, in one statement: more topics than one change usually has.
function sweep(editor) {
    const section = editor.pick('sections');
    return editor.random.weighed([
        [2, () => commit(editor, `UPDATE story SET kicker = ${sqlName(editor, section)}
            WHERE section_id = ${section.id}`)],
        [1, () => commit(editor, `UPDATE story SET published_ms = published_ms + 1000
            WHERE section_id = ${section.id} AND public = 1`)],
        [1, () => commit(editor, `UPDATE person SET role = ${quote(editor.name('en'))}`)],
        [1, () => commit(editor, `UPDATE flash SET ended_ms = 1 WHERE ended_ms IS NULL AND
            edition_id = ${section.edition_id}`)]])();
}

// ── the doors ──────────────────────────────────────────────────────────────────────────────────

// [how often, name, function]
const doors = {
    api: [
        [8, 'make and publish', (editor) => make(editor, true)],
        [3, 'make a draft', (editor) => make(editor, false)],
        [4, 'publish a draft', (editor) => act(editor, isDraft, 'publish')],
        [8, 'revise and publish', (editor) => patch(editor, isPublic, true)],
        [3, 'revise', (editor) => patch(editor, isPublic, false)],
        [3, 'change a draft', (editor) => patch(editor, isDraft, false)],
        [3, 'unpublish', (editor) => act(editor, isPublic, 'unpublish')],
        [2, 'withdraw', (editor) => act(editor, isPublic, 'withdraw', { reason: editor.name('en') })],
        [3, 'correct', correct],
        [0.3, 'appoint', appoint],
        [5, 'make a flash', makeFlash],
        [2, 'change a flash', changeFlash],
        [3, 'end a flash', endFlash],
        [2, 'make a filing', makeFiling],
        [5, 'rename a filing', renameFiling],
        [1, 'move a section', moveSection],
        [0.5, 'merge topics', mergeTopics],
        [3, 'curate a front', curate],
    ],
    import: [
        [1, 'some lines', (editor) => importLines(editor, 8)],
    ],
    sql: [
        [3, 'rows of the newsroom', changeDesk],
        [3, 'headline', (editor) => updateStory(editor, (one) => `headline = ${sqlName(editor, one)}`)],
        [1, 'standfirst', (editor) => updateStory(editor, (one) => `standfirst = ${sqlName(editor, one)}`)],
        [2, 'status', (editor) => updateStory(editor,
            () => `status = '${editor.random.pick(['draft', 'published', 'withdrawn', 'corrected'])}'`,
            (one) => one.path)],
        [2, 'published_ms', (editor) => updateStory(editor,
            () => `published_ms = published_ms + ${editor.random.below(8e6) - 4e6}`)],
        [2, 'section of a story', (editor) => updateStory(editor, (one) =>
            `section_id = ${editor.random.pick(editor.paper.of(one.edition, 'sections')).id}`)],
        [1, 'slug of a story', (editor) => updateStory(editor, () => `slug = ${quote(editor.slug())}`)],
        [1, 'kind', (editor) => updateStory(editor, () => `kind = '${editor.random.pick(['opinion', 'news'])}'`)],
        [1, 'translation group', (editor) => updateStory(editor, () =>
            `translation_group = ${editor.story().translation_group}`)],
        [1, 'correction', (editor) => updateStory(editor, (one) =>
            `correction = ${sqlName(editor, one)}, corrected_ms = 1790000000000`)],
        [2, 'section name', (editor) => update(editor, 'sections', 'section', (one) => `name = ${sqlName(editor, one)}`)],
        [1, 'section slug', (editor) => update(editor, 'sections', 'section', () => `slug = ${quote(editor.slug())}`)],
        [1, 'section parent', (editor) => update(editor, 'sections', 'section', (one) =>
            `parent_id = ${quote(editor.pick('sections', (p) => p.edition === one.edition && !p.parent_id)?.id)}`)],
        [1, 'section order', (editor) => update(editor, 'sections', 'section', () =>
            `position = ${editor.random.below(30)}, hidden = ${editor.random.below(2)}, colour = 'world'`)],
        [2, 'topic name', (editor) => update(editor, 'topics', 'topic', (one) => `name = ${sqlName(editor, one)}`)],
        [1, 'topic slug', (editor) => update(editor, 'topics', 'topic', () => `slug = ${quote(editor.slug())}`)],
        [1, 'topic definition', (editor) => update(editor, 'topics', 'topic', (one) => `definition = ${sqlName(editor, one)}`)],
        [1, 'topic merged', (editor) => update(editor, 'topics', 'topic', (one) =>
            `merged_into = ${quote(editor.pick('topics', (t) => t.edition === one.edition && t.id !== one.id)?.id)}`)],
        [1, 'topic deleted', deleteTopic],
        [2, 'topic names', changeTopicNames],
        [1, 'region slug', (editor) => update(editor, 'regions', 'region', () => `slug = ${quote(editor.slug())}`)],
        [1, 'region name', (editor) => update(editor, 'regions', 'region', (one) => `name = ${sqlName(editor, one)}`)],
        [2, 'person name', (editor) => update(editor, 'people', 'person', (one) => `name = ${sqlName(editor, one)}`)],
        [1, 'person slug', (editor) => update(editor, 'people', 'person', () => `slug = ${quote(editor.slug())}`)],
        [2, 'source name', (editor) => update(editor, 'sources', 'source', (one) => `name = ${sqlName(editor, one)}`)],
        [2, 'flash text', (editor) => update(editor, 'flashes', 'flash', (one) => `text = ${sqlName(editor, one)}`)],
        [1, 'flash ended', (editor) => update(editor, 'flashes', 'flash', () => 'ended_ms = 1')],
        [1, 'flash revived', (editor) => update(editor, 'flashes', 'flash', () => 'ended_ms = NULL')],
        [2, 'edition', changeEdition],
        [1, 'site', changeSite],
        [4, 'join dropped', dropJoin],
        [4, 'join added', addJoin],
        [2, 'join moved', moveJoin],
        [3, 'redirect', changeRedirect],
        [2, 'page', changePage],
        [1, 'address ended', endAddress],
        [2, 'slot or container', changeSlot],
        [2, 'picture made', makePicture],
        [3, 'picture', changePicture],
        [3, 'ranking', rank],
        [2, 'shares', share],
        [2, 'completion', completeRelated],
        [2, 'dossier', changeDossier],
        [2, 'person', changePerson],
        [0.5, 'story deleted', deleteStory],
        [1, 'story inserted', insertStory],
        [2, 'sweep', sweep],
    ],
};

// What stands in the data now, read through the shell: what edits choose from, and every address that
// could show it.
import { editions } from './site.mjs';

const queries = {
    stories: `SELECT s.id, e.slug AS edition, s.edition_id, s.status, s.public, s.version, s.path,
        s.section_id, s.translation_group, date(s.published_ms / 1000, 'unixepoch') AS day FROM story s JOIN edition e ON e.id = s.edition_id`,
    sections: `SELECT c.id, e.slug AS edition, c.edition_id, c.path, c.slug, c.parent_id,
        EXISTS (SELECT 1 FROM section b WHERE b.parent_id = c.id) AS has_subs
        FROM section c JOIN edition e ON e.id = c.edition_id`,
    regions: `SELECT r.id, e.slug AS edition, r.edition_id, r.slug FROM region r
        JOIN edition e ON e.id = r.edition_id`,
    topics: `SELECT t.id, e.slug AS edition, t.edition_id, t.slug, t.name FROM topic t
        JOIN edition e ON e.id = t.edition_id`,
    people: 'SELECT id, slug, name FROM person',
    sources: 'SELECT id, slug, name FROM source',
    dossiers: `SELECT d.id, e.slug AS edition, d.edition_id, d.slug FROM dossier d
        JOIN edition e ON e.id = d.edition_id`,
    flashes: `SELECT f.id, e.slug AS edition, f.edition_id, f.ended_ms FROM flash f
        JOIN edition e ON e.id = f.edition_id ORDER BY f.id DESC LIMIT 40`,
    addresses: `SELECT e.slug AS edition, a.path, a.story_id FROM address a
        JOIN edition e ON e.id = a.edition_id`,
    oldSlugs: `SELECT o.kind, e.slug AS edition, o.slug FROM old_slug o
        JOIN edition e ON o.edition_id IN (0, e.id)`,
    joins: `SELECT story_id, 'region' AS kind, region_id AS of_id FROM story_region
        UNION ALL SELECT story_id, 'topic', topic_id FROM story_topic
        UNION ALL SELECT story_id, 'author', person_id FROM story_author
        UNION ALL SELECT story_id, 'dossier', dossier_id FROM story_dossier`,
    pictures: 'SELECT id FROM picture',
    // Days of publication in UTC; an edition's own may be the one before or after.
    days: `SELECT DISTINCT e.slug AS edition, date(s.published_ms / 1000, 'unixepoch') AS day FROM story s
        JOIN edition e ON e.id = s.edition_id WHERE s.public = 1 ORDER BY day DESC LIMIT 60`,
};

// The day, the day before and the day after, its month and its year.
function addressesOfDay(edition, day) {
    const at = Date.parse(day);
    const days = [-1, 0, 1].map((by) => new Date(at + by * 86400000).toISOString().slice(0, 10));
    return [...days, day.slice(0, 7), day.slice(0, 4)]
        .map((one) => `/${edition}/archive/${one.replaceAll('-', '/')}/`);
}

const wordOf = { section: '', person: 'author/', dossier: 'coverage/', region: 'region/',
    topic: 'topic/', source: 'source/', programme: 'programme/' };

const kindOf = { sections: 'section', regions: 'region', topics: 'topic', people: 'person',
    sources: 'source', dossiers: 'dossier' };
const partOf = { region: 'regions', topic: 'topics', author: 'people', dossier: 'dossiers' };

// The slugs that edits give away, few, so that their addresses are asked for before they are there and
// after they are gone, and are taken by one thing after another.
export const slugs = [...Array.from({ length: 12 }, (_, i) => `slug-${i}`), 'اسم-0', 'اسم-1'];

// Addresses from before the move here, with a redirect or without.
export const oldPaths = Array.from({ length: 5 }, (_, i) => `/2019/old-${i}.html`);

// Where something with this slug could stand.
export function addressesOfSlug(slug) {
    return editions.flatMap((edition) => ['', 'news/', 'region/', 'topic/'].map((word) =>
        `/${edition}/${word}${slug}/`).concat(`/${edition}/news/politics/${slug}`));
}

export class Paper {
    constructor(shell) {
        this.shell = shell;
    }

    // All of it, or only the parts named.
    async read(parts = Object.keys(queries)) {
        for (const part of parts) this[part] = await this.shell.rows(queries[part]);
    }

    of(edition, part) {
        return this[part].filter((item) => item.edition === edition);
    }

    // Fronts and lists of everything: what nearly every change is seen on.
    mainAddresses() {
        return editions.flatMap((edition) => [
            `/${edition}/`, `/${edition}/latest/`, `/_f/front:${edition}`, `/_f/ticker:${edition}`,
            `/_f/mostread:${edition}`, `/_f/dossiers:${edition}`, `/${edition}/corrections/`]);
    }

    // Every address that a story stands at, stood at or stands on.
    addressesOfStory(id) {
        const story = this.stories.find((one) => one.id === id);
        const own = this.addresses.filter((one) => one.story_id === id);
        const found = [...['story', 'next', 'coverage', 'shares'].map((name) => `/_f/${name}:${id}`),
            ...own.map((one) => `/${one.edition}/${one.path}`)];
        if (!story) return found;
        if (story.day) found.push(...addressesOfDay(story.edition, story.day));
        const section = this.sections.find((one) => one.id === story.section_id);
        const parent = section && this.sections.find((one) => one.id === section.parent_id);
        for (const one of [section, parent])
            if (one) found.push(`/${one.edition}/${one.path}/`, `/_f/list:section:${one.id}`);
        for (const join of this.joins) {
            if (join.story_id !== id) continue;
            const filing = this[partOf[join.kind]].find((one) => one.id === join.of_id);
            if (filing) found.push(...this.addressesOfFiling(partOf[join.kind], filing, [story.edition]));
        }
        for (const twin of this.stories)
            if (twin.translation_group === story.translation_group && twin.id !== id && twin.path)
                found.push(`/${twin.edition}/${twin.path}`);
        return found;
    }

    // The page of a way to file stories, and its list: in each edition where it belongs to the site.
    addressesOfFiling(part, filing, of = editions) {
        const kind = kindOf[part];
        if (kind === 'section')
            return [`/${filing.edition}/${filing.path}/`, `/_f/list:section:${filing.id}`];
        if (filing.edition)
            return [`/${filing.edition}/${wordOf[kind]}${filing.slug}/`, `/_f/list:${kind}:${filing.id}`];
        return of.flatMap((edition) => [`/${edition}/${wordOf[kind]}${filing.slug}/`,
            `/_f/list:${kind}:${filing.id}:${edition}`]);
    }

    // Every address of every kind, wrong forms and things that are not there included.
    everyAddress() {
        const found = new Set(['/', '/en', '/xx/', '/robots.txt', '/_f/ticker:xx', '/_f/nothing']);
        for (const edition of editions) {
            for (const rest of ['', 'latest/', 'latest', 'latest/?page=2', 'latest/?page=3',
                'latest/?page=900', '?utm_source=x', 'nothing-here', 'news/politics/nothing-here',
                'region/nowhere/', 'topic/nothing/',
                'about', 'privacy', 'contact', 'us', 'about/', 'authors/', 'authors', 'coverage/',
                'corrections/', 'corrections/?page=2', 'most-read/', 'most-read/hour/', 'most-read/week/',
                'most-read/year/', 'archive/', 'archive/2026/', 'archive/2026/13/', 'archive/2026/02/30/',
                'archive/1999/01/01/', 'author/nobody/', 'source/nobody/', 'coverage/nothing/'])
                found.add(`/${edition}/${rest}`);
            for (const name of ['ticker', 'bar', 'menu', 'footer', 'front', 'dossiers', 'mostread',
                'list:latest', 'list:corrections'])
                found.add(`/_f/${name}:${edition}`);
            for (const span of ['hour', 'day', 'week']) found.add(`/_f/ranking:${edition}:${span}`);
        }
        for (const { edition, day } of this.days)
            for (const address of addressesOfDay(edition, day)) found.add(address);
        for (const one of this.sections) {
            for (const end of ['/', '', '/?page=2']) found.add(`/${one.edition}/${one.path}${end}`);
            found.add(`/_f/list:section:${one.id}`);
        }
        for (const part of ['regions', 'topics', 'people', 'sources', 'dossiers'])
            for (const one of this[part])
                for (const address of this.addressesOfFiling(part, one)) found.add(address);
        for (const one of this.regions) found.add(`/${one.edition}/region/${one.slug}/?page=2`);
        for (const one of this.addresses) found.add(`/${one.edition}/${one.path}`);
        for (const one of this.stories)
            for (const name of ['story', 'next', 'coverage', 'shares']) found.add(`/_f/${name}:${one.id}`);
        for (const one of this.oldSlugs) found.add(`/${one.edition}/${wordOf[one.kind]}${one.slug}/`);
        for (const slug of slugs)
            for (const address of addressesOfSlug(slug)) found.add(address);
        for (const path of oldPaths) found.add(path);
        return [...found];
    }
}

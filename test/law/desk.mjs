// A desk at one server: what an editor does in a word, and what a reader then sees.
import assert from 'node:assert/strict';
import { Client } from './client.mjs';
import { Site, editions } from './site.mjs';

export class Desk {
    static async open(t, settings) {
        const desk = new Desk();
        desk.site = new Site(t);
        desk.server = await desk.site.serve(settings);
        desk.client = new Client(desk.server, desk.site.token);
        t.after(() => desk.client.end());
        return desk;
    }

    draft(fields) {
        return this.client.must('POST', '/stories', {
            edition: 'en', body: 'Some text.', section: 'news/politics', headline: 'A headline', ...fields,
        });
    }

    // The story as the API shows it, with its path on the site.
    async publish(fields) {
        const draft = await this.draft(fields);
        return this.act(draft.id, 'publish');
    }

    async act(id, name, json = {}) {
        const story = await this.client.must('POST', `/stories/${id}/${name}`, json);
        return { ...story, path: story.url && new URL(story.url).pathname };
    }

    async revise(story, fields) {
        await this.client.must('PATCH', `/stories/${story.id}`, fields, { 'if-match': `"${story.version}"` });
        return this.act(story.id, 'publish');
    }

    // Twice, so that it is in the cache.
    async warm(...addresses) {
        for (let i = 0; i < 2; i++)
            for (const address of addresses) await this.client.get(address, 'gzip');
    }

    async shows(text, ...addresses) {
        for (const address of addresses) {
            const page = await this.client.get(address, 'gzip');
            assert.ok(page.text.includes(text), `${address} (${page.status}) does not show "${text}"`);
        }
    }

    async hides(text, ...addresses) {
        for (const address of addresses) {
            const page = await this.client.get(address, 'gzip');
            assert.ok(!page.text.includes(text), `${address} (${page.status}) still shows "${text}"`);
        }
    }

    // What stands beside, such as Most Read, is no part of a list.
    async unlists(text, ...addresses) {
        for (const address of addresses) {
            const page = await this.client.get(address, 'gzip');
            const main = page.text.slice(page.text.indexOf('<main'), page.text.indexOf('</main>'))
                .replace(/<aside[^]*?<\/aside>/g, '');
            assert.ok(!main.includes(text), `${address} (${page.status}) still lists "${text}"`);
        }
    }

    async answers(status, address, location) {
        const page = await this.client.get(address);
        assert.equal(page.status, status, address);
        if (location) assert.equal(page.headers.location, location);
        return page;
    }

    // Was it answered from the cache? A page that is made is a miss.
    async isKept(address) {
        const before = await this.client.metrics();
        await this.client.get(address, 'gzip');
        return (await this.client.metrics()).cache_misses_total === before.cache_misses_total;
    }
}

// A page of each kind in an edition; what stands on every page stands on all of these.
export function everyKind(edition, story, withdrawn) {
    return [`/${edition}/`, `/${edition}/latest/`, `/${edition}/news/`, `/${edition}/news/politics/`,
        `/${edition}/region/europe/`, `/${edition}/not-there`, story, withdrawn].filter(Boolean);
}

export { editions };

// A newsroom at work, until its server is gone: several clients write at the same time and keep a book
// of what was answered. What was under way when the server went may have happened or not.
import { Client } from '../law/client.mjs';
import { Random } from '../law/random.mjs';
import { editions } from '../law/site.mjs';

// What has been acknowledged, over all rounds.
export class Book {
    constructor() {
        this.stories = new Map(); // id → {edition, headline, state, path, at?, unsure?}
        this.flashes = new Map(); // id → {edition, text, state, unsure?}
        this.acknowledged = 0;
        this.unknown = 0; // under way when the server went
    }

    sureStories(state) {
        return [...this.stories.values()].filter((story) => story.state === state && !story.unsure);
    }
}

// Each way of working does one thing and notes it. An error of the connection ends it.
const ways = [
    async function makeAndPublish(desk) {
        const story = await desk.makeDraft();
        await desk.publish(story);
    },
    async function makeAndPublishAgain(desk) {
        const story = await desk.makeDraft();
        await desk.publish(story);
        story.unsure = true;
        const headline = desk.headline();
        await desk.call('POST', `/stories/${story.id}/correct`, { note: 'It was wrong', headline });
        Object.assign(story, { headline, unsure: false });
    },
    async function flash(desk) {
        const edition = desk.random.pick(editions), text = desk.headline();
        const { id } = await desk.call('POST', '/flashes', { edition, text });
        const flash = { id, edition, text, state: 'running' };
        desk.book.flashes.set(id, flash);
        if (desk.random.chance(0.4)) {
            flash.unsure = true;
            await desk.call('DELETE', `/flashes/${id}`);
            Object.assign(flash, { state: 'ended', unsure: false });
        }
    },
    async function appoint(desk) {
        const story = await desk.makeDraft();
        story.unsure = true;
        const at = Date.now() + 50 + desk.random.below(1200);
        await desk.call('POST', `/stories/${story.id}/publish`, { at: new Date(at).toISOString() });
        Object.assign(story, { state: 'appointed', at, unsure: false });
    },
    async function takeBack(desk) {
        const story = await desk.makeDraft();
        await desk.publish(story);
        story.unsure = true;
        const way = desk.random.pick(['unpublish', 'withdraw']);
        await desk.call('POST', `/stories/${story.id}/${way}`, way === 'withdraw' ? { reason: 'x' } : {});
        Object.assign(story, { state: way === 'withdraw' ? 'withdrawn' : 'draft', unsure: false });
    },
];

class Desk {
    constructor(client, book, random) {
        Object.assign(this, { client, book, random });
    }

    headline() {
        return `Harbour ${Math.floor(this.random.number() * 1e12).toString(36)} opens`;
    }

    async call(method, path, json) {
        try {
            const answer = await this.client.must(method, path, json);
            this.book.acknowledged++;
            return answer;
        } catch (error) {
            this.book.unknown++;
            throw error;
        }
    }

    async makeDraft() {
        const edition = this.random.pick(editions), headline = this.headline();
        const { id } = await this.call('POST', '/stories', { edition, headline, body: 'Some text.',
            section: 'news/politics', topics: ['Kyiv'], regions: ['europe'] });
        const story = { id, edition, headline, state: 'draft' };
        this.book.stories.set(id, story);
        return story;
    }

    async publish(story) {
        story.unsure = true;
        const { url } = await this.call('POST', `/stories/${story.id}/publish`, {});
        Object.assign(story, { state: 'published', path: new URL(url).pathname, unsure: false });
    }
}

// Resolves once every client has lost the server; to the errors that were no lost connection.
export async function work(server, token, book, { seed, clients }) {
    const faults = [];
    await Promise.all(Array.from({ length: clients }, async (_, i) => {
        const client = new Client(server, token), random = new Random(seed * 100 + i);
        const desk = new Desk(client, book, random);
        try {
            while (true) await random.pick(ways)(desk);
        } catch (error) {
            if (!/^(ECONN|EPIPE|socket hang up)|aborted/.test(error.code ?? error.message))
                faults.push(error.message);
        }
        client.end();
    }));
    return faults;
}

// One who reads meanwhile, so that there are pages that could be too old.
export async function readOn(server) {
    const client = new Client(server);
    try {
        while (true)
            for (const edition of editions) {
                await client.get(`/${edition}/latest/`, 'gzip');
                await client.get(`/${edition}/`, 'gzip');
            }
    } catch {
        client.end(); // it is gone
    }
}

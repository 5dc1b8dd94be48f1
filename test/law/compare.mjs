// The law itself: what the server with a cache answers equals, byte for byte, what a server without one
// makes of the same data.
import { Random } from './random.mjs';

const encodings = ['identity', 'gzip', 'br', 'gzip, deflate, br'];
// The answer's own moment and connection are no part of the page.
const ignoredHeaders = ['date', 'connection', 'keep-alive', 'content-length', 'content-encoding',
    'etag', 'transfer-encoding'];

function kept(headers) {
    return Object.entries(headers).filter(([name]) => !ignoredHeaders.includes(name)).sort()
        .map(([name, value]) => `${name}: ${value}`).join('\n');
}

function plainEtag(answer) {
    return answer.headers.etag?.replace(/-(gz|br)"$/, '"') ?? '';
}

// The first lines that differ.
export function difference(cached, made) {
    const a = cached.split('\n'), b = made.split('\n');
    let at = 0;
    while (at < Math.max(a.length, b.length) && a[at] === b[at]) at++;
    const cut = (line) => (line ?? '(nothing)').slice(0, 300);
    return `line ${at + 1}\n   cached: ${cut(a[at])}\n   made:   ${cut(b[at])}`;
}

function whatDiffers(cached, made) {
    if (cached.status !== made.status) return `status ${cached.status}, made ${made.status}`;
    if (cached.status >= 500) return `status ${cached.status}`;
    if (cached.text !== made.text) return difference(cached.text, made.text);
    if (kept(cached.headers) !== kept(made.headers))
        return `headers ${difference(kept(cached.headers), kept(made.headers))}`;
    // The same bytes have the same ETag, whoever made them.
    if (plainEtag(cached) !== plainEtag(made))
        return `ETag ${cached.headers.etag}, made ${made.headers.etag}`;
    return null;
}

// What does not hold when the same is asked again: another ETag, no 304, other bytes.
async function whatChanges(client, address, encoding, first) {
    const again = await client.get(address, encoding);
    if (again.text !== first.text) return `asked again: ${difference(again.text, first.text)}`;
    if (plainEtag(again) !== plainEtag(first)) return `another ETag: ${again.headers.etag}`;
    if (!again.headers.etag || again.status !== 200) return null;
    const known = await client.get(address, encoding, { 'if-none-match': again.headers.etag });
    const same = known.headers.etag && plainEtag(known) === plainEtag(again);
    return known.status === 304 && same ? null : `no 304 for ${again.headers.etag} but ${known.status}`;
}

export class Comparison {
    constructor(cached, made, seed) {
        this.cached = cached;
        this.made = made;
        this.random = new Random(seed);
        this.compared = 0;
        this.byStatus = {};
    }

    // The addresses that differ: [{address, encoding, why}]. The cached ones are asked first and at
    // once: nothing stands between the change and the next request.
    async differences(addresses, { again = 0.1 } = {}) {
        const asked = addresses.map((address) => [address, this.random.pick(encodings)]);
        const cached = await Promise.all(asked.map(([address, encoding]) =>
            this.cached.get(address, encoding)));
        const made = await Promise.all(asked.map(([address]) => this.made.get(address)));
        const found = [];
        for (let i = 0; i < asked.length; i++) {
            const [address, encoding] = asked[i];
            this.compared++;
            this.byStatus[made[i].status] = (this.byStatus[made[i].status] ?? 0) + 1;
            let why = whatDiffers(cached[i], made[i]);
            if (!why && this.random.chance(again))
                why = await whatChanges(this.cached, address, encoding, cached[i]);
            if (why) found.push({ address, encoding, why });
        }
        return found;
    }
}

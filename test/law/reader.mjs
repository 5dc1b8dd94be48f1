// Readers who never rest: a thread whose clients ask one server for random addresses in every encoding,
// so that every page is in the cache when it changes. They hold what they read to two rules: an answer
// is whole, and nobody is shown an older page than they were shown before.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Client } from './client.mjs';
import { Random } from './random.mjs';

const encodings = ['gzip', 'identity', 'br', 'gzip, br'];

// {look(addresses), end(): {reads, byEncoding, faults: [sentence]}, stop(): whatever they do}
export function startReaders(server, { seed, clients }) {
    const worker = new Worker(new URL(import.meta.url), {
        workerData: { url: server.url, seed, clients },
    });
    return {
        stop: () => worker.terminate(),
        look: (addresses) => worker.postMessage({ addresses }),
        end: () => new Promise((resolve, reject) => {
            worker.on('message', resolve).on('error', reject);
            worker.postMessage({ end: true });
        }),
    };
}

function dataSeq(text) {
    return Number(/<html [^>]*data-seq="(\d+)"/.exec(text)?.[1] ?? 0);
}

// One client: one question after the other.
async function readOn(state, seed) {
    const random = new Random(seed);
    const client = new Client({ url: state.url });
    const newest = new Map();
    while (!state.ended) {
        if (!state.addresses.length) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            continue;
        }
        const address = random.pick(state.addresses);
        try {
            readOne(state, newest, address, await client.get(address, random.pick(encodings)));
        } catch (error) {
            state.faults.push(`${address}: ${error.message}`);
        }
        // The machine has other things to do too.
        await new Promise((resolve) => setTimeout(resolve, random.below(25)));
    }
    client.end();
}

function readOne(state, newest, address, answer) {
    state.reads++;
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    state.byEncoding[encoding] = (state.byEncoding[encoding] ?? 0) + 1;
    if (answer.status >= 500) state.faults.push(`${address}: answered ${answer.status}`);
    const isPage = answer.text.startsWith('<!doctype html>');
    if (isPage && !answer.text.trimEnd().endsWith('</html>')) state.faults.push(`${address}: is not whole`);
    const seq = dataSeq(answer.text);
    const before = newest.get(address);
    if (before > seq && answer.status === 200)
        state.faults.push(`${address}: showed seq ${before}, then ${seq}`);
    if (answer.status === 200) newest.set(address, seq);
}

if (!isMainThread && workerData?.clients) {
    const state = { url: workerData.url, addresses: [], reads: 0, byEncoding: {}, faults: [] };
    const loops = Array.from({ length: workerData.clients },
        (_, i) => readOn(state, workerData.seed + i));
    parentPort.on('message', async ({ addresses, end }) => {
        if (addresses) state.addresses = addresses;
        if (!end) return;
        state.ended = true;
        await Promise.all(loops);
        parentPort.postMessage({ reads: state.reads, byEncoding: state.byEncoding,
            faults: state.faults.slice(0, 20) });
        parentPort.close();
    });
}

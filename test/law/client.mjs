// HTTP as a program speaks it: nothing is decoded, followed or kept behind our back.
import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export class Client {
    constructor(server, token) {
        this.port = new URL(server.url).port;
        this.token = token;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
    }

    end() {
        this.agent.destroy();
    }

    // {status, headers, body: Buffer}
    ask(method, address, { headers = {}, body } = {}) {
        return new Promise((resolve, reject) => {
            const request = http.request(
                {
                    host: '127.0.0.1', port: this.port, agent: this.agent, method,
                    path: encodeURI(decodeURI(address)), headers,
                },
                (response) => {
                    const pieces = [];
                    response.on('data', (piece) => pieces.push(piece));
                    response.on('error', reject);
                    response.on('end', () => resolve({
                        status: response.statusCode,
                        headers: response.headers,
                        body: Buffer.concat(pieces),
                    }));
                });
            request.setTimeout(20000, () => request.destroy(new Error(`no answer to ${address}`)));
            request.on('error', reject);
            request.end(body);
        });
    }

    async get(address, encoding = 'identity', headers = {}) {
        const answer = await this.ask('GET', address, {
            headers: { 'accept-encoding': encoding, ...headers },
        });
        answer.text = decode(answer).toString('utf8');
        return answer;
    }

    // {status, json} of a call of the content API.
    async call(method, path, json, headers = {}) {
        const answer = await this.ask(method, `/api/v1${path}`, {
            headers: {
                authorization: `Bearer ${this.token}`,
                ...(json === undefined ? {} : { 'content-type': 'application/json' }),
                ...headers,
            },
            body: json === undefined ? undefined : JSON.stringify(json),
        });
        const text = answer.body.toString('utf8');
        return { status: answer.status, json: text ? JSON.parse(text) : null };
    }

    async must(method, path, json, headers) {
        const answer = await this.call(method, path, json, headers);
        if (answer.status >= 300)
            throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)}`);
        return answer.json;
    }

    // The numbers of /metrics without "stoppress_".
    async metrics() {
        const { text } = await this.get('/metrics');
        const numbers = {};
        for (const [, name, value] of text.matchAll(/^stoppress_(\w+) ([\d.]+)$/gm))
            numbers[name] = Number(value);
        return numbers;
    }
}

export function decode(answer) {
    const encoding = answer.headers['content-encoding'];
    if (encoding === 'gzip') return gunzipSync(answer.body);
    if (encoding === 'br') return brotliDecompressSync(answer.body);
    if (encoding) throw new Error(`nobody asked for ${encoding}`);
    return answer.body;
}

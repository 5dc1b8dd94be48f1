// A site in three languages and the processes that work on it: servers beside each other, commands.
// Whatever was started is ended when the test ends.
import { spawn } from 'node:child_process';
import { bin, makeSite, makeToken, serve } from '../http/server.mjs';

export const siteUrl = 'https://news.example.org';
export const editions = ['en', 'es', 'ar'];

const running = new Set();
process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
});

// A process whose output is gathered in child.out and child.err; child.ended: {code, signal}.
export function start(path, args, { env = process.env, input = 'ignore' } = {}) {
    const child = spawn(path, args, { env, stdio: [input, 'pipe', 'pipe'] });
    running.add(child);
    child.out = '';
    child.err = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (child.out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (child.err += text));
    child.ended = new Promise((resolve) => {
        child.on('error', (error) => resolve({ code: -1, signal: null, error }));
        child.on('close', (code, signal) => {
            running.delete(child);
            resolve({ code, signal });
        });
    });
    return child;
}

export class Site {
    constructor(t) {
        this.data = makeSite({ editions: editions.join(','), title: 'The Lighthouse' });
        this.token = makeToken(this.data, 'administrator');
        this.servers = new Set();
        t.after(() => Promise.all([...this.servers].map((server) => this.stop(server, 'SIGKILL'))));
    }

    // One command beside the servers, begun: the child of start().
    begin(name, ...args) {
        return start(bin, [name, '--data', this.data, ...args]);
    }

    // To its end.
    async command(name, ...args) {
        const child = this.begin(name, ...args);
        const { code, signal } = await child.ended;
        if (code !== 0)
            throw new Error(`${name} ended with ${code ?? signal}: ${child.err}${child.out}`);
        return { out: child.out, err: child.err };
    }

    async serve(settings = {}, env = {}) {
        const began = Date.now();
        const server = await serve(this.data, { settings: { 'site-url': siteUrl, ...settings }, env });
        server.readyMs = Date.now() - began;
        this.servers.add(server);
        return server;
    }

    stop(server, signal = 'SIGTERM') {
        this.servers.delete(server);
        return server.stop(signal);
    }
}

// The database's own shell, kept open: another process with a connection of its own, that knows none
// of our code. What it commits reaches readers by the triggers alone.
import { join } from 'node:path';
import { start } from './site.mjs';

export class Shell {
    constructor(site) {
        // Both streams in one pipe: an error is there before the mark that follows it.
        this.child = start('sh', ['-c', 'exec sqlite3 -batch "$1" 2>&1', 'sh',
            join(site.data, 'stoppress.db')], { input: 'pipe' });
        this.child.stdin.write('.timeout 5000\n.bail off\n.mode json\n');
        this.child.stdout.on('data', () => this.heard());
        this.child.ended.then(() => {
            this.hasEnded = true;
            this.heard();
        });
        this.heard = () => {};
        this.waiting = Promise.resolve();
        this.count = 0;
    }

    // Runs statements and resolves to {out, err} once they are done; one after the other.
    run(sql) {
        const turn = this.waiting.then(() => this.#runNow(sql));
        this.waiting = turn.catch(() => {});
        return turn;
    }

    async #runNow(sql) {
        const mark = `--done-${++this.count}--`;
        this.child.out = '';
        this.child.stdin.write(`${sql};\n.print ${mark}\n`);
        while (!this.child.out.includes(mark)) {
            if (this.hasEnded) throw new Error('sqlite3 has ended');
            await new Promise((resolve) => (this.heard = resolve));
        }
        const out = this.child.out.slice(0, this.child.out.indexOf(mark));
        return { out, err: /^(Parse|Runtime)? ?[Ee]rror.*$/m.exec(out)?.[0] ?? '' };
    }

    async rows(sql) {
        const { out, err } = await this.run(sql);
        if (err) throw new Error(`sqlite3: ${err}: ${sql}`);
        return out.trim() ? JSON.parse(out) : [];
    }

    async value(sql) {
        const [row] = await this.rows(sql);
        return row && Object.values(row)[0];
    }

    async end() {
        this.child.stdin.end('.quit\n');
        return this.child.ended;
    }
}

export function quote(value) {
    if (value === null || value === undefined) return 'NULL';
    if (typeof value === 'number') return String(value);
    return `'${String(value).replaceAll("'", "''")}'`;
}

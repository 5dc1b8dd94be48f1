// The disk of count_sync.c: what it has counted, and what is left of it when the power goes.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporary } from '../http/server.mjs';

const source = join(dirname(fileURLToPath(import.meta.url)), 'count_sync.c');
const files = { 1: 'stoppress.db-wal', 2: 'stoppress.db' };

export class Disk {
    constructor() {
        const folder = temporary();
        this.library = join(folder, 'count_sync.so');
        this.ledger = join(folder, 'ledger');
        execFileSync(process.env.CC ?? 'cc',
            ['-std=gnu17', '-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', source, '-o',
                this.library, '-ldl', '-pthread']);
    }

    // For a new process, with an empty ledger.
    env() {
        if (existsSync(this.ledger)) rmSync(this.ledger);
        return { LD_PRELOAD: this.library, DISK_LEDGER: this.ledger };
    }

    read() {
        const bytes = readFileSync(this.ledger);
        const number = (i) => Number(bytes.readBigUInt64LE(i * 8));
        return {
            syncs: number(0), logWrites: number(1), unsyncedLog: number(2), unsyncedData: number(3),
            overflowed: number(4) !== 0,
            writes: Array.from({ length: number(5) }, (_, i) => ({
                file: files[number(6 + i * 3)], offset: number(7 + i * 3), bytes: number(8 + i * 3),
            })),
        };
    }

    // The power is cut: of what was written but not synced, nothing that can be read is left. The
    // process has been killed already. Returns how many bytes that were.
    cut(data) {
        let lost = 0;
        for (const { file, offset, bytes } of this.read().writes) {
            const fd = openSync(join(data, file), 'r+');
            const left = Math.min(bytes, Math.max(0, fstatSync(fd).size - offset));
            if (left) writeSync(fd, Buffer.alloc(left, 0xa5), 0, left, offset);
            closeSync(fd);
            lost += left;
        }
        return lost;
    }
}

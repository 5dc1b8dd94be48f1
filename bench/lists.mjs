// lists: the desk and the lists of stories with as many stories as a large house has.
//
//   node bench/lists.mjs [STORIES]        needs ./dev build; 100000 unless said otherwise
//
// Whole screens as an editor's browser asks for them, session and all, one after the other on one
// connection: the time until the last byte. The site stays in var/bench and is used again.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { signIn } from '../test/http/newsroom.mjs';
import { mustRun, root, serve } from '../test/http/server.mjs';

const stories = Number(process.argv[2] ?? 100000);
const bench = join(root, 'var/bench'), site = join(bench, `lists-${stories}`), ROUNDS = 60;

if (!existsSync(join(site, 'stoppress.db'))) {
  mkdirSync(bench, { recursive: true });
  const tool = join(bench, 'corpus'), corpus = join(bench, 'lists.jsonl');
  execFileSync('cc', ['-O2', '-D_GNU_SOURCE', '-o', tool, join(root, 'bench/corpus.c'), '-lm']);
  const to = openSync(corpus, 'w');
  execFileSync(tool, [String(stories)], { stdio: ['ignore', to, 'inherit'] });
  closeSync(to);
  mustRun(['init', '--data', site, '--title', 'Bench', '--editions', 'en,es,ar']);
  mustRun(['import', 'jsonl', '--data', site, corpus]);
  rmSync(corpus);
}
const server = await serve(site);
const editor = await signIn(server, { email: `bench-${Date.now()}@example.org` });

const at = (all, share) => all[Math.min(all.length - 1, Math.ceil(all.length * share) - 1)].toFixed(1);
async function measure(name, path) {
  const times = [];
  let text;
  for (let i = 0; i < ROUNDS; i += 1) {
    const started = performance.now();
    const answer = await editor.get(path);
    times.push(performance.now() - started);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    text = answer.text;
  }
  const first = times[0].toFixed(1);
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(34)} first ${first} ms, median ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms, ${(text.length / 1024).toFixed(0)} KB`);
  return text;
}

console.log(`${stories} stories`);
await measure('the desk, all editions', '/newsroom/?edition=all');
await measure('the desk, one edition', '/newsroom/?edition=en');
const list = await measure('stories, newest', '/newsroom/stories/?edition=all');
const next = /href="(\?[^"]*)" rel="next"/.exec(list)?.[1].replaceAll('&amp;', '&');
if (next) await measure('stories, second page', `/newsroom/stories/${next}`);
await measure('stories of one edition and state', '/newsroom/stories/?edition=en&status=published');
await measure('stories of a kind', '/newsroom/stories/?edition=all&kind=opinion');
await measure('stories begun by me', '/newsroom/stories/?edition=all&by=me');
const word = /data-open>([^< ]*) /.exec(list)?.[1] ?? 'an';
await measure(`found: ${word}`, `/newsroom/stories/?edition=all&q=${encodeURIComponent(word)}`);
await measure('found: nothing', '/newsroom/stories/?edition=all&q=zzzzzz');
await measure('a picker’s ten', `/newsroom/stories/?edition=en&format=json&q=${encodeURIComponent(word)}`);
await server.stop();
process.exit(0);

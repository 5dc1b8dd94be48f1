// wxr: how fast a large WordPress export comes in, and in how much memory.
//
//   node bench/wxr.mjs FOLDER [MEGABYTES]      FOLDER: of exports; 200 MB are made of them
//
// The items of all exports in the folder are repeated with other numbers, guids, links and titles
// until the file is large enough; then `import wxr` runs into a fresh site, and once more. Prints
// posts per second, processor time and the peak of memory (VmHWM), for that file and for one of a tenth of its size.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = process.env.STOPPRESS_BIN || new URL('../build/stoppress', import.meta.url).pathname;
const [folder, megabytes = '200'] = process.argv.slice(2);
if (!folder) throw new Error('say the folder of exports: node bench/wxr.mjs FOLDER [MEGABYTES]');

const below = (dir) => readdirSync(dir).flatMap((name) => {
  const path = join(dir, name);
  return statSync(path).isDirectory() ? below(path) : path.endsWith('.xml') ? [path] : [];
});

// Items of well-formed exports; those with a type have the shape that is repeated.
const items = below(folder).sort().flatMap((path) => {
  const text = readFileSync(path, 'utf8');
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text) || /crazy|malformed|invalid|missing/.test(path)) return [];
  return text.match(/<item>[\s\S]*?<\/item>/g) ?? [];
}).filter((item) => /<wp:post_id>/.test(item) && /<wp:post_type>/.test(item) && !/&(?!(amp|lt|gt|quot|apos|#x?[0-9a-f]+);)/i.test(item.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')));

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Large</title><link>https://large.example</link><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://large.example</wp:base_site_url><wp:base_blog_url>https://large.example</wp:base_blog_url>\n`;

function again(item, id) {
  return item.replace(/<wp:post_id>[\s\S]*?<\/wp:post_id>/, `<wp:post_id>${id}</wp:post_id>`)
    .replace(/<guid[^>]*>[\s\S]*?<\/guid>/, `<guid isPermaLink="false">https://large.example/?p=${id}</guid>`)
    .replace(/<link>[\s\S]*?<\/link>/, `<link>https://large.example/2020/01/${id}/</link>`)
    .replace(/<wp:post_name>[\s\S]*?<\/wp:post_name>/, `<wp:post_name>story-${id}</wp:post_name>`)
    .replace(/<wp:post_parent>[\s\S]*?<\/wp:post_parent>/, '<wp:post_parent>0</wp:post_parent>');
}

function make(path, bytes) {
  const fd = openSync(path, 'w');
  let id = 0, size = writeSync(fd, HEAD), posts = 0;
  while (size < bytes) {
    const item = items[id % items.length];
    id += 1;
    posts += /<wp:post_type>(<!\[CDATA\[)?(post|page)\b/.test(item);
    size += writeSync(fd, `${again(item, id)}\n`);
  }
  writeSync(fd, '</channel></rss>\n');
  closeSync(fd);
  return { items: id, posts, size };
}

// What the process has used so far: memory at its peak, processor time.
function used(pid) {
  try {
    const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return { kilobytes, cpu: (Number(stat[11]) + Number(stat[12])) / 100 };
  } catch {
    return null;
  }
}

function run(path, dir) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(bin, ['import', 'wxr', path, '--data', dir], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '', seen = {};
    const watch = setInterval(() => { seen = used(child.pid) ?? seen; }, 20);
    child.stdout.on('data', (bytes) => { out += bytes; });
    child.on('exit', (code) => {
      clearInterval(watch);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (code !== 0) reject(new Error(`import ended with ${code}`));
      else resolve({ seconds, ...seen, line: out.trim() });
    });
  });
}

const work = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'wxr-'));
try {
  for (const size of [Number(megabytes) / 10, Number(megabytes)]) {
    const path = join(work, `${size}.xml`), dir = join(work, `site-${size}`);
    const made = make(path, size * 1e6);
    const init = spawnSync(bin, ['init', '--data', dir, '--title', 'Large', '--editions', 'en,es,ar'], { encoding: 'utf8' });
    if (init.status !== 0) throw new Error(init.stderr);
    console.log(`${(made.size / 1e6).toFixed(0)} MB: ${made.items} items, ${made.posts} of them posts and pages`);
    for (const which of ['first', 'again']) {
      const done = await run(path, dir);
      console.log(`  ${which}: ${done.seconds.toFixed(1)} s (${done.cpu.toFixed(1)} s of a core), ${(made.posts / done.seconds).toFixed(0)} posts a second, ${(made.size / 1e6 / done.seconds).toFixed(1)} MB a second, peak ${(done.kilobytes / 1024).toFixed(1)} MiB; ${done.line}`);
    }
    rmSync(dir, { recursive: true });
    rmSync(path);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

// payloads: the lists of hostile strings, each string once.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shared } from './site.mjs';

const folder = shared('data/hostile');
export const without = folder ? false : 'needs the shared test data';

function files(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

const isList = (path) => /\.(txt|json|svg|xml)$/.test(path) && !/github-dorks/.test(path);

function strings(path) {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.json')) return JSON.parse(text);
  return path.endsWith('.txt') ? text.split(/\r?\n/) : [text];
}

function read(want) {
  if (!folder) return [];
  const all = files(folder).filter((path) => isList(path) && want(path)).sort().flatMap(strings);
  return [...new Set(all)].filter((line) => line.trim());
}

export const everything = read(() => true);
// Short lists of strings that are odd rather than many.
export const naughty = read((path) => /naughty|SQL|LDAP|Open Redirect|Markdown-XSS|quick/.test(path));
export const addresses = everything.filter((line) => /^[\s\x00-\x20]*([a-z&%][^\s]{0,40}:|[\\/.?#])/i.test(line));
export const redirects = read((path) => /Open Redirect/.test(path));
export const traversals = read((path) => /Traversal|Inclusion/.test(path));

// What could break a page, as against an address or a query.
const elsewhere = new Set(traversals);
export const markup = everything.filter((line) => !elsewhere.has(line));

// One in n, beginning somewhere else each time, where every line in every field would take too long.
// HOSTILE=all takes them all; HOSTILE_SEED begins where a run before began.
export const seed = Number(process.env.HOSTILE_SEED ?? Math.floor(Math.random() * 1000));
export const some = (lines, n) => (process.env.HOSTILE === 'all' ? lines : lines.filter((_, i) => (i + seed) % n === 0));

// Joins what fits together into one value of at most `max` characters; what does not fit stands alone.
export function packed(lines, max, between = ' · ') {
  const values = [];
  let value = '';
  for (const line of lines) {
    const longer = value ? value + between + line : line;
    if (value && longer.length > max) {
      values.push(value);
      value = line;
    } else value = longer;
  }
  if (value) values.push(value);
  return values;
}

// One line of plain text as it is stored (text/unicode.h): what an accepted value must come back as.
const UNWANTED = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u206a-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef]|[\ufffe\uffff]|[\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{4fffe}\u{4ffff}\u{5fffe}\u{5ffff}\u{6fffe}\u{6ffff}\u{7fffe}\u{7ffff}\u{8fffe}\u{8ffff}\u{9fffe}\u{9ffff}\u{afffe}\u{affff}\u{bfffe}\u{bffff}\u{cfffe}\u{cffff}\u{dfffe}\u{dffff}\u{efffe}\u{effff}\u{ffffe}\u{fffff}\u{10fffe}\u{10ffff}]/gu;
const KEPT_BLANK = /[\u00a0\u202f\u2007]/;

export function cleaned(line) {
  let text = '';
  let depth = 0;
  let waits = false;
  for (const c of line.toWellFormed?.() ?? line) {
    const blank = c === '\u0085' || /[\t-\r]/.test(c) || (/\s/.test(c) && c !== '\ufeff' && !KEPT_BLANK.test(c));
    if (blank || (!text && KEPT_BLANK.test(c))) {
      waits = text !== '';
      continue;
    }
    if (c.replace(UNWANTED, '') === '') continue;
    if (c === '\u2069' && depth === 0) continue;
    if (/[\u2066-\u2068]/.test(c)) depth += 1;
    if (c === '\u2069') depth -= 1;
    text += (waits ? ' ' : '') + c;
    waits = false;
  }
  text = text.replace(/[\s\u00a0\u202f\u2007]+$/u, '');
  return (text + '\u2069'.repeat(depth)).normalize('NFC');
}

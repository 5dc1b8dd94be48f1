// Every sentence that says why something failed is said in the other languages too: the catalogues of
// the newsroom (web/newsroom/faults/LANG.json) have each format string of the source as a key, its
// directives as {1}, {2} …
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './server.mjs';

// What only the server's keeper meets (at the start, or as a mistake of ours) stays English.
const FOLDERS = ['news', 'newsroom', 'media', 'store', 'http/form.c', 'http/multipart.c', 'text/document', 'text/markdown'];
const LANGUAGES = ['es', 'ar'];

function sources() {
  return FOLDERS.flatMap((folder) => {
    const [where, prefix] = folder.includes('/') ? folder.split('/') : [folder, ''];
    return readdirSync(join(root, 'src', where)).filter((name) => name.endsWith('.c') && name.startsWith(prefix))
      .map((name) => ({ of: where, source: readFileSync(join(root, 'src', where, name), 'utf8') }));
  });
}

// The arguments of a call that begins behind its bracket, at commas of its own depth.
function callArguments(source, at) {
  const found = [''];
  let depth = 0;
  for (; at < source.length; at++) {
    const c = source[at];
    if (c === '"') {
      const end = /"(?:[^"\\]|\\[\s\S])*"/y;
      end.lastIndex = at;
      const whole = end.exec(source)[0];
      found[found.length - 1] += whole;
      at += whole.length - 1;
      continue;
    }
    if (c === ')' && depth === 0) return found;
    if ('([{'.includes(c)) depth++;
    if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0) found.push('');
    else found[found.length - 1] += c;
  }
  return found;
}

// "a %.40s" STR_FMT "b" → a {1}{2}b. A choice of two strings is two formats.
function formats(argument) {
  const choice = /^[\s\S]*?\?\s*((?:"[\s\S]*?"|STR_FMT|\s)+?)\s*:\s*((?:"[\s\S]*?"|STR_FMT|\s)+)$/.exec(argument.trim());
  if (choice && !argument.trim().startsWith('"')) return [...formats(choice[1]), ...formats(choice[2])];
  const parts = [...argument.matchAll(/"((?:[^"\\]|\\[\s\S])*)"|STR_FMT|PRI\w+/g)].map(([whole, text]) => (text === undefined ? '%s' : text));
  if (!parts.length) return [];
  let n = 0;
  const text = JSON.parse(`"${parts.join('').replaceAll("\\'", "'")}"`);
  return [text.replace(/%(?:%|[-+ #0]*\d*(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j)?[a-zA-Z])/g, (directive) => (directive === '%%' ? '%' : `{${++n}}`))];
}

export function sentences() {
  const all = new Set();
  for (const { of, source } of sources())
    for (const call of source.matchAll(/\bjob_fail(_field)?\(/g)) {
      const given = callArguments(source, call.index + call[0].length);
      const kind = given[1]?.trim();
      if (kind === 'FAULT_INTERNAL' || (of === 'store' && kind !== 'FAULT_UNAVAILABLE')) continue;
      for (const format of formats(given[2] ?? '')) if (format !== 'injected') all.add(format); // of a test
    }
  // What http refuses itself, of what a person can ask for.
  for (const file of ['engine.c', 'lane.c', 'target.c'])
    for (const [, text] of readFileSync(join(root, 'src/http', file), 'utf8').matchAll(/refuse\(\w+, \d+, ("(?:[^"\\]|\\.)*")\)/g)) all.add(JSON.parse(text));
  return [...all].filter((text) => /[a-z]{2}/i.test(text.replace(/\{\d+\}/g, ''))).sort();
}

const holes = (text) => [...text.matchAll(/\{\d+\}/g)].map(([hole]) => hole).sort().join('');

for (const lang of LANGUAGES)
  test(`every sentence is there in ${lang}`, () => {
    const catalogue = JSON.parse(readFileSync(join(root, 'web/newsroom/faults', `${lang}.json`), 'utf8'));
    const all = sentences();
    assert.ok(all.length > 150, `${all.length} sentences were found`);
    const missing = all.filter((text) => !catalogue[text]);
    assert.deepEqual(missing, [], `add to web/newsroom/faults/${lang}.json`);
    for (const [english, text] of Object.entries(catalogue))
      assert.equal(holes(text), holes(english), `holes of: ${english}`);
  });

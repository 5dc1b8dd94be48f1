// The saved pages of html-news and what people say stands in them, and how near a text comes to that:
// precision and recall over runs of four words, as the article-extraction-benchmark has it (its
// evaluate.py): each page weighs the same, F1 is made of the two means.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RUN = 4;

function runs(text) {
  const words = text.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const counts = new Map();
  for (let i = 0; i < Math.max(1, words.length - RUN + 1); i++) {
    const run = words.slice(i, i + RUN).join(' ');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

export function compare(expected, got) {
  const a = runs(expected), b = runs(got);
  let both = 0, extra = 0, missing = 0;
  for (const run of new Set([...a.keys(), ...b.keys()])) {
    const x = a.get(run) ?? 0, y = b.get(run) ?? 0;
    both += Math.min(x, y);
    extra += Math.max(0, y - x);
    missing += Math.max(0, x - y);
  }
  return {
    precision: both + extra ? both / (both + extra) : 0,
    recall: both + missing ? both / (both + missing) : 0,
  };
}

export function mean(scores) {
  const sum = (name) => scores.reduce((all, one) => all + one[name], 0) / scores.length;
  const precision = sum('precision'), recall = sum('recall');
  return { pages: scores.length, precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

export function extract(program, files) {
  const out = execFileSync(program, files, { maxBuffer: 1 << 30, encoding: 'utf8' });
  return out.trim().split('\n').map((line) => JSON.parse(line));
}

const references = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

function htmlText(html) {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<\/?(?:a|b|i|em|strong|span|sup|sub|small|u|font|code|abbr|time|cite|q|s|mark|kbd|tt|wbr)\b[^>]*>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#?\w+);/g, (all, name) => {
      if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
      if (/^#\d/.test(name)) return String.fromCodePoint(parseInt(name.slice(1), 10));
      return references[name] ?? all;
    });
}

const read = (...path) => readFileSync(join(...path), 'utf8');

export function benchmarkPages(data) {
  const dir = join(data, 'html-news/article-extraction-benchmark');
  return Object.entries(JSON.parse(read(dir, 'ground-truth.json'))).map(([name, truth]) => ({
    name, file: join(dir, 'html', `${name}.html.gz`), text: truth.articleBody,
  }));
}

// What Readability itself makes of the page, with captions and lists of links.
export function readabilityPages(data) {
  const dir = join(data, 'html-news/readability');
  return readdirSync(dir).filter((name) => existsSync(join(dir, name, 'expected.html')) && existsSync(join(dir, name, 'source.html'))).map((name) => {
    const facts = JSON.parse(read(dir, name, 'expected-metadata.json'));
    return {
      name, file: join(dir, name, 'source.html'), captions: true,
      text: htmlText(read(dir, name, 'expected.html')), headline: facts.title,
      authors: facts.byline ? [facts.byline] : [],
    };
  });
}

function fundusText(body) {
  const parts = [...(body.summary ?? [])];
  for (const section of body.sections) parts.push(...section.headline, ...section.paragraphs);
  return parts.join('\n');
}

// A publisher's file of truth holds one page for each version of its parser: the one whose title
// stands in the page's source is the page's.
export function fundusPages(data, source) {
  const dir = join(data, 'html-news/fundus'), pages = [];
  for (const land of readdirSync(dir)) {
    const files = readdirSync(join(dir, land));
    for (const file of files.filter((name) => name.endsWith('.html.gz'))) {
      const truth = join(dir, land, `${file.split('_')[0]}.json`);
      if (!existsSync(truth)) continue;
      const html = source(join(dir, land, file));
      const bare = (text) => text.replace(/[^\p{L}\p{N}]/gu, '');
      const versions = Object.values(JSON.parse(readFileSync(truth, 'utf8')));
      const own = versions.find((one) => one.body && one.title && bare(htmlText(html)).includes(bare(one.title)));
      if (own)
        pages.push({
          name: file, file: join(dir, land, file), text: fundusText(own.body), headline: own.title,
          authors: own.authors ?? [], published: own.publishing_date,
        });
    }
  }
  return pages;
}

// Pieces of text that belong to the page, and others that do not.
export function trafilaturaPages(data) {
  const dir = join(data, 'html-news/trafilatura/tests');
  return Object.values(JSON.parse(read(dir, 'evaldata.json')))
    .map((truth) => ({
      name: truth.file, file: join(dir, 'eval', truth.file), with: truth.with,
      without: truth.without, headline: truth.title, published: truth.date || undefined,
      authors: truth.author ? [truth.author] : [],
    }))
    .filter((page) => existsSync(page.file));
}

export function comparePieces(page, got) {
  const found = (piece) => got.replace(/\s+/g, ' ').includes(piece.replace(/\s+/g, ' '));
  const right = page.with.filter(found).length, wrong = page.without.filter(found).length;
  return { right, missing: page.with.length - right, wrong };
}

export function meanPieces(scores) {
  const sum = (name) => scores.reduce((all, one) => all + one[name], 0);
  const precision = sum('right') / (sum('right') + sum('wrong'));
  const recall = sum('right') / (sum('right') + sum('missing'));
  return { pages: scores.length, precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

const bare = (text) => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

// How many pages of those that say it have it right.
export function facts(pages, got) {
  const count = { headline: [0, 0], authors: [0, 0], published: [0, 0] };
  pages.forEach((page, i) => {
    const note = (name, right) => { count[name][0] += right ? 1 : 0; count[name][1] += 1; };
    if (page.headline) note('headline', bare(page.headline) === bare(got[i].headline));
    if (page.authors?.length)
      note('authors', bare(page.authors.join('')) === bare((got[i].authors ?? []).join('')));
    if (page.published && !Number.isNaN(Date.parse(page.published)))
      note('published', (got[i].published ?? '').slice(0, 10) === new Date(page.published).toISOString().slice(0, 10));
  });
  return count;
}

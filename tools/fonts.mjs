// fonts: cuts the reader site's typefaces down to what it sets, and writes the @font-face rules.
//
//   cd tools && npm ci && node fonts.mjs
//
// Reads the families from their npm packages, writes web/fonts/*.woff2, the licences beside them and
// web/style/fonts.css. Its results are committed: the build never runs this, and needs none of these
// packages. Run it when a family, a weight or a set of letters below changes.
//
// Three things it takes care of:
//   · Newsreader has an optical size axis. Headlines are cut at 48, text at 16, and both axes are
//     pinned: a quarter of the bytes of the file with the axes.
//   · The packages split a family by script, and the Arabic part has neither a full stop nor a digit
//     0-9. Each Arabic family therefore gets a small `marks` face from the package's Latin part.
//     Letters of Persian, Urdu and the Quran are in `rest`, fetched only by a page that shows one.
//   · Fallback faces are the reader's own fonts, stretched to the measure of ours, so that the swap
//     moves nothing.

import { readFile, writeFile, copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';
import * as fontkit from 'fontkit';
import { entireMetricsCollection as known } from '@capsizecss/metrics/entireMetricsCollection';

const here = dirname(fileURLToPath(import.meta.url));
const fonts = join(here, '../web/fonts');
const require = createRequire(import.meta.url);
const package_file = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);

// ── letters ─────────────────────────────────────────────────────────────────────────────────────

const span = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const latin = [
  ...span(0x20, 0x7e), ...span(0xa0, 0xff), 0x131, 0x152, 0x153, 0x178,
  ...span(0x2002, 0x200a), ...span(0x2010, 0x2015), ...span(0x2018, 0x201e), 0x2020, 0x2021, 0x2022,
  0x2026, 0x202f, 0x2032, 0x2033, 0x2039, 0x203a, 0x2044, 0x20ac, 0x2122, 0x2190, 0x2192, 0x2212,
];
const latin_rest = [
  ...span(0x100, 0x17f).filter((c) => !latin.includes(c)), ...span(0x1cd, 0x1dc),
  ...span(0x218, 0x21b), 0x1e9e, 0x20a9, 0x20aa, 0x20ba, 0x20bd,
];
const arabic_core = [
  0x60c, 0x61b, 0x61f, ...span(0x621, 0x63a), ...span(0x640, 0x652), 0x653, 0x654, 0x655,
  ...span(0x660, 0x66c), 0x670, 0x671,
  0x67e, 0x686, 0x698, 0x6a4, 0x6a8, 0x6a9, 0x6af, 0x6cc, // names from abroad: پ چ ژ ڤ ڨ ک گ ی
  0x200c, 0x200d, 0x200e, 0x200f, 0x64b, 0xfd3e, 0xfd3f, 0xfdf2,
];
const arabic_rest = [
  ...span(0x600, 0x6ff), ...span(0x750, 0x77f), ...span(0x8a0, 0x8ff), ...span(0xfb50, 0xfdff),
  ...span(0xfe70, 0xfefc),
].filter((c) => !arabic_core.includes(c));
const marks = [
  ...span(0x20, 0x40), ...span(0x5b, 0x60), ...span(0x7b, 0x7e), 0xa0, 0xa9, 0xab, 0xb0, 0xb1, 0xb7,
  0xbb, 0xd7, 0xf7, ...span(0x2010, 0x2015), ...span(0x2018, 0x201e), 0x2022, 0x2026, 0x2039, 0x203a,
  0x20ac, 0x2212,
];

// ── faces ───────────────────────────────────────────────────────────────────────────────────────

const newsreader = '@fontsource-variable/newsreader';
const naskh = '@fontsource-variable/noto-naskh-arabic';
const kufi = '@fontsource/noto-kufi-arabic';
// Capitals from lower case, old-style figures, fractions and swashes are never asked for.
const latin_features = ['kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'mkmk'];

const cut = (opsz, wght) => ({ variationAxes: { opsz, wght }, keepFeatures: latin_features });
const whole = {};

const faces = [
  { file: 'newsreader-display-600', family: 'Newsreader Display', weight: '600', display: 'swap',
    from: [newsreader, 'newsreader-latin-opsz-normal'], letters: latin, how: cut(48, 600) },
  { file: 'newsreader-display-600-rest', family: 'Newsreader Display', weight: '600',
    from: [newsreader, 'newsreader-latin-ext-opsz-normal'], letters: latin_rest, how: cut(48, 600) },
  { file: 'newsreader-text-400', family: 'Newsreader Text', weight: '400',
    from: [newsreader, 'newsreader-latin-opsz-normal'], letters: latin, how: cut(16, 400) },
  { file: 'newsreader-text-400-rest', family: 'Newsreader Text', weight: '400',
    from: [newsreader, 'newsreader-latin-ext-opsz-normal'], letters: latin_rest, how: cut(16, 400) },
  // Bold words in a text are few: the headlines' cut is there already, and 20 KB are not fetched for them.
  { file: 'newsreader-display-600', family: 'Newsreader Text', weight: '700', display: 'swap',
    from: [newsreader, 'newsreader-latin-opsz-normal'], letters: latin, how: cut(48, 600) },
  { file: 'newsreader-text-400-italic', family: 'Newsreader Text', weight: '400', style: 'italic',
    from: [newsreader, 'newsreader-latin-opsz-italic'], letters: latin, how: cut(16, 400) },

  { file: 'noto-kufi-arabic-700', family: 'Noto Kufi Arabic', weight: '700', display: 'swap',
    from: [kufi, 'noto-kufi-arabic-arabic-700-normal'], letters: arabic_core, how: whole },
  { file: 'noto-kufi-arabic-700-marks', family: 'Noto Kufi Arabic', weight: '700', display: 'swap',
    from: [kufi, 'noto-kufi-arabic-latin-700-normal'], letters: marks, how: whole },
  { file: 'noto-kufi-arabic-700-rest', family: 'Noto Kufi Arabic', weight: '700',
    from: [kufi, 'noto-kufi-arabic-arabic-700-normal'], letters: arabic_rest, how: whole },
  { file: 'noto-naskh-arabic', family: 'Noto Naskh Arabic', weight: '400 700',
    from: [naskh, 'noto-naskh-arabic-arabic-wght-normal'], letters: arabic_core, how: whole },
  { file: 'noto-naskh-arabic-marks', family: 'Noto Naskh Arabic', weight: '400 700',
    from: [naskh, 'noto-naskh-arabic-latin-wght-normal'], letters: marks, how: whole },
  { file: 'noto-naskh-arabic-rest', family: 'Noto Naskh Arabic', weight: '400 700',
    from: [naskh, 'noto-naskh-arabic-arabic-wght-normal'], letters: arabic_rest, how: whole },
];

// The reader's own fonts, in the order they are looked for. `width` is known for Latin only: nobody
// publishes an average for Arabic, so there the vertical measure alone is matched.
const fallbacks = [
  { family: 'Newsreader Display Fallback', of: 'newsreader-display-600', weight: '600',
    locals: ['Georgia Bold', 'Georgia-Bold'], metrics: known.georgia.variants['700'] },
  { family: 'Newsreader Text Fallback', of: 'newsreader-text-400', weight: '400',
    locals: ['Georgia'], metrics: known.georgia.variants.regular },
  { family: 'Newsreader Text Fallback', of: 'newsreader-display-600', weight: '700',
    locals: ['Georgia Bold', 'Georgia-Bold'], metrics: known.georgia.variants['700'] },
  { family: 'Newsreader Text Fallback', of: 'newsreader-text-400-italic', weight: '400',
    style: 'italic', locals: ['Georgia Italic', 'Georgia-Italic'],
    metrics: known.georgia.variants.italic },
  // Phones and free desktops have no Georgia.
  { family: 'Newsreader Display Noto', of: 'newsreader-display-600', weight: '600',
    locals: ['Noto Serif Bold', 'NotoSerif-Bold'], metrics: known.notoSerif.variants['700'] },
  { family: 'Newsreader Text Noto', of: 'newsreader-text-400', weight: '400',
    locals: ['Noto Serif', 'NotoSerif', 'NotoSerif-Regular'], metrics: known.notoSerif.variants.regular },
  { family: 'Newsreader Text Noto', of: 'newsreader-display-600', weight: '700',
    locals: ['Noto Serif Bold', 'NotoSerif-Bold'], metrics: known.notoSerif.variants['700'] },
  { family: 'Newsreader Text Noto', of: 'newsreader-text-400-italic', weight: '400', style: 'italic',
    locals: ['Noto Serif Italic', 'NotoSerif-Italic'], metrics: known.notoSerif.variants.italic },
  { family: 'Noto Kufi Arabic Fallback', of: 'noto-kufi-arabic-700', weight: '700',
    locals: ['Geeza Pro Bold', 'GeezaPro-Bold', 'Tahoma Bold', 'Tahoma-Bold'] },
  { family: 'Noto Naskh Arabic Fallback', of: 'noto-naskh-arabic', weight: '400 700',
    locals: ['Geeza Pro', 'GeezaPro', 'Times New Roman', 'TimesNewRomanPSMT', 'Tahoma'] },
];

// ── cutting ─────────────────────────────────────────────────────────────────────────────────────

// Only what the source really draws goes into unicode-range: a promise the file cannot keep would
// leave a box on the page.
async function make_face(face) {
  const source = await readFile(package_file(face.from[0], `files/${face.from[1]}.woff2`));
  const has = new Set(fontkit.create(source).characterSet);
  face.range = [...new Set(face.letters)].filter((c) => has.has(c)).sort((a, b) => a - b);
  const text = String.fromCodePoint(...face.range);
  const bytes = await subset(source, text, { targetFormat: 'woff2', ...face.how });
  face.font = fontkit.create(Buffer.from(await subset(source, text, { targetFormat: 'sfnt', ...face.how })));
  face.bytes = bytes.length;
  await writeFile(join(fonts, `${face.file}.woff2`), bytes);
}

function range_text(points) {
  const runs = [];
  for (const c of points) {
    const last = runs[runs.length - 1];
    if (last && last[1] === c - 1) last[1] = c;
    else runs.push([c, c]);
  }
  const hex = (c) => c.toString(16).toUpperCase();
  return runs.map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`)).join(',');
}

// ── measuring ───────────────────────────────────────────────────────────────────────────────────

// How often letters stand in English and Spanish news, roughly, per thousand.
const often = Object.entries({
  ' ': 165, e: 105, a: 82, o: 68, t: 62, n: 62, i: 60, s: 62, r: 55, l: 40, d: 38, c: 30, u: 28, h: 30,
  m: 22, p: 21, g: 15, f: 14, y: 13, b: 12, w: 11, v: 8, k: 5, A: 3, S: 3, T: 3, C: 3, M: 2, ',': 9, '.': 9,
});

const average_width = (font) =>
  often.reduce((sum, [c, n]) => sum + n * font.glyphForCodePoint(c.codePointAt(0)).advanceWidth, 0) /
  often.reduce((sum, [, n]) => sum + n, 0) / font.unitsPerEm;

const percent = (x) => `${(x * 100).toFixed(2)}%`;

// The library of known widths weighs letters its own way; our weights enter only as the ratio of a
// cut to the whole family's regular, which both have measured.
async function regular_width() {
  const source = await readFile(package_file(newsreader, 'files/newsreader-latin-wght-normal.woff2'));
  return average_width(fontkit.create(Buffer.from(await subset(source, null, {
    targetFormat: 'sfnt', keepAllGlyphs: true, variationAxes: { wght: 400 } }))));
}

function fallback_rule(fallback, regular) {
  const face = faces.find((f) => f.file === fallback.of);
  let adjust = 1;
  if (fallback.metrics) {
    const ours = (known.newsreader.xWidthAvg / known.newsreader.unitsPerEm) *
      (average_width(face.font) / regular);
    adjust = ours / (fallback.metrics.xWidthAvg / fallback.metrics.unitsPerEm);
  }
  const em = face.font.unitsPerEm * adjust;
  return `@font-face {
  font-family: "${fallback.family}";
  src: ${fallback.locals.map((l) => `local("${l}")`).join(', ')};
  font-weight: ${fallback.weight};${fallback.style ? `\n  font-style: ${fallback.style};` : ''}${
    adjust === 1 ? '' : `\n  size-adjust: ${percent(adjust)};`}
  ascent-override: ${percent(face.font.ascent / em)};
  descent-override: ${percent(-face.font.descent / em)};
  line-gap-override: ${percent(face.font.lineGap / em)};
}
`;
}

const face_rule = (face) => `@font-face {
  font-family: "${face.family}";
  src: url("../fonts/${face.file}.woff2") format("woff2");
  font-weight: ${face.weight};${face.style ? `\n  font-style: ${face.style};` : ''}
  font-display: ${face.display ?? 'optional'};
  unicode-range: ${range_text(face.range)};
}
`;

// ── all of it ───────────────────────────────────────────────────────────────────────────────────

await mkdir(fonts, { recursive: true });
for (const face of faces) await make_face(face);
for (const [name, file] of [[newsreader, 'newsreader'], [naskh, 'noto-naskh-arabic'], [kufi, 'noto-kufi-arabic']])
  await copyFile(package_file(name, 'LICENSE'), join(fonts, `${file}.OFL.txt`));

const regular = await regular_width();
await writeFile(join(here, '../web/style/fonts.css'),
  '/* Written by tools/fonts.mjs: change that, not this. */\n' +
  faces.map(face_rule).join('') + fallbacks.map((f) => fallback_rule(f, regular)).join(''));

for (const face of faces)
  console.log(`${(face.bytes / 1024).toFixed(1).padStart(6)} KB  ${face.range.length} letters  ${face.file}`);

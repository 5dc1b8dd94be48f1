// How near text/article.c comes to the text of saved pages, beside what others say of themselves.
//
//   node bench/article.mjs PROGRAM DATA [--pages]      (PROGRAM: bench/article, DATA: the data folder)
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import * as sets from './article_sets.mjs';

const [program, data, each] = process.argv.slice(2);
const source = (file) => gunzipSync(readFileSync(file)).toString('utf8');
const figure = (n) => n.toFixed(3);

function show(name, pages, compare, mean) {
  const got = sets.extract(program, pages.map((page) => page.file));
  const scores = pages.map((page, i) =>
    compare(page, (page.captions ? got[i].text_with_captions : got[i].text) ?? ''));
  const all = mean(scores), facts = sets.facts(pages, got);
  const fault = got.filter((one) => one.fault).length;
  const ms = got.map((one) => one.us / 1000).sort((a, b) => a - b);
  const said = Object.entries(facts).map(([fact, [right, of]]) => `${fact} ${right}/${of}`).join(', ');
  console.log(`${name}: ${all.pages} pages, F1 ${figure(all.f1)}, precision ${figure(all.precision)}, ` +
    `recall ${figure(all.recall)}; ${said}; ${fault} refused; ` +
    `median ${ms[ms.length >> 1].toFixed(1)} ms, slowest ${ms.at(-1).toFixed(1)} ms`);
  if (!each) return;
  pages.forEach((page, i) => {
    const one = scores[i], bad = one.precision !== undefined ? one.precision < 0.9 || one.recall < 0.9 : one.missing || one.wrong;
    if (bad) console.log('   ', page.name.slice(0, 60), JSON.stringify(one));
    for (const fact of ['headline', 'authors', 'published'])
      if (sets.facts([page], [got[i]])[fact].join() === '0,1')
        console.log('       ', fact, JSON.stringify(page[fact]), JSON.stringify(got[i][fact]));
  });
}

const texts = (page, got) => sets.compare(page.text, got);
show('article-extraction-benchmark', sets.benchmarkPages(data), texts, sets.mean);
show('readability', sets.readabilityPages(data), texts, sets.mean);
show('fundus', sets.fundusPages(data, source), texts, sets.mean);
show('trafilatura', sets.trafilaturaPages(data), sets.comparePieces, sets.meanPieces);

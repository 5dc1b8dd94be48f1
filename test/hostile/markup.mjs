// markup: is this page made of our own markup and nothing else?
//
//   const faults = pageFaults(html, origin);     // [] when all is well
//
// A tokenizer after the HTML standard, as far as our pages go: they quote every attribute, close every
// element and have scripts of their own only, so that whatever a value has broken shows at once.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../http/server.mjs';

// The one script that stands in our pages.
const inline = readFileSync(join(root, 'web/script/theme.inline.js'), 'utf8').trim();
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const RAW = new Set(['script', 'style', 'title', 'textarea']);
const ELEMENTS = new Set(`html head meta title link script body a abbr article aside b bdi blockquote br button
  caption cite code dd details div dl dt em figcaption figure footer h1 h2 h3 h4 header hr i img li main nav ol p
  picture path pre section small source span strong sub summary sup svg table tbody td th thead time tr ul video
  audio select option circle rect line text desc input`.split(/\s+/));
// What the newsroom has beside: forms, whose addresses are looked at like all others.
const SCREEN = new Set('form label textarea noscript dialog datalist fieldset legend kbd output q ins del progress'.split(' '));
const SENDS = new Set(['action', 'formaction']);
const LOADED = new Set(['src', 'srcset', 'poster']);
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

export const decoded = (text) => text.replace(/&(#x?[0-9a-f]+|[a-z]+);?/gi, (whole, name) => {
  if (name[0] !== '#') return NAMED[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '\ufffd';
});

// [{kind: 'open'|'close'|'text'|'comment'|'doctype', name, attrs: [[name, value, quoted]], text}]
export function tokens(html) {
  const found = [];
  let at = 0;
  while (at < html.length) {
    const lt = html.indexOf('<', at);
    if (lt < 0) { found.push({ kind: 'text', text: html.slice(at) }); break; }
    if (lt > at) found.push({ kind: 'text', text: html.slice(at, lt) });
    if (html.startsWith('<!--', lt)) {
      const end = html.indexOf('-->', lt + 4);
      at = end < 0 ? html.length : end + 3;
      found.push({ kind: 'comment', text: html.slice(lt, at) });
    } else if (/^<[!?]/.test(html.slice(lt, lt + 2))) {
      const end = html.indexOf('>', lt);
      at = end < 0 ? html.length : end + 1;
      found.push({ kind: 'doctype', text: html.slice(lt, at) });
    } else if (/^<\/?[a-z]/i.test(html.slice(lt, lt + 3))) {
      at = tag(html, lt, found);
    } else {
      found.push({ kind: 'text', text: '<' });
      at = lt + 1;
    }
  }
  return found;
}

function tag(html, lt, found) {
  const head = /^<(\/?)([^\s/>]+)/.exec(html.slice(lt, lt + 200));
  const token = { kind: head[1] ? 'close' : 'open', name: head[2].toLowerCase(), attrs: [], text: '' };
  const attribute = /[\s/]*(?:([^\s=>/"']+[^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?|(>)|(["']))/y;
  attribute.lastIndex = lt + head[0].length;
  for (let part; (part = attribute.exec(html)) && !part[5];) {
    const value = part[2] ?? part[3] ?? part[4] ?? '';
    token.attrs.push([part[1] ?? part[6], decoded(value), part[4] === undefined]);
  }
  let at = attribute.lastIndex || html.length;
  token.closed = html[at - 2] === '/';
  found.push(token);
  if (token.kind === 'open' && RAW.has(token.name)) {
    const end = new RegExp(`</${token.name}[\\s/>]`, 'i').exec(html.slice(at));
    const stop = end ? at + end.index : html.length;
    found.push({ kind: 'raw', name: token.name, text: html.slice(at, stop) });
    at = stop;
  }
  return at;
}

const scheme = (url) => /^([a-z][a-z0-9+.-]*):/i.exec(url.replace(/[\x00-\x20\x7f]/g, ''))?.[1].toLowerCase();

function addressFaults(token, name, value, origin) {
  const where = `<${token.name} ${name}="${value.slice(0, 80)}">`;
  const loads = LOADED.has(name) || (token.name === 'link' && name === 'href');
  const own = value.startsWith(`${origin}/`) || (/^\/(?![/\\])/.test(value)) || value.startsWith('#') || value === '';
  if (SENDS.has(name)) return /^\/newsroom\/(?![/\\.])/.test(value) ? [] : [`sends elsewhere: ${where}`];
  if (own || (name === 'srcset' && value.split(',').every((one) => /^\s*\/(?![/\\])/.test(one)))) return [];
  if (loads) return [`loads from elsewhere: ${where}`];
  return ['http', 'https', 'mailto', 'tel'].includes(scheme(value)) ? [] : [`leads nowhere good: ${where}`];
}

function attributeFaults(token, origin, screen) {
  const faults = [];
  const seen = new Set();
  for (const [name, value, quoted] of token.attrs) {
    const where = `<${token.name}> ${name}=${value.slice(0, 80)}`;
    if (!/^[a-zA-Z][a-zA-Z-]*[12]?$/.test(name)) faults.push(`odd attribute: ${where}`);
    const held = screen && token.name === 'iframe' && name === 'srcdoc'; // looked at by frameFaults
    if (/^on/i.test(name) || (!held && ['style', 'srcdoc', 'http-equiv', 'ping', 'background'].includes(name)) || (SENDS.has(name) && !screen))
      faults.push(`attribute that may not be: ${where}`);
    if (seen.has(name)) faults.push(`attribute twice: ${where}`);
    if (!quoted) faults.push(`attribute without quotes: ${where}`);
    seen.add(name);
    if (screen && name === 'href' && value.startsWith('?')) continue;
    if (['href', 'src', 'srcset', 'poster', 'cite', 'data', 'xlink:href'].includes(name) || (screen && SENDS.has(name)))
      faults.push(...addressFaults(token, name, value, origin));
  }
  return faults;
}

function scriptFaults(token, body) {
  const attrs = Object.fromEntries(token.attrs.map(([name, value]) => [name, value]));
  if (attrs.type === 'application/ld+json') {
    try { JSON.parse(body); return []; } catch (error) { return [`JSON-LD: ${error.message}`]; }
  }
  if (attrs.type === 'module' && /^\/assets\/[\w.-]+\.js$/.test(attrs.src) && body === '') return [];
  return token.attrs.length === 0 && body.trim() === inline ? [] : [`a script that is not ours: ${JSON.stringify(attrs)} ${body.slice(0, 80)}`];
}

// A preview holds the whole page that readers would get, and nothing from elsewhere.
function frameFaults(token, origin) {
  const { src, srcdoc } = Object.fromEntries(token.attrs);
  return src === undefined && srcdoc ? pageFaults(srcdoc, origin, { framed: true }) : ['a frame that holds no page of ours'];
}

// `fragment`: a piece of a page, without <html>. `screen`: of the newsroom, with forms. `framed`: held by one.
export function pageFaults(html, origin, { fragment = false, screen = false, framed = false } = {}) {
  const faults = [];
  const open = [];
  const all = tokens(html);
  if (!fragment && !html.startsWith('<!doctype html>')) faults.push('begins with something else');
  for (const [i, token] of all.entries()) {
    if (token.kind === 'comment') faults.push(`a comment: ${token.text.slice(0, 80)}`);
    if (token.kind === 'doctype' && (i > 0 || fragment)) faults.push(`a declaration: ${token.text.slice(0, 80)}`);
    if (token.kind === 'text' && /[<]/.test(token.text)) faults.push(`a loose "<" before ${JSON.stringify(all[i + 1]?.text?.slice(0, 40))}`);
    if (token.kind === 'close' && open.pop() !== token.name) faults.push(`</${token.name}> closes something else`);
    if (token.kind !== 'open') continue;
    if (screen && token.name === 'iframe') faults.push(...frameFaults(token, origin));
    else if (!ELEMENTS.has(token.name) && !(screen && SCREEN.has(token.name)) && !(framed && token.name === 'base')) faults.push(`an element that is not ours: <${token.name}>`);
    if (token.name === 'input' && !screen && !token.attrs.some(([name]) => name === 'readonly')) faults.push('a field to write in');
    if (token.name === 'script') faults.push(...scriptFaults(token, all[i + 1]?.text ?? ''));
    faults.push(...attributeFaults(token, origin, screen));
    if (!VOID.has(token.name) && !token.closed) open.push(token.name);
  }
  if (open.length) faults.push(`left open: ${open.join(' ')}`);
  return faults;
}

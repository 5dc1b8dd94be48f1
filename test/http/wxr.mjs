// wxr: WordPress exports of our own, for tests.
//
//   const path = wxr([post({ id: 1, title: 'One', content: 'Text' })], { language: 'en-US' });
//   const dir = uploads({ '2024/05/heron.png': png(40, 30) });
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { temporary } from './server.mjs';

export const OLD = 'https://old.example';
const cdata = (text) => `<![CDATA[${String(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const element = (name, text) => (text === undefined ? '' : `<${name}>${cdata(text)}</${name}>\n`);

export function post({ id, guid = `${OLD}/?p=${id}`, title, link = `${OLD}/2024/05/post-${id}/`, content = '', excerpt, creator = 'ann',
  date = '2024-05-06 07:08:09', status = 'publish', type = 'post', name = `post-${id}`, password = '', terms = [], meta = {}, parent = 0, url, more = '' }) {
  return `<item>\n${element('title', title)}<link>${link}</link>\n${element('dc:creator', creator)}<guid isPermaLink="false">${guid.replaceAll('&', '&amp;')}</guid>\n${
    element('content:encoded', content)}${element('excerpt:encoded', excerpt)}<wp:post_id>${id}</wp:post_id>\n${element('wp:post_date', date)}${
    element('wp:post_date_gmt', date)}${element('wp:post_name', name)}${element('wp:status', status)}<wp:post_parent>${parent}</wp:post_parent>\n${
    element('wp:post_type', type)}${element('wp:post_password', password)}${element('wp:attachment_url', url)}${
    terms.map(([domain, nicename, text]) => `<category domain="${domain}" nicename="${nicename}">${cdata(text)}</category>\n`).join('')}${
    Object.entries(meta).map(([key, value]) => `<wp:postmeta>${element('wp:meta_key', key)}${element('wp:meta_value', value)}</wp:postmeta>\n`).join('')}${more}</item>\n`;
}

export function attachment({ id, file, title = file, caption = '', alt, parent = 0 }) {
  return post({ id, title, type: 'attachment', status: 'inherit', excerpt: caption, parent, link: `${OLD}/?attachment_id=${id}`,
    url: `${OLD}/wp-content/uploads/${file}`, meta: { _wp_attached_file: file, ...(alt && { _wp_attachment_image_alt: alt }) } });
}

export function text(items, { language = 'en-US', title = 'The Old Paper', version = '1.2', head = '' } = {}) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/${version}/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/${version}/">
<channel>
<title>${title}</title>\n<link>${OLD}</link>\n<language>${language}</language>\n<wp:wxr_version>${version}</wp:wxr_version>
<wp:base_site_url>${OLD}</wp:base_site_url>\n<wp:base_blog_url>${OLD}</wp:base_blog_url>
<wp:author>${element('wp:author_login', 'ann')}${element('wp:author_display_name', 'Ann Example')}</wp:author>
${head}${items.join('')}</channel>\n</rss>\n`;
}

export function file(bytes, name = 'export.xml') {
  const path = join(temporary(), name);
  writeFileSync(path, bytes);
  return path;
}
export const wxr = (items, options) => file(text(items, options));

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
function chunk(type, data) {
  const bytes = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(bytes), 4);
  return Buffer.concat([frame.subarray(0, 4), bytes, frame.subarray(4)]);
}
// A plain field of one colour.
export function png(width, height, [r, g, b] = [40, 90, 140]) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: width }, () => [r, g, b]).flat())]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))), chunk('IEND', Buffer.alloc(0))]);
}

export function uploads(files) {
  const dir = temporary();
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), bytes);
  }
  return dir;
}

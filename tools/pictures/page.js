// page: draws one picture when asked and gives it back as a JPEG below a size.

import { painter } from './paint.js';
import { scenes } from './scenes.js';
import { charts, chart_draw } from './charts.js';

// Bytes a picture may have. One full of detail may be larger before its quality falls further.
const limit = (quality) => 1024 * (74 + (0.62 - quality) * 110);

const encode = (canvas, quality) => new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

async function canvas_of(name) {
  if (charts[name]) return chart_draw(name);
  const p = painter(name);
  scenes[name](p);
  p.finish();
  return p.ctx.canvas;
}

window.picture_names = () => [...Object.keys(scenes), ...Object.keys(charts)];

window.picture_draw = async (name) => {
  const canvas = await canvas_of(name);
  let quality = 0.86, blob = await encode(canvas, quality);
  while (blob.size > limit(quality) && quality > 0.38) blob = await encode(canvas, (quality -= 0.04));
  return { jpeg: await base64(blob), quality: Math.round(quality * 100) };
};

window.pictures_ready = true;

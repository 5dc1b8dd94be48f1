// page: draws one picture when asked and gives it back as a JPEG below a size.

import { painter, W, H } from './paint.js';
import { scenes } from './scenes.js';
import { charts, chart_draw } from './charts.js';

// Bytes a picture may have. One full of detail may be larger before its quality falls further.
const limit = (quality) => 1024 * (60 + (0.62 - quality) * 110);

const encode = (canvas, quality) => new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

async function encode_below(canvas, lowest) {
  let quality = 0.7, blob = await encode(canvas, quality);
  while (blob.size > limit(quality) && quality > lowest) blob = await encode(canvas, (quality -= 0.04));
  return { blob, quality, fits: blob.size <= limit(quality) };
}

// A picture too full of detail for its size gives up the paper's tooth, then a little of its sharpness.
const sacrifices = [{ tooth: 1 }, { tooth: 0.5 }, { tooth: 0 }, { tooth: 0, blur: 0.6 }, { tooth: 0, blur: 0.9 }];

async function scene_encode(name) {
  const p = painter(name);
  scenes[name](p);
  const bare = p.ctx.getImageData(0, 0, W, H);
  let best;
  for (const { tooth, blur } of sacrifices) {
    p.ctx.putImageData(bare, 0, 0);
    if (blur) p.soften(blur);
    p.finish(tooth);
    best = await encode_below(p.ctx.canvas, 0.38);
    if (best.fits) break;
  }
  return best;
}

window.picture_names = () => [...Object.keys(scenes), ...Object.keys(charts)];

window.picture_draw = async (name) => {
  const { blob, quality } = charts[name] ? await encode_below(await chart_draw(name), 0.54) : await scene_encode(name);
  return { jpeg: await base64(blob), quality: Math.round(quality * 100) };
};

window.pictures_ready = true;

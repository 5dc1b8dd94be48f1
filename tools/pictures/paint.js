// paint: the brush, the palette knife and the paper of our pictures; runs in the page that draws.
//
//   const p = painter('swifts');
//   p.ground(['#203050', '#f0c090']);                         a graded sheet
//   p.fill(smooth(points), '#e05030');                        a flat shape
//   p.shade(path, '#101820', [0, 900], [0, 300], 0.8);        a grainy shadow inside it, fading out
//   p.finish();                                               paper and grain over everything
//
// All chance comes from the picture's name, so that a picture drawn again is the same picture. Nothing
// here knows what a picture shows: that stands in parts.js and in the scenes.

export const W = 1600;
export const H = 1067;
export const TAU = Math.PI * 2;

// ── numbers ─────────────────────────────────────────────────────────────────────────────────────

export const lerp = (a, b, t) => a + (b - a) * t;
export const clamp = (x, low = 0, high = 1) => Math.min(high, Math.max(low, x));
export const times = (n, make) => Array.from({ length: n }, (_, i) => make(i, n > 1 ? i / (n - 1) : 0));

const hash = (text) => [...text].reduce((h, c) => Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0, 2166136261);

function generator(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const knot = (i, seed) => {
  const h = Math.imul(i ^ Math.imul(seed | 0, 0x27d4eb2d), 0x85ebca6b);
  return (Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 8) / 8388608 - 1;
};

// Smooth chance along a line, -1 to 1; `wander` adds finer and finer detail to it.
export function drift(x, seed = 0) {
  const i = Math.floor(x), t = x - i, s = t * t * (3 - 2 * t);
  return lerp(knot(i, seed), knot(i + 1, seed), s);
}
export const wander = (x, seed = 0, octaves = 4) =>
  times(octaves, (o) => drift(x * 2 ** o, seed + o * 17) / 2 ** o).reduce((a, b) => a + b, 0) / 1.6;

// ── colours ─────────────────────────────────────────────────────────────────────────────────────

const parts_of = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
export const mix = (a, b, t) => {
  const [x, y] = [parts_of(a), parts_of(b)];
  return `#${x.map((v, i) => Math.round(lerp(v, y[i], t)).toString(16).padStart(2, '0')).join('')}`;
};
export const veil = (hex, alpha) => `rgba(${parts_of(hex).join(',')},${alpha})`;

// ── paths ───────────────────────────────────────────────────────────────────────────────────────

export function poly(points) {
  const path = new Path2D();
  points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
  return path;
}

export const disc = (x, y, rx, ry = rx, turn = 0) => {
  const path = new Path2D();
  path.ellipse(x, y, rx, ry, turn, 0, TAU);
  return path;
};

export const box = (x, y, w, h) => poly([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);

const spline_at = (a, b, c, d, t) => [0, 1].map((k) =>
  0.5 * (2 * b[k] + (c[k] - a[k]) * t + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t
    + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t ** 3));

// Points close together on a smooth line through `points`.
export function trace(points, closed = false, steps = 14) {
  const n = points.length;
  const at = (i) => (closed ? points[(i + n) % n] : points[clamp(i, 0, n - 1)]);
  const out = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    for (let s = 0; s < steps; s++) out.push(spline_at(at(i - 1), at(i), at(i + 1), at(i + 2), s / steps));
  }
  if (!closed) out.push(points[n - 1]);
  return out;
}

export const smooth = (points) => poly(trace(points, true));

// A stroke of changing width along a smooth line: limbs, branches, necks, arms of an octopus.
export function limb(points, widths) {
  const line = trace(points);
  const sides = [[], []];
  line.forEach(([x, y], i) => {
    const [a, b] = [line[Math.max(0, i - 1)], line[Math.min(line.length - 1, i + 1)]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const t = (i / (line.length - 1)) * (widths.length - 1), k = Math.min(widths.length - 2, Math.floor(t));
    const half = (widths.length > 1 ? lerp(widths[k], widths[k + 1], t - k) : widths[0]) / 2;
    const [nx, ny] = [(-(b[1] - a[1]) / length) * half, ((b[0] - a[0]) / length) * half];
    sides[0].push([x - nx, y - ny]);
    sides[1].unshift([x + nx, y + ny]);
  });
  const path = poly([...sides[0], ...sides[1]]);
  path.addPath(disc(...line[0], widths[0] / 2));
  path.addPath(disc(...line.at(-1), widths.at(-1) / 2));
  return path;
}

// What a broad pen held at one angle leaves along a line.
export function nib(points, width, angle, steps = 24) {
  const line = trace(points, false, steps);
  const [dx, dy] = [Math.cos(angle) * width / 2, Math.sin(angle) * width / 2];
  const path = new Path2D();
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
    const turned = (bx - ax) * dy - (by - ay) * dx < 0;
    const quad = [[ax - dx, ay - dy], [ax + dx, ay + dy], [bx + dx, by + dy], [bx - dx, by - dy]];
    path.addPath(poly(turned ? quad : quad.reverse()));
  }
  return path;
}

// The upper edge of land across the sheet, and the land below it.
export const ridge = (y, height, pace, seed, from = -20, to = W + 20, octaves = 4) =>
  times(121, (_, t) => [lerp(from, to, t), y + wander(lerp(from, to, t) / pace, seed, octaves) * height]);
export const below = (line, depth = H + 20) => poly([...line, [line.at(-1)[0], depth], [line[0][0], depth]]);

export function join(...paths) {
  const all = new Path2D();
  paths.forEach((path) => all.addPath(path));
  return all;
}

// ── the painter ─────────────────────────────────────────────────────────────────────────────────

function surface(w, h) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [w, h];
  return canvas.getContext('2d', { willReadFrequently: true });
}

// Grain about three pixels wide: finer grain is what a JPEG cannot hold.
function grain_make(w, h) {
  const random = generator(7), n = w * h;
  const raw = Float32Array.from({ length: n + w + 2 }, random), grain = new Float32Array(n);
  for (let i = 0, j = w; i < n; i++, j++) {
    const mean = (raw[i] + raw[i + 1] + raw[i + 2] + raw[j] + raw[j + 1] + raw[j + 2]) / 6;
    grain[i] = clamp((mean - 0.5) * 2.2 + 0.5);
  }
  return grain;
}

const grains = new Map();
function grain_of(w, h) {
  const size = `${w}x${h}`;
  if (!grains.has(size)) grains.set(size, grain_make(w, h));
  return grains.get(size);
}

export function painter(name, w = W, h = H) {
  const ctx = surface(w, h), spare = surface(w, h);
  const random = generator(hash(name));
  const grain = grain_of(w, h);
  const p = { ctx, name, random };

  p.rand = (a, b) => lerp(a, b, random());
  p.pick = (list) => list[Math.floor(random() * list.length)];
  p.some = (n, make) => times(n, make);

  p.at = (x, y, turn, size, draw) => {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(turn);
    ctx.scale(...[size].flat().concat(size).slice(0, 2));
    draw();
    ctx.restore();
  };

  p.ground = (colours, from = [0, 0], to = [0, H]) => p.grade(box(-10, -10, w + 20, h + 20), colours, from, to);
  p.fill = (path, colour) => { ctx.fillStyle = colour; ctx.fill(path); };
  p.line = (points, width, colour) => p.fill(limb(points, [width].flat()), colour);
  p.wire = (points, width, colour) => {
    ctx.lineWidth = width; ctx.strokeStyle = colour; ctx.lineCap = ctx.lineJoin = 'round';
    ctx.beginPath();
    points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.stroke();
  };
  p.grade = (path, colours, from, to) => {
    const paint = ctx.createLinearGradient(...from, ...to);
    colours.forEach((colour, i) => paint.addColorStop(i / (colours.length - 1), colour));
    p.fill(path, paint);
  };
  p.inside = (path, draw) => {
    ctx.save();
    ctx.clip(path);
    draw();
    ctx.restore();
  };

  // The spare sheet's alpha is thinned by the grain, then laid on the picture.
  const lay = (path, paint, mode) => {
    spare.setTransform(1, 0, 0, 1, 0, 0);
    spare.clearRect(0, 0, w, h);
    spare.setTransform(ctx.getTransform());
    spare.fillStyle = paint;
    spare.fill(path);
    const sheet = spare.getImageData(0, 0, w, h);
    for (let i = 3, k = 0; i < sheet.data.length; i += 4, k++) {
      if (sheet.data[i]) {
        const a = sheet.data[i] / 255;
        sheet.data[i] = 255 * clamp(a * 0.66 + clamp((a + grain[k] - 1) * 2) * 0.34);
      }
    }
    spare.putImageData(sheet, 0, 0);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalCompositeOperation = mode;
    ctx.drawImage(spare.canvas, 0, 0);
    ctx.restore();
  };
  const fading = (paint, colour, strength) => {
    [0, 0.25, 0.5, 0.75, 1].forEach((t) => paint.addColorStop(t, veil(colour, strength * (1 - t) ** 1.3)));
    return paint;
  };
  p.shade = (path, colour, from, to, strength = 0.8, mode = 'source-over') =>
    lay(path, fading(spare.createLinearGradient(...from, ...to), colour, strength), mode);
  p.halo = (path, colour, x, y, inner, outer, strength = 0.8, mode = 'source-over') =>
    lay(path, fading(spare.createRadialGradient(x, y, inner, x, y, outer), colour, strength), mode);
  // A shadow without grain, for what is full of detail already.
  p.dim = (path, colour, from, to, strength = 0.8) => p.fill(path, fading(ctx.createLinearGradient(...from, ...to), colour, strength));
  // The other way: strongest at the outer edge.
  p.rim = (path, colour, x, y, inner, outer, strength = 0.8) => {
    const paint = spare.createRadialGradient(x, y, inner, x, y, outer);
    [0, 0.25, 0.5, 0.75, 1].forEach((t) => paint.addColorStop(t, veil(colour, strength * t ** 1.3)));
    lay(path, paint, 'source-over');
  };
  p.glow = (x, y, r, colour, strength = 0.7) => p.halo(box(x - r, y - r, 2 * r, 2 * r), colour, x, y, 0, r, strength);

  // A shape with light on one side and shadow on the other, as most things are.
  p.body = (path, colour, dark, from, to, strength = 0.75) => {
    p.fill(path, colour);
    p.shade(path, dark, from, to, strength);
  };

  p.soften = (radius) => {
    ctx.save();
    ctx.filter = `blur(${radius}px)`;
    ctx.drawImage(ctx.canvas, 0, 0);
    ctx.restore();
  };

  p.finish = (tooth = 1) => {
    const sheet = ctx.getImageData(0, 0, w, h), d = sheet.data;
    for (let y = 0, k = 0; y < h; y++) {
      const row = wander(y / 240, 3, 2);
      for (let x = 0; x < w; x++, k++) {
        const mottle = (row + drift(x / 260 + row, 5) / 1.6) * 2.5;
        const edge = ((x / w - 0.5) ** 2 + (y / h - 0.5) ** 2) * 16;
        const add = ((grain[k] - 0.5) * 8 + mottle) * tooth - edge;
        d[k * 4] += add;
        d[k * 4 + 1] += add;
        d[k * 4 + 2] += add;
      }
    }
    ctx.putImageData(sheet, 0, 0);
  };
  return p;
}

// dossiers: the pictures of the four dossiers.

import { W, H, TAU, lerp, times, veil, poly, disc, box, smooth, limb, nib, ridge, below, join, trace } from '../paint.js';
import * as part from '../parts.js';

export function dossier_oceans(p) {
  p.ground(['#f3a87a', '#f9cf9c', '#fbe8c8'], [0, 0], [0, 620]);
  part.sun(p, 1090, 360, 150, '#fff6dc', '#fdd9a0', 3);
  part.streaks(p, 12, 80, 520, '#fdebd0', 900);
  p.body(below(ridge(640, 18, 160, 3)), '#5fa5a5', '#2a708a', [0, 800], [0, 630], 0.7);
  // The great wave rolls over from the left.
  const wave = smooth([[-200, 1100], [-200, 300], [40, 190], [300, 130], [560, 170], [720, 290], [770, 430], [730, 540], [690, 470], [640, 400], [560, 360], [500, 420], [480, 540], [540, 680], [700, 800], [960, 860], [1300, 850], [1700, 800], [1700, 1200]]);
  p.grade(wave, ['#3f9aa0', '#1f6f8c', '#124a74', '#0c2f58'], [300, 130], [500, H]);
  p.inside(wave, () => times(13, (i, t) => p.fill(limb([[-60 - i * 6, 1100 - i * 14], [60 + i * 14, 620 - i * 8], [240 + i * 16, 330 + i * 2], [460 + i * 14, 250 + i * 9], [640 + i * 6, 340 + i * 9]], [4, 14, 9, 5, 2]), veil(i % 2 ? '#a9dcd0' : '#0c2f58', 0.4))));
  p.shade(wave, '#0a2148', [100, 1100], [300, 420], 0.7);
  const crest = trace([[40, 190], [300, 130], [560, 170], [720, 290], [770, 430], [735, 530]]);
  crest.forEach(([x, y], i) => { const r = lerp(10, 40, i / crest.length); times(2, () => p.fill(disc(x + p.rand(-r, r) * 0.6, y + p.rand(-r, r) * 0.6, r * p.rand(0.4, 0.8)), '#fbf6e6')); });
  for (let i = 0; i < 80; i++) { const a = p.rand(-0.4, 1.5), r = p.rand(20, 260); p.fill(disc(740 + Math.cos(a) * r, 420 + Math.sin(a) * r * 0.8, p.rand(2, 9)), veil('#fbf6e6', 0.85)); }
  // A humpback dives: only its flukes are left above the water.
  p.at(1090, 800, 0.04, 1, () => {
    p.body(limb([[0, 120], [-6, 0], [4, -120], [0, -190]], [150, 96, 54, 40]), '#23395e', '#0c1834', [60, 100], [-40, -150], 0.8);
    for (const k of [-1, 1]) {
      const fluke = smooth([[0, -170], [k * 60, -236], [k * 150, -288], [k * 262, -292], [k * 300, -262], [k * 240, -236], [k * 190, -196], [k * 120, -156], [k * 40, -150], [0, -132]]);
      p.body(fluke, '#2c4870', '#0c1834', [0, -120], [k * 120, -290], 0.8);
      p.fill(smooth([[k * 120, -232], [k * 190, -262], [k * 262, -272], [k * 214, -236], [k * 150, -202]]), veil('#cfe0dc', 0.6));
    }
    times(12, (i) => p.fill(limb([[p.rand(-240, 240), p.rand(-190, -120)], [p.rand(-240, 240), 0]].map(([x, y], j, a) => [a[0][0], j ? a[0][1] + p.rand(30, 90) : y]), [3, 8]), veil('#eaf6f0', 0.7)));
  });
  const near = [[850, '#2a7f94', 5], [920, '#1a5f80', 11], [1000, '#0f3f68', 17]];
  near.forEach(([y, c, seed]) => { const line = ridge(y, 30, 130, seed); p.body(below(line), c, '#0a2148', [0, y + 180], [0, y - 20], 0.6); p.wire(line.map(([x, ly]) => [x, ly + 3]), 4, veil('#d8f0e4', 0.55)); });
  part.gull(p, 1330, 250, 34, '#33304a', 0.4); part.gull(p, 1400, 300, 24, '#33304a', 0.4); part.gull(p, 900, 200, 26, '#33304a', 0.4);
}

export function dossier_sky(p) {
  p.ground(['#0d1236', '#1f2560', '#4a3f80', '#a8588a', '#f08f7a'], [0, 0], [0, 900]);
  const [cx, cy] = [800, 820];
  part.stars(p, 260, '#fdf1dc', 760);
  // The courses of the planets stand over the hill like an orchestra's benches.
  const bodies = [[300, 2.5, 26, '#f0c06a', '#a8573f'], [400, 1.15, 34, '#e8855a', '#7a2f4a'], [510, 2.05, 52, '#5fb0b4', '#1f4a80'], [630, 0.72, 78, '#f3d0a0', '#a8607a'], [760, 1.62, 40, '#d8573f', '#6a1f48']];
  bodies.forEach(([r, a, s, c, d], i) => {
    p.ctx.lineWidth = 3; p.ctx.strokeStyle = veil('#f6dcb0', 0.55); p.ctx.setLineDash(i % 2 ? [2, 12] : []); p.ctx.lineCap = 'round';
    p.ctx.beginPath(); p.ctx.arc(cx, cy, r, Math.PI, TAU); p.ctx.stroke(); p.ctx.setLineDash([]);
    const [x, y] = [cx + Math.cos(a) * r, cy - Math.sin(a) * r];
    p.glow(x, y, s * 2.4, c, 0.5);
    if (i === 3) p.at(x, y, -0.35, 1, () => { p.ctx.lineWidth = 15; p.ctx.strokeStyle = '#e0a070'; p.ctx.stroke(disc(0, 0, s * 1.75, s * 0.5)); });
    p.fill(disc(x, y, s), c);
    if (i === 3) p.inside(disc(x, y, s), () => times(5, (k) => p.fill(box(x - s, y - s + k * s * 0.42, s * 2, s * 0.16), veil('#c98070', 0.6))));
    p.rim(disc(x, y, s), d, x - s * 0.4, y + s * 0.3, s * 0.4, s * 1.5, 0.9);
    if (i === 3) p.at(x, y, -0.35, 1, () => { const front = new Path2D(); front.ellipse(0, 0, s * 1.75, s * 0.5, 0, 0.15, Math.PI - 0.15); p.ctx.lineWidth = 15; p.ctx.strokeStyle = '#f3c890'; p.ctx.stroke(front); });
  });
  p.glow(cx, cy, 330, '#ffe2a0', 0.8);
  p.fill(disc(cx, cy, 160), '#fff0c0');
  part.hills(p, 2, 850, 890, '#5a3f74', '#2f2858', { height: 30, pace: 320, shadow: '#14143a', seed: 4 });
  p.body(below(times(121, (i, t) => [lerp(-20, W + 20, t), 1030 - Math.exp(-(((t - 0.5) / 0.22) ** 2)) * 130])), '#171738', '#080a1e', [0, H], [0, 900], 0.8);
  // Somebody looks, and somebody small waits.
  const night = '#0c0d26';
  part.person(p, 720, 912, 190, { ...part.poses.stand, head: [0.06, -0.9], arm1: [[0, -0.77], [0.12, -0.66], [0.24, -0.74]] }, { skin: night, shirt: night, trousers: night });
  part.person(p, 640, 920, 116, { ...part.poses.stand, arm1: [[0, -0.77], [0.14, -0.9], [0.26, -1.06]] }, { skin: night, shirt: night, trousers: night });
  p.line([[768, 786], [890, 690]], [22, 34], night); p.line([[880, 698], [910, 674]], [42, 44], night);
  for (const dx of [-60, 0, 62]) p.line([[828, 742], [828 + dx, 916]], [10, 7], night);
}

export function dossier_journeys(p) {
  p.ground(['#f0956a', '#f6bd84', '#fbe0b0'], [0, 0], [0, H]);
  const [cx, cy, R] = [800, 1180, 760];
  times(20, (i) => { const a = Math.PI * (1 + i / 19); p.halo(poly([[cx, cy], [cx + Math.cos(a - 0.035) * 1900, cy + Math.sin(a - 0.035) * 1900], [cx + Math.cos(a + 0.035) * 1900, cy + Math.sin(a + 0.035) * 1900]]), '#fff3d0', cx, cy, R, 1500, 0.6); });
  part.sun(p, 800, 330, 130, '#fff8e4', '#fde0a4', 2.6);
  // A world in three parts: sea, grass and sand.
  const world = disc(cx, cy, R);
  p.fill(world, '#5f9a5c');
  p.inside(world, () => {
    const coast = (a) => times(30, (i, t) => { const b = a + Math.sin(t * 9 + a) * 0.035 + Math.sin(t * 23 + a * 3) * 0.012; return [cx + Math.cos(b) * t * (R + 20), cy + Math.sin(b) * t * (R + 20)]; });
    const wedge = (a0, a1) => poly([...coast(a0), ...times(24, (i, t) => [cx + Math.cos(lerp(a0, a1, t)) * (R + 40), cy + Math.sin(lerp(a0, a1, t)) * (R + 40)]), ...coast(a1).reverse()]);
    p.fill(wedge(Math.PI, Math.PI * 1.36), '#1f7088'); p.fill(wedge(Math.PI * 1.66, TAU), '#e0a05a');
    times(8, (i) => { p.ctx.lineWidth = 4; p.ctx.strokeStyle = veil('#a9dcd0', 0.5); p.ctx.beginPath(); p.ctx.arc(cx, cy, R - 24 - i * 40, Math.PI * (1.02 + (i % 3) * 0.05), Math.PI * (1.2 + (i % 4) * 0.04)); p.ctx.stroke(); });
    times(8, (i) => { p.ctx.lineWidth = 5; p.ctx.strokeStyle = veil('#a8573f', 0.4); p.ctx.beginPath(); p.ctx.arc(cx, cy, R - 30 - i * 38, Math.PI * 1.67, Math.PI * 1.9); p.ctx.stroke(); });
  });
  p.rim(world, '#1a2048', cx, cy - 120, 380, 900, 0.55);
  p.halo(world, '#fff0c0', cx, cy - R - 30, 0, 420, 0.6);
  const on = (a, lift, size, draw) => p.at(cx + Math.cos(a) * (R + lift), cy + Math.sin(a) * (R + lift), a + Math.PI / 2, size, draw);
  const tree = (a, s) => on(a, 0, 1, () => part.tree(p, 0, 6, s, '#3f8058', '#174a48', '#3a2430', '#a9c47a'));
  tree(4.28, 150); tree(4.36, 100); tree(5.12, 130); tree(5.05, 90);
  const animal = '#2a2038';
  [4.5, 4.58, 4.66, 4.745, 4.83, 4.91].forEach((a, i) => on(a, 4, 62 + (i % 2) * 12, () => {
    for (const [x, k] of [[-0.5, -0.25], [-0.36, 0.15], [0.36, -0.15], [0.52, 0.3]]) p.line([[x, -0.55], [x + k * 0.5, -0.25], [x + k, 0]], [0.16, 0.09, 0.06], animal);
    p.fill(smooth([[-0.66, -0.55], [-0.6, -0.86], [0, -0.92], [0.4, -1.05], [0.62, -0.8], [0.5, -0.5], [0, -0.42]]), animal);
    p.line([[0.5, -0.84], [0.8, -0.9], [1.02, -0.62]], [0.34, 0.24, 0.14], animal);
    p.line([[0.8, -0.96], [0.74, -1.12], [0.86, -1.22]], [0.06, 0.05, 0.02], animal); p.line([[0.86, -0.96], [1.02, -1.0], [1.06, -1.16]], [0.06, 0.05, 0.02], animal);
  }));
  [5.36, 5.47, 5.58].forEach((a) => on(a, 0, 78, () => {
    for (const x of [-0.42, -0.28, 0.26, 0.42]) p.line([[x, -0.55], [x + 0.03, 0]], [0.11, 0.07], '#5a2c34');
    p.fill(smooth([[-0.58, -0.52], [-0.52, -0.78], [-0.22, -0.84], [0, -1.14], [0.22, -0.84], [0.52, -0.78], [0.58, -0.52], [0, -0.42]]), '#5a2c34');
    p.line([[0.5, -0.66], [0.74, -0.6], [0.82, -0.92], [0.88, -1.14]], [0.2, 0.13, 0.11, 0.12], '#5a2c34'); p.line([[0.88, -1.14], [1.1, -1.08]], [0.14, 0.09], '#5a2c34');
    p.fill(smooth([[-0.3, -0.86], [0, -1.2], [0.3, -0.86], [0.26, -0.56], [-0.26, -0.56]]), '#d8503a');
  }));
  on(3.92, -44, 150, () => {
    const whale = smooth([[1, -0.02], [0.7, -0.26], [0.1, -0.34], [-0.5, -0.16], [-0.9, -0.1], [-1.2, -0.36], [-1.1, -0.04], [-1.16, 0.22], [-0.86, 0.06], [-0.3, 0.2], [0.5, 0.22]]);
    p.body(whale, '#2a4a72', '#0c1c3c', [0, 0.3], [0, -0.3], 0.7);
    p.fill(smooth([[0.98, 0.04], [0.5, 0.08], [-0.2, 0.14], [0.4, 0.22]]), '#cfe0dc');
    for (const d of [-0.22, 0, 0.22]) p.line([[0.62, -0.3], [0.62 + d * 0.5, -0.56], [0.62 + d * 1.6, -0.66]], [0.03, 0.05, 0.07], '#f3fbf2');
  });
  const flock = times(13, (i) => [800 + (i - 6) * 84, 130 + Math.abs(i - 6) * 38]);
  flock.forEach(([x, y], i) => p.at(x, y, -0.05 * (i - 6) * 0.4, 60 - Math.abs(i - 6) * 3, () => {
    p.fill(smooth([[-1.1, -0.5], [-0.6, -0.42], [-0.1, -0.06], [0, -0.2], [0.1, -0.06], [0.6, -0.42], [1.1, -0.5], [0.66, -0.24], [0.14, 0.16], [0, 0.46], [-0.14, 0.16], [-0.66, -0.24]]), '#2a2038');
  }));
}

export function dossier_letters(p) {
  p.ground(['#3a2a3c', '#2a2034']);
  p.glow(700, 420, 800, '#c9704a', 0.45);
  // A case of wood type, each block a letter from another alphabet, drawn as shapes.
  const bar = (pts, w) => limb(pts, [w].flat());
  const ring = (x, y, rx, ry, w) => limb(times(40, (i, t) => [x + Math.cos(t * TAU) * rx, y + Math.sin(t * TAU) * ry]), [w, w]);
  const glyphs = [
    () => [bar([[-62, 88], [0, -92]], 26), bar([[0, -92], [62, 88]], 34), bar([[-36, 26], [40, 26]], 22)],
    () => [nib([[70, -30], [60, 60], [-10, 96], [-76, 50], [-80, -20]], 36, -0.9), poly([[0, -70], [26, -44], [0, -18], [-26, -44]])],
    () => [ring(0, -6, 52, 44, 26), bar([[-70, -66], [70, -66]], 24), bar([[-24, -100], [24, -100]], 22), bar([[0, 62], [0, 62]], 1)],
    () => [bar([[-66, -78], [66, -78]], 28), bar([[0, -78], [0, 90]], 30), bar([[-66, -78], [-66, -50]], 22), bar([[66, -78], [66, -50]], 22)],
    () => [bar([[-60, 86], [-60, -86]], 28), bar([[-60, 0], [60, -86]], 26), bar([[-20, -20], [64, 86]], 34)],
    () => [bar([[-70, -80], [70, -80]], 24), bar([[36, -80], [36, 90]], 26), ring(-22, 4, 40, 42, 24)],
    () => [bar([[0, -96], [0, 96]], 28), bar([[-72, -50], [72, -50]], 24), bar([[-58, 20], [58, 20]], 24), bar([[-76, 92], [0, 30], [76, 92]], 22)],
    () => [ring(0, 0, 66, 66, 26), bar([[0, -66], [0, 66]], 22), bar([[-66, 0], [66, 0]], 22)],
    () => [bar([[-70, 86], [-24, 86]], 22), bar([[24, 86], [70, 86]], 22), limb(trace([[-34, 84], [-72, 0], [-50, -74], [0, -94], [50, -74], [72, 0], [34, 84]]), [24, 30, 24])],
    () => [nib([[76, -70], [40, -60], [20, -20], [60, 20], [70, 70], [0, 100], [-76, 66]], 34, -0.9)],
    () => [bar([[-56, 40], [-56, -50]], 28), bar([[-56, -40], [0, -56], [52, -20], [52, 90]], 28), limb([[-50, -88], [-20, -106], [16, -86], [50, -104]], [16, 20, 16])],
    () => [bar([[-60, -86], [60, -86], [-60, 0], [60, 0], [-60, 88], [62, 88]], 24)],
  ];
  const woods = ['#d9a05a', '#c9864a', '#e6b878', '#b5713f', '#d08f54'], inks = ['#c9322a', '#1f5f70', '#23243a', '#e8dcc0'];
  const s = 292;
  times(35, (i) => {
    const [c, r] = [i % 7, Math.floor(i / 7)], x = 800 + (c - 3) * (s + 8) + (r % 2 ? -66 : 66), y = 533 + (r - 2) * (s + 8);
    const wood = woods[(c * 3 + r * 2) % 5], ink = inks[(c + r * 3) % 4];
    if (c !== 3 || r !== 2) block(x, y, wood, ink, glyphs[(c * 5 + r * 4) % 12], 0, 1);
  });
  function block(x, y, wood, ink, glyph, turn, size) {
    p.at(x, y, turn, size, () => {
      const h = s / 2;
      p.fill(box(-h, -h, s, s), '#1f1522');
      p.fill(box(-h + 2, -h + 2, s - 10, s - 10), wood);
      p.dim(box(-h + 2, -h + 2, s - 10, s - 10), '#5a2c30', [h, h], [-h * 0.4, -h * 0.6], 0.6);
      if (size > 1) times(7, (i) => p.wire(trace([[-h + 6, -h + 20 + i * 34], [-30, -h + 14 + i * 34 + p.rand(-8, 8)], [h - 12, -h + 22 + i * 34]]), 2, veil('#7a4a34', 0.3)));
      const letter = join(...glyph());
      p.at(-4, -4, 0, 1, () => p.fill(letter, veil('#fff0d0', 0.55)));
      p.at(4, 5, 0, 1, () => p.fill(letter, veil('#2a1020', 0.55)));
      p.fill(letter, ink);
    });
  }
  p.rim(box(0, 0, W, H), '#140c1a', 800, 533, 420, 1050, 0.8);
  p.fill(poly([[640, 380], [1010, 390], [1030, 770], [660, 760]]), veil('#0f0814', 0.6));
  block(800, 533, '#f0c68a', '#c9322a', glyphs[0], -0.08, 1.24);
}

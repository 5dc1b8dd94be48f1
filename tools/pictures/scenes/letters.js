// letters: pens, pages, alphabets and what is read.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, limb, nib, join, trace } from '../paint.js';
import * as part from '../parts.js';

function paper(p, colour, dark) {
  p.ground([mix(colour, '#ffffff', 0.3), colour]);
  p.rim(box(0, 0, W, H), dark, W / 2, H / 2, 500, 1150, 0.5);
  for (let i = 0; i < 240; i++) { const [x, y, a, l] = [p.rand(0, W), p.rand(0, H), p.rand(0, TAU), p.rand(10, 46)]; p.wire([[x, y], [x + Math.cos(a) * l, y + Math.sin(a) * l]], 1.2, veil(dark, 0.16)); }
}

export function calligraphy(p) {
  paper(p, '#f3e2c0', '#b98a58');
  p.fill(disc(1010, 420, 330), '#d9953a');
  p.shade(disc(1010, 420, 330), '#a3452b', [1010, 780], [900, 200], 0.8);
  const ink = '#191b2c', a = -0.9;
  const write = (points, w) => { const path = nib(points, w, a); p.fill(path, ink); p.shade(path, '#4a5578', points[0], points.at(-1), 0.5); };
  // The letter nun and its dot; beside it the dots by which a calligrapher measures.
  write([[1330, 400], [1375, 500], [1340, 640], [1220, 760], [1030, 820], [830, 800], [670, 700], [585, 560], [570, 420], [612, 320]], 108);
  const dot = (x, y, s, colour = ink) => p.fill(poly([[x, y - s], [x + s * 0.9, y - s * 0.05], [x, y + s], [x - s * 0.95, y + s * 0.06]]), colour);
  dot(985, 470, 82);
  times(5, (i) => dot(310, 520 + i * 92, 44, i % 2 ? '#b3302a' : '#c9573a'));
  times(4, (i) => dot(560 + i * 88, 955, 42, veil('#b3302a', 0.85)));
  // The reed pen: a slanted cut, the ink still wet on it.
  p.at(600, 320, -0.62, 1.25, () => {
    p.shade(poly([[20, 40], [860, 90], [860, 140], [40, 70]]), '#6b4630', [0, 60], [860, 120], 0.6);
    const reed = poly([[0, 0], [64, -40], [150, -34], [900, -34], [900, 34], [150, 34], [70, 26]]);
    p.body(reed, '#b5773f', '#4f2a24', [0, 40], [0, -34], 0.9);
    p.shade(reed, '#f0c184', [0, -40], [0, 4], 0.8);
    p.fill(poly([[0, 0], [64, -40], [180, -34], [120, -8]]), '#e9c590');
    p.fill(poly([[0, 0], [50, -30], [70, -22], [60, 22]]), ink);
    for (const x of [360, 640]) p.fill(smooth([[x, -36], [x + 12, 0], [x, 36], [x - 12, 0]]), veil('#5d3526', 0.7));
  });
  for (let i = 0; i < 16; i++) p.fill(disc(p.rand(430, 560), p.rand(180, 420), p.rand(1.5, 6)), ink);
}

export function alphabet(p) {
  p.ground(['#f0c48a', '#e5a468', '#c97a50'], [0, 0], [W * 0.3, H]);
  for (let i = 0; i < 26; i++) p.wire(trace([[-20, i * 44], [400, i * 44 + p.rand(-14, 14)], [1000, i * 44 + p.rand(-14, 14)], [1640, i * 44 + p.rand(-10, 10)]]), p.rand(2, 7), veil(p.pick(['#a85a40', '#f9ddb0', '#8a4438']), 0.22));
  for (let i = 0; i < 260; i++) p.fill(disc(p.rand(0, W), p.rand(0, H), p.rand(2, 7), p.rand(2, 5)), veil(p.pick(['#8a4438', '#fbe3ba']), 0.25));
  p.rim(box(0, 0, W, H), '#6a2f38', 800, 480, 560, 1150, 0.75);
  const carve = (strokes, w, colour, glow) => {
    const path = join(...strokes.map((points) => limb(points, Array(points.length).fill(w))));
    p.at(-9, -9, 0, 1, () => p.fill(path, '#6a2f34'));
    p.at(9, 10, 0, 1, () => p.fill(path, '#fde8c0'));
    p.fill(path, colour);
    p.shade(path, glow, [0, 850], [0, 250], 0.7);
  };
  // An ox, seen from the front, as it was drawn in the turquoise mines of Sinai.
  p.body(smooth([[310, 420], [210, 420], [192, 480], [240, 580], [280, 690], [330, 730], [380, 690], [420, 580], [468, 480], [450, 420], [350, 420]]), '#2b3f5e', '#16203e', [0, 740], [0, 400], 0.8);
  carve([[[240, 440], [150, 400], [110, 300], [150, 215], [190, 200]], [[420, 440], [510, 400], [550, 300], [510, 215], [470, 200]]], 46, '#2b3f5e', '#16203e');
  p.line([[205, 470], [120, 500], [100, 540]], [44, 40, 12], '#2b3f5e'); p.line([[455, 470], [540, 500], [560, 540]], [44, 40, 12], '#2b3f5e');
  for (const x of [278, 382]) { p.fill(disc(x, 520, 20, 15), '#fbe3ba'); p.fill(disc(x, 521, 9), '#16203e'); }
  for (const x of [312, 348]) p.fill(disc(x, 680, 8, 11), '#e5a468');
  // The same head lies on its side, two strokes and a bar; then it stands on its horns.
  carve([[[930, 330], [690, 490]], [[690, 490], [930, 650]], [[850, 250], [850, 730]]], 54, '#a8322e', '#5a1a30');
  carve([[[1090, 740], [1270, 240]], [[1270, 240], [1450, 740]], [[1155, 570], [1385, 570]]], 62, '#1f6a70', '#0f3a4a');
  const arrow = (x) => p.fill(smooth([[x - 26, 862], [x + 14, 848], [x + 10, 836], [x + 46, 870], [x + 10, 904], [x + 14, 890], [x - 26, 878]]), '#7a3638');
  arrow(575); arrow(1010);
  for (const [x, c] of [[330, '#2b3f5e'], [790, '#a8322e'], [1270, '#1f6a70']]) p.fill(poly([[x, 838], [x + 32, 870], [x, 902], [x - 32, 870]]), c);
}

export function hangul(p) {
  p.ground(['#3a5a66', '#2b4652']);
  p.rim(box(0, 0, W, H), '#14262f', 700, 480, 500, 1150, 0.8);
  p.at(700, 533, -0.03, 1, () => {
    p.fill(box(-490, -440, 1010, 950), veil('#0c1a22', 0.6));
    const sheet = box(-520, -470, 1010, 940);
    p.body(sheet, '#fbf3df', '#d9c09a', [490, 470], [-200, -300], 0.6);
    for (let i = 0; i < 160; i++) { const [x, y, a, l] = [p.rand(-510, 480), p.rand(-460, 460), p.rand(0, TAU), p.rand(14, 60)]; p.wire([[x, y], [x + Math.cos(a) * l, y + Math.sin(a) * l]], 1.3, veil('#b5966a', 0.35)); }
    for (const x of [-200, 120]) p.wire([[x + 20, -470], [x + 20, 470]], 2, veil('#d8503a', 0));
    const ink = '#1a1a28';
    const stroke = (points, widths) => { const path = limb(points, widths); p.fill(path, ink); p.shade(path, '#6a6f88', points.at(-1), points[0], 0.4); };
    // The syllable han: hieut, a, nieun.
    stroke([[-170, -370], [-130, -352], [-90, -352]], [34, 52, 26]);
    stroke([[-330, -250], [-150, -266], [40, -268]], [52, 44, 58]);
    const ring = times(26, (i, t) => { const a = -1.9 + t * TAU * 0.97; return [-140 + Math.cos(a) * 132, -60 + Math.sin(a) * 118]; });
    stroke(ring, [52, 44, 36, 46, 58, 50, 40]);
    stroke([[190, -390], [206, -200], [200, 120]], [70, 54, 34]);
    stroke([[206, -140], [280, -140], [346, -128]], [46, 50, 30]);
    stroke([[-190, 160], [-200, 260], [-170, 330], [0, 336], [180, 322], [270, 300]], [62, 50, 60, 50, 52, 30]);
    for (let i = 0; i < 22; i++) p.fill(disc(p.rand(-300, 400), p.rand(-380, 380), p.rand(1, 5)), veil(ink, 0.8));
    p.fill(box(356, 330, 86, 86), '#c9322a');
    p.wire([[374, 352], [424, 352], [424, 372]], 8, '#fbf3df'); p.wire([[374, 372], [374, 396], [424, 396]], 8, '#fbf3df');
  });
  p.at(1365, 780, 0.1, 1, () => {
    p.fill(poly([[-130, -190], [180, -190], [190, 250], [-120, 250]]), veil('#0c1a22', 0.6));
    p.body(smooth([[-150, -220], [150, -220], [156, 220], [-156, 220]]), '#2a2c3a', '#0f111c', [150, 220], [-100, -200], 0.8);
    p.fill(smooth([[-110, -180], [110, -180], [114, 60], [-114, 60]]), '#3a3d4e');
    p.fill(disc(0, -40, 92, 80), '#0c0d16');
    p.fill(smooth([[-60, -70], [-10, -96], [30, -84], [-10, -64]]), veil('#8f9ab8', 0.6));
    p.fill(smooth([[-110, 90], [110, 90], [112, 184], [-112, 184]]), '#14151f');
  });
  p.at(1010, 560, -0.98, 1, () => {
    p.shade(poly([[60, 20], [700, 60], [700, 120], [60, 60]]), '#0c1a22', [0, 60], [700, 120], 0.7);
    p.body(poly([[120, -22], [760, -24], [772, 0], [760, 24], [120, 22]]), '#c98a4a', '#5a3030', [0, 26], [0, -24], 0.85);
    for (const x of [300, 480]) p.fill(box(x, -24, 10, 48), '#7a4a34');
    p.fill(box(90, -27, 60, 54), '#a8322e');
    p.fill(smooth([[100, -28], [40, -40], [-20, -30], [-90, -4], [-112, 4], [-60, 16], [0, 32], [100, 28]]), '#e3d0b0');
    p.fill(smooth([[20, -37], [-20, -30], [-90, -4], [-114, 4], [-60, 16], [0, 33], [26, 30], [6, 0]]), '#1a1a28');
    p.wire(trace([[770, 0], [810, -16], [820, 10], [790, 14], [770, 2]]), 5, '#a8322e');
  });
}

export function translate(p) {
  p.ground(['#f6cf8f', '#f9e0b0', '#f3b886'], [0, 0], [0, 760]);
  part.sun(p, 800, 470, 150, '#fff8e2', '#fde3a8', 3);
  part.hills(p, 2, 640, 700, '#d9a57f', '#b57f7a', { height: 40, pace: 300, seed: 6 });
  p.grade(box(-10, 760, W + 20, 320), ['#4f98a0', '#1f5f7c', '#123a5c'], [0, 760], [0, H]);
  part.glitter(p, 800, 766, 1060, '#fff0c4', 70, 60, 200);
  const cliff = (x0, x1, y0, colours) => {
    let y = H + 10;
    for (let i = 0; y > y0; i++) {
      const h = p.rand(44, 78), c = colours[i % colours.length], dx = p.rand(-26, 26);
      const [a, b] = [x0 + dx, x1 + dx];
      p.body(box(a, y - h, b - a, h), c, mix(c, '#1a1430', 0.7), [0, y], [0, y - h * 1.2], 0.7);
      const inner = x0 < 400 ? [b - 26, b + 2] : [a - 2, a + 26];
      p.fill(box(inner[0], y - h + 8, 28, h - 16), '#fbf1da');
      times(4, (k) => p.fill(box(inner[0], y - h + 12 + k * (h - 22) / 4, 28, 2), '#c9ae88'));
      for (const u of [0.2, 0.72]) p.fill(box(lerp(a, b, u), y - h, 12, h), veil('#f6d27a', 0.7));
      y -= h;
    }
  };
  cliff(-60, 380, 660, ['#a8322e', '#2f4f74', '#d9953f', '#3f7a64', '#6a3f6a']);
  cliff(1220, 1660, 660, ['#2f6a74', '#c9563f', '#33406e', '#e0a84a', '#7a4a44']);
  // The bridge: every stone is a shape of speech, one language from each side.
  const stones = 13;
  times(stones, (i, t) => {
    const a0 = Math.PI * (1 + i / stones), a1 = Math.PI * (1 + (i + 1) / stones);
    const at = (a, r) => [800 + Math.cos(a) * (r + 60), 770 + Math.sin(a) * r * 0.62];
    const stone = poly([at(a0 + 0.012, 330), at(a0 + 0.012, 450), at((a0 + a1) / 2, 456), at(a1 - 0.012, 450), at(a1 - 0.012, 330), at((a0 + a1) / 2, 336)]);
    const c = mix(mix('#d8503a', '#f0c04a', t * 2 > 1 ? 1 : t * 2), '#2a8a8c', t < 0.5 ? 0 : (t - 0.5) * 2);
    p.body(stone, c, mix(c, '#1a1430', 0.6), at((a0 + a1) / 2, 300), at((a0 + a1) / 2, 450), 0.7);
  });
  const deck = trace([[-60, 640], [240, 612], [520, 520], [800, 462], [1080, 520], [1360, 612], [1660, 640]]);
  p.fill(poly([...deck, ...deck.slice().reverse().map(([x, y]) => [x, y + 34])]), '#5a3440');
  p.fill(poly([...deck, ...deck.slice().reverse().map(([x, y]) => [x, y + 11])]), '#f6e2b6');
  const bubble = (x, y, s, c, dark, tail, rows) => {
    const path = join(smooth([[x - s, y], [x - s * 0.8, y - s * 0.62], [x, y - s * 0.74], [x + s * 0.8, y - s * 0.62], [x + s, y], [x + s * 0.8, y + s * 0.56], [x, y + s * 0.66], [x - s * 0.8, y + s * 0.56]]), poly([[x + tail * s * 0.1, y + s * 0.5], [x + tail * s * 0.5, y + s * 0.46], [x + tail * s * 0.5, y + s * 1.02]][tail < 0 ? 'reverse' : 'slice']()));
    p.body(path, c, dark, [x + s * 0.8, y + s], [x - s * 0.4, y - s * 0.4], 0.75);
    rows();
  };
  bubble(470, 262, 190, '#d8503a', '#7a2038', 1, () => times(3, (i) => p.line([[350, 212 + i * 48], [350 + [236, 180, 210][i], 212 + i * 48]], [22, 22], '#fdeed0')));
  bubble(1130, 262, 190, '#2a8a8c', '#12405c', -1, () => times(3, (i) => p.line(trace(times(9, (k, u) => [1250 - u * [236, 200, 170][i], 212 + i * 48 + Math.sin(k * 1.9 + i) * 11])), [8, 20, 10, 22, 12, 8], '#fdeed0')));
  const folk = (x, y, s, c, flip) => part.person(p, x, y, s, part.poses.walk, { skin: '#7a4a38', shirt: c, trousers: '#2a2440', hair: '#1c1626', flip });
  folk(610, 498, 150, '#d8503a', 1); folk(990, 498, 150, '#2a8a8c', -1);
}

export function tatreez(p) {
  p.ground(['#232a4c', '#1c2140', '#161a34']);
  p.glow(800, 533, 700, '#3a4474', 0.5);
  const s = 33, cols = 48, rows = 32;
  const cross = (c, r, colour, grow = 1) => {
    const [x, y, k] = [c * s + 8, r * s + 5, s * 0.35 * grow];
    p.wire([[x - k, y + k], [x + k, y - k]], 9.5, mix(colour, '#160f24', 0.28));
    p.wire([[x - k, y - k], [x + k, y + k]], 9.5, colour);
  };
  const red = '#d8322f', wine = '#9a2238', gold = '#f0b040', green = '#3f9a6c', pale = '#f6e6c8', rose = '#e8707a';
  const cell = (c, r) => {
    const x = Math.abs(c - 24), y = Math.abs(r - 16), d = x + y, m = Math.max(x, y);
    if (m <= 13 && d <= 18) {
      if (d === 18 || (m === 13 && d > 14)) return gold;
      // The star of eight points: two squares, one turned; a smaller one in another colour inside it.
      const star = (k) => Math.min(Math.max(m - k, 0), Math.max(d - Math.round(k * 1.42), 0)) === 0;
      if (d <= 1) return gold;
      if (star(2)) return pale;
      if (star(4)) return star(3) ? rose : gold;
      if (star(7)) return star(6) ? red : wine;
      if ((x === 11 && y % 3 === 0 && y <= 3) || (y === 11 && x % 3 === 0 && x <= 3)) return green;
      if (x === 8 && y === 8) return gold;
      return null;
    }
    const band = Math.min(r, 32 - r);
    if (band <= 2) return band === 2 ? wine : (c + band) % 4 === 0 ? gold : red;
    // Cypresses beside it.
    const side = Math.min(c, 48 - c), cx = Math.abs(side - 5), h = r - 6, wide = Math.min(4, Math.floor(h / 3));
    if (h >= 0 && h <= 16 && cx <= wide) return cx === 0 && h % 3 === 1 ? gold : cx === wide ? green : (h + cx) % 4 === 3 ? wine : red;
    if (cx === 0 && h > 16 && h <= 19) return gold;
    return null;
  };
  for (let r = 0; r < rows + 1; r++) for (let c = 0; c <= cols; c++) {
    const colour = cell(c, r);
    if (colour) cross(c, r, colour, p.rand(0.92, 1.05));
  }
  p.rim(box(0, 0, W, H), '#0a0c1e', 800, 540, 560, 1150, 0.75);
  // The needle comes up with its red thread.
  p.shade(limb([[1010, 800], [1330, 1010]], [22, 22]), '#05060f', [1000, 800], [1000, 1010], 0.2);
  p.line([[985, 792], [1130, 700], [1330, 640]], [5, 16, 20], veil('#05060f', 0.55));
  const needle = limb([[960, 770], [1130, 672], [1330, 556]], [3, 13, 19]);
  p.body(needle, '#e6e9ee', '#5a6078', [1150, 700], [1140, 640], 0.9);
  p.fill(limb([[1268, 592], [1312, 567]], [7, 7]), '#232a4c');
  p.fill(limb([[1290, 580], [1380, 600], [1420, 700], [1330, 800], [1380, 920], [1500, 960], [1640, 930]], [9, 9]), '#6a1428');
  p.fill(limb([[1290, 577], [1380, 595], [1418, 695], [1328, 796], [1378, 915], [1500, 955], [1640, 925]], [9, 9]), red);
}

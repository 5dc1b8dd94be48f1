// rooms: indoors, on tables, and a city that is a pattern.

import { W, H, lerp, times, mix, veil, poly, disc, box, smooth, limb, ridge, below, trace } from '../paint.js';
import * as part from '../parts.js';

export function library(p) {
  p.ground(['#4a2f3c', '#6a4038', '#3a2434']);
  const [vx, vy] = [800, 470];
  // The end wall with its great window, and walls of books that run to it.
  p.fill(box(560, 120, 480, 470), '#b57a54');
  const arch = (x, y, w, h) => { const path = new Path2D(); path.moveTo(x - w, y); path.lineTo(x - w, y - h); path.arc(x, y - h, w, Math.PI, 0); path.lineTo(x + w, y); path.closePath(); return path; };
  p.fill(arch(800, 520, 176, 190), '#5a3434');
  p.grade(arch(800, 512, 158, 186), ['#fff3cf', '#fbd08c', '#f0a86a'], [0, 160], [0, 512]);
  p.glow(800, 330, 420, '#fff0c4', 0.55);
  for (const x of [-100, 0, 100]) p.line([[800 + x, 512], [800 + x, 180]], [9, 9], '#5a3434');
  for (const y of [330, 420]) p.line([[642, y], [958, y]], [9, 9], '#5a3434');
  p.body(poly([[-20, -20], [W + 20, -20], [1040, 120], [560, 120]]), '#7a4a44', '#2f1c30', [0, -60], [0, 150], 0.9);
  times(7, (i, t) => p.fill(poly([[lerp(560, 1040, t) - 4, 120], [lerp(560, 1040, t) + 4, 120], [lerp(-500, 2100, t) + 34, -20], [lerp(-500, 2100, t) - 34, -20]]), '#50303a'));
  const books = ['#a83c38', '#2f6a70', '#d9953f', '#6a4a7a', '#e6cfa0', '#3f7a54', '#8a3a4a', '#28406a', '#c96a42'];
  for (const side of [-1, 1]) {
    const at = (u, v) => { const d = 1 / (1 + u * 2.4), wall = 810; return [vx + side * (240 / 0.3) * 0.3 * (wall / 240) * d * 1.0, vy + (v - 0.5) * 1500 * d * (wall / 810)]; };
    const quad = (u0, u1, v0, v1) => poly([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)]);
    p.fill(quad(0, 1, 0.08, 0.74), '#4a2a30');
    for (let shelf = 0; shelf < 7; shelf++) {
      const v0 = 0.1 + shelf * 0.088;
      p.fill(quad(0, 1, v0 + 0.002, v0 + 0.078), '#2a1726');
      for (let u = 0.0; u < 0.99;) {
        const w = p.rand(0.01, 0.019), h = p.rand(0.048, 0.074), c = p.pick(books);
        if (Math.floor(u * 5) !== Math.floor((u + w) * 5)) { u += 0.012; continue; }
        p.fill(quad(u, u + w * 0.92, v0 + 0.077 - h, v0 + 0.077), mix(c, '#f6c98a', 0.3 * u));
        u += w;
      }
      p.fill(quad(0, 1, v0 + 0.078, v0 + 0.088), '#8a5640');
    }
    times(6, (i) => p.fill(quad(i * 0.2 - 0.012, i * 0.2 + 0.006, 0.06, 0.76), '#a06a48'));
    p.dim(quad(0, 1, 0, 0.8), '#1a0f20', [vx + side * 860, 0], [vx + side * 280, 0], 0.85);
  }
  const floor = poly([[560, 590], [1040, 590], [W + 400, H + 20], [-400, H + 20]]);
  p.fill(floor, '#b9744c');
  p.dim(floor, '#4a2634', [0, H], [0, 600], 0.85);
  p.halo(floor, '#fff0c8', 800, 560, 0, 420, 0.8);
  const lamp = (x, y, s) => {
    p.glow(x, y - s * 0.3, s * 2.6, '#ffdf9a', 0.65);
    p.line([[x, y], [x, y - s]], [s * 0.1, s * 0.08], '#d9a24a');
    p.fill(disc(x, y, s * 0.3, s * 0.08), '#d9a24a');
    p.body(smooth([[x - s * 0.7, y - s * 0.72], [x - s * 0.48, y - s * 1.1], [x + s * 0.48, y - s * 1.1], [x + s * 0.7, y - s * 0.72]]), '#2f9a70', '#0f4a44', [x + s * 0.6, y - s * 0.7], [x - s * 0.3, y - s * 1.1], 0.8);
    p.fill(smooth([[x - s * 0.62, y - s * 0.74], [x, y - s * 0.82], [x + s * 0.62, y - s * 0.74], [x, y - s * 0.68]]), '#fff6cf');
  };
  const desk = (y, w, s, people) => {
    people.forEach(([x, c, hair]) => {
      p.body(smooth([[x - s * 0.9, y], [x - s * 0.75, y - s * 0.9], [x - s * 0.25, y - s * 1.25], [x + s * 0.25, y - s * 1.25], [x + s * 0.75, y - s * 0.9], [x + s * 0.9, y]]), c, '#20142a', [x + s, y], [x - s * 0.5, y - s], 0.75);
      p.fill(disc(x, y - s * 1.6, s * 0.36, s * 0.42), hair);
      p.shade(disc(x, y - s * 1.6, s * 0.36, s * 0.42), '#f6c080', [x, y - s * 2.1], [x, y - s * 1.5], 0.6);
    });
    p.body(poly([[800 - w, y], [800 + w, y], [800 + w * 1.1, y + s * 0.75], [800 - w * 1.1, y + s * 0.75]]), '#9a5c3c', '#5a2c30', [0, y + s * 0.8], [0, y], 0.7);
    p.fill(poly([[800 - w * 1.1, y + s * 0.75], [800 + w * 1.1, y + s * 0.75], [800 + w * 1.1, y + s * 0.95], [800 - w * 1.1, y + s * 0.95]]), '#4a2430');
    for (const x of [-0.55, 0.55]) lamp(800 + x * w, y + s * 0.3, s * 0.8);
    people.forEach(([x], i) => part.open_book(p, x, y + s * 0.3, s * 1.1, '#a83c38', '#fdf3dc', '#c9a080'));
  };
  desk(640, 190, 36, [[740, '#33506a', '#2a1a26'], [850, '#7a3f4a', '#5a3a34']]);
  desk(735, 300, 60, [[640, '#3f6a5c', '#3a2430'], [800, '#8a4a3c', '#231a2c'], [950, '#54406e', '#8a6a50']]);
  desk(885, 520, 104, [[520, '#2f5a74', '#231a2c'], [800, '#b0442f', '#33202c'], [1090, '#5a7a4a', '#c9b49a']]);
}

export function sleep(p) {
  p.ground(['#26305e', '#1d244c', '#151a3a']);
  p.shade(box(0, 0, W, H), '#3f4a86', [300, 200], [1300, 900], 0.6);
  const [x, y, w, h] = [330, 110, 420, 500];
  p.fill(box(x - 22, y - 22, w + 44, h + 44), '#e9d9b8');
  p.inside(box(x, y, w, h), () => {
    p.grade(box(x, y, w, h), ['#0d1838', '#24457c', '#6f86b0'], [0, y], [0, y + h]);
    for (let i = 0; i < 60; i++) p.fill(disc(p.rand(x, x + w), p.rand(y, y + h * 0.7), p.rand(1, 3)), veil('#fbf0d2', p.rand(0.5, 1)));
    part.moon(p, x + 250, y + 160, 84, '#fdf0cc', '#a59a9c', '#f3e0b0');
    p.fill(below(ridge(560, 40, 90, 5, x - 20, x + w + 20)), '#1b2c58');
    times(7, (i) => { const hx = x + i * 66; p.fill(box(hx, 560 - (i % 3) * 24, 50, 120), '#12204a'); p.fill(poly([[hx - 6, 560 - (i % 3) * 24], [hx + 25, 524 - (i % 3) * 24], [hx + 56, 560 - (i % 3) * 24]]), '#12204a'); if (i === 4) p.fill(box(hx + 16, 574, 14, 18), '#ffd07a'); });
  });
  p.line([[x + w / 2, y], [x + w / 2, y + h]], [12, 12], '#e9d9b8');
  p.line([[x, y + h * 0.46], [x + w, y + h * 0.46]], [12, 12], '#e9d9b8');
  p.fill(box(x - 44, y + h + 18, w + 88, 24), '#c9b08a');
  const curtain = (x0, x1, k) => {
    const path = smooth([[x0, 40], [x1, 40], [x1 + k * 6, 300], [x1 - k * 34, 480], [x1 - k * 10, 700], [x0, 720]]);
    p.body(path, '#c9564a', '#4a1f48', [x0, 700], [x1, 60], 0.85);
    times(4, (i, t) => p.line([[lerp(x0, x1, t * 0.8 + 0.1), 50], [lerp(x0, x1, t * 0.75 + 0.12), 350], [lerp(x0, x1, t * 0.8 + 0.05), 700]], [3, 9, 4], veil('#5a1f48', 0.4)));
  };
  curtain(210, 350, 1); curtain(870, 730, -1);
  p.line([[170, 44], [910, 44]], [14, 14], '#8a5a40');
  p.shade(poly([[330, 640], [750, 640], [1180, H + 40], [420, H + 40]]), '#b9c8e6', [480, 620], [760, 1060], 0.55);
  // The bed, and somebody in it.
  p.body(smooth([[1330, 560], [1560, 540], [1610, 700], [1610, 1060], [1330, 1060]]), '#8a5440', '#3a2038', [1600, 1050], [1350, 600], 0.8);
  p.body(smooth([[560, 900], [620, 850], [1400, 830], [1560, 860], [1560, 1090], [560, 1090]]), '#e9e0d2', '#6f74a4', [1000, 1090], [900, 840], 0.8);
  p.body(smooth([[1090, 800], [1150, 710], [1330, 680], [1470, 720], [1500, 810], [1420, 870], [1180, 880]]), '#fbf3e2', '#8f94bc', [1300, 880], [1200, 700], 0.85);
  p.fill(disc(1225, 752, 74, 66), '#a8694c');
  p.shade(disc(1225, 752, 74, 66), '#4a2440', [1260, 830], [1190, 720], 0.75);
  p.fill(smooth([[1150, 716], [1190, 668], [1270, 660], [1330, 712], [1320, 790], [1280, 820], [1282, 750], [1230, 712], [1180, 716]]), '#241a34');
  p.wire(trace([[1170, 756], [1182, 763], [1196, 759]]), 5, '#3a1c30');
  p.wire(trace([[1172, 790], [1182, 794], [1192, 790]]), 4, '#5a2a38');
  p.fill(smooth([[1153, 756], [1146, 776], [1160, 780]]), '#a8694c');
  const quilt = smooth([[500, 1100], [520, 960], [620, 860], [760, 770], [900, 800], [1010, 730], [1120, 770], [1190, 840], [1240, 900], [1300, 980], [1320, 1100]]);
  p.body(quilt, '#3f6ea8', '#1c2660', [900, 1100], [800, 760], 0.85);
  p.inside(quilt, () => {
    times(9, (i) => p.line([[480 + i * 110, 1100], [560 + i * 90, 940], [640 + i * 70, 760]], [7, 5, 4], veil('#8fb4dc', 0.4)));
    times(5, (i) => p.wire(trace([[480, 1060 - i * 62], [760, 900 - i * 50 + 60], [1000, 890 - i * 40], [1340, 1020 - i * 40]]), 5, veil('#8fb4dc', 0.4)));
    p.shade(quilt, '#e6ecf6', [640, 780], [840, 960], 0.6);
  });
  p.body(limb([[1150, 860], [1060, 850], [990, 880]], [50, 44, 36]), '#a8694c', '#4a2440', [1060, 910], [1060, 830], 0.7);
}

export function iodine(p) {
  p.ground(['#f6c79a', '#f9dcb6', '#fbeed6'], [0, 0], [0, 620]);
  part.sun(p, 1190, 430, 120, '#fffaf0', '#fde0b0', 3);
  part.streaks(p, 10, 200, 560, '#fdf0da', 800);
  // Salt falls from the shaker and becomes the sea.
  const sea = below(trace([[-40, 690], [200, 660], [420, 700], [640, 650], [800, 590], [960, 650], [1180, 700], [1400, 660], [1640, 690]]));
  p.grade(sea, ['#4fa8a5', '#1f7088', '#0f4468', '#0b2a4c'], [0, 620], [0, H]);
  for (const [y, c, seed] of [[770, '#2a8090', 3], [880, '#1a5f7c', 9]]) p.body(below(ridge(y, 26, 140, seed)), c, '#0b2a4c', [0, H], [0, y - 20], 0.6);
  const kelp = (x, y, h, lean, c) => {
    const stem = times(8, (i, t) => [x + Math.sin(t * 6 + x) * 22 * t + lean * t, y - h * t]);
    p.line(stem, [14, 9, 4], mix(c, '#1a2030', 0.4));
    stem.slice(1).forEach(([sx, sy], i) => { for (const s of [-1, 1]) { part.leaf(p, sx, sy, h * 0.3, s > 0 ? -0.55 : Math.PI + 0.55, c, '#2a3a2c', 0.16); p.fill(disc(sx + s * 14, sy, 10), mix(c, '#f6d27a', 0.4)); } });
  };
  kelp(330, 1080, 330, 30, '#a8842f'); kelp(180, 1090, 250, -20, '#8a7a34'); kelp(1290, 1080, 350, -40, '#a8842f'); kelp(1450, 1090, 260, 20, '#8a7a34'); kelp(800, 1100, 230, 10, '#8a7a34');
  for (const [x, y, f] of [[560, 900, 1], [620, 950, 1], [1080, 920, -1]]) part.fish(p, x, y, 42, 0, '#f0a85a', '#a8503a', f);
  for (let i = 0; i < 520; i++) {
    const t = p.random() ** 0.8, spread = lerp(26, 130, t), x = lerp(880, 800, t) + (p.random() + p.random() - 1) * spread, y = lerp(330, 640, t), s = p.rand(3, 8);
    p.at(x, y, p.rand(0, 2), s, () => p.fill(box(-1, -1, 2, 2), i % 7 ? '#ffffff' : '#b9a0d0'));
  }
  part.wave_lines(p, 640, 760, '#f3fbf2', 40);
  times(26, () => { const [x, y] = [800 + p.rand(-190, 190), 615 + p.rand(-8, 46)]; p.fill(disc(x, y, p.rand(6, 22), p.rand(4, 10)), veil('#ffffff', 0.7)); });
  p.at(1010, 215, -2.25, 1.05, () => {
    const glass = smooth([[-108, 250], [-118, 60], [-92, -70], [92, -70], [118, 60], [108, 250], [0, 268]]);
    p.fill(glass, veil('#d3ecec', 0.85));
    p.inside(glass, () => { p.fill(poly([[-140, -90], [140, -90], [140, 70], [-140, 150]]), '#ffffff'); p.shade(poly([[-140, -90], [140, -90], [140, 70], [-140, 150]]), '#a59cc8', [140, 120], [-60, -60], 0.7); });
    p.shade(glass, '#3f7f90', [130, 120], [10, 60], 0.7);
    p.line([[-82, 220], [-92, 90], [-76, -20]], [8, 16, 8], veil('#ffffff', 0.8));
    p.body(smooth([[-104, -66], [-100, -120], [-60, -168], [0, -182], [60, -168], [100, -120], [104, -66], [0, -58]]), '#8f98ac', '#33385a', [110, -80], [-50, -150], 0.95);
    p.shade(smooth([[-104, -66], [-100, -120], [-60, -168], [0, -182], [60, -168], [100, -120], [104, -66]]), '#f4f6f4', [-100, -150], [0, -110], 0.8);
    for (const [hx, hy] of [[0, -160], [-34, -148], [34, -148], [0, -134], [-60, -122], [60, -122], [-26, -112], [26, -112]]) p.fill(disc(hx, hy, 8, 6), '#23264a');
    p.fill(box(-110, -76, 220, 20), '#5a6078');
  });
}

export function qr(p) {
  p.ground(['#f3dfb6', '#e9c894'], [0, 0], [0, H]);
  const n = 25, finder = (x, y) => [[0, 0], [18, 0], [0, 18]].map(([fx, fy]) => [x - fx, y - fy]).find(([a, b]) => a >= -1 && b >= -1 && a <= 7 && b <= 7);
  const grid = times(n, (y) => times(n, (x) => {
    const f = finder(x, y);
    if (f) { const [a, b] = f; return a < 0 || b < 0 || a > 6 || b > 6 ? 0 : a === 0 || b === 0 || a === 6 || b === 6 || (a > 1 && a < 5 && b > 1 && b < 5) ? 2 : 0; }
    return p.random() < 0.47 ? 1 : 0;
  }));
  const s = 33, at = (x, y, z = 0) => [800 + (x - y) * s * 0.87, 92 + (x + y) * s * 0.46 - z + 44];
  p.fill(poly([at(-1.3, -1.3, -26), at(n + 1.3, -1.3, -26), at(n + 1.3, n + 1.3, -26), at(-1.3, n + 1.3, -26)]), veil('#8a5a4a', 0.5));
  p.fill(poly([at(-1, -1), at(n + 1, -1), at(n + 1, n + 1), at(-1, n + 1)]), '#fbf1d8');
  const tower = (x, y, z, top, left, right, windows) => {
    p.fill(poly([at(x, y + 1, z), at(x + 1, y + 1, z), at(x + 1, y + 1), at(x, y + 1)]), left);
    p.fill(poly([at(x + 1, y, z), at(x + 1, y + 1, z), at(x + 1, y + 1), at(x + 1, y)]), right);
    p.fill(poly([at(x, y, z), at(x + 1, y, z), at(x + 1, y + 1, z), at(x, y + 1, z)]), top);
    if (windows) for (let wz = 14; wz < z - 6; wz += 15) for (const k of [0.22, 0.6]) {
      p.fill(poly([at(x + k, y + 1, wz + 7), at(x + k + 0.2, y + 1, wz + 7), at(x + k + 0.2, y + 1, wz), at(x + k, y + 1, wz)]), p.random() < 0.3 ? '#ffd884' : veil('#f6c9a0', 0.4));
    }
  };
  for (let sum = 0; sum < 2 * n - 1; sum++) for (let x = Math.max(0, sum - n + 1); x <= Math.min(n - 1, sum); x++) {
    const y = sum - x;
    if (!grid[y][x]) {
      p.fill(poly([at(x, y), at(x + 1.1, y + 0.7), at(x + 1.1, y + 1), at(x, y + 1)]), veil('#c98a6a', 0.28));
      if (p.random() < 0.13) { const [tx, ty] = at(x + 0.5, y + 0.5); p.fill(disc(tx + 5, ty + 2, 12, 6), veil('#6a4a44', 0.4)); p.fill(disc(tx, ty - 10, 10, 12), '#6a9a5c'); p.fill(disc(tx - 3, ty - 13, 5, 6), '#a9c47a'); }
      continue;
    }
    const tall = grid[y][x] === 2 ? 46 : p.pick([16, 22, 30, 40, 58]);
    const c = grid[y][x] === 2 ? ['#2f3f74', '#d8573f', '#8a2f40'] : p.pick([['#33467c', '#c9694c', '#7a3a48'], ['#2b3a6c', '#e08a58', '#94484a'], ['#3a5088', '#b55a4c', '#6a3048']]);
    tower(x, y, tall, c[0], c[1], c[2], tall > 28);
    if (p.random() < 0.12) { const [tx, ty] = at(x + 0.5, y + 0.5, tall); p.fill(box(tx - 6, ty - 12, 12, 12), '#8fa0c4'); }
  }
}

export function correction(p) {
  p.ground(['#f0e8d6', '#e3d6bd']);
  p.at(800, 533, -0.06, 1, () => {
    p.fill(box(-1000, -700, 2000, 1500), '#efe6d2');
    const ink = '#5a5660';
    p.fill(box(-760, -460, 1500, 8), '#3a3844');
    p.fill(box(-760, -424, 1180, 62), '#3a3844'); p.fill(box(-760, -340, 860, 62), '#3a3844');
    p.fill(box(-760, -250, 1500, 4), ink);
    times(4, (c) => {
      const x = -760 + c * 388;
      if (c) p.fill(box(x - 20, -220, 2.5, 900), veil(ink, 0.6));
      times(24, (r) => {
        if (c === 3 && r < 9) return;
        const end = r % 7 === 6 ? p.rand(0.35, 0.7) : 1, y = -214 + r * 34;
        for (let k = 0; k < 348 * end - 30;) { const w = Math.min(p.rand(22, 78), 348 * end - k); p.fill(box(x + k, y, w - 9, 14), veil(ink, p.rand(0.62, 0.85))); k += w; }
      });
    });
    p.grade(box(404, -220, 348, 280), ['#8f9aa8', '#d3cfc4'], [0, -220], [0, 60]);
    p.fill(disc(660, -140, 34), '#f6efe0');
    p.fill(poly([[404, 60], [404, 0], [500, -70], [580, 0], [650, -40], [752, 30], [752, 60]]), '#4a4c5a');
  });
  p.halo(box(0, 0, W, H), '#fffaf0', 560, 420, 0, 700, 0.7);
  p.rim(box(0, 0, W, H), '#8a6a50', 700, 480, 560, 1150, 0.6);
  // The red marks: a word struck out, a loop that takes it away, a new one above.
  const red = '#d42f26';
  p.fill(limb([[462, 560], [560, 546], [660, 552], [760, 538], [812, 540]], [9, 13, 11, 13, 8]), red);
  p.fill(limb([[812, 540], [880, 530], [910, 480], [870, 450], [840, 490], [870, 560], [960, 610]], [9, 11, 12, 12, 11, 10, 7]), red);
  p.fill(limb([[560, 500], [582, 446], [604, 500]], [8, 10, 8]), red);
  p.fill(limb([[500, 420], [530, 396], [552, 420], [580, 396], [606, 420], [640, 394], [668, 418], [700, 396]], [8, 10, 9, 10, 9, 10, 9, 6]), red);
  p.fill(limb([[214, 430], [196, 540], [206, 690]], [8, 12, 8]), red);
  p.fill(limb([[240, 690], [330, 706], [440, 694]], [7, 11, 6]), veil(red, 0.9));
  // The pencil.
  p.at(962, 612, 0.66, 1.25, () => {
    p.shade(poly([[30, 20], [760, 60], [780, 130], [60, 50]]), '#4a3038', [0, 40], [760, 130], 0.75);
    p.fill(poly([[0, 0], [44, -16], [44, 18]]), red);
    p.body(poly([[34, -12], [140, -50], [140, 50], [34, 15]]), '#f0cf9c', '#a8744c', [90, 60], [90, -50], 0.8);
    p.fill(poly([[128, -50], [780, -50], [780, -18], [140, -18], [150, -30]]), '#f0604a');
    p.fill(poly([[140, -18], [780, -18], [780, 18], [140, 18], [128, 0]]), '#d42f26');
    p.fill(poly([[140, 18], [780, 18], [780, 50], [128, 50], [150, 32]]), '#8a1a2c');
    p.shade(box(128, -50, 660, 100), '#ffd0b8', [0, -56], [0, -20], 0.6);
    p.fill(box(560, -50, 46, 100), '#f3e2b8'); p.shade(box(560, -50, 46, 100), '#8a5a3c', [0, 50], [0, -40], 0.7);
  });
  for (const [x, y, a] of [[1130, 940, 0.4], [1240, 880, 2], [1040, 900, 1]]) p.at(x, y, a, 1, () => { p.fill(smooth([[-40, 0], [-10, -28], [36, -14], [20, 10], [-14, 16]]), '#e0b078'); p.wire(trace([[-40, 0], [-10, -28], [36, -14]]), 6, red); });
}

export function number(p) {
  p.ground(['#2f6a6c', '#235458', '#1a3f48']);
  p.rim(box(0, 0, W, H), '#0f2630', 800, 500, 500, 1150, 0.8);
  // The notebook.
  p.at(1060, 640, 0.12, 1, () => {
    p.fill(poly([[-340, -400], [400, -400], [420, 460], [-320, 460]]), veil('#0a1c24', 0.6));
    p.body(poly([[-370, -420], [370, -420], [370, 420], [-370, 420]]), '#fbf3de', '#c9ae88', [370, 420], [-100, -300], 0.6);
    for (let k = -360; k < 370; k += 30) { p.wire([[k, -420], [k, 420]], 1.4, veil('#7fa5b5', 0.55)); p.wire([[-370, k], [370, k]], 1.4, veil('#7fa5b5', 0.55)); }
    p.wire([[-250, -420], [-250, 420]], 3, veil('#d8503a', 0.7));
    times(14, (i) => { p.fill(disc(-340, -390 + i * 60, 12), '#235458'); p.wire(trace([[-340, -390 + i * 60], [-380, -402 + i * 60], [-396, -384 + i * 60]]), 8, '#c9c4b8'); });
    const bars = [60, 110, 90, 170, 140, 230, 290];
    bars.forEach((h, i) => p.body(box(-190 + i * 76, 330 - h, 48, h), i === 6 ? '#e0523a' : '#3f86a0', '#23405e', [0, 360], [0, 330 - h], 0.6));
    p.line([[-220, 334], [350, 334]], [7, 7], '#33304a');
    p.fill(limb(bars.map((h, i) => [-166 + i * 76, 290 - h]), [6, 8, 7, 8, 6]), '#f0a53a');
    times(5, (r) => times(4, (c) => p.fill(limb([[-200 + c * 110, -330 + r * 46], [-170 + c * 110, -344 + r * 46], [-150 + c * 110, -326 + r * 46], [-124 + c * 110, -338 + r * 46]].slice(0, 2 + (r + c) % 3), [6, 7, 5]), veil('#33304a', 0.7))));
  });
  // The abacus.
  p.at(560, 470, -0.13, 1, () => {
    p.fill(poly([[-430, -300], [470, -300], [490, 380], [-400, 380]]), veil('#0a1c24', 0.65));
    p.body(poly([[-440, -330], [440, -330], [440, 330], [-440, 330]]), '#b5713f', '#5a2c2c', [440, 330], [-300, -300], 0.85);
    p.body(box(-386, -276, 772, 552), '#f6e2b6', '#d9a870', [386, 276], [-200, -200], 0.7);
    p.shade(box(-386, -276, 772, 552), '#7a4a34', [0, -276], [0, -230], 0.7);
    const colours = ['#d8452f', '#f0a53a', '#2f8a8c', '#2f4f86', '#d8452f', '#7a3f6a', '#3f8a54'], left = [7, 3, 5, 2, 8, 4, 6];
    times(7, (r) => {
      const y = -228 + r * 76;
      p.line([[-386, y + 5], [386, y + 5]], [9, 9], veil('#7a4a34', 0.4));
      p.line([[-386, y], [386, y]], [8, 8], '#8a8088');
      times(10, (i) => {
        const x = i < left[r] ? -350 + i * 44 : 350 - (9 - i) * 44, bead = disc(x, y, 22, 33);
        p.fill(disc(x + 5, y + 8, 22, 33), veil('#7a4a34', 0.4));
        p.fill(bead, colours[r]);
        p.halo(bead, mix(colours[r], '#1a1028', 0.7), x + 16, y + 30, 0, 50, 0.85);
        p.fill(disc(x - 7, y - 14, 5, 8), veil('#fff6e0', 0.8));
      });
    });
    for (const k of [-1, 1]) p.line([[k * 412, -340], [k * 412, 340]], [60, 60], '#a0602f');
  });
  p.at(1330, 830, -2.36, 1.1, () => {
    p.shade(poly([[20, -30], [-500, -60], [-500, -10], [0, 10]]), '#0a1c24', [0, 0], [-500, -40], 0.5);
    p.fill(poly([[-60, -22], [0, 0], [-60, 22]]), '#f0cf9c'); p.fill(poly([[-20, -8], [0, 0], [-20, 8]]), '#23243a');
    p.fill(box(-520, -22, 462, 15), '#f9cf5a'); p.fill(box(-520, -8, 462, 16), '#f0a53a'); p.fill(box(-520, 7, 462, 15), '#b5682a');
    p.fill(box(-556, -22, 40, 44), '#c9c4b8'); p.fill(smooth([[-556, -22], [-610, -20], [-616, 0], [-610, 20], [-556, 22]]), '#e0707a');
  });
}

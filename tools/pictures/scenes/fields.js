// fields: groves, terraces and what is harvested from them.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, smooth, limb, ridge, below, join, trace, wander } from '../paint.js';
import * as part from '../parts.js';

export function olives(p) {
  p.ground(['#f6dfa6', '#f9e9c4', '#f3cf9a'], [0, 0], [0, 480]);
  part.sun(p, 1240, 200, 80, '#fffaf0', '#fdeab8', 3.2);
  part.hills(p, 3, 380, 470, '#b9c0a0', '#8fa07a', { height: 50, pace: 320, seed: 22 });
  const field = below(ridge(500, 10, 400, 4));
  p.body(field, '#d9935f', '#8a4a3c', [0, H], [0, 500], 0.85);
  times(15, (i, t) => p.shade(poly([[760 + (t - 0.5) * 340, 500], [766 + (t - 0.5) * 340, 500], [800 + (t - 0.5) * 4200 + 90, H], [800 + (t - 0.5) * 4200, H]]), '#7a3f3a', [0, H], [0, 480], 0.6));
  times(6, (row) => {
    const y = 512 + row * row * 10 + row * 8, s = 34 + row * row * 4.4 + row * 10, n = 15 - row * 2;
    times(n, (i, t) => {
      const x = 800 + (t - 0.5) * (1500 + row * 200);
      if (row > 2 && Math.abs(x - 700) < 330) return;
      p.fill(smooth([[x, y], [x - s * 0.8, y + s * 0.05], [x - s * 1.1, y + s * 0.14], [x - s * 0.4, y + s * 0.14]]), veil('#6a3040', 0.45));
      part.tree(p, x, y + 4, s, '#8a9a6a', '#3f5a50', '#4a3a3c', '#cdd3a0');
    });
  });
  // The old tree.
  p.fill(smooth([[660, 985], [420, 1000], [120, 1030], [60, 1060], [400, 1066], [720, 1040], [800, 1000]]), veil('#5a2838', 0.55));
  const bark = '#7a675c', deep = '#2f2430';
  for (const [points, widths] of [
    [[[640, 720], [560, 600], [470, 520], [400, 430]], [110, 70, 46, 20]],
    [[[700, 700], [700, 560], [660, 440], [690, 330]], [120, 80, 50, 18]],
    [[[750, 720], [840, 610], [930, 540], [1020, 450]], [110, 70, 46, 18]],
    [[[760, 700], [790, 560], [840, 430], [850, 340]], [90, 60, 36, 14]],
  ]) p.body(limb(points, widths), bark, deep, [900, 800], [520, 420], 0.8);
  const trunk = smooth([[560, 1010], [610, 940], [640, 850], [610, 760], [590, 680], [640, 690], [690, 660], [740, 690], [800, 680], [790, 770], [770, 850], [800, 930], [870, 1005], [800, 1000], [740, 1015], [690, 985], [640, 1012]]);
  p.body(trunk, bark, deep, [860, 980], [610, 760], 0.95);
  p.inside(trunk, () => {
    times(11, (i, t) => p.line([[600 + t * 240, 1020], [650 + t * 110 + Math.sin(i) * 10, 880], [620 + t * 150, 760], [610 + t * 190, 660]], [3, 8, 5, 2], veil(i % 3 ? deep : '#b5a08a', 0.5)));
    p.fill(smooth([[690, 880], [712, 820], [730, 870], [724, 940], [700, 950]]), deep);
  });
  const clumps = [[420, 420, 150], [560, 330, 170], [700, 270, 180], [860, 300, 170], [1010, 400, 160], [560, 480, 120], [870, 470, 120], [710, 400, 150]];
  clumps.forEach(([x, y, r]) => {
    const crown = join(...times(10, (i) => disc(x + Math.cos((i / 10) * TAU) * r * 0.62, y + Math.sin((i / 10) * TAU) * r * 0.44, r * p.rand(0.34, 0.48), r * p.rand(0.28, 0.36))), disc(x, y, r * 0.7, r * 0.5));
    p.fill(crown, '#6f8560');
    p.halo(crown, '#2f4a48', x + r * 0.2, y + r * 0.6, 0, r, 0.95);
    p.halo(crown, '#c6cf98', x - r * 0.2, y - r * 0.6, 0, r * 0.9, 0.75);
  });
  for (let i = 0; i < 420; i++) { const [x, y, r] = p.pick(clumps); part.leaf(p, x + p.rand(-r, r) * 0.95, y + p.rand(-r, r) * 0.62, p.rand(20, 36), p.rand(0, TAU), p.pick(['#d9dfae', '#a9b584', '#4a6656', '#8a9a6a']), null, 0.17); }
  for (let i = 0; i < 60; i++) { const [x, y, r] = p.pick(clumps); const at = [x + p.rand(-r, r) * 0.8, y + p.rand(-r, r) * 0.5]; p.fill(disc(...at, 10, 13), p.pick(['#3a2440', '#54305a', '#5f7038'])); p.fill(disc(at[0] - 3, at[1] - 4, 3), '#cfc0d6'); }
  p.line([[1010, 1000], [1120, 660]], [11, 9], '#8a5a3c'); p.line([[1100, 1000], [1180, 660]], [11, 9], '#8a5a3c');
  times(7, (i, t) => p.line([[1022 + t * 92, 965 - t * 290], [1106 + t * 68, 965 - t * 290]], [8, 8], '#8a5a3c'));
  part.person(p, 1260, 1010, 240, part.poses.bend, { skin: '#b97a58', shirt: '#2f6f86', trousers: '#3a3550', hair: '#d9a44a', flip: -1 });
  p.body(smooth([[1100, 960], [1220, 960], [1205, 1020], [1115, 1020]]), '#c98a4a', '#6a3a30', [1220, 1030], [1100, 950], 0.8);
  times(12, () => p.fill(disc(1160 + p.rand(-46, 46), 960 + p.rand(-10, 4), 9, 11), p.pick(['#3a2440', '#54305a', '#5f7038'])));
}

export function solar(p) {
  p.ground(['#3f7fa6', '#8fbcc0', '#f3dcb0', '#f6b878'], [0, 0], [0, 470]);
  part.sun(p, 980, 330, 86, '#fffbe8', '#fde3a0', 4);
  part.mountain(p, 280, 470, 900, 170, '#b9806a', '#7d5468');
  part.mountain(p, 1350, 470, 900, 130, '#c98f70', '#8d6070');
  p.body(below(ridge(462, 6, 500, 4)), '#e9b878', '#b5704c', [0, H], [0, 460], 0.85);
  times(10, (row) => {
    const k = row / 9, y = 486 + 560 * k ** 1.9, h = 13 + 132 * k ** 1.7, w = 60 + 430 * k ** 1.6, gap = w * 0.12;
    for (let i = -Math.ceil(1000 / w) - 1; i <= Math.ceil(1000 / w) + 1; i++) {
      const x = 800 + i * (w + gap) - w / 2 + (row % 2) * w * 0.1, lean = ((x + w / 2 - 800) / 800) * h * 0.5;
      if (x > W + 60 || x + w < -60) continue;
      p.fill(poly([[x + w * 0.1, y + h * 0.2], [x + w * 1.05, y + h * 0.2], [x + w * 1.0 - lean, y + h * 0.58], [x - w * 0.1 - lean, y + h * 0.58]]), veil('#6a3a44', 0.6));
      p.line([[x + w * 0.5, y - h * 0.2], [x + w * 0.5, y + h * 0.44]], [w * 0.03, w * 0.03], '#5a4a58');
      const [a, b, c, d] = [[x - lean * 0.2, y - h * 0.62], [x + w - lean * 0.2, y - h * 0.62], [x + w + lean * 0.3, y + h * 0.24], [x + lean * 0.3, y + h * 0.24]];
      const panel = poly([a, b, c, d]);
      p.grade(panel, ['#5b86b8', '#21386e', '#131f4a'], a, d);
      const near = 1 - Math.min(1, Math.abs(x + w / 2 - 980) / 330);
      if (near > 0) p.grade(panel, [veil('#fff0c0', 0.95 * near), veil('#f9b45e', 0.15 * near)], a, d);
      const cross = (s, t) => [lerp(lerp(a[0], b[0], s), lerp(d[0], c[0], s), t), lerp(lerp(a[1], b[1], s), lerp(d[1], c[1], s), t)];
      if (row > 1) {
        times(5, (j) => p.wire([cross((j + 1) / 6, 0), cross((j + 1) / 6, 1)], Math.max(1, w / 240), veil('#b9cfe6', 0.55)));
        times(2, (j) => p.wire([cross(0, (j + 1) / 3), cross(1, (j + 1) / 3)], Math.max(1, w / 240), veil('#b9cfe6', 0.55)));
      }
      p.wire([a, b, c, d, a], Math.max(1.2, w / 120), '#e4e6e2');
    }
  });
  part.streaks(p, 8, 60, 240, '#f6ead0', 700);
}

export function tea(p) {
  p.ground(['#f3e6bf', '#f6d9a8', '#cfd9b4'], [0, 0], [0, 480]);
  part.sun(p, 520, 230, 84, '#fffaf0', '#fdebbd', 3.2);
  part.mountain(p, 1150, 480, 900, 300, '#a9c0b4', '#7fa39e');
  part.mountain(p, 500, 480, 700, 190, '#bccdb8', '#93b0a4');
  const shapes = [
    [trace([[-40, 500], [300, 390], [620, 430], [900, 520], [1200, 480], [1640, 380]]), '#8fb06a', '#3f7a5a', 460, 12],
    [trace([[-40, 610], [260, 640], [600, 560], [920, 520], [1280, 590], [1640, 680]]), '#6fa050', '#2a6a50', 580, 17],
    [trace([[-40, 720], [300, 780], [640, 730], [1000, 640], [1340, 640], [1640, 720]]), '#5a9548', '#1f5a48', 690, 26],
    [trace([[-40, 960], [280, 860], [620, 850], [960, 900], [1300, 830], [1640, 780]]), '#4f8a44', '#164a40', 880, 40],
  ];
  shapes.forEach(([crest, colour, dark, top, step], k) => {
    const hill = below(crest);
    p.body(hill, colour, dark, [0, top + 330], [0, top - 60], 0.8);
    p.inside(hill, () => {
      for (let r = 0; r < 16; r++) {
        const row = crest.map(([x, y], i) => [x, y + step * (r + 0.5) * (1 + r * 0.06) + Math.sin(x / (140 + k * 50) + k * 2 + r * 0.18) * step * 0.55]);
        for (let i = 0; i < row.length; i += 1) {
          const [x, y] = row[i];
          p.fill(disc(x, y + step * 0.16, step * 0.72, step * 0.4), mix(dark, '#0f3038', 0.2));
        }
        for (let i = 0; i < row.length; i += 1) {
          const [x, y] = row[i];
          p.fill(disc(x + p.rand(-3, 3), y, step * p.rand(0.55, 0.72), step * p.rand(0.3, 0.4)), mix(colour, '#d3dc84', 0.25 + p.rand(0, 0.2)));
          p.fill(disc(x, y + step * 0.12, step * 0.6, step * 0.22), mix(colour, dark, 0.25));
        }
      }
    });
    p.shade(hill, '#f6ecc8', [0, top - 80], [0, top + 60], k < 2 ? 0.5 : 0.2);
  });
  const picker = (x, y, s, shirt, scarf, flip) => {
    part.person(p, x, y, s, part.poses.bend, { skin: '#8a5540', shirt, trousers: shirt, hair: scarf, flip });
    p.at(x, y, 0, [s * flip, s], () => {
      p.body(smooth([[-0.34, -0.86], [0.06, -0.9], [0.06, -0.56], [-0.06, -0.42], [-0.3, -0.46]]), '#d9a45a', '#7a4a34', [-0.3, -0.4], [0, -0.9], 0.8);
      times(9, () => p.fill(disc(p.rand(-0.32, 0.04), p.rand(-0.92, -0.84), 0.05), p.pick(['#9cc05a', '#6fa050', '#c6d676'])));
      p.wire([[0, -0.88], [0.2, -0.76], [0.34, -0.68]], 0.02, '#7a4a34');
      p.fill(smooth([[0.42, -0.66], [0.34, -0.73], [0.24, -0.68], [0.22, -0.56], [0.3, -0.58]]), scarf);
    });
  };
  picker(360, 690, 150, '#c94f7a', '#f0c04a', 1); picker(1240, 660, 140, '#e0823a', '#f6ead0', -1);
  picker(810, 860, 270, '#d8432f', '#f6c04a', 1); picker(1080, 800, 190, '#2f6f9a', '#f0e0c0', -1);
  for (const [x, y, s] of [[1420, 560, 200], [1520, 575, 160], [130, 580, 150]]) part.tree(p, x, y, s, '#4f8060', '#1f4a4a', '#3a2a33', '#a9c47a');
}

export function potatoes(p) {
  p.ground(['#5f9fc4', '#a5cbd0', '#f3e3bd'], [0, 0], [0, 460]);
  part.mountain(p, 360, 480, 800, 350, '#8f8aa8', '#5d6290', '#f7f4ea');
  part.mountain(p, 1250, 480, 860, 400, '#8a86a6', '#585e8e', '#f7f4ea');
  part.mountain(p, 820, 480, 600, 220, '#a3a0b4', '#73789e', '#f7f4ea');
  part.streaks(p, 8, 60, 300, '#f7f4ea', 600);
  // Terraces: each wall of stone carries a field, and lies a little before the last.
  const crops = ['#a9b45a', '#7f9f4f', '#c9b45a', '#6a9050', '#b5905a', '#5f8a4f', '#8fa850'];
  times(8, (i, t) => {
    const y = 400 + i * 46 + i * i * 2.2, rise = 130 - i * 12;
    const line = times(121, (k, u) => { const x = lerp(-20, W + 20, u); return [x, y - Math.exp(-(((u - 0.22) / 0.24) ** 2)) * rise - Math.exp(-(((u - 0.8) / 0.22) ** 2)) * rise * 1.2 + wander(u * 4, i, 2) * 7]; });
    p.fill(below(line), '#6a5a5c');
    p.shade(below(line), '#2f2838', [0, y + 30], [0, y - 60], 0.5);
    const field = poly([...line.map(([x, ly]) => [x, ly - 16 - i * 1.5]), ...line.slice().reverse()]);
    p.fill(field, crops[i % 7]);
    p.inside(field, () => line.forEach(([x, ly], k) => k % 2 || p.fill(disc(x, ly - 9 - i, 7, 5 + i * 0.7), veil('#3f6a44', 0.5))));
  });
  const soil = below(ridge(806, 10, 300, 6));
  p.body(soil, '#6a3f34', '#24161f', [0, H + 20], [0, 790], 0.9);
  for (let i = 0; i < 110; i++) p.fill(disc(p.rand(0, W), p.rand(830, H), p.rand(2, 8), p.rand(2, 5)), veil(p.pick(['#9a6a4c', '#3a2428', '#b5845a']), 0.5));
  const spud = (x, y, s, a, colour, dark) => {
    p.at(x, y, a, s, () => {
      const path = smooth([[-1, 0], [-0.75, -0.5], [-0.1, -0.66], [0.6, -0.58], [1, -0.1], [0.86, 0.44], [0.2, 0.62], [-0.6, 0.52]]);
      p.body(path, colour, dark, [0.7, 0.7], [-0.4, -0.4], 0.9);
      for (const [ex, ey] of [[-0.4, -0.2], [0.1, 0.1], [0.5, -0.25], [0.3, 0.36], [-0.3, 0.28]]) p.wire(trace([[ex - 0.1, ey], [ex, ey + 0.06], [ex + 0.1, ey]]), 0.05, veil(dark, 0.8));
    });
  };
  const plant = (x, y, s, flower) => {
    for (const [a, l] of [[-2.3, 0.8], [-1.95, 1], [-1.57, 1.15], [-1.2, 1], [-0.85, 0.8]]) {
      const tip = [x + Math.cos(a) * s * l, y + Math.sin(a) * s * l];
      p.line([[x, y], [x + Math.cos(a) * s * l * 0.5, y + Math.sin(a) * s * l * 0.6], tip], [s * 0.06, s * 0.045, s * 0.02], '#3f6a3c');
      times(5, (i) => { const t = 0.4 + i * 0.14; for (const side of [-1, 1]) part.leaf(p, lerp(x, tip[0], t), lerp(y, tip[1], t), s * 0.3, a + side * 0.9, i % 2 ? '#5f9448' : '#4a8044', '#1f4a3c', 0.3); });
    }
    times(4, (i) => { const [fx, fy] = [x + (i - 1.5) * s * 0.32, y - s * (1.05 + (i % 2) * 0.16)]; times(5, (k) => p.fill(disc(fx + Math.cos((k / 5) * TAU) * s * 0.075, fy + Math.sin((k / 5) * TAU) * s * 0.075, s * 0.065), flower)); p.fill(disc(fx, fy, s * 0.05), '#f6c440'); });
    times(7, (i, t) => p.line([[x, y], [x + (t - 0.5) * s * 0.8, y + s * 0.3], [x + (t - 0.5) * s * 2.2, y + s * p.rand(0.5, 0.9)]], [7, 4, 1.5], '#c9a07a'));
  };
  plant(330, 820, 210, '#e3d4f0'); plant(1280, 825, 210, '#f7f0e4'); plant(800, 815, 260, '#b58ad6');
  [[560, 960, 84, 0.2, '#7a4a9a', '#2f1a4a'], [720, 1000, 70, -0.3, '#e0b05a', '#8a4f30'], [870, 960, 88, 0.4, '#c4504a', '#5a1f34'], [1020, 1010, 66, -0.1, '#f0d08a', '#9a6a3c'], [420, 1020, 60, 0.5, '#c98a5a', '#6a3a30'], [1140, 940, 58, 0.3, '#54306a', '#22123a'], [270, 955, 66, -0.3, '#d96a5a', '#6a2838'], [1300, 990, 76, 0.1, '#e6c070', '#8a5a34'], [1440, 950, 54, 0.6, '#8a5aa8', '#36204e'], [150, 1020, 50, 0.2, '#e0b05a', '#8a4f30'], [1500, 1040, 50, -0.4, '#c4504a', '#5a1f34']].forEach((s) => spud(...s));
}

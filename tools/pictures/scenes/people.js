// people: what people run, build, count, cook and vote with.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, limb, ridge, below } from '../paint.js';
import * as part from '../parts.js';

export function marathon(p) {
  p.ground(['#f3c27a', '#f6d79c', '#fbecc8'], [0, 0], [0, 520]);
  part.sun(p, 330, 300, 100, '#fff7dd', '#fde3a2', 3.2);
  times(26, (i) => { const [x, w, h] = [i * 66 - 40, p.rand(50, 100), p.rand(50, 210)]; p.fill(box(x, 520 - h, w, h + 40), mix('#e5a884', '#c98a84', p.random())); });
  times(20, (i) => { const [x, w, h] = [i * 88 - 60, p.rand(60, 110), p.rand(30, 120)]; p.body(box(x, 540 - h, w, h + 30), '#b06f7a', '#6d4a6f', [x + w, 540], [x, 430], 0.6); });
  for (let i = 0; i < 22; i++) part.tree(p, i * 80 + p.rand(-20, 20), 590, p.rand(90, 140), '#5d8a5a', '#24504e', '#3a2a33', '#9db765');
  const crowd = ['#d9513a', '#2a5a84', '#f0c04a', '#f6ead0', '#7a4a7d', '#3f8a7c'];
  for (let i = 0; i < 110; i++) { const x = i * 15 + p.rand(-5, 5), y = 612 + p.rand(-6, 8); p.line([[x, y], [x, y - 26]], [17, 13], p.pick(crowd)); p.fill(disc(x, y - 38, 7.5), p.pick(['#8d5540', '#c98f70', '#5a3328', '#e2b08c'])); }
  p.fill(box(0, 600, W, 34), '#26335a');
  for (let i = 0; i < 9; i++) p.fill(box(i * 190 + 4, 604, 176, 26), i % 2 ? '#c9452f' : '#f6ead0');
  const road = box(-10, 634, W + 20, H);
  p.body(road, '#6d6a86', '#23264a', [0, H + 30], [0, 640], 0.85);
  p.fill(poly([[-20, 830], [W + 20, 792], [W + 20, 802], [-20, 842]]), '#3f7fc0');
  p.fill(poly([[-20, 640], [W + 20, 636], [W + 20, 646], [-20, 652]]), '#f6ead0');
  const runners = [
    [330, 770, 300, 'stride', '#5a3328', '#f0c04a', '#2a3a6a', 1],
    [1260, 780, 320, 'run', '#c98f70', '#3f9a8c', '#23263f', 1],
    [1010, 860, 400, 'stride', '#6d3f2e', '#2f6fb0', '#20243f', 1],
    [560, 900, 450, 'run', '#e0a988', '#f4ead2', '#c9452f', 1],
    [800, 990, 590, 'run', '#4d2b24', '#e0452f', '#1d2240', 1],
  ];
  for (const [x, y, s, pose, skin, shirt, trousers] of runners) {
    p.at(x, y, 0, 1, () => {
      const shade = smooth([[-s * 0.1, -4], [s * 0.3, s * 0.015], [s * 0.85, s * 0.035], [s * 1.05, s * 0.055], [s * 0.7, s * 0.075], [s * 0.2, s * 0.055], [-s * 0.12, 10]]);
      p.fill(shade, veil('#14163a', 0.6));
    });
    part.person(p, x, y, s, part.poses[pose], { skin, shirt, trousers, shorts: trousers, shoe: '#f6ead0', hair: '#1b1626' });
    p.at(x, y, 0, s, () => p.fill(poly([[0.0, -0.74], [0.085, -0.745], [0.07, -0.645], [-0.015, -0.64]]), '#fbf4e2'));
  }
}

// A football as it is sewn: twelve pentagons at the corners of an icosahedron, seams between the hexagons.
function football(p, cx, cy, r, turns) {
  const g = (1 + Math.sqrt(5)) / 2;
  const unit = (v) => { const l = Math.hypot(...v); return v.map((c) => c / l); };
  const spin = ([x, y, z]) => {
    const [a, b, c] = turns;
    [x, y] = [x * Math.cos(a) - y * Math.sin(a), x * Math.sin(a) + y * Math.cos(a)];
    [y, z] = [y * Math.cos(b) - z * Math.sin(b), y * Math.sin(b) + z * Math.cos(b)];
    return [x * Math.cos(c) + z * Math.sin(c), y, z * Math.cos(c) - x * Math.sin(c)];
  };
  const corners = [];
  for (const s of [-1, 1]) for (const t of [-g, g]) corners.push([0, s, t], [s, t, 0], [t, 0, s]);
  const near = (a) => corners.filter((b) => b !== a && Math.abs(Math.hypot(...a.map((c, i) => c - b[i])) - 2) < 0.01);
  const third = (a, b) => spin(unit(a.map((c, i) => lerp(c, b[i], 1 / 3))));
  const arc = (a, b) => times(9, (i, t) => unit(a.map((c, k) => lerp(c, b[k], t))));
  const flat = ([x, y]) => [cx + x * r, cy + y * r];
  const face = disc(cx, cy, r);
  p.body(face, '#fbf6ea', '#8d8fae', [cx + r * 0.8, cy + r], [cx - r * 0.4, cy - r * 0.5], 0.95);
  p.inside(face, () => {
    for (const a of corners) for (const b of near(a)) {
      const line = arc(third(a, b), third(b, a));
      if (line.every((v) => v[2] > 0)) p.wire(line.map(flat), r * 0.014, '#3a3a58');
    }
    for (const a of corners) {
      const axis = spin(unit(a));
      if (axis[2] < -0.3) continue;
      const up = Math.abs(axis[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0];
      const cross = (u, v) => [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
      const e = unit(cross(axis, up)), f = cross(axis, e);
      const dot = (u, v) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
      const ring = near(a).map((b) => third(a, b)).sort((u, v) => Math.atan2(dot(u, e), dot(u, f)) - Math.atan2(dot(v, e), dot(v, f)));
      const edge = ring.flatMap((v, i) => arc(v, ring[(i + 1) % 5])).filter((v) => v[2] > -0.12);
      if (edge.length < 3) continue;
      p.body(poly(edge.map(flat)), '#23284a', '#0d1028', [cx + r, cy + r], [cx - r, cy - r], 0.7);
    }
  });
  p.rim(face, '#1a1c40', cx - r * 0.3, cy - r * 0.35, r * 0.75, r * 1.5, 0.9);
  p.halo(face, '#ffffff', cx - r * 0.42, cy - r * 0.48, 0, r * 0.5, 0.8);
}

export function ball(p) {
  p.ground(['#1d6a86', '#4f9fa0', '#a9d0a8', '#f6e0a0'], [0, 0], [0, 620]);
  times(9, (i, t) => p.halo(poly([[lerp(-100, 1500, t), -20], [lerp(60, 1660, t), -20], [lerp(300, 1300, t) + 30, 620], [lerp(300, 1300, t), 620]]), '#f9f0c8', lerp(0, 1600, t), -40, 0, 700, 0.4));
  p.fill(below(ridge(520, 14, 260, 6)), '#2f5a74');
  for (let i = 0; i < 420; i++) p.fill(disc(p.rand(0, W), p.rand(450, 610), p.rand(4, 8)), veil(p.pick(['#f0c04a', '#d8503a', '#f6ead0', '#2f8a8c', '#7fb0b8']), 0.85));
  p.fill(box(0, 600, W, 46), '#f6ead0');
  times(8, (i) => p.fill(box(i * 210 - 20, 606, 190, 34), i % 2 ? '#d8503a' : '#23406e'));
  const pitch = box(-10, 640, W + 20, H);
  p.fill(pitch, '#5f9f4a');
  times(10, (i) => p.fill(poly([[800 + (i - 5) * 210, 640], [800 + (i - 4.5) * 210, 640], [800 + (i - 4.5) * 520, H], [800 + (i - 5) * 520, H]]), '#74b054'));
  p.shade(pitch, '#164a3c', [0, H + 20], [0, 660], 0.85);
  p.fill(poly([[-20, 772], [W + 20, 742], [W + 20, 758], [-20, 792]]), veil('#f9f6e6', 0.9));
  p.fill(smooth([[650, 985], [900, 955], [1200, 960], [1400, 985], [1200, 1020], [860, 1030]]), veil('#0e3a34', 0.75));
  football(p, 800, 600, 400, [0.35, 0.5, 0.4]);
  for (let i = 0; i < 150; i++) { const x = p.rand(420, 1180), y = p.rand(985, 1010); p.line([[x, y + 12], [x + p.rand(-6, 6), y - p.rand(12, 40)]], [6, 1.5], p.pick(['#3f8044', '#74b054', '#2a6040'])); }
  for (let i = 0; i < 200; i++) { const [x, y] = [p.rand(0, W), p.rand(820, H)]; p.line([[x, y], [x + p.rand(-5, 5), y - p.rand(8, 22)]], [4, 1], veil(p.pick(['#8fc860', '#2a6040']), 0.7)); }
}

export function polevault(p) {
  p.ground(['#2a2f6a', '#7a4a8c', '#e0707a', '#f9b878'], [0, 0], [0, 900]);
  part.sun(p, 560, 700, 150, '#fff0c8', '#fdbf7a', 3);
  part.streaks(p, 12, 300, 660, '#f6a088', 900);
  p.body(smooth([[-60, H], [-60, 760], [200, 720], [500, 770], [800, 790], [1100, 770], [1400, 715], [1660, 750], [1660, H]]), '#4a3a74', '#231d4c', [0, 900], [0, 720], 0.8);
  for (let i = 0; i < 360; i++) { const x = p.rand(0, W); p.fill(disc(x, p.rand(775, 880) + Math.abs(x - 800) * -0.03, p.rand(3, 6)), veil(p.pick(['#f6c878', '#e0707a', '#9a7ab8', '#f6ead0']), 0.75)); }
  for (const x of [150, 1470]) {
    p.line([[x, 900], [x, 250]], [16, 10], '#231d4c');
    p.fill(poly([[x - 86, 190], [x + 86, 170], [x + 86, 280], [x - 86, 290]]), '#231d4c');
    times(8, (i) => { const [lx, ly] = [x - 62 + (i % 4) * 41, 212 + Math.floor(i / 4) * 46]; p.glow(lx, ly, 74, '#fff2c4', 0.6); p.fill(disc(lx, ly, 14), '#fffbe8'); });
  }
  p.body(box(-10, 880, W + 20, 220), '#c4573f', '#5a2238', [0, H], [0, 880], 0.8);
  times(4, (i) => p.fill(poly([[-20, 925 + i * 42], [W + 20, 905 + i * 46], [W + 20, 910 + i * 46], [-20, 931 + i * 42]]), veil('#f6e2c4', 0.7)));
  p.body(poly([[900, 900], [1380, 890], [1430, 1000], [860, 1012]]), '#3f5aa8', '#1d2560', [1200, 1020], [1100, 890], 0.8);
  p.fill(poly([[860, 1012], [1430, 1000], [1430, 1050], [860, 1062]]), '#1d2560');
  for (const x of [690, 1220]) { p.line([[x, 1010], [x, 330]], [16, 12], '#1d1a40'); p.fill(box(x - 20, 1000, 40, 18), '#1d1a40'); }
  p.line([[680, 380], [950, 388], [1232, 380]], [9, 9], '#f9e6a8');
  times(5, (i) => p.line([[700 + i * 118, 381.5 + Math.sin((i / 4) * 3) * 4], [742 + i * 118, 382 + Math.sin((i / 4) * 3) * 4]], [9, 9], '#d8343a'));
  // The pole is still bent; the vaulter goes over feet first.
  p.line([[560, 1000], [520, 800], [560, 590], [690, 440], [790, 395]], [10, 13, 13, 11, 9], '#f6ead0');
  p.at(905, 335, 0, 420, () => {
    const skin = '#8a5238', suit = '#f0c03a', dark = '#241a34';
    p.line([[-0.02, 0.0], [-0.16, 0.06], [-0.3, 0.16]], [0.075, 0.06, 0.04], mix(skin, dark, 0.35));
    p.line([[0.32, -0.28], [0.56, -0.22], [0.76, -0.06]], [0.14, 0.1, 0.055], mix(skin, dark, 0.35));
    p.line([[0.32, -0.28], [0.46, -0.26]], [0.16, 0.13], mix('#c4323a', dark, 0.35));
    p.line([[0.02, -0.04], [0.16, -0.2], [0.32, -0.29]], [0.15, 0.17, 0.15], suit);
    p.line([[0.33, -0.3], [0.6, -0.34], [0.84, -0.24]], [0.15, 0.11, 0.06], skin);
    p.line([[0.33, -0.3], [0.48, -0.33]], [0.17, 0.14], '#c4323a');
    p.line([[0.84, -0.24], [0.93, -0.19]], [0.06, 0.05], '#f6ead0');
    p.line([[0.76, -0.06], [0.84, 0.0]], [0.055, 0.045], '#d9c6b0');
    p.line([[0.02, -0.02], [-0.08, 0.04]], [0.07, 0.06], skin);
    p.fill(disc(-0.12, -0.03, 0.075, 0.085), skin);
    p.fill(smooth([[-0.2, -0.02], [-0.17, -0.12], [-0.08, -0.13], [-0.06, -0.06], [-0.12, -0.05], [-0.15, 0.03]]), dark);
    p.line([[0.06, -0.02], [-0.08, 0.14], [-0.25, 0.2]], [0.075, 0.06, 0.045], skin);
    p.line([[0.06, -0.03], [-0.02, 0.07]], [0.09, 0.08], suit);
  });
}

export function ballot(p) {
  p.ground(['#f6d9a0', '#f3c184', '#e59a70'], [0, 0], [0, H]);
  p.fill(disc(800, 470, 420), '#fbeac4');
  times(22, (i) => { const a = (i / 22) * TAU; p.halo(poly([[800, 470], [800 + Math.cos(a - 0.05) * 1200, 470 + Math.sin(a - 0.05) * 1200], [800 + Math.cos(a + 0.05) * 1200, 470 + Math.sin(a + 0.05) * 1200]]), '#d9653f', 800, 470, 420, 1000, 0.55); });
  const folk = ['#2f6f86', '#c9503a', '#6a4a7a', '#e0a03a', '#3f8a6c', '#8a4a3c', '#33406e'];
  times(15, (i) => {
    const x = -10 + i * 116, s = 380 + (i % 3) * 34;
    if (Math.abs(x - 800) < 270) return;
    p.body(smooth([[x - 95, H + 30], [x - 88, 1070 - s * 0.58], [x - 40, 1070 - s * 0.68], [x + 40, 1070 - s * 0.68], [x + 88, 1070 - s * 0.58], [x + 95, H + 30]]), folk[i % 7], '#2a1f3a', [x + 90, H], [x - 60, 800], 0.8);
    p.body(disc(x, 1070 - s * 0.82, 52, 62), p.pick(['#8d5540', '#c98f70', '#5a3328', '#e0b08c', '#a86e4c']), '#3a2030', [x + 60, 820], [x - 20, 740], 0.6);
    p.fill(smooth([[x - 58, 1070 - s * 0.8], [x - 54, 1070 - s * 0.94], [x, 1070 - s * 1.0], [x + 54, 1070 - s * 0.94], [x + 56, 1070 - s * 0.82], [x + 30, 1070 - s * 0.9], [x - 26, 1070 - s * 0.9]]), p.pick(['#231a2c', '#3a2430', '#5a3a34', '#b5a08a', '#c9503a']));
  });
  // The box.
  p.fill(smooth([[480, 1010], [800, 990], [1180, 1000], [1240, 1040], [800, 1075], [460, 1050]]), veil('#3a2038', 0.6));
  p.body(poly([[540, 620], [1060, 620], [1040, 1030], [560, 1030]]), '#2c5a7c', '#142648', [1040, 1040], [560, 640], 0.85);
  p.body(poly([[600, 540], [1000, 540], [1060, 622], [540, 622]]), '#4f86a5', '#2c5a7c', [1060, 622], [600, 540], 0.6);
  p.fill(poly([[690, 570], [910, 570], [922, 594], [678, 594]]), '#0d1730');
  p.fill(poly([[560, 700], [1040, 700], [1038, 730], [562, 730]]), veil('#f6d9a0', 0.85));
  p.fill(disc(800, 860, 92), '#f6e6c2');
  p.line([[752, 862], [790, 902], [856, 812]], [24, 24, 20], '#c9432f');
  // The paper, and the hand that lets it go.
  p.at(800, 400, -0.07, 1, () => {
    p.body(poly([[-104, -150], [104, -150], [104, 184], [-104, 184]]), '#fffaf0', '#d3b8a0', [104, 184], [-60, -120], 0.7);
    p.fill(poly([[0, -150], [104, -150], [104, 184], [0, 184]]), veil('#c9a890', 0.35));
    times(3, (i) => { p.fill(box(-80, -40 + i * 54, 30, 30), veil('#2c5a7c', 0.8)); p.fill(box(-80 + 4, -36 + i * 54, 22, 22), '#fffaf0'); p.fill(box(-36, -30 + i * 54, 110, 10), veil('#2c5a7c', 0.45)); });
    p.line([[-76, 18 + 8], [-66, 40], [-46, 10]], [8, 8, 6], '#c9432f');
  });
  p.at(800, 240, 0, 1, () => {
    const skin = '#9a5f44', dark = '#4a2434';
    const sleeve = poly([[250, -300], [420, -190], [300, 0], [150, -86]]);
    const palm = smooth([[190, -60], [110, -112], [10, -96], [-46, -30], [-30, 26], [40, 50], [130, 40], [230, 0]]);
    p.body(palm, skin, dark, [150, 70], [40, -100], 0.8);
    for (const [pts, w] of [[[[60, -60], [-40, -30], [-96, 30], [-92, 74]], [62, 54, 44, 34]], [[[90, -30], [0, 6], [-44, 58], [-38, 100]], [62, 54, 44, 34]], [[[120, 0], [50, 34], [14, 80], [22, 118]], [58, 50, 42, 32]], [[[150, 16], [100, 52], [70, 88], [76, 118]], [50, 44, 36, 28]]]) {
      const finger = limb(pts, w);
      p.body(finger, skin, dark, [pts[3][0] + 40, pts[3][1] + 20], [pts[3][0] - 30, pts[3][1] - 60], 0.55);
      p.fill(disc(pts[3][0] - 4, pts[3][1] + 4, 9, 11), veil('#f3d0b4', 0.8));
    }
    p.body(sleeve, '#c9432f', '#5a1c34', [400, -100], [220, -280], 0.8);
    p.fill(poly([[150, -86], [300, 0], [284, 30], [134, -56]]), '#f6e6c2');
  });
}

export function semicircle(p) {
  p.ground(['#5a3a3c', '#432a38', '#2a1c30']);
  const [cx, cy] = [800, 930];
  p.glow(cx, 760, 900, '#f0b070', 0.55);
  times(12, (i) => { const r = 1180 - i * 82; p.fill(disc(cx, cy, r, r * 0.86), mix('#7a4a3c', '#c98a54', i / 11)); p.dim(disc(cx, cy, r, r * 0.86), '#3a2030', [0, cy - r * 0.86], [0, cy - r * 0.86 + 60], 0.5); });
  const parties = ['#a8263a', '#d8503a', '#e58a3a', '#f0c04a', '#7fae5a', '#3f9a8c', '#2f74a8', '#33407e'], share = [0.1, 0.27, 0.37, 0.47, 0.58, 0.72, 0.9, 1.01];
  times(9, (row) => {
    const r = 330 + row * 82, n = 15 + row * 4;
    times(n, (i, t) => {
      const a = Math.PI * (1.03 - 0.06 * 0 + t * 0.94), x = cx + Math.cos(a) * r, y = cy + Math.sin(a) * r * 0.86;
      if ([0.25, 0.5, 0.75].some((gap) => Math.abs(t - gap) * r * 2.95 < 36)) return;
      const colour = parties[share.findIndex((s) => t < s)];
      p.at(x, y, a + Math.PI / 2, 1, () => {
        p.fill(smooth([[-24, 4], [26, 0], [30, 28], [-20, 32]]), veil('#2a1428', 0.55));
        p.fill(smooth([[-27, -22], [0, -27], [27, -22], [27, 12], [0, 16], [-27, 12]]), mix(colour, '#1a1028', 0.35));
        p.fill(smooth([[-21, -10], [0, -14], [21, -10], [20, 12], [-20, 12]]), colour);
        p.fill(smooth([[-15, -8], [0, -11], [10, -8], [4, 0], [-12, 2]]), mix(colour, '#fff0d0', 0.4));
      });
      const ra = r - 36, [dx, dy] = [cx + Math.cos(a) * ra, cy + Math.sin(a) * ra * 0.86];
      p.at(dx, dy, a + Math.PI / 2, 1, () => { p.fill(box(-31, -6, 62, 15), '#8a5638'); p.fill(box(-31, -6, 62, 4), '#e0a870'); if (p.random() < 0.6) p.fill(box(-10, -5, 18, 10), '#fbf3e0'); });
    });
  });
  p.fill(disc(cx, cy, 215, 190), '#e3b878');
  p.rim(disc(cx, cy, 215, 190), '#8a5038', cx, cy, 60, 240, 0.8);
  p.fill(poly([[cx - 190, cy + 26], [cx + 190, cy + 26], [cx + 210, cy + 140], [cx - 210, cy + 140]]), '#6a3c30');
  p.fill(poly([[cx - 190, cy + 26], [cx + 190, cy + 26], [cx + 193, cy + 42], [cx - 193, cy + 42]]), '#d99a5c');
  p.fill(box(cx - 54, cy - 46, 108, 62), '#5a3028');
  p.fill(box(cx - 54, cy - 46, 108, 12), '#e0a870');
  p.fill(box(cx - 20, cy - 40, 40, 20), '#fbf3e0');
  p.fill(disc(cx, cy + 6, 36, 22), '#22305c'); p.fill(disc(cx, cy - 2, 18, 18), '#3a2430');
}

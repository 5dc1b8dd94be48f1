// plains: sand in four shapes, and the herds.

import { W, H, lerp, times, mix, veil, poly, disc, box, smooth, limb, ridge, below, trace, wander } from '../paint.js';
import * as part from '../parts.js';

export function sand_2(p) {
  p.ground(['#f6c98a', '#f9dcae', '#fbeed2'], [0, 0], [0, 480]);
  part.sun(p, 330, 250, 84, '#fffaf0', '#fde6b4', 3.4);
  const far = ridge(470, 50, 380, 6);
  p.body(below(far), '#e9a868', '#b9654a', [0, 640], [0, 430], 0.6);
  p.body(below(ridge(540, 46, 300, 17)), '#df9454', '#9c4c40', [0, 760], [0, 510], 0.7);
  // One great dune: the crest winds up to its summit, light on its left, dark on its right.
  const crest = trace([[520, 1100], [640, 960], [560, 850], [650, 740], [860, 660], [900, 560], [850, 450], [980, 330]]);
  const left = poly([...crest, ...trace([[980, 330], [820, 400], [560, 520], [260, 640], [-40, 720]]), [-40, 1100]]);
  const right = poly([...crest, ...trace([[980, 330], [1130, 430], [1330, 540], [1640, 640]]), [1640, 1100]]);
  p.fill(right, '#8a3f3c');
  p.shade(right, '#3d1d3a', [1500, 1100], [950, 420], 0.9);
  p.shade(right, '#d9774a', [1640, 600], [1150, 800], 0.6);
  p.fill(left, '#f1b068');
  p.shade(left, '#fde4ac', [700, 380], [620, 760], 0.9);
  p.shade(left, '#b85c3c', [0, 1100], [300, 760], 0.85);
  p.inside(left, () => times(30, (i, t) => p.wire(trace([[-40, 740 + i * 17], [200, 690 + i * 19], [420, 660 + i * 22], [640, 600 + i * 26]]), 2.2, veil('#b5603c', 0.3))));
  const skyline = trace([[980, 330], [820, 400], [560, 520], [260, 640], [-40, 720]]);
  times(6, (i) => {
    const [x, y] = skyline[8 + i * 5], [nx, ny] = skyline[12 + i * 5], s = 50;
    p.at(x, y + 8, Math.atan2(y - ny, x - nx) * 0.6, s, () => {
      const c = '#2a1a2c';
      for (const lx of [-0.4, -0.25, 0.25, 0.42]) p.line([[lx, -0.55], [lx + 0.02, 0]], [0.13, 0.08], c);
      p.fill(smooth([[-0.55, -0.5], [-0.5, -0.75], [-0.2, -0.82], [0, -1.1], [0.2, -0.82], [0.5, -0.76], [0.56, -0.5], [0, -0.42]]), c);
      p.line([[0.5, -0.66], [0.72, -0.6], [0.8, -0.9], [0.86, -1.1]], [0.2, 0.14, 0.12, 0.12], c);
      p.line([[0.86, -1.1], [1.08, -1.04]], [0.15, 0.1], c);
    });
  });
}

export function sand(p) {
  p.ground(['#e7a079', '#d98a6c', '#c4745f'], [0, 0], [W, H]);
  times(40, (i) => p.wire(trace([[-40, i * 34 - 120], [400, i * 34 - 60], [900, i * 34 - 130], [1640, i * 34 - 40]]), 3, veil('#a8554c', 0.22)));
  const barchan = (x, y, s, turn) => p.at(x, y, turn, s, () => {
    p.fill(smooth([[0.2, -0.5], [0.75, -0.7], [1.3, -0.86], [0.95, -0.4], [0.85, 0], [0.95, 0.42], [1.36, 0.9], [0.75, 0.78], [0.2, 0.5]]), veil('#5a2740', 0.75));
    const whole = smooth([[-1, 0], [-0.86, -0.42], [-0.45, -0.72], [0.1, -0.86], [0.7, -0.92], [1.12, -0.88], [0.62, -0.66], [0.36, -0.34], [0.28, 0], [0.36, 0.34], [0.62, 0.68], [1.16, 0.94], [0.7, 0.95], [0.1, 0.86], [-0.45, 0.7], [-0.86, 0.42]]);
    p.fill(whole, '#f6c590');
    p.shade(whole, '#fdebc6', [-0.6, -0.9], [0.1, 0.3], 0.85);
    p.shade(whole, '#c9704f', [0.2, 1], [-0.3, 0.1], 0.75);
    const slip = smooth([[-0.08, 0], [0.02, -0.4], [0.3, -0.68], [0.72, -0.86], [1.1, -0.88], [0.62, -0.64], [0.36, -0.34], [0.28, 0], [0.36, 0.34], [0.62, 0.66], [1.12, 0.92], [0.7, 0.88], [0.3, 0.7], [0.02, 0.4]]);
    p.fill(slip, '#93464a');
    p.shade(slip, '#4a2240', [0.5, 0], [-0.1, -0.2], 0.8);
    times(9, (i, t) => p.wire(trace([[-0.9 + t * 0.75, -0.34 - t * 0.3], [-0.98 + t * 0.84, 0], [-0.9 + t * 0.75, 0.34 + t * 0.3]]), 0.012, veil('#c07a55', 0.5)));
  });
  for (const [x, y, s] of [[220, 180, 100], [560, 120, 70], [1180, 190, 130], [1480, 120, 70], [1460, 420, 110], [180, 520, 120], [300, 880, 150], [1400, 900, 140], [620, 960, 90], [1060, 960, 80], [120, 1000, 60], [900, 90, 50], [1170, 780, 60], [470, 340, 60]]) barchan(x, y, s, 0.28 + p.rand(-0.06, 0.06));
  barchan(780, 530, 290, 0.28);
  times(9, (i) => { const [x, y] = [330 + i * 44, 690 + i * 22 + Math.sin(i) * 8]; p.fill(disc(x, y, 8, 5), '#2a1a2c'); p.fill(poly([[x, y], [x + 40, y + 18], [x + 36, y + 24]]), veil('#5a2740', 0.8)); });
}

export function sand_4(p) {
  p.ground(['#5a3550', '#8f4a55', '#d07a55', '#f0b070'], [0, 0], [0, H]);
  times(38, (i, t) => {
    const y = lerp(-30, 1130, t ** 1.25), step = lerp(9, 52, t);
    const line = (k) => times(121, (j, u) => { const x = lerp(-20, W + 20, u); return [x, y + k * step + wander(x / (170 + t * 260) + i * 0.32, 5, 2) * lerp(12, 44, t) + Math.sin(x / (300 + 100 * t) + i * 0.5) * lerp(3, 12, t)]; });
    const lit = poly([...line(0), ...line(0.62).reverse()]);
    p.grade(lit, [mix('#a85a5a', '#fbe0a8', t), mix('#8f4a55', '#e79a5c', t)], [0, y], [0, y + step]);
    const dark = poly([...line(0.56), ...line(1).reverse()]);
    p.grade(dark, [mix('#3f2548', '#9a4a44', t), mix('#6d3a50', '#c96f4c', t)], [0, y + step * 0.5], [0, y + step]);
  });
  p.glow(1150, -60, 800, '#ffe9b8', 0.4);
  // A beetle, and where it came from.
  times(34, (i, t) => {
    const x = lerp(-10, 770, t), y = 960 - Math.sin(t * 2.3) * 330 - t * 40;
    for (const s of [-1, 1]) p.fill(disc(x + s * 7 * (i % 2), y + s * lerp(20, 15, t), 6, 4), veil('#5a2740', 0.75));
  });
  p.at(830, 640, -0.14, 125, () => {
    p.fill(smooth([[-0.8, 0.2], [0.4, 0.24], [1.5, 0.5], [1.3, 0.66], [0, 0.56], [-0.7, 0.4]]), veil('#3a1a38', 0.6));
    for (const [x, s] of [[-0.5, -1], [0, -1], [0.45, -1], [-0.5, 1], [0, 1], [0.45, 1]]) p.line([[x, s * 0.2], [x + (x - 0.02) * 0.5, s * 0.58], [x + x * 1.0, s * 0.86 - 0.05]], [0.1, 0.07, 0.04], '#1a1226');
    p.fill(disc(-0.2, 0, 0.74, 0.48), '#221a38');
    p.halo(disc(-0.2, 0, 0.74, 0.48), '#8fa5c9', -0.35, -0.22, 0, 0.6, 0.8);
    p.wire([[-0.94, 0], [0.5, 0]], 0.03, '#0e0a1c');
    p.fill(disc(0.56, 0, 0.26, 0.32), '#221a38');
    p.halo(disc(0.56, 0, 0.26, 0.32), '#8fa5c9', 0.5, -0.14, 0, 0.3, 0.7);
    p.fill(disc(0.84, 0, 0.14, 0.16), '#1a1226');
    for (const s of [-1, 1]) p.line([[0.92, s * 0.08], [1.12, s * 0.24], [1.3, s * 0.2]], [0.04, 0.035, 0.03], '#1a1226');
  });
}

export function sand_3(p) {
  p.ground(['#2c2a5e', '#6a4780', '#c4688a', '#f3a585'], [0, 0], [0, 560]);
  part.stars(p, 90, '#fbe9d6', 260);
  part.moon(p, 420, 190, 62, '#fdeed2', '#a5719a', '#e7b3a8');
  p.body(below(ridge(540, 30, 300, 7)), '#a5597c', '#5a3070', [0, 700], [0, 520], 0.7);
  const peak = [820, 250], base = [[-60, 760], [300, 1120], [980, 1140], [1660, 860], [1330, 560], [330, 560]];
  const arm = (to, bend, sway) => trace([peak, [lerp(peak[0], to[0], 0.3) + bend, lerp(peak[1], to[1], 0.34)], [lerp(peak[0], to[0], 0.65) + sway, lerp(peak[1], to[1], 0.66)], to]);
  const arms = [arm(base[0], 30, -30), arm(base[1], 70, -60), arm(base[2], -50, 60), arm(base[3], -20, 40), arm(base[4], 0, 20), arm(base[5], 0, -20)];
  const face = (a, b, colour, dark, from, to, light) => {
    const path = poly([...arms[a], ...arms[b].slice().reverse()]);
    p.fill(path, colour);
    p.shade(path, dark, from, to, 0.85);
    if (light) p.shade(path, light, peak, [(peak[0] + from[0]) / 2, (peak[1] + from[1]) / 2], 0.7);
  };
  face(5, 0, '#e88f7a', '#9a4f7a', [0, 800], [820, 300], '#fbc79a');
  face(4, 5, '#c46f80', '#7a4080', [800, 640], [820, 250]);
  face(3, 4, '#7a3f74', '#3a2460', [1500, 760], [900, 400]);
  face(0, 1, '#f2a583', '#a8527a', [150, 1120], [700, 420], '#fdd9a8');
  face(1, 2, '#b0587a', '#4d2a68', [640, 1150], [800, 420], '#e88f7a');
  face(2, 3, '#5a3070', '#241a4c', [1350, 1120], [860, 400]);
  p.fill(poly([[-60, 1120], base[0], base[1]]), '#8a4877');
  p.fill(poly([[1700, 1140], base[3], base[2]]), '#241a4c');
  times(3, (i) => part.person(p, 640 + i * 38, 655 - i * 66, 50 - i * 3, part.poses.walk, { skin: '#1a1438', shirt: '#1a1438', trousers: '#1a1438' }));
}

const gaits = {
  gallop: { front: [[[0.42, -0.5], [0.66, -0.32], [0.92, -0.16]], [[0.34, -0.48], [0.52, -0.22], [0.46, 0]]], hind: [[[-0.56, -0.58], [-0.7, -0.3], [-1.0, -0.16]], [[-0.5, -0.56], [-0.5, -0.28], [-0.72, -0.04]]] },
  stand: { front: [[[0.42, -0.5], [0.44, -0.26], [0.43, 0]], [[0.34, -0.48], [0.32, -0.24], [0.34, -0.02]]], hind: [[[-0.56, -0.58], [-0.62, -0.28], [-0.56, 0]], [[-0.48, -0.56], [-0.5, -0.28], [-0.44, -0.02]]] },
  leap: { front: [[[0.42, -0.5], [0.7, -0.46], [0.78, -0.24]], [[0.36, -0.5], [0.62, -0.4], [0.62, -0.16]]], hind: [[[-0.56, -0.58], [-0.8, -0.4], [-1.06, -0.12]], [[-0.5, -0.56], [-0.7, -0.32], [-0.94, -0.02]]] },
  swim: { front: [], hind: [] },
};

function gnu(p, x, y, size, gait, { coat = '#5d4a52', dark = '#211a28', beard = '#d9b98a', horn = '#f0e3c6', flip = 1, turn = 0 } = {}) {
  p.at(x, y, turn, [size * flip, size], () => {
    const { front, hind } = gaits[gait];
    const far = mix(coat, dark, 0.55);
    [front[1], hind[1]].filter(Boolean).forEach((leg) => p.line(leg, [0.16, 0.08, 0.05], far));
    if (gait !== 'swim') p.line([[-0.7, -0.76], [-0.86, -0.56], [-0.84, -0.24]], [0.05, 0.05, 0.1], dark);
    const body = smooth([[0.36, -1.03], [0.12, -0.95], [-0.28, -0.88], [-0.58, -0.86], [-0.73, -0.7], [-0.68, -0.48], [-0.34, -0.42], [0.08, -0.36], [0.4, -0.38], [0.58, -0.52], [0.64, -0.74], [0.56, -0.98]]);
    p.fill(body, coat);
    [front[0], hind[0]].filter(Boolean).forEach((leg) => p.line(leg, [0.19, 0.09, 0.052], coat));
    p.line([[0.46, -0.82], [0.66, -0.84], [0.84, -0.88]], [0.42, 0.3, 0.22], coat);
    if (size > 60) p.shade(body, dark, [0, -0.3], [0, -0.9], 0.75);
    times(6, (i) => p.line([[0.02 + i * 0.1, -0.92 + Math.abs(i - 3) * 0.01], [0.0 + i * 0.1, -0.76], [0.03 + i * 0.1, -0.6]], [0.015, 0.035, 0.01], veil(dark, 0.75)));
    p.fill(smooth([[0.58, -0.66], [0.78, -0.76], [0.9, -0.66], [0.84, -0.44], [0.76, -0.26], [0.68, -0.42]]), beard);
    p.fill(smooth([[0.86, -1.0], [0.6, -1.08], [0.36, -1.08], [0.26, -0.98], [0.4, -0.86], [0.6, -0.92], [0.8, -0.88]]), dark);
    p.line([[0.84, -0.93], [0.98, -0.7], [1.08, -0.47]], [0.22, 0.17, 0.14], dark);
    p.line([[0.8, -0.92], [0.66, -0.9]], [0.07, 0.03], coat);
    p.line([[0.86, -1.0], [0.77, -1.08], [0.78, -1.2], [0.87, -1.29]], [0.08, 0.06, 0.04, 0.012], mix(horn, dark, 0.15));
    p.line([[0.92, -1.0], [1.07, -0.98], [1.18, -1.09], [1.15, -1.24]], [0.08, 0.065, 0.04, 0.012], horn);
    if (size > 60) p.fill(disc(0.93, -0.86, 0.02), '#f4e8cc');
  });
}

function dust(p, x, y, r, colour, n = 8) {
  times(n, () => { const [dx, dy, s] = [p.rand(-r, r), p.rand(-r * 0.35, r * 0.2), r * p.rand(0.3, 0.7)]; p.halo(disc(x + dx, y + dy, s), colour, x + dx, y + dy, 0, s, 0.6); });
}

export function wildebeest(p) {
  p.ground(['#e8955a', '#f3b673', '#f9d9a0'], [0, 0], [0, 480]);
  part.sun(p, 1080, 300, 100, '#fff3d0', '#fbd48a', 3.4);
  p.body(below(ridge(440, 30, 300, 4)), '#d39a5c', '#9a5f48', [0, 560], [0, 420], 0.6);
  for (const [x, s] of [[1330, 120], [1500, 90], [260, 80]]) part.acacia(p, x, 470, s, '#8d7a44', '#54503c', '#4a3230', '#c2a35a');
  times(46, (i) => gnu(p, i * 38 - 60 + p.rand(-10, 10), 500 + p.rand(-14, 8), p.rand(24, 36), 'gallop', { coat: '#6d4a48', dark: '#452f38' }));
  times(5, (i) => dust(p, 160 + i * 300, 505, 130, '#f6d5a0', 4));
  const bank = poly([[-20, 520], ...trace([[-20, 500], [300, 510], [520, 530], [600, 590], [560, 660], [420, 730], [200, 800], [-20, 830]])]);
  p.body(bank, '#b8764a', '#5a3034', [200, 860], [300, 520], 0.9);
  p.body(poly([[1640, 500], ...trace([[1640, 520], [1380, 515], [1220, 540], [1240, 600], [1400, 660], [1640, 720]])]), '#b8764a', '#5a3034', [1500, 740], [1400, 520], 0.9);
  const river = poly([...trace([[560, 512], [610, 590], [570, 660], [430, 735], [200, 806], [-20, 836]]), [-20, H + 20], [W + 20, H + 20], ...trace([[1640, 716], [1400, 656], [1236, 600], [1214, 540], [1260, 512]])]);
  p.grade(river, ['#e3b583', '#8f8a80', '#4d6a78', '#28445e'], [0, 510], [0, H]);
  part.glitter(p, 1000, 530, 900, '#fbe6b8', 50, 60, 190);
  p.inside(river, () => part.wave_lines(p, 600, 1050, '#e9d3ac', 50));
  const splash = (x, y, s) => {
    times(18, () => { const a = p.rand(-2.9, -0.25), r = s * p.rand(0.3, 1.2); p.line([[x + Math.cos(a) * r * 0.4, y + Math.sin(a) * r * 0.3], [x + Math.cos(a) * r, y + Math.sin(a) * r * 0.8]], [s * 0.04, s * 0.09], veil('#fdf4de', 0.85)); });
    p.fill(smooth([[x - s, y + s * 0.05], [x - s * 0.4, y - s * 0.16], [x + s * 0.3, y - s * 0.12], [x + s, y + s * 0.05], [x + s * 0.3, y + s * 0.16], [x - s * 0.4, y + s * 0.15]]), veil('#fdf4de', 0.7));
  };
  const swim = (x, y, s) => {
    p.inside(box(x - 2 * s, y - 2 * s, 4 * s, 2 * s - s * 0.56), () => gnu(p, x, y, s, 'swim', { turn: -0.12 }));
    p.fill(smooth([[x - s, y - s * 0.55], [x, y - s * 0.64], [x + s * 0.95, y - s * 0.58], [x + s * 0.3, y - s * 0.42], [x - s * 0.5, y - s * 0.44]]), veil('#fdf1d8', 0.75));
  };
  for (const [x, y, s] of [[1130, 610, 60], [1010, 620, 70], [1090, 680, 84], [930, 700, 96], [1190, 740, 110], [1010, 800, 130], [1300, 850, 140]]) swim(x, y + s * 0.5, s);
  splash(770, 760, 90); splash(900, 700, 50); splash(620, 900, 120);
  gnu(p, 180, 560, 90, 'gallop'); gnu(p, 330, 575, 110, 'gallop'); gnu(p, 90, 680, 150, 'gallop', { coat: '#6d545a' });
  dust(p, 140, 620, 170, '#f0c890', 8); dust(p, 330, 560, 110, '#f0c890', 5);
  gnu(p, 300, 760, 190, 'gallop', { turn: 0.12 });
  dust(p, 190, 770, 150, '#e9bb84', 6);
  gnu(p, 690, 790, 300, 'leap', { turn: 0.14 });
  splash(760, 880, 130);
  times(3, (i) => part.gull(p, 560 + i * 70, 180 + i * 34, 24, '#4a2a30', 0.4));
}

export function wildebeest_3(p) {
  // From the air in the evening: the animals are dots, their shadows walk beside them.
  p.ground(['#b7b062', '#c9a957', '#d99a52'], [0, 0], [W, H]);
  for (let i = 0; i < 24; i++) { const [x, y, r] = [p.rand(0, W), p.rand(0, H), p.rand(120, 300)]; p.halo(disc(x, y, r), p.pick(['#8f9a4d', '#e0b568', '#a8854a']), x, y, 0, r, 0.5); }
  const river = trace([[1180, -40], [1090, 140], [1190, 300], [1330, 420], [1290, 600], [1150, 730], [1210, 900], [1340, 1110]]);
  p.fill(limb([[1180, -40], [1090, 140], [1190, 300], [1330, 420], [1290, 600], [1150, 730], [1210, 900], [1340, 1110]], [150, 140, 150, 170, 160, 150, 170, 190]), '#8a6a44');
  const water = limb([[1180, -40], [1090, 140], [1190, 300], [1330, 420], [1290, 600], [1150, 730], [1210, 900], [1340, 1110]], [96, 84, 96, 108, 104, 92, 110, 130]);
  p.body(water, '#4f8a92', '#1f4a66', [1400, H], [1100, 0], 0.7);
  river.forEach(([x, y], i) => i % 5 === 0 && p.fill(smooth([[x - 30, y], [x, y - 5], [x + 30, y], [x, y + 4]]), veil('#e6e0b4', 0.6)));
  const tree = (x, y, r) => { p.fill(smooth([[x, y + r * 0.3], [x + r * 1.8, y + r * 0.9], [x + r * 2.6, y + r * 1.5], [x + r * 1.4, y + r * 1.5], [x - r * 0.2, y + r * 0.8]]), veil('#4a4a38', 0.6)); p.body(disc(x, y, r), '#5f7f46', '#26463c', [x + r, y + r], [x - r * 0.4, y - r * 0.4], 0.85); };
  const path = trace([[-60, 880], [160, 760], [420, 720], [640, 600], [820, 540], [1020, 520], [1220, 500], [1420, 430], [1660, 330]]);
  const shapes = [];
  for (let i = 0; i < 520; i++) {
    const t = p.random(), [x, y] = path[Math.floor(t * (path.length - 1))];
    const wide = 30 + 120 * Math.abs(Math.sin(t * 4.2 + 0.6)) * (t < 0.62 ? 1 : 0.5);
    shapes.push([x + p.rand(-40, 40), y + (p.random() + p.random() + p.random() - 1.5) * wide * 1.1]);
  }
  shapes.sort((a, b) => a[1] - b[1]).forEach(([x, y]) => {
    const wet = x > 1205 && x < 1385 && y > 380 && y < 640;
    p.at(x, y, -0.32 + p.rand(-0.35, 0.35), p.rand(12, 16), () => {
      if (!wet) {
        p.fill(poly([[-0.8, 0.1], [0.9, 0.1], [2.6, 1.9], [1.0, 1.9]]), veil('#3f3a34', 0.5));
      } else p.fill(disc(0, 0, 1.9, 0.9), veil('#f4ead0', 0.6));
      p.fill(disc(0, 0, 1, 0.42), '#2f2430');
      p.fill(disc(1.15, 0, 0.42, 0.26), '#1c1622');
      p.wire([[1.3, -0.5], [1.1, 0], [1.3, 0.5]], 0.14, '#e9dcc0');
    });
  });
  for (const [x, y, r] of [[250, 260, 56], [380, 200, 38], [700, 300, 46], [160, 420, 34], [560, 930, 60], [780, 860, 40], [940, 240, 34], [1450, 760, 54], [1530, 650, 36], [1480, 180, 44], [330, 980, 42], [960, 960, 34]]) tree(x, y, r);
}

export function wildebeest_2(p) {
  p.ground(['#6fa9b8', '#b5d3c4', '#f3ecc4', '#f9dfa4'], [0, 0], [0, 660]);
  part.sun(p, 560, 400, 120, '#fffae6', '#fde9ae', 3);
  part.streaks(p, 12, 60, 420, '#fbf6e0', 900);
  part.mountain(p, 1240, 640, 1000, 170, '#9fb8b0', '#7d9ca2');
  p.body(below(ridge(630, 14, 340, 3)), '#a9bd62', '#5f8a50', [0, 860], [0, 620], 0.7);
  part.acacia(p, 1370, 720, 330, '#5f8a4a', '#2a5a48', '#4a3034', '#a9bf62');
  part.acacia(p, 150, 660, 120, '#6f9450', '#3f6a4c', '#54403c', '#b5c46a');
  times(19, (i) => gnu(p, 20 + i * 88 + p.rand(-20, 20), 690 + p.rand(-26, 16), p.rand(40, 60), 'stand', { coat: '#6d5a58', dark: '#403440', beard: '#d9b98a', horn: '#403440', flip: i % 3 ? 1 : -1 }));
  p.body(below(ridge(790, 12, 300, 6)), '#8fb04e', '#3f7a48', [0, 1040], [0, 780], 0.7);
  const calf = { coat: '#b5835a', dark: '#5a3a38', beard: '#d9b07a', horn: '#b5835a' };
  const mother = { coat: '#5f4c54', dark: '#241c2a', beard: '#e0c08a', horn: '#2f2630' };
  const shade = (x, y, s) => p.fill(smooth([[x - s * 0.7, y - 4], [x, y - s * 0.04], [x + s * 0.8, y], [x + s * 0.3, y + s * 0.08], [x - s * 0.6, y + s * 0.06]]), veil('#23503c', 0.5));
  for (const [x, y, s, kind, flip] of [[250, 850, 190, mother, 1], [390, 860, 104, calf, 1], [1330, 860, 200, mother, -1], [1190, 872, 110, calf, -1]]) {
    shade(x, y, s);
    gnu(p, x, y, s, 'stand', { ...kind, flip });
  }
  p.body(below(ridge(950, 12, 260, 8)), '#6f9c44', '#235a40', [0, H], [0, 930], 0.85);
  shade(700, 975, 390);
  gnu(p, 680, 975, 380, 'stand', mother);
  shade(1010, 992, 210);
  gnu(p, 1010, 990, 215, 'stand', { ...calf, flip: -1 });
  part.grass(p, 200, 950, H + 20, ['#2f6a40', '#9cc058', '#c6cf6a', '#23543c'], 62);
}

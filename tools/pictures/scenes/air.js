// air: birds, butterflies, stars and what hangs in the sky.

import { W, H, TAU, lerp, times, veil, poly, disc, box, smooth, limb, ridge, below, join } from '../paint.js';
import * as part from '../parts.js';

export function swifts(p) {
  p.ground(['#27365f', '#5d5a86', '#d9837a', '#f7bf86', '#fbe3b4']);
  part.sun(p, 1180, 830, 110, '#fff3cf', '#f9c77e', 4);
  part.streaks(p, 26, 560, 900, '#fbdcae', 900);
  part.streaks(p, 12, 120, 520, '#8f7298', 800);
  part.cloud(p, 180, 1090, 1100, 290, '#c9798a', '#6d5683', '#f6b48c');
  part.cloud(p, 1420, 1090, 900, 230, '#b7708a', '#5b4c7c', '#f3a988');
  part.cloud(p, 830, 1100, 1000, 150, '#8b5f88', '#3f3d6c', '#d98b89');
  for (const [x, y, s, a] of [[1290, 210, 74, -0.5], [1430, 330, 46, -0.9], [1120, 470, 40, -0.3], [330, 250, 58, -1.1], [420, 520, 34, -0.6], [1350, 560, 26, -0.4], [190, 420, 24, -0.8]]) {
    part.swift(p, x, y, s, a, '#2b2f4d');
  }
  part.swift(p, 780, 440, 330, -0.62, '#343348', '#12142a', '#8d7f8c');
}

export function tides(p) {
  p.ground(['#0d1833', '#1b2f57', '#3f5b86', '#8fa3b4']);
  part.stars(p, 150, '#f6ecd2', 620);
  part.moon(p, 800, 400, 260, '#f5e6c4', '#7d7f94', '#e8d9b4');
  part.streaks(p, 7, 560, 680, '#5d7698', 900);
  const bands = ['#456788', '#375a7e', '#2b4c72', '#213f64', '#183155', '#112545', '#0b1a35'];
  bands.forEach((colour, i) => {
    const y = 672 + i * i * 7.5 + i * 10;
    const swell = 46 - i * 3;
    const line = times(161, (k, t) => {
      const x = lerp(-20, W + 20, t), near = Math.exp(-(((x - 800) / (420 + i * 60)) ** 2));
      return [x, y - near * swell * (1.5 - i * 0.16) + Math.sin(x / (70 + i * 24) + i * 2) * (3 + i * 1.6)];
    });
    const water = below(line);
    p.fill(water, colour);
    p.shade(water, '#f3e2bb', [800, y - 70], [800, y + 30], i < 5 ? 0.34 : 0.12);
    p.shade(water, '#081127', [0, y + 110], [0, y + 10], 0.4);
  });
  part.glitter(p, 800, 640, 1040, '#f7e7c3', 120, 90, 210);
  p.at(1130, 842, -0.05, 1.25, () => {
    const hull = smooth([[-84, -22], [0, -12], [88, -30], [62, 14], [0, 22], [-60, 14]]);
    p.line([[6, -10], [6, -140]], [5, 3], '#0a1428');
    p.fill(smooth([[14, -136], [70, -34], [14, -30]]), '#c9553d');
    p.fill(hull, '#0a1428');
    p.wire([[-80, -20], [0, -10], [84, -28]], 4, '#c9553d');
  });
}

export function tern(p) {
  p.ground(['#9cc4cc', '#cfe0d8', '#f6e7cf', '#f8d2b4'], [0, 0], [0, 720]);
  part.sun(p, 330, 560, 70, '#fff4dc', '#fbdcb8', 4);
  part.streaks(p, 16, 80, 520, '#f4efe0', 900);
  part.mountain(p, 1250, 690, 800, 230, '#b7cdd2', '#7fa0b3', '#f6f6ee');
  part.mountain(p, 260, 690, 900, 150, '#c3d5d6', '#8fadbb', '#f6f6ee');
  part.sea(p, 680, ['#8db9c2', '#4f8fa3', '#256580', '#164a68']);
  part.wave_lines(p, 700, 1050, '#dcefe9', 60);
  part.glitter(p, 330, 690, 900, '#fbeed6', 40, 30, 110);
  const berg = (x, y, w, h, seed) => {
    const top = times(9, (i, t) => [x - w / 2 + w * t, y - h * Math.sin(Math.PI * (0.15 + t * 0.75)) * (0.8 + wander_at(seed + i) * 0.35)]);
    const whole = poly([[x - w * 0.56, y], ...top, [x + w * 0.55, y]]);
    p.fill(smooth([[x - w * 0.55, y], [x, y + h * 0.1], [x + w * 0.55, y], [x + w * 0.3, y + h * 0.4], [x - w * 0.2, y + h * 0.46]]), veil('#e6f4f0', 0.3));
    p.fill(whole, '#f7f8f1');
    p.inside(whole, () => {
      const side = poly([top[4], [x + w * 0.1, y - h * 0.5], [x - w * 0.02, y - h * 0.2], [x + w * 0.08, y], [x + w * 0.6, y], [x + w * 0.6, y - h * 1.5]]);
      p.fill(side, '#a9cfda');
      p.shade(side, '#5b95b0', [x + w * 0.5, y], [x + w * 0.1, y - h * 0.6], 0.8);
      p.shade(whole, '#7fb6c8', [x, y], [x, y - h * 0.4], 0.7);
    });
  };
  const wander_at = (k) => Math.sin(k * 12.9898) * 0.5;
  berg(1250, 760, 420, 200, 3); berg(420, 800, 520, 170, 8); berg(900, 730, 200, 70, 5); berg(1480, 900, 420, 130, 2);
  // The bird, from the side and a little below: wings up, tail in two streamers.
  p.at(790, 560, -0.16, 310, () => {
    const far = smooth([[0.12, -0.04], [0.2, -0.3], [0.42, -0.62], [0.86, -0.98], [0.58, -0.52], [0.42, -0.22], [0.3, 0.02]]);
    p.body(far, '#c3cdd2', '#7d8fa0', [0.2, 0.1], [0.6, -0.6], 0.7);
    const tail = (dy, sag) => smooth([[-0.42, 0.06 + dy], [-0.8, 0.07 + dy * 1.5 + sag], [-1.28, 0.1 + dy * 3 + sag * 2], [-0.82, 0.12 + dy * 1.6 + sag], [-0.42, 0.14 + dy]]);
    p.body(tail(-0.04, -0.04), '#e6ebe8', '#9fb0bb', [-1.3, 0], [-0.4, 0], 0.6);
    p.body(tail(0.05, 0.05), '#f7f8f2', '#a9b8c0', [-1.3, 0.2], [-0.5, 0.1], 0.6);
    const body = smooth([[0.74, -0.01], [0.62, -0.1], [0.46, -0.12], [0.1, -0.07], [-0.3, 0.02], [-0.62, 0.09], [-0.3, 0.18], [0.1, 0.2], [0.42, 0.14], [0.62, 0.08]]);
    p.body(body, '#fbfbf4', '#93a6b4', [0, 0.24], [0.05, -0.02], 0.85);
    const near = smooth([[0.34, -0.05], [0.24, -0.32], [0.02, -0.66], [-0.5, -1.12], [-0.92, -1.36], [-0.6, -0.94], [-0.36, -0.56], [-0.22, -0.2], [-0.12, 0.04], [0.14, 0.06]]);
    p.fill(near, '#eef1ec');
    p.shade(near, '#8a9caa', [-0.3, 0.1], [0.1, -0.5], 0.85);
    p.inside(near, () => {
      p.fill(smooth([[-0.95, -1.4], [-0.5, -1.0], [-0.36, -0.78], [-0.42, -0.72], [-0.66, -0.98]]), veil('#3a4654', 0.85));
      times(8, (i, t) => p.wire([[0.2 - t * 0.4, -0.1 - t * 0.55], [-0.16 - t * 0.5, -0.04 - t * 0.85]], 0.008, veil('#7c8d9b', 0.7)));
    });
    p.fill(smooth([[0.755, -0.03], [0.66, -0.115], [0.52, -0.135], [0.36, -0.09], [0.5, -0.045], [0.66, -0.025]]), '#1b2030');
    p.fill(poly([[0.73, -0.045], [0.98, 0.0], [0.73, 0.035]]), '#d8342c');
    p.fill(disc(0.64, -0.062, 0.014), '#f7f8f2');
    p.line([[-0.12, 0.18], [-0.24, 0.22]], [0.03, 0.02], '#d8342c');
  });
  for (const [x, y, s] of [[1250, 260, 40], [1340, 320, 26], [250, 300, 32], [180, 240, 20], [1130, 560, 22]]) part.gull(p, x, y, s, '#f8f8f0', 0.5, -0.1);
}

function monarch_wings(p, open = 1) {
  const orange = '#e8792b', dark = '#1c1626', light = '#fbe9c9';
  for (const side of [-1, 1]) p.at(0, 0, 0, [side * open, 1], () => {
    const hind = smooth([[0.04, 0.02], [0.42, 0.1], [0.72, 0.3], [0.74, 0.6], [0.5, 0.78], [0.24, 0.66], [0.08, 0.36]]);
    const fore = smooth([[0.03, -0.02], [0.2, -0.42], [0.56, -0.8], [0.98, -0.92], [1.02, -0.72], [0.88, -0.36], [0.8, 0.02], [0.44, 0.14], [0.12, 0.1]]);
    for (const [wing, k] of [[hind, 0], [fore, 1]]) {
      p.fill(wing, dark);
      p.inside(wing, () => {
        const cells = k ? [[[0.1, -0.04], [0.2, -0.34], [0.42, -0.56], [0.5, -0.3], [0.36, -0.08]], [[0.46, -0.6], [0.62, -0.72], [0.7, -0.5], [0.56, -0.36]], [[0.56, -0.3], [0.72, -0.42], [0.74, -0.16], [0.56, -0.12]], [[0.4, -0.04], [0.7, -0.08], [0.66, 0.06], [0.42, 0.08]], [[0.14, 0.0], [0.34, -0.02], [0.36, 0.07], [0.16, 0.06]]]
          : [[[0.1, 0.08], [0.34, 0.14], [0.36, 0.4], [0.2, 0.42]], [[0.4, 0.15], [0.6, 0.28], [0.56, 0.42], [0.42, 0.4]], [[0.4, 0.46], [0.6, 0.48], [0.54, 0.62], [0.42, 0.6]], [[0.22, 0.48], [0.36, 0.48], [0.38, 0.64], [0.28, 0.62]]];
        cells.forEach((cell) => p.body(smooth(cell), orange, '#a83c22', [0.3, 0.5], [0.5, -0.6], 0.6));
        const dots = k ? [[0.84, -0.8], [0.92, -0.82], [0.8, -0.7], [0.93, -0.66], [0.9, -0.54], [0.85, -0.42], [0.83, -0.28], [0.8, -0.14], [0.78, 0], [0.86, -0.66]] : [[0.68, 0.3], [0.71, 0.42], [0.69, 0.55], [0.6, 0.68], [0.48, 0.73], [0.36, 0.7], [0.26, 0.62], [0.62, 0.6]];
        dots.forEach(([x, y]) => p.fill(disc(x, y, 0.022), light));
      });
    }
  });
  p.line([[0, -0.26], [0, 0.1], [0, 0.5]], [0.07, 0.1, 0.05], dark);
  p.fill(disc(0, -0.3, 0.055), dark);
  for (const s of [-1, 1]) p.line([[0, -0.32], [s * 0.08, -0.5], [s * 0.16, -0.64]], [0.014, 0.012, 0.03], dark);
}

export function monarch(p) {
  p.ground(['#f7e2b2', '#f1c98a', '#8fa68a', '#2f5d5a'], [0, 0], [300, H]);
  part.sun(p, 1180, 230, 130, '#fff6da', '#fbe2a6', 3.4);
  for (const [n, y, h, colour, spread] of [[16, 900, 420, '#9db295', 110], [11, 990, 560, '#5f8a7c', 160], [7, 1080, 700, '#2f6460', 260]]) {
    times(n, (i) => {
      const x = (i + p.rand(0.1, 0.9)) * (W / n), height = h * p.rand(0.75, 1.1), w = spread * 0.42;
      if (n === 7 && x > 430 && x < 1230) return;
      const tiers = times(7, (k, t) => poly([[x, y - height + height * t * 0.82], [x - w * (0.25 + t), y - height * 0.72 + height * t * 0.8], [x + w * (0.25 + t), y - height * 0.72 + height * t * 0.8]]));
      const tree = join(...tiers, box(x - 8, y - 200, 16, 300));
      tiers.forEach((tier) => p.fill(tier, colour));
      p.fill(box(x - 8, y - height * 0.2, 16, height * 0.4), colour);
      tiers.forEach((tier, k) => p.shade(tier, '#12353f', [x + w, y - height * 0.7 + height * (k / 6) * 0.8], [x - w * 0.3, y - height * 0.9 + height * (k / 6) * 0.8], 0.4));
      return tree;
    });
  }
  for (let i = 0; i < 46; i++) {
    const [x, y, s] = [p.rand(0, W), p.rand(120, 1000), p.rand(10, 34)];
    p.at(x, y, p.rand(-0.9, 0.9), s, () => {
      for (const side of [-1, 1]) p.at(0, 0, 0, [side * p.rand(0.4, 1), 1], () => p.fill(smooth([[0, -0.1], [0.5, -0.8], [1, -0.9], [0.8, 0], [0.7, 0.6], [0.3, 0.7], [0, 0.3]]), '#d9642a'));
      p.line([[0, -0.4], [0, 0.5]], [0.14, 0.1], '#1c1626');
    });
  }
  p.at(1310, 700, 0.5, [170, 190], () => monarch_wings(p, 0.7));
  p.at(330, 640, -0.7, [150, 170], () => monarch_wings(p, 0.55));
  p.at(800, 520, 0.16, 390, () => monarch_wings(p));
}

export function atacama(p) {
  p.ground(['#090d24', '#131c40', '#2c3560', '#7a4f63', '#d98a5f'], [0, 0], [0, 850]);
  part.stars(p, 520, '#f4ecd8', 800);
  part.milky_way(p, times(12, (i, t) => [lerp(1520, 700, t), lerp(-60, 690, t) - Math.sin(t * Math.PI) * 60]), 165, ['#6a5f96', '#f3dcc0', '#140f2a']);
  part.hills(p, 3, 800, 920, '#6d4458', '#24203c', { height: 46, pace: 420, shadow: '#0d0f26', seed: 31 });
  const dome = (x, y, r, open, lean) => {
    const base = poly([[x - r * 1.02, y], [x - r * 1.02, y - r * 0.72], [x + r * 1.02, y - r * 0.72], [x + r * 1.02, y]]);
    const cap = new Path2D();
    cap.ellipse(x, y - r * 0.7, r, r * 0.98, 0, Math.PI, TAU);
    p.body(base, '#c9c3cf', '#3a3558', [x + r, y], [x - r, y - r * 0.5], 0.95);
    p.body(cap, '#f0ebe4', '#4a4468', [x + r, y], [x - r * 0.5, y - r * 1.5], 0.95);
    times(6, (i) => p.fill(box(x - r * 0.9 + i * r * 0.32, y - r * 0.5, r * 0.07, r * 0.28), veil('#2a2648', 0.55)));
    p.fill(box(x - r * 1.06, y - r * 0.76, r * 2.12, r * 0.07), '#4a4468');
    p.inside(cap, () => {
      const slot = poly([[x + r * lean - r * open, y - r * 0.72], [x + r * lean + r * open, y - r * 0.72], [x + r * lean * 1.1 + r * open, y - r * 1.9], [x + r * lean * 1.1 - r * open, y - r * 1.9]]);
      p.fill(slot, '#14122c');
      p.shade(slot, '#f0a45a', [x, y - r * 0.7], [x, y - r * 1.3], 0.85);
      p.line([[x + r * lean, y - r * 0.75], [x + r * lean * 1.15, y - r * 1.4]], [r * 0.24, r * 0.2], '#8b86a5');
    });
  };
  dome(1310, 890, 92, 0.2, 0.15);
  dome(300, 900, 108, 0.19, 0.2);
  dome(800, 940, 218, 0.17, -0.12);
  p.body(below(ridge(945, 14, 380, 9)), '#2a2140', '#0c0c20', [0, H], [0, 930], 0.9);
  part.person(p, 1110, 985, 84, part.poses.stand, { skin: '#0e0d22', shirt: '#0e0d22', trousers: '#0e0d22' });
  part.person(p, 1150, 986, 78, part.poses.stand, { skin: '#0e0d22', shirt: '#0e0d22', trousers: '#0e0d22', flip: -1 });
}

export function geminids(p) {
  p.ground(['#0b1330', '#1a2756', '#40407c', '#a0628a', '#f0a386'], [0, 0], [0, 900]);
  part.stars(p, 300, '#fdf1dc', 820);
  const [cx, cy] = [1010, 170];
  for (const [a, d, l, w] of [[2.5, 130, 420, 11], [2.0, 260, 330, 8], [1.55, 190, 230, 6], [2.9, 330, 350, 8], [0.75, 150, 300, 8], [0.3, 280, 190, 5], [3.35, 240, 280, 6], [1.1, 380, 240, 6], [2.25, 560, 190, 5], [-0.4, 190, 150, 5], [3.9, 150, 170, 5], [2.7, 720, 150, 4]]) {
    const at = (r) => [cx + Math.cos(a) * r, cy + Math.sin(a) * r];
    const [head, tail] = [at(d + l), at(d)];
    const streak = limb([tail, at(d + l / 2), head], [0.5, w * 0.4, w]);
    p.ctx.save();
    p.grade(streak, ['rgba(255,240,205,0)', '#fff3d4'], tail, head);
    p.ctx.restore();
    p.glow(...head, w * 7, '#ffe7ba', 0.8);
    p.fill(disc(...head, w * 0.55), '#fffaf0');
  }
  part.hills(p, 3, 830, 930, '#5b4674', '#221f45', { height: 60, pace: 300, shadow: '#0c0e28', seed: 14 });
  const near = below(times(121, (i, t) => [lerp(-20, W + 20, t), 985 - Math.exp(-(((t - 0.4) / 0.26) ** 2)) * 95]));
  p.body(near, '#151636', '#080a1c', [0, H], [0, 880], 0.9);
  for (const [x, y, s] of [[90, 1000, 290], [210, 1005, 190], [1480, 1010, 330], [1370, 1005, 210], [1570, 1010, 240]]) times(6, (k, t) => p.fill(poly([[x, y - s + s * t * 0.75], [x - s * 0.28 * (0.3 + t), y - s * 0.68 + s * t * 0.75], [x + s * 0.28 * (0.3 + t), y - s * 0.68 + s * t * 0.75]]), '#0b0d26'));
  p.at(820, 900, 0.06, 1, () => {
    p.glow(0, -40, 170, '#f6b45e', 0.75);
    const tent = poly([[-120, 6], [-10, -116], [110, 6]]);
    p.grade(tent, ['#f6c56a', '#d4643c'], [0, -110], [0, 10]);
    p.fill(poly([[-10, -116], [110, 6], [34, 6]]), '#9a3c3a');
    p.fill(poly([[-10, -116], [-34, 6], [12, 6]]), '#3c1f38');
  });
  for (const [x, f] of [[610, 1], [520, 1]]) part.person(p, x, 906 + (610 - x) * 0.05, 150, { ...part.poses.sit, head: [-0.05, -0.58] }, { skin: '#0a0c22', shirt: '#0a0c22', trousers: '#0a0c22', flip: f });
}

export function leapsecond(p) {
  p.ground(['#f4dfb4', '#efc489', '#d98a62'], [0, 0], [600, H]);
  const [cx, cy] = [800, 533];
  times(36, (i) => {
    const a = (i / 36) * TAU, far = (k) => [cx + Math.cos(a + k) * 1300, cy + Math.sin(a + k) * 1300];
    p.halo(poly([[cx, cy], far(-0.044), far(0.044)]), i % 2 ? '#fff0c8' : '#c9573a', cx, cy, 440, 1150, i % 2 ? 0.7 : 0.5);
  });
  p.fill(disc(cx + 14, cy + 20, 482), veil('#7a2f33', 0.45));
  p.fill(disc(cx, cy, 480), '#f3dcae');
  p.fill(disc(cx, cy, 464), '#1d2747');
  p.rim(disc(cx, cy, 470), '#0b1024', cx, cy, 250, 480, 0.9);
  p.inside(disc(cx, cy, 452), () => {
    for (let i = 0; i < 170; i++) p.fill(disc(cx + p.rand(-460, 460), cy + p.rand(-460, 460), p.rand(0.8, 2.6)), veil('#f6ecd2', p.rand(0.3, 0.9)));
  });
  times(60, (i) => {
    const a = (i / 60) * TAU - Math.PI / 2, big = i % 5 === 0;
    const at = (r) => [cx + Math.cos(a) * r, cy + Math.sin(a) * r];
    p.line([at(big ? 386 : 410), at(436)], [big ? 15 : 6, big ? 15 : 6], i === 0 ? '#ee5a3a' : '#f3dcae');
  });
  // The second too many: a sixty-first tick, out of its place.
  const extra = (r) => [cx + Math.cos(-Math.PI / 2 + 0.052) * r, cy + Math.sin(-Math.PI / 2 + 0.052) * r];
  p.glow(...extra(425), 60, '#ffb46a', 0.8);
  p.line([extra(396), extra(450)], [9, 9], '#ff7a4c');
  const earth = disc(cx, cy, 250);
  p.glow(cx, cy, 380, '#6fb3c4', 0.55);
  p.grade(earth, ['#5fa7bb', '#24608a'], [cx - 200, cy - 200], [cx + 200, cy + 200]);
  p.inside(earth, () => {
    const lands = [
      [[-60, -190], [-10, -215], [60, -200], [120, -150], [150, -100], [110, -70], [60, -80], [20, -60], [-20, -80], [-50, -60], [-80, -90], [-90, -140]],
      [[-110, -40], [-40, -56], [30, -44], [64, -10], [110, 20], [84, 60], [60, 120], [30, 180], [-6, 190], [-30, 120], [-50, 60], [-110, 40], [-140, 0]],
      [[150, 60], [172, 80], [156, 130], [138, 110]], [[140, -60], [200, -70], [226, -10], [190, 20], [160, -10]], [[-240, -80], [-200, -120], [-190, -60], [-214, 0], [-250, 20]],
    ];
    lands.forEach((land) => {
      const path = smooth(land.map(([x, y]) => [cx + x, cy + y]));
      p.body(path, '#e0b566', '#8a6a3c', [cx + 180, cy + 200], [cx - 100, cy - 150], 0.7);
    });
    part.streaks(p, 30, cy - 240, cy + 240, '#f8f1de', 260);
    p.rim(earth, '#0a1738', cx - 110, cy - 110, 150, 400, 0.95);
  });
  // Hands that carry it round.
  const hand = (a, r, w, colour) => p.line([[cx - Math.cos(a) * 60, cy - Math.sin(a) * 60], [cx + Math.cos(a) * r, cy + Math.sin(a) * r]], [w, w * 0.4], colour);
  hand(-Math.PI / 2 - 0.05, 330, 24, '#f3dcae');
  hand(-Math.PI / 2 - 0.05 - TAU / 12 * 0.02, 200, 34, '#f3dcae');
  hand(-Math.PI / 2 + 0.0, 400, 9, '#ee5a3a');
  p.fill(disc(cx, cy, 26), '#f3dcae');
  p.fill(disc(cx, cy, 12), '#ee5a3a');
}

export function darkhour(p) {
  p.ground(['#070c22', '#0f1a3e', '#1f3160', '#3d4a7c'], [0, 0], [0, 900]);
  part.stars(p, 620, '#f7eeda', 860, 1.1);
  part.milky_way(p, times(10, (i, t) => [lerp(240, 1330, t), lerp(620, -40, t)]), 130, ['#4d5a98', '#dfe2ee', '#0a1030']);
  const row = (n, y, low, high, colour, dark) => times(n, (i) => {
    const w = (W / n) * p.rand(0.8, 1.25), x = i * (W / n) - 10, h = p.rand(low, high) * (1 - 0.45 * Math.abs((i + 0.5) / n - 0.5));
    const tower = box(x, y - h, w, h + 200);
    p.body(tower, colour, dark, [x + w, y], [x, y - h], 0.7);
    p.pick([() => p.line([[x + w / 2, y - h], [x + w / 2, y - h - 60]], [5, 2], colour), () => p.fill(box(x + w * 0.2, y - h - 22, w * 0.4, 24), colour), () => p.fill(poly([[x, y - h + 1], [x + w / 2, y - h - w * 0.4], [x + w, y - h + 1]]), colour), () => {}])();
    for (let wy = y - h + 24; wy < y; wy += 30) for (let wx = x + 14; wx < x + w - 16; wx += 24) p.fill(box(wx, wy, 10, 15), veil(dark, 0.55));
  });
  row(22, 930, 180, 400, '#2a3866', '#18224a');
  row(15, 1000, 150, 370, '#1a264e', '#0d1636');
  row(10, 1080, 120, 300, '#10193a', '#070d24');
  // One window is lit, by a candle, with somebody in it.
  const [x, y] = [800, 826];
  p.body(box(x - 130, y - 90, 260, 420), '#0d1532', '#060b20', [x + 130, H], [x - 130, y], 0.8);
  times(4, (r) => times(4, (c) => p.fill(box(x - 108 + c * 58, y - 62 + r * 82, 36, 52), '#1b2750')));
  p.glow(x + 26, y + 46, 210, '#ffb65c', 0.75);
  p.grade(box(x - 6, y + 12, 58, 72), ['#ffdf94', '#f29a45'], [x, y], [x, y + 84]);
  p.fill(smooth([[x + 2, y + 84], [x + 6, y + 58], [x + 14, y + 50], [x + 12, y + 36], [x + 22, y + 30], [x + 30, y + 38], [x + 26, y + 50], [x + 34, y + 60], [x + 36, y + 84]]), '#4a2238');
  p.wire([[x + 23, y + 12], [x + 23, y + 84]], 3, '#4a2238');
}

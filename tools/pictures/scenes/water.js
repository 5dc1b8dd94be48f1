// water: the sea, what lives in it and what people put into it.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, limb, ridge, below, join, trace, wander } from '../paint.js';
import * as part from '../parts.js';

function weed(p, x, y, height, colour, lean = 0) {
  const sway = times(6, (i, t) => [x + Math.sin(t * 5 + x) * 14 * t + lean * t, y - height * t]);
  p.line(sway, [9, 6, 2], colour);
  sway.slice(1, -1).forEach(([lx, ly], i) => part.leaf(p, lx, ly, 46, i % 2 ? -0.6 : Math.PI + 0.6, colour, null, 0.2));
}

export function cables(p) {
  p.ground(['#f7d9a8', '#f2b98a'], [0, 0], [0, 260]);
  part.sun(p, 1240, 150, 56, '#fff3d2', '#fbd9a0', 3);
  part.sea(p, 240, ['#4fa3a5', '#1f7286', '#124c6b', '#0c2d4c', '#081c35']);
  part.wave_lines(p, 246, 290, '#d9efe0', 40);
  part.rays(p, 900, 240, 7, '#a9dccb', 620, 0.75);
  for (const [y, colour, seed] of [[760, '#10395a', 3], [850, '#0d2c49', 8]]) p.body(below(ridge(y, 90, 330, seed)), colour, '#081a30', [0, H], [0, y], 0.7);
  const floor = ridge(930, 46, 420, 21);
  p.body(below(floor), '#c08a5e', '#3a2a42', [0, H + 30], [0, 880], 0.9);
  for (let i = 0; i < 80; i++) p.fill(disc(p.rand(0, W), p.rand(965, H), p.rand(4, 15), p.rand(2, 7)), veil('#4a3348', 0.45));
  const line = [[560, 236], [520, 330], [500, 470], [540, 640], [650, 800], [820, 900], [1010, 945], [1230, 930], [1430, 955], [1640, 940]];
  const run = trace(line);
  p.wire(run, 19, '#151a30');
  p.wire(run.map(([x, y]) => [x - 2, y - 4]), 6, '#ef6b4a');
  run.forEach(([x, y], i) => {
    if (i % 13 === 6) {
      p.glow(x, y, 56, '#ffe3a1', 0.75);
      p.fill(disc(x, y, 8), '#fff6d8');
    }
  });
  p.at(420, 238, 0, 1.35, () => {
    const hull = poly([[-190, -40], [116, -40], [150, -62], [134, 6], [110, 26], [-160, 26], [-180, 0]]);
    p.body(hull, '#c9472f', '#5a1f35', [0, 40], [0, -50], 0.8);
    p.fill(box(-160, -96, 92, 56), '#fbeed2');
    p.fill(box(-150, -126, 56, 32), '#fbeed2');
    times(4, (i) => p.fill(box(-152 + i * 20, -84, 11, 12), '#1d3a58'));
    p.fill(box(-132, -158, 24, 34), '#1d3a58');
    p.fill(disc(0, -44, 34), '#1c2440');
    p.fill(disc(0, -44, 22), '#ef6b4a');
    p.fill(disc(0, -44, 8), '#1c2440');
    p.line([[60, -40], [60, -120]], [6, 4], '#1c2440');
    p.line([[60, -118], [118, -58]], [4, 3], '#1c2440');
  });
  for (let i = 0; i < 13; i++) part.fish(p, 930 + p.rand(-150, 170), 520 + p.rand(-80, 80), p.rand(20, 32), -0.1, '#e9c98b', '#5e7f7a', -1);
  for (const [x, h] of [[80, 200], [140, 150], [1530, 180], [1470, 120]]) weed(p, x, 1000, h, '#1f6b66');
}

export function salt(p) {
  p.ground(['#f08a76', '#f6b08d', '#f9d5b0', '#fbe9d2'], [0, 0], [0, 520]);
  part.sun(p, 560, 330, 92, '#fff6e0', '#fbd3a8', 3.4);
  part.streaks(p, 16, 80, 380, '#f6cdb8', 900);
  part.mountain(p, 300, 505, 700, 150, '#b98aa0', '#8b6b92');
  part.mountain(p, 1200, 505, 900, 190, '#c2909f', '#8f6d92');
  part.sea(p, 500, ['#f7d8bd', '#e8b3a6', '#b98aa6', '#7d6f9e']);
  const heap = (x, y, w, h) => {
    const cone = (dir) => smooth(trace([[x - w / 2, y], [x - w * 0.2, y - dir * h * 0.62], [x, y - dir * h], [x + w * 0.22, y - dir * h * 0.6], [x + w / 2, y]], false, 4));
    p.fill(cone(-0.8), veil('#fff3e6', 0.5));
    p.body(cone(1), '#fffaf0', '#8a7db0', [x + w * 0.55, y], [x - w * 0.12, y - h * 0.35], 0.95);
  };
  for (const [x, y, w] of [[180, 560, 120], [380, 548, 90], [1010, 552, 100], [1210, 566, 140], [1450, 560, 120], [1340, 640, 210], [260, 650, 230]]) heap(x, y, w, w * 0.58);
  part.glitter(p, 560, 515, 800, '#fff4dd', 60, 60, 170);
  part.wave_lines(p, 620, 1060, '#fbe3d6', 50);
  heap(800, 740, 380, 220);
  const cube = (x, y, s, turn) => p.at(x, y, turn, s, () => {
    p.fill(poly([[0, -1], [0.92, -0.55], [0, -0.1], [-0.92, -0.55]]), '#ffffff');
    p.body(poly([[-0.92, -0.55], [0, -0.1], [0, 0.95], [-0.92, 0.48]]), '#e3d7ec', '#a78bc0', [-1, 0.9], [0, -0.2], 0.6);
    p.body(poly([[0.92, -0.55], [0, -0.1], [0, 0.95], [0.92, 0.48]]), '#b6a3cf', '#5d5590', [1, 1], [0, -0.2], 0.8);
    p.fill(poly([[0, -0.72], [0.5, -0.52], [0, -0.3], [-0.5, -0.52]]), '#f1e6f3');
  });
  for (const [x, y, s, a] of [[420, 960, 96, -0.14], [560, 1010, 60, 0.2], [1150, 980, 104, 0.1], [1010, 1020, 56, -0.2], [1300, 1040, 66, 0.3], [270, 1040, 60, 0.1], [1440, 1000, 40, -0.1], [700, 1050, 36, -0.1]]) cube(x, y, s, a);
}

export function octopus(p) {
  p.ground(['#0f6a73', '#0b4f61', '#082f47', '#061d33']);
  part.rays(p, 1100, -40, 6, '#6fc6b4', 800, 0.7);
  p.body(below(ridge(940, 50, 260, 4)), '#123a4a', '#051626', [0, H], [0, 900], 0.8);
  const base = [800, 560];
  const arms = [
    [[690, 590], [560, 690], [380, 700], [220, 610], [190, 470], [280, 400], [350, 450], [310, 510]],
    [[720, 620], [610, 790], [440, 880], [260, 880], [150, 800], [180, 730], [250, 760]],
    [[770, 640], [700, 820], [620, 960], [470, 1010], [380, 960], [420, 910], [480, 930]],
    [[820, 640], [850, 830], [790, 980], [860, 1050], [940, 1010], [910, 950]],
    [[860, 630], [980, 800], [1120, 930], [1280, 960], [1370, 890], [1310, 830], [1250, 870]],
    [[890, 610], [1040, 720], [1210, 770], [1390, 720], [1470, 600], [1400, 530], [1330, 580], [1370, 640]],
    [[890, 560], [1040, 590], [1170, 540], [1230, 420], [1170, 320], [1090, 340], [1110, 410]],
    [[710, 560], [560, 560], [450, 490], [440, 370], [520, 310], [580, 360], [540, 410]],
  ];
  const order = [7, 6, 0, 5, 1, 4, 2, 3];
  for (const k of order) {
    const back = k > 5, colour = back ? '#b23f4c' : '#e5604f';
    const path = limb([base, ...arms[k]], [120, 86, 66, 48, 34, 22, 14, 8]);
    p.fill(path, colour);
    p.shade(path, '#5d1f4b', [0, back ? 700 : 1020], [0, 520], back ? 0.6 : 0.85);
    const line = trace([base, ...arms[k]]), n = line.length;
    for (let i = Math.floor(n * 0.2); i < n - 2; i += 3) {
      const t = i / n, w = lerp(50, 5, t), [x, y] = line[i], [ax, ay] = line[i - 1];
      const d = Math.hypot(x - ax, y - ay) || 1, side = k < 3 || k === 7 ? 1 : -1;
      p.fill(disc(x - ((y - ay) / d) * w * 0.72 * side * -1, y + ((x - ax) / d) * w * 0.72 * side * -1, Math.max(2, w * 0.24)), '#f8c3a2');
    }
  }
  const head = smooth([[800, 130], [900, 165], [965, 270], [955, 400], [900, 500], [905, 580], [860, 650], [800, 665], [740, 650], [695, 580], [700, 500], [645, 400], [635, 270], [700, 165]]);
  p.fill(head, '#ea6a53');
  p.shade(head, '#6d2150', [900, 700], [760, 330], 0.85);
  p.halo(head, '#fbb78f', 730, 230, 0, 230, 0.85);
  for (let i = 0; i < 46; i++) {
    const a = p.rand(0, TAU), r = Math.sqrt(p.random());
    p.fill(disc(800 + Math.cos(a) * r * 135, 300 + Math.sin(a) * r * 140, p.rand(4, 13), p.rand(3, 10)), veil('#b23a50', 0.5));
  }
  for (const side of [-1, 1]) {
    const [x, y] = [800 + side * 82, 520];
    p.body(disc(x, y, 44, 40), '#f08a66', '#6d2150', [x, y + 50], [x, y - 10], 0.8);
    p.fill(disc(x + side * 4, y - 2, 29, 26), '#fbe8c2');
    p.fill(disc(x + side * 4, y - 1, 25, 8), '#151a30');
    p.fill(disc(x + side * 10, y - 8, 4), '#ffffff');
  }
  part.bubbles(p, 26, 1130, 60, 300, 120, '#c9f0e2');
  part.bubbles(p, 14, 420, 100, 300, 90, '#c9f0e2');
}

export function pearls(p) {
  p.ground(['#f2a86b', '#f7cf96', '#fbe7c2'], [0, 0], [0, 420]);
  part.sun(p, 1240, 290, 96, '#fff6da', '#fde0a4', 3);
  part.streaks(p, 10, 40, 300, '#fbe3bd', 800);
  p.at(600, 400, 0, 1.15, () => {
    p.line([[-20, 0], [0, -330]], [12, 7], '#4a2a30');
    p.line([[-230, -90], [40, -300], [170, -352]], [6, 9, 4], '#4a2a30');
    const sail = smooth([[-224, -92], [-60, -214], [60, -310], [168, -350], [150, -220], [120, -70], [-40, -76]]);
    p.body(sail, '#fbf0d8', '#c98a62', [120, -40], [-60, -240], 0.8);
    const hull = smooth([[-270, -60], [-150, -34], [60, -30], [210, -64], [300, -112], [250, -20], [180, 32], [-150, 36], [-236, 0]]);
    p.body(hull, '#8a4a32', '#3a1f30', [0, 50], [0, -60], 0.85);
    p.wire(trace([[-262, -52], [-150, -24], [60, -20], [214, -54], [290, -102]]), 5, '#f0c06a');
    for (const [x, f] of [[-110, 1], [70, 1], [140, -1]]) part.person(p, x, -26, 92, part.poses.stand, { skin: '#6d3f2e', shirt: '#f6ead0', trousers: '#c9553d', flip: f });
  });
  const sea = below(times(121, (i, t) => [lerp(-20, W + 20, t), 424 + Math.sin(t * 26) * 7]));
  p.grade(sea, ['#3fa59f', '#1c7a8a', '#0f5272', '#0b3557'], [0, 420], [0, H]);
  p.wire(times(121, (i, t) => [lerp(-20, W + 20, t), 424 + Math.sin(t * 26) * 7]), 6, '#d8f0e0');
  part.rays(p, 1000, 424, 7, '#b5e6cf', 600, 0.7);
  p.body(below(ridge(985, 36, 330, 7)), '#d9a766', '#4a4a5a', [0, H + 20], [0, 940], 0.85);
  p.body(smooth([[-40, H], [60, 860], [180, 820], [280, 900], [340, H]]), '#14506a', '#0a2c48', [0, H], [0, 820], 0.7);
  p.body(smooth([[1300, H], [1360, 880], [1480, 800], [1640, 850], [1640, H]]), '#14506a', '#0a2c48', [0, H], [0, 820], 0.7);
  p.wire(trace([[700, 400], [724, 560], [800, 720], [836, 830]]), 4, '#f3e2b8');
  // The diver goes down along the rope, a stone at the foot, a basket at the neck.
  p.at(858, 745, 2.35, 1, () => {
    part.person(p, 0, 150, 300, { head: [0.03, -0.97], neck: [0, -0.83], hip: [-0.02, -0.5], arm1: [[0, -0.79], [0.14, -0.92], [0.22, -1.1]], arm2: [[0.01, -0.79], [-0.1, -0.66], [-0.14, -0.5]], leg1: [[-0.02, -0.5], [0.05, -0.25], [-0.02, 0]], leg2: [[-0.02, -0.5], [-0.1, -0.27], [-0.22, -0.08]] }, { skin: '#7a4530', shirt: '#7a4530', trousers: '#7a4530', shorts: '#f4e6c6', hair: '#1a1626' });
  });
  part.bubbles(p, 22, 940, 470, 800, 60, '#dff5ea');
  const oyster = (x, y, s, open) => p.at(x, y, 0, s, () => {
    p.body(smooth([[-1, 0], [-0.6, 0.4], [0.2, 0.46], [0.9, 0.2], [1, -0.05], [0, 0.08]]), '#7d6a78', '#332a44', [0, 0.5], [0, 0], 0.8);
    if (!open) return p.body(smooth([[-1, 0.02], [-0.5, -0.36], [0.3, -0.4], [0.95, -0.06], [0, 0.12]]), '#94808c', '#40344e', [0.6, 0.2], [-0.3, -0.4], 0.8);
    const lid = smooth([[-0.95, 0], [-1.05, -0.6], [-0.4, -1.05], [0.35, -0.95], [0.75, -0.5], [0.5, -0.12]]);
    p.body(lid, '#f4e4dc', '#b78fae', [-0.6, -0.9], [0.3, -0.2], 0.8);
    p.fill(smooth([[-0.95, 0], [0, -0.16], [1, -0.04], [0, 0.16]]), '#d9b8c4');
    p.glow(0.02, -0.16, 0.8, '#fff6ea', 0.9);
    p.body(disc(0.02, -0.16, 0.24), '#fffaf2', '#c79ab4', [0.2, 0.06], [-0.06, -0.24], 0.9);
  });
  oyster(620, 975, 96, true); oyster(470, 1000, 56); oyster(1150, 985, 60); oyster(1240, 1010, 44); oyster(760, 1022, 42); oyster(990, 1024, 50);
  for (let i = 0; i < 15; i++) part.fish(p, 1250 + p.rand(-170, 200), 640 + p.rand(-70, 90), p.rand(16, 26), 0.05, '#f6c766', '#b5643f', -1);
}

export function mangroves(p) {
  p.ground(['#f7d58e', '#f3b985', '#d98c86'], [0, 0], [0, 560]);
  part.sun(p, 800, 400, 120, '#fff6d8', '#fde0a0', 3.4);
  for (const [y, colour, seed] of [[480, '#c08a86', 3], [520, '#8d7a80', 6]]) p.fill(below(ridge(y, 44, 90, seed, -20, W + 20, 5)), colour);
  part.sea(p, 580, ['#f0c08a', '#b98f86', '#4f7a80', '#1d4a5c', '#0f3048']);
  part.glitter(p, 800, 590, 1000, '#fff0c4', 80, 60, 190);
  const mangrove = (x, y, s, colour, dark, wood, light) => {
    for (const k of [-1, 1]) p.fill(smooth([[x - s * 0.5, y], [x, y - 4], [x + s * 0.5, y], [x + s * 0.4 * k, y + s * 0.4], [x, y + s * 0.6]]), veil('#12303c', 0.28));
    const foot = [x, y - s * 0.5];
    for (const d of [-0.62, -0.46, -0.3, -0.16, 0.1, 0.24, 0.4, 0.58]) {
      const hump = [x + d * s * 0.62, y - s * (0.36 - Math.abs(d) * 0.24)];
      p.line([[foot[0] + d * 12, foot[1] - s * 0.06], hump, [x + d * s, y + s * 0.03]], [s * 0.034, s * 0.026, s * 0.017], wood);
    }
    for (const [dx, dy] of [[-0.42, -0.92], [-0.12, -1.08], [0.2, -1.02], [0.46, -0.86]]) p.line([foot, [x + dx * s * 0.3, y - s * 0.7], [x + dx * s, y + dy * s]], [s * 0.06, s * 0.05, s * 0.015], wood);
    const tufts = times(15, (i) => { const a = (i / 15) * TAU; return disc(x + Math.cos(a) * s * 0.52 * p.rand(0.7, 1), y - s * 1.02 + Math.sin(a) * s * 0.22 * p.rand(0.7, 1), s * p.rand(0.13, 0.2), s * p.rand(0.1, 0.15)); });
    const crown = join(disc(x, y - s * 1.02, s * 0.5, s * 0.22), ...tufts);
    p.fill(crown, colour);
    p.halo(crown, dark, x + s * 0.2, y - s * 0.74, 0, s * 0.8, 0.95);
    p.halo(crown, light, x - s * 0.1, y - s * 1.36, 0, s * 0.55, 0.85);
  };
  mangrove(520, 640, 150, '#6d8a5a', '#37555a', '#54404a', '#c2c070');
  mangrove(1090, 650, 170, '#6d8a5a', '#37555a', '#54404a', '#c2c070');
  mangrove(1330, 760, 380, '#3f7f58', '#123f48', '#3b2836', '#a9bf5c');
  mangrove(270, 800, 460, '#357a55', '#0f3a45', '#33222f', '#9fbd58');
  part.wave_lines(p, 660, 1050, '#f0d5a8', 40);
  // An egret, fishing.
  p.at(830, 840, 0, 250, () => {
    p.fill(smooth([[-0.2, 0.02], [0.1, 0], [0.26, 0.03], [0.1, 0.3], [0, 0.42], [-0.08, 0.24]]), veil('#fbf6e8', 0.25));
    for (const x of [-0.03, 0.07]) p.line([[x, -0.4], [x - 0.02, -0.2], [x + 0.02, 0.02]], [0.022, 0.026, 0.018], '#2a2230');
    const body = smooth([[0.2, -0.62], [0.1, -0.66], [-0.14, -0.56], [-0.42, -0.32], [-0.1, -0.36], [0.12, -0.42], [0.22, -0.52]]);
    p.line([[0.16, -0.55], [0.3, -0.68], [0.2, -0.86], [0.27, -1.02]], [0.14, 0.075, 0.055, 0.06], '#fdf9ee');
    p.body(body, '#fdf9ee', '#b98f9a', [-0.1, -0.3], [0, -0.62], 0.8);
    p.fill(disc(0.28, -1.02, 0.05, 0.042), '#fdf9ee');
    p.fill(poly([[0.3, -1.05], [0.52, -0.96], [0.3, -0.99]]), '#e8923a');
    p.fill(disc(0.295, -1.03, 0.009), '#1a1626');
    p.line([[0.25, -1.05], [0.1, -1.04]], [0.02, 0.006], '#fdf9ee');
  });
  for (const [x, y, r] of [[830, 848, 60], [830, 848, 100]]) { p.ctx.lineWidth = 3; p.ctx.strokeStyle = veil('#f6e2b8', 0.6); p.ctx.stroke(disc(x, y, r, r * 0.18)); }
  for (let i = 0; i < 7; i++) part.fish(p, 780 + p.rand(-220, 260), 965 + p.rand(-30, 50), p.rand(22, 34), p.rand(-0.1, 0.1), '#e8a15a', '#1d4a5c', p.pick([-1, 1]));
}

export function coral(p) {
  p.ground(['#123a6b', '#1a2f6b', '#1b1f52', '#120f36']);
  p.halo(box(0, 0, W, H), '#8fc7e6', 800, -80, 0, 620, 0.85);
  p.fill(disc(800, 20, 92, 34), '#eef6ec');
  part.rays(p, 800, 20, 7, '#a5d8ea', 760, 0.7);
  p.body(below(ridge(880, 70, 260, 5)), '#2a2a6b', '#12103a', [0, H], [0, 820], 0.8);
  const branch = (x, y, a, l, w, depth, colour) => {
    const end = [x + Math.cos(a) * l, y + Math.sin(a) * l];
    p.line([[x, y], [x + Math.cos(a + 0.16) * l * 0.5, y + Math.sin(a + 0.16) * l * 0.5], end], [w, w * 0.86, w * 0.74], colour);
    if (!depth) return;
    const n = depth > 2 ? 3 : 2;
    times(n, (i, t) => branch(...end, a + lerp(-0.55, 0.55, t) + p.rand(-0.14, 0.14), l * p.rand(0.7, 0.84), w * 0.74, depth - 1, mix(colour, '#ffd7b8', 0.12)));
  };
  branch(330, 960, -1.7, 130, 46, 4, '#8d3f86');
  branch(1300, 980, -1.4, 130, 46, 4, '#b1487a');
  const dome = (x, y, rx, ry, colour, dark) => {
    p.body(disc(x, y, rx, ry), colour, dark, [x + rx * 0.6, y + ry], [x - rx * 0.3, y - ry * 0.6], 0.9);
    p.inside(disc(x, y, rx, ry), () => times(9, (i, t) => p.wire(trace([[x - rx, y + lerp(-ry, ry, t)], [x - rx * 0.3, y + lerp(-ry, ry, t) - 16], [x + rx * 0.2, y + lerp(-ry, ry, t) + 8], [x + rx, y + lerp(-ry, ry, t) - 6]]), 5, veil(dark, 0.4))));
  };
  dome(560, 1010, 190, 120, '#e08a5a', '#7a2f5a');
  dome(1100, 1040, 200, 110, '#d9a55a', '#7a3f5a');
  branch(830, 1000, -1.57, 170, 70, 4, '#ef6f6a');
  dome(140, 1060, 150, 90, '#4f9a9a', '#1f3a6b');
  dome(1500, 1070, 170, 110, '#5f8fb5', '#27306b');
  p.body(below(ridge(1040, 36, 120, 15)), '#1f1d57', '#0c0a2c', [0, H], [0, 1010], 0.8);
  for (let i = 0; i < 240; i++) {
    const y = p.rand(60, 900), spread = lerp(560, 330, (y / 900)), x = 800 + (p.random() + p.random() - 1) * spread * 1.5, r = lerp(11, 7, y / 900) * p.rand(0.5, 1.1);
    if (i % 9 === 0) p.glow(x, y, r * 5, '#ffb0a8', 0.5);
    p.fill(disc(x, y, r), mix('#f7857f', '#ffc9b0', p.random()));
    p.fill(disc(x - r * 0.3, y - r * 0.3, r * 0.32), '#fff0e0');
  }
  for (const [x, y, s, f] of [[410, 560, 44, 1], [480, 610, 30, 1], [1190, 520, 50, -1], [1260, 590, 34, -1]]) part.fish(p, x, y, s, 0, '#f4c456', '#b5533f', f);
}

function humpback(p, colour, dark, pale) {
  const fluke = smooth([[-1.0, 0.0], [-1.18, -0.06], [-1.36, -0.28], [-1.5, -0.34], [-1.42, -0.1], [-1.3, 0.03], [-1.46, 0.16], [-1.5, 0.3], [-1.3, 0.2], [-1.12, 0.1]]);
  p.body(fluke, colour, dark, [-1.5, 0.3], [-1.2, -0.3], 0.7);
  const far = smooth([[0.4, 0.14], [0.5, 0.3], [0.42, 0.56], [0.24, 0.72], [0.26, 0.5], [0.28, 0.24]]);
  p.fill(far, dark);
  const body = smooth([[1.12, -0.02], [1.0, -0.14], [0.72, -0.25], [0.3, -0.31], [-0.1, -0.28], [-0.34, -0.25], [-0.42, -0.31], [-0.52, -0.21], [-0.82, -0.1], [-1.12, -0.02], [-1.12, 0.06], [-0.8, 0.09], [-0.4, 0.2], [0.1, 0.31], [0.55, 0.31], [0.9, 0.2], [1.08, 0.08]]);
  p.fill(body, colour);
  p.inside(body, () => {
    p.fill(smooth([[1.2, 0.06], [0.9, 0.06], [0.6, 0.12], [0.2, 0.18], [-0.2, 0.2], [-0.5, 0.2], [-0.4, 0.4], [0.9, 0.5], [1.3, 0.3]]), pale);
    times(9, (i, t) => p.wire(trace([[1.1, 0.07 + t * 0.05], [0.8, 0.1 + t * 0.16], [0.3, 0.19 + t * 0.13], [-0.3 + t * 0.1, 0.22 + t * 0.04]]), 0.011, veil(dark, 0.7)));
  });
  p.shade(body, dark, [0, 0.4], [0.1, -0.12], 0.8);
  p.shade(body, pale, [0.3, -0.42], [0.3, -0.1], 0.5);
  p.wire(trace([[1.12, -0.01], [0.9, 0.03], [0.7, 0.01], [0.6, 0.07]]), 0.014, dark);
  p.fill(disc(0.62, 0.03, 0.022), '#f6ecd6');
  p.fill(disc(0.622, 0.032, 0.013), '#0a1020');
  for (let i = 0; i < 12; i++) p.fill(disc(lerp(0.72, 1.05, p.random()), lerp(-0.18, -0.06, p.random()), 0.013), veil(pale, 0.8));
  const fin = smooth([[0.36, 0.16], [0.5, 0.26], [0.36, 0.56], [0.12, 0.86], [-0.12, 1.02], [-0.06, 0.82], [0.08, 0.52], [0.2, 0.24]]);
  p.body(fin, mix(colour, pale, 0.3), dark, [0.4, 0.2], [0, 0.8], 0.7);
}

export function whalesong(p) {
  p.ground(['#3f9fa8', '#1f6f90', '#124a76', '#0d2f58', '#081c3c']);
  p.halo(box(0, 0, W, H), '#d3f0dc', 960, -140, 0, 640, 0.8);
  part.rays(p, 960, -60, 9, '#c3ecd9', 900, 0.8);
  times(8, (i) => { p.ctx.lineWidth = 5 - i * 0.4; p.ctx.strokeStyle = veil('#f7c86f', 0.75 - i * 0.085); p.ctx.beginPath(); p.ctx.arc(1180, 450, 170 + i * 74, -0.75, 0.55); p.ctx.stroke(); });
  p.at(830, 520, -0.14, 440, () => humpback(p, '#2a4a72', '#0c1c3c', '#cfe0dc'));
  p.at(500, 850, -0.1, 190, () => humpback(p, '#35587e', '#10244a', '#cfe0dc'));
  part.bubbles(p, 30, 1010, 60, 330, 90, '#e2f6ec');
  p.body(below(ridge(1020, 40, 300, 8)), '#0b2a4c', '#050f24', [0, H], [0, 980], 0.8);
  for (let i = 0; i < 26; i++) part.fish(p, 1330 + p.rand(-170, 210), 860 + p.rand(-70, 90), p.rand(10, 18), -0.1, '#7fc0c0', null, 1);
}

export function vents(p) {
  p.ground(['#0a1730', '#0c1e3c', '#122a48', '#1f2a48']);
  p.halo(box(0, 0, W, H), '#3f8fa0', 420, 330, 0, 620, 0.7);
  const plume = (x, y, w, h, lean, colour) => times(16, (i, t) => {
    const r = lerp(w * 0.5, w * 2.1, t) * p.rand(0.8, 1.2);
    p.halo(disc(x + lean * t * t + p.rand(-w, w) * 0.4 * t, y - h * t, r), colour, x + lean * t * t, y - h * t, 0, r, 0.85);
  });
  plume(820, 470, 74, 560, 190, '#7d7f98'); plume(800, 480, 60, 520, 150, '#cfc2b4'); plume(1160, 610, 46, 520, 120, '#8b8aa2'); plume(500, 690, 40, 460, 80, '#7f86a0');
  p.body(below(ridge(900, 60, 260, 5)), '#2c3350', '#0b1024', [0, H], [0, 860], 0.9);
  const chimney = (x, y, w, h, seed) => {
    const n = 12;
    const side = (k) => times(n, (i, t) => [x + k * w * (0.62 - 0.36 * t + wander(i * 1.4, seed + k, 2) * 0.13), y - h * t]);
    const path = poly([...side(-1), ...side(1).reverse()]);
    p.fill(path, '#6b4a44');
    p.shade(path, '#f0a050', [x - w * 0.2, y - h], [x, y - h * 0.55], 0.75);
    p.shade(path, '#15142c', [x + w * 0.7, y], [x - w * 0.3, y - h * 0.3], 0.95);
    p.inside(path, () => { for (let i = 0; i < 36; i++) p.fill(disc(x + p.rand(-w, w) * 0.6, y - h * p.random(), p.rand(4, 15), p.rand(3, 9)), veil(p.pick(['#2a2038', '#d98a4a', '#8f6a58']), 0.5)); });
    p.fill(disc(x, y - h, w * 0.25, w * 0.07), '#ffd184');
    p.glow(x, y - h, w * 0.9, '#ffb35c', 0.75);
  };
  chimney(1160, 960, 150, 350, 4); chimney(500, 970, 130, 280, 7); chimney(810, 1000, 230, 530, 2);
  const worms = (x, y, n, s) => times(n, () => {
    const [bx, h, lean] = [x + p.rand(-s, s) * 1.2, s * p.rand(0.9, 1.7), p.rand(-0.35, 0.35) * s];
    const by = y + p.rand(-10, 30);
    p.line([[bx, by], [bx + lean * 0.3, by - h * 0.6], [bx + lean, by - h]], [15, 14, 13], mix('#f3e7d2', '#c4b3b4', p.random()));
    p.line([[bx + lean * 0.95, by - h * 0.97], [bx + lean * 1.15, by - h - 34]], [15, 22], mix('#d8343a', '#f0604a', p.random()));
  });
  worms(330, 1000, 16, 120); worms(1330, 1010, 18, 130); worms(1010, 1050, 9, 70); worms(620, 1060, 8, 64);
  // The submersible and its lamp.
  p.at(330, 300, 0.12, 1, () => {
    p.shade(poly([[70, 20], [620, 60], [520, 420]]), '#fdf0c0', [70, 20], [560, 250], 0.6);
    p.body(smooth([[-150, -10], [-120, -66], [0, -82], [90, -60], [112, 0], [84, 58], [-40, 66], [-130, 44]]), '#f2b63c', '#a24a2e', [0, 80], [0, -70], 0.85);
    p.fill(box(-40, -116, 70, 44), '#d8502f');
    p.fill(disc(58, -4, 46), '#1a2440');
    p.body(disc(58, -4, 36), '#9fe0e0', '#2a6a86', [80, 30], [40, -30], 0.9);
    p.fill(smooth([[-140, -6], [-200, -44], [-204, 40]]), '#d8502f');
    p.line([[70, 52], [130, 92], [170, 80]], [10, 8, 6], '#3a3a52');
    p.fill(disc(84, 40, 14), '#fff6d0');
    p.line([[-100, 70], [70, 74]], [12, 12], '#3a3a52');
  });
  part.bubbles(p, 14, 290, 60, 220, 40, '#c9eef0');
}

export function eels(p) {
  p.ground(['#cfe0b0', '#6fae9c', '#2a7480', '#124560', '#0b2540']);
  part.rays(p, 760, -60, 8, '#eef6cf', 1000, 0.8);
  for (let i = 0; i < 34; i++) { const t = i / 33, y = lerp(330, 980, t); p.wire(trace([[-20, y + 60], [300, y - 40], [700, y + 30], [1100, y - 70], [1640, y - 10]]), 2.5, veil('#d5f0dc', 0.13)); }
  for (let i = 0; i < 40; i++) {
    const x = i * 42 + p.rand(-30, 30), y = p.rand(-10, 90) + Math.abs(x - 800) * -0.03;
    p.line([[x, -20], [x + p.rand(-20, 20), y * 0.6], [x + p.rand(-40, 40), y + 40]], [12, 9, 4], '#a8842f');
    times(5, () => part.leaf(p, x + p.rand(-34, 34), y + p.rand(-50, 40), p.rand(40, 80), p.rand(0, TAU), p.pick(['#c99a3a', '#a8842f', '#8a6a2c']), '#5f4a26', 0.2));
    times(4, () => p.fill(disc(x + p.rand(-40, 40), y + p.rand(-20, 50), p.rand(6, 11)), '#e2bd5a'));
  }
  const eel = (x, y, s, turn, colour, pale, dark) => p.at(x, y, turn, s, () => {
    const line = [[1, 0.02], [0.7, -0.1], [0.36, 0], [0.05, 0.17], [-0.28, 0.1], [-0.6, -0.1], [-0.92, -0.08], [-1.22, 0.08]];
    const fin = limb(line.slice(2).map(([fx, fy]) => [fx, fy - 0.045]), [0.03, 0.11, 0.12, 0.11, 0.1, 0.02]);
    p.fill(fin, mix(colour, dark, 0.5));
    const body = limb(line, [0.1, 0.155, 0.165, 0.16, 0.15, 0.12, 0.075, 0.02]);
    p.fill(body, colour);
    const belly = limb(line.map(([bx, by]) => [bx, by + 0.052]), [0.03, 0.05, 0.055, 0.055, 0.05, 0.04, 0.02, 0.01]);
    p.inside(body, () => p.fill(belly, pale));
    p.shade(body, dark, [-1.3, 0], [0.4, 0], 0.7);
    p.fill(smooth([[1.02, -0.03], [1.12, 0.02], [1.09, 0.055], [0.98, 0.075], [0.94, 0]]), colour);
    p.wire([[1.1, 0.045], [0.98, 0.045]], 0.01, dark);
    p.fill(smooth([[0.72, -0.04], [0.6, 0.06], [0.58, -0.02]]), mix(colour, dark, 0.6));
    p.fill(disc(1.0, -0.004, 0.024), '#f7ecc8');
    p.fill(disc(1.004, -0.002, 0.013), '#0a1626');
  });
  for (const [x, y, s, a] of [[1240, 400, 190, -0.3], [420, 420, 170, -0.28], [1390, 590, 150, -0.2], [1090, 900, 240, -0.3], [250, 700, 220, -0.24], [520, 960, 190, -0.18]]) eel(x, y, s, a, '#3f7f80', '#c9d9a8', '#123f58');
  eel(800, 620, 460, -0.3, '#5a6a3c', '#f0d58a', '#1f2c34');
}

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
  part.bubbles(p, 0);
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

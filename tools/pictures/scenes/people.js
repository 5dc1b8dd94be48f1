// people: what people run, build, count, cook and vote with.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, limb, ridge, below, join, trace } from '../paint.js';
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

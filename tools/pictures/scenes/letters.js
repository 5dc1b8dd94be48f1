// letters: pens, pages, alphabets and what is read.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, limb, nib, ridge, below, join, trace } from '../paint.js';
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

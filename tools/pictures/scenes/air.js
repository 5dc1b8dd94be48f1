// air: birds, butterflies, stars and what hangs in the sky.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, limb, ridge, below, join, trace } from '../paint.js';
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

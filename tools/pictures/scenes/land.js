// land: fields, sands, trees, mountains and the animals that cross them.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, ridge, below, trace, wander } from '../paint.js';
import * as part from '../parts.js';

export function walking(p) {
  p.ground(['#f9e2b0', '#f7c98c', '#f0a878'], [0, 0], [0, 560]);
  part.sun(p, 960, 330, 90, '#fff6d8', '#fde0a0', 4);
  part.hills(p, 3, 470, 590, '#c9a06b', '#7d8a52', { height: 40, pace: 340, seed: 5 });
  const meadow = below(ridge(620, 16, 500, 9));
  p.body(meadow, '#8f9a4d', '#3d5a3d', [0, H], [0, 620], 0.8);
  const path = poly([...trace([[880, 618], [830, 660], [920, 730], [900, 810], [640, 930], [430, 1090]]), ...trace([[1120, 1090], [1110, 930], [1130, 800], [1030, 715], [880, 660], [905, 618]])]);
  p.body(path, '#f6d9a4', '#b0764f', [400, H], [900, 640], 0.75);
  const autumn = [['#d9622f', '#7a2b2a', '#f6a24a'], ['#e08a2e', '#8a3a24', '#fbc65c'], ['#b9452f', '#5c2030', '#e87a4a'], ['#8c8f3a', '#3a5033', '#c9bf55'], ['#efae3d', '#a3552a', '#fde083']];
  const row = [[640, 640, 150], [1080, 640, 160], [540, 690, 240], [1210, 690, 260], [330, 770, 380], [1400, 780, 400], [1560, 700, 250], [110, 720, 280]];
  row.forEach(([x, y, s], i) => {
    p.fill(smooth([[x - s * 0.05, y - 4], [x - s * 0.7, y + s * 0.2], [x - s * 1.3, y + s * 0.36], [x - s * 0.7, y + s * 0.38], [x + s * 0.05, y + 6]]), veil('#2e4738', 0.45));
    part.tree(p, x, y, s, autumn[i % 5][0], autumn[i % 5][1], '#3f2a33', autumn[i % 5][2]);
  });
  const shadow = smooth([[905, 868], [790, 930], [650, 985], [560, 1010], [670, 960], [800, 905], [890, 862]]);
  p.fill(shadow, veil('#6b4440', 0.65));
  part.person(p, 905, 868, 250, part.poses.walk, { skin: '#8d5540', shirt: '#1f4f63', trousers: '#23263f', hair: '#1b1a2b', flip: -1 });
  p.at(1010, 868, 0, 66, () => {
    const dog = '#3a2631';
    for (const [x, y] of [[-0.55, 0], [-0.35, 0.02], [0.4, 0], [0.6, -0.02]]) p.line([[x, -0.5], [x + (x > 0 ? 0.12 : -0.1), 0]], [0.2, 0.12], dog);
    p.line([[-0.6, -0.62], [0.55, -0.6]], [0.44, 0.42], dog);
    p.line([[0.6, -0.7], [0.85, -1.05]], [0.3, 0.28], dog);
    p.fill(smooth([[0.7, -1.28], [1, -1.22], [1.32, -1.02], [1, -0.92], [0.72, -0.96]]), dog);
    p.line([[-0.75, -0.7], [-1.0, -0.95], [-0.95, -1.2]], [0.14, 0.06], dog);
  });
  p.wire([[882, 748], [950, 800], [1060, 802]], 2.5, '#2b2233');
  for (let i = 0; i < 90; i++) part.leaf(p, p.rand(0, W), p.rand(690, H), p.rand(10, 22), p.rand(0, TAU), p.pick(['#d9622f', '#efae3d', '#b9452f', '#f6c65c']), null, 0.28);
  for (let i = 0; i < 16; i++) part.leaf(p, p.rand(250, 1350), p.rand(240, 680), p.rand(12, 20), p.rand(0, TAU), p.pick(['#d9622f', '#efae3d', '#b9452f']), null, 0.28);
}

function aurora(p, y, colours) {
  colours.forEach((colour, k) => {
    const line = times(90, (i, t) => [lerp(-50, W + 50, t), y + k * 46 + wander(t * 3 + k * 0.4, 4 + k, 3) * 120]);
    line.forEach(([x, by], i) => {
      const h = 230 + wander(i / 6, 12 + k, 3) * 170;
      const strip = p.ctx.createLinearGradient(0, by - h, 0, by + 30);
      strip.addColorStop(0, veil(colour, 0));
      strip.addColorStop(0.75, veil(colour, 0.24));
      strip.addColorStop(0.93, veil(colour, 0.5));
      strip.addColorStop(1, veil(colour, 0));
      p.fill(box(x - 9.6, by - h, 19.3, h + 30), strip);
    });
  });
}

export function seeds(p) {
  p.ground(['#0b1433', '#14305a', '#2d6478', '#7fb7a8'], [0, 0], [0, 760]);
  part.stars(p, 160, '#eaf3e4', 500);
  aurora(p, 270, ['#5fe0a4', '#45bfb4']);
  part.mountain(p, 260, 700, 900, 270, '#a9c3cf', '#54789a', '#eef5f2');
  part.mountain(p, 1430, 720, 900, 320, '#9dbac9', '#4b6f94', '#eef5f2');
  const slope = poly([[-20, 800], ...trace([[-20, 760], [240, 650], [520, 560], [800, 470], [1040, 560], [1300, 660], [1620, 770]]), [1620, H], [-20, H]]);
  p.body(slope, '#f3f6ee', '#6f93b4', [0, 1080], [0, 520], 0.85);
  p.shade(slope, '#7a9dbf', [1500, 800], [860, 620], 0.7);
  const under = below(times(121, (i, t) => [lerp(-20, W + 20, t), 800 + wander(t * 5, 3, 3) * 26 + Math.abs(t - 0.5) * 60]));
  p.body(under, '#3b4766', '#141a36', [0, H + 40], [0, 770], 0.9);
  for (let i = 0; i < 70; i++) p.line([[p.rand(0, W), p.rand(850, H)], [p.rand(0, W), 0]].map(([x, y], k, all) => (k ? [all[0][0] + 40, all[0][1] + p.rand(-12, 12)] : [x, y])), [5, 1], veil('#69789b', 0.5));
  // The room in the rock, and the way down to it.
  const room = smooth([[470, 1010], [460, 930], [520, 862], [660, 840], [800, 836], [940, 840], [1080, 862], [1140, 930], [1130, 1010], [800, 1028]]);
  p.fill(poly([[752, 700], [848, 700], [880, 870], [720, 870]]), '#f0a94c');
  p.fill(room, '#f6b95a');
  p.glow(800, 900, 360, '#fff0c0', 0.55);
  p.rim(room, '#9a4a35', 800, 920, 180, 380, 0.85);
  const drop = (x, y, s, a, colour) => p.at(x, y, a, s, () => {
    p.body(smooth([[0, -1.1], [0.42, -0.35], [0.5, 0.3], [0, 0.75], [-0.5, 0.3], [-0.42, -0.35]]), colour, '#3a2233', [0.6, 0.8], [-0.2, -0.3], 0.7);
    p.wire([[-0.12, -0.6], [-0.2, 0.1]], 0.09, veil('#fff1cf', 0.8));
  });
  times(3, (row) => {
    p.fill(box(505 + row * -6, 906 + row * 42 - 2, 590 + row * 12, 7), '#7a3b33');
    times(15, (i) => drop(530 + i * 38.5, 886 + row * 42, 17, p.rand(-0.2, 0.2), p.pick(['#c4512f', '#8c5a2b', '#5f7a3a', '#e9d9a0', '#4a2f3d', '#d98b2e'])));
  });
  // The portal: a wedge of concrete with a lit pane.
  p.body(poly([[848, 740], [960, 700], [960, 560], [848, 470]]), '#7d8aa2', '#2f3b5a', [960, 740], [848, 520], 0.8);
  p.body(poly([[752, 740], [848, 740], [848, 450], [752, 470]]), '#c3cad2', '#66738f', [800, 740], [800, 470], 0.7);
  p.glow(800, 540, 170, '#9ff5dc', 0.7);
  p.fill(poly([[768, 610], [832, 610], [832, 474], [768, 488]]), '#aef7e0');
  times(14, () => { const [x, y] = [p.rand(770, 824), p.rand(492, 596)]; p.fill(poly([[x, y], [x + 14, y - 6], [x + 9, y + 12]]), p.pick(['#e9fff6', '#5cc9b8', '#7fe6cf'])); });
  p.fill(box(770, 640, 60, 100), '#f6b95a');
  p.fill(box(770, 640, 28, 100), '#3a3145');
}

export function saffron(p) {
  p.ground(['#f7b34a', '#f6c766', '#f9e0a0'], [0, 0], [0, 700]);
  part.sun(p, 1120, 250, 120, '#fff4cc', '#fbd878', 3);
  part.hills(p, 4, 430, 650, '#d98f5a', '#8a4a5a', { height: 46, pace: 300, shadow: '#5a2a55', seed: 12 });
  const soil = below(ridge(700, 10, 400, 3));
  p.body(soil, '#7a3f4c', '#34193a', [0, H], [0, 690], 0.9);
  for (let row = 0; row < 6; row++) {
    const y = 712 + row * row * 9, n = 46 - row * 5;
    for (let i = 0; i < n; i++) {
      const [x, s] = [(i + p.rand(0.2, 0.8)) * (W / n), 7 + row * 4.5];
      p.fill(smooth([[x, y + s], [x - s * 0.9, y - s * 0.8], [x - s * 0.3, y - s * 0.4], [x, y - s * 1.3], [x + s * 0.3, y - s * 0.4], [x + s * 0.9, y - s * 0.8]]), mix('#b58ad6', '#7a4fae', p.random()));
      p.fill(disc(x, y - s * 0.5, s * 0.2), '#e4472b');
    }
  }
  const crocus = (x, y, s, turn) => p.at(x, y, turn, s, () => {
    for (const [a, l] of [[-2.3, 1.5], [-2.0, 1.9], [-1.2, 1.8], [-0.85, 1.5]]) p.line([[0, 1.9], [Math.cos(a) * l * 0.5, 1.7 + Math.sin(a) * l * 0.6], [Math.cos(a) * l * 1.1, 1.9 + Math.sin(a) * l]], [0.07, 0.05, 0.01], '#3f6b48');
    p.line([[0, 2.1], [0.03, 1.2], [0, 0.4]], [0.16, 0.14, 0.2], '#d9c4ea');
    const petal = (a, len, w, colour, dark) => p.at(0, 0.5, a, 1, () => {
      const path = smooth([[0, 0.05], [-w * 0.7, -len * 0.4], [-w, -len * 0.72], [-w * 0.45, -len * 0.97], [0, -len * 1.06], [w * 0.45, -len * 0.97], [w, -len * 0.72], [w * 0.7, -len * 0.4]]);
      p.fill(path, colour);
      p.shade(path, dark, [0, 0.1], [0, -len * 0.9], 0.9);
      times(5, (i, t) => p.wire([[lerp(-0.06, 0.06, t), 0], [lerp(-w * 0.5, w * 0.5, t), -len * 0.55], [lerp(-w * 0.55, w * 0.55, t), -len * 0.86]], 0.012, veil('#5b2f92', 0.55)));
    });
    petal(-0.62, 1.35, 0.36, '#9a6ac6', '#4c2a86');
    petal(0.62, 1.35, 0.36, '#9a6ac6', '#4c2a86');
    petal(0, 1.5, 0.4, '#a87ad0', '#4c2a86');
    for (const [dx, dy, c] of [[-0.34, -1.05, '#d9341f'], [0.36, -1.0, '#d9341f'], [0.05, -1.2, '#f0502b']]) p.line([[0, 0.3], [dx * 0.4, -0.4], [dx, dy]], [0.05, 0.06, 0.1], c);
    for (const [dx, dy] of [[-0.14, -0.62], [0.16, -0.66]]) p.line([[0, 0.2], [dx, dy]], [0.04, 0.075], '#fbd75a');
    petal(-0.98, 1.15, 0.33, '#bb90de', '#5d3a98');
    petal(0.98, 1.15, 0.33, '#bb90de', '#5d3a98');
    petal(-0.3, 0.82, 0.32, '#c7a2e6', '#5d3a98');
    petal(0.32, 0.8, 0.32, '#c7a2e6', '#5d3a98');
  });
  crocus(430, 640, 190, -0.16);
  crocus(1190, 690, 170, 0.16);
  crocus(800, 560, 270, 0.02);
}

export function althing(p) {
  p.ground(['#7fa8bd', '#b9d0cf', '#f0e4c8'], [0, 0], [0, 620]);
  part.streaks(p, 18, 60, 380, '#f7efdc', 900);
  part.mountain(p, 760, 600, 800, 190, '#8fa3b3', '#5f7892', '#f4f3ea');
  part.mountain(p, 1150, 600, 600, 130, '#9aacb8', '#6b8299', '#f4f3ea');
  p.body(below(ridge(590, 8, 300, 2)), '#7f9a58', '#3f6650', [0, 800], [0, 590], 0.6);
  p.grade(smooth([[560, 640], [760, 622], [1010, 628], [1160, 650], [960, 676], [700, 672]]), ['#d6e6e2', '#7fa8bd'], [0, 620], [0, 680]);
  const meadow = poly([[300, 700], ...trace([[300, 690], [700, 690], [1100, 700], [1350, 690]]), [1350, H], [300, H]]);
  p.body(meadow, '#8fa652', '#35573f', [0, H], [0, 690], 0.85);
  const path = poly([...trace([[790, 692], [760, 760], [830, 850], [700, 960], [560, 1090]]), ...trace([[1010, 1090], [960, 950], [930, 850], [830, 760], [815, 692]])]);
  p.body(path, '#e9dcb8', '#a98f6a', [700, H], [800, 700], 0.7);
  const wall = (pts, lit, dark, seed, dir) => {
    const path = poly(pts);
    p.fill(path, lit);
    p.inside(path, () => {
      for (let i = 0; i < 34; i++) {
        const x = p.rand(dir > 0 ? -20 : 950, dir > 0 ? 640 : W + 20), w = p.rand(22, 66), top = p.rand(120, 700);
        p.fill(poly([[x, top], [x + w * 0.6, top - p.rand(10, 40)], [x + w, top + p.rand(0, 20)], [x + w * 1.05, H], [x - 8, H]]), veil(p.pick([dark, '#2b2c40', '#5a5566', '#6f6672']), 0.55));
      }
      times(26, () => { const [x, y, w] = [p.rand(dir > 0 ? 0 : 980, dir > 0 ? 640 : W), p.rand(420, 1000), p.rand(14, 40)]; p.fill(smooth([[x - w, y + 4], [x - w * 0.3, y - 7], [x + w * 0.4, y - 3], [x + w, y + 5]]), veil('#7f9a4a', 0.4)); });
    });
    p.shade(path, '#14162a', [dir > 0 ? 0 : W, H], [dir > 0 ? 560 : 1060, 300], 0.9);
    return path;
  };
  const left = [[-20, 190], [60, 150], [130, 175], [190, 140], [280, 190], [330, 260], [400, 280], [440, 370], [500, 410], [520, 500], [580, 560], [600, 640], [650, 700], [630, 780], [560, 850], [500, 950], [380, H], [-20, H]];
  const right = [[W + 20, 90], [1540, 70], [1450, 110], [1400, 90], [1330, 170], [1290, 260], [1220, 300], [1200, 400], [1140, 450], [1130, 560], [1070, 610], [1060, 700], [1100, 800], [1150, 880], [1230, H], [W + 20, H]];
  wall(left, '#4d4a5a', '#3a384a', 1, 1);
  wall(right, '#5a5462', '#403c4e', 2, -1);
  // The flag on its rock.
  const rock = poly([[770, 700], [790, 640], [850, 610], [930, 622], [985, 660], [1000, 705], [890, 722]]);
  p.body(rock, '#6a6470', '#2a2a3e', [1000, 720], [820, 620], 0.9);
  p.line([[880, 620], [880, 330]], [8, 6], '#f4ecd8');
  const fly = (x0, x1, y0, y1) => {
    const w = (x, y) => [880 + x, 336 + y + Math.sin(x / 32) * 9 * (x / 200)];
    const n = 14;
    return poly([...times(n, (i, t) => w(lerp(x0, x1, t), y0)), ...times(n, (i, t) => w(lerp(x1, x0, t), y1))]);
  };
  p.fill(fly(2, 205, 0, 144), '#24489a');
  p.fill(fly(2, 205, 56, 88), '#f7f2e6');
  p.fill(fly(58, 90, 0, 144), '#f7f2e6');
  p.fill(fly(2, 205, 64, 80), '#d3303a');
  p.fill(fly(66, 82, 0, 144), '#d3303a');
  p.shade(fly(2, 205, 0, 144), '#101a40', [960, 480], [900, 340], 0.4);
  [[690, 760, 70], [730, 756, 66], [860, 800, 80], [905, 806, 84], [800, 720, 52]].forEach(([x, y, s], i) => {
    part.person(p, x, y, s, i % 2 ? part.poses.walk : part.poses.stand, { skin: '#c98f70', shirt: p.pick(['#c4472f', '#e5a13a', '#24489a', '#f1e7d0']), trousers: '#26283e', hair: '#3a2a2e', flip: i % 2 ? -1 : 1 });
  });
  part.gull(p, 640, 250, 26, '#26283e');
  part.gull(p, 720, 210, 18, '#26283e');
}

export function greenwall(p) {
  p.ground(['#ec9a55', '#f4b978', '#fadcae'], [0, 0], [0, 600]);
  part.sun(p, 430, 360, 140, '#fff0cc', '#fbd08e', 3);
  const far = ridge(560, 50, 420, 4);
  part.dune(p, far, '#e5a261', '#b5643f', '#f7cd8e');
  const mid = times(121, (i, t) => [lerp(-20, W + 20, t), 690 - Math.sin(t * 3.4 + 0.4) * 80 + t * 40]);
  part.dune(p, mid, '#d9894a', '#8a3f33', '#f3b673');
  for (let i = 0; i < 9; i++) p.wire(trace([[-20, 760 + i * 24], [220, 700 + i * 32], [470, 770 + i * 36], [640, 860 + i * 40]]), 3, veil('#a9522f', 0.35));
  const green = poly([...trace([[1640, 590], [1250, 610], [980, 650], [800, 740], [690, 850], [600, 960], [540, 1100]]), [1640, 1100]]);
  p.body(green, '#7d9a45', '#244f3c', [1500, H + 40], [900, 640], 0.9);
  for (let i = 0; i < 260; i++) { const t = p.random(), y = lerp(640, H, t), x = p.rand(lerp(1000, 560, t), W); p.line([[x, y], [x + p.rand(-5, 5), y - lerp(6, 26, t)]], [3, 1], p.pick(['#a9bb5a', '#5f8a44', '#3f7044'])); }
  const kinds = [['#4f8a4a', '#1e4a3c', '#a5bf5c'], ['#6b9a45', '#26553c', '#c4cc66'], ['#3f7a4c', '#163f3a', '#8fb25a']];
  [[1080, 640, 90], [1190, 630, 100], [1310, 625, 110], [1440, 622, 120], [1560, 620, 120], [980, 690, 130], [1130, 680, 150], [1290, 690, 170], [1480, 690, 190], [860, 780, 210], [1060, 780, 240], [1540, 800, 330], [1300, 860, 400]].forEach(([x, y, s], i) => {
    p.fill(smooth([[x, y - 4], [x + s * 0.7, y + s * 0.08], [x + s * 1.1, y + s * 0.16], [x + s * 0.5, y + s * 0.16], [x - 4, y + 5]]), veil('#1b3f38', 0.4));
    part.acacia(p, x, y, s, ...kinds[i % 3].slice(0, 2), '#4a2d2f', kinds[i % 3][2]);
  });
  part.person(p, 690, 985, 230, part.poses.bend, { skin: '#5a3328', shirt: '#d8432f', trousers: '#27366b', hair: '#f0c244', flip: 1 });
  const sprout = (x, y, s) => { p.line([[x, y], [x + 2, y - s]], [s * 0.1, s * 0.05], '#5a3a2b'); for (const [a, l, dy] of [[-2.4, 0.6, 0.5], [-0.7, 0.6, 0.6], [-2, 0.5, 0.9], [-1.1, 0.55, 1]]) part.leaf(p, x + 1, y - s * dy, s * l, a, '#4f9a48', '#1e5a3c', 0.26); };
  sprout(800, 990, 80); sprout(560, 1030, 60); sprout(440, 940, 46); sprout(350, 1010, 54); sprout(560, 880, 36);
  for (const [x, y] of [[800, 992], [560, 1032], [440, 942], [350, 1012]]) p.fill(disc(x, y + 3, 34, 9), veil('#6b3328', 0.5));
}

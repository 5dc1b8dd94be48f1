// charts: the infographics, four in three languages. An Arabic one is mirrored, its letters are not.

import { times, mix, veil, poly, disc, box, smooth, trace, painter } from './paint.js';
import { swift, person, poses } from './parts.js';
import { texts } from './charts_text.js';

const WIDE = 1600, HIGH = 1200, EDGE = 80;
const ink = '#1c2136', soft = '#5a5f70', paper = '#f8f1e1', red = '#d2452f', deep = '#123f63', sky = '#5fa5b4', gold = '#eda93f';

// A sheet to draw and write on: x runs from the edge where reading begins.
function sheet(name, language, colour = paper) {
  const p = painter(name, WIDE, HIGH), { ctx } = p, arabic = language === 'ar';
  p.ground([mix(colour, '#ffffff', 0.35), colour], [0, 0], [0, HIGH]);
  p.mirrored = (draw) => {
    ctx.save();
    if (arabic) { ctx.translate(WIDE, 0); ctx.scale(-1, 1); }
    draw();
    ctx.restore();
  };
  const face = { head: arabic ? '700 {}px "Noto Kufi Arabic", "Newsreader Display"' : '600 {}px "Newsreader Display"', text: arabic ? '{}px "Noto Naskh Arabic", "Newsreader Text"' : '{}px "Newsreader Text"', bold: arabic ? '700 {}px "Noto Naskh Arabic", "Newsreader Text"' : '700 {}px "Newsreader Text"' };
  const kinds = { head: arabic ? 0.82 : 1, text: arabic ? 1.05 : 1, bold: arabic ? 1.05 : 1 };
  p.write = (text, x, y, size, colour_of = ink, { font = 'text', align = 'start', width = 0 } = {}) => {
    ctx.font = face[font].replace('{}', size * kinds[font]);
    ctx.direction = arabic ? 'rtl' : 'ltr';
    ctx.textAlign = align;
    ctx.fillStyle = colour_of;
    const lines = [''];
    text.split(' ').forEach((word) => {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (width && ctx.measureText(longer).width > width) lines.push(word); else lines[lines.length - 1] = longer;
    });
    lines.forEach((line, i) => ctx.fillText(line, arabic ? WIDE - x : x, y + i * size * 1.22));
    return lines.length;
  };
  p.measure = (text, size, font = 'text') => { ctx.font = face[font].replace('{}', size * kinds[font]); return ctx.measureText(text).width; };
  p.frame = ({ title, deck, source }, light = false) => {
    p.mirrored(() => p.fill(box(EDGE, 62, 120, 12), red));
    p.write(title, EDGE, 150, 76, light ? paper : ink, { font: 'head' });
    p.write(deck, EDGE, 208, 35, light ? '#cfd8e6' : soft);
    p.write(source, EDGE, 1158, 24, light ? '#a9b5cc' : soft);
  };
  return p;
}

// Flat colour and shadow without grain: a JPEG keeps the letters sharper.
function plain(p, path, colour, dark, from, to, strength) {
  p.fill(path, colour);
  p.dim(path, dark, from, to, strength);
}

function water(p, t) {
  p.frame(t);
  const full = WIDE - 2 * EDGE, top = 290, h = 250, low = 700, split = full * 0.975;
  p.write(t.all, EDGE, top - 18, 30, ink, { font: 'bold' });
  const waves = (x, y, w, high, colour) => times(4, (i) => p.wire(times(60, (k, u) => [x + u * w, y + 60 + i * (high / 4.6) + Math.sin(u * (w / 60) + i * 2) * 7]), 4, veil(colour, 0.35)));
  p.mirrored(() => {
    p.fill(poly([[EDGE + split, top + h], [EDGE + full, top + h], [EDGE + full, low - 66], [EDGE, low - 66]]), veil(sky, 0.2));
    p.wire([[EDGE + split, top + h], [EDGE, low - 66]], 3, veil(deep, 0.5));
    p.wire([[EDGE + full, top + h], [EDGE + full, low - 66]], 3, veil(deep, 0.5));
    const sea = box(EDGE, top, split - 3, h);
    plain(p, sea, '#1d5f86', '#0b2a4c', [0, top + h], [0, top], 0.85);
    p.inside(sea, () => waves(EDGE + 470, top, split - 470, h, '#a9dcd8'));
    plain(p, box(EDGE + split + 3, top, full - split - 3, h), '#6cc0c0', '#2a8a9c', [0, top + h], [0, top], 0.6);
  });
  p.write(t.salt[0], EDGE + 44, top + 128, 118, paper, { font: 'head' });
  p.write(t.salt[1], EDGE + 48, top + 190, 44, '#dbeaf0');
  p.write(`${t.fresh}: ${t.sweet[0]}`, EDGE + full, top - 18, 34, '#1c7a8a', { font: 'bold', align: 'end' });
  p.write(t.of_fresh, EDGE, low - 18, 30, ink, { font: 'bold' });
  const shares = [0.687, 0.301, 0.012], colours = [['#dceef0', '#8fc3d2'], ['#c9935a', '#7a4a34'], ['#3f9a6c', '#1f6a50']];
  let x = EDGE;
  shares.forEach((share, i) => {
    const w = full * share - (i < 2 ? 5 : 0), from = x;
    p.mirrored(() => {
      const part = box(from, low, w, h);
      plain(p, part, ...colours[i], [0, low + h], [0, low], 0.7);
      p.inside(part, () => {
        if (i === 0) for (const [dx, s] of [[610, 130], [760, 190], [900, 120]]) { p.fill(poly([[from + dx - s, low + h], [from + dx - s * 0.3, low + h - s], [from + dx + s * 0.2, low + h - s * 0.8], [from + dx + s, low + h]]), '#f8fcfa'); p.fill(poly([[from + dx - s * 0.3, low + h - s], [from + dx + s * 0.2, low + h - s * 0.8], [from + dx + s, low + h], [from + dx + s * 0.1, low + h]]), '#a5d0da'); }
        if (i === 1) for (let k = 0; k < 90; k++) p.fill(disc(from + p.rand(0, w), low + p.rand(90, h), p.rand(3, 13), p.rand(2, 8)), veil(p.pick(['#7a4a34', '#e6bd86', '#5fb0b4']), 0.6));
      });
    });
    x += full * share;
  });
  p.write(t.parts[0][0], EDGE + 44, low + 112, 96, deep, { font: 'head' });
  p.write(t.parts[0][1], EDGE + 48, low + 168, 42, deep);
  p.write(t.parts[1][0], EDGE + full * 0.687 + 30, low + 96, 76, '#fff6e4', { font: 'head' });
  p.write(t.parts[1][1], EDGE + full * 0.687 + 32, low + 146, 38, '#fff6e4');
  p.mirrored(() => p.wire([[EDGE + full * 0.994, low + h + 6], [EDGE + full * 0.994, low + h + 38]], 3, '#1f6a50'));
  p.write(t.parts[2][0], EDGE + full, low + h + 92, 54, '#1f6a50', { font: 'head', align: 'end' });
  p.write(t.parts[2][1], EDGE + full - p.measure(t.parts[2][0], 54, 'head') - 26, low + h + 88, 36, ink, { align: 'end' });
}

function depth(p, t) {
  const level = 370, scale = 0.0655, at = (metres) => level + metres * scale;
  p.mirrored(() => {
    p.grade(box(0, level, WIDE, HIGH - level), ['#6fc0c0', '#2a85a0', '#14507c', '#0c2f5c', '#081d42', '#060f2a'], [0, level], [0, at(10935)]);
    p.dim(box(0, level, WIDE, at(200) - level + 40), '#d9f3e4', [0, level], [0, at(900)], 0.6);
    const floor = [[0, at(-840)], [150, at(-860)], [260, at(-700)], [300, at(-60)], [345, at(150)], [430, at(240)], [500, at(1800)], [560, at(3300)], [700, at(3750)], [860, at(3640)], [960, at(3800)], [1010, at(4700)], [1050, at(7400)], [1090, at(9600)], [1140, at(10850)], [1240, at(10935)], [1420, at(10935)], [1500, at(10000)], [1560, at(7000)], [1600, at(5600)]];
    const ground = poly([...trace(floor, false, 6), [WIDE, HIGH], [0, HIGH]]);
    plain(p, ground, '#8a6a58', '#2a2038', [0, HIGH - 60], [0, 330], 0.95);
    p.inside(ground, () => times(9, (i) => p.wire(trace(floor.map(([x, y]) => [x, y + 40 + i * 62])), 3, veil('#d9b08a', 0.16))));
    p.fill(poly([...trace([[0, at(-840)], [150, at(-860)], [256, at(-700)]]), [262, at(-640)], [150, at(-790)], [0, at(-770)]]), '#7f9f4f');
    const foot = at(10935), peak = foot - 8849 * scale;
    const hill = poly([[1150, foot], [1190, foot - 130], [1220, foot - 240], [1252, foot - 400], [1290, peak], [1330, foot - 420], [1364, foot - 270], [1400, foot - 140], [1440, foot]]);
    p.body(hill, '#cdd6e0', '#566a92', [1420, foot], [1250, peak + 160], 0.9);
    p.fill(poly([[1252, foot - 400], [1290, peak], [1330, foot - 420], [1310, foot - 452], [1292, foot - 414], [1276, foot - 448]]), '#ffffff');
    const rule = (metres, x0, x1) => p.wire([[x0, at(metres)], [x1, at(metres)]], 2.5, veil('#fdf6e0', 0.75));
    rule(200, 440, 1560); rule(1000, 480, 1560);
    times(22, (i) => p.wire([[590 + i * 44, at(3682)], [614 + i * 44, at(3682)]], 4, gold));
    p.at(1075, at(2992) - 4, 0.16, 74, () => {
      p.fill(smooth([[1.1, 0.02], [0.86, -0.06], [0.6, -0.24], [0.1, -0.28], [-0.3, -0.24], [-0.4, -0.34], [-0.52, -0.18], [-0.9, -0.04], [-1.3, -0.16], [-1.16, 0.04], [-1.26, 0.2], [-0.9, 0.1], [-0.2, 0.22], [0.6, 0.18], [0.9, 0.1]]), '#e6d3b8');
      p.fill(disc(0.66, -0.03, 0.035), '#0a1430');
    });
  });
  p.frame(t);
  const label = (pair, x, y, big, small, colour, options = {}) => {
    p.write(pair[0], x, y, big, colour, { font: 'head', ...options });
    p.write(pair[1], x, y + small * 1.25, small, colour, options);
  };
  label(t.land, 320, at(-840) + 2, 36, 28, ink);
  p.mirrored(() => p.wire([[262, at(-800)], [306, at(-800)]], 3, ink));
  p.write(`${t.sun[0]}  ${t.sun[1]}`, 1560, at(200) + 32, 29, '#08304c', { font: 'bold', align: 'end' });
  p.write(`${t.twilight[0]}  ${t.twilight[1]}`, 1560, at(1000) + 34, 29, '#fdf6e0', { font: 'bold', align: 'end' });
  p.write(t.whale[0], 560, at(1750), 40, '#fdf6e0', { font: 'head' });
  p.write(t.whale[1], 560, at(1750) + 34, 26, '#fdf6e0', { width: 420 });
  label(t.average, 700, at(3682) + 84, 56, 32, '#fbe6b8');
  p.write(t.everest[0], 1295, at(10935) - 120, 42, '#14264a', { font: 'head', align: 'center' });
  p.write(t.everest[1], 1295, at(10935) - 76, 27, '#14264a', { align: 'center', width: 250 });
  p.write(t.deepest[0], 1010, at(9300), 52, '#fbe6b8', { font: 'head', align: 'end' });
  p.write(t.deepest[1], 1010, at(9300) + 44, 29, '#fbe6b8', { align: 'end' });
  p.mirrored(() => p.wire([[1024, at(9300) - 12], [1140, at(10935) - 4]], 3, '#fbe6b8'));
  p.write(t.source, EDGE, 1158, 24, '#e9dcc8');
}

const au = [0.39, 0.72, 1, 1.52, 5.2, 9.58, 19.2, 30.1];
const hues = [['#b5a39a', '#5a4a50'], ['#f0cf8a', '#a86a3c'], ['#5fb0c9', '#1f4a80'], ['#e0704a', '#7a2a30'], ['#e6bd92', '#8a5038'], ['#f0d49a', '#a8783c'], ['#a5dbd8', '#3f8a9c'], ['#5f8ae0', '#22307c']];

function planet(p, i, x, y, r) {
  p.glow(x, y, r * 2.1, hues[i][0], 0.35);
  if (i === 5) { p.ctx.lineWidth = r * 0.24; p.ctx.strokeStyle = '#c9a870'; p.ctx.stroke(disc(x, y, r * 1.75, r * 0.42, -0.3)); }
  p.body(disc(x, y, r), ...hues[i], [x + r, y + r], [x - r * 0.5, y - r * 0.5], 0.95);
  if (i === 4) p.inside(disc(x, y, r), () => times(4, (k) => p.fill(box(x - r, y - r * 0.7 + k * r * 0.42, r * 2, r * 0.13), veil('#a8643c', 0.55))));
  if (i === 5) { const front = new Path2D(); front.ellipse(x, y, r * 1.75, r * 0.42, -0.3, 0.1, Math.PI - 0.1); p.ctx.strokeStyle = '#e6cc98'; p.ctx.stroke(front); }
}

function planets(p, t) {
  p.ground(['#1a2350', '#0f1638', '#0a0e28'], [0, 0], [0, HIGH]);
  for (let i = 0; i < 220; i++) p.fill(disc(p.rand(0, WIDE), p.rand(240, HIGH), p.rand(0.8, 2)), veil('#f6ecd2', p.rand(0.2, 0.7)));
  const start = 150, rows = [{ y: 470, reach: 30.1, from: 4, to: 8 }, { y: 880, reach: 1.62, from: 0, to: 4 }];
  const span = WIDE - EDGE - 50 - start;
  const spot = (row, k) => start + (au[k] / row.reach) * span;
  p.mirrored(() => rows.forEach((row, j) => {
    const zone = poly([[0, row.y - 70], [WIDE, row.y - 70], [WIDE, row.y + 72], [0, row.y + 72]]);
    p.inside(zone, () => {
      (j ? [0, 1, 2, 3] : [0, 1, 2, 3, 4, 5, 6, 7]).forEach((k) => {
        const x = spot(row, k), r = (x + 500);
        p.ctx.lineWidth = 2.5; p.ctx.strokeStyle = veil('#f6dcb0', 0.34);
        p.ctx.beginPath(); p.ctx.arc(-500, row.y, r, -0.3, 0.3); p.ctx.stroke();
      });
      p.wire([[90, row.y], [WIDE - EDGE, row.y]], 2, veil('#f6dcb0', 0.3));
    });
    p.glow(-70, row.y, 290, '#ffcf7a', 0.8);
    p.fill(disc(-70, row.y, 150), '#ffe9b0');
    if (!j) {
      p.fill(poly([[spot(row, 0) - 32, row.y + 24], [spot(row, 3) + 14, row.y + 24], [WIDE - 60, rows[1].y - 176], [60, rows[1].y - 176]]), veil('#f6dcb0', 0.09));
      [0, 1, 2, 3].forEach((k) => p.fill(disc(spot(row, k), row.y, 6), hues[k][0]));
    }
    for (let k = row.from; k < row.to; k++) planet(p, k, spot(row, k) - (k === 7 ? 10 : 0), row.y, j ? [30, 44, 46, 36][k] : [62, 54, 42, 42][k - 4]);
  }));
  p.frame(t, true);
  p.write(t.far, EDGE, rows[0].y - 168, 29, gold, { font: 'bold' });
  p.write(t.near, EDGE, rows[1].y - 168 + 26, 29, gold, { font: 'bold' });
  rows.forEach((row, j) => {
    for (let k = row.from; k < row.to; k++) {
      const x = Math.min(spot(row, k), WIDE - 110);
      p.write(t.values[k], x, row.y + (j ? 112 : 122), 46, paper, { font: 'head', align: 'center' });
      p.write(t.names[k], x, row.y + (j ? 152 : 162), 30, '#d3d9ea', { align: 'center' });
    }
  });
  p.write(t.light[0], spot(rows[1], 2), 1082, 36, gold, { font: 'head', align: 'center' });
  p.write(t.light[1], spot(rows[1], 2), 1116, 25, '#f3dcae', { align: 'center' });
  p.write(t.light_far[0], WIDE - 110 + 30, rows[0].y - 92, 36, gold, { font: 'head', align: 'end' });
  p.write(t.light_far[1], WIDE - 110 + 30, rows[0].y - 58, 25, '#f3dcae', { align: 'end' });
}

// ── speed ───────────────────────────────────────────────────────────────────────────────────────

const runner = (p, { legs, body, neck, head, tail, extra }) => {
  legs.forEach((leg) => p.line(leg, [0.12, 0.075, 0.05], ink));
  p.fill(smooth(body), ink);
  p.line(neck, [0.22, 0.13], ink);
  p.fill(smooth(head), ink);
  if (tail) p.line(tail, [0.07, 0.06, 0.05], ink);
  extra?.();
};
const marks = [
  (p) => p.at(0, 0, 0.95, 0.8, () => {
    p.fill(smooth([[0.9, 0], [0.74, -0.13], [0.4, -0.19], [-0.3, -0.15], [-0.9, -0.2], [-0.98, 0], [-0.9, 0.2], [-0.3, 0.15], [0.4, 0.19], [0.74, 0.13]]), ink);
    for (const s of [-1, 1]) p.fill(smooth([[0.46, s * 0.1], [0.36, s * 0.46], [0.12, s * 0.72], [-0.3, s * 0.74], [-1.05, s * 0.62], [-0.42, s * 0.4], [-0.08, s * 0.14]]), ink);
  }),
  (p) => swift(p, 0, 0, 0.86, -0.5, ink),
  (p) => runner(p, { legs: [[[0.5, 0], [0.86, 0.14], [1.1, 0.34]], [[0.44, 0], [0.72, 0.22], [0.9, 0.44]], [[-0.6, 0], [-0.86, 0.2], [-1.14, 0.36]], [[-0.54, 0], [-0.68, 0.26], [-0.96, 0.46]]], body: [[0.62, -0.24], [0.1, -0.2], [-0.4, -0.28], [-0.72, -0.16], [-0.66, 0.1], [-0.1, 0.02], [0.4, 0.16], [0.66, 0.04]], neck: [[0.56, -0.12], [0.8, -0.28]], head: [[0.74, -0.36], [0.88, -0.42], [1.04, -0.28], [0.98, -0.2], [0.8, -0.2]], tail: [[-0.66, -0.14], [-1.0, -0.2], [-1.3, -0.44]] }),
  (p) => runner(p, { legs: [[[0.46, 0.04], [0.76, 0.1], [0.98, 0.36]], [[0.4, 0.04], [0.6, 0.28], [0.5, 0.5]], [[-0.5, 0], [-0.8, 0.22], [-1.02, 0.4]], [[-0.44, 0], [-0.52, 0.3], [-0.76, 0.5]]], body: [[0.56, -0.26], [0, -0.26], [-0.46, -0.3], [-0.66, -0.14], [-0.56, 0.12], [0, 0.14], [0.44, 0.16], [0.62, -0.04]], neck: [[0.5, -0.12], [0.74, -0.48]], head: [[0.64, -0.62], [0.78, -0.64], [1.02, -0.46], [0.98, -0.38], [0.74, -0.44]], extra: () => { p.line([[0.7, -0.6], [0.66, -0.86], [0.76, -0.98]], [0.07, 0.05, 0.03], ink); p.line([[0.7, -0.8], [0.8, -0.84]], [0.04, 0.03], ink); } }),
  (p) => {
    for (const leg of [[[0.05, 0.1], [0.34, 0.28], [0.22, 0.56], [0.36, 0.6]], [[-0.1, 0.1], [-0.1, 0.36], [-0.5, 0.46], [-0.58, 0.38]]]) p.line(leg, [0.14, 0.07, 0.05, 0.04], ink);
    p.fill(smooth([[0.4, -0.2], [0.1, -0.36], [-0.4, -0.3], [-0.74, -0.36], [-0.66, -0.02], [-0.3, 0.18], [0.16, 0.18], [0.42, 0.02]]), ink);
    p.line([[0.34, -0.1], [0.56, -0.36], [0.5, -0.72], [0.58, -0.9]], [0.16, 0.07, 0.06, 0.06], ink);
    p.fill(smooth([[0.5, -0.96], [0.6, -1.0], [0.84, -0.9], [0.62, -0.84]]), ink);
  },
  (p) => person(p, -0.05, 0.66, 1.5, poses.run, { skin: ink, shirt: ink, trousers: ink }),
];

function speed(p, t) {
  p.frame(t);
  const values = [320, 111, 100, 88, 70, 44], colours = [red, '#e07a3c', gold, '#8fa850', '#3f9a8c', '#2f6f9a'];
  const from = 290, most = WIDE - EDGE - from, top = 268, step = 143;
  values.forEach((value, i) => {
    const y = top + i * step, w = (value / 320) * most;
    p.mirrored(() => {
      p.at(178, y + 58, 0, 70, () => marks[i](p));
      const bar = i ? box(from, y + 46, w, 58) : poly([[from, y + 46], [from + w - 34, y + 46], [from + w, y + 75], [from + w - 34, y + 104], [from, y + 104]]);
      plain(p, bar, colours[i], mix(colours[i], ink, 0.55), [from, 0], [from + w, 0], 0.6);
      p.wire([[from, y + 40], [from, y + 110]], 5, ink);
    });
    p.write(t.rows[i][1], from + 16, y + 30, 37, ink, { font: 'head' });
    p.write(t.rows[i][2], from + 16 + p.measure(t.rows[i][1], 37, 'head') + 22, y + 30, 29, soft);
    const inside = i === 0;
    p.write(t.rows[i][0], inside ? from + w - 56 : from + w + 20, y + 92, 48, inside ? paper : ink, { font: 'head', align: inside ? 'end' : 'start' });
  });
}

const drawings = { water, depth, planets, speed };

export const charts = Object.fromEntries(Object.keys(drawings).flatMap((kind) => Object.keys(texts).map((language) => [`${kind}-${language}`, [kind, language]])));

export async function chart_draw(name) {
  const [kind, language] = charts[name], words = texts[language][kind];
  const faces = ['600 40px "Newsreader Display"', '400 40px "Newsreader Text"', '700 40px "Newsreader Text"', '700 40px "Noto Kufi Arabic"', '400 40px "Noto Naskh Arabic"', '700 40px "Noto Naskh Arabic"'];
  await Promise.all(faces.map((face) => document.fonts.load(face, `${JSON.stringify(words)} 0123456789.,:%()`)));
  await document.fonts.ready;
  const p = sheet(name, language);
  drawings[kind](p, words);
  return p.ctx.canvas;
}

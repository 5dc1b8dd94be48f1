// parts: what several pictures show. Each is told where, how large and in which colours; the
// painter comes first.

import { W, H, TAU, lerp, times, mix, veil, poly, disc, box, smooth, ridge, below, join, wander } from './paint.js';

// ── sky ─────────────────────────────────────────────────────────────────────────────────────────

export function sun(p, x, y, r, colour, glow, reach = 3.2) {
  p.glow(x, y, r * reach, glow, 0.75);
  p.fill(disc(x, y, r), colour);
  p.shade(disc(x, y, r), glow, [x, y + r], [x, y - r * 0.6], 0.7);
}

export function moon(p, x, y, r, colour, dark, glow) {
  p.glow(x, y, r * 2.6, glow, 0.5);
  const face = disc(x, y, r);
  p.fill(face, colour);
  p.inside(face, () => {
    const seas = [[-0.35, -0.3, 0.34], [0.12, -0.42, 0.22], [-0.1, 0.16, 0.3], [0.38, 0.02, 0.2], [0.2, 0.52, 0.16], [-0.5, 0.4, 0.16]].map(([dx, dy, s]) => smooth(times(8, (i) => [x + dx * r + Math.cos((i / 8) * TAU) * s * r * p.rand(0.8, 1.2), y + dy * r + Math.sin((i / 8) * TAU) * s * r * p.rand(0.7, 1.1)])));
    p.fill(join(...seas), veil(dark, 0.28));
  });
  p.rim(face, dark, x - r * 0.35, y - r * 0.35, r * 0.7, r * 1.5, 0.8);
}

export function stars(p, n, colour, depth = H * 0.8, size = 1) {
  for (let i = 0; i < n; i++) {
    const big = p.random() ** 6;
    const [x, y] = [p.rand(0, W), p.rand(0, depth)];
    p.fill(disc(x, y, (1.1 + big * 3) * size), veil(colour, 0.45 + 0.55 * p.random()));
    if (big > 0.75) p.glow(x, y, 22 * size, colour, 0.5);
  }
}

export function milky_way(p, points, width, colours) {
  const [haze, bright, dark] = colours;
  const along = (t) => {
    const u = t * (points.length - 1), k = Math.min(points.length - 2, Math.floor(u));
    return [0, 1].map((c) => lerp(points[k][c], points[k + 1][c], u - k));
  };
  points.forEach(([x, y]) => p.glow(x, y, width * 1.25, haze, 0.5));
  for (let i = 0; i < 26; i++) {
    const [x, y] = along(p.random());
    p.glow(x + p.rand(-0.3, 0.3) * width, y + p.rand(-0.3, 0.3) * width, width * p.rand(0.3, 0.8), bright, 0.3);
  }
  for (let i = 0; i < 900; i++) {
    const [x, y] = along(p.random()), spread = (p.random() + p.random() + p.random() - 1.5) * width * 0.9;
    p.fill(disc(x + spread, y + spread * 0.5 + p.rand(-width, width) * 0.2, p.rand(0.8, 2)), veil(bright, p.rand(0.3, 0.9)));
  }
  const [[ax, ay], [bx, by]] = [along(0.4), along(0.6)];
  for (let i = 0; i < 30; i++) {
    const [x, y] = along(p.rand(0.06, 0.8)), r = width * p.rand(0.14, 0.36);
    p.at(x + p.rand(-0.12, 0.12) * width, y + p.rand(-0.12, 0.12) * width, Math.atan2(by - ay, bx - ax) + p.rand(-0.4, 0.4), [r * 2.2, r * 0.7], () => p.halo(disc(0, 0, 1), dark, 0, 0, 0, 1, 0.5));
  }
}

export function cloud(p, x, y, w, h, colour, dark, light) {
  const n = 9;
  const top = times(n, (i, t) => [x - w / 2 + w * t, y - Math.sin(t * Math.PI) ** 0.8 * h * p.rand(0.55, 1.1)]);
  const puffs = top.slice(1, -1).map(([cx, cy]) => disc(cx, cy + h * 0.3, w / n * p.rand(0.9, 1.25), h * p.rand(0.35, 0.5)));
  const path = join(poly([...top, [x + w / 2, y], [x - w / 2, y]]), ...puffs);
  const whole = new Path2D();
  whole.addPath(path);
  p.inside(box(x - w, y - h * 3, w * 2, h * 3 + 0.5), () => {
    p.fill(whole, colour);
    p.shade(whole, dark, [x, y], [x, y - h * 0.9], 0.85);
    if (light) p.shade(whole, light, [x - w * 0.2, y - h * 1.3], [x, y - h * 0.3], 0.9);
  });
}

// A bank of cloud: long flat lenses, one on another.
export function streaks(p, n, y0, y1, colour, width = 700) {
  for (let i = 0; i < n; i++) {
    const [x, y, w] = [p.rand(-100, W + 100), p.rand(y0, y1), p.rand(width * 0.4, width)];
    const h = p.rand(8, 22);
    p.fill(smooth([[x - w / 2, y], [x - w * 0.2, y - h * 0.6], [x + w * 0.1, y - h], [x + w / 2, y], [x + w * 0.15, y + h * 0.5], [x - w * 0.2, y + h * 0.4]]), veil(colour, p.rand(0.25, 0.7)));
  }
}

// A bird far away: two strokes.
export function gull(p, x, y, size, colour, lift = 0.35, turn = 0) {
  p.at(x, y, turn, size, () => {
    const path = poly([[-1, -lift], [-0.45, -lift * 1.1], [0, 0], [0.45, -lift * 1.1], [1, -lift], [0.45, -lift * 0.75], [0, 0.2], [-0.45, -lift * 0.75]]);
    p.fill(path, colour);
  });
}

// A swift: a sickle with a body. Facing right; size is half the span.
export function swift(p, x, y, size, turn, colour, dark, light) {
  p.at(x, y, turn, size, () => {
    const wings = smooth([[0.12, -0.02], [0.1, -0.3], [-0.12, -0.72], [-0.62, -1.12], [-0.3, -0.7], [-0.17, -0.3], [-0.24, 0],
      [-0.17, 0.3], [-0.3, 0.7], [-0.62, 1.12], [-0.12, 0.72], [0.1, 0.3]]);
    const body = smooth([[0.46, 0], [0.4, -0.075], [0.2, -0.12], [-0.15, -0.1], [-0.45, -0.06], [-0.82, -0.15], [-0.62, 0], [-0.82, 0.15], [-0.45, 0.06], [-0.15, 0.1], [0.2, 0.12], [0.4, 0.075]]);
    p.fill(wings, colour);
    if (dark) {
      p.shade(wings, dark, [0.14, 0], [-0.25, 0], 0.9);
      if (light) {
        p.shade(wings, light, [-0.75, -1.1], [-0.1, -0.3], 0.75);
        p.inside(wings, () => {
          for (const side of [-1, 1]) for (let i = 0; i < 7; i++) p.wire([[-0.02 - i * 0.06, side * (0.3 + i * 0.1)], [-0.4 - i * 0.05, side * (0.22 + i * 0.115)]], 0.011, veil(dark, 0.55));
        });
      }
    }
    p.fill(body, colour);
    if (dark) p.shade(body, dark, [-0.2, 0.13], [0, -0.06], 0.8);
    if (light) {
      p.fill(smooth([[0.44, 0], [0.36, -0.06], [0.29, 0], [0.36, 0.06]]), light);
      p.fill(disc(0.385, -0.045, 0.016), dark);
    }
  });
}

// ── land ────────────────────────────────────────────────────────────────────────────────────────

// Hills one behind another, from the far colour to the near.
export function hills(p, n, top, bottom, far, near, { height = 60, pace = 300, shadow, octaves = 3, seed = 1 } = {}) {
  times(n, (i, t) => {
    const y = lerp(top, bottom, t), colour = mix(far, near, t);
    const line = ridge(y, height * (0.7 + 0.6 * t), pace * (0.8 + 0.5 * t), seed + i * 11, -20, W + 20, octaves);
    const land = below(line);
    p.fill(land, colour);
    p.shade(land, shadow ?? mix(colour, '#0a1020', 0.5), [0, y + height * 3 + 120], [0, y - height * 0.4], 0.55);
  });
}

// A mountain with a lit side, a dark side and snow.
export function mountain(p, x, y, w, h, colour, dark, snow) {
  const left = times(9, (i, t) => [x - w / 2 + (w / 2) * t + wander(i * 1.3 + x, 4, 2) * w * 0.02, y - h * t ** 1.15 + wander(i * 2 + x, 9, 2) * h * 0.05]);
  const right = times(9, (i, t) => [x + (w / 2) * t + wander(i * 1.7 + x, 6, 2) * w * 0.02, y - h * (1 - t) ** 1.1 + (i ? wander(i * 2.2 + x, 2, 2) * h * 0.05 : 0)]);
  const peak = [x, y - h];
  left[8] = right[0] = peak;
  const spine = times(10, (i, t) => [x + wander(i * 0.9 + x, 8, 2) * w * 0.1 * t + w * 0.06 * t, y - h * (1 - t)]);
  const whole = poly([...left, ...right]);
  p.fill(whole, colour);
  const shady = poly([...spine, [x + w / 2, y], ...right.slice().reverse()]);
  p.fill(shady, dark);
  p.shade(shady, colour, [x, y], [x, y - h], 0.5);
  if (!snow) return;
  const cap = times(13, (i, t) => [lerp(x - w * 0.24, x + w * 0.22, t), y - h * (0.62 + (i % 2 ? 0.12 : -0.03) + wander(i + x, 3, 2) * 0.05)]);
  p.inside(whole, () => {
    const white = poly([...cap, [x + w * 0.3, y - h * 1.1], [x - w * 0.3, y - h * 1.1]]);
    p.fill(white, snow);
    p.inside(shady, () => p.fill(white, mix(snow, dark, 0.45)));
  });
}

export function dune(p, crest, colour, dark, light) {
  const land = below(crest);
  p.fill(land, colour);
  if (light) p.shade(land, light, crest[Math.floor(crest.length * 0.3)], [crest[60][0] + 120, crest[60][1] + 320], 0.7);
  p.shade(land, dark, [W / 2, H + 60], [W / 2, H - 320], 0.55);
}

// ── plants ──────────────────────────────────────────────────────────────────────────────────────

// A round tree made of tufts, light from the upper left.
export function tree(p, x, y, size, colour, dark, trunk, light) {
  p.line([[x, y], [x + size * 0.03, y - size * 0.35], [x, y - size * 0.7]], [size * 0.11, size * 0.07, size * 0.04], trunk);
  const tufts = times(11, (i) => {
    const a = (i / 11) * TAU, r = i % 2 ? 0.27 : 0.36;
    return disc(x + Math.cos(a) * size * r, y - size * 0.82 + Math.sin(a) * size * r * 0.8, size * p.rand(0.15, 0.24));
  });
  const crown = join(disc(x, y - size * 0.82, size * 0.38, size * 0.34), ...tufts);
  p.fill(crown, colour);
  p.halo(crown, dark, x + size * 0.3, y - size * 0.45, 0, size * 0.8, 0.95);
  if (light) p.halo(crown, light, x - size * 0.28, y - size * 1.08, 0, size * 0.55, 0.85);
}

// An acacia: a flat crown on forked branches.
export function acacia(p, x, y, size, colour, dark, trunk, light) {
  const top = y - size;
  for (const [dx, bend] of [[-0.42, -0.1], [-0.15, 0.03], [0.18, 0], [0.45, 0.1]]) {
    p.line([[x, y], [x + size * bend * 0.4, y - size * 0.42], [x + size * dx, top + size * 0.1]], [size * 0.075, size * 0.05, size * 0.018], trunk);
  }
  const pads = [[-0.36, 0.03, 0.4], [0.34, 0.05, 0.42], [-0.02, -0.1, 0.5], [0.1, 0.06, 0.46]];
  const crown = join(...pads.map(([dx, dy, w]) => {
    const [cx, cy] = [x + dx * size, top + dy * size];
    return smooth(times(14, (i) => {
      const a = (i / 14) * TAU;
      return [cx + Math.cos(a) * size * w * p.rand(0.92, 1.08), cy + Math.sin(a) * size * (Math.sin(a) > 0 ? 0.055 : 0.13) * p.rand(0.8, 1.2)];
    }));
  }));
  p.fill(crown, colour);
  p.shade(crown, dark, [x, top + size * 0.16], [x, top - size * 0.1], 0.9);
  if (light) p.shade(crown, light, [x - size * 0.3, top - size * 0.24], [x, top], 0.8);
}

export function leaf(p, x, y, length, turn, colour, dark, width = 0.2) {
  p.at(x, y, turn, length, () => {
    const path = smooth([[0, 0], [0.3, -width], [0.7, -width * 0.8], [1, 0], [0.7, width * 0.8], [0.3, width]]);
    p.fill(path, colour);
    if (dark) {
      p.fill(smooth([[0, 0], [0.5, 0.015], [1, 0], [0.7, width * 0.8], [0.3, width]]), veil(dark, 0.5));
    }
  });
}

export function grass(p, n, y0, y1, colours, height = 40, from = 0, to = W) {
  for (let i = 0; i < n; i++) {
    const [x, y] = [p.rand(from, to), lerp(y0, y1, i / n)];
    const h = height * p.rand(0.5, 1.2), lean = p.rand(-0.5, 0.5) * h;
    p.line([[x, y], [x + lean * 0.3, y - h * 0.6], [x + lean, y - h]], [4, 3, 0.8], p.pick(colours));
  }
}

// ── sea ─────────────────────────────────────────────────────────────────────────────────────────

export function sea(p, y, colours) {
  p.grade(box(-10, y, W + 20, H - y + 10), colours, [0, y], [0, H]);
}

// Glitter: short strokes that grow and part towards us; narrow under the light at x.
export function glitter(p, x, y0, y1, colour, n = 90, spread0 = 30, spread1 = 300) {
  for (let i = 0; i < n; i++) {
    const t = (i / n) ** 1.2, y = lerp(y0 + 4, y1, t);
    const cx = x + (p.random() + p.random() - 1) * lerp(spread0, spread1, t), w = lerp(14, 130, t) * p.rand(0.4, 1.2), h = lerp(1.6, 7, t);
    p.fill(smooth([[cx - w, y], [cx, y - h], [cx + w, y], [cx, y + h]]), veil(colour, p.rand(0.35, 0.95)));
  }
}

export function wave_lines(p, y0, y1, colour, n = 60) {
  for (let i = 0; i < n; i++) {
    const t = p.random() ** 0.8, y = lerp(y0, y1, t), x = p.rand(0, W), w = lerp(20, 170, t), h = lerp(1.2, 6, t);
    p.fill(smooth([[x - w, y], [x - w * 0.3, y - h], [x + w * 0.4, y - h * 0.3], [x + w, y], [x + w * 0.2, y + h * 0.4]]), veil(colour, p.rand(0.2, 0.6)));
  }
}

export function rays(p, x, y, n, colour, length = H, spread = 0.9) {
  times(n, (i, t) => {
    const a = Math.PI / 2 + lerp(-spread, spread, t) + p.rand(-0.05, 0.05), w = p.rand(0.02, 0.07);
    const far = (k) => [x + Math.cos(a + k) * length, y + Math.sin(a + k) * length];
    p.shade(poly([[x - 8, y], [x + 8, y], far(-w), far(w)]), colour, [x, y], [x, y + length], 0.34);
  });
}

export function fish(p, x, y, size, turn, colour, dark, flip = 1) {
  p.at(x, y, turn, [size * flip, size], () => {
    const path = join(smooth([[1, 0.02], [0.6, -0.22], [0.05, -0.3], [-0.5, -0.12], [-0.75, 0], [-0.5, 0.12], [0.05, 0.28], [0.6, 0.2]]),
      smooth([[-0.6, 0], [-1.05, -0.32], [-0.92, 0], [-1.05, 0.32]]));
    p.fill(path, colour);
    if (dark) {
      p.shade(path, dark, [0, -0.34], [0, 0.1], 0.9);
      p.fill(disc(0.68, -0.05, 0.045), dark);
    }
  });
}

export function bubbles(p, n, x, y0, y1, spread, colour) {
  for (let i = 0; i < n; i++) {
    const r = p.rand(2, 9);
    const [bx, by] = [x + p.rand(-spread, spread), p.rand(y0, y1)];
    p.fill(disc(bx, by, r), veil(colour, 0.35));
    p.fill(disc(bx - r * 0.3, by - r * 0.3, r * 0.3), veil(colour, 0.9));
  }
}

// ── people and what they make ───────────────────────────────────────────────────────────────────

// A person from joints, in units of their height: head, neck, hip, then two arms and two legs of
// three joints each. Facing either way, walking, running, leaping: it is all in the joints.
export function person(p, x, y, size, pose, { skin, shirt, trousers, shorts, shoe = trousers, hair = skin, flip = 1, turn = 0 }) {
  p.at(x, y, turn, [size * flip, size], () => {
    const far = (colour) => mix(colour, '#101420', 0.3);
    const leg = (j, c) => {
      p.line(j.slice(0, 3), [0.115, 0.085, 0.05], c(shorts ? skin : trousers));
      if (shorts) p.line([j[0], [lerp(j[0][0], j[1][0], 0.62), lerp(j[0][1], j[1][1], 0.62)]], [0.135, 0.125], c(shorts));
      p.line([j[2], [j[2][0] + 0.075 * (j[3] ?? 1), j[2][1] + 0.012]], [0.05, 0.03], c(shoe));
    };
    const arm = (j, c) => {
      p.line(j, [0.06, 0.05, 0.035], c(skin));
      p.line([j[0], [lerp(j[0][0], j[1][0], 0.6), lerp(j[0][1], j[1][1], 0.6)]], [0.075, 0.065], c(shirt));
    };
    arm(pose.arm2, far);
    leg(pose.leg2, far);
    leg(pose.leg1, (c) => c);
    p.line([pose.neck, [lerp(pose.neck[0], pose.hip[0], 0.5), lerp(pose.neck[1], pose.hip[1], 0.5)], pose.hip], [0.13, 0.15, 0.125], shirt);
    p.line([pose.neck, pose.head], [0.055, 0.055], skin);
    p.fill(disc(...pose.head, 0.062, 0.072), skin);
    p.fill(smooth([[pose.head[0] + 0.04, pose.head[1] - 0.06], [pose.head[0] - 0.02, pose.head[1] - 0.088], [pose.head[0] - 0.075, pose.head[1] - 0.03], [pose.head[0] - 0.055, pose.head[1] + 0.035], [pose.head[0] - 0.02, pose.head[1] - 0.02]]), hair);
    arm(pose.arm1, (c) => c);
  });
}

export const poses = {
  run: {
    head: [0.1, -0.93], neck: [0.06, -0.8], hip: [-0.02, -0.5],
    arm1: [[0.04, -0.77], [-0.13, -0.62], [-0.02, -0.52]], arm2: [[0.06, -0.77], [0.17, -0.62], [0.27, -0.72]],
    leg1: [[-0.01, -0.5], [0.2, -0.38], [0.1, -0.14]], leg2: [[-0.03, -0.5], [-0.1, -0.24], [-0.34, -0.2], 0.4],
  },
  stride: {
    head: [0.09, -0.93], neck: [0.05, -0.8], hip: [0, -0.5],
    arm1: [[0.03, -0.77], [0.13, -0.6], [0.24, -0.68]], arm2: [[0.05, -0.77], [-0.13, -0.64], [-0.06, -0.5]],
    leg1: [[0, -0.5], [-0.02, -0.25], [-0.24, -0.08], 0.5], leg2: [[0, -0.5], [0.22, -0.36], [0.3, -0.1]],
  },
  walk: {
    head: [0.03, -0.94], neck: [0.01, -0.81], hip: [0, -0.5],
    arm1: [[0, -0.77], [-0.07, -0.62], [-0.05, -0.46]], arm2: [[0.01, -0.77], [0.08, -0.62], [0.13, -0.48]],
    leg1: [[0, -0.5], [0.08, -0.26], [0.14, -0.03]], leg2: [[0, -0.5], [-0.04, -0.25], [-0.16, -0.05]],
  },
  stand: {
    head: [0.02, -0.94], neck: [0, -0.81], hip: [0, -0.5],
    arm1: [[0, -0.77], [-0.04, -0.6], [0.02, -0.46]], arm2: [[0, -0.77], [0.06, -0.62], [0.08, -0.48]],
    leg1: [[0, -0.5], [0.02, -0.26], [0.03, -0.02]], leg2: [[0, -0.5], [-0.04, -0.26], [-0.05, -0.02]],
  },
  bend: {
    head: [0.34, -0.62], neck: [0.23, -0.58], hip: [-0.06, -0.48],
    arm1: [[0.19, -0.56], [0.26, -0.36], [0.36, -0.2]], arm2: [[0.21, -0.56], [0.32, -0.38], [0.42, -0.24]],
    leg1: [[-0.06, -0.48], [0.06, -0.26], [-0.02, -0.02]], leg2: [[-0.06, -0.48], [-0.1, -0.25], [-0.14, -0.02]],
  },
  sit: {
    head: [0.02, -0.58], neck: [-0.02, -0.45], hip: [-0.06, -0.14],
    arm1: [[-0.02, -0.42], [0.08, -0.27], [0.2, -0.24]], arm2: [[0, -0.42], [0.12, -0.28], [0.22, -0.26]],
    leg1: [[-0.06, -0.12], [0.2, -0.26], [0.28, -0.03]], leg2: [[-0.06, -0.1], [0.16, -0.22], [0.22, -0.02]],
  },
};

export function house(p, x, y, w, h, wall, roof, pane, { floors = 2, bays = 3, flat = false } = {}) {
  const front = box(x, y - h, w, h);
  p.body(front, wall, mix(wall, '#141828', 0.6), [x + w, y], [x, y - h], 0.6);
  if (!flat) p.fill(poly([[x - w * 0.05, y - h], [x + w / 2, y - h - w * 0.4], [x + w * 1.05, y - h]]), roof);
  times(floors, (i) => times(bays, (k) => p.fill(box(x + w * (k + 0.3) / bays, y - h + h * (i + 0.25) / floors, w * 0.4 / bays, h * 0.45 / floors), typeof pane === 'function' ? pane() : pane)));
}

// A book from the side, lying open: two wings of pages.
export function open_book(p, x, y, w, colour, page, dark) {
  const h = w * 0.12;
  p.fill(poly([[x - w / 2, y + h * 0.3], [x, y + h * 0.9], [x + w / 2, y + h * 0.3], [x + w / 2, y + h * 0.62], [x, y + h * 1.25], [x - w / 2, y + h * 0.62]]), colour);
  for (const side of [-1, 1]) {
    const wing = smooth([[x, y + h * 0.95], [x, y], [x + side * w * 0.16, y - h * 0.75], [x + side * w * 0.48, y - h * 0.35], [x + side * w * 0.48, y + h * 0.4], [x + side * w * 0.18, y + h * 0.2]]);
    p.fill(wing, page);
    p.shade(wing, dark, [x, y], [x + side * w * 0.25, y], 0.75);
  }
}

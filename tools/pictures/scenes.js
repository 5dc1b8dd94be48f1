// scenes: every picture by name.

import * as air from './scenes/air.js';
import * as water from './scenes/water.js';
import * as land from './scenes/land.js';
import * as people from './scenes/people.js';
import * as letters from './scenes/letters.js';

const named = (module) => Object.entries(module).map(([name, draw]) => [name.replaceAll('_', '-'), draw]);

export const scenes = Object.fromEntries([air, water, land, people, letters].flatMap(named));

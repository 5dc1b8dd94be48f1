// scenes: every picture by name.

import * as air from './scenes/air.js';
import * as water from './scenes/water.js';
import * as land from './scenes/land.js';
import * as plains from './scenes/plains.js';
import * as fields from './scenes/fields.js';
import * as people from './scenes/people.js';
import * as rooms from './scenes/rooms.js';
import * as letters from './scenes/letters.js';
import * as dossiers from './scenes/dossiers.js';

const named = (module) => Object.entries(module).map(([name, draw]) => [name.replaceAll('_', '-'), draw]);

export const scenes = Object.fromEntries([air, water, land, plains, fields, people, rooms, letters, dossiers].flatMap(named));

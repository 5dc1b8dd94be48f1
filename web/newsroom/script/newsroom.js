// newsroom: what the script adds to screens that work without it. Each module looks for its own
// elements and does nothing where there are none.

import { keys_start } from './keys.js';

document.documentElement.classList.add('js');
keys_start();

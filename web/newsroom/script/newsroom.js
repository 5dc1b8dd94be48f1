// newsroom: what the script adds to screens that work without it. Each module looks for its own
// elements and does nothing where there are none.

import { account_start } from './account.js';
import { count_start } from './count.js';
import { flash_start } from './flash.js';
import { fresh_start } from './fresh.js';
import { keys_start } from './keys.js';
import { menu_start } from './menu.js';
import { pictures_start } from './pictures.js';
import { story_start } from './story.js';

document.documentElement.classList.add('js');
for (const start of [keys_start, account_start, count_start, menu_start, flash_start, fresh_start, story_start, pictures_start]) start();

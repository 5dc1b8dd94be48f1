// reader: everything the reader's pages do with a script. A page is complete without it.
//
// Each part finds its own elements, so one file serves every kind of page. Loaded as a module only:
// a browser too old for that gets the plain page.

import { bar_start } from './bar.js';
import { count_start } from './count.js';
import { live_start } from './live.js';
import { menu_start } from './menu.js';
import { reel_start } from './reel.js';
import { share_start } from './share.js';
import { theme_start } from './theme.js';
import { ticker_start } from './ticker.js';
import { time_start } from './time.js';

document.documentElement.classList.add('js');
for (const start of [theme_start, bar_start, ticker_start, menu_start, time_start, share_start, reel_start, count_start, live_start])
  start();

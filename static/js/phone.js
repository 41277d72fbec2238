// A young person's page. Everything here makes a page better that already works without it.

import { live } from './live.js';
import { answers } from './answer.js';
import { ranking } from './rank.js';
import { reading } from './read.js';
import { leaving } from './leave.js';

document.documentElement.classList.add('js');
leaving();
answers(live());
ranking();
reading();

// The page's shell opens without signal; only pages of sessions and surveys are kept.
if (navigator.serviceWorker && /^\/s\//.test(location.pathname)) {
  navigator.serviceWorker.register('/sw.js', { scope: '/s/' }).catch(function () { });
}

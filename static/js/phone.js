// A young person's page. Everything here makes a page better that already works without it.

import { live } from './live.js';
import { answers } from './answer.js';
import { needs } from './needs.js';
import { passes } from './passes.js';
import { reading } from './read.js';
import { signalling } from './signal.js';
import { leaving } from './leave.js';

document.documentElement.classList.add('js');
leaving();
answers(live());
needs();
passes();
reading();
signalling();

// The page's shell opens without signal; only pages of sessions and surveys are kept, and the
// worker is fetched once somebody has a seat, so that the first load is spared it.
if (navigator.serviceWorker && document.querySelector('main[data-seat]')) {
  navigator.serviceWorker.register('/sw.js', { scope: '/s/' }).catch(function () { });
}

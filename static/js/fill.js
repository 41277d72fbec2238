// Pages of answering a survey. Everything here makes a page better that works without it; nothing
// leaves the phone before Send.

import { reading } from './read.js';
import { leaving } from './leave.js';
import { helping } from './helping.js';
import { filling, goOn } from './filling.js';

document.documentElement.classList.add('js');
leaving();
helping();
reading();
filling();
document.addEventListener('cairn:newer', function (event) { goOn(event.target.getAttribute('data-fill'), event.detail).catch(function () { location.reload(); }); });

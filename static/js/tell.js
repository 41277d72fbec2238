// Pages of telling and coming back. Everything here makes a page better that works without it;
// nothing typed leaves the phone before Send.

import { reading } from './read.js';
import { leaving } from './leave.js';
import { steps } from './steps.js';
import { telling } from './telling.js';
import { helping } from './helping.js';
import { keeping } from './keeping.js';
import { picking } from './picking.js';

document.documentElement.classList.add('js');
leaving();
helping();
steps();
keeping();
telling();
picking();
reading();

// The co-chair's phone, and "Check the room": pages of a phone that ask no question.

import { live } from './live.js';
import { staying } from './stay.js';
import { checking } from './check.js';
import { leaving } from './leave.js';

document.documentElement.classList.add('js');
leaving();
staying(live());
checking();

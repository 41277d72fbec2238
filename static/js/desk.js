// The control desk.

import { live } from './live.js';
import { stones } from './stones.js';
import { keys } from './keys.js';
import { queue } from './queue.js';
import { reorder } from './reorder.js';
import { charts } from './charts.js';
import { folding } from './fold.js';
import { countdown } from './countdown.js';
import { staying } from './stay.js';
import { firstError } from './forms.js';

document.documentElement.classList.add('js');
folding();
const line = live();
if (line) line.onFrame = stones;
queue();
keys();
reorder();
charts();
countdown();
staying(line);
firstError();

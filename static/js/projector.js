// The projector: what the desk says, on the wall. It announces nothing and never scrolls.

import { live } from './live.js';
import { stones } from './stones.js';
import { keys } from './keys.js';
import { fit } from './fit.js';
import { wall } from './wall.js';

document.documentElement.classList.add('js');
const line = live();
if (line) line.onFrame = stones;
keys();
fit();
wall();

// Staff pages: keys, agenda order, charts as pictures and tables to copy.

import { live } from './live.js';
import { keys } from './keys.js';
import { reorder } from './reorder.js';
import { arranging } from './arrange.js';
import { charts } from './charts.js';
import { firstError } from './forms.js';
import { paged } from './paged.js';
import { quotes } from './quote.js';
import { reading } from './reading.js';

document.documentElement.classList.add('js');
live();
keys();
reorder();
arranging();
charts();
firstError();
paged();
quotes();
reading();

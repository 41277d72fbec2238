// Putting in order, less and more: fetched by the questions that need it (needs.js), so that no
// other page of a phone pays for it. Until it is there such a question is answered as without a script.

import { ranking } from './rank.js';
import { stepping } from './stepping.js';

document.documentElement.classList.add('kinds');
ranking();
stepping();
function show() { document.querySelectorAll('[data-needs] .js-only').forEach(function (e) { e.hidden = false; }); }
document.addEventListener('cairn:main', show);
show();

// What steps through the questions of a survey, once they are there. It comes after the first page,
// so that the first load is spared it.

import { swapMain } from './part.js';
import { ranking } from './rank.js';
import { stepping as numbers } from './stepping.js';
import { fillAnswer } from './fillform.js';
import { stepping } from './fillsteps.js';

ranking();
numbers();
document.addEventListener('cairn:questions', function (event) {
  const fresh = event.detail.fresh, form = event.detail.form, draft = event.detail.draft;
  form.places.forEach(function (p) {
    if (draft.answers[p.q]) fillAnswer(fresh.querySelector('[data-place="' + p.id + '"]'), p, draft.answers[p.q]);
  });
  draft.pair.forEach(function (value, i) { const f = fresh.querySelector('[name="pair-' + i + '"]'); if (f) f.value = value; });
  stepping(swapMain(fresh), event.detail.slug, form, draft);
});

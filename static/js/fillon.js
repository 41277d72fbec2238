// What steps through the questions of a survey, once they are there. It comes after the first page,
// so that the first load is spared it.

import { swapMain } from './part.js';
import { needs } from './needs.js';
import { fillAnswer } from './fillform.js';
import { stepping } from './fillsteps.js';

needs();
document.addEventListener('cairn:questions', function (event) {
  const work = event.detail, fresh = work.fresh, form = work.form, draft = work.draft;
  form.places.forEach(function (p) {
    if (draft.answers[p.q]) fillAnswer(fresh.querySelector('[data-place="' + p.id + '"]'), p, draft.answers[p.q]);
  });
  draft.pair.forEach(function (value, i) { const f = fresh.querySelector('[name="pair-' + i + '"]'); if (f) f.value = value; });
  work.main = swapMain(fresh);
  stepping(work);
});

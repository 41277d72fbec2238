// One question at a time, the phone's own Back included: the address after # says which.

import { path, branches } from './rules.js';
import { readAnswer, passesApart } from './fillform.js';
import { sending } from './fillsend.js';

// stepping begins on a page with all questions. work has main; form, what the server says of it; draft, what
// was answered so far; and keep and drop, which write the draft down and forget it.
export function stepping(work) {
  const main = work.main, form = work.form, draft = work.draft;
  const frm = main.querySelector('[data-steps-form]'), nav = main.querySelector('[data-nav]'), wrong = main.querySelector('[data-wrong]');
  const next = nav.querySelector('[data-next]'), back = nav.querySelector('[data-back]'), progress = main.querySelector('[data-progress]');
  const post = sending(work, function (at, say) { show(at || 'review', say); });
  draft.version = form.v;
  passesApart(frm);

  function way() {
    const ids = path(form.places, draft.answers).map(function (p) { return p.id; });
    return ids.concat(form.waves ? ['pair'] : [], ['review']);
  }
  function place(id) { return form.places.filter(function (p) { return p.id === id; })[0]; }
  function section(id) { return main.querySelector('[data-place="' + id + '"]'); }
  function complain(say) {
    wrong.hidden = !say;
    wrong.firstElementChild.textContent = say || '';
    if (say) { wrong.tabIndex = -1; wrong.focus(); }
  }

  // take reads the question that is shown; false where it needs an answer before going on.
  function take(onward) {
    const p = place(draft.at), here = section(draft.at);
    if (draft.at === 'pair') draft.pair = Array.prototype.map.call(here.querySelectorAll('input'), function (f) { return f.value; });
    if (!p || !p.a) return true;
    const a = readAnswer(here, p), before = draft.answers[p.q];
    if (a) {
      const odd = onward && !a.pass && Array.prototype.filter.call(here.querySelectorAll('input'), function (f) { return !f.checkValidity(); })[0];
      if (odd) { complain(odd.validationMessage); return false; }
      draft.answers[p.q] = a;
    } else if (before && p.k === 'text' && !before.pass && !before.text) return true; // as it was sent before
    else if (!onward) delete draft.answers[p.q];
    else if (p.r) { delete draft.answers[p.q]; complain(wrong.getAttribute('data-must')); return false; }
    else draft.answers[p.q] = { pass: 'skip' };
    return true;
  }

  function go(id) { show(id); if (location.hash !== '#' + draft.at) location.hash = draft.at; }

  function show(id, say) {
    const ids = way();
    if (ids.indexOf(id) < 0) id = ids[0];
    draft.at = id;
    Array.prototype.forEach.call(main.querySelectorAll('[data-place]'), function (s) { s.hidden = s.getAttribute('data-place') !== id; });
    post.hide();
    frm.hidden = false;
    complain(say);
    const p = place(id), n = ids.indexOf(id) + 1, of = ids.length - 1;
    progress.hidden = n > of;
    progress.textContent = progress.getAttribute(branches(form.places, id) ? 'data-about' : 'data-sure').replace('#1', n).replace('#2', of);
    next.textContent = next.getAttribute(id === 'review' ? 'data-send' : 'data-go');
    back.hidden = n === 1;
    if (p && p.t) retitle(section(id), p);
    if (id === 'review') rows(ids);
    if (id === 'review') section(id).insertBefore(nav, main.querySelector('[data-rows]')); else frm.appendChild(nav);
    const head = section(id).querySelector('h1');
    head.tabIndex = -1;
    scrollTo(0, 0);
    if (!say) head.focus({ preventScroll: true });
    work.keep(draft);
  }

  // retitle repeats earlier answers in a question, as its author asked.
  function retitle(here, p) {
    const words = here.querySelector('h1 bdi') || here.querySelector('h1 span');
    words.textContent = p.t.replace(/\{([a-z0-9-]{1,32}):([^{}\n]{0,80})\}/g, function (all, q, rest) {
      const from = form.places.filter(function (o) { return o.q === q && o.o; })[0], a = from && draft.answers[q];
      if (!a || a.pass || !a.pick || !on(q)) return rest.trim();
      const picks = from.k === 'ranking' ? a.pick.slice(0, 1) : a.pick;
      return picks.map(function (id) { return Object.keys(from.o).length ? from.o[id] : id; }).filter(Boolean).join(', ') || rest.trim();
    });
  }
  function on(q) { return path(form.places, draft.answers).some(function (p) { return p.q === q; }); }

  function rows(ids) {
    const list = main.querySelector('[data-rows]');
    list.textContent = '';
    ids.map(place).forEach(function (p) {
      if (!p || !p.a) return;
      const li = document.createElement('li'), button = document.createElement('button'), state = document.createElement('span'), a = draft.answers[p.q];
      button.type = 'button';
      button.className = 'button second slim';
      button.textContent = section(p.id).querySelector('h1 span').textContent;
      button.addEventListener('click', function () { go(p.id); });
      state.className = 'small quiet';
      state.textContent = list.getAttribute(!a ? 'data-open' : a.pass === 'skip' ? 'data-skipped' : a.pass ? 'data-passed' : 'data-answered');
      li.appendChild(button); li.appendChild(document.createTextNode(' ')); li.appendChild(state);
      list.appendChild(li);
    });
    post.bar();
  }

  frm.addEventListener('submit', function (event) {
    event.preventDefault();
    if (draft.at === 'review') { post.send(); return; }
    if (!take(true)) return;
    const ids = way();
    go(ids[ids.indexOf(draft.at) + 1]);
  });
  back.addEventListener('click', function () {
    take(false);
    const ids = way();
    go(ids[Math.max(0, ids.indexOf(draft.at) - 1)]);
  });
  const save = nav.querySelector('[data-save]');
  if (save) save.addEventListener('click', function () { take(false); post.elsewhere(); });
  addEventListener('hashchange', function () {
    const id = location.hash.slice(1);
    if (document.contains(main) && id !== draft.at && section(id)) { take(false); show(id); }
  });
  if (draft.pending) { frm.hidden = true; progress.hidden = true; post.send(); } else go(way().indexOf(draft.at) >= 0 ? draft.at : way()[0]);
}

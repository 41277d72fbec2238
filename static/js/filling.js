// Answering a survey on the phone: all questions come as one part, and are stepped through here
// without the line. Without this script each step is a form of its own.

import { loadDraft, keepDraft, dropDraft, newDraft } from './filldraft.js';
import { script } from './needs.js';

const box = 'cairn-shell';

// filling takes over where a page of a survey offers to begin or to go on.
export function filling() {
  const main = document.querySelector('main[data-fill]');
  if (!main || !window.fetch || !window.indexedDB) return;
  const slug = main.getAttribute('data-fill'), begin = main.querySelector('[data-begin]'), walk = main.querySelector('[data-walk]');
  if (main.hasAttribute('data-sent')) dropDraft(slug);
  document.addEventListener('click', function (event) {
    if (event.target.closest && event.target.closest('[data-other]')) { dropDraft(slug); if (begin) begin.setAttribute('data-gone', ''); }
  });
  if (walk) {
    walk.addEventListener('submit', function () { walk.setAttribute('data-going', ''); });
    goOn(slug, adopted(walk), walk);
  }
  if (!begin) return;
  loadDraft(slug).then(function (draft) {
    if (!draft) return;
    const line = main.querySelector('[data-resume]');
    if (line) line.hidden = false;
    if (draft.pending) goOn(slug, draft);
  });
  setTimeout(function () { // at hand should the signal go; whoever has begun has them already
    if (!document.contains(begin)) return;
    questions(slug).then(function (html) {
      (html.match(/data-(script|needs)="[^"]+/g) || []).forEach(function (at) { script(at.split('"')[1]).catch(function () { }); });
    }).catch(function () { });
  }, 1500);
  begin.addEventListener('submit', function (event) {
    if (begin.hasAttribute('data-gone')) return;
    event.preventDefault();
    shell(slug);
    loadDraft(slug).then(function (draft) { return goOn(slug, draft); }).catch(function () { plainly(begin); });
  });
}

// plainly sends the form as it would go without a script.
function plainly(form) {
  const field = document.createElement('input');
  field.type = 'hidden'; field.name = 'do'; field.value = 'begin';
  form.appendChild(field);
  form.submit();
}

// adopted makes a draft of a step that came without the script: of what was saved elsewhere.
function adopted(walk) {
  const draft = newDraft(), f = walk.elements;
  try {
    JSON.parse(f.given.value).forEach(function (g) { draft.answers[g.q] = g; });
  } catch (e) { /* an empty one */ }
  draft.key = f.key.value;
  draft.at = f.at.value;
  return draft;
}

// goOn shows the questions with what was answered before.
export function goOn(slug, draft, walk) {
  return questions(slug).then(function (html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('main[data-all]');
    if (!fresh) throw new Error('no questions');
    const form = JSON.parse(fresh.getAttribute('data-all'));
    const begun = !draft;
    draft = draft || newDraft();
    if (begun) (form.given || []).forEach(function (g) { draft.answers[g.q] = { pass: g.pass, pick: g.pick }; });
    return script(fresh.getAttribute('data-script')).then(function () {
      if (walk && touched(walk)) return;
      document.dispatchEvent(new CustomEvent('cairn:questions', { detail: {
        fresh: fresh, slug: slug, form: form, draft: draft,
        keep: function (d) { return keepDraft(slug, d); }, drop: function () { return dropDraft(slug); },
      } }));
    });
  }).catch(function (e) { if (!walk) throw e; });
}

// touched says whether somebody goes on with the plain form already: what they chose is in it.
function touched(walk) {
  return walk.hasAttribute('data-going') || Array.prototype.some.call(walk.elements, function (f) { return f.type === 'textarea' ? f.value !== f.defaultValue : f.checked !== f.defaultChecked; });
}

// questions gets the part with all questions, from the line or, without one, from this phone.
function questions(slug) {
  const place = '/q/' + slug + '/all';
  return fetch(place, { headers: { 'Cairn-Part': 'main' }, credentials: 'same-origin', cache: 'no-store' }).then(function (answer) {
    const may = answer.ok && !answer.redirected && answer.headers.get('Cairn-Keep') === 'page';
    if (window.caches) caches.open(box).then(function (shell) { return may ? shell.put(place, answer.clone()) : shell.delete(place); }).catch(function () { });
    if (!answer.ok) { location.reload(); throw new Error('over'); }
    return (may ? answer.clone() : answer).text();
  }, function (lost) {
    if (!window.caches) throw lost;
    return caches.open(box).then(function (shell) { return shell.match(place); }).then(function (kept) { if (kept) return kept.text(); throw lost; });
  });
}

// shell keeps the first page, so that it opens without signal.
function shell(slug) {
  if (!navigator.serviceWorker || !window.caches) return;
  navigator.serviceWorker.register('/sw.js', { scope: '/q/' }).catch(function () { });
  const place = '/q/' + slug;
  fetch(place, { credentials: 'same-origin' }).then(function (answer) {
    if (answer.ok && !answer.redirected && answer.headers.get('Cairn-Keep') === 'page') return caches.open(box).then(function (b) { return b.put(place, answer); });
  }).catch(function () { });
}

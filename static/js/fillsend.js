// Sending a survey: once, with the same key however often it is tried. Until the server has said
// that it is in, it waits on this phone, and the page says so.

import { path } from './rules.js';
import { sayHead } from './say.js';

// sending gives what the steps need: send, hide (the panels), bar (keeping words) and elsewhere. again shows a
// question that is to be put right.
export function sending(work, again) {
  const main = work.main, slug = work.slug, form = work.form, draft = work.draft;
  const frm = main.querySelector('[data-steps-form]'), progress = main.querySelector('[data-progress]');
  let going = false, leave = false;

  function panel(name, when, why) {
    frm.hidden = progress.hidden = name !== '';
    let shown = null;
    Array.prototype.forEach.call(main.querySelectorAll('[data-panel]'), function (p) {
      p.hidden = p.getAttribute('data-panel') !== name;
      if (!p.hidden) shown = p;
    });
    if (!shown) return;
    Array.prototype.forEach.call(shown.querySelectorAll('[data-when]'), function (e) { e.hidden = e.getAttribute('data-when').split(' ').indexOf(when) < 0; });
    const place = shown.querySelector('[data-why]'), head = shown.querySelector('h1');
    if (place) place.textContent = why || '';
    sayHead(shown);
    if (head && when !== 'sending') head.focus();
  }

  function body() {
    const out = new URLSearchParams(), list = [];
    path(form.places, draft.answers).forEach(function (p) {
      const a = draft.answers[p.q];
      if (p.a && a) list.push({ q: p.q, pass: a.pass || '', pick: a.pick || [], text: a.text || '', quote: !!a.quote });
    });
    out.append('csrf', frm.elements.csrf.value);
    out.append('key', draft.key);
    out.append('version', form.v);
    out.append('given', JSON.stringify(list));
    draft.pair.forEach(function (value, i) { out.append('pair-' + i, value); });
    if (leave) out.append('words', 'leave');
    return out;
  }

  // A try that nobody asked for changes nothing on the page before it knows something new.
  function send(quiet) {
    if (going) return;
    going = true;
    draft.pending = true;
    if (quiet !== true) panel('kept', 'sending');
    const kept = work.keep(draft);
    fetch('/q/' + slug, { method: 'POST', body: body(), credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then(function (answer) { return answer.json(); })
      .then(function (m) { going = false; settle(m); }, function () {
        going = false;
        kept.then(function (whole) { if (quiet !== true) panel('kept', whole ? 'waiting' : 'memory'); });
      });
  }

  function settle(m) {
    if (m.t === 'kept') {
      draft.pending = false;
      if (window.caches) caches.open('cairn-shell').then(function (b) { b.delete('/q/' + slug); b.delete('/q/' + slug + '/all'); }).catch(function () { });
      work.drop().then(function () { isIn(m.help); }); // said once nothing of it waits here any more
      return;
    }
    if (m.why === 'try') { panel('kept', 'waiting'); return; }
    draft.pending = false;
    if (m.why === 'closed') { over(m.say); work.drop(); return; }
    work.keep(draft);
    if (m.why === 'words') { panel('words', '', m.say); return; }
    if (m.why === 'newer') { newer(); return; }
    panel('');
    again(m.at, m.say);
  }

  function isIn(worry) {
    panel('in');
    const help = document.querySelector('section.helpers');
    if (worry && help) { main.insertBefore(help, main.firstChild); help.classList.add('open'); help.querySelector('h2').focus(); scrollTo(0, 0); }
  }

  // The questions changed while somebody answered: they come anew, with what was given kept.
  function newer() { draft.version = 0; draft.at = ''; main.dispatchEvent(new CustomEvent('cairn:newer', { bubbles: true, detail: draft })); }

  function over(why) {
    panel('over', '', why);
    const typed = main.querySelector('[data-typed]');
    Object.keys(draft.answers).forEach(function (q) {
      if (!draft.answers[q].text) return;
      const p = document.createElement('p');
      p.className = 'mine';
      p.textContent = draft.answers[q].text;
      typed.appendChild(p);
    });
    typed.previousElementSibling.hidden = !typed.firstChild;
  }

  function flush() { if (draft.pending && document.contains(main)) send(true); }
  function words() { return Object.keys(draft.answers).some(function (q) { return draft.answers[q].text; }); }
  const keepIt = main.querySelector('[data-keep]');
  function bar() { main.querySelector('[data-words-bar]').hidden = !words(); keepIt.setAttribute('aria-pressed', draft.asked); }

  keepIt.addEventListener('click', function () { draft.asked = !draft.asked; work.keep(draft); bar(); });
  main.querySelector('[data-keep-now]').addEventListener('click', function () { draft.asked = true; work.keep(draft).then(function (whole) { if (whole) panel('kept', 'waiting'); }); });
  main.querySelector('[data-try]').addEventListener('click', send);
  main.querySelector('[data-without]').addEventListener('click', function () { leave = true; send(); });
  main.querySelector('[data-look]').addEventListener('click', function () { panel(''); again('review'); });
  // elsewhere posts the form plainly to where it is saved under a picture code.
  function elsewhere() {
    const f = document.createElement('form');
    f.method = 'post';
    f.action = '/q/' + slug + '/step';
    body().forEach(function (value, name) { field(f, name, value); });
    field(f, 'at', draft.at);
    field(f, 'do', 'save');
    document.body.appendChild(f);
    f.submit();
  }
  function field(f, name, value) { const i = document.createElement('input'); i.type = 'hidden'; i.name = name; i.value = value; f.appendChild(i); }

  addEventListener('online', flush);
  document.addEventListener('visibilitychange', function () { if (document.visibilityState !== 'hidden') flush(); });
  setInterval(flush, 5000);
  return { send: send, hide: function () { panel(''); }, bar: bar, elsewhere: elsewhere };
}

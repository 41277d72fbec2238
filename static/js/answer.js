// The answer form: <form data-answer="ACTIVITY.ROUND" data-seat="…"> with the hidden fields
// activity, round, key, counter. The answer is kept on the phone first, then goes over the
// proven socket, else by POST as JSON, until the server has said "kept" or "no".
// The panels (parts/answer.html) stand on the page as <template data-panel>; with data-after on
// the form (a shared tablet) the server's own page comes instead of "your answer is in", and
// what was chosen is shown nowhere again. A form with data-too is a list to tick: each tick sends
// the whole list, which stays as it is; only a refusal is shown.

import { keep, drop, waiting, post } from './outbox.js';
import { forgetUnsent } from './part.js';
import { again, hearTabs, tellTabs, tooLate } from './tabs.js';
import { sayHead } from './say.js';
import { read, nextKey, chosen } from './ballot.js';

const patience = 4000;

// answers attaches to every form there is now and later, and empties the outbox whenever
// there is hope. line: what live() returned, or null.
export function answers(line) {
  const acks = {}, going = {};
  let panel = null, changing = false, late = false;

  if (line) line.heard = function (m) { if (m.k && acks[m.k]) acks[m.k](m); };

  function find(id) { return Array.prototype.filter.call(document.forms, function (form) { return idOf(form) === id; })[0]; }
  function seat() { return document.querySelector('main').getAttribute('data-seat'); }
  function ticked(form) { return form.hasAttribute('data-too'); }
  function idOf(form) { return seat() + ' ' + form.getAttribute('data-answer'); }

  function show(form, which, text, when) {
    if (ticked(form) && which !== 'no') return;
    const pattern = document.querySelector('template[data-panel="' + which + '"]');
    if (panel) panel.remove();
    panel = null;
    form.hidden = which !== 'no';
    if (!pattern) return;
    panel = document.importNode(pattern.content, true).firstElementChild;
    panel.querySelectorAll('[data-mine]').forEach(function (e) { e.textContent = text; e.hidden = !text; });
    state(when);
    const anew = panel.querySelector('[data-again]');
    if (anew) anew.onclick = function () { change(form); };
    panel.querySelectorAll('[data-try]').forEach(function (b) { b.onclick = flush; });
    panel.querySelectorAll('[data-keep]').forEach(function (b) { b.onclick = keepText; });
    form.parentNode.insertBefore(panel, form);
    if (which === 'no') { panel.querySelector('[data-why]').textContent = text; return; }
    const heading = panel.querySelector('h2');
    if (heading) { heading.focus({ preventScroll: true }); scrollTo(0, 0); }
  }

  function change(form) {
    changing = true;
    panel.remove(); panel = null;
    form.hidden = false;
    const field = form.querySelector(':checked') || form.querySelector('input:not([type=hidden]),textarea,select');
    if (field) field.focus();
  }

  // keepText: the young person asked for their words to be kept on this phone.
  function keepText() {
    waiting(seat()).then(function (list) {
      list.forEach(function (entry) { keep(entry, true).then(function (yes) { if (yes) state('waiting'); }); });
    });
  }

  function state(when) { // shows those pieces of the panel that are true now
    if (!panel || !when) return;
    panel.querySelectorAll('[data-when]').forEach(function (e) { e.hidden = e.getAttribute('data-when').split(' ').indexOf(when) < 0; });
  }

  function overSocket(body) {
    return new Promise(function (yes, no) {
      const v = { pick: body.pick, pass: body.pass, text: body.text, quote: body.quote };
      if (!line || !line.send({ t: 'cast', a: body.activity, r: body.round, k: body.key, c: body.counter, v: v })) { no(); return; }
      const timer = setTimeout(function () { delete acks[body.key]; line.doubt(); no(); }, patience);
      acks[body.key] = function (m) { clearTimeout(timer); delete acks[body.key]; yes(m); };
    });
  }

  function send(entry) { // once; the answer leaves the outbox when the server has ruled on it
    const key = entry.body.key;
    if (going[key]) return going[key];
    going[key] = overSocket(entry.body).catch(function () { return post(entry); }).then(function (m) {
      if (m.t !== 'kept' && m.why === 'try' && !m.help) throw m;
      return drop(entry.id, key).then(function () { settle(entry, m); return m; });
    });
    const done = function () { delete going[key]; }; going[key].then(done, done);
    return going[key];
  }

  function settle(entry, m) {
    const form = find(entry.id), kept = m.t === 'kept', ticks = form && ticked(form);
    if (m.help) { location.assign(entry.url.replace(/answer$/, m.help)); return; }
    if (kept && !ticks) tellTabs(entry.body.key);
    if (kept && !form) again(); // another tab's answer stands on the page
    if (m.why === 'closed') late = true;
    if (!form && late) tooLate();
    if (!form || kept && (changing || ticks)) return;
    if (kept) forgetUnsent();
    if (kept && (form.hasAttribute('data-after') || m.c > entry.body.counter)) { again(); return; } // another tab of this seat chose later
    show(form, kept ? 'in' : 'no', kept ? entry.words : m.say);
    sayHead(panel);
  }

  function flush() {
    if (seat()) waiting(seat()).then(function (list) {
      list.forEach(function (entry) {
        const form = find(entry.id);
        if (form && !panel && !changing && !going[entry.body.key]) show(form, 'kept', entry.words, 'waiting');
        send(entry).catch(function () { });
      });
    });
  }

  document.addEventListener('submit', function (event) {
    const form = event.target;
    if (!form.hasAttribute('data-answer') || !window.fetch) return;
    event.preventDefault();
    changing = false; give(form);
  });
  document.addEventListener('change', function (event) { if (event.target.form && ticked(event.target.form)) give(event.target.form); });

  function give(form) {
    const entry = { id: idOf(form), seat: seat(), url: form.action, body: nextKey(read(form), form), words: form.hasAttribute('data-after') ? '' : chosen(form), at: Date.now() };
    const kept = keep(entry); let over = false;
    // With a proven socket the answer is mostly back before anybody could read "sending".
    const soon = setTimeout(function () {
      kept.then(function (yes) { if (!over) show(form, 'kept', entry.words, yes ? navigator.onLine === false ? 'waiting' : 'sending' : 'page'); });
    }, line && line.proven ? 30 : 0);
    function done() { over = true; clearTimeout(soon); }
    send(entry).then(done, function () {
      done();
      if (!ticked(form)) kept.then(function (yes) {
        if (!panel) show(form, 'kept', entry.words);
        state(yes ? 'waiting' : 'memory');
        sayHead(panel);
      });
    });
  }

  document.addEventListener('cairn:main', function () {
    panel = null; changing = false;
    if (late) { if (document.querySelector('form[data-answer]')) late = false; else tooLate(); }
    flush();
  });
  hearTabs(function () { return changing; });
  document.addEventListener('visibilitychange', function () { if (document.visibilityState !== 'hidden') flush(); });
  addEventListener('online', flush);
  setInterval(flush, 5000);
  flush();
}

// The questions of a survey in another order, within a section and across: <form data-arrange> with
// lists <ol data-section> of <li data-id>, each with a <button data-grip>, by dragging it or by the
// arrow keys on it. Without this script the rows' own up and down buttons do it. The order is sent
// once a row is let go, or with whatever button is pressed before that.

import { say } from './say.js';
import { fetchPart } from './part.js';

export function arranging() {
  document.querySelectorAll('form[data-arrange]').forEach(attach);
  document.addEventListener('cairn:main', function (event) { event.detail.querySelectorAll('form[data-arrange]').forEach(attach); });
}

function attach(form) {
  let row = null, timer = 0, before = '';
  const lists = function () { return Array.prototype.slice.call(form.querySelectorAll('[data-section]')); };
  const rows = function () { return Array.prototype.slice.call(form.querySelectorAll('[data-section] > li')); };
  const order = function () {
    return lists().map(function (list) {
      return list.getAttribute('data-section') + ':' + Array.prototype.map.call(list.children, function (li) { return li.getAttribute('data-id'); }).join(',');
    }).join(';');
  };
  before = order();

  // save sends the order and puts the page in place as the server has it now: numbers, rules, what is wrong.
  function save() {
    clearTimeout(timer);
    timer = 0;
    const now = order();
    if (now === before) return;
    before = now;
    const body = new URLSearchParams();
    ['csrf', 'rev'].forEach(function (name) { body.set(name, form.elements[name].value); });
    body.set('do', 'order');
    body.set('order', now);
    fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', keepalive: true, headers: { Accept: 'application/json' } })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (kept) {
        if (kept) form.elements.rev.value = kept.rev;
        if (!row && !timer && document.contains(form)) return fetchPart();
      }).catch(function () { before = ''; }); // the next button pressed sends it
  }

  function tell(li) {
    const all = rows(), list = li.parentNode;
    say(li.querySelector('[data-name]').textContent.trim() + '. ' + form.getAttribute('data-arrange')
      .replace('#1', all.indexOf(li) + 1).replace('#2', all.length).replace('#3', list.getAttribute('data-called')));
  }

  form.addEventListener('submit', function () {
    clearTimeout(timer);
    if (order() === before) return;
    const field = document.createElement('input');
    field.type = 'hidden'; field.name = 'order'; field.value = order();
    form.appendChild(field);
  });
  addEventListener('pagehide', function () { if (timer && document.contains(form)) save(); });

  form.addEventListener('keydown', function (event) {
    const grip = event.target.closest && event.target.closest('[data-grip]');
    if (!grip || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const li = grip.closest('li'), up = event.key === 'ArrowUp';
    const all = lists(), next = all[all.indexOf(li.parentNode) + (up ? -1 : 1)];
    const beside = up ? li.previousElementSibling : li.nextElementSibling;
    if (beside) beside.parentNode.insertBefore(li, up ? beside : beside.nextElementSibling);
    else if (next) next.insertBefore(li, up ? null : next.firstElementChild);
    else return;
    grip.focus();
    tell(li);
    clearTimeout(timer);
    timer = setTimeout(save, 900);
  });

  form.addEventListener('pointerdown', function (event) {
    const grip = event.target.closest('[data-grip]');
    if (!grip || event.button) return;
    row = grip.closest('li');
    row.classList.add('held');
    form.setPointerCapture(event.pointerId);
  });
  form.addEventListener('pointermove', function (event) {
    if (!row) return;
    const y = event.clientY;
    if (y < 60) scrollBy(0, -14); else if (y > innerHeight - 60) scrollBy(0, 14);
    const under = rows().filter(function (li) {
      const box = li.getBoundingClientRect();
      return li !== row && y > box.top + box.height / 4 && y < box.bottom - box.height / 4;
    })[0];
    if (under) return void under.parentNode.insertBefore(row, row.compareDocumentPosition(under) & 4 ? under.nextElementSibling : under);
    const list = lists().filter(function (l) { // a section that has none yet
      const box = l.parentNode.getBoundingClientRect();
      return !l.firstElementChild && y > box.top && y < box.bottom;
    })[0];
    if (list) list.appendChild(row);
  });
  ['pointerup', 'pointercancel'].forEach(function (name) {
    form.addEventListener(name, function () {
      if (!row) return;
      row.classList.remove('held');
      tell(row);
      row = null;
      save();
    });
  });
}

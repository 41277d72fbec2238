// The agenda's order, by dragging the grip or by the arrow keys on it: <ol data-reorder="URL">
// of <li data-id>, each with <button data-grip>. Without this script the rows' own up and down
// buttons (plain forms) do it. The new order is posted as order=a,b,c once the row is let go.

import { say } from './say.js';

// reorder attaches to every such list, also after a swap of <main>.
export function reorder() {
  document.querySelectorAll('[data-reorder]').forEach(attach);
  document.addEventListener('cairn:main', function (event) { event.detail.querySelectorAll('[data-reorder]').forEach(attach); });
}

function attach(list) {
  let row = null, before = '', timer = 0;
  const ids = function () { return Array.prototype.map.call(list.children, function (li) { return li.getAttribute('data-id'); }).join(','); };

  function save() {
    clearTimeout(timer);
    if (ids() === before) return;
    before = ids();
    const body = new URLSearchParams();
    body.set('order', before);
    const token = document.querySelector('input[name=csrf]');
    if (token) body.set('csrf', token.value);
    fetch(list.getAttribute('data-reorder'), { method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then(function (answer) { if (!answer.ok) location.reload(); }, function () { location.reload(); });
  }

  function tell(li) {
    const all = Array.prototype.slice.call(list.children);
    const name = li.querySelector('[data-name]') || li;
    say(name.textContent.trim() + ': ' + (all.indexOf(li) + 1) + ' / ' + all.length);
  }

  before = ids();
  list.addEventListener('keydown', function (event) {
    const grip = event.target.closest('[data-grip]');
    if (!grip || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    const li = grip.closest('li'), other = event.key === 'ArrowUp' ? li.previousElementSibling : li.nextElementSibling;
    event.preventDefault();
    if (!other) return;
    list.insertBefore(li, event.key === 'ArrowUp' ? other : other.nextElementSibling);
    grip.focus();
    tell(li);
    clearTimeout(timer);
    timer = setTimeout(save, 700);
  });
  list.addEventListener('pointerdown', function (event) {
    const grip = event.target.closest('[data-grip]');
    if (!grip || event.button) return;
    row = grip.closest('li');
    row.classList.add('held');
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener('pointermove', function (event) {
    if (!row) return;
    const under = Array.prototype.filter.call(list.children, function (li) {
      const box = li.getBoundingClientRect();
      return li !== row && event.clientY > box.top + box.height / 4 && event.clientY < box.bottom - box.height / 4;
    })[0];
    if (under) list.insertBefore(row, row.compareDocumentPosition(under) & 4 ? under.nextElementSibling : under);
  });
  ['pointerup', 'pointercancel'].forEach(function (name) {
    list.addEventListener(name, function () {
      if (!row) return;
      row.classList.remove('held');
      tell(row);
      row = null;
      save();
    });
  });
}

// Putting in order: <ol data-rank> of <li> with a <select name="place.ID">. Without this
// script each place is chosen in its box; with it the rows move by buttons or by dragging.
// Keyboard first: after a move the same button keeps the focus, and the new place is said.

import { say } from './say.js';

// ranking attaches to every ranking there is now and after a swap of <main>.
export function ranking() {
  document.querySelectorAll('[data-rank]').forEach(attach);
  document.addEventListener('cairn:main', function (event) { event.detail.querySelectorAll('[data-rank]').forEach(attach); });
}

function attach(list) {
  order(list);
  number(list, false);
  list.addEventListener('click', function (event) {
    const button = event.target.closest('[data-move]');
    if (!button) return;
    const row = button.closest('li'), up = button.getAttribute('data-move') === 'up';
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    list.insertBefore(row, up ? other : other.nextElementSibling);
    number(list, true);
    const next = button.disabled ? row.querySelector('[data-move]:not([disabled])') : button;
    if (next) next.focus();
    say(row.querySelector('.say').textContent.trim() + ': ' + row.querySelector('b').textContent);
  });
  drag(list);
}

// order sorts the rows by the places that were chosen before; rows without one keep theirs.
function order(list) {
  const rows = Array.prototype.slice.call(list.children);
  const place = function (row) { return Number(row.querySelector('select').value) || 99; };
  rows.map(function (row, i) { return [place(row), i, row]; })
    .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; })
    .forEach(function (x) { list.appendChild(x[2]); });
}

function number(list, chosen) {
  const rows = list.children;
  Array.prototype.forEach.call(rows, function (row, i) {
    row.querySelector('b').textContent = i + 1;
    if (chosen || list.hasAttribute('data-chosen')) row.querySelector('select').value = String(i + 1);
    row.querySelectorAll('[data-move]').forEach(function (b) {
      b.disabled = b.getAttribute('data-move') === 'up' ? i === 0 : i === rows.length - 1;
    });
  });
}

// Sending the order as it stands is an answer too.
document.addEventListener('submit', function (event) {
  event.target.querySelectorAll('[data-rank]').forEach(function (list) { if (!event.target.querySelector('[name=pass]:checked')) number(list, true); });
}, true);

function drag(list) {
  let row = null;
  list.addEventListener('pointerdown', function (event) {
    if (event.target.closest('button,select') || event.button) return;
    const grip = event.target.closest('[data-grip]');
    if (!grip && event.pointerType === 'touch') return; // a finger on the words scrolls
    row = event.target.closest('li');
    if (!row) return;
    row.classList.add('held');
    if (list.setPointerCapture) list.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  list.addEventListener('pointermove', function (event) {
    if (!row) return;
    const under = Array.prototype.filter.call(list.children, function (r) {
      const box = r.getBoundingClientRect();
      return r !== row && event.clientY > box.top + box.height * .3 && event.clientY < box.bottom - box.height * .3;
    })[0];
    if (!under) return;
    const down = row.compareDocumentPosition(under) & 4;
    list.insertBefore(row, down ? under.nextElementSibling : under);
    number(list, true);
  });
  ['pointerup', 'pointercancel'].forEach(function (name) {
    list.addEventListener(name, function () { if (row) row.classList.remove('held'); row = null; });
  });
}

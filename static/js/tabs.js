// Several tabs of one seat, and answers that came too late: what a page says of an answer that is not
// in a form on it.

import { waiting } from './outbox.js';
import { fetchPart } from './part.js';

function seat() { return document.querySelector('main').getAttribute('data-seat'); }
function name() { return 'cairn ' + seat() + ' in'; }

// again asks for the page anew, which says what the server holds.
export function again() { fetchPart().catch(function () { }); }

// tellTabs lets the other tabs of this seat know that an answer was taken.
export function tellTabs(key) {
  try { localStorage.setItem(name(), key); } catch (e) { /* they hear nothing */ }
}

// hearTabs asks for the page anew when another tab's answer was taken, unless something waits here or busy() says so.
export function hearTabs(busy) {
  addEventListener('storage', function (event) {
    if (event.newValue && event.key === name() && !busy()) waiting(seat()).then(function (list) { if (!list.length) again(); });
  });
}

// tooLate says, above what the room does now, that an answer which waited here does not count.
export function tooLate() {
  const main = document.querySelector('main'), pattern = document.querySelector('template[data-panel="late"]');
  if (pattern) main.insertBefore(document.importNode(pattern.content, true), main.firstChild);
}

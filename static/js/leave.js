// Leave quickly: <button data-leave> in a form that posts to /leave. The screen goes blank
// at once, drafts, caches and the outbox are emptied, and the place the server names takes
// this page's place in the history. Without a script the form alone leads away.

import { empty } from './outbox.js';

// leaving attaches to the button, and to Escape pressed three times quickly.
export function leaving() {
  let presses = [];
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('[data-leave]');
    if (button) { event.preventDefault(); go(button); }
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' && event.key !== 'Esc') return;
    presses = presses.filter(function (t) { return event.timeStamp - t < 1500; }).concat(event.timeStamp);
    const button = document.querySelector('[data-leave]');
    if (presses.length > 2 && button) go(button);
  });
}

function go(button) {
  const form = button.form, away = button.getAttribute('data-leave') || '/leave';
  document.querySelectorAll('form').forEach(function (f) { f.reset(); });
  document.body.hidden = true;
  document.title = '…';
  forget().then(function () { return fetch(form.action, { method: 'POST', credentials: 'same-origin', redirect: 'manual' }); })
    .catch(function () { });
  // Not waiting for the line: with bad signal the screen must still change.
  setTimeout(function () { location.replace(away); }, 150);
}

// forget removes all that this phone keeps of Cairn.
export function forget() {
  try {
    Object.keys(localStorage).forEach(function (k) { if (k.indexOf('cairn ') === 0) localStorage.removeItem(k); });
    sessionStorage.clear();
  } catch (e) { /* nothing was kept */ }
  const jobs = [empty()];
  if (window.caches) jobs.push(caches.keys().then(function (names) { return Promise.all(names.map(function (n) { return caches.delete(n); })); }));
  return Promise.all(jobs).catch(function () { });
}

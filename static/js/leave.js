// Leave quickly: <a href="/leave" data-leave>. The screen goes blank at once, drafts, caches and
// the outbox are emptied, and the place the server names takes this page's place in the
// history. Without a script the link alone leads away.

import { empty } from './outbox.js';

// leaving attaches to the link, and to Escape pressed three times quickly.
export function leaving() {
  let presses = [];
  document.addEventListener('click', function (event) {
    const link = event.target.closest && event.target.closest('[data-leave]');
    if (link) { event.preventDefault(); go(link); }
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' && event.key !== 'Esc') return;
    presses = presses.filter(function (t) { return event.timeStamp - t < 1500; }).concat(event.timeStamp);
    const link = document.querySelector('[data-leave]');
    if (presses.length > 2 && link) go(link);
  });
}

function go(link) {
  Array.prototype.forEach.call(document.forms, function (form) { form.reset(); });
  document.body.hidden = true;
  document.title = '…';
  forget();
  // Not waiting for any of it: with bad signal or a full phone the screen must still change.
  setTimeout(function () { location.replace(link.href); }, 100);
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

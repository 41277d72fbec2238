// The banner "Something is waiting for you" on every staff page of who can be paged:
// [data-paged="/pages/count"] stands hidden until the server counts more than none. It asks every
// twenty seconds, and at once when the page is looked at again; the number stands in the title.

import { say } from './say.js';

const every = 20000;

export function paged() {
  const banner = document.querySelector('[data-paged]');
  if (!banner) return;
  let shown = banner.hasAttribute('hidden') ? 0 : Infinity, timer = 0;

  function show(n) {
    const title = document.title.replace(/^\(\d+\) /, '');
    document.title = n ? '(' + n + ') ' + title : title;
    if (n) banner.removeAttribute('hidden'); else banner.setAttribute('hidden', '');
    if (n > shown) say(banner.textContent.trim());
    shown = n;
  }

  function ask() {
    clearTimeout(timer);
    fetch(banner.getAttribute('data-paged'), { credentials: 'same-origin', cache: 'no-store', headers: { Accept: 'application/json' } })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (count) { if (count) show(count.n); })
      .catch(function () { })
      .then(function () { timer = setTimeout(ask, every); });
  }

  document.addEventListener('visibilitychange', function () { if (document.visibilityState !== 'hidden') ask(); });
  timer = setTimeout(ask, every);
}

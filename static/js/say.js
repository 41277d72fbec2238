// One polite live region a page: [data-say]. At most one sentence in five seconds; of those
// that come meanwhile the newest is said. A page without the region (the projector) is silent. What
// waits is kept on the region itself, because a page may have two scripts that speak.

const gap = 5000;

// say has text read out politely by a screen reader, now or when five seconds have passed; lang
// is its language where that is not the page's.
export function say(text, lang) {
  const place = document.querySelector('[data-say]');
  if (!place || !text) return;
  const at = place.cairnSays || (place.cairnSays = { last: -gap });
  at.text = text;
  at.lang = lang || document.documentElement.lang;
  if (at.timer) return;
  at.timer = setTimeout(function () {
    at.timer = 0;
    at.last = performance.now();
    place.textContent = '';
    place.lang = at.lang;
    place.textContent = at.text;
  }, Math.max(30, at.last + gap - performance.now()));
}

// sayHead has the heading of a panel read out, those pieces of it that are shown now.
export function sayHead(panel) {
  const head = panel && panel.querySelector('h1,h2');
  if (!head) return;
  const parts = head.querySelector('span') ? head.querySelectorAll('span:not([hidden])') : [head];
  say(Array.prototype.map.call(parts, function (e) { return e.textContent; }).join(' '));
}

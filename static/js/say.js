// One polite live region a page: [data-say]. At most one sentence in five seconds; of those
// that come meanwhile the newest is said. A page without the region (the projector) is silent.

const gap = 5000;
let last = -gap, waiting = null, tongue = '', timer = 0;

// say has text read out politely by a screen reader, now or when five seconds have passed; lang
// is its language where that is not the page's.
export function say(text, lang) {
  const place = document.querySelector('[data-say]');
  if (!place || !text) return;
  waiting = text;
  tongue = lang || document.documentElement.lang;
  if (timer) return;
  timer = setTimeout(function () {
    timer = 0;
    last = performance.now();
    place.textContent = '';
    place.lang = tongue;
    place.textContent = waiting;
  }, Math.max(30, last + gap - performance.now()));
}

// One polite live region a page: [data-say]. At most one sentence in five seconds; of those
// that come meanwhile the newest is said. A page without the region (the projector) is silent.

const gap = 5000;
let last = -gap, waiting = null, timer = 0;

// say has text read out politely by a screen reader, now or when five seconds have passed.
export function say(text) {
  const place = document.querySelector('[data-say]');
  if (!place || !text) return;
  waiting = text;
  if (timer) return;
  timer = setTimeout(function () {
    timer = 0;
    last = performance.now();
    place.textContent = '';
    place.textContent = waiting;
  }, Math.max(30, last + gap - performance.now()));
}

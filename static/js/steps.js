// One question a page: the address after # says which, so the phone's own Back works. Here only
// the keyboard and a screen reader are brought along.

export function steps() {
  const print = document.querySelector('[data-print]');
  if (print) print.addEventListener('click', function () { window.print(); });
  if (!document.querySelector('[data-tell]')) return;
  addEventListener('hashchange', function () {
    const step = document.getElementById(location.hash.slice(1));
    if (!step || !step.classList.contains('step')) return;
    const head = step.querySelector('h1');
    scrollTo(0, 0);
    if (head) head.focus({ preventScroll: true });
  });
}

// One question a page: the address after # says which, so the phone's own Back works. Here only
// the keyboard and a screen reader are brought along, and Send is pressed once.

export function steps() {
  const form = document.querySelector('[data-tell]');
  const print = document.querySelector('[data-print]');
  if (print) print.addEventListener('click', function () { window.print(); });
  if (!form) return;
  addEventListener('hashchange', function () {
    const step = document.getElementById(location.hash.slice(1));
    if (!step || !step.classList.contains('step')) return;
    const head = step.querySelector('h1');
    scrollTo(0, 0);
    if (head) head.focus({ preventScroll: true });
  });
  let sent = 0;
  form.addEventListener('submit', function (event) {
    if (event.timeStamp - sent < 8000 && sent) event.preventDefault();
    else sent = event.timeStamp;
  });
  addEventListener('pageshow', function () { sent = 0; });
}

// The three seconds in which a reveal can be stopped: <output data-countdown="3">. The server
// keeps the time and does the revealing; this only shows how much is left. No sound, no haste.

// countdown counts down what stands on the page, also after a swap of <main>.
export function countdown() {
  let timer = 0;
  function start() {
    clearInterval(timer);
    const place = document.querySelector('[data-countdown]');
    if (!place) return;
    const end = performance.now() + Number(place.getAttribute('data-countdown')) * 1000;
    function show() {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      if (place.textContent !== String(left)) place.textContent = left;
      if (!left || !document.contains(place)) clearInterval(timer);
    }
    show();
    timer = setInterval(show, 100);
  }
  document.addEventListener('cairn:main', start);
  start();
}

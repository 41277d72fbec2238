// Fits the wall to the screen: the letters step down (fit1 … fit8 in projector.scss) until
// nothing is cut off, and up again when there is room.

const steps = 8;

// fit measures now, after every change of <main>, and when the screen changes.
export function fit() {
  const root = document.documentElement;
  function over() {
    const main = document.querySelector('main');
    if (!main) return false;
    const high = innerHeight + 1, wide = innerWidth + 1;
    return Array.prototype.some.call(main.querySelectorAll('.wall-ask,.wall-ask > *,.wall-door > *,.chart-row'), function (e) {
      const box = e.getBoundingClientRect();
      return box.bottom > high || box.right > wide || box.left < -1 || e.scrollHeight > e.clientHeight + 4 && e.clientHeight > 0 && getComputedStyle(e).display === 'flex';
    });
  }
  function measure() {
    for (let i = 1; i <= steps; i++) root.classList.remove('fit' + i);
    for (let i = 1; i <= steps && over(); i++) {
      root.classList.remove('fit' + (i - 1));
      root.classList.add('fit' + i);
    }
  }
  let soon = 0;
  function later() { cancelAnimationFrame(soon); soon = requestAnimationFrame(measure); }
  addEventListener('resize', later);
  document.addEventListener('cairn:main', later);
  document.addEventListener('load', later, true);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(later);
  measure();
}

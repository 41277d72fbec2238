// Keys at the projector itself: b blanks the wall and brings it back, f fills the screen.

// wall listens for both keys; a pointer that rests for three seconds is hidden.
export function wall() {
  const root = document.documentElement;
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const key = event.key.toLowerCase();
    if (key === 'b' || key === '.') root.classList.toggle('blank');
    if (key === 'f' && root.requestFullscreen) {
      if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen().catch(function () { });
    }
  });
  let timer = 0;
  document.addEventListener('mousemove', function () {
    root.classList.remove('still-pointer');
    clearTimeout(timer);
    timer = setTimeout(function () { root.classList.add('still-pointer'); }, 3000);
  });
}

// "Can the room see this screen?" Until somebody says no, everything marked data-fold is away
// (the sheet does that, also before this script runs) and data-folded stands in its place.
// Buttons: data-unfold shows, data-fold-again hides. The choice lasts as long as the tab.

const place = 'cairn desk';

// folding listens for both buttons and remembers the choice for this tab.
export function folding() {
  const root = document.documentElement;
  function set(open) {
    root.classList.toggle('unfolded', open);
    try { sessionStorage.setItem(place, open ? 'open' : 'folded'); } catch (e) { /* asked again next time */ }
  }
  try { if (sessionStorage.getItem(place) === 'open') root.classList.add('unfolded'); } catch (e) { /* stays folded */ }
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('[data-unfold],[data-fold-again]');
    if (!button) return;
    event.preventDefault();
    set(button.hasAttribute('data-unfold'));
    const next = document.querySelector(root.classList.contains('unfolded') ? '[data-fold-again]' : '[data-unfold]');
    if (next && next.getClientRects().length) next.focus();
  });
}

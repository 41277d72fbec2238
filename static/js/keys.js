// Keys of the desk: <button data-key="c"> (or a link) is pressed by its key, which the button
// shows. Nothing happens while somebody types, in a dialog, or with Ctrl, Alt or Cmd held;
// "?" lists every key of the page in <dialog data-keys> with its <dl>.

// keys listens for the whole page, also after a swap of <main>.
export function keys() {
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.repeat) return;
    if (typing(event.target)) return;
    const open = document.querySelector('dialog[open]');
    if (event.key === '?' && !open) { event.preventDefault(); list(); return; }
    const button = find(open || document, event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

function typing(place) {
  return place.isContentEditable || /^(TEXTAREA|SELECT)$/.test(place.tagName)
    || (place.tagName === 'INPUT' && !/^(radio|checkbox|button|submit)$/.test(place.type));
}

function find(within, key) {
  return Array.prototype.filter.call(within.querySelectorAll('[data-key]'), function (b) {
    return b.getAttribute('data-key').toLowerCase() === key && !b.disabled && b.getClientRects().length > 0;
  })[0];
}

function list() {
  const dialog = document.querySelector('dialog[data-keys]');
  if (!dialog || !dialog.showModal) return;
  const place = dialog.querySelector('dl');
  place.textContent = '';
  document.querySelectorAll('[data-key]').forEach(function (b) {
    if (dialog.contains(b) || !b.getClientRects().length) return;
    const dt = document.createElement('dt'), dd = document.createElement('dd'), kbd = document.createElement('kbd');
    kbd.className = 'key';
    kbd.textContent = b.getAttribute('data-key');
    dt.appendChild(kbd);
    const words = b.cloneNode(true);
    words.querySelectorAll('kbd').forEach(function (k) { k.remove(); });
    dd.textContent = b.getAttribute('aria-label') || words.textContent.trim();
    place.appendChild(dt);
    place.appendChild(dd);
  });
  dialog.showModal();
}

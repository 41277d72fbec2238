// The queue by keyboard: j and k go from text to text, a r e m press that text's own buttons,
// a number chooses a reason, ? shows the list. Undo and "next" are keys of the whole page
// (keys.js). While the page is looked at, the texts on it stay with their reader.

const every = 120000; // ms; a claim lasts five minutes

// queue does nothing on pages without <main data-queue>.
export function queue() {
  if (!document.querySelector('main[data-queue]')) return;
  let at = 0, name = '', shown = false;
  const aside = {}; // texts put aside with j: a key meant for the next one must never fall on them

  function items() { return Array.prototype.slice.call(document.querySelectorAll('[data-item]')); }
  function current() { return document.querySelector('[data-item].first'); }

  function go(to, read) {
    const all = items();
    if (!all.length) { name = ''; return; }
    at = Math.max(0, Math.min(to, all.length - 1));
    name = all[at].id;
    delete aside[name];
    all.forEach(function (item, n) { item.classList.toggle('first', n === at); });
    if (read) { all[at].focus({ preventScroll: true }); all[at].scrollIntoView({ block: 'nearest' }); }
  }

  // after a decision the next text stands where the one before stood
  function again() {
    if (shown) help(); // news came while somebody was reading the keys
    const all = items(), same = all.map(function (i) { return i.id; }).indexOf(name);
    const lost = document.activeElement === document.body || /^H[12]$/.test(document.activeElement.tagName);
    if (same >= 0) return go(same, lost);
    const open = all.map(function (i, n) { return aside[i.id] ? -1 : n; }).filter(function (n) { return n >= 0; });
    const next = open.filter(function (n) { return n >= at; })[0];
    if (open.length) return go(next === undefined ? open[open.length - 1] : next, lost);
    all.forEach(function (item) { item.classList.remove('first'); }); // only such are left: j or k takes one up again
    name = '';
  }

  function step(by) {
    if (!current()) return go(0, true);
    if (by > 0 && at < items().length - 1) aside[name] = true;
    go(at + by, true);
  }

  // inside what a key opened, the keyboard goes to the first thing there
  function opened(details) {
    if (!details || !details.open) return;
    const first = details.querySelector('form .warn') || details.querySelector('form button, form input:not([type=hidden])');
    if (first) first.focus();
  }

  function press(key) {
    const item = current();
    if (!item) return false;
    const masks = item.querySelector('.queue-mask');
    if (key === 'a' && masks && masks.parentNode.open) { masks.querySelector('button').click(); return true; }
    const button = item.querySelector('[data-key="' + key + '"]');
    if (!button || button.disabled || !button.getClientRects().length) return false;
    button.click();
    if (button.tagName === 'SUMMARY') opened(button.parentNode);
    return true;
  }

  // arrows walk through the words that can be hidden
  function walk(step) {
    const boxes = Array.prototype.slice.call(document.activeElement.closest('.queue-mask').querySelectorAll('input[type=checkbox]'));
    const next = boxes[boxes.indexOf(document.activeElement) + step];
    if (next) next.focus();
  }

  function help() {
    const dialog = document.querySelector('dialog[data-queue-help]');
    if (!dialog || !dialog.showModal || dialog.open) return;
    dialog.showModal();
    shown = true;
    dialog.addEventListener('close', function () { shown = false; });
  }

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const place = event.target, key = event.key;
    if (/^(TEXTAREA|SELECT)$/.test(place.tagName)) return;
    let done = true;
    if (key === 'j') step(1);
    else if (key === 'k') step(-1);
    else if (key === '?') help();
    else if (/^[arem1-9]$/.test(key) && !event.repeat) done = press(key);
    else if (/^Arrow(Left|Right)$/.test(key) && place.closest && place.closest('.queue-mask') && place.type === 'checkbox') {
      walk((key === 'ArrowRight') === (document.dir !== 'rtl') ? 1 : -1);
    } else if (key === 'Escape' && current()) {
      current().querySelectorAll('details[open]:not(.queue-hard)').forEach(function (d) { d.open = false; });
      current().focus({ preventScroll: true });
    } else done = false;
    if (done) event.preventDefault();
  }, true);

  document.addEventListener('focusin', function (event) {
    const item = event.target.closest && event.target.closest('[data-item]');
    if (item && !item.classList.contains('first')) go(items().indexOf(item), false);
  });
  document.addEventListener('cairn:main', again);
  setInterval(function () {
    const form = document.querySelector('form[data-queue-stay]');
    if (!form || !items().length || document.visibilityState === 'hidden') return;
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin', headers: { 'Cairn-Part': 'main' } }).catch(function () { });
  }, every);
  go(0, false);
}

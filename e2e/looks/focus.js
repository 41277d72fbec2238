// P8, P9: where the keyboard's focus is now, whether it can be seen there, and whether something covers it. null when it is
// on the page as a whole. The ring may sit on the field, on its label or on what holds both.
(() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  e.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  const near = [e, ...(e.labels || []), e.parentElement, e.closest('.answer'), e.nextElementSibling].filter(Boolean);
  const ringed = near.some(x => { const s = getComputedStyle(x); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !/rgba\(.*, 0\)|transparent/.test(s.outlineColor)) || (s.boxShadow !== 'none' && x === e); });
  const shown = [e, ...(e.labels || [])].find(x => { const b = x.getBoundingClientRect(); return b.width > 2 && b.height > 2; }) || e;
  const b = shown.getClientRects()[0] || shown.getBoundingClientRect();
  const inside = b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth && b.width > 0;
  const spots = [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5]].map(([x, y]) => document.elementFromPoint(b.left + b.width * x, Math.min(innerHeight - 1, Math.max(0, b.top + b.height * y))));
  const free = spots.some(top => top && (shown.contains(top) || e.contains(top) || top.closest('label')?.control === e || top.closest('.answer')?.contains(e)));
  e.dataset.stop = e.dataset.stop || String(document.querySelectorAll('[data-stop]').length + 1);
  return { name: `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''} "${(e.innerText || e.ariaLabel || e.value || e.name || '').trim().slice(0, 30)}"`, stop: +e.dataset.stop, ringed, seen: inside, free };
})()

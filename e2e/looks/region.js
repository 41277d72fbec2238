// P8: a page that changes by itself has a polite place to say so, and that place is not part of what is swapped.
(() => {
  const live = document.querySelector('main[data-live]'), told = [...document.querySelectorAll('[aria-live=polite], [role=status]')].filter(e => e.getAttribute('aria-live') !== 'off');
  if (!live) return [];
  const wall = document.body.matches('.wall, [data-wall]') || /\/wall\b/.test(live.dataset.live);
  if (wall) return told.length ? ['the wall speaks; nobody in the room asked it to'] : [];
  if (!told.length) return ['changes by itself and has no live region'];
  return told.every(e => live.contains(e)) ? ['the live region is swapped away with the rest'] : [];
})()

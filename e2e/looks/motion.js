// P9: who asked for no motion gets none.
(() => {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return ['the test could not ask for less motion'];
  const out = document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 10).map(a => `moves: ${a.animationName || a.transitionProperty} on ${a.effect.target && a.effect.target.className}`);
  for (const e of document.querySelectorAll('body, body *')) {
    const s = getComputedStyle(e);
    if (s.animationName !== 'none' && parseFloat(s.animationDuration) > 0.01) out.push(`may move: ${s.animationName} on ${e.tagName.toLowerCase()}`);
    if (s.scrollBehavior === 'smooth') out.push('scrolls smoothly');
  }
  return out;
})()

// P9: nothing scrolls sideways and no text is cut off. Boxes that scroll on purpose say so with tabindex or role=region.
(() => {
  const out = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1) {
    const wide = [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility() && (e.getBoundingClientRect().right > root.clientWidth + 1 || e.getBoundingClientRect().left < -1));
    out.push(`the page is ${root.scrollWidth} px wide on ${root.clientWidth}: ` + wide.slice(-3).map(e => e.tagName.toLowerCase() + '.' + e.className + ' "' + (e.innerText || '').trim().slice(0, 30) + '"').join(', '));
  }
  for (const e of document.body.querySelectorAll('*')) {
    const s = getComputedStyle(e), b = e.getBoundingClientRect();
    if (!e.checkVisibility() || b.width <= 2 || b.height <= 2 || e.closest('svg, .vh, .govuk-visually-hidden') || e.matches('[tabindex], [role=region], input, select, textarea')) continue;
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (own && /hidden|clip/.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1) out.push(`cut off at the side: "${e.innerText.trim().slice(0, 40)}"`);
    if (own && /hidden|clip/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 2) out.push(`cut off below: "${e.innerText.trim().slice(0, 40)}"`);
  }
  return out;
})()

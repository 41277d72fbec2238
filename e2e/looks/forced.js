// P9: with forced colours backgrounds go, so what can be pressed must keep an edge or an underline.
(() => {
  if (!matchMedia('(forced-colors: active)').matches) return ['the test could not force colours'];
  const out = [];
  for (const e of document.querySelectorAll('button, input:not([type=hidden]), select, textarea, .answer, .button')) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest('.vh, .govuk-visually-hidden')) continue;
    const within = [e, ...e.querySelectorAll('label'), e.closest('label'), e.closest('.answer'), ...(e.labels || [])].filter(Boolean);
    const edged = within.some(x => ['', '::before', '::after'].some(part => {
      const s = getComputedStyle(x, part || null);
      return (s.borderStyle !== 'none' && parseFloat(s.borderTopWidth) + parseFloat(s.borderBottomWidth) > 0) || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.textDecorationLine.includes('underline');
    }));
    const native = e.matches('input, select, textarea') && getComputedStyle(e).appearance !== 'none' && parseFloat(getComputedStyle(e).opacity) > 0;
    if (!edged && !native) out.push(`no edge with forced colours: ${e.tagName.toLowerCase()} "${(e.innerText || e.ariaLabel || e.name || '').trim().slice(0, 30)}"`);
  }
  return out;
})()

// P9: what is pressed is at least 44 px high and wide, an answer 56 px high. A label stands for its field; a link inside a
// sentence is as high as the sentence.
(() => {
  const name = e => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''} "${(e.innerText || e.ariaLabel || e.value || '').trim().slice(0, 30)}"`;
  const out = [];
  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex="0"]')) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.disabled) continue;
    if (e.closest('.govuk-skip-link, .vh')) continue;
    if (e.tagName === 'A' && getComputedStyle(e).display === 'inline' && e.parentElement.innerText.trim() !== e.innerText.trim()) continue;
    const label = /^(radio|checkbox|file)$/.test(e.type) && e.labels && e.labels[0];
    const boxes = [e, label].filter(Boolean).map(x => x.getBoundingClientRect());
    const high = Math.max(...boxes.map(b => b.height)), wide = Math.max(...boxes.map(b => b.width));
    const least = e.closest('.answer, [data-answer-row]') ? 56 : 44;
    if (high < least - 0.5 || wide < 43.5) out.push(`${name(label || e)} is ${Math.round(wide)} × ${Math.round(high)} px, wants ${least}`);
  }
  return out;
})()

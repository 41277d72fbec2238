// P8, P11: in a chart, what differs by colour differs by words too: every mark stands in a row, or has a title, of its own
// with a text; and the chart has a table.
(() => {
  const out = [], charts = [...document.querySelectorAll('.chart, figure, svg[role=img]')].filter(c => c.checkVisibility() && !c.parentElement.closest('.chart, figure'));
  for (const chart of charts) {
    const tints = new Map();
    for (const mark of chart.querySelectorAll('path, rect, circle, .bar, [data-series]')) {
      const s = getComputedStyle(mark), paint = mark instanceof SVGElement ? s.fill : s.backgroundColor;
      if (!/^rgb/.test(paint) || /, 0\)$/.test(paint)) continue;
      const [r, g, b] = paint.match(/\d+/g).map(Number);
      if (Math.max(r, g, b) - Math.min(r, g, b) < 24) continue;
      const row = mark.closest('li, tr, dt, dd, .row, g[data-series], [data-series]');
      const said = row && row !== chart && (row.textContent.trim() || row.getAttribute('aria-label'));
      const pattern = mark.matches('[data-pattern]') || /url\(/.test(mark.getAttribute('fill') || '');
      if (!tints.has(paint)) tints.set(paint, false);
      if (said || pattern) tints.set(paint, true);
    }
    const bare = [...tints].filter(([, said]) => !said).map(([paint]) => paint);
    if (tints.size > 1 && bare.length) out.push(`colour alone tells these apart: ${bare.join(', ')}`);
    if (tints.size > 0 && !chart.closest('section, article, main, body').querySelector('table')) out.push('a chart without its table');
  }
  return out;
})()

// P11: every chart has a table, and what a row of the chart says in figures or words its row of the table says too.
(() => {
  const out = [], say = e => e.textContent.replace(/\s+/g, ' ').trim();
  for (const chart of document.querySelectorAll('figure.chart')) {
    const drawn = [...chart.querySelectorAll('.chart-row > b')].map(say), name = chart.dataset.chart || '';
    const rows = [...chart.querySelectorAll('table tbody tr')].map(tr => [...tr.querySelectorAll('td, th')].map(say));
    if (drawn.length && !rows.length) out.push(`a chart without its table: "${name}"`);
    drawn.forEach((n, i) => { if (rows.length && !(rows[i] || []).includes(n)) out.push(`the chart "${name}" draws "${n}" in row ${i + 1}, its table says ${JSON.stringify(rows[i])}`); });
  }
  return out;
})()

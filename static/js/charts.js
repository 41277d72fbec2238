// Each chart as a picture and its table to copy: <figure class="chart" data-chart> with
// <button data-copy> and <button data-picture>. The picture is drawn here from the same
// figures, with title and sentence inside, and saved as PNG; nothing leaves the machine.

import { say } from './say.js';
import { draw } from './picture.js';

// charts listens for both buttons on the whole page.
export function charts() {
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('[data-copy],[data-picture]');
    const figure = button && button.closest('[data-chart]');
    if (!figure) return;
    if (button.hasAttribute('data-copy')) copy(figure.querySelector('table'), button);
    else save(figure);
  });
}

// copy puts the table on the clipboard, as a table for a document and as text for a sheet.
function copy(table, button) {
  const text = Array.prototype.map.call(table.rows, function (row) {
    return Array.prototype.map.call(row.cells, function (cell) { return cell.textContent.trim().replace(/\s+/g, ' '); }).join('\t');
  }).join('\n');
  const done = function () { say(button.getAttribute('data-copy')); };
  function old() {
    const details = table.closest('details'), was = details && details.open;
    if (details) details.open = true;
    const range = document.createRange(), chosen = getSelection();
    range.selectNode(table);
    chosen.removeAllRanges();
    chosen.addRange(range);
    document.execCommand('copy');
    chosen.removeAllRanges();
    if (details) details.open = was;
    done();
  }
  if (!navigator.clipboard || !window.ClipboardItem) { old(); return; }
  navigator.clipboard.write([new ClipboardItem({
    'text/plain': new Blob([text], { type: 'text/plain' }),
    'text/html': new Blob([table.outerHTML], { type: 'text/html' })
  })]).then(done, old);
}

function save(figure) {
  const ready = document.fonts && document.fonts.ready ? document.fonts.ready : Promise.resolve();
  ready.then(function () {
    draw(figure).toBlob(function (blob) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = (figure.getAttribute('data-chart') || 'chart').replace(/[\s\\/:*?"<>|]+/g, '-').slice(0, 60) + '.png';
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    });
  });
}

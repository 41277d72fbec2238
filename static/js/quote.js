// "Copy quote": <button data-copy-text="id" data-copied="sentence"> puts the words of that element
// on the clipboard, in lines, and says so. The words stand on the page for those without a script.

import { say } from './say.js';

// quotes listens on the whole page.
export function quotes() {
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('[data-copy-text]');
    const place = button && document.getElementById(button.getAttribute('data-copy-text'));
    if (!place) return;
    const done = function () { say(button.getAttribute('data-copied')); };
    const text = Array.prototype.map.call(place.children, function (part) { return part.textContent.trim(); }).join('\n');
    const old = function () {
      const range = document.createRange(), chosen = getSelection();
      range.selectNodeContents(place);
      chosen.removeAllRanges();
      chosen.addRange(range);
      if (document.execCommand('copy')) done();
    };
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(done, old);
    else old();
  });
}

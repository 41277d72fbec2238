// The help panel is in the page, so it opens without a line: by "Get help", or by itself when
// what is typed has one of the page's own words in it. Nothing of it is sent or kept.

import { plain } from './plain.js';

export function helping() {
  const panel = document.querySelector('section.helpers:not(.open)');
  if (!panel) return;
  const head = panel.querySelector('h2');
  let before = null;
  document.addEventListener('click', function (event) {
    const link = event.target.closest && event.target.closest('a[href="#help"]');
    if (!link) return;
    event.preventDefault();
    before = link;
    open(true);
  });
  const close = panel.querySelector('[data-help-close]');
  if (close) close.addEventListener('click', function () {
    panel.classList.remove('open');
    if (before) before.focus();
  });
  function open(go) {
    if (!panel.classList.contains('open')) panel.classList.add('open');
    if (!go) return;
    head.focus({ preventScroll: true });
    panel.scrollIntoView();
  }
  const box = document.querySelector('[data-words]');
  if (!box) return;
  const words = box.getAttribute('data-words').split('.').map(plain).filter(Boolean);
  const say = document.querySelector('[data-say]:not([data-kept])');
  box.addEventListener('input', function () {
    if (panel.classList.contains('open')) return;
    const typed = ' ' + plain(box.value) + ' ';
    if (!words.some(function (w) { return typed.indexOf(w) >= 0; })) return;
    box.closest('section').appendChild(panel);
    open(false);
    if (say) say.textContent = head.textContent;
  });
}

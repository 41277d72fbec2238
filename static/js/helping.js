// The help panel is in the page, so it opens without a line: by "Get help", or by itself when
// what is typed has one of the page's own words in it. Then it stands right above the text box,
// where it is seen over the keyboard. Nothing of it is sent or kept.

import { plain } from './plain.js';

export function helping() {
  const panel = document.querySelector('section.helpers:not(.open)');
  if (!panel) return;
  const head = panel.querySelector('h2');
  const home = document.createComment('help');
  panel.parentNode.insertBefore(home, panel);
  let before = null;
  document.addEventListener('click', function (event) {
    const link = event.target.closest && event.target.closest('a[href="#help"]');
    if (!link) return;
    event.preventDefault();
    goHome();
    before = link;
    panel.classList.add('open');
    head.focus({ preventScroll: true });
    panel.scrollIntoView();
  });
  function goHome() {
    panel.classList.remove('open', 'beside');
    home.parentNode.insertBefore(panel, home);
  }
  const close = panel.querySelector('[data-help-close]');
  if (close) close.addEventListener('click', function () {
    goHome();
    if (before && document.contains(before)) before.focus();
  });
  document.addEventListener('cairn:main', function () { if (!document.contains(panel)) goHome(); });
  const say = document.querySelector('[data-say]:not([data-kept])');
  document.addEventListener('input', function (event) {
    const box = event.target, list = box.type === 'textarea' && box.closest('[data-words]');
    if (!list || panel.classList.contains('open')) return;
    const typed = ' ' + plain(box.value) + ' ';
    const words = list.cairnWords = list.cairnWords || list.getAttribute('data-words').split('.').map(plain).filter(Boolean);
    if (!words.some(function (w) { return typed.indexOf(w) >= 0; })) return;
    before = box;
    panel.classList.add('open', 'beside');
    box.parentNode.insertBefore(panel, box);
    inSight(panel, box);
    const first = panel.querySelector('li .button');
    if (say) say.textContent = head.textContent + '. ' + (first ? first.textContent : '');
  });
}

// inSight moves the page so that the panel's first lines stand in what the keyboard leaves free,
// and as much of the box below it as fits.
function inSight(panel, box) {
  const view = window.visualViewport;
  const top = view ? view.offsetTop : 0, high = view ? view.height : window.innerHeight;
  const at = panel.getBoundingClientRect().top, end = box.getBoundingClientRect().bottom;
  if (at >= top && end <= top + high) return;
  window.scrollBy(0, at - top - 4);
}

// The help panel is in the page, so it opens without a line: by "Get help", or by itself when
// what is typed has one of the page's own words in it. Nothing of it is sent or kept.

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
  const words = plain(box.getAttribute('data-words')).split('.').map(function (w) { return w.trim(); }).filter(Boolean);
  const say = document.querySelector('[data-say]:not([data-kept])');
  box.addEventListener('input', function () {
    if (panel.classList.contains('open')) return;
    const typed = ' ' + plain(box.value).replace(/[^\u0370-\uffffa-z0-9]+/g, ' ') + ' ';
    if (!words.some(function (w) { return typed.indexOf(w) >= 0; })) return;
    box.closest('section').appendChild(panel);
    open(false);
    if (say) say.textContent = head.textContent;
  });
}

// plain makes small letters without accents, so that a hurried word is found too.
function plain(text) {
  text = text.toLowerCase();
  return text.normalize ? text.normalize('NFD').replace(/[\u0300-\u036f\u064b-\u065f]/g, '').replace(/ł/g, 'l') : text;
}

// Choosing pictures: the same posts as without a script, but only <main> is drawn again, so the
// page stays where it is.

export function picking() {
  let pressed = null;
  document.addEventListener('click', function (event) {
    pressed = event.target.closest && event.target.closest('[data-picker] button');
  });
  document.addEventListener('submit', function (event) {
    const form = event.target;
    if (!form.hasAttribute('data-picker') || !window.fetch || !window.URLSearchParams) return;
    event.preventDefault();
    const button = event.submitter || pressed || form.querySelector('button');
    const body = new URLSearchParams();
    Array.prototype.forEach.call(form.elements, function (f) { if (f.name && f.type !== 'submit') body.append(f.name, f.value); });
    body.append(button.name, button.value);
    const main = document.querySelector('main'), y = pageYOffset;
    main.setAttribute('aria-busy', 'true');
    fetch(form.action, { method: 'POST', body: body, headers: { 'Cairn-Part': 'main' }, credentials: 'same-origin', cache: 'no-store' })
      .then(function (answer) {
        if (answer.redirected) { location.assign(answer.url); return null; }
        return answer.text();
      })
      .then(function (html) {
        if (html === null) return;
        const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
        if (!fresh) throw new Error('no main');
        main.parentNode.replaceChild(document.importNode(fresh, true), main);
        document.dispatchEvent(new CustomEvent('cairn:main'));
        settle(button, y);
      })
      .catch(function () {
        main.removeAttribute('aria-busy');
        const by = document.createElement('input');
        by.type = 'hidden'; by.name = button.name; by.value = button.value;
        form.appendChild(by);
        form.submit();
      });
  });
}

// settle brings the keyboard to where it makes sense: the mistake, the way on, else the place it was.
function settle(button, y) {
  const wrong = document.getElementById('pick-error'), find = document.getElementById('find');
  const open = document.querySelector('[data-picker] [value="open"]'); // there once all six are chosen
  const same = document.querySelector('[data-picker] [value="' + button.value + '"]');
  const to = open || (wrong ? find : same) || find;
  if (button.value === 'find' && find && !open) find.focus();
  else if (to) to.focus({ preventScroll: to === same });
  if (!wrong && !open) scrollTo(0, y);
  const say = document.querySelector('p[data-say]'), count = document.querySelector('[data-picker] h2');
  if (say && count) say.textContent = (wrong && wrong.textContent.trim()) || count.textContent;
}

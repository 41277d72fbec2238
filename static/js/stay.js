// Forms of the desk stay on the page: <form data-stay> is posted in the background and the
// answer's <main> is put in place. Where that fails, the form is sent in the ordinary way. A desk
// that has lost its server keeps the agenda on screen and shows [data-lost], which says what to do.

import { swapMain } from './part.js';

// staying attaches to all such forms; line is what live() returned, or null.
export function staying(line) {
  // pressAgain presses the key that waited, if the page still has it.
  function pressAgain(main, form, wanted) {
    const button = wanted && Array.prototype.filter.call(main.querySelectorAll('form[data-stay] button'), function (b) {
      return b.name === wanted.name && b.value === wanted.value && b.form.action === form.action;
    })[0];
    if (button) button.click();
  }

  document.addEventListener('submit', function (event) {
    const form = event.target, pressed = event.submitter;
    if (!form.matches || !form.matches('form[data-stay]') || event.defaultPrevented || !window.fetch) return;
    const body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { body.append(name, value); });
    if (pressed && pressed.name) body.append(pressed.name, pressed.value);
    event.preventDefault();
    if (form.cairnBusy) { // another key of the same form is pressed once the answer is here
      if (pressed && pressed !== form.cairnBusy) form.cairnAfter = pressed;
      return;
    }
    form.cairnBusy = pressed || form;
    fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', headers: { 'Cairn-Part': 'main' } })
      .then(function (answer) { return answer.text(); })
      .then(function (html) {
        form.cairnBusy = null;
        const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
        if (!fresh) throw new Error('no main');
        pressAgain(swapMain(fresh), form, form.cairnAfter);
      })
      .catch(function () { form.cairnBusy = form.cairnAfter = null; lost(true); });
  });

  function lost(yes) {
    document.querySelectorAll('[data-lost]').forEach(function (e) { e.hidden = !yes; });
  }
  addEventListener('offline', function () { lost(true); });
  addEventListener('online', function () { lost(false); });
  document.addEventListener('cairn:main', function () { lost(line !== null && navigator.onLine === false); });
}

// Forms of the desk stay on the page: <form data-stay> is posted in the background and the
// answer's <main> is put in place. Where that fails, the form is sent in the ordinary way. A desk
// that has lost its server keeps the agenda on screen and shows [data-lost], which says what to do.

import { swapMain, released } from './part.js';

// staying attaches to all such forms; line is what live() returned, or null.
export function staying(line) {
  let under = 0; // how many are on their way; the page says so with a class

  function sending(by) {
    under += by;
    document.documentElement.classList.toggle('sending', under > 0);
  }

  // send posts what a form said. A key pressed meanwhile goes after it, as it was pressed: with
  // the place and the preview that were on the page then, so that the server can refuse it.
  function send(form, pressed, body) {
    form.cairnBusy = pressed || form;
    sending(1);
    fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', headers: { 'Cairn-Part': 'main' } })
      .then(function (answer) { return answer.text(); })
      .then(function (html) { return released().then(function () { return html; }); })
      .then(function (html) {
        const next = form.cairnNext;
        form.cairnBusy = form.cairnNext = null;
        const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
        if (!fresh) throw new Error('no main');
        swapMain(fresh);
        if (next) send(form, next.pressed, next.body);
      })
      .catch(function () { form.cairnBusy = form.cairnNext = null; lost(true); })
      .then(function () { sending(-1); });
  }

  document.addEventListener('submit', function (event) {
    const form = event.target, pressed = event.submitter;
    if (!form.matches || !form.matches('form[data-stay]') || event.defaultPrevented || !window.fetch) return;
    const body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { body.append(name, value); });
    if (pressed && pressed.name) body.append(pressed.name, pressed.value);
    event.preventDefault();
    if (!form.cairnBusy) send(form, pressed, body);
    else if (pressed && pressed !== form.cairnBusy) form.cairnNext = { pressed: pressed, body: body };
  });

  function lost(yes) {
    document.querySelectorAll('[data-lost]').forEach(function (e) { e.hidden = !yes; });
  }
  addEventListener('offline', function () { lost(true); });
  addEventListener('online', function () { lost(false); });
  document.addEventListener('cairn:main', function () { lost(line !== null && navigator.onLine === false); });
}

// Signals to the facilitator alone: <form data-signal> of buttons, sent in the background so that
// nothing that was typed or chosen goes away. A second tap takes a signal back; which is on
// shows as pressed. Without a script the form is sent in the ordinary way.

import { say } from './say.js';

// signalling attaches to all such forms, now and later.
export function signalling() {
  document.addEventListener('submit', function (event) {
    const form = event.target, pressed = event.submitter || document.activeElement;
    if (!form.matches || !form.matches('form[data-signal]') || !window.fetch || !pressed || !pressed.value) return;
    event.preventDefault();
    const body = new URLSearchParams({ is: pressed.value, csrf: form.elements.csrf.value });
    fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then(function (answer) { return answer.json(); })
      .then(function (m) {
        if (m.t === 'no') { say(m.say); return; }
        form.querySelectorAll('button').forEach(function (b) { if (b === pressed) b.setAttribute('aria-pressed', m.on); });
        const told = form.parentNode.querySelector('[data-told]');
        told.hidden = !form.querySelector('[aria-pressed=true]');
        if (m.on) say(told.textContent);
      })
      .catch(function () { /* no line: the button stays as it was */ });
  });
}

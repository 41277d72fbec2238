// A list to tick: <form data-answer="…" data-too>. Each tick goes at once, a few quick ones
// together, as any answer goes (answer.js); without a script the form has a button.

// ticking listens for the whole page. The form is looked up again when it goes: the page's <main>
// may be another by then, with the same ticks in it.
export function ticking() {
  let soon = 0;
  document.addEventListener('change', function (event) {
    if (!event.target.form || !event.target.form.hasAttribute('data-too')) return;
    clearTimeout(soon);
    soon = setTimeout(function () {
      const form = document.querySelector('form[data-too]');
      if (form) form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    }, 300);
  });
}

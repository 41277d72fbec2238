// Asking a page for its own <main> again and putting it in place without disturbing
// anybody: what was typed or chosen, where the keyboard is, and how far the page was scrolled.

// fetchPart gets this address once more with "Cairn-Part: main" and swaps <main>; it gives
// the new <main>. Where the server sends the reader elsewhere, the page goes there.
export function fetchPart() {
  return fetch(location.href, { headers: { 'Cairn-Part': 'main' }, credentials: 'same-origin', cache: 'no-store' })
    .then(function (answer) {
      if (answer.redirected && answer.url.split('#')[0] !== location.href.split('#')[0]) location.assign(answer.url);
      return answer.text();
    })
    .then(function (html) {
      const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
      if (!fresh) throw new Error('no main');
      return released().then(function () { return swapMain(fresh); });
    });
}

// A press begins on one page and must end on it: taken away under a finger, a button is never
// pressed, and what came in its place may be. So news waits until the finger is up and the click
// is through, or for as long as a press that was forgotten may hold it.
let timer = 0, waiting = [];

function hold(most) {
  clearTimeout(timer);
  timer = setTimeout(function () {
    timer = 0;
    waiting.splice(0).forEach(function (go) { go(); });
  }, most);
}

// Old phones make their click a moment after the finger is up.
['pointerdown', 'touchstart', 'pointerup', 'pointercancel', 'touchend'].forEach(function (name, n) {
  addEventListener(name, function () { hold(n < 2 ? 3000 : 80); }, true);
});

// released is kept once nothing is being pressed.
export function released() {
  return new Promise(function (go) { if (timer) waiting.push(go); else go(); });
}

// swapMain puts fresh in the place of <main>.
export function swapMain(fresh) {
  const old = document.querySelector('main');
  const active = document.activeElement;
  const inside = active && active !== old && old.contains(active);
  const kept = inside && { id: active.id, name: active.name, value: active.value, start: textPlace(active), end: textPlace(active, true) };
  const typed = remember(old);
  const y = pageYOffset, asked = old.getAttribute('data-shape');
  fresh = document.importNode(fresh, true);
  restore(fresh, typed);
  old.parentNode.replaceChild(fresh, old);
  if (kept) focusAgain(fresh, kept);
  scrollTo(pageXOffset, fresh.getAttribute('data-shape') === asked || kept ? y : 0);
  document.dispatchEvent(new CustomEvent('cairn:main', { detail: fresh }));
  return fresh;
}

function textPlace(field, end) {
  try { return end ? field.selectionEnd : field.selectionStart; } catch (e) { return null; }
}

// A form is the same question when seat and data-answer (or else its action) are the same: what
// was typed for one question must never turn up under the next, nor one child's under another's.
function sign(form) {
  const question = form.getAttribute('data-answer');
  return question ? form.getAttribute('data-seat') + ' ' + question : form.getAttribute('action') + form.id;
}

// What stands in an unsent answer stays known while this page lives: a pause or a closing takes
// the form away, and when it is back, so is what was typed.
let unsent = [];

// forgetUnsent is for when an answer went, and for leaving.
export function forgetUnsent() { unsent = []; }

function remember(main) {
  const list = unsent.filter(function (item) {
    return !Array.prototype.some.call(main.querySelectorAll('form'), function (form) { return sign(form) === item.form; });
  });
  main.querySelectorAll('form').forEach(function (form) {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || field.type === 'hidden' || field.type === 'file' || field.type === 'submit') return;
      const tick = field.type === 'radio' || field.type === 'checkbox';
      const changed = tick ? field.checked !== field.defaultChecked
        : field.options ? Array.prototype.some.call(field.options, function (o) { return o.selected !== o.defaultSelected; })
          : field.value !== field.defaultValue;
      if (changed) list.push({ form: sign(form), name: field.name, tick: tick, value: field.value, on: field.checked });
    });
  });
  unsent = list.filter(function (item) { return item.form.indexOf(' ') > 0; }).slice(-40);
  main.querySelectorAll('details[open][id]').forEach(function (d) { list.push({ open: d.id }); });
  return list;
}

function restore(main, list) {
  main.querySelectorAll('form').forEach(function (form) {
    list.forEach(function (item) {
      if (item.form !== sign(form)) return;
      Array.prototype.forEach.call(form.elements, function (field) {
        if (field.name !== item.name) return;
        if (!item.tick) field.value = item.value;
        else if (field.value === item.value) field.checked = item.on;
      });
    });
  });
  list.forEach(function (item) {
    const d = item.open && main.querySelector('details#' + item.open);
    if (d) d.open = true;
  });
}

// focusAgain finds the field the keyboard was in; where it is gone, the heading is read next.
function focusAgain(main, kept) {
  let found = kept.id && document.getElementById(kept.id);
  if (!found && kept.name) {
    found = Array.prototype.filter.call(main.querySelectorAll('[name]'), function (f) {
      return f.name === kept.name && (f.type === 'text' || f.value === kept.value);
    })[0];
  }
  if (!found) {
    found = main.querySelector('h1,h2');
    if (found) found.tabIndex = -1;
  }
  if (!found) return;
  found.focus({ preventScroll: true });
  if (kept.start !== null && found.setSelectionRange) {
    try { found.setSelectionRange(kept.start, kept.end); } catch (e) { /* not a text field */ }
  }
}

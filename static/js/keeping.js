// Unsent words live while this page does. Only "Keep on this phone" puts them into storage;
// Send, Leave quickly and a second press take them out again. A change of looks or language
// loads the page anew: for that one step they wait in this tab's own memory.

export function keeping() {
  const form = document.querySelector('[data-tell]');
  if (!form) {
    drop(); // the page after sending, or another: nothing waits any more for this step
    return;
  }
  const name = 'cairn tell ' + form.getAttribute('data-tell');
  const button = form.querySelector('[data-keep]'), told = form.querySelector('[data-kept]');
  const ask = button ? button.textContent : '', warn = form.querySelector('[data-warn]');
  let kept = false;
  try {
    const step = sessionStorage.getItem('cairn step'), old = localStorage.getItem(name);
    sessionStorage.removeItem('cairn step');
    if (old) { kept = true; say(); }
    if (step) fill(JSON.parse(step)); else if (old && !form.classList.contains('whole')) fill(JSON.parse(old));
  } catch (e) { /* no storage: the words live in the page alone */ }

  function fields() {
    return Array.prototype.filter.call(form.elements, function (f) { return f.name && f.type !== 'hidden' && f.type !== 'submit' && f.type !== 'button'; });
  }
  function read() {
    return fields().filter(function (f) { return f.type === 'textarea' || f.checked; }).map(function (f) { return [f.name, f.value]; });
  }
  function fill(list) {
    fields().forEach(function (f) {
      const here = list.filter(function (p) { return p[0] === f.name; });
      if (f.type === 'textarea') { if (here[0] && !f.value) f.value = here[0][1]; } else f.checked = here.some(function (p) { return p[1] === f.value; });
    });
  }
  function store() { try { localStorage.setItem(name, JSON.stringify(read())); } catch (e) { kept = false; } }
  function say() { if (told) told.textContent = kept ? told.getAttribute('data-say') : ''; if (button) button.textContent = kept ? button.getAttribute('data-off') : ask; if (warn) warn.hidden = kept; }
  if (button) button.addEventListener('click', function () {
    kept = !kept;
    if (kept) store(); else localStorage.removeItem(name);
    say();
  });
  form.addEventListener('input', function () { if (kept) store(); });
  form.addEventListener('submit', function () { try { sessionStorage.setItem('cairn sent', name); } catch (e) { /* kept words stay */ } });
  document.addEventListener('submit', function (event) {
    if (event.target === form) return;
    try { sessionStorage.setItem('cairn step', JSON.stringify(read())); } catch (e) { /* the words are lost with the page */ }
  });
}

// drop takes away what was kept of a form that has gone.
function drop() {
  try {
    const name = sessionStorage.getItem('cairn sent');
    sessionStorage.removeItem('cairn step');
    if (!name || !document.querySelector('.placed')) return;
    localStorage.removeItem(name);
    sessionStorage.removeItem('cairn sent');
  } catch (e) { /* nothing was kept */ }
}

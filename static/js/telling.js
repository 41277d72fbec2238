// Send on a tell page. Where the line is gone the page stays, with the words in their box and who
// can help below; the same form sent again is one message, so that nobody need fear to press twice.

const patience = 30000; // ms until a sending counts as lost

export function telling() {
  const form = document.querySelector('[data-tell]');
  if (!form || !window.fetch) return;
  const told = form.querySelector('[data-unsent]');
  let going = false;
  addEventListener('pageshow', function () { going = false; });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (going) return;
    going = true;
    say(told.getAttribute('data-sending'), false);
    const end = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(function () { if (end) end.abort(); else lost(); }, patience);
    fetch(form.getAttribute('action'), { method: 'POST', credentials: 'same-origin', body: encoded(form), headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, signal: end ? end.signal : undefined }).then(function (answer) {
      clearTimeout(timer);
      if (answer.status >= 500) return lost();
      if (answer.ok && answer.redirected) { location.assign(answer.url); return null; }
      form.submit(); // something to put right: the page that says so comes as without a script
      return null;
    }).catch(function () { clearTimeout(timer); lost(); });
  });

  function lost() {
    going = false;
    say(told.getAttribute('data-lost'), true);
    const help = document.querySelector('section.helpers');
    if (help) { help.classList.add('open'); help.classList.remove('beside'); told.parentNode.insertBefore(help, told.nextSibling); }
    told.scrollIntoView({ block: 'center' });
  }
  function say(text, wrong) {
    told.className = wrong ? 'wrong' : '';
    told.textContent = text;
  }
}

// encoded is the form as a browser sends it, also on phones too old to list a form's fields.
function encoded(form) {
  return Array.prototype.filter.call(form.elements, function (f) {
    return f.name && !f.disabled && f.tagName !== 'BUTTON' && (f.type !== 'checkbox' && f.type !== 'radio' || f.checked);
  }).map(function (f) {
    return encodeURIComponent(f.name) + '=' + encodeURIComponent(f.value.replace(/\r?\n/g, '\r\n'));
  }).join('&');
}

// The fields of one question, whose names begin with "q-<question>-", as an answer and back again.

// readAnswer gives what is chosen or written in a place; null where nothing is.
export function readAnswer(section, place) {
  const p = 'q-' + place.q + '-', picks = [];
  let text = '', quote = false, pass = '';
  each(section, p, function (f, name) {
    const tick = f.type === 'radio' || f.type === 'checkbox';
    if (tick && !f.checked) return;
    if (name === 'pass') pass = f.value;
    else if (name === 'text') text = f.value;
    else if (name === 'quote') quote = true;
    else if (name.indexOf('place.') === 0) picks.push(name.slice(6)); // the rows as they stand
    else if (name.indexOf('row-') === 0 && !tick) { if (Number(f.value)) picks.push(name.slice(4) + ':' + f.value.trim()); }
    else if (f.value !== '') picks.push(f.value);
  });
  if (pass) return { pass: pass };
  if (text.trim()) return { text: text, quote: quote };
  return picks.length ? { pick: picks } : null;
}

// fillAnswer puts an answer into its fields.
export function fillAnswer(section, place, answer) {
  const picks = answer.pick || [];
  each(section, 'q-' + place.q + '-', function (f, name) {
    if (name === 'pass') f.checked = f.value === answer.pass;
    else if (name === 'text') f.value = answer.text || '';
    else if (name === 'quote') f.checked = !!answer.quote;
    else if (name.indexOf('place.') === 0) f.value = picks.indexOf(name.slice(6)) < 0 ? '' : String(picks.indexOf(name.slice(6)) + 1);
    else if (f.type === 'radio' || f.type === 'checkbox') f.checked = picks.indexOf(f.value) >= 0;
    else if (name.indexOf('row-') === 0) f.value = picks.reduce(function (v, one) { return one.indexOf(name.slice(4) + ':') === 0 ? one.slice(name.length - 3) : v; }, '0');
    else f.value = picks[0] || '';
  });
}

// passesApart: choosing an answer takes a pass back, and a pass takes the answer back.
export function passesApart(form) {
  form.addEventListener('change', function (event) {
    const f = event.target, section = f.closest('[data-place]');
    if (!section || !f.name || f.type === 'textarea' && !f.value) return;
    const pass = /-pass$/.test(f.name);
    Array.prototype.forEach.call(section.querySelectorAll('input[type=radio],input[type=checkbox]'), function (other) {
      if (/-pass$/.test(other.name) !== pass && !/-quote$/.test(other.name)) other.checked = false;
    });
  });
}

function each(section, prefix, job) {
  Array.prototype.forEach.call(section.querySelectorAll('input,select,textarea'), function (f) {
    if (f.name.indexOf(prefix) === 0) job(f, f.name.slice(prefix.length));
  });
}

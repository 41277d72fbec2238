// What stands in an answer form, as the body the server takes, with its submission key and
// counter. The counter is kept in localStorage, so that the tabs of one phone share it.

// read gives the form's fields: pick as a list (of a ranking: in order, best first; of rows:
// "row:value"), the pass chosen, text and quote; hidden fields as they are, round and counter as
// numbers. prefix, where the names have one (a survey's "q-ID-"), leaves out all others.
export function read(form, prefix) {
  const body = { pick: [], pass: '', text: '', quote: false };
  const places = [], from = prefix ? prefix.length : 0;
  Array.prototype.forEach.call(form.elements, function (f) {
    if (!f.name || f.disabled || ((f.type === 'radio' || f.type === 'checkbox') && !f.checked) || (from && f.name.indexOf(prefix))) return;
    const name = f.name.slice(from), number = f.type === 'number';
    if (number && !Number(f.value) && (name !== 'pick' || f.value === '')) return;
    if (name === 'pick') body.pick.push(f.value);
    else if (name.indexOf('row-') === 0) body.pick.push(number ? name.slice(4) + ':' + f.value : f.value);
    else if (name.indexOf('place.') === 0) { if (f.value) places.push([Number(f.value), name.slice(6)]); }
    else if (name === 'quote') body.quote = true;
    else if (name === 'round' || name === 'counter') body[name] = Number(f.value);
    else if (f.type !== 'submit') body[name] = f.value;
  });
  places.sort(function (a, b) { return a[0] - b[0]; }).forEach(function (p) { body.pick.push(p[1]); });
  if (body.pass) { body.pick = []; body.text = ''; }
  return body;
}

const lasts = {};

// nextKey fills in key and counter: the same answer again keeps the key it had, another
// answer gets a new key and the next counter. Only the counter is written down on the phone.
export function nextKey(body, form) {
  const place = 'cairn ' + form.getAttribute('data-seat') + ' ' + form.getAttribute('data-answer');
  const said = JSON.stringify([body.pick, body.pass, body.text, body.quote]);
  const last = lasts[place];
  if (last && last.said === said) { body.key = last.key; body.counter = last.counter; return body; }
  if (last) body.key = fresh();
  let counter = Math.max(body.counter || 0, last ? last.counter : 0);
  try {
    counter = Math.max(counter, Number(localStorage.getItem(place)) || 0);
    localStorage.setItem(place, counter + 1);
  } catch (e) { /* this tab's own count has to do */ }
  body.counter = counter + 1;
  lasts[place] = { said: said, key: body.key, counter: body.counter };
  return body;
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
}

function said(place) { return place.textContent.trim(); }

// chosen gives the words of what was chosen, for "your answer": labels, or the text itself.
export function chosen(form) {
  const words = [];
  Array.prototype.forEach.call(form.elements, function (f) {
    const name = /(pick|pass|text|row-.*)$/.test(f.name) && f.name, label = name && form.querySelector('label[for="' + f.id + '"] .say');
    const row = f.closest && f.closest('.row-of'), of = row ? said(row.querySelector('legend .say')) + ': ' : '';
    if ((f.type === 'radio' || f.type === 'checkbox') && f.checked && label) words.push(of + said(label));
    else if (f.type === 'number' && (label ? Number(f.value) : f.value)) { const unit = f.parentNode.querySelector('.unit'); words.push((label ? said(label) + ': ' : '') + f.value + (unit ? ' ' + said(unit) : '')); }
    else if (/text$/.test(name) && f.value) words.push(f.value);
  });
  form.querySelectorAll('[data-rank] > li .say').forEach(function (say, i) { words.push((i + 1) + '. ' + say.textContent.trim()); });
  return words.join(' · ');
}

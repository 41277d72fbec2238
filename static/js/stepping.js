// Less and more around a number, and "stones left":
// <input type="number"> between <button data-step="±1"> in one [data-steps]; of stones to share out
// [data-left] counts those that are left, and no more can be given.

import { say } from './say.js';
import { answered } from './passes.js';

// stepping listens on the whole page, also after a swap of <main>.
export function stepping() {
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('[data-step]');
    const field = button && button.closest('[data-steps]').querySelector('input');
    if (!field) return;
    const by = Number(button.getAttribute('data-step')) * (Number(field.step) || 1);
    const least = Number(field.min), most = Math.min(Number(field.max), Number(field.value || 0) + Math.max(0, left(field)));
    field.value = field.value === '' && field.min ? Math.max(least, Math.min(0, most)) : Math.max(least, Math.min(most, Number(field.value) + by));
    answered(field);
    left(field);
    say(field.value);
  });
  document.addEventListener('input', function (event) { if (event.target.type === 'number') left(event.target); });
  document.addEventListener('cairn:main', counts);
  counts();
}

// left is how many stones are left beside the field; as many as one wants where nothing is shared out.
function left(field) {
  const ask = field.closest('[data-ask]'), place = ask && ask.querySelector('[data-left]');
  if (!place) return Infinity;
  let n = Number(place.getAttribute('data-left'));
  ask.querySelectorAll('[data-steps] input').forEach(function (f) { n -= Number(f.value) || 0; });
  place.querySelector('b').textContent = n;
  place.classList.toggle('over', n < 0);
  return n;
}

function counts() {
  document.querySelectorAll('[data-left]').forEach(function (place) { left(place); });
}

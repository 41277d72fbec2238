// Whoever passed and then answers has answered: a pass gives way to a later answer.

// answered takes the pass back that stands beside a field.
export function answered(field) {
  const ask = field.closest('[data-ask]'), pass = ask && !/pass$/.test(field.name) && ask.querySelector('.pass :checked');
  if (pass) pass.checked = false;
}

// passes listens on the whole page.
export function passes() {
  document.addEventListener('input', function (event) { if (event.target.type === 'number' || event.target.type === 'radio') answered(event.target); });
}

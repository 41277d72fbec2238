// The small things forms need: the summary of errors is read first.

// firstError moves the keyboard to the summary of errors, where there is one.
export function firstError() {
  const summary = document.querySelector('[data-focus]');
  if (summary) summary.focus();
}

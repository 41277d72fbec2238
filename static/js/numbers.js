// What changes on a live page without a new <main>: numbers.

// numbers puts a frame's values into [data-n="key"].
export function numbers(frame) {
  document.querySelectorAll('[data-n]').forEach(function (place) {
    const value = frame[place.getAttribute('data-n')];
    if (value !== undefined && place.textContent !== String(value)) place.textContent = value;
  });
}

// As many stones as a frame says, on the desk and the wall; phones draw none while they ask.

// stones puts them into [data-stones="key" data-of="key"].
export function stones(frame) {
  document.querySelectorAll('[data-stones]').forEach(function (place) {
    const on = frame[place.getAttribute('data-stones')];
    if (on === undefined) return;
    const of = Math.min(60, Math.max(on, frame[place.getAttribute('data-of')] || 0));
    while (place.children.length < of) place.appendChild(place.firstElementChild ? place.firstElementChild.cloneNode(true) : stone());
    while (place.children.length > of) place.removeChild(place.lastElementChild);
    for (let i = 0; i < place.children.length; i++) place.children[i].classList.toggle('on', i < on);
  });
}

function stone() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 16');
  svg.innerHTML = '<path d="M2 9.6C2 4.6 6.4 1.4 12.6 1.6c6 .2 9.6 3.3 9.5 7.7-.1 3.9-4 5.5-10 5.5S2 13.6 2 9.6Z"/>';
  return svg;
}

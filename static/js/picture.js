export function draw() { return document.createElement('canvas'); }

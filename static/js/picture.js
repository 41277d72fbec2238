// A chart drawn as a picture of its own: title, rows with their stones or bars, the numbers
// beside them, and the sentence. Read from the chart's own markup, so that it can say nothing
// the page does not say.

const wide = 1200, edge = 64, row = 66;

// draw gives a canvas with the chart of one <figure data-chart>.
export function draw(figure) {
  const rows = Array.prototype.slice.call(figure.querySelectorAll('.chart-row'));
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  const title = figure.getAttribute('data-chart') || '', said = text(figure.querySelector('.said'));
  const about = [].concat(text(figure.querySelector('.asked')) || [], text(document.querySelector('[data-source]')) || []).join(' · ');
  const heading = wrap(pen, 'bold 40px ' + family(), title), ending = wrap(pen, '28px ' + family(), said);
  const rtl = getComputedStyle(figure).direction === 'rtl';
  canvas.width = wide;
  canvas.height = edge * 2 + heading.length * 50 + (about ? 40 : 0) + 20 + rows.length * row + 20 + ending.length * 38;
  const tools = { pen: pen, rtl: rtl, x: function (n) { return rtl ? wide - n : n; } };
  pen.fillStyle = '#fbfaf6';
  pen.fillRect(0, 0, wide, canvas.height);
  let y = edge + 36;
  y = lines(tools, heading, 'bold 40px ' + family(), '#14202b', edge, y, 50);
  if (about) y = lines(tools, [about], '24px ' + family(), '#40566b', edge, y - 6, 40);
  y += 14;
  rows.forEach(function (r) { drawRow(tools, r, y); y += row; });
  lines(tools, ending, '28px ' + family(), '#14202b', edge, y + 20, 38);
  return canvas;
}

function family() { return '"Atkinson Hyperlegible", system-ui, sans-serif'; }

function text(place) { return place ? place.textContent.trim().replace(/\s+/g, ' ') : ''; }

function wrap(pen, font, words) {
  pen.font = font;
  const out = [];
  words.split(' ').forEach(function (word) {
    const last = out.length ? out[out.length - 1] + ' ' + word : word;
    if (out.length && pen.measureText(last).width <= wide - edge * 2) out[out.length - 1] = last; else if (word) out.push(word);
  });
  return out;
}

function lines(tools, list, font, colour, x, y, step) {
  tools.pen.font = font;
  tools.pen.fillStyle = colour;
  tools.pen.textAlign = tools.rtl ? 'right' : 'left';
  tools.pen.direction = tools.rtl ? 'rtl' : 'ltr';
  list.forEach(function (line) { tools.pen.fillText(line, tools.x(x), y); y += step; });
  return y;
}

const light = { s0: '#73818c', s1: '#0b6078', s2: '#b0501c', s3: '#4b7326', s4: '#7b3f92', s5: '#40566b', s6: '#a8324a' };

function drawRow(tools, r, y) {
  const pen = tools.pen, mark = r.querySelector('.stones,.bar,.heap');
  const series = Object.keys(light).filter(function (s) { return (mark || r).classList.contains(s); })[0] || 's1';
  pen.font = '27px ' + family();
  let name = text(r.querySelector('.chart-label > span'));
  while (name.length > 4 && pen.measureText(name).width > 400) name = name.slice(0, -2).trim() + '…';
  lines(tools, [name], pen.font, '#14202b', edge, y + 40, 0);
  pen.fillStyle = light[series];
  pen.strokeStyle = '#fbfaf6';
  const stones = r.querySelectorAll('.stones svg'), bar = r.querySelector('.rod'), heap = r.querySelector('.heap path');
  const size = Math.min(1.5, 520 / (stones.length * 27 || 1));
  Array.prototype.forEach.call(stones, function (s, i) {
    const x = 500 + i * 27 * size + Math.floor(i / 5) * 8 * size;
    shape(tools, s, x, y + 30 - 8 * size, size);
  });
  if (bar) {
    const long = 520 * parseFloat(bar.getAttribute('x2')) / 100;
    pen.fillRect(tools.rtl ? wide - 500 - long : 500, y + 12, long, 36);
    pen.save();
    pen.beginPath();
    pen.rect(tools.rtl ? wide - 500 - long : 500, y + 12, long, 36);
    pen.clip();
    veins(pen, series, tools.rtl ? wide - 500 - long : 500, y + 12, long);
    pen.restore();
  }
  if (heap) shape(tools, heap.parentNode, 500, y + 10, 1.4);
  pen.textAlign = tools.rtl ? 'left' : 'right';
  pen.font = 'bold 32px ' + family();
  pen.fillStyle = '#14202b';
  pen.fillText(text(r.querySelector('b')), tools.x(wide - edge), y + 42);
}

function shape(tools, svg, x, y, size) {
  const pen = tools.pen;
  pen.save();
  pen.translate(tools.rtl ? wide - x - 24 * size : x, y);
  pen.scale(size, size);
  Array.prototype.forEach.call(svg.querySelectorAll('path'), function (p) {
    const path = new Path2D(p.getAttribute('d'));
    if (!p.classList.contains('vein')) { pen.fill(path); return; }
    pen.lineWidth = 1.7;
    pen.lineCap = 'round';
    pen.stroke(path);
  });
  pen.restore();
}

// veins tell the bars apart without colour, from the third series on.
function veins(pen, series, x, y, long) {
  const step = { s3: 14, s4: 9, s5: 11, s6: 14 }[series];
  if (!step) return;
  pen.lineWidth = 2.2;
  pen.beginPath();
  if (series === 's4') for (let v = y + step; v < y + 36; v += step) { pen.moveTo(x, v); pen.lineTo(x + long, v); }
  else for (let u = x - 36; u < x + long; u += step) { pen.moveTo(series === 's6' ? u : u + 36, y); pen.lineTo(series === 's6' ? u + 36 : u, y + 36); }
  if (series === 's5') for (let u = x - 36; u < x + long; u += step) { pen.moveTo(u, y); pen.lineTo(u + 36, y + 36); }
  pen.stroke();
}

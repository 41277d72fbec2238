// P9: text at 200 %, as somebody sets it who reads with difficulty. Gives what stayed small.
(() => {
  const text = () => [...document.body.querySelectorAll('h1, p, label, button, a')].filter(e => e.checkVisibility() && e.innerText.trim() && !e.closest('.vh'));
  const before = text().map(e => [e, parseFloat(getComputedStyle(e).fontSize)]);
  document.documentElement.style.fontSize = '200%';
  return before.filter(([e, size]) => parseFloat(getComputedStyle(e).fontSize) < size * 1.5).map(([e]) => `stays small at 200 %: "${e.innerText.trim().slice(0, 30)}"`);
})()

// P9: the text spacing of WCAG 1.4.12. A constructed sheet passes a strict policy; says so when it did not apply.
(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return parseFloat(getComputedStyle(document.querySelector('h1, p, body')).letterSpacing) > 0 ? [] : ['the test could not apply its spacing'];
})()

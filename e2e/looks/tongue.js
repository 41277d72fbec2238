// P8: what a text is written in is what its nearest lang says, as far as letters can tell. <bdi>, code and keys are not ours, and a name may stand in a sentence.
(() => {
  const letters = { ar: /\p{Script=Arabic}/gu, uk: /\p{Script=Cyrillic}/gu }, out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement, all = (n.data.match(/\p{L}/gu) || []).length;
    if (all < 4 || /^\s*(Cairn|https?:\S+)\s*$/.test(n.data) || e.closest('bdi, code, kbd, script, style, template, [translate=no], select, textarea, .code, svg')) continue;
    const lang = e.closest('[lang]')?.lang.slice(0, 2) || '', want = letters[lang] || /\p{Script=Latin}/gu;
    if ((n.data.match(want) || []).length < all / 4) out.push(`marked "${lang}": "${n.data.trim().slice(0, 40)}"`);
  }
  const root = document.documentElement;
  const rtl = root.lang.startsWith('ar');
  if ((root.dir === 'rtl') !== rtl) out.push(`lang ${root.lang} with dir ${root.dir}`);
  return out;
})()

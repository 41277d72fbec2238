// What only some questions need comes with the first of them: data-needs is a script's address.

const fetched = {};

// script fetches one, once; it may be asked for again where the line was lost.
export function script(url) {
  if (!fetched[url]) fetched[url] = new Promise(function (yes, no) {
    const e = document.createElement('script');
    e.onload = yes;
    e.onerror = function () { delete fetched[url]; no(e); };
    e.src = url;
    document.head.appendChild(e);
  });
  return fetched[url];
}

// needs looks now and after each swap of <main>.
export function needs() {
  function look() {
    document.querySelectorAll('[data-needs]').forEach(function (e) { script(e.getAttribute('data-needs')).catch(function () { }); });
  }
  document.addEventListener('cairn:main', look);
  look();
}

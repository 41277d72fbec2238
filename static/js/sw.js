// The service worker of live and survey pages (/s/…, /q/…): their shell opens without signal. It
// keeps only what the server marked "Cairn-Keep: page" (a question not yet answered, never
// what somebody said), the script and the sheet of some kinds of question. A page the server no longer has is forgotten.

const box = 'cairn-shell';

self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener('fetch', function (event) {
  const ask = event.request, url = new URL(ask.url);
  if (ask.method !== 'GET' || url.origin !== location.origin) return;
  if (ask.mode === 'navigate' && /^\/[sq]\/[^/]+\/?$/.test(url.pathname)) event.respondWith(page(ask, url.pathname));
  else if (/^\/static\/(js\/(phone|kinds)|css\/kinds)\./.test(url.pathname)) event.respondWith(script(ask));
});

// page asks the network first; where it is silent, the kept shell comes.
function page(ask, place) {
  return fetch(ask).then(function (answer) {
    return caches.open(box).then(function (shell) {
      if (answer.status === 404 || answer.status === 410 || answer.headers.get('Cairn-Keep') === 'none') return shell.delete(place);
      if (answer.ok && !answer.redirected && answer.headers.get('Cairn-Keep') === 'page') return shell.put(place, answer.clone());
    }).catch(function () { }).then(function () { return answer; });
  }, function (lost) {
    return caches.open(box).then(function (shell) { return shell.match(place); })
      .then(function (kept) { if (kept) return kept; throw lost; });
  });
}

function script(ask) {
  return caches.open(box).then(function (shell) {
    return shell.match(ask).then(function (kept) {
      return kept || fetch(ask).then(function (answer) {
        if (answer.ok) shell.put(ask, answer.clone());
        return answer;
      });
    });
  });
}

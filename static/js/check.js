// "Check the room": <ul data-check="/check/live"> with [data-when="wait|yes|no"] sentences. A socket
// is opened and greeted; an answer within six seconds means that the live line works.

// checking attaches to the check page; elsewhere there is nothing to do.
export function checking() {
  const place = document.querySelector('[data-check]');
  if (!place) return;
  function tell(when) {
    place.querySelectorAll('[data-when]').forEach(function (e) { e.hidden = e.getAttribute('data-when') !== when; });
  }
  const timer = setTimeout(function () { tell('no'); }, 6000);
  try {
    const socket = new WebSocket(location.protocol.replace('http', 'ws') + '//' + location.host + place.getAttribute('data-check'));
    socket.onopen = function () { socket.send('{"t":"here"}'); };
    socket.onmessage = function () { clearTimeout(timer); tell('yes'); socket.close(); };
    socket.onerror = function () { clearTimeout(timer); tell('no'); };
  } catch (e) { clearTimeout(timer); tell('no'); }
}

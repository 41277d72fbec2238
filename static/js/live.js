// Live pages: <main data-live="/s/CODE/live" data-live-poll="/s/CODE/poll" data-shape="…">.
// A long poll starts at once and a websocket opens beside it; the socket takes over at its
// first message, because blocked sockets hang rather than fail. The page carries the version it
// was made with (data-v), so that the first poll waits for something newer; a socket asks for
// the newest frame always, which is what proves it. A frame is {"v":version,"s":shape,…numbers}:
// another shape makes the page ask for its <main> again (part.js), numbers go into [data-n]
// and, where the page draws them, stones into [data-stones].

import { fetchPart } from './part.js';
import { numbers } from './numbers.js';
import { say } from './say.js';

const least = 500, most = 10000;

// live starts the page's connection and returns its line to the server, or null where
// nothing is live. line.send(message) says whether a proven socket took it; line.heard is
// called with each message that is not a frame; line.onSwap after <main> was swapped; line.onFrame
// with each frame of the shape shown.
export function live() {
  const main = document.querySelector('main[data-live]');
  if (!main) return null;
  const line = { socket: null, proven: false, away: false, version: main.getAttribute('data-v') || '', heard: null, onSwap: null, onFrame: null, send, doubt };
  let asking = 0, hanging = null, tries = 0, pollTries = 0, part = null, wanted = '', again = 0;

  function wait(n) { return least + Math.random() * (Math.min(most, least * Math.pow(2, n)) - least); }

  function show(frame) {
    if (frame.v) line.version = frame.v;
    if (frame.s !== undefined) wanted = frame.s;
    if (catchUp()) return;
    numbers(frame);
    if (line.onFrame) line.onFrame(frame);
  }

  // catchUp asks for <main> where the page is behind what was said of it last.
  function catchUp() {
    const behind = wanted && wanted !== document.querySelector('main').getAttribute('data-shape');
    if (behind) swap();
    return behind;
  }

  // swap asks for <main>; frames that come meanwhile are looked at when it is here. A server
  // whose page stays behind its frames is asked again ever more slowly.
  function swap() {
    if (part) return;
    const said = heading(document.querySelector('main')).text;
    part = fetchPart().then(function (main) {
      const head = heading(main);
      if (head.text !== said) say(head.text, head.lang);
      if (line.onSwap) line.onSwap(main);
      return main.getAttribute('data-shape');
    }).catch(function () { return null; }).then(function (shape) {
      part = null;
      if (shape === wanted) { again = 0; return; }
      setTimeout(catchUp, wait(again++));
    });
  }

  // heading is what is read out of a new <main>: data-announce, else its h1 in its own language.
  function heading(main) {
    const h1 = main.querySelector('h1'), own = h1 && h1.querySelector('[lang]'), text = main.getAttribute('data-announce');
    return { text: text || (h1 ? h1.textContent.trim() : ''), lang: !text && own ? own.lang : '' };
  }

  function poll() {
    if (line.proven || line.away) return;
    const mine = ++asking;
    const url = main.getAttribute('data-live-poll');
    hanging = window.AbortController ? new AbortController() : null;
    fetch(url + (line.version ? '?v=' + encodeURIComponent(line.version) : ''), { credentials: 'same-origin', cache: 'no-store', signal: hanging ? hanging.signal : undefined })
      .then(function (answer) {
        if (answer.status === 204) return null;
        if (answer.ok) return answer.json();
        if (/403|404|410/.test(answer.status)) leave();
        throw answer.status;
      })
      .then(function (frame) {
        pollTries = 0;
        if (mine !== asking) return;
        if (frame) show(frame);
        poll();
      })
      .catch(function () { if (mine === asking) setTimeout(function () { if (mine === asking) poll(); }, wait(pollTries++)); });
  }

  function open() {
    if (line.away || line.socket || !window.WebSocket) return;
    let socket;
    const base = location.protocol.replace('http', 'ws') + '//' + location.host + main.getAttribute('data-live');
    try { socket = new WebSocket(base); } catch (e) { return; }
    line.socket = socket;
    socket.onmessage = function (event) {
      if (socket !== line.socket) return;
      if (!line.proven && hanging) hanging.abort();
      line.proven = true; tries = 0; asking++;
      let message;
      try { message = JSON.parse(event.data); } catch (e) { return; }
      if (message.t) { if (line.heard) line.heard(message); } else show(message);
    };
    socket.onclose = function (event) {
      if (socket !== line.socket) return;
      const was = line.proven;
      line.socket = null; line.proven = false;
      if (event.code >= 4500 && event.code <= 4999) { leave(); return; }
      if (was) poll();
      setTimeout(open, wait(tries++));
    };
  }

  // leave: the server said "stay away"; the page is asked for once more, so that it says why.
  function leave() {
    if (line.away) return;
    line.away = true;
    wanted = null;
    fetchPart().then(function (m) { if (line.onSwap) line.onSwap(m); }).catch(function () { });
  }

  function send(message) {
    if (!line.proven || line.socket.readyState !== 1) return false;
    line.socket.send(JSON.stringify(message));
    return true;
  }

  // doubt: a message had no answer in time; the socket may be dead without knowing it.
  function doubt() {
    const old = line.socket;
    line.socket = null; line.proven = false;
    if (old) old.close();
    poll(); setTimeout(open, wait(tries++));
  }

  function wake() {
    if (document.visibilityState === 'hidden' || line.away) return;
    tries = 0; pollTries = 0;
    if (!line.proven) poll();
    open();
  }
  // An answer to a form may have been made before the news that overtook it.
  document.addEventListener('cairn:main', function () { if (!part) setTimeout(catchUp, 2 * least); });
  document.addEventListener('visibilitychange', wake);
  addEventListener('online', function () { if (line.proven) doubt(); else wake(); });
  addEventListener('pageshow', function (event) { if (event.persisted) doubt(); });
  poll();
  open();
  return line;
}

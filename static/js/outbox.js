// Answers that wait on the phone: an IndexedDB outbox, each bound to the seat it was given
// in. Where the phone cannot keep anything (private browsing, storage full) they stay in
// memory and the page says so. A resend carries the same key, so it can only count once.

const name = 'cairn-outbox', day = 86400000;
const memory = {};
let opened = null;

function store(mode, job) {
  if (!opened) {
    opened = new Promise(function (yes, no) {
      const ask = indexedDB.open(name, 1);
      ask.onupgradeneeded = function () { ask.result.createObjectStore('answers', { keyPath: 'id' }); };
      ask.onsuccess = function () { yes(ask.result); };
      ask.onerror = ask.onblocked = function () { no(ask.error); };
    });
    opened.catch(function () { opened = null; });
  }
  return opened.then(function (db) {
    return new Promise(function (yes, no) {
      const work = db.transaction('answers', mode);
      const ask = job(work.objectStore('answers'));
      work.oncomplete = function () { yes(ask && ask.result); };
      work.onerror = work.onabort = function () { no(work.error); };
    });
  });
}

// safely runs an IndexedDB job; some old phones throw where others reject.
function safely(mode, job) {
  try { return store(mode, job); } catch (e) { return Promise.reject(e); }
}

// keep puts an answer in; it tells whether the phone itself kept it (true) or only this page
// (false). Text somebody wrote stays in the page unless they asked for it to be kept.
// answer: {id: "seat activity.round", seat, url, body, words, at}.
export function keep(answer, asked) {
  memory[answer.id] = answer;
  if (answer.body.text && !asked) return Promise.resolve(false);
  return safely('readwrite', function (box) { return box.put(answer); })
    .then(function () { return true; }, function () { return false; });
}

// drop takes an answer out, if it is still the one with this submission key.
export function drop(id, key) {
  if (memory[id] && memory[id].body.key === key) delete memory[id];
  return safely('readwrite', function (box) {
    const ask = box.get(id);
    ask.onsuccess = function () { if (ask.result && ask.result.body.key === key) box.delete(id); };
  }).catch(function () { });
}

// waiting lists what one seat still has to send. What another seat left here more than a day
// ago is deleted: its cookie is gone, so nobody could send it.
export function waiting(seat) {
  return safely('readonly', function (box) { return box.getAll(); }).catch(function () { return []; }).then(function (list) {
    const all = {};
    list.forEach(function (a) { if (a.seat !== seat && Date.now() - a.at > day) drop(a.id, a.body.key); else all[a.id] = a; });
    Object.keys(memory).forEach(function (id) { all[id] = memory[id]; });
    return Object.keys(all).map(function (id) { return all[id]; }).filter(function (a) { return a.seat === seat; });
  });
}

// empty forgets everything that waits, for leaving quickly and for handing a tablet over.
export function empty() {
  Object.keys(memory).forEach(function (id) { delete memory[id]; });
  return safely('readwrite', function (box) { return box.clear(); }).catch(function () { });
}

// post sends an answer and gives what the server said of it.
export function post(entry) {
  return fetch(entry.url, { method: 'POST', credentials: 'same-origin', body: JSON.stringify(entry.body), headers: { 'Content-Type': 'application/json', Accept: 'application/json' } })
    .then(function (answer) { return answer.json(); });
}

// A survey somebody is answering, as this phone keeps it: in the outbox, so that leaving quickly
// empties it too. What was chosen is kept; what was written only if asked, else while the page lives.

import { keep, drop, waiting } from './outbox.js';

const lasts = 200 * 86400000;

function id(slug) { return 'q ' + slug; }

// newDraft is an empty one, with a submission key of the phone's own.
export function newDraft() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
  return { key: key, answers: {}, pair: [], at: '', pending: false, asked: false, lost: false };
}

// loadDraft gives what this phone kept, or null. Words that were not to be kept are gone, and then
// nothing is sent without being asked again.
export function loadDraft(slug) {
  return waiting(id(slug)).then(function (list) {
    const draft = list[0] && list[0].body;
    if (!draft || !draft.key) return null;
    if (draft.lost) { draft.pending = false; draft.lost = false; }
    return draft;
  });
}

// keepDraft writes it down; true where the phone itself has it, words included if there are any.
export function keepDraft(slug, draft) {
  const body = JSON.parse(JSON.stringify(draft));
  if (!draft.asked) {
    body.pair = [];
    Object.keys(body.answers).forEach(function (q) { if (body.answers[q].text) { delete body.answers[q]; body.lost = true; } });
    if (draft.pair.some(Boolean)) body.lost = true;
  }
  return keep({ id: id(slug), seat: id(slug), url: '/q/' + slug, body: body, words: '', at: Date.now() + lasts })
    .then(function (kept) { return kept && !body.lost; });
}

// dropDraft forgets it.
export function dropDraft(slug) {
  return waiting(id(slug)).then(function (list) { return Promise.all(list.map(function (d) { return drop(d.id, d.body.key); })); });
}

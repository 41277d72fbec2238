// Which questions somebody is asked: the same rules as on the server (surveys.Form.Path), from the
// same JSON. A rule sees only answers to places already on the path.

// path gives the places somebody with these answers is asked, in order. answers: {question: answer}.
export function path(places, answers) {
  const asked = {}, seen = {};
  places.forEach(function (p) { if (!asked[p.q]) asked[p.q] = p; });
  return places.filter(function (p) {
    if (p.when && !holds(p.when, asked, seen)) return false;
    if (p.a && answers[p.q]) seen[p.q] = answers[p.q];
    return true;
  });
}

// branches says whether places behind one depend on answers that may still come.
export function branches(places, id) {
  let behind = false;
  return places.some(function (p) {
    if (behind && p.when) return true;
    behind = behind || p.id === id;
    return false;
  });
}

function holds(rule, asked, seen) {
  const part = function (r) { return holds(r, asked, seen); };
  if (rule.all && rule.all.length) return rule.all.every(part);
  if (rule.any && rule.any.length) return rule.any.some(part);
  if (rule.not) return !part(rule.not);
  return met(rule, asked[rule.question] || {}, seen[rule.question]);
}

function met(rule, place, answer) {
  const said = !!answer && !answer.pass, pick = answer && answer.pick || [];
  switch (rule.op) {
    case 'is': return said && pick.length > 0 && pick[0] === rule.value;
    case 'isnot': return !said || !pick.length || pick[0] !== rule.value;
    case 'has': return said && pick.indexOf(rule.value) >= 0;
    case 'hasnot': return !said || pick.indexOf(rule.value) < 0;
    case 'atleast': case 'atmost': {
      const got = stepIn(place, pick, rule.value || ''), want = stepOf(place, rule.value || '');
      return said && got !== null && want !== null && (rule.op === 'atleast' ? got >= want : got <= want);
    }
    case 'answered': return said;
    case 'passed': return !!answer && !!answer.pass;
  }
  return false;
}

// stepIn is the answer's own number to hold against a value: that of the value's row ("a:4") or
// of the only pick.
function stepIn(place, pick, value) {
  const rows = value.indexOf(':') >= 0, row = value.split(':')[0];
  for (let i = 0; i < pick.length; i++) {
    if (pick[i].indexOf(':') >= 0 === rows && (!rows || pick[i].split(':')[0] === row)) return stepOf(place, pick[i]);
  }
  return rows && place.k === 'stones' ? 0 : null;
}

function stepOf(place, value) {
  if (place.w) { const at = place.w.indexOf(value); return at < 0 ? null : at; }
  const colon = value.indexOf(':');
  const number = (colon >= 0 ? value.slice(colon + 1) : value).split('of')[0];
  return /^[+-]?\d+$/.test(number) ? Number(number) : null;
}

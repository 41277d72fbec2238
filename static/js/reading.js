// How easily an English text is read, said while somebody types it: the words of its longest
// sentence, and the school year it is for (Flesch-Kincaid). locales/reading.go is the same rule.

const longest = 12, hardest = 3; // ChildWords and ChildGrade there

function syllables(word) {
  word = word.replace(/^['’]+|['’]+$/g, '').toLowerCase();
  let n = (word.match(/[aeiouy]+/g) || []).length;
  if (/e$/.test(word) && !/le$/.test(word) && n > 1) n--;
  return Math.max(n, 1);
}

// reads measures a text; an earlier answer that it repeats counts as what stands in its place.
export function reads(text) {
  let sentences = 0, words = 0, beats = 0, most = 0;
  text.replace(/\{[a-z0-9-]{1,32}:([^{}\n]{0,80})\}/g, '$1').split(/[.!?:]+(?:\s|$)|\n/).forEach(function (sentence) {
    const list = sentence.match(/[A-Za-zÀ-ɏ0-9'’]+/g) || [];
    if (!list.length) return;
    sentences++;
    words += list.length;
    most = Math.max(most, list.length);
    list.forEach(function (word) { beats += syllables(word); });
  });
  const grade = sentences ? Math.max(0, 0.39 * words / sentences + 11.8 * beats / words - 15.59) : 0;
  return { words: most, grade: grade, long: most > longest, hard: words >= 6 && grade > hardest };
}

// reading keeps what is said beside each English text up to date. The sentence comes from the
// page in every form its language has for numbers, each under a number of that form.
export function reading() {
  document.querySelectorAll('[data-reads]').forEach(function (line) {
    const field = document.querySelector('[name="' + line.dataset.reads + ':en"]');
    if (!field || !window.Intl || !Intl.PluralRules) return;
    const forms = JSON.parse(line.dataset.forms), rule = new Intl.PluralRules(document.documentElement.lang);
    field.addEventListener('input', function () {
      const is = reads(field.value);
      const like = Object.keys(forms).filter(function (n) { return rule.select(+n) === rule.select(is.words); })[0];
      line.hidden = !is.words;
      line.querySelector('[data-is]').textContent = (forms[like] || '').replace('{n}', is.words).replace('{g}', is.grade.toFixed(1));
      line.querySelector('[data-long]').hidden = !is.long;
      line.querySelector('[data-hard]').hidden = !is.hard;
    });
  });
}

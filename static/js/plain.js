// plain makes one form of everything that is typed in a hurry: small letters, no accents or vowel
// signs, letters with several spellings made one, one apostrophe, no joiners, single spaces. The
// word list and what is typed both go through it.

const same = { 'ł': 'l', 'ø': 'o', 'đ': 'd', 'ı': 'i', 'ґ': 'г', 'ى': 'ي', 'ی': 'ي', 'ې': 'ي', 'ة': 'ه', 'ک': 'ك', 'ٱ': 'ا' };

export function plain(text) {
  text = text.toLowerCase();
  if (text.normalize) text = text.normalize('NFKD');
  return text.replace(/[\u0300-\u036f\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[łøđıґىیېةکٱ]/g, function (letter) { return same[letter]; })
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[^'\u0370-\u1fff\u3000-\ud7ffa-z0-9]+/g, ' ').trim();
}

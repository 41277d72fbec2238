package screening

import (
	"strings"
	"unicode"
)

// tongues tells languages apart by alphabet, by letters only one of them has,
// and by the small words every sentence is made of.
type tongues struct {
	small map[string]map[string]bool // language → its small words, folded
}

func readTongues(text func(string) string) tongues {
	t := tongues{small: map[string]map[string]bool{}}
	for _, lang := range append(Languages(), "other") {
		t.small[lang] = wordSet(text(lang + "/small.txt"))
	}
	return t
}

// of says what a text is written in and whether there are lists for it. Next to
// nothing to read is known, whatever it is; hint is the page's language.
func (t tongues) of(words []word, signs []sign, hint string, v *vocabulary) (string, bool) {
	var latin, cyrillic, arabicScript, rest int
	var raw strings.Builder
	for _, g := range signs {
		switch {
		case !unicode.IsLetter(g.raw):
		case 'a' <= g.r && g.r <= 'z':
			latin++
		case unicode.Is(unicode.Cyrillic, g.raw):
			cyrillic++
		case unicode.Is(unicode.Arabic, g.raw):
			arabicScript++
		default:
			rest++
		}
		if raw.Len() < 4096 {
			raw.WriteRune(unicode.ToLower(g.raw))
		}
	}
	all := latin + cyrillic + arabicScript + rest
	switch {
	case all < 2:
		return hint, true
	case rest*2 > all:
		return "", false
	case arabicScript*2 >= all:
		return t.among("ar", words, raw.String(), "پچژگڤےٹڈںېښەێۆڵڕکی", all)
	case cyrillic*2 >= all:
		return t.among("uk", words, raw.String(), "ыэъёўђћџљњқғұһәөү", all)
	}
	return t.latin(words, raw.String(), hint, v)
}

// among tells whether a text in an alphabet is in the one language of it there
// are lists for: none of the letters it does not have, and not another's small words.
func (t tongues) among(lang string, words []word, raw, alien string, letters int) (string, bool) {
	own, other := 0, 0
	for _, w := range words {
		if t.small[lang][w.s] {
			own++
		}
		if t.small["other"][w.s] {
			other++
		}
	}
	strange := 0
	for _, r := range raw {
		if strings.ContainsRune(alien, r) {
			strange++
		}
	}
	if letters < 4 && strange == 0 {
		return lang, true
	}
	if lang == "ar" && strange > 0 && own > 3*strange { // some keyboards write ک and ی in Arabic
		strange = 0
	}
	if strange > 0 && strange*30 >= letters || other > own {
		return "", false
	}
	return lang, true
}

// latin tells the four Latin-written languages from one another and from others.
func (t tongues) latin(words []word, raw, hint string, v *vocabulary) (string, bool) {
	score := map[string]int{}
	n, plain := 0, 0
	for _, w := range words {
		if numeral(w.s) || w.s[0] >= 0x80 || len(w.s) == 1 && w.s != "i" && w.s != "a" {
			continue
		}
		n++
		s := unleet(w.s)[0]
		if len(s) > 1 && v.ordinary(s) {
			plain++
		}
		for lang, small := range t.small {
			if small[s] {
				score[lang] += 2
			}
		}
	}
	score["en"] += plain
	for _, r := range raw {
		switch {
		case strings.ContainsRune("ąćęłńśźż", r):
			score["pl"] += 2
		case strings.ContainsRune("șțşţă", r):
			score["ro"] += 2
		case strings.ContainsRune("ŵŷ", r):
			score["cy"] += 2
		case strings.ContainsRune("ßñõãđıšžčřůėųōűőåæøğ", r):
			score["other"] += 2
		}
	}
	for _, w := range words {
		for _, sign := range []string{"dd", "wy", "yn", "ff", "nghy", "chw", "rwy", "wyd"} {
			if score["cy"] > 0 && strings.Contains(w.s, sign) {
				score["cy"]++
				break
			}
		}
	}
	best, most := hint, 0
	for _, lang := range append(Languages(), "other") {
		if score[lang] > most {
			best, most = lang, score[lang]
		}
	}
	switch {
	case n < 3 && best != "other":
		if best == "" {
			best = "en"
		}
		return best, true
	case best == "other" && n < 3 && most < 4:
		return hint, true
	case best == "other" || most*3 < n:
		return "", false
	}
	return best, true
}

// welshForms undoes the changes Welsh makes to the first letter of a word.
func welshForms(w string) []string {
	var out []string
	swap := func(from string, to ...string) {
		if rest, ok := strings.CutPrefix(w, from); ok && len(rest) >= 2 {
			for _, t := range to {
				out = append(out, t+rest)
			}
		}
	}
	swap("ngh", "c")
	swap("mh", "p")
	swap("nh", "t")
	swap("ng", "g")
	swap("ch", "c")
	swap("ph", "p")
	swap("th", "t")
	swap("dd", "d")
	swap("b", "p")
	swap("d", "t")
	swap("g", "c")
	swap("f", "b", "m")
	swap("l", "ll")
	swap("r", "rh")
	swap("m", "b")
	swap("n", "d")
	swap("", "g")
	swap("h", "")
	return out
}

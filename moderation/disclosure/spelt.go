package disclosure

import (
	"slices"
	"strings"
	"unicode"
)

// A name is spelt in another alphabet by ear, and everybody's ear is their own.
// So a name becomes a row of sounds, each with several spellings, in one small
// alphabet: x is sh, c is ch, j is zh or j, h is h and g.

// sounding lists what English letters may sound like; "-" is no sound.
const sounding = `
igh ai|i
tch c
ce se|s|tse|k
ci si|tsi|xi|s
cy si|sai|s
sch x|sk
dge j
sh x
ch c|k|x|h
th t|s|f|d
ph f|v
ck k
wh v|u|h
wr r|vr
kn n|kn
gh -|h|f
qu kv|k
sz x|s
cz c
rz j|r
ei i|ei|ai|e|ie
ea i|e|ei|ia|ea
ee i|e
ie i|ai|ie|e
ai ei|ai|e|a|i
ay ei|ai|e|i
ey i|ei|ai|e
oo u|o
ou u|au|o|ou
ow o|au|ou|ov
oa o|ou
au o|au|a
aw o|au|ou
ew iu|u|e
ue u|iu|e
oi oi
oy oi
ia ia|a|ai|iia
ya ia|a|iia
yo io|o
yu iu|u
ye ie|e|ai
a a|e|ei|o|ia
b b
c k|ts|c
d d
e e|i|-|a|ie
f f
g h|j
h h|-
i i|ai|e|-
j j|i|h
k k
l l
m m
n n
o o|ou|a|u
p p
q k
r r
s s
t t
u u|a|iu|o
v v
w v|u
x ks|h|s
y i|ai|-
z s|ts`

// spellings are the sounds of a name in small Latin letters.
func spellings(name string) [][]string {
	table := strings.Split(strings.TrimSpace(sounding), "\n")
	var out [][]string
	for rest := once(name); rest != ""; {
		taken := 1
		for _, line := range table { // the longest come first
			letters, sounds, _ := strings.Cut(line, " ")
			if strings.HasPrefix(rest, letters) {
				out, taken = append(out, strings.Split(strings.ReplaceAll(sounds, "-", ""), "|")), len(letters)
				break
			}
		}
		rest = rest[taken:]
	}
	return out
}

// rests tells whether take takes what may be left of a word once a name's sounds
// are said. It goes sound by sound with all that may be left, each once, so that a
// long name costs no more than its length.
func rests(word string, name [][]string, take func(rest string) bool) bool {
	left := []string{word}
	for _, sounds := range name {
		var next []string
		for _, had := range left {
			for _, sound := range sounds {
				if rest, is := strings.CutPrefix(had, sound); is && !slices.Contains(next, rest) {
					next = append(next, rest)
				}
			}
		}
		left = next
	}
	return slices.ContainsFunc(left, take)
}

// once writes doubled letters once.
func once(s string) string {
	return string(slices.Compact([]rune(s)))
}

// A word is a word of a text in each writing that names are compared in.
type word struct {
	s        string
	cyrillic string   // in the small alphabet, "" where it is no Cyrillic word
	arabic   []string // with and without the little words written onto it
	latin    string   // in the small alphabet, "" where it is too short to go by
	key      string
	common   bool
	titled   bool // stands behind a title
}

func wordOf(s string, titled bool) word {
	w := word{s: s, cyrillic: romanised(s), titled: titled, common: slices.Contains(everyday(), s)}
	switch {
	case w.cyrillic != "":
	case skeleton(s) != "" || strings.ContainsFunc(s, isArabic):
		if !slices.Contains(titles(), s) {
			w.arabic = bared(s)
		}
	case !w.common && len(s) > 3:
		w.latin = once(strings.NewReplacer("sh", "x", "sz", "x", "cz", "c", "ch", "c", "z", "s", "g", "h", "w", "v", "y", "i", "j", "i", "x", "ks", "c", "k").Replace(s))
	}
	if !w.common {
		w.key = key(s)
	}
	return w
}

// A called is one part of a name with the ways it may be spelt.
type called struct {
	s, key    string
	cyrillic  string     // of a Cyrillic name, in the small alphabet
	arabic    string     // of an Arabic name, its consonants
	sounds    [][]string // none of an Arabic name
	skeletons [][]string // the sounds, as Arabic writes them
}

func nameOf(part string) called {
	n := called{s: part, cyrillic: romanised(part), arabic: skeleton(part)}
	latin := part
	if n.cyrillic != "" {
		latin = n.cyrillic
	}
	if n.arabic != "" {
		return n
	}
	n.s, n.key, n.sounds = latin, key(latin), spellings(latin)
	short := strings.NewReplacer("a", "", "e", "", "i", "", "o", "", "u", "", "v", "f", "p", "b", "c", "x")
	for _, sounds := range n.sounds {
		var s []string
		for _, one := range sounds {
			s = append(s, short.Replace(one))
		}
		if slices.Contains(s, "j") { // g is ج, غ, ك or ق
			s = append(s, "k", "h", "dj")
		}
		n.skeletons = append(n.skeletons, s)
	}
	return n
}

// heardIn tells whether a word spells a name by its sound.
func (n called) heardIn(w word) bool {
	if n.arabic != "" {
		return len(n.arabic) > 1 && (len(w.arabic) > 0 && skeleton(w.s) == n.arabic || len(w.latin) > 3 && n.arabic == skeletonOf(w.s))
	}
	switch {
	case w.cyrillic != "":
		return n.inCyrillic(w)
	case len(w.arabic) > 0:
		return n.inArabic(w)
	case n.cyrillic != "" && cased(n.s, w):
		return true
	}
	return len(n.s) > 3 && (n.key == w.key || w.latin != "" && rests(w.latin, n.sounds, func(rest string) bool { return rest == "" }))
}

// inCyrillic tells whether a Cyrillic word says a name, with a case ending or none.
func (n called) inCyrillic(w word) bool {
	said := w.cyrillic
	return rests(said, n.sounds, func(rest string) bool {
		had := len(said) - len(rest)
		if had > 3 && len(n.s) > 3 && len(rest) <= 4 {
			return true
		}
		return had > 1 && (rest == "" || slices.Contains(strings.Fields("a u i e o om em am ami iu ia oi oiu eiu evi ovi omu oho iv in ina s"), rest))
	})
}

// romanised writes a Cyrillic word in the small alphabet, "" for other words.
func romanised(word string) string {
	if !strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		return ""
	}
	return once(strings.NewReplacer("дж", "j", "а", "a", "б", "b", "в", "v", "г", "h", "ґ", "h", "д", "d", "е", "e", "є", "e", "ж", "j", "з", "s",
		"и", "i", "і", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ў", "u",
		"ф", "f", "х", "h", "ц", "ts", "ч", "c", "ш", "x", "щ", "x", "ь", "", "ъ", "", "ю", "iu", "я", "ia", "ы", "i", "э", "e").Replace(word))
}

func isArabic(r rune) bool { return unicode.Is(unicode.Arabic, r) }

// inArabic tells whether an Arabic word says a name: Arabic writes consonants,
// and what is short between them not. A name of one consonant needs a title
// before it, since such words are everywhere.
func (n called) inArabic(w word) bool {
	if w.titled && rests(strings.NewReplacer("و", "u", "ي", "i", "ا", "a").Replace(w.s), n.sounds, func(rest string) bool { return strings.Trim(rest, "aiu") == "" }) {
		return true
	}
	vowel, either := strings.ContainsRune("aeiou", rune(n.s[0])), strings.ContainsRune("wyh", rune(n.s[0]))
	return slices.ContainsFunc(w.arabic, func(s string) bool {
		if !either && vowel != strings.ContainsRune("اعيو", []rune(s)[0]) {
			return false
		}
		said := skeleton(s)
		enough := len(said) > 2 || len(said) == 2 && len([]rune(s)) > 2 || w.titled && said != ""
		return enough && rests(said, n.skeletons, func(rest string) bool { return rest == "" || rest == "h" })
	})
}

// bared is an Arabic word and what is left without the little words written onto it.
func bared(word string) []string {
	out := []string{word}
	for _, on := range []string{"و", "ف", "ب", "ل", "ك", "ال"} {
		for _, w := range slices.Clone(out) {
			if rest, is := strings.CutPrefix(w, on); is && rest != "" {
				out = append(out, rest)
			}
		}
	}
	return out
}

// skeleton is the consonants of an Arabic word, "" for other words.
func skeleton(word string) string {
	if !strings.ContainsFunc(word, isArabic) {
		return ""
	}
	return once(strings.NewReplacer("ب", "b", "پ", "b", "ت", "t", "ث", "t", "ج", "j", "ح", "h", "خ", "h", "د", "d", "ذ", "d", "ر", "r", "ز", "s",
		"س", "s", "ش", "x", "چ", "x", "ص", "s", "ض", "d", "ط", "t", "ظ", "s", "ع", "", "غ", "h", "ف", "f", "ڤ", "f", "ق", "k", "ك", "k", "ل", "l",
		"م", "m", "ن", "n", "ه", "h", "و", "", "ي", "", "ا", "", "ء", "").Replace(word))
}

// skeletonOf is the consonants of a Latin word as Arabic would write them.
func skeletonOf(word string) string {
	return once(strings.NewReplacer("sh", "x", "ch", "x", "th", "t", "ph", "f", "kh", "h", "gh", "h", "dh", "d", "a", "", "e", "", "i", "", "o", "", "u", "", "y", "", "w", "",
		"v", "f", "p", "b", "c", "k", "q", "k", "z", "s", "g", "j").Replace(word))
}

// key is how an English word sounds, so that Reid is Reed and Clarke is Clark.
func key(word string) string {
	k := strings.NewReplacer("ph", "f", "ck", "k", "sh", "x", "gh", "", "th", "t", "ee", "i", "ea", "i", "ei", "i", "ie", "i", "ey", "i", "ay", "i", "ai", "i", "y", "i",
		"oo", "u", "ou", "u", "ce", "se", "ci", "si", "c", "k", "q", "k", "x", "ks", "z", "s", "w", "v", "h", "").Replace(strings.TrimSuffix(word, "e"))
	if k = once(k); len(k) < 3 {
		return word
	}
	return k
}

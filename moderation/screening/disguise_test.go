package screening

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// disguises are the ways to write a phrase so that people read it and filters don't.
func disguises() map[string]func(string) string {
	each := func(f func(i int, r rune) string) func(string) string {
		return func(s string) string {
			var b strings.Builder
			for i, r := range []rune(s) {
				b.WriteString(f(i, r))
			}
			return b.String()
		}
	}
	letters := func(from, to string) func(string) string {
		table := map[rune]string{}
		signs := []rune(to)
		for i, r := range []rune(from) {
			table[r] = string(signs[i])
		}
		return each(func(_ int, r rune) string {
			if out, ok := table[r]; ok {
				return out
			}
			return string(r)
		})
	}
	between := func(gap string) func(string) string {
		return func(s string) string {
			var words []string
			for _, w := range strings.Fields(s) {
				words = append(words, strings.Join(strings.Split(w, ""), gap))
			}
			return strings.Join(words, strings.Repeat(gap, 1)+" ")
		}
	}
	return map[string]func(string) string{
		"Cyrillic letters":  letters("aeopcyxi", "аеорсухі"),
		"Greek letters":     letters("oviau", "ονιαυ"),
		"small capitals":    letters("klmnteiabd", "ᴋʟᴍɴᴛᴇɪᴀʙᴅ"),
		"mathematical":      each(func(_ int, r rune) string { return shifted(r, 0x1D41A) }),
		"full width":        each(func(_ int, r rune) string { return shifted(r, 0xFF41) }),
		"in discs":          each(func(_ int, r rune) string { return shifted(r, 0x24D0) }),
		"zero width":        each(func(_ int, r rune) string { return string(r) + "\u200b" }),
		"soft hyphens":      each(func(_ int, r rune) string { return string(r) + "\u00ad" }),
		"bidi controls":     each(func(_ int, r rune) string { return "\u202a" + string(r) + "\u202c" }),
		"a stack of marks":  each(func(_ int, r rune) string { return string(r) + "\u0336\u0315\u031b\u0340" }),
		"leet":              letters("aeio", "4310"),
		"more leet":         letters("aeist", "@3!$7"),
		"spaces":            between(" "),
		"dots":              between("."),
		"dashes":            between("-"),
		"underlines":        between("_"),
		"repeats":           each(func(i int, r rune) string { return strings.Repeat(string(r), 1+3*(i%2)*min(1, int(r-' '))) }),
		"capitals":          strings.ToUpper,
		"every other large": each(func(i int, r rune) string { return []string{string(r), strings.ToUpper(string(r))}[i%2] }),
		"keycaps":           func(s string) string { return letters("o", "0")(strings.ReplaceAll(s, "i", "1\ufe0f\u20e3")) },
	}
}

// shifted moves a small letter into another block of the alphabet.
func shifted(r rune, a rune) string {
	if r < 'a' || r > 'z' {
		return string(r)
	}
	return string(a + r - 'a')
}

func TestADisguisedPhraseIsFoundLikeThePlainOne(t *testing.T) {
	s := screener(t)
	raw, err := os.ReadFile("testdata/obfuscated.txt")
	if err != nil {
		t.Fatal(err)
	}
	tried, found := 0, 0
	for line := range strings.Lines(string(raw)) {
		plain := strings.TrimSpace(line)
		if plain == "" || plain[0] == '#' {
			continue
		}
		want := whats(s.Screen(plain, "en", Lists{}))
		if len(want) == 0 {
			t.Errorf("%q itself is not found", plain)
			continue
		}
		for name, disguise := range disguises() {
			tried++
			got := whats(s.Screen(disguise(plain), "en", Lists{}))
			if slices.ContainsFunc(want, func(w string) bool { return slices.Contains(got, w) }) {
				found++
			} else {
				t.Logf("%s: %q got %v, want one of %v", name, disguise(plain), got, want)
			}
		}
	}
	t.Logf("%d of %d disguises found (%.1f %%)", found, tried, 100*float64(found)/float64(tried))
	if tried < 400 || found*100 < tried*98 {
		t.Errorf("found %d of %d, want at least 98 %% of at least 400", found, tried)
	}
}

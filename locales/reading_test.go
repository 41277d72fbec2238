package locales

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// childAreas are read by young people, some of them nine years old.
func childAreas() []string {
	return []string{"join", "vote", "phone", "help", "notice", "remote", "tell", "receipt", "back", "rights", "wrong"}
}

// childWords is the longest sentence a young person meets, in words; staffWords
// what an adult in a hurry meets. Grades are Flesch-Kincaid's (Kincaid et al. 1975).
const (
	childWords, childGrade = 12, 3.0
	staffWords, staffGrade = 20, 6.0
)

var sentenceEnd = regexp.MustCompile(`[.!?:]+(\s|$)|\n`)

func split(text string) [][]string {
	text = placeholder.ReplaceAllString(text, "seven")
	var out [][]string
	for _, s := range sentenceEnd.Split(text, -1) {
		words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '’' && r != '\'' })
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

// syllables counts groups of vowels, less a silent e at the end.
func syllables(word string) int {
	word = strings.ToLower(strings.Trim(word, "’'"))
	n, vowel := 0, false
	for _, r := range word {
		is := strings.ContainsRune("aeiouy", r)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(n, 1)
}

// grade is the school year whose readers manage the texts.
func grade(texts []string) float64 {
	sentences, words, beats := 0, 0, 0
	for _, text := range texts {
		for _, s := range split(text) {
			sentences++
			words += len(s)
			for _, w := range s {
				beats += syllables(w)
			}
		}
	}
	if sentences == 0 {
		return 0
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(beats)/float64(words) - 15.59
}

func TestSentencesAreShortEnoughForTheirReaders(t *testing.T) {
	_, areas := read(t, "en")
	for area, keys := range areas {
		most, limit := staffWords, staffGrade
		if slices.Contains(childAreas(), area) {
			most, limit = childWords, childGrade
		}
		var texts []string
		for key, forms := range keys {
			for _, text := range forms {
				texts = append(texts, text)
				for _, s := range split(text) {
					if len(s) > most {
						t.Errorf("%s: %q has a sentence of %d words, at most %d: %s", area, key, len(s), most, strings.Join(s, " "))
					}
				}
			}
		}
		if got := grade(texts); got > limit {
			t.Errorf("%s reads at grade %.1f, at most %.1f", area, got, limit)
		}
	}
}

func TestTheReadingRuleTellsEasyFromHard(t *testing.T) {
	easy := []string{"Your answer is in.", "You can change it."}
	hard := []string{"Participants acknowledge that information will be disseminated appropriately."}
	if e, h := grade(easy), grade(hard); e > childGrade || h < staffGrade {
		t.Errorf("easy reads at %.1f, hard at %.1f", e, h)
	}
}

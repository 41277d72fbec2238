package locales

import (
	"slices"
	"strings"
	"testing"
)

// childAreas are read by young people, some of them nine years old.
func childAreas() []string {
	return []string{"join", "vote", "phone", "help", "notice", "remote", "tell", "receipt", "back", "rights", "wrong", "fill"}
}

// childWords is the longest sentence a young person meets, in words; staffWords
// what an adult in a hurry meets. Grades are Flesch-Kincaid's (Kincaid et al. 1975).
const (
	childWords, childGrade = ChildWords, ChildGrade
	staffWords, staffGrade = 20, 6.0
)

// split cuts a catalogue text into sentences; a placeholder counts as one word.
func split(text string) [][]string { return Sentences(placeholder.ReplaceAllString(text, "seven")) }

// grade is Grade with placeholders as words.
func grade(texts []string) float64 {
	var filled []string
	for _, text := range texts {
		filled = append(filled, placeholder.ReplaceAllString(text, "seven"))
	}
	return Grade(filled)
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

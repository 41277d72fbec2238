package locales

import (
	"regexp"
	"strings"
	"unicode"
)

// What a young person is asked to read, at most: words in a sentence, and the
// school grade of the whole. static/js/reading.js says the same while somebody types.
const (
	ChildWords = 12
	ChildGrade = 3.0
)

var sentenceEnd = regexp.MustCompile(`[.!?:]+(\s|$)|\n`)

// Sentences cuts an English text into sentences, and these into words.
func Sentences(text string) [][]string {
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

// Grade is the school year whose readers manage these English texts
// (Flesch-Kincaid; Kincaid et al. 1975), 0 where there is nothing to read.
func Grade(texts []string) float64 {
	sentences, words, beats := 0, 0, 0
	for _, text := range texts {
		for _, s := range Sentences(text) {
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

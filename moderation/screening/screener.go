package screening

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed lists
var lists embed.FS

//go:embed lists/en/dictionary.txt
var everyday string // read where it lies in the program

// Screener holds the lists. It is safe for many callers at once.
type Screener struct {
	alike  lookalikes
	y      *symbols
	words  *vocabulary
	risks  matcher // risk and everything that goes with it
	rude   matcher
	hate   matcher
	scenes []scene
	sounds sounds
	tongue tongues
	names  names
	towns  map[string]bool // places that make a school's name
	digits map[string]rune
}

// New reads the lists that are built into the program; an error names the file
// and line that cannot be read.
func New() (*Screener, error) {
	s := &Screener{y: &symbols{exact: map[string]int32{}, stem: map[string]int32{}, cymraeg: map[int32]bool{}}}
	text := func(name string) string {
		raw, err := lists.ReadFile("lists/" + name)
		if err != nil {
			return ""
		}
		return string(raw)
	}
	s.alike = readLookalikes(text("lookalikes.txt"))
	var risks, rude, hate []rule
	for _, lang := range Languages() {
		for name, into := range map[string]*[]rule{"risk": &risks, "ideas": &risks, "rude": &rude, "hate": &hate} {
			file := path.Join(lang, name+".txt")
			rules, err := s.y.readRules(file, lang, text(file))
			if err != nil {
				return nil, fmt.Errorf("reading a screening list: %w", err)
			}
			*into = append(*into, rules...)
			if lang == "cy" {
				s.y.claim(rules)
			}
		}
		if lang == "en" { // slips are mended in English, the only language with a dictionary here
			s.words = &vocabulary{slips: map[string]bool{}}
			for w := range s.y.exact {
				s.words.slips[w] = true
			}
		}
	}
	if len(risks) == 0 || len(rude) == 0 || len(hate) == 0 {
		return nil, fmt.Errorf("reading screening lists: one of them is empty")
	}
	others, err := s.y.readRules("other/risk.txt", "other", text("other/risk.txt"))
	if err != nil {
		return nil, fmt.Errorf("reading a screening list: %w", err)
	}
	risks = append(risks, others...)
	if s.scenes, err = readScenes("scenes.txt", text("scenes.txt"), ideasOf(risks)); err != nil {
		return nil, fmt.Errorf("reading a screening list: %w", err)
	}
	raw, err := lists.ReadFile("lists/sounds.bin")
	if err == nil {
		s.sounds, err = readSounds(raw)
	}
	if err != nil {
		return nil, fmt.Errorf("reading what was learned: %w", err)
	}
	s.words = newVocabulary(s.y, dictionary(everyday), s.words.slips)
	s.risks, s.rude, s.hate = newMatcher(risks), newMatcher(rude), newMatcher(hate)
	s.tongue = readTongues(text)
	s.names = readNames(text)
	s.towns = wordSet(text("en/towns.txt"))
	s.digits = readDigits(text)
	return s, nil
}

// Languages are the languages there are lists for, English first.
func Languages() []string { return []string{"en", "cy", "pl", "uk", "ar", "ro"} }

// Files names the embedded lists, for a speaker who wants to look.
func Files() ([]string, error) {
	var out []string
	err := fs.WalkDir(lists, "lists", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, name)
		}
		return err
	})
	return out, err
}

// dictionary is the list without its head.
func dictionary(text string) string {
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	return strings.TrimRight(text, "\n")
}

// wordSet reads a list of words, folded as texts are; # begins a comment.
func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		for _, w := range strings.Fields(line) {
			out[plainWord(w)] = true
		}
	}
	return out
}

// Screen reads one text. lang is the page's language and only a hint. It never
// panics and never refuses; what could not be checked is in Result.Failed.
func (s *Screener) Screen(text, lang string, l Lists) Result {
	if len(text) > longest {
		return s.screenLong(text, lang, l)
	}
	return s.screenPiece(text, lang, l)
}

func (s *Screener) screenPiece(text, lang string, l Lists) Result {
	r := &reading{s: s, text: text, lists: l, result: Result{Route: Ordinary, Known: true, Lang: lang}}
	r.safely(r.copy)
	r.safely(func() { r.result.Lang, r.result.Known = s.tongue.of(r.words, r.signs, lang, s.words) })
	r.safely(r.listen)
	r.safely(r.risk)
	r.safely(r.hate)
	r.safely(r.rude)
	for _, find := range r.recognisers() {
		r.safely(find)
	}
	r.settle()
	return r.result
}

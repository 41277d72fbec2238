// Package locales holds every sentence a person reads, in the six languages
// Cairn speaks, and chooses the right plural. Catalogues lie in one folder per
// language with one file per area of the site; go-i18n reads them.
package locales

import (
	"embed"
	"fmt"
	"sync"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
)

//go:embed */*.toml
var files embed.FS

// Language is what the head of a catalogue says of itself.
type Language struct {
	Tag      string // "cy"
	Name     string // in the language itself
	Dir      string // "ltr" or "rtl"
	Reviewed bool   // a speaker has read every sentence
}

// Tags are the six languages, English first.
func Tags() []string { return []string{"en", "cy", "pl", "uk", "ar", "ro"} }

// Catalogues are all six catalogues, for many readers at once. English is in
// memory from the start, each other language from its first sentence on.
type Catalogues struct {
	languages map[string]Language
	order     []Language
	books     map[string]func() *book
	matcher   language.Matcher
}

// Load reads the English catalogue and the head of each other; an error names the file it stands in.
func Load() (*Catalogues, error) {
	c := &Catalogues{languages: map[string]Language{}, books: map[string]func() *book{}}
	var tags []language.Tag
	for _, tag := range Tags() {
		about, err := readAbout(tag)
		if err != nil {
			return nil, err
		}
		c.languages[tag], c.order = about, append(c.order, about)
		tags = append(tags, language.MustParse(tag))
		c.books[tag] = sync.OnceValue(func() *book { return bookOf(tag) })
	}
	english, err := readBook("en")
	if err != nil {
		return nil, err
	}
	c.books["en"] = func() *book { return english }
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

func readAbout(tag string) (Language, error) {
	about := Language{Tag: tag}
	raw, err := files.ReadFile(tag + "/about.toml")
	if err != nil {
		return about, fmt.Errorf("locales: %w", err)
	}
	if err := toml.Unmarshal(raw, &about); err != nil {
		return about, fmt.Errorf("locales: %s/about.toml: %w", tag, err)
	}
	return about, nil
}

// Languages are the six, English first.
func (c *Catalogues) Languages() []Language { return c.order }

// Language gives what a catalogue says of itself; an unknown tag gives English.
func (c *Catalogues) Language(tag string) Language {
	if l, ok := c.languages[tag]; ok {
		return l
	}
	return c.languages["en"]
}

// Match chooses a language from a cookie or choice and an Accept-Language header.
func (c *Catalogues) Match(chosen, accept string) string {
	if _, ok := c.languages[chosen]; ok {
		return chosen
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(wanted) == 0 {
		return "en"
	}
	_, index, confidence := c.matcher.Match(wanted...)
	if confidence == language.No {
		return "en"
	}
	return Tags()[index]
}

// Text gives the sentence behind key in lang, else in English. args are name,
// value, name, value …; the value named N chooses the plural. A key that no
// catalogue has comes back as itself in brackets, which a test looks for.
func (c *Catalogues) Text(lang, key string, args ...any) string {
	text, _ := c.TextTag(lang, key, args...)
	return text
}

// TextTag is Text together with the language the sentence came out in, for the
// element's own lang attribute.
func (c *Catalogues) TextTag(lang, key string, args ...any) (text, tag string) {
	if _, known := c.books[lang]; !known {
		lang = "en"
	}
	if s, ok := c.books[lang]().text(key, args); ok {
		return s, lang
	}
	if s, ok := c.books["en"]().text(key, args); ok {
		return s, "en"
	}
	return "[" + key + "]", "en"
}

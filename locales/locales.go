// Package locales holds every sentence a person reads, in the six languages
// Cairn speaks, and chooses the right plural. Catalogues lie in one folder per
// language with one file per area of the site; go-i18n reads them.
package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
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

// Catalogues are all six catalogues, ready to be read by many at once.
type Catalogues struct {
	languages map[string]Language
	order     []Language
	localizer map[string]*i18n.Localizer
	plain     map[string]map[string]string // language → key → text that has no placeholder and no plural
	matcher   language.Matcher
}

// Load reads the embedded catalogues; an error names the file it stands in.
func Load() (*Catalogues, error) {
	c := &Catalogues{
		languages: map[string]Language{},
		localizer: map[string]*i18n.Localizer{},
		plain:     map[string]map[string]string{},
	}
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	var tags []language.Tag
	for _, tag := range Tags() {
		about, err := readAbout(tag)
		if err != nil {
			return nil, err
		}
		c.languages[tag], c.order = about, append(c.order, about)
		tags = append(tags, language.MustParse(tag))
		if c.plain[tag], err = loadLanguage(bundle, tag); err != nil {
			return nil, err
		}
	}
	for _, tag := range Tags() {
		c.localizer[tag] = i18n.NewLocalizer(bundle, tag, "en")
	}
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

// loadLanguage adds one language's files to the bundle and gives the messages
// that need neither placeholder nor plural, which most do not.
func loadLanguage(bundle *i18n.Bundle, tag string) (map[string]string, error) {
	plain := map[string]string{}
	names, err := fs.Glob(files, tag+"/*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		area := strings.TrimSuffix(path.Base(name), ".toml")
		if area == "about" {
			continue
		}
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		parsed, err := bundle.ParseMessageFileBytes(raw, area+"."+tag+".toml")
		if err != nil {
			return nil, fmt.Errorf("locales: %s: %w", name, err)
		}
		for _, m := range parsed.Messages {
			simple := m.Zero+m.One+m.Two+m.Few+m.Many == ""
			if simple && !strings.Contains(m.Other, "{{") {
				plain[m.ID] = m.Other
			}
		}
	}
	return plain, nil
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
	if len(args) == 0 {
		if s, ok := c.plain[lang][key]; ok {
			return s, lang
		}
	}
	localizer, ok := c.localizer[lang]
	if !ok {
		localizer = c.localizer["en"]
	}
	data := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			data[name] = args[i+1]
		}
	}
	s, matched, err := localizer.LocalizeWithTag(&i18n.LocalizeConfig{
		MessageID: key, TemplateData: data, PluralCount: pluralOf(data["N"]),
	})
	if s == "" {
		_ = err // a missing key; the bracketed key is what shows it
		return "[" + key + "]", "en"
	}
	return s, matched.String()
}

// pluralOf keeps go-i18n from refusing a count it cannot read (a word, say).
func pluralOf(n any) any {
	switch n.(type) {
	case int, int8, int16, int32, int64:
		return n
	default:
		return nil
	}
}

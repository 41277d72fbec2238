package locales

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// book is one language's catalogue in memory. Most sentences have neither
// placeholder nor plural and are kept as they are; go-i18n has the others, since
// what it keeps of a sentence is ten times the sentence.
type book struct {
	plain map[string]string
	rest  *i18n.Localizer // nil in a book that could not be read
}

// bookOf reads a language's catalogue; one that cannot be read is empty, and its
// readers have English. The files are inside the program, so that only a program
// that failed its tests comes to that.
func bookOf(tag string) *book {
	b, err := readBook(tag)
	if err != nil {
		return &book{}
	}
	return b
}

// readBook reads all of one language's files; an error names the file.
func readBook(tag string) (*book, error) {
	own, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("locales: %s: %w", tag, err)
	}
	names, err := fs.Glob(files, tag+"/*.toml")
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(own)
	b := &book{plain: map[string]string{}, rest: i18n.NewLocalizer(bundle, tag)}
	for _, name := range names {
		if path.Base(name) == "about.toml" {
			continue
		}
		if err := b.add(bundle, own, name); err != nil {
			return nil, fmt.Errorf("locales: %s: %w", name, err)
		}
	}
	return b, nil
}

func (b *book) add(bundle *i18n.Bundle, own language.Tag, name string) error {
	raw, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	area := strings.TrimSuffix(path.Base(name), ".toml")
	parsed, err := i18n.ParseMessageFileBytes(raw, area+"."+own.String()+".toml", map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return err
	}
	for _, m := range parsed.Messages {
		if m.Zero+m.One+m.Two+m.Few+m.Many == "" && !strings.Contains(m.Other, "{{") {
			b.plain[m.ID] = m.Other
			continue
		}
		if err := bundle.AddMessages(own, m); err != nil {
			return err
		}
	}
	return nil
}

// text gives the sentence behind key with args (name, value, …) filled in; ok is
// false where the book lacks it.
func (b *book) text(key string, args []any) (text string, ok bool) {
	if s, ok := b.plain[key]; ok {
		return s, true
	}
	if b.rest == nil {
		return "", false
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			data[name] = args[i+1]
		}
	}
	// The error says that the key or the plural form is missing; "other" then stands in for the form.
	s, _ := b.rest.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: pluralOf(data["N"])})
	return s, s != ""
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

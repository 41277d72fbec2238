package locales

import (
	"strings"
	"sync"
	"testing"
)

// TestEveryBookSpeaksItsOwnLanguage reads what readers of a language read, which the
// program does no sooner than it is asked: a catalogue that is broken fails here.
func TestEveryBookSpeaksItsOwnLanguage(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	english, _ := read(t, "en")
	excused := untranslated(t)
	for _, tag := range Tags() {
		if _, err := readBook(tag); err != nil {
			t.Errorf("%s: %v", tag, err)
		}
		for key, forms := range english {
			args := []any{"N", 3}
			for _, name := range placeholders(forms["other"]) {
				if name != "N" {
					args = append(args, name, "<"+name+">")
				}
			}
			text, got := c.TextTag(tag, key, args...)
			if got != tag && excused[key] == "" && excused[tag+"/"+key] == "" {
				t.Errorf("%s: %q came out in %s: %q", tag, key, got, text)
			}
			if strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
				t.Errorf("%s: %q was not filled in: %q", tag, key, text)
			}
		}
	}
}

func TestALanguageWithoutABookHasEnglish(t *testing.T) {
	if b := bookOf("xx/nothing"); len(b.plain) != 0 || b.rest != nil {
		t.Errorf("got %+v, want an empty book", b)
	}
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	c.books["cy"] = func() *book { return &book{} }
	for _, key := range []string{"parts.help", "vote.minutes"} { // a plain one, one with forms
		if text, tag := c.TextTag("cy", key, "N", 2); tag != "en" || text == "" || text[0] == '[' {
			t.Errorf("%s: got %q in %q, want English", key, text, tag)
		}
	}
}

func TestManyReadersOpenABookAtOnce(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	want, _ := readBook("pl")
	var readers sync.WaitGroup
	for range 16 {
		readers.Go(func() {
			if got := c.Text("pl", "parts.help"); got != want.plain["parts.help"] {
				t.Errorf("got %q, want %q", got, want.plain["parts.help"])
			}
		})
	}
	readers.Wait()
}

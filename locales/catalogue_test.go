package locales

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// sentences is one catalogue: key → plural form ("other" alone for plain ones) → text.
type sentences map[string]map[string]string

func read(t *testing.T, tag string) (all sentences, areas map[string]sentences) {
	t.Helper()
	all, areas = sentences{}, map[string]sentences{}
	names, err := fs.Glob(files, tag+"/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		area := strings.TrimSuffix(path.Base(name), ".toml")
		if area == "about" {
			continue
		}
		raw, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var parsed map[string]any
		if err := toml.Unmarshal(raw, &parsed); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		areas[area] = sentences{}
		for key, value := range parsed {
			if _, twice := all[key]; twice {
				t.Errorf("%s: %q stands in two files", name, key)
			}
			forms := formsOf(t, name, key, value)
			all[key], areas[area][key] = forms, forms
		}
	}
	return all, areas
}

func formsOf(t *testing.T, file, key string, value any) map[string]string {
	switch v := value.(type) {
	case string:
		return map[string]string{"other": v}
	case map[string]any:
		forms := map[string]string{}
		for form, text := range v {
			s, ok := text.(string)
			if !ok || !slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, form) {
				t.Errorf("%s: %q has %q, which is no plural form; plain keys stand before the first table", file, key, form)
			}
			forms[form] = s
		}
		return forms
	default:
		t.Errorf("%s: %q is neither a text nor a table", file, key)
		return nil
	}
}

// pluralForms are the forms CLDR gives each language for whole numbers.
func pluralForms() map[string][]string {
	return map[string][]string{
		"en": {"one", "other"},
		"cy": {"zero", "one", "two", "few", "many", "other"},
		"pl": {"one", "few", "many", "other"},
		"uk": {"one", "few", "many", "other"},
		"ar": {"zero", "one", "two", "few", "many", "other"},
		"ro": {"one", "few", "other"},
	}
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func placeholders(text string) []string {
	found := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		found[m[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// gaps says what a catalogue lacks beside the English one.
func gaps(tag string, english, theirs sentences) []string {
	var out []string
	for key, forms := range english {
		own, ok := theirs[key]
		if !ok {
			out = append(out, fmt.Sprintf("%s lacks %q", tag, key))
			continue
		}
		want := []string{"other"}
		if len(forms) > 1 {
			want = pluralForms()[tag]
		}
		for _, form := range want {
			if strings.TrimSpace(own[form]) == "" {
				out = append(out, fmt.Sprintf("%s: %q lacks the form %q", tag, key, form))
			}
		}
		for form, text := range own {
			if !slices.Contains(want, form) {
				out = append(out, fmt.Sprintf("%s: %q has the form %q, which the language does not use", tag, key, form))
			}
			if missing := amiss(placeholders(forms["other"]), placeholders(text), form); missing != "" {
				out = append(out, fmt.Sprintf("%s: %q (%s): %s", tag, key, form, missing))
			}
			if strings.Contains(text, "<") {
				out = append(out, fmt.Sprintf("%s: %q holds markup", tag, key))
			}
		}
	}
	for key := range theirs {
		if _, ok := english[key]; !ok {
			out = append(out, fmt.Sprintf("%s has %q, which English lacks", tag, key))
		}
	}
	slices.Sort(out)
	return out
}

// amiss compares placeholders; only the number itself may be left out where the
// form says it ("one young person", "none", "both").
func amiss(want, got []string, form string) string {
	for _, name := range want {
		if !slices.Contains(got, name) && !(name == "N" && form != "other" && form != "few" && form != "many") {
			return "the placeholder " + name + " is lost"
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			return "the placeholder " + name + " is not in the English"
		}
	}
	return ""
}

func TestEveryLanguageHasEverySentenceInEveryForm(t *testing.T) {
	english, _ := read(t, "en")
	if len(english) < 200 {
		t.Fatalf("only %d sentences were read; the test would prove nothing", len(english))
	}
	excused, owed := untranslated(t), map[string]bool{}
	for _, tag := range Tags() {
		theirs, _ := read(t, tag)
		missing := slices.DeleteFunc(gaps(tag, english, theirs), func(gap string) bool {
			key, lacks := strings.CutPrefix(gap, tag+" lacks ")
			key = strings.Trim(key, `"`)
			area := cmp.Or(excused[key], excused[tag+"/"+key])
			owed[area] = owed[area] || lacks
			return lacks && area != ""
		})
		for _, gap := range missing[:min(len(missing), 25)] {
			t.Error(gap)
		}
		if len(missing) > 25 {
			t.Errorf("%s: %d more", tag, len(missing)-25)
		}
	}
	for _, area := range excused {
		if !owed[area] && !strings.Contains(area, "/") {
			t.Errorf("%s is whole in every language; take it from untranslated.txt", area)
			owed[area] = true
		}
	}
}

// untranslated gives the area of each English sentence that may still lack in
// other languages: those of the staff areas that untranslated.txt owns up to.
func untranslated(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("untranslated.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, areas := read(t, "en")
	excused := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		area := strings.TrimSpace(line)
		if area == "" || strings.HasPrefix(area, "#") {
			continue
		}
		tag, name, one := strings.Cut(area, "/") // "ar/tell": that language alone
		if !one {
			tag, name = "", area
		}
		if len(areas[name]) == 0 {
			t.Errorf("untranslated.txt names %q, which is no area", area)
		}
		for key := range areas[name] {
			excused[strings.TrimPrefix(tag+"/"+key, "/")] = area
		}
	}
	return excused
}

func TestTheGapFinderFindsGaps(t *testing.T) {
	english := sentences{
		"a": {"other": "Hello {{.Name}}"}, "n": {"one": "{{.N}} seat", "other": "{{.N}} seats"}, "b": {"other": "x"},
	}
	polish := sentences{"a": {"other": "Cześć {{.Nmae}}"}, "n": {"one": "miejsce", "other": "{{.N}} miejsca"}, "c": {"other": "<b>"}}
	found := strings.Join(gaps("pl", english, polish), "\n")
	for _, want := range []string{`lacks "b"`, "placeholder Name is lost", `form "few"`, `form "many"`, `has "c"`} {
		if !strings.Contains(found, want) {
			t.Errorf("did not find %s in:\n%s", want, found)
		}
	}
}

func TestAFallbackCarriesItsOwnLanguage(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if text, tag := c.TextTag("cy", "parts.help"); tag != "cy" || text == "" {
		t.Errorf("got %q in %q, want Welsh", text, tag)
	}
	if text, tag := c.TextTag("xx", "parts.help"); tag != "en" || text == "" {
		t.Errorf("an unknown language got %q in %q, want English", text, tag)
	}
	if got := c.Text("en", "no.such.key"); got != "[no.such.key]" {
		t.Errorf("a missing key shows %q, want it in brackets", got)
	}
}

func TestAcceptLanguageLeadsToACatalogue(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ chosen, accept, tag string }{
		{"", "ar-SY,ar;q=0.9,en;q=0.5", "ar"}, {"", "uk-UA", "uk"}, {"", "cy-GB,cy", "cy"}, {"", "de-DE", "en"},
		{"ro", "pl", "ro"}, {"zz", "pl", "pl"}, {"", "", "en"}, {"", ";;;=", "en"},
	} {
		if got := c.Match(want.chosen, want.accept); got != want.tag {
			t.Errorf("chosen %q, accept %q: got %s, want %s", want.chosen, want.accept, got, want.tag)
		}
	}
}

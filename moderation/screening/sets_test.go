package screening

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A score counts what was found of what there was.
type score struct{ found, of int }

func (s score) percent() float64 { return 100 * float64(s.found) / float64(max(1, s.of)) }

// scores by file and by language, with the whole under "".
type scores map[string]score

func (s scores) add(hit bool, under ...string) {
	for _, key := range append(under, "") {
		c := s[key]
		c.of++
		if hit {
			c.found++
		}
		s[key] = c
	}
}

func (s scores) print(t *testing.T, of string) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(s)) {
		name := key
		if key == "" {
			name = "whole"
		}
		t.Logf("%s, %s: %d of %d (%.1f %%)", of, name, s[key].found, s[key].of, s[key].percent())
	}
}

// rows reads a CSV file as one map for each line.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not here", name)
	} else if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.FieldsPerRecord = -1
	all, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var out []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0][:min(len(all[0]), len(line))] {
			row[column] = line[i]
		}
		out = append(out, row)
	}
	return out
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/" + pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no %s in testdata (%v)", pattern, err)
	}
	return names
}

// R16: at least 95 % of what children tell in eight forms and six languages
// goes to safeguarding; nothing is refused (screening has no way to refuse).
func TestDisclosuresGoToSafeguarding(t *testing.T) {
	s, heard, forms := screener(t), scores{}, scores{}
	for _, name := range files(t, "disclosures_*.csv") {
		for _, row := range rows(t, name) {
			r := s.Screen(row["text"], row["lang"], Lists{})
			if row["true"] == "no" {
				continue
			}
			hit := r.Route == Safeguarding
			heard.add(hit, row["lang"], filepath.Base(name), filepath.Base(name)+" "+row["lang"])
			forms.add(hit, row["form"])
			if !hit {
				t.Logf("missed (%s, %s, %s): %s", filepath.Base(name), row["lang"], row["form"], row["text"])
			}
			if r.Failed {
				t.Errorf("a checker failed on %q", row["text"])
			}
		}
	}
	heard.print(t, "heard")
	forms.print(t, "heard by form")
	t.Log("what rules and sentences written before these heard of theirs: docs/screening.md, \"What these figures are worth\"")
	if whole := heard[""]; whole.of < 350 || whole.percent() < 95 {
		t.Errorf("heard %d of %d, want at least 95 %% of at least 350", whole.found, whole.of)
	}
	for _, lang := range Languages() { // five languages must not hide that nobody listens to the sixth
		if one := heard[lang]; one.of < 45 || one.percent() < 92 {
			t.Errorf("%s: heard %d of %d, want at least 92 %% of at least 45", lang, one.found, one.of)
		}
	}
}

// R15: innocent talk is not held for rudeness or hate at all, and few of it goes to safeguarding.
func TestInnocentTalkStaysOrdinary(t *testing.T) {
	s, wrong, rude := screener(t), scores{}, scores{}
	for _, name := range files(t, "innocent_*.csv") {
		for _, row := range rows(t, name) {
			r := s.Screen(row["text"], row["lang"], Lists{})
			wrong.add(r.Route == Safeguarding, row["lang"], filepath.Base(name))
			coarse := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == Rude || f.Kind == Hate })
			rude.add(coarse, row["lang"], filepath.Base(name))
			if r.Route == Safeguarding || coarse {
				t.Logf("found in innocent talk (%s): %v in %q", filepath.Base(name), whats(r), row["text"])
			}
			if !r.Known {
				t.Logf("language not known: %q", row["text"])
			}
		}
	}
	wrong.print(t, "to safeguarding without need")
	rude.print(t, "called rude or hateful")
	if whole := wrong[""]; whole.of < 700 || whole.percent() > 2 {
		t.Errorf("%d of %d went to safeguarding, want at most 2 %% of at least 700", whole.found, whole.of)
	}
	if rude[""].found > 0 {
		t.Errorf("%d innocent texts were called rude or hateful, want none", rude[""].found)
	}
}

// R15: at least 95 % of personal details are found, at most 2 % of other lines are taken for one.
func TestPersonalDetailsAreFound(t *testing.T) {
	s, found, wrong := screener(t), scores{}, scores{}
	for _, row := range rows(t, "testdata/personal.csv") {
		r := s.Screen(row["text"], "en", Lists{})
		if row["what"] == "none" {
			hit := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == Personal })
			wrong.add(hit)
			if hit {
				t.Logf("taken for a detail: %v in %q", whats(r), row["text"])
			}
			continue
		}
		hit := slices.Contains(whats(r), row["what"])
		found.add(hit, row["what"])
		if !hit {
			t.Logf("missed %s in %q", row["what"], row["text"])
		}
	}
	for _, row := range rows(t, "testdata/innocent_ours.csv") {
		if row["about"] != "home" && row["lang"] == "en" { // "uncle Dave" is a name
			r := s.Screen(row["text"], "en", Lists{})
			wrong.add(slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == Personal }), "innocent talk")
		}
	}
	found.print(t, "found")
	wrong.print(t, "taken for a detail")
	if whole := found[""]; whole.of < 140 || whole.percent() < 95 {
		t.Errorf("found %d of %d, want at least 95 %% of at least 140", whole.found, whole.of)
	}
	if whole := wrong[""]; whole.of < 180 || whole.percent() > 2 {
		t.Errorf("took %d of %d for a detail, want at most 2 %% of at least 180", whole.found, whole.of)
	}
}

func hateful(r Result) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == Hate })
}

// R15: HateCheck (Röttger et al., CC BY 4.0), the half that development may see.
func TestHateIsToldFromTalkAboutPeople(t *testing.T) {
	s, found, wrong := screener(t), scores{}, scores{}
	for _, row := range rows(t, "../../../shared/data/hatecheck_dev.csv") {
		into := wrong
		if row["label_gold"] == "hateful" {
			into = found
		}
		into.add(hateful(s.Screen(row["test_case"], "en", Lists{})), row["functionality"])
	}
	found.print(t, "hate found")
	wrong.print(t, "taken for hate")
	if found[""].percent() < 60 || wrong[""].percent() > 10 {
		t.Errorf("found %.1f %%, false %.1f %%; want at least 60 at no more than 10", found[""].percent(), wrong[""].percent())
	}
}

// HatemojiCheck has no bar; its figure is printed.
func TestHateInEmojiIsCounted(t *testing.T) {
	s, found, wrong := screener(t), scores{}, scores{}
	for _, row := range rows(t, "../../../shared/data/hatemoji_dev.csv") {
		into := wrong
		if row["label_gold"] == "1" {
			into = found
		}
		into.add(hateful(s.Screen(row["text"], "en", Lists{})))
	}
	found.print(t, "hate with emoji found")
	wrong.print(t, "taken for hate")
}

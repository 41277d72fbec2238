package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/moderation/screening"
)

// setTexts reads the texts of every test set of screening, one line each.
func setTexts(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../moderation/screening/testdata/*.csv")
	if err != nil || len(names) < 4 {
		t.Fatalf("got the sets %v (%v), want at least four", names, err)
	}
	var out []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(bytes.NewReader(raw))
		r.FieldsPerRecord = -1
		all, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range all[1:] {
			out = append(out, strings.NewReplacer("\n", " ", "\r", " ").Replace(row[0]))
		}
	}
	return out
}

func TestScreenJSONSaysOfEverySetWhatThePackageSays(t *testing.T) {
	texts := setTexts(t)
	var out bytes.Buffer
	if err := runScreen([]string{"--json"}, strings.NewReader(strings.Join(texts, "\n")), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != len(texts) || len(texts) < 1000 {
		t.Fatalf("got %d lines for %d texts, want as many, at least 1000", len(lines), len(texts))
	}
	s, err := screening.New()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range lines {
		var got struct {
			Route    screening.Route     `json:"route"`
			Findings []screening.Finding `json:"findings"`
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		want := s.Screen(texts[i], "en", screening.Lists{})
		if got.Route != want.Route || len(got.Findings) != len(want.Findings) {
			t.Errorf("%q: got %s with %d findings, want %s with %d", texts[i], got.Route, len(got.Findings), want.Route, len(want.Findings))
			continue
		}
		for k, f := range got.Findings {
			w := want.Findings[k]
			if f.Kind != w.Kind || f.What != w.What || f.Start != w.Start || f.End != w.End || f.Why == "" || strings.HasPrefix(f.Why, "screen.why") {
				t.Errorf("%q: got %+v, want %+v with a sentence for why", texts[i], f, w)
			}
		}
	}
}

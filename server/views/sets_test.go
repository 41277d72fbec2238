package views

import (
	"html/template"
	"slices"
	"testing"
	"text/template/parse"
)

// drawnIn names all templates that a set's templates draw.
func drawnIn(set *template.Template) (names []string) {
	for _, one := range set.Templates() {
		if one.Tree != nil {
			names = drawn(one.Tree.Root, names)
		}
	}
	return names
}

func TestAPageHoldsWhatItDrawsAndNoMore(t *testing.T) {
	r := renderer(t)
	clear(r.sets) // a set that was drawn has been rewritten by html/template
	all := len(r.base.Templates())
	for _, page := range allPages() {
		name, layout := page.Template()
		set, err := r.set(name, layout, "en")
		if err != nil {
			t.Fatal(err)
		}
		wanted := append(drawnIn(set), "layout-"+layout, "main")
		for _, part := range wanted {
			if set.Lookup(part) == nil {
				t.Errorf("%s lacks %q, which it draws", name, part)
			}
		}
		if got := len(set.Templates()); got >= all {
			t.Errorf("%s holds %d templates, want fewer than the %d there are", name, got, all)
		}
	}
	if all < 20 {
		t.Errorf("got %d templates in the base; the test would prove nothing", all)
	}
}

func TestTemplatesAreFoundInEveryPlaceTheyCanBeDrawn(t *testing.T) {
	const source = `{{template "a"}}{{if .X}}{{template "b"}}{{else if .Y}}{{template "c"}}{{else}}{{template "d"}}{{end}}` +
		`{{range .Z}}{{template "e" .}}{{else}}{{template "f"}}{{end}}{{with .W}}{{template "g"}}{{else with .V}}{{template "h"}}{{end}}`
	trees, err := parse.Parse("page", source, "", "")
	if err != nil {
		t.Fatal(err)
	}
	got := drawn(trees["page"].Root, nil)
	slices.Sort(got)
	if want := []string{"a", "b", "c", "d", "e", "f", "g", "h"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAPageKeepsItsOwnTemplateOfAName(t *testing.T) {
	r := renderer(t)
	set := template.New("base").Funcs(r.funcs("en"))
	if _, err := set.Parse(`{{define "live"}}own{{end}}{{define "main"}}{{template "live" .}}{{end}}`); err != nil {
		t.Fatal(err)
	}
	if err := r.gather(set, "layout-phone"); err != nil {
		t.Fatal(err)
	}
	if got := set.Lookup("live").Tree.Root.String(); got != "own" {
		t.Errorf("got %q, want the page's own", got)
	}
}

// Package views holds the pages: a typed struct for each, its template, the
// pieces they share (parts/), and the renderer.
package views

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"

	"cairn/locales"
	"cairn/surveys"
)

//go:embed */*.html
var files embed.FS

// Assets gives the address of a built file and the sheets that phone pages carry inline.
type Assets interface {
	URL(name string) string
	PhoneCSS() template.CSS
	TellCSS() template.CSS
}

// Renderer turns page structs into HTML. Each page is parsed with its layout and
// the parts it uses, once for each language it is asked in, since the texts are
// bound to the language when the template is made.
type Renderer struct {
	texts  *locales.Catalogues
	assets Assets
	base   *template.Template // layouts, parts and kinds
	pages  map[string]string  // page name → its template's source
	mu     sync.RWMutex
	sets   map[setKey]*template.Template
	broken []byte // the page for our own failures in English, made at start
}

type setKey struct{ page, layout, lang string }

// New parses the layouts, parts and kinds; an error names the one at fault.
func New(texts *locales.Catalogues, assets Assets) (*Renderer, error) {
	r := &Renderer{
		texts: texts, assets: assets, pages: map[string]string{},
		sets: map[setKey]*template.Template{},
	}
	r.base = template.New("base").Funcs(r.funcs("en"))
	names, err := fs.Glob(files, "*/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		switch path.Dir(name) {
		case "layouts", "parts", "kinds":
			if _, err := r.base.New(name).Parse(string(raw)); err != nil {
				return nil, fmt.Errorf("views: %s: %w", name, err)
			}
		default:
			r.pages[strings.TrimSuffix(name, ".html")] = string(raw)
		}
	}
	if _, err := r.base.Parse(dispatch()); err != nil {
		return nil, fmt.Errorf("views: kinds: %w", err)
	}
	if r.broken, err = r.Render("en", Broken(r.texts, "en"), false); err != nil {
		return nil, err
	}
	return r, nil
}

// dispatch makes one template per use of a question ("phone-kind") that leads to
// the kind's own ("phone-choice" …), so that a new kind is one row in
// surveys.Kinds and one view.
func dispatch() string {
	var b strings.Builder
	for _, use := range []string{"phone"} {
		fmt.Fprintf(&b, `{{define "%s-kind"}}`, use)
		for i, kind := range surveys.KindNames() {
			word := "else if"
			if i == 0 {
				word = "if"
			}
			fmt.Fprintf(&b, `{{%s eq .Kind "%s"}}{{template "%s-%s" .}}`, word, kind, use, kind)
		}
		b.WriteString("{{end}}{{end}}")
	}
	return b.String()
}

// Page is a page struct: it names its template ("phone/join") and its layout
// ("phone", "staff", "wall" or "paper").
type Page interface {
	Template() (page, layout string)
}

// Render gives the whole page, or with part only its <main>, as bytes ready to send.
func (r *Renderer) Render(lang string, p Page, part bool) ([]byte, error) {
	page, layout := p.Template()
	set, err := r.set(page, layout, lang)
	if err != nil {
		return nil, err
	}
	name := "layout-" + layout
	if part {
		name = "main"
	}
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, name, p); err != nil {
		return nil, fmt.Errorf("views: %s: %w", page, err)
	}
	return out.Bytes(), nil
}

// Broken500 is the page for our own failures, with the number of the request that
// failed: in English where it cannot be drawn in the reader's language. number
// must be digits, letters and hyphens alone.
func (r *Renderer) Broken500(lang, number string) []byte {
	page, err := r.Render(lang, Broken(r.texts, lang), false)
	if err != nil {
		page = r.broken
	}
	return bytes.ReplaceAll(page, []byte(numberHere), []byte(number))
}

package views

import (
	"fmt"
	"html/template"
	"strings"

	"cairn/surveys"
)

// funcs are what templates may call, bound to one language.
//
//	t key args…     a sentence, escaped; another language than the page's carries its own lang
//	say key args     the same with its args as one list, as a failure has them
//	plain key args… the same for titles and attributes, where no element can stand
//	words W         a text from an author, in <bdi>, with its own lang where it differs
//	wordsPlain W    the same as bare text
//	safe key args…  a sentence about safety: with the English beside it while no speaker has read the catalogue
//	typed S         something a person typed, in <bdi>
//	asset name      the hashed address of a built file
//	behind sep S    what stands behind the first sep in S
//	dict k v …      a map for a part that needs several values
//	list v …        a slice of values
func (r *Renderer) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t":          func(key string, args ...any) template.HTML { return r.sentence(lang, key, args) },
		"say":        func(key string, args []any) template.HTML { return r.sentence(lang, key, args) },
		"plain":      func(key string, args ...any) string { return r.texts.Text(lang, key, args...) },
		"words":      func(w surveys.Words) template.HTML { return wordsHTML(w, lang) },
		"wordsPlain": func(w surveys.Words) string { s, _ := w.In(lang); return s },
		"safe":       func(key string, args ...any) template.HTML { return r.safe(lang, key, args) },
		"typed":      func(s string) template.HTML { return "<bdi>" + template.HTML(template.HTMLEscapeString(s)) + "</bdi>" },
		"asset":      r.assets.URL,
		"phoneCSS":   r.assets.PhoneCSS,
		"tellCSS":    r.assets.TellCSS,
		"behind":     func(sep, s string) string { _, rest, _ := strings.Cut(s, sep); return rest },
		"dict":       dict,
		"list":       func(v ...any) []any { return v },
		"lang":       func() string { return lang },
		"languages":  r.texts.Languages,
		"add":        func(a, b int) int { return a + b },
		"less":       func(a, b int) int { return a - b },
		"times":      times,
	}
}

// sentence escapes what fills the placeholders, so that the catalogue's own
// text is the only markup there can be.
func (r *Renderer) sentence(lang, key string, args []any) template.HTML {
	safe := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case template.HTML:
			safe[i] = string(v)
		case string:
			if i%2 == 1 {
				v = template.HTMLEscapeString(v)
			}
			safe[i] = v
		case fmt.Stringer:
			safe[i] = template.HTMLEscapeString(v.String())
		default:
			safe[i] = a
		}
	}
	text, tag := r.texts.TextTag(lang, key, safe...)
	if tag != lang {
		return template.HTML(`<span lang="` + tag + `" dir="` + r.texts.Language(tag).Dir + `">` + text + `</span>`)
	}
	return template.HTML(text)
}

// safe sets the English beside a translation that no speaker has read yet.
func (r *Renderer) safe(lang, key string, args []any) template.HTML {
	own := r.sentence(lang, key, args)
	if _, tag := r.texts.TextTag(lang, key, args...); tag == "en" || r.texts.Language(lang).Reviewed {
		return own
	}
	english := r.sentence("en", key, args)
	return own + ` <span class="beside" lang="en" dir="ltr">` + english + `</span>`
}

func wordsHTML(w surveys.Words, lang string) template.HTML {
	text, tag := w.In(lang)
	escaped := template.HTML(template.HTMLEscapeString(text))
	if tag == lang {
		return "<bdi>" + escaped + "</bdi>"
	}
	return `<bdi lang="` + template.HTML(template.HTMLEscapeString(tag)) + `">` + escaped + "</bdi>"
}

func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict wants pairs, got %d values", len(pairs))
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict wants a name at place %d", i)
		}
		m[key] = pairs[i+1]
	}
	return m, nil
}

// times gives 0 … n-1, for drawing n of something.
func times(n int) []int {
	list := make([]int, max(n, 0))
	for i := range list {
		list[i] = i
	}
	return list
}

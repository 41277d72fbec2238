package views

import (
	"fmt"
	"html/template"
	"text/template/parse"
)

// set parses a page in a language once; html/template rewrites it when it is first
// drawn. It holds the layout and the parts that the page uses and no others: with
// all of them each page took a megabyte in each language.
func (r *Renderer) set(page, layout, lang string) (*template.Template, error) {
	key := setKey{page, layout, lang}
	r.mu.RLock()
	set, ok := r.sets[key]
	r.mu.RUnlock()
	if ok {
		return set, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if set, ok := r.sets[key]; ok {
		return set, nil
	}
	source, ok := r.pages[page]
	if !ok {
		return nil, fmt.Errorf("views: no page %q", page)
	}
	set = template.New("base").Funcs(r.funcs(lang))
	if _, err := set.New(page).Parse(source); err != nil {
		return nil, fmt.Errorf("views: %s: %w", page, err)
	}
	if err := r.gather(set, "layout-"+layout); err != nil {
		return nil, fmt.Errorf("views: %s: %w", page, err)
	}
	r.sets[key] = set
	return set, nil
}

// gather copies from the base what the page's own templates and the layout draw,
// and what these draw in turn. A template the page defines itself stays its own.
func (r *Renderer) gather(set *template.Template, layout string) error {
	wanted := []string{layout}
	for _, own := range set.Templates() {
		if own.Tree != nil {
			wanted = drawn(own.Tree.Root, wanted)
		}
	}
	for len(wanted) > 0 {
		name := wanted[len(wanted)-1]
		wanted = wanted[:len(wanted)-1]
		from := r.base.Lookup(name)
		if from == nil || from.Tree == nil || set.Lookup(name) != nil {
			continue // one that nobody has is found when the page is drawn, and by the tests
		}
		if _, err := set.AddParseTree(name, from.Tree.Copy()); err != nil {
			return err
		}
		wanted = drawn(from.Tree.Root, wanted)
	}
	return nil
}

// drawn adds to names the templates that a node draws by {{template}}.
func drawn(node parse.Node, names []string) []string {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return names
		}
		for _, one := range n.Nodes {
			names = drawn(one, names)
		}
	case *parse.IfNode:
		return drawn(n.ElseList, drawn(n.List, names))
	case *parse.RangeNode:
		return drawn(n.ElseList, drawn(n.List, names))
	case *parse.WithNode:
		return drawn(n.ElseList, drawn(n.List, names))
	case *parse.TemplateNode:
		return append(names, n.Name)
	}
	return names
}

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/store"
)

// sources are the types and the schemas as the subjects' code declares them.
type sources struct {
	structs     map[string]*ast.StructType // "polls.Activity"
	collections map[string]string          // "sessions" → "polls.Session"
}

// readSources parses the packages that keep something.
func readSources(t *testing.T) sources {
	t.Helper()
	s := sources{structs: map[string]*ast.StructType{}, collections: map[string]string{}}
	names, opened := map[string]string{}, map[string]string{} // both by "polls.sessionSchema"
	for _, pack := range []string{"staff", "panels", "surveys", "surveys/responses", "surveys/results", "polls", "moderation", "moderation/disclosure", "moderation/receipts", "moderation/oncall", "themes", "figures", "store"} {
		files, err := filepath.Glob("../../" + pack + "/*.go")
		pack = filepath.Base(pack)
		must(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			must(t, err)
			for _, d := range parsed.Decls {
				s.declaration(pack, d, names)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 2 {
					return true
				}
				open, ok := call.Fun.(*ast.IndexExpr)
				schema, made := call.Args[1].(*ast.CallExpr)
				if !ok || !made || !strings.HasSuffix("."+nameOf("", open.X), ".Open") {
					return true
				}
				opened[nameOf(pack, schema.Fun)] = nameOf(pack, open.Index)
				return true
			})
		}
	}
	for schema, name := range names {
		s.collections[name] = opened[schema]
	}
	return s
}

// declaration notes a struct, or the name in a function that gives a schema.
func (s sources) declaration(pack string, d ast.Decl, names map[string]string) {
	switch d := d.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if named, ok := spec.(*ast.TypeSpec); ok {
				if made, ok := named.Type.(*ast.StructType); ok {
					s.structs[pack+"."+named.Name.Name] = made
				}
			}
		}
	case *ast.FuncDecl:
		if !strings.HasSuffix(d.Name.Name, "Schema") {
			return
		}
		ast.Inspect(d, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok || names[pack+"."+d.Name.Name] != "" || nameOf("", pair.Key) != "Name" {
				return true
			}
			if text, ok := pair.Value.(*ast.BasicLit); ok {
				names[pack+"."+d.Name.Name], _ = strconv.Unquote(text.Value) // a literal of the language
			}
			return true
		})
	}
}

// nameOf writes a type or function as package and name.
func nameOf(pack string, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return strings.TrimPrefix(pack+"."+e.Name, ".")
	case *ast.SelectorExpr:
		return nameOf("", e.X) + "." + e.Sel.Name
	}
	return ""
}

// fields lists what a struct keeps, by its stored name, with the structs inside it.
func (s sources) fields(name string) (fields []string, inside []string) {
	pack, _, _ := strings.Cut(name, ".")
	for _, f := range s.structs[name].Fields.List {
		tag := ""
		if f.Tag != nil {
			text, _ := strconv.Unquote(f.Tag.Value) // a literal of the language
			tag = reflect.StructTag(text).Get("bson")
		}
		stored, _, _ := strings.Cut(tag, ",")
		if part := nameOf(pack, f.Type); strings.Contains(tag, "inline") && part != "store.Meta" {
			more, deeper := s.fields(part) // kept among the fields around it
			fields, inside = append(fields, more...), append(inside, deeper...)
			continue
		}
		if stored == "-" || strings.Contains(tag, "inline") {
			continue // store.Meta, said once for all
		}
		names := f.Names
		if embedded, ok := f.Type.(*ast.Ident); ok && len(names) == 0 {
			names = []*ast.Ident{embedded} // kept under a name of its own, "safety"
		}
		for _, ident := range names {
			if !ident.IsExported() {
				continue
			}
			if stored == "" {
				stored = strings.ToLower(ident.Name)
			}
			fields = append(fields, stored)
			ast.Inspect(f.Type, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok && s.structs[nameOf(pack, e)] != nil {
					inside = append(inside, nameOf(pack, e))
					return false
				}
				return true
			})
		}
	}
	return fields, inside
}

// stored is everything kept: fields by collection, and by part where collections share one.
func (s sources) stored(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	var walk func(heading, name string)
	walk = func(heading, name string) {
		if all[heading] != nil {
			return
		}
		if s.structs[name] == nil {
			t.Fatalf("%s: no struct called %q was found", heading, name)
		}
		fields, inside := s.fields(name)
		all[heading] = fields
		for _, part := range inside {
			walk(part, part)
		}
	}
	for collection, name := range s.collections {
		walk(collection, name)
	}
	return all
}

// keptFor says how long in the words the document uses.
func keptFor(s store.Schema) string {
	switch {
	case s.Keep.Days == 0:
		return "Kept: " + s.Keep.Why
	case s.Keep.Days == 1:
		return fmt.Sprintf("Kept: 1 day after `%s`.", s.Keep.Field)
	case s.Keep.Days%365 == 0 && s.Keep.Days > 365:
		return fmt.Sprintf("Kept: %d years (%d days) after `%s`.", s.Keep.Days/365, s.Keep.Days, s.Keep.Field)
	}
	return fmt.Sprintf("Kept: %d days after `%s`.", s.Keep.Days, s.Keep.Field)
}

func TestTheDPIANamesEveryFieldThatIsStored(t *testing.T) {
	stored := readSources(t).stored(t)
	raw, err := os.ReadFile("../../docs/dpia.md")
	must(t, err)
	sections := map[string]string{}
	for _, part := range strings.Split(string(raw), "\n### ")[1:] {
		heading, body, _ := strings.Cut(part, "\n")
		body, _, _ = strings.Cut(body, "\n## ")
		sections[strings.Trim(heading, "` ")] = body
	}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| *(.*?) *\\| *(.*?) *\\|$")
	for _, heading := range slices.Sorted(maps.Keys(stored)) {
		body, ok := sections[heading]
		if !ok {
			t.Errorf("docs/dpia.md has no section ### `%s`; its fields: %v", heading, stored[heading])
			continue
		}
		said := map[string]bool{}
		for _, m := range row.FindAllStringSubmatch(body, -1) {
			said[m[1]] = true
			if len(m[2]) < 8 || m[3] == "" {
				t.Errorf("%s.%s: what it is for and who sees it are %q and %q", heading, m[1], m[2], m[3])
			}
			if !slices.Contains(stored[heading], m[1]) {
				t.Errorf("docs/dpia.md says %s has a field %s, which is not stored", heading, m[1])
			}
		}
		for _, field := range stored[heading] {
			if !said[field] {
				t.Errorf("docs/dpia.md does not say that %s has a field %s", heading, field)
			}
		}
	}
	for heading := range sections {
		if stored[heading] == nil {
			t.Errorf("docs/dpia.md describes %s, which is not stored", heading)
		}
	}
	for _, s := range schemas() {
		if want := keptFor(s); !strings.Contains(sections[s.Name], want) {
			t.Errorf("docs/dpia.md, %s: want the line %q", s.Name, want)
		}
		if inBackup := strings.Contains(sections[s.Name], "Never in a backup."); inBackup != s.NeverSnapshot {
			t.Errorf("docs/dpia.md, %s: says never in a backup %v, the code %v", s.Name, inBackup, s.NeverSnapshot)
		}
	}
}

// sentences are the sentences of a page written for people, tables and code left out.
func sentences(markdown string) []string {
	markdown = regexp.MustCompile("(?s)```.*?```").ReplaceAllString(markdown, "")
	var out []string
	for _, line := range strings.Split(markdown, "\n") {
		line = strings.TrimLeft(line, "#|-*0123456789. ")
		for _, cell := range strings.Split(line, "|") {
			out = append(out, regexp.MustCompile(`[.:;?]\s`).Split(cell+" ", -1)...)
		}
	}
	return out
}

func TestThePagesForPeopleHaveShortSentences(t *testing.T) {
	for _, name := range []string{"dpia.md", "runbook.md", "hazards.md"} {
		raw, err := os.ReadFile("../../docs/" + name)
		must(t, err)
		for _, s := range sentences(string(raw)) {
			if n := len(strings.Fields(s)); n > 20 {
				t.Errorf("docs/%s, %d words: %s", name, n, s)
			}
		}
	}
}

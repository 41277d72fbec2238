package cairn_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// heap tells whether a folder's name says nothing about what is in it.
func heap(folder string) bool {
	return slices.Contains([]string{"util", "utils", "model", "models", "common", "helper", "helpers", "pkg", "misc", "shared", "lib"}, folder)
}

// inlined lists what a strict content security policy would switch off. The one
// exception is a <style> whose whole body is a template value: its hash is in
// the policy.
func inlined(template string) []string {
	var out []string
	for _, rule := range []struct{ pattern, says string }{
		{`(?i)<[a-z][^<>]*\sstyle\s*=`, "a style attribute"},
		{`(?i)<[a-z][^<>]*\son[a-z]+\s*=`, "an on… attribute"},
		{`(?i)javascript:`, "a javascript: address"},
	} {
		if at := regexp.MustCompile(rule.pattern).FindString(template); at != "" {
			out = append(out, rule.says+": "+at)
		}
	}
	for _, tag := range regexp.MustCompile(`(?i)<script[^>]*>`).FindAllString(template, -1) {
		if !regexp.MustCompile(`(?i)\ssrc\s*=`).MatchString(tag) {
			out = append(out, "a script in the page: "+tag)
		}
	}
	for _, m := range regexp.MustCompile(`(?is)<style[^>]*>(.*?)</style>`).FindAllStringSubmatch(template, -1) {
		if !regexp.MustCompile(`^\s*\{\{[^{}]*\}\}\s*$`).MatchString(m[1]) {
			out = append(out, "a style sheet in the page")
		}
	}
	return out
}

// placed lists package registries and paths that exist on one machine only.
func placed(text string) []string {
	hosts := `registry\.` + `npmjs\.org|registry\.` + `yarnpkg\.com|proxy\.` + `golang\.org|pypi\.` + `org|files\.` + `pythonhosted\.org`
	return regexp.MustCompile(hosts+`|(?m:(?:^|[\s"'=(:\x60]))/(?:home|root|Users|w[o]rk|mnt)/\w[\w./-]*`).FindAllString(text, -1)
}

// links lists a Markdown text's relative link targets without their fragments.
func links(markdown string) []string {
	var out []string
	markdown = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`").ReplaceAllString(markdown, "")
	for _, m := range regexp.MustCompile(`\]\(\s*<?([^)\s>]+)|(?:src|href)="([^"]+)"`).FindAllStringSubmatch(markdown, -1) {
		target, _, _ := strings.Cut(m[1]+m[2], "#")
		if target != "" && !regexp.MustCompile(`^[a-z]+:`).MatchString(target) {
			out = append(out, target)
		}
	}
	return out
}

// hidden lists what runs or changes without a caller seeing it in one folder's
// files: init, package variables that change, time.Sleep in tests, and in a
// subject the global logger.
func hidden(files map[string]string, subject bool) ([]string, error) {
	var out []string
	set, parsed := token.NewFileSet(), map[string]*ast.File{}
	vars := map[string]bool{}
	for name, text := range files {
		f, err := parser.ParseFile(set, name, text, 0)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		parsed[name] = f
		if !strings.HasSuffix(name, "_test.go") {
			for ident, stateful := range variables(f) {
				vars[ident] = true
				if stateful {
					out = append(out, fmt.Sprintf("%s: package variable %s holds state; give it to a struct", name, ident))
				}
			}
		}
	}
	for name, f := range parsed {
		test := strings.HasSuffix(name, "_test.go")
		ast.Inspect(f, func(n ast.Node) bool {
			say := func(format string, args ...any) {
				out = append(out, set.Position(n.Pos()).String()+": "+fmt.Sprintf(format, args...))
			}
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					say("init runs behind the reader's back; let main call it")
				}
			case *ast.CallExpr:
				switch called := dotted(n.Fun); {
				case test && called == "time.Sleep":
					say("a test that sleeps is slow or wrong; use synctest, a channel or a deadline")
				case subject && !test && slices.Contains([]string{"slog.Debug", "slog.Info", "slog.Warn", "slog.Error", "slog.Default", "slog.SetDefault"}, called):
					say("a subject uses the global logger; pass one in")
				case !test && (called == "delete" || called == "clear") && shared(n.Args[0], f, vars):
					say("package variable %s changes", dotted(n.Args[0]))
				}
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if !test && n.Tok != token.DEFINE && shared(left, f, vars) {
						say("a package variable changes")
					}
				}
			case *ast.IncDecStmt:
				if !test && shared(n.X, f, vars) {
					say("a package variable changes")
				}
			}
			return true
		})
	}
	slices.Sort(out)
	return out, nil
}

// variables gives the names of a file's package variables, and whether each is of a type that exists to be changed.
func variables(f *ast.File) map[string]bool {
	out := map[string]bool{}
	for _, d := range f.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, s := range gen.Specs {
			spec := s.(*ast.ValueSpec)
			kind := ""
			if spec.Type != nil {
				kind = dotted(spec.Type)
			} else if len(spec.Values) > 0 {
				if made, ok := spec.Values[0].(*ast.CompositeLit); ok {
					kind = dotted(made.Type)
				}
			}
			for _, ident := range spec.Names {
				out[ident.Name] = strings.HasPrefix(kind, "sync.") || strings.HasPrefix(kind, "atomic.")
			}
		}
	}
	delete(out, "_")
	return out
}

// shared tells whether an expression stands for, or for a part of, a package variable.
func shared(e ast.Expr, f *ast.File, vars map[string]bool) bool {
	for {
		switch x := e.(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.Ident:
			if !vars[x.Name] {
				return false
			}
			return x.Obj == nil || x.Obj == f.Scope.Lookup(x.Name) // nil: declared in another file of the package
		default:
			return false
		}
	}
}

// dotted writes a name or a.b as it stands in the source; "" for anything else.
func dotted(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return dotted(x.X) + "." + x.Sel.Name
	case *ast.StarExpr:
		return dotted(x.X)
	case *ast.IndexExpr:
		return dotted(x.X)
	default:
		return ""
	}
}

func TestHouseRulesSeeWhatTheyAreFor(t *testing.T) {
	code := func(name, text string, subject bool) int {
		found, err := hidden(map[string]string{name: "package a\n" + text}, subject)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	cross := func(folder, imports, deps string) int {
		return len(crossings(pack{Folder: folder, Imports: strings.Fields(imports), Deps: strings.Fields(deps)}))
	}
	for _, c := range []struct {
		name      string
		got, want int
	}{
		{"a subject imports Fiber", cross("polls", "github.com/gofiber/fiber/v2", ""), 1},
		{"a subject reaches Fiber through a friend", cross("polls", "cairn/figures", "cairn/figures github.com/gofiber/fiber/v2"), 1},
		{"a subject reaches os through fmt", cross("polls", "fmt", "fmt os"), 0},
		{"a subject imports os", cross("figures", "os", "os"), 1},
		{"a subject imports its neighbour", cross("polls", "cairn/panels", "cairn/panels"), 1},
		{"a subject imports questions and bson", cross("polls", "cairn/surveys go.mongodb.org/mongo-driver/v2/bson", ""), 0},
		{"a subject imports its own cellar", cross("moderation", "cairn/moderation/disclosure", ""), 0},
		{"a machine knows a subject", cross("live", "", "cairn/polls"), 1},
		{"a store knows the words for failure", cross("store/sqlite", "cairn/fault cairn/store", "cairn/fault cairn/store"), 0},
		{"the server chooses an engine", cross("server", "cairn/store/sqlite", ""), 1},
		{"the server imports subjects", cross("server", "cairn/polls cairn/live", "cairn/polls cairn/live"), 0},
		{"a room reaches up to cmd", cross("server/views", "", "cairn/cmd/cairn/app"), 1},
		{"init", code("a.go", "func init() {}", false), 1},
		{"a method called init", code("a.go", "type T struct{}\nfunc (T) init() {}", false), 0},
		{"a counter", code("a.go", "var n int\nfunc f() { n++ }", false), 1},
		{"a registry", code("a.go", "var m = map[string]int{}\nfunc f() { m[`a`] = 1 }", false), 1},
		{"a lock", code("a.go", "import `sync`\nvar mu sync.Mutex", false), 1},
		{"a table that is only read", code("a.go", "var m = map[string]int{`a`: 1}\nfunc f() int { return m[`a`] }", false), 0},
		{"a local of the same name", code("a.go", "var n = 1\nfunc f() { n := 2; n++; var m int; m = n; _ = m }", false), 0},
		{"a local var of the same name", code("a.go", "var n = 1\nfunc f() { var n int; n = 2; _ = n }", false), 0},
		{"a parameter of the same name", code("a.go", "var n = 1\nfunc f(n int) { n = 2; _ = n }", false), 0},
		{"a test that sleeps", code("a_test.go", "import `time`\nfunc f() { time.Sleep(1) }", false), 1},
		{"a subject logs to everybody", code("a.go", "import `log/slog`\nfunc f() { slog.Info(`x`) }", true), 1},
		{"a style attribute", len(inlined(`<p class="a" style="x">`)), 1},
		{"a style sheet from the build", len(inlined(`<style>{{.CSS}}</style>`)), 0},
		{"a style sheet in the page", len(inlined(`<style>p{}</style>`)), 1},
		{"a script in the page", len(inlined(`<script>x()</script>`)), 1},
		{"a script beside the page", len(inlined(`<script src="{{.Script}}" defer></script>`)), 0},
		{"a handler", len(inlined(`<a href="/" onclick="x()">`)), 1},
		{"words about onboarding = good", len(inlined(`<p>Is onboarding = good?</p>`)), 0},
		{"a registry host", len(placed("https://registry." + "npmjs.org/x")), 1},
		{"somebody's home", len(placed(`see "/home/` + `sam/cairn"`)), 1},
		{"an address of the site", len(placed(`get("/s/K7R4TN/home/x")`)), 0},
		{"a link, a picture, an address", len(links("[a](b.md#c) ![p](d.png) [w](https://x.org) [h](#x) `[c](no.md)`")), 2},
		{"a folder called utils", map[bool]int{true: 1}[heap("utils")], 1},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %d findings, want %d", c.name, c.got, c.want)
		}
	}
}

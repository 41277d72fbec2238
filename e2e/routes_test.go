package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// A route is one row of server/routes.go.
type route struct{ Method, Path, Who string }

// siteRoutes reads the rows of the site's table where a reader would: {get, "/path", Who, …} in server/routes.go.
func siteRoutes(t *testing.T) []route {
	t.Helper()
	source, err := os.ReadFile("../server/routes.go")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "routes.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []route
	ast.Inspect(file, func(n ast.Node) bool {
		row, ok := n.(*ast.CompositeLit)
		if !ok || row.Type != nil || len(row.Elts) < 3 {
			return true
		}
		method, isName := row.Elts[0].(*ast.Ident)
		path, isText := row.Elts[1].(*ast.BasicLit)
		who, known := row.Elts[2].(*ast.Ident)
		if isName && isText && known {
			written, err := strconv.Unquote(path.Value)
			if err != nil {
				t.Fatalf("reading %s: %v", path.Value, err)
			}
			all = append(all, route{strings.ToUpper(method.Name), written, who.Name})
		}
		return true
	})
	if len(all) < 20 {
		t.Fatalf("read %d routes, want the whole site", len(all))
	}
	return all
}

// routeOf gives the pattern a path belongs to; a pattern without placeholders wins.
func routeOf(all []route, path string) (string, bool) {
	best, found := "", false
	for _, r := range all {
		if r.Method == "GET" && matches(r.Path, path) && (!found || strings.Count(r.Path, ":") < strings.Count(best, ":")) {
			best, found = r.Path, true
		}
	}
	return best, found
}

func matches(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i, part := range want {
		switch {
		case part == "*":
			return true
		case i >= len(got), !strings.HasPrefix(part, ":") && part != got[i], strings.HasPrefix(part, ":") && got[i] == "":
			return false
		}
	}
	return len(want) == len(got)
}

func TestPathsFindTheirRoute(t *testing.T) {
	all := []route{{"GET", "/sessions/:id", ""}, {"GET", "/sessions/new", ""}, {"GET", "/static/*", ""}, {"POST", "/join", ""}}
	for path, want := range map[string]string{
		"/sessions/new": "/sessions/new", "/sessions/abc": "/sessions/:id", "/sessions/": "", "/static/js/a.js": "/static/*", "/join": "",
	} {
		if got, _ := routeOf(all, path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

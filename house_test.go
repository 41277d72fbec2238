// Package cairn_test keeps the rules of the house that no compiler knows: which
// way imports run, what a folder may be called, how long a file may grow. The
// rules themselves are functions in house_rules_test.go, proved there on seeds.
package cairn_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Subjects are what people talk about; machines are what carries it. The row a
// package stands in decides what it may import.
func subjects() []string {
	return []string{"surveys", "polls", "panels", "moderation", "themes", "figures", "staff"}
}

func machines() []string { return []string{"live", "bus", "store", "fault"} }

// A pack is one package of this module, its folder ("" at the root) and what it imports itself and through others.
type pack struct {
	Folder  string
	Imports []string
	Deps    []string
}

// room is the first folder of a path of this module: "store" for "cairn/store/sqlite", "" for a foreign path.
func room(importPath string) string {
	inside, ours := strings.CutPrefix(importPath, "cairn/")
	if !ours {
		return ""
	}
	first, _, _ := strings.Cut(inside, "/")
	return first
}

// crossings says which imports of p run the wrong way, one sentence each.
func crossings(p pack) []string {
	var out []string
	home := room("cairn/" + p.Folder)
	subject, machine := slices.Contains(subjects(), home), slices.Contains(machines(), home)
	for _, path := range p.Imports {
		switch to := room(path); {
		case subject && to == "" && carries(path):
			out = append(out, p.Folder+" is a subject and imports "+path)
		case subject && to != "" && to != home && !slices.Contains([]string{"surveys", "store", "figures", "fault"}, to):
			out = append(out, p.Folder+" is a subject and imports "+path)
		case (subject || home == "server") && (path == "cairn/store/sqlite" || path == "cairn/store/mongo"):
			out = append(out, p.Folder+" chooses an engine: "+path)
		}
	}
	for _, path := range p.Deps {
		switch to := room(path); {
		case machine && to != "" && !slices.Contains(machines(), to):
			out = append(out, p.Folder+" is a machine and reaches "+path)
		case subject && carries(path) && strings.Contains(path, "."):
			out = append(out, p.Folder+" is a subject and reaches "+path)
		case to == "cmd" && home != "cmd":
			out = append(out, p.Folder+" reaches up to "+path)
		case to == "e2e" && home != "e2e" && p.Folder != "cmd/cairnload": // which starts programs as the journeys do
			out = append(out, p.Folder+" reaches out to "+path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// carries tells whether a foreign package is a machine no subject may know. bson alone is a way to write values down.
func carries(importPath string) bool {
	if slices.Contains([]string{"database/sql", "html/template", "net/http", "os", "log"}, importPath) {
		return true
	}
	return slices.ContainsFunc([]string{
		"github.com/gofiber/", "github.com/valyala/fasthttp", "github.com/gorilla/", "modernc.org/sqlite",
		"go.mongodb.org/mongo-driver/v2/mongo", "github.com/nats-io/",
	}, func(prefix string) bool { return strings.HasPrefix(importPath, prefix) })
}

func TestImportsRunOneWay(t *testing.T) {
	for _, p := range packages(t) {
		for _, wrong := range crossings(p) {
			t.Error(wrong)
		}
	}
}

func TestEveryFolderIsNamedAfterItsSubject(t *testing.T) {
	for _, name := range tracked(t) {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if heap(path.Base(dir)) {
				t.Errorf("%s lies in a heap called %s; give it a room named after its subject", name, path.Base(dir))
			}
		}
	}
}

func TestFilesStayShortEnoughToRead(t *testing.T) {
	for _, name := range tracked(t) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		most := 500
		if strings.HasSuffix(name, "_test.go") {
			most = 600
		}
		if lines := strings.Count(read(t, name), "\n"); lines > most {
			t.Errorf("%s has %d lines, want at most %d", name, lines, most)
		}
	}
}

func TestNothingHappensBehindTheReadersBack(t *testing.T) {
	sources := map[string]map[string]string{} // folder → file → text
	for _, name := range tracked(t) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		dir := path.Dir(name)
		if sources[dir] == nil {
			sources[dir] = map[string]string{}
		}
		sources[dir][name] = read(t, name)
	}
	for dir, files := range sources {
		found, err := hidden(files, slices.Contains(subjects(), room("cairn/"+dir)))
		if err != nil {
			t.Errorf("%s: %v", dir, err)
		}
		for _, wrong := range found {
			t.Error(wrong)
		}
	}
}

func TestTemplatesKeepTheContentSecurityPolicy(t *testing.T) {
	for _, name := range tracked(t) {
		if strings.HasPrefix(name, "server/views/") && strings.HasSuffix(name, ".html") {
			for _, wrong := range inlined(read(t, name)) {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	}
}

func TestTrackedFilesNameNoMachine(t *testing.T) {
	for _, name := range tracked(t) {
		if text := read(t, name); !strings.Contains(text, "\x00") {
			for _, wrong := range placed(text) {
				t.Errorf("%s names a place that is only here: %s", name, wrong)
			}
		}
	}
}

func TestDocsHaveNoDeadLinks(t *testing.T) {
	for _, name := range tracked(t) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		for _, target := range links(read(t, name)) {
			to := path.Join(path.Dir(name), target)
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s links to %s, which is not there", name, target)
			}
		}
	}
}

func TestDependenciesAreAllExplained(t *testing.T) {
	text := read(t, "docs/dependencies.md")
	mod, _, _ := strings.Cut(read(t, "go.mod"), "// indirect")
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(mod, -1)
	if len(direct) < 10 {
		t.Fatalf("got %d direct dependencies in go.mod, want them first and unmarked", len(direct))
	}
	for _, m := range direct {
		if name := strings.TrimPrefix(m[1], "github.com/"); !strings.Contains(text, name) {
			t.Errorf("docs/dependencies.md does not say what %s is for", name)
		}
	}
}

// packages lists this module's packages with what they reach, tests left out.
func packages(t *testing.T) []pack {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pack
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, pack{Folder: strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "cairn"), "/"), Imports: p.Imports, Deps: p.Deps})
	}
	if len(all) < 2 {
		t.Fatalf("go list found %d packages, want the whole house", len(all))
	}
	return all
}

// tracked lists the files that are, or are about to be, part of the project.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("git", "ls-files", "-co", "--exclude-standard", "-z").Output()
	if err != nil {
		t.Skipf("this is no clone, so what belongs to the project is not known: %v", err)
	}
	names := strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
	return slices.DeleteFunc(names, func(name string) bool {
		_, err := os.Lstat(name)
		return errors.Is(err, fs.ErrNotExist)
	})
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

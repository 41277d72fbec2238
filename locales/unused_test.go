package locales

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// used gathers every word in quotes of the program's sources that could be a key.
func used(t *testing.T) map[string]bool {
	t.Helper()
	quoted := regexp.MustCompile("[\"'`](\\.?[a-z][a-z0-9]*(?:\\.[a-zA-Z0-9_-]+)*\\.?)[\"'`.]?")
	found := map[string]bool{}
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && name != "..") {
			return filepath.SkipDir
		}
		ext := filepath.Ext(name)
		if entry.IsDir() || (ext != ".go" && ext != ".html") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range quoted.FindAllStringSubmatch(string(raw), -1) {
			found[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestNoSentenceIsUnused allows a key whose beginning or end is put together
// with a value in the code ("stage." + stage, key + ".others").
func TestNoSentenceIsUnused(t *testing.T) {
	english, _ := read(t, "en")
	quoted := used(t)
	for _, key := range slices.Sorted(maps.Keys(english)) {
		if quoted[key] || builtFrom(key, quoted) {
			continue
		}
		t.Errorf("%q is used nowhere", key)
	}
}

func builtFrom(key string, quoted map[string]bool) bool {
	for i := range key {
		if key[i] == '.' && (quoted[key[:i+1]] || (quoted[key[i:]] && quoted[key[:i]])) {
			return true
		}
	}
	return false
}

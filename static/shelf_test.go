package static_test

import (
	"strings"
	"sync"
	"testing"

	"cairn/static"
)

func TestAnAddressThatIsAlmostAFileIsNotFound(t *testing.T) {
	a := load(t)
	sheet := a.URL("css/desk.css")
	for _, url := range []string{
		"", "/", "/static/", "/static/css/desk.css", "css/desk.css", strings.Replace(sheet, "desk.", "desk.0", 1), sheet + ".br", sheet + "/",
		strings.TrimPrefix(sheet, "/static"), strings.Replace(sheet, "css/desk", "css/staff", 1), "/static/sw.js", "/static/font/LICENSE",
		"/static/../static.go", "/static/.css", "/static/css/.0000000000.css",
	} {
		if f, ok := a.File(url); ok {
			t.Errorf("%q: got %d bytes, want no file", url, len(f.Plain))
		}
	}
	if f, ok := a.File(a.URL("font/LICENSE")); !ok || len(f.Plain) == 0 {
		t.Error("a file without an ending was not found at its address")
	}
}

func TestManyAskForAFileAtOnceAndHaveTheSame(t *testing.T) {
	a := load(t)
	url := load(t).URL("pictures/1F333.svg")
	got := make([]*static.File, 16)
	var callers sync.WaitGroup
	for i := range got {
		callers.Go(func() { got[i], _ = a.File(url) })
	}
	callers.Wait()
	for _, f := range got {
		if f == nil || f != got[0] || len(f.Gzip) == 0 {
			t.Fatalf("got %p, want the one file %p, compressed", f, got[0])
		}
	}
}

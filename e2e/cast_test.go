package e2e

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"cairn/e2e/line"
	"cairn/e2e/stage"
)

// A room is a running Cairn with the example session in it, on a fresh data folder.
type room struct {
	*stage.House
	t *testing.T
}

// openRoom starts the real program for one test and stops it afterwards.
func openRoom(t *testing.T, more ...string) *room {
	t.Helper()
	program, err := house.program()
	if err != nil {
		t.Fatal(err)
	}
	started, err := stage.Demo(context.Background(), program, filepath.Join(t.TempDir(), "data"), append(more, "--leave-to", weather(t))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := started.Stop(); err != nil {
			t.Error(err)
		}
	})
	return &room{House: started, t: t}
}

// weather is the harmless page that "Leave quickly" goes to, on another host as in life.
func weather(t *testing.T) string {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Weather</title><link rel=icon href=data:,><p>Rain later.")
	}))
	t.Cleanup(site.Close)
	return strings.Replace(site.URL, "127.0.0.1", "localhost", 1) + "/weather"
}

// Path makes an address of this Cairn.
func (r *room) Path(path string) string { return "http://" + r.Addr + path }

// Line puts a line between the server and whoever gets an address from Over.
func (r *room) Line(q line.Quality) *line.Line {
	r.t.Helper()
	l, err := line.Open(r.Addr, q)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(l.Close)
	return l
}

// over gives an address as it is reached over the line.
func over(l *line.Line, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err) // the program printed it; the journey cannot go on
	}
	u.Host = l.Addr()
	return u.String()
}

package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/live"
	"cairn/locales"
	"cairn/static"
)

// watchers look at a request's context for as long as it has not ended, as
// database/sql does: longer than the request itself.
type watchers struct {
	asked   chan struct{} // one for each request that has come to the store
	release chan struct{} // closed to let them go on
	still   sync.WaitGroup
}

func (w *watchers) ready(ctx context.Context) []string {
	w.still.Go(func() {
		<-ctx.Done()
		_ = ctx.Err()
	})
	w.asked <- struct{}{}
	<-w.release
	if ctx.Err() != nil {
		return []string{"it was told to end"}
	}
	return nil
}

func TestRequestsUnderWayWhenTheSiteClosesAreAnsweredAndLendTheirContextToNobody(t *testing.T) {
	texts, err := locales.Load()
	must(t, err)
	assets, err := static.Load()
	must(t, err)
	w := &watchers{asked: make(chan struct{}), release: make(chan struct{})}
	site, err := New(Parts{
		Texts: texts, Static: assets, Board: live.NewBoard(time.Now()), Ready: w.ready, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(testLog{t}, nil)), FormKey: bytes.Repeat([]byte{9}, 32),
	})
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	served, closed := make(chan error, 1), make(chan error, 1)
	go func() { served <- site.Serve(listener) }()

	const requests = 8
	statuses := make(chan int, requests)
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 0}}
	for range requests {
		go func() {
			status := 0
			if response, err := client.Get("http://" + listener.Addr().String() + "/readyz"); err == nil {
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				status = response.StatusCode
			}
			statuses <- status
		}()
		<-w.asked
	}
	go func() { closed <- site.Close(context.Background()) }()
	must(t, <-served) // the door is shut, and the eight are still inside
	close(w.release)
	for range requests {
		if got := <-statuses; got != http.StatusOK {
			t.Errorf("got status %d for a request under way, want 200", got)
		}
	}
	client.CloseIdleConnections()
	must(t, <-closed)
	w.still.Wait() // whoever still looked at a context has seen it end
}

func TestNoHandlerPassesOnTheContextFiberLends(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	must(t, err)
	for _, name := range sources {
		raw, err := os.ReadFile(name)
		must(t, err)
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, line := range strings.Split(string(raw), "\n") {
			if strings.Contains(line, "c.Context()") && !strings.Contains(line, "c.Context().PostArgs()") && !strings.Contains(line, "gate.Upgrade(c.Context(),") && !strings.Contains(line, "c.Context().RemoteIP()") {
				t.Errorf("%s: got %q, want c.UserContext(): Fiber lends its context to the next request", name, strings.TrimSpace(line))
			}
		}
	}
}

package e2e

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/e2e/line"
)

// The budgets of BARS.md, in bytes on the wire with headers.
const (
	firstLoad   = 20_000
	scriptBytes = 6_000
	pageBytes   = 14_000
	nextPart    = 2_000
	liveUpdate  = 200
)

// quiet waits until nothing has gone over the line for a while.
func quiet(t *testing.T, l *line.Line) line.Counts {
	t.Helper()
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	last := l.Counts()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		<-tick.C
		now := l.Counts()
		if now == last {
			return now
		}
		last = now
	}
	t.Fatal("the line never came to rest")
	return last
}

// fetch gets one address as a phone's browser would, compressed, and gives its body's size on the wire and unpacked text.
func fetch(t *testing.T, address string) (wire int, header http.Header, status int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "br, gzip")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var head bytes.Buffer
	_ = resp.Header.Write(&head) // a buffer takes everything
	return len(body) + head.Len(), resp.Header, resp.StatusCode
}

// P1 and P2: what a phone loads from the code to the question.
func TestFirstLoadIsLight(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	l := r.Line(line.Quality{})
	p := r.Phone("ash")
	p.Open(over(l, r.Join))
	got := quiet(t, l)
	if total := got.Down + got.Up; total > firstLoad {
		t.Errorf("the first load took %d bytes, want at most %d: %+v", total, firstLoad, got)
	}
	if got.Requests > 4 {
		t.Errorf("the first load took %d requests, want at most 4", got.Requests)
	}
	page, _, _ := fetch(t, r.Join)
	if page > pageBytes {
		t.Errorf("HTML and CSS are %d bytes, want at most %d", page, pageBytes)
	}
	scripts := ask[[]string](p.page, `[...document.scripts].map(s => s.src)`)
	for _, s := range scripts {
		_, header, _ := fetch(t, s) // P1's 6 kB are the script's own; the whole load above has the headers in
		if size, err := strconv.Atoi(header.Get("Content-Length")); err != nil || size > scriptBytes || header.Get("Content-Encoding") != "br" {
			t.Errorf("%s is %s bytes as %q, want at most %d as br", s, header.Get("Content-Length"), header.Get("Content-Encoding"), scriptBytes)
		}
	}
	others := ask[[]string](p.page, `performance.getEntriesByType("resource").map(e => e.name).filter(n => new URL(n).host !== location.host)`)
	if len(others) > 0 {
		t.Errorf("the page asked strangers: %q", others)
	}
	before := ask[[]string](p.page, `performance.getEntriesByType("resource").filter(e => e.renderBlockingStatus === "blocking").map(e => e.name)`)
	if len(before) > 0 {
		t.Errorf("the first paint waits for %q, want the one page alone", before)
	}
}

// P3's round trips: on EDGE each one costs 840 ms, so they are counted instead of timed.
func TestFirstPaintCostsOneConnectionAndOneRequest(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	l := r.Line(line.Quality{})
	l.Treat(line.Hang)
	g := phoneGlass()
	g.NoScript = true
	p := r.PhoneWith("ash", g)
	p.Open(over(l, r.Join))
	if got := quiet(t, l); got.Requests-favicons(got) > 1 || got.Connections > 2 {
		t.Errorf("got %+v for a page without its script, want one request", got)
	}
}

// favicons allows for the icon Chromium asks for by itself, once in a browser's life.
func favicons(c line.Counts) int { return min(1, max(0, c.Requests-1)) }

// P4: one more question costs a part, one more answer in the room costs a frame.
func TestLiveUpdatesAreSmall(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	l := r.Line(line.Quality{})
	ash := r.Phone("ash")
	ash.Open(over(l, r.Join))
	ash.Sit()
	before := quiet(t, l)
	sam.Press(openKey)
	ash.Finds(answerForm)
	after := quiet(t, l)
	if got := after.Less(before); got.Down > nextPart {
		t.Errorf("one more question took %d bytes, want at most %d: %+v", got.Down, nextPart, got)
	}
	beth := r.Phone("beth")
	beth.Scan()
	beth.Sit()
	beth.Choose(beth.Choices()[0])
	beth.IsIn()
	if got := quiet(t, l).Less(after); got.Down > 4*liveUpdate {
		t.Errorf("one seat and one answer elsewhere took %d bytes, want at most four frames of %d", got.Down, liveUpdate)
	}
}

// P14: phones from 2017 can still read the scripts.
func TestScriptsParseOnOldPhones(t *testing.T) {
	built, err := filepath.Glob("../static/built/js/*.js")
	if sw := "../static/built/sw.js"; err == nil {
		if _, missing := os.Stat(sw); missing == nil {
			built = append(built, sw)
		}
	}
	if err != nil || len(built) == 0 {
		t.Fatalf("got no built scripts (%v), want some", err)
	}
	for _, target := range []string{"chrome61", "safari11", "ios12"} {
		for _, script := range built {
			if said, err := parses(t, script, target); err != nil {
				t.Errorf("%s does not parse at %s: %v\n%s", script, target, err, said)
			}
		}
	}
	// What esbuild would rewrite for an old phone is not in there either: it prints the same program for both.
	modern := filepath.Join(t.TempDir(), "modern.js")
	if err := os.WriteFile(modern, []byte("const a = b?.c ?? 1; class D { static #e = 1n }"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := parses(t, modern, "chrome61"); err == nil {
		t.Error("modern syntax passes, so nothing was proved")
	}
}

// parses tells whether a script is already in a target's language: esbuild, asked for the target, changes nothing in it.
func parses(t *testing.T, script, target string) (string, error) {
	t.Helper()
	// The program itself, not its wrapper, which wants a newer Node than some systems have.
	programs, err := filepath.Glob(filepath.Join("node_modules", "@esbuild", "*", "bin", "esbuild"))
	if err != nil || len(programs) == 0 {
		without(t, "no esbuild (npm ci --prefix e2e)", os.ErrNotExist)
	}
	esbuild := programs[0]
	as := func(target string) (string, error) {
		out, err := exec.Command(esbuild, script, "--target="+target, "--charset=utf8").CombinedOutput()
		return string(out), err
	}
	old, err := as(target)
	if err != nil {
		return old, err
	}
	new, err := as("esnext")
	if err == nil && !same(old, new) {
		return firstDifference(old, new), os.ErrInvalid
	}
	return "", err
}

// same compares two programs without what esbuild writes differently for reasons of its own.
func same(a, b string) bool {
	squash := regexp.MustCompile(`[\s;]+`)
	return squash.ReplaceAllString(a, "") == squash.ReplaceAllString(b, "")
}

func firstDifference(a, b string) string {
	rows := strings.Split(b, "\n")
	for i, row := range strings.Split(a, "\n") {
		if i >= len(rows) || row != rows[i] {
			return shorten(row)
		}
	}
	return ""
}

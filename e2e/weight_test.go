package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/e2e/line"

	"github.com/chromedp/cdproto/network"
)

// The budgets of BARS.md, in bytes on the wire with headers.
const (
	firstLoad   = 20_000
	scriptBytes = 6_000
	pageBytes   = 14_000
	nextPart    = 2_000
	liveUpdate  = 200
	answerUp    = 200    // one answer on an open socket
	answerDown  = 200    // its acknowledgement, and the frames that follow it
	atHand      = 26_000 // a survey with everything that is needed to answer it without signal
)

// quiet waits until nothing has gone over the line for a while, and nothing is under way on it.
func quiet(t *testing.T, l *line.Line) line.Counts {
	t.Helper()
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	last := l.Counts()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		<-tick.C
		now, still := l.Counts(), !l.UnderWay()
		if still && now == last {
			return now
		}
		if last = now; !still {
			last = line.Counts{Down: -1} // what arrives may be answered yet
		}
	}
	t.Fatal("the line never came to rest")
	return last
}

// fetch gets one address as this browser would, compressed, and gives what came over the wire: the body and its headers.
func (p *page) fetch(address string) int {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "br, gzip")
	for _, c := range call(p, network.GetCookies, network.GetCookiesParams{URLs: []string{address}}).Cookies {
		req.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var head bytes.Buffer
	_ = resp.Header.Write(&head) // a buffer takes everything
	return len(body) + head.Len()
}

// light says what is too heavy on the page in front of a young person, as it comes to a phone that has nothing yet: P1 and P2.
func light(p *page) []string {
	p.t.Helper()
	var out []string
	most := func(what string, got, want int) {
		if got > want {
			out = append(out, fmt.Sprintf("%s: %d, want at most %d", what, got, want))
		}
	}
	sum := func(addresses []string) (bytes int) {
		for _, a := range addresses {
			bytes += p.fetch(a)
		}
		return bytes
	}
	scripts := ask[[]string](p, `[...document.scripts].filter(s => s.src).map(s => s.src)`)
	sheets := ask[[]string](p, `[...new Set([...document.querySelectorAll("link[rel=stylesheet]")].map(l => l.href))]`)
	pictures := ask[[]string](p, `[...new Set([...document.images].map(i => i.currentSrc || i.src).filter(s => s && !s.startsWith("data:")))]`)
	page, js := sum(append(sheets, ask[string](p, "location.href"))), sum(scripts)
	most("bytes of HTML and CSS", page, pageBytes)
	most("bytes of scripts", js, scriptBytes)
	most("bytes in all", page+js+sum(pictures), firstLoad)
	live := ask[int](p, `document.querySelector("main[data-live]") ? 2 : 0`) // a poll and a socket
	most("requests", 1+len(scripts)+len(sheets)+len(pictures)+live, 4)
	for _, stranger := range ask[[]string](p, `performance.getEntriesByType("resource").map(e => e.name).filter(n => new URL(n).host !== location.host)`) {
		out = append(out, "it asks a stranger: "+stranger)
	}
	for _, name := range ask[[]string](p, `performance.getEntriesByType("resource").filter(e => e.renderBlockingStatus === "blocking" && !e.name.includes("/css/kinds.")).map(e => e.name)`) {
		out = append(out, "the first paint waits for "+name)
	}
	return out
}

// P1 and P2: what a phone loads from the code to the question, and from a survey's link to its first page, all bytes both ways.
func TestFirstLoadIsLight(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	for what, address := range map[string]string{"a session": r.Join, "a survey": r.Survey} {
		l := r.Line(line.Quality{})
		p := r.Phone(what)
		p.Open(over(l, address))
		got := quiet(t, l)
		t.Logf("%s: %+v", what, got)
		if total := got.Down + got.Up; total > firstLoad || got.Requests > 4 {
			t.Errorf("%s: the first load took %d bytes in %d requests, want at most %d in 4: %+v", what, total, got.Requests, firstLoad, got)
		}
		for _, wrong := range light(p.page) {
			t.Errorf("%s: %s", what, wrong)
		}
	}
}

// A survey's first page is enough to go on without signal: a moment later its questions and what steps through them are there
// too, which is counted here and not in the first load.
func TestASurveyIsAtHandAMomentAfterItsFirstPage(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	l := r.Line(line.Quality{})
	p := r.Phone("ash")
	p.Open(over(l, r.Survey))
	p.until("its questions to be kept", `caches.open("cairn-shell").then(b => b.keys()).then(k => window.kept = k.length), window.kept && document.querySelector('script[src*="fillon"]') ? "" : "not yet"`)
	got := quiet(t, l)
	t.Logf("all of it: %+v", got)
	if total := got.Down + got.Up; total > atHand {
		t.Errorf("the survey whole took %d bytes, want at most %d: %+v", total, atHand, got)
	}
	p.LosesSignal(l)
	p.presses("Begin")
	p.Next()
	p.Sees("How easy was it to read?")
}

// P3's round trips: on EDGE each one costs 840 ms, so they are counted instead of timed, on every page somebody may come to first.
func TestFirstPaintCostsOneConnectionAndOneRequest(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	p := r.PhoneWith("ash", noScript())
	for _, address := range []string{r.Join, r.Survey, r.Path("/"), r.Path(tellPage), r.Path("/back"), r.Path("/said/fellside"), r.Path("/help")} {
		l := r.Line(line.Quality{})
		p.Open(over(l, address))
		if got := quiet(t, l); got.Requests-favicons(got) > 1 || got.Connections > 2 || got.Down > pageBytes {
			t.Errorf("%s: got %+v for a page without its script, want one request and at most %d bytes", address, got, pageBytes)
		}
		p.closes()
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

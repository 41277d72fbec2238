package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/e2e/line"
)

// hut is a small site to try the harness on: it counts a visitor's visits in a cookie, has a script, and a form.
func hut(t *testing.T) string {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, `document.querySelector("#script").textContent = "The script ran"; if (location.search.includes("trouble")) console.error("a trouble")`)
			return
		case "/favicon.ico":
			return
		}
		n := 1
		if c, err := r.Cookie("visits"); err == nil {
			_, _ = fmt.Sscan(c.Value, &n)
			n++
		}
		http.SetCookie(w, &http.Cookie{Name: "visits", Value: fmt.Sprint(n)})
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Hut</title><link rel="icon" href="data:,"><p>Visit %d in %s</p><p id="script"></p>
<noscript>No scripts here</noscript><form><label><input type="radio" name="pick"> A dog’s  walk</label><button name="sent" value="yes">Send</button></form>
<p>%s</p><script src="/a.js"></script>`, n, r.Header.Get("Accept-Language"), r.URL.Query().Get("sent"))
	}))
	t.Cleanup(site.Close)
	return site.URL
}

func TestTwoPeopleHaveTwoBrowsers(t *testing.T) {
	at := hut(t)
	ash, beth := sit(t, "ash", phoneGlass()), sit(t, "beth", phoneGlass())
	ash.Open(at)
	ash.Reload()
	ash.Sees("visit 2")
	beth.Open(at)
	beth.Sees("Visit 1")
}

func TestPeopleTapReadAndAreUnderstood(t *testing.T) {
	g := phoneGlass()
	g.Language = "ar"
	p := sit(t, "noor", g)
	p.Open(hut(t))
	p.Sees("in ar")
	p.Sees("The script ran")
	p.TapOn("a dog's walk")
	if !ask[bool](p, `document.querySelector("input").checked`) {
		t.Error("the tap on the label did not choose its answer")
	}
	p.Tap("form button")
	p.Sees("yes")
}

func TestPhoneWithoutScriptsRunsNone(t *testing.T) {
	g := phoneGlass()
	g.NoScript = true
	p := sit(t, "dee", g)
	p.Open(hut(t))
	p.Sees("No scripts here")
	p.SeesNot("The script ran")
	p.TapOn("Send")
	p.Sees("yes")
}

func TestConsoleTroubleIsNoticed(t *testing.T) {
	p := sit(t, "ash", phoneGlass())
	p.Open(hut(t) + "/?sent=trouble")
	p.Forgive("a trouble") // after it was counted below this must not fail the test itself
	p.Sees("The script ran")
	p.until("the trouble", `""`)
	got := func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return strings.Contains(strings.Join(p.troubles, "\n"), "a trouble")
	}
	for range 100 {
		if got() {
			return
		}
		p.until("the page", `""`)
	}
	t.Error("a trouble in the console went unnoticed")
}

func TestBrowserFeelsTheLine(t *testing.T) {
	l, err := line.Open(strings.TrimPrefix(hut(t), "http://"), line.Quality{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := sit(t, "ash", phoneGlass())
	p.Open("http://" + l.Addr())
	if got := quiet(t, l); got.Requests != 2 || got.Connections == 0 {
		t.Errorf("got %+v, want a page and its script", got)
	}
	l.Cut()
	if err := tryOpen(p, "http://"+l.Addr()); err == nil {
		t.Error("a page came over a cut line")
	}
	l.Heal()
	p.Open("http://" + l.Addr())
	p.Sees("visit 2")
}

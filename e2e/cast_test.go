package e2e

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/e2e/line"
	"cairn/e2e/stage"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
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

// A phone is a young person's.
type phone struct {
	*page
	room *room
}

// Phone gives somebody a phone.
func (r *room) Phone(who string) *phone { return r.PhoneWith(who, phoneGlass()) }

// PhoneWith gives somebody a phone that differs: its language, no scripts, dark.
func (r *room) PhoneWith(who string, g glass) *phone {
	r.t.Helper()
	return &phone{page: sit(r.t, who, g), room: r}
}

// Scan opens the session as the QR on the wall does; two taps in all with Sit.
func (p *phone) Scan() {
	p.t.Helper()
	p.Open(p.room.Join)
}

// Join types the code on the first page and takes a seat.
func (p *phone) Join(code string) {
	p.t.Helper()
	p.Open(p.room.Path("/"))
	p.Tap(`form[action="/join"] input:not([type=hidden])`)
	p.Keys(code)
	p.Tap(`form[action="/join"] button`)
	p.Sit()
}

// Sit takes a seat.
func (p *phone) Sit() {
	p.t.Helper()
	p.Tap(`form[action$="/seat"] button`)
	p.until("a seat", `document.querySelector('form[action$="/seat"]') ? document.body.innerText : ""`)
}

const (
	answerForm = `form[action$="/answer"]`
	sendButton = answerForm + ` button:not([type=button]):not([name])`
)

// Choices are the answers of the question on the phone, without "I don't know" and "I'd rather not say".
func (p *phone) Choices() []string {
	p.t.Helper()
	p.Finds(answerForm)
	return ask[[]string](p.page, `[...document.querySelectorAll('form[action$="/answer"] input[name=pick]')].map(e => (e.labels[0].querySelector(".say") || e.labels[0]).innerText.trim())`)
}

// Choose taps the answers that carry these words, and sends.
func (p *phone) Choose(words ...string) {
	p.t.Helper()
	for _, w := range words {
		p.tap(answerForm+" label", fmt.Sprintf(`(() => { const s = %s; return s(e.innerText).includes(s(%s)) })()`, squeeze, quoted(w)))
	}
	p.Tap(sendButton)
}

// IsIn waits until the phone says that the answer is kept for good.
func (p *phone) IsIn() {
	p.t.Helper()
	p.Sees("Your answer is in")
}

// A desk is the facilitator's control desk.
type desk struct {
	*page
	room *room
}

// Desk signs the facilitator in by the one-use link and opens the desk.
func (r *room) Desk(who string) *desk {
	r.t.Helper()
	d := &desk{page: sit(r.t, who, wideGlass()), room: r}
	d.Open(r.House.Desk)
	if d.Has(`form[action*="/sign-in/"] button`) {
		d.Tap(`form[action*="/sign-in/"] button`)
	}
	d.Finds("main[data-live]")
	return d
}

// Hidden answers the desk's first question: nobody in the room can see this screen.
func (d *desk) Hidden() {
	d.t.Helper()
	if d.Has(`[name=seen], [data-seen]`) {
		d.Tap(`[name=seen][value=no], [data-seen=no]`)
	}
}

// Take brings the activity with these words from the agenda to the middle, if it is not there already.
func (d *desk) Take(words string) {
	d.t.Helper()
	if ask[bool](d.page, fmt.Sprintf(`(() => { const s = %s; return [...document.querySelectorAll("main h1, main h2")].some(h => s(h.innerText).includes(s(%s))) })()`, squeeze, quoted(words))) {
		return
	}
	d.tap("main li a[href], main li button, nav a[href], nav button", fmt.Sprintf(`(() => { const s = %s; return s((e.closest("li") || e).innerText).includes(s(%s)) })()`, squeeze, quoted(words)))
	d.until(words+" in the middle", fmt.Sprintf(`(() => { const s = %s, found = [...document.querySelectorAll("main h1, main h2")].some(h => s(h.innerText).includes(s(%s))); return found ? "" : document.body.innerText })()`, squeeze, quoted(words)))
}

// Press presses one of the keys the desk shows, once its button is there.
func (d *desk) Press(key string) {
	d.t.Helper()
	d.Finds(fmt.Sprintf("[data-key=%q]", key))
	ask[bool](d.page, `(document.activeElement?.blur(), true)`) // a key is a letter again inside a field
	d.Keys(key)
}

// The desk's keys, as its buttons show them.
const (
	openKey    = "o"
	closeKey   = "c"
	previewKey = "v"
	revealKey  = "r"
)

// Go opens another page of the site, signed in as the facilitator is.
func (d *desk) Go(path string) {
	d.t.Helper()
	d.Open(d.room.Path(path))
}

// Beside opens another glass with the facilitator's sign-in: a second window of the same person.
func (d *desk) Beside(who string, g glass) *page {
	d.t.Helper()
	p := sit(d.t, who, g)
	cookies := call(d.page, network.GetCookies, network.GetCookiesParams{URLs: []string{d.room.Path("/")}})
	for _, c := range cookies.Cookies {
		call(p, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: d.room.Path("/"), HTTPOnly: new(c.HTTPOnly), SameSite: c.SameSite})
	}
	return p
}

// A wall is what the projector shows.
type wall struct{ *page }

// Wall opens the projector view from the facilitator's laptop.
func (d *desk) Wall() *wall {
	d.t.Helper()
	w := &wall{d.Beside("wall", wideGlass())}
	w.Open(d.room.Projector)
	w.Finds("main[data-live]")
	return w
}

// Tally is the numbers on the wall, by answer, out of the chart's table.
func (w *wall) Tally() map[string]int {
	w.t.Helper()
	return ask[map[string]int](w.page, `Object.fromEntries([...document.querySelectorAll("table tr")].flatMap(r => {
		const name = r.querySelector("th[scope=row], td"), n = [...r.querySelectorAll("td")].map(d => d.textContent.trim()).find(t => /^\d+$/.test(t));
		return name && n !== undefined ? [[(name.querySelector(".say") || name).textContent.trim(), +n]] : [];
	}))`)
}

// SeesTally waits until the wall shows exactly these numbers; answers nobody chose may be missing or 0.
func (w *wall) SeesTally(want map[string]int) {
	w.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	var got map[string]int
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		got = w.Tally()
		chosen := maps.Clone(got)
		maps.DeleteFunc(chosen, func(_ string, n int) bool { return n == 0 })
		if maps.EqualFunc(want, chosen, func(a, b int) bool { return a == b }) {
			return
		}
	}
	w.t.Fatalf("the wall shows %v, want %v", got, want)
}

// network trouble a journey makes itself when it cuts the line.
func (p *phone) LosesSignal(l *line.Line) {
	p.Forgive("net::ERR_", "WebSocket connection to", "Failed to fetch", "Failed to load resource")
	l.Cut()
}

// shot keeps a picture of the page for docs when CAIRN_SHOTS names a folder.
func (p *page) shot(name string) {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatalf("%s: a picture of %s: %v", p.who, name, err)
	}
	keep(p.t, strings.ToLower(name)+".png", png)
}

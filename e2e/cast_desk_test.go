package e2e

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
)

// A desk is the facilitator's control desk.
type desk struct {
	*page
	room *room
}

// Desk signs the facilitator in by the one-use link and opens the desk.
func (r *room) Desk(who string) *desk { return r.DeskOn(who, wideGlass()) }

// DeskOn does the same on another glass: a tablet, a phone.
func (r *room) DeskOn(who string, g glass) *desk {
	r.t.Helper()
	d := &desk{page: sit(r.t, who, g), room: r}
	d.Open(r.House.Desk)
	if d.Has(`form[action*="/sign-in/"] button`) {
		d.Tap(`form[action*="/sign-in/"] button`)
	}
	d.Finds("main[data-live]")
	return d
}

// Hidden answers the desk's first question: no, nobody in the room can see this screen.
func (d *desk) Hidden() {
	d.t.Helper()
	d.TapOn("No, show all")
}

// Take brings the activity with these words from the agenda to the middle, if it is not there already.
func (d *desk) Take(words string) {
	d.t.Helper()
	inTheMiddle := fmt.Sprintf(`(() => { const s = %s; return [...document.querySelectorAll("main h1")].some(h => s(h.innerText).includes(s(%s))) })()`, squeeze, quoted(words))
	if ask[bool](d.page, inTheMiddle) {
		return
	}
	d.swapped(func() {
		d.tap("nav button.item", fmt.Sprintf(`(() => { const s = %s; return s(e.innerText).includes(s(%s)) })()`, squeeze, quoted(words)))
	})
	d.until(words+" in the middle", inTheMiddle+` ? "" : document.body.innerText`)
}

// Press presses one of the keys the desk shows, and waits until the desk has changed.
func (d *desk) Press(key string) {
	d.t.Helper()
	d.swapped(func() { d.Key(key) })
}

// Key presses one of the keys the desk shows, once its button is there; use it where nothing is sent.
func (d *desk) Key(key string) {
	d.t.Helper()
	d.Finds(fmt.Sprintf("[data-key=%q]", key))
	ask[bool](d.page, `(document.activeElement?.blur(), true)`) // a key is a letter again inside a field
	d.Keys(key)
}

// Tells presses the button that says just this beside its key, as a thumb does, and waits until the desk has changed.
func (d *desk) Tells(words string) {
	d.t.Helper()
	d.swapped(func() {
		d.tap("form button", fmt.Sprintf(`(() => { const s = %s; return s(e.innerText.replace(e.querySelector("kbd")?.innerText || "", "")).trim() === s(%s) })()`, squeeze, quoted(words)))
	})
}

// swapped does something to the desk and waits until the server's answer stands in its place.
func (p *page) swapped(do func()) {
	p.t.Helper()
	p.until("a page to press on", `document.querySelector("main") ? (document.querySelector("main").cairnSeen = true, "") : "none"`)
	do()
	p.until("an answer to what was pressed", `document.querySelector("main") && !document.querySelector("main").cairnSeen && !document.documentElement.classList.contains("sending") && document.readyState === "complete" ? "" : document.body.innerText`)
}

// Reveals closes the question, looks at what will appear, lets it appear, and waits the three seconds.
func (d *desk) Reveals() {
	d.t.Helper()
	d.Press(closeKey)
	d.Sees("This will appear")
	d.Press(revealKey)
	d.Sees("Shown to the room")
}

// The desk's keys, as its buttons show them.
const (
	openKey   = "o"
	closeKey  = "c"
	lookKey   = "v"
	revealKey = "r"
	stopKey   = "x"
	againKey  = "2" // second round
	nextKey   = "n"
	doorKey   = "d"
	takeKey   = "t" // the remote back
	showKey   = "s"
	keepKey   = "k"
	worryKey  = "w"
)

// Rules decides on one of the held texts by pressing a button beneath it.
func (d *desk) Rules(words, button string) {
	d.t.Helper()
	d.swapped(func() { d.beneath(words, button) })
}

// RulesBecause decides on one of the held texts where the desk asks once more: it opens the question and gives the first answer.
func (d *desk) RulesBecause(words, button, question string) {
	d.t.Helper()
	d.beneath(words, button)
	d.Sees(question)
	d.swapped(func() {
		d.tap("article.held details[id^=keep][open] button, article.held details[id^=worry][open] button", fmt.Sprintf(`(() => { const s = %s; return s(e.closest("article").innerText).includes(s(%s)) })()`, squeeze, quoted(words)))
	})
}

func (d *desk) beneath(words, button string) {
	d.t.Helper()
	about := fmt.Sprintf(`(() => { const s = %s; return s(e.closest("article").innerText).includes(s(%s)) && s(e.innerText).startsWith(`, squeeze, quoted(words))
	d.until(words+" among the held words", fmt.Sprintf(`(() => { const s = %s; return [...document.querySelectorAll("article.held")].some(e => s(e.innerText).includes(s(%s))) ? "" : document.body.innerText })()`, squeeze, quoted(words)))
	folded := fmt.Sprintf(`[...document.querySelectorAll("article.held details:not([open]) > summary")].some(e => %s"decide") })())`, about)
	if ask[bool](d.page, folded) {
		d.tap("article.held summary", about+`"decide") })()`)
	}
	d.tap("article.held summary, article.held button", fmt.Sprintf(`%ss(%s)) })()`, about, quoted(button)))
}

// NewCode waits until another code than the old one stands on the desk, and gives it.
func (d *desk) NewCode(old string) string {
	d.t.Helper()
	const shown = `document.querySelector(".door .code").innerText.replace(/\s/g, "")`
	d.until("a new code", fmt.Sprintf(`%s !== %s ? "" : "still the old one"`, shown, quoted(old)))
	fresh := ask[string](d.page, shown)
	if len(fresh) != 6 {
		d.t.Fatalf("got the code %q, want six signs", fresh)
	}
	return fresh
}

// session is the id of the session this desk runs.
func (d *desk) session() string {
	d.t.Helper()
	return strings.Split(d.Where(), "/")[2]
}

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

// A chair is the phone of a young person who runs the agenda: the remote.
type chair struct{ *page }

// Offer makes the one-use code of the remote and gives the address in it.
func (d *desk) Offer() string {
	d.t.Helper()
	d.TapOn("Give the remote")
	d.TapOn("Make a code")
	d.Sees("Let the co-chair scan this")
	return ask[string](d.page, `document.querySelector(".qr svg").getAttribute("aria-label").split(" ").pop()`)
}

// Chair gives a phone the remote: scan and one press.
func (r *room) Chair(who, offer string) *chair {
	r.t.Helper()
	c := &chair{page: sit(r.t, who, phoneGlass())}
	c.Open(offer)
	c.TapOn("Take the remote")
	return c
}

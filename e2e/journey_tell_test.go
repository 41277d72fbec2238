package e2e

import (
	"strings"
	"testing"
)

// tellPage is the story's tell page.
const tellPage = "/t/fellside"

// onward presses the way to the next question, which an address after # leads to; its heading is read first.
func (p *page) onward(to string) {
	p.t.Helper()
	p.Tap(`.step:target a[href="#` + to + `"], .step.first a[href="#` + to + `"]`)
	p.until("the question "+to, `location.hash === "#`+to+`" && document.activeElement.id === "`+to+`-head" ? "" : location.hash`)
}

// fit says what axe and our own look find on the page as it stands.
func (p *page) fit(what string) {
	p.t.Helper()
	found, passes := perception(p, "en")
	for _, f := range found {
		p.t.Errorf("%s: %s", what, f)
	}
	if passes < 10 {
		p.t.Errorf("%s: only %d rules passed, want at least 10", what, passes)
	}
}

// fitForAll asks for large text, wide spacing and forced colours as well, and opens the page anew.
func (p *page) fitForAll(what string) {
	p.t.Helper()
	p.fit(what)
	for _, f := range comfort(p) {
		p.t.Errorf("%s: %s", what, f)
	}
	p.Reload()
}

// A child writes, keeps six pictures, comes back on another phone and takes it back. Nothing
// typed goes out before Send, and who can help opens on the phone itself, without the line.
func TestAChildTellsUsAndComesBackOnAnotherPhone(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	ash := r.Phone("ash").page
	ash.Open(r.Path(tellPage))
	ash.Sees("If you tell us about danger, we keep it.")
	ash.fitForAll("the notice")
	ash.TapOn("I have read this")
	ash.Finds(`#q1 [name="feel"]`)
	ash.fitForAll("what it is about")
	ash.Tap(`#f-bad`)
	ash.onward("q2")
	before := ask[int](ash, `performance.getEntriesByType("resource").length`)
	ask[bool](ash, `(document.querySelector("#text").focus(), true)`)
	ash.Keys("Sometimes I want to die")
	ash.until("who can help", `document.querySelector(".helpers.open") ? "" : "the panel is shut"`)
	ash.Sees("Childline")
	ash.until("help stands above the box, in sight, and the box has the keyboard", `(() => {
		const at = document.querySelector(".helpers").getBoundingClientRect(), line = document.querySelector(".helpers li .button").getBoundingClientRect();
		return document.querySelector(".helpers").nextElementSibling.id === "text" && document.activeElement.id === "text" && at.top >= 0 && line.bottom < innerHeight ? "" : at.top + " to " + line.bottom;
	})()`)
	if after := ask[int](ash, `performance.getEntriesByType("resource").length`); after != before {
		t.Errorf("typing asked the line %d times, want not once", after-before)
	}
	ash.fit("the words, with help open")
	ask[bool](ash, `(document.querySelector("#text").value = "The hall smells of paint.", true)`)
	ash.onward("q3")
	ash.Tap(`#g-no`)
	ash.onward("q4")
	ash.fit("may we show it")
	ash.TapOn("Send")
	ash.Finds(`.six`)
	ash.fitForAll("the six pictures")
	names := ask[[]string](ash, `[...document.querySelectorAll(".six bdi")].map(e => e.textContent)`)
	if len(names) != 6 || strings.Contains(ash.Where(), "?") {
		t.Fatalf("got %q at %s, want six names and nothing of them in the address", names, ash.Where())
	}
	ash.TapOn("A card to print")
	ash.Finds(`.card .six`)
	ash.fitForAll("the card")
	ash.Open(r.Path(tellPage + "/check"))
	ash.Finds(`[data-picker]`)
	ash.fitForAll("checking")
	ash.Open(r.Path(tellPage + "/sent"))
	ash.TapOn("I am done")
	ash.Sees("All done.")
	ash.fitForAll("done")
	ash.Open(r.Path(tellPage + "/sent"))
	ash.SeesNot(names[0])

	for _, g := range []glass{phoneGlass(), {Wide: 360, High: 740, NoScript: true}} { // she takes it back with the second
		beth := r.PhoneWith("beth", g).page
		beth.Open(r.Path("/back"))
		ask[bool](beth, `(document.querySelector("#find").value = `+quoted(strings.Join(names, ", "))+`, true)`)
		beth.Tap(`[value="find"]`)
		beth.Finds(`[value="open"]`)
		beth.Tap(`[value="open"]`)
		beth.Sees("It waits for a person to read it.")
		beth.SeesNot("smells of paint")
		if !g.NoScript {
			beth.fitForAll("the thread")
			continue
		}
		beth.Tap(`details summary`)
		beth.Tap(`[value="take"]`)
		beth.Sees("You took this back.")
	}
}

// What is typed stays while the tab is open, also over a change of language; Leave quickly takes
// away what was kept on the phone.
func TestUnsentWordsStayUntilTheChildLeaves(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	ash := r.Phone("ash").page
	ash.Open(r.Path(tellPage))
	ash.TapOn("I have read this")
	ash.Finds(`#q1 [name="feel"]`)
	ash.onward("q2")
	ask[bool](ash, `(document.querySelector("#text").focus(), true)`)
	ash.Keys("Half a thought")
	if kept := ask[int](ash, `localStorage.length`); kept != 0 {
		t.Errorf("%d things are on the phone that nobody asked to keep", kept)
	}
	ash.TapOn("Keep on this phone")
	ash.until("kept", `Object.values(localStorage).join().includes("Half a thought") ? "" : "not kept"`)
	ash.Reload()
	ash.until("it came back", `document.querySelector("#text").value === "Half a thought" ? "" : document.querySelector("#text").value`)
	ask[bool](ash, `(document.querySelector("[data-leave]").href = "/leave-nowhere", true)`)
	ash.Forgive("Failed to load resource")
	ash.Tap(`[data-leave]`)
	ash.until("it left", `location.pathname === "/leave-nowhere" ? "" : location.pathname`)
	if kept := ask[int](ash, `localStorage.length + sessionStorage.length`); kept != 0 {
		t.Errorf("%d things stayed on the phone after leaving", kept)
	}
}

// Where the line goes at Send the page stays with the words in it, nothing is put into storage,
// and Send goes once the line is back.
func TestALostLineAtSendKeepsTheWordsOnThePage(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	ash := r.Phone("ash").page
	ash.Open(r.Path(tellPage))
	ash.TapOn("I have read this")
	ash.Finds(`#q1 [name="feel"]`)
	ash.onward("q2")
	ask[bool](ash, `(document.querySelector("#text").value = "The hall smells of paint.", true)`)
	ash.onward("q3")
	ash.onward("q4")
	ask[bool](ash, `(window.line = window.fetch, window.fetch = () => Promise.reject(new Error("lost")), true)`)
	ash.TapOn("Send")
	ash.Sees("We could not send it yet. It is still here. Try again.")
	ash.Sees("Childline")
	if words := ask[string](ash, `document.querySelector("#text").value`); words != "The hall smells of paint." {
		t.Errorf("got %q in the box, want the words", words)
	}
	if kept := ask[int](ash, `localStorage.length`); kept != 0 {
		t.Errorf("%d things are on the phone that nobody asked to keep", kept)
	}
	ash.fit("a lost line")
	ask[bool](ash, `(window.fetch = window.line, true)`)
	ash.TapOn("Send")
	ash.Finds(`.six`)
}

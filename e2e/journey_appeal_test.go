package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A child appeals in a service whose one moderator, Ruth, made the ruling. She is told calmly that somebody else has to look. Lead and
// deputy could, and don't; after two working days Wes of the partner service is given it, and nothing else of Fellside LINK. He shows
// it, the child reads so behind the six pictures, and the month's numbers count it.
func TestAnAppealAgainstTheOnlyModeratorIsHeardByThePartnerService(t *testing.T) {
	t.Parallel()
	r, clock := openRoomAt(t, 0)
	const told = "Could the kettle stand lower so that I reach it"
	six := r.Phone("ash").tells(told, false)
	for _, words := range []string{"More walks by the lake", "Please open a window"} { // staff see feedback in threes
		r.Phone("another child").tells(words, false)
	}
	ruth, wes := r.Staff("ruth"), r.Staff("wes")
	ruth.Forgive("403") // she tries what she may not
	item := ruth.keepsBack(r, told)
	wes.Open(r.Path("/queue"))
	wes.Sees("Nothing waits for you")

	beth := r.Phone("beth")
	beth.comesBack(six)
	beth.Sees("A person has read it.")
	beth.fitForAll("words that were kept back")
	beth.TapOn("Ask someone else to look")
	beth.Sees("We have asked someone else to look.")
	beth.Sees("We answer by ")
	if beth.Has(`[value="appeal"]`) {
		t.Error("the child may ask a second time")
	}

	ruth.Open(r.Path("/queue"))
	ruth.Sees("1 author asks for another look")
	if ruth.Has("#" + item) {
		t.Error("who ruled is given the appeal")
	}
	ruth.sends("/queue/"+strings.TrimPrefix(item, "item-"), "show")
	ruth.Sees("You decided this first. Somebody else has to look again.")
	ruth.fit("the queue that says no, calmly")

	wes.Open(r.Path("/queue"))
	wes.Sees("Nothing waits for you")

	for _, p := range []*page{ruth, wes, beth.page} {
		p.Open("about:blank") // they go home
	}
	clock.On(7 * 24 * time.Hour)
	wes = r.Staff("wes")
	wes.Open(r.Path("/home"))
	wes.TapOn("Queue")
	wes.takesNext()
	wes.Sees("Its author asks for another look.")
	wes.Sees("It was kept back: It is about something else.")
	wes.Sees(told)
	if got := ask[int](wes, `document.querySelectorAll("[data-item]").length`); got != 1 {
		t.Errorf("the partner is given %d texts, want the appeal alone", got)
	}
	wes.fit("an appeal in the queue")
	wes.swapped(func() { wes.TapOn("Show it after all") })
	wes.Sees("It is shown after all.")
	beth.comesBack(six)
	beth.Sees("Someone else has looked. They think you are right.")
	beth.fit("an appeal that was right")

	wes.Open("about:blank")
	beth.Open("about:blank")
	counted(r, clock)
}

// keepsBack goes through the queue until these words come, keeps them back because they are about something else, and gives the
// id of their place on the page.
func (p *page) keepsBack(r *room, words string) string {
	p.t.Helper()
	p.Open(r.Path("/queue"))
	p.swapped(func() { p.Keys("n") })
	for range 40 {
		now := p.reading()
		if now == "" {
			break
		}
		if !ask[bool](p, fmt.Sprintf(`document.getElementById(%q).innerText.includes(%s)`, now, quoted(words))) {
			p.swapped(func() { p.Keys("a") })
			p.until("the next text", fmt.Sprintf(`document.getElementById(%q) ? document.body.innerText : ""`, now))
			continue
		}
		p.Keys("r")
		p.swapped(func() { p.tap("#"+now+` button[name=reason]`, `e.innerText.includes("It is about something else")`) })
		p.until("the next text", fmt.Sprintf(`document.getElementById(%q) ? document.body.innerText : ""`, now))
		return now
	}
	p.t.Fatalf("%q never came to %s", words, p.who)
	return ""
}

// sends posts a form that the page does not offer.
func (p *page) sends(path, do string) {
	p.t.Helper()
	p.swapped(func() {
		ask[bool](p, fmt.Sprintf(`(() => {
			const f = document.createElement("form");
			f.method = "post"; f.action = %q;
			for (const [name, value] of [["csrf", document.querySelector("[name=csrf]").value], ["do", %q]]) {
				const i = document.createElement("input"); i.type = "hidden"; i.name = name; i.value = value; f.append(i);
			}
			document.body.append(f); f.submit(); return true })()`, path, do))
	})
}

// takesNext takes what waits.
func (p *page) takesNext() {
	p.t.Helper()
	p.Finds(`button[value="next"]`)
	p.swapped(func() { p.Keys("n") })
}

// counted lets the month end and looks at its numbers; months are counted when the program starts and every hour.
func counted(r *room, clock *clock) {
	clock.t.Helper()
	clock.On(32 * 24 * time.Hour)
	again := clock.Restart(r)
	sam := again.Desk("sam")
	sam.Go("/numbers")
	sam.Sees("When an author asked for another look")
	const months = `[...document.querySelectorAll("details h3")].filter(e => e.textContent.startsWith("When an author")).map(e => e.nextElementSibling.textContent)`
	counted := 0
	for _, said := range ask[[]string](sam.page, months) {
		if said != "There were none." { // one is too few for a number
			counted++
		}
	}
	if counted != 1 {
		clock.t.Errorf("got %d months with an appeal, want one: %q", counted, ask[[]string](sam.page, months))
	}
	sam.fit("numbers with an appeal")
}

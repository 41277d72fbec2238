package e2e

import (
	"fmt"
	"testing"

	"cairn/e2e/line"
)

const tickRow = `form[data-too] label`

// Ticks taps the row with these words on the list, and without a script sends the list.
func (p *phone) Ticks(words string, script bool) {
	p.t.Helper()
	p.tap(tickRow, fmt.Sprintf(`(() => { const s = %s; return s(e.innerText).includes(s(%s)) })()`, squeeze, quoted(words)))
	if !script {
		p.Tap("form[data-too] button")
	}
}

// HasTicked waits until the server itself says that the row is ticked.
func (p *phone) HasTicked(words string) {
	p.t.Helper()
	p.until(words+" ticked", fmt.Sprintf(`(() => { const s = %s; return [...document.querySelectorAll(%q)].some(e => s(e.innerText).includes(s(%s)) && e.previousElementSibling.checked) ? "" : [...document.querySelectorAll(%q)].map(e => e.innerText + e.previousElementSibling.checked).join(" | ") })()`, squeeze, tickRow, quoted(words), tickRow))
}

// Adds writes one more idea and waits until it is in.
func (p *phone) Adds(words, said string) {
	p.t.Helper()
	p.Tap(answerForm + " textarea")
	p.Keys(words)
	p.Tap(answerForm + "[data-after] button:not([type=button]):not([name])")
	p.Sees(said)
}

// Plans puts a question of a kind on the agenda, as a facilitator does in the middle of a session, and comes back to the desk.
func (d *desk) Plans(kind, words string) {
	d.t.Helper()
	session := d.session()
	d.Go("/sessions/" + session + "/activities/new")
	d.Tap(fmt.Sprintf("button[name=kind][value=%s]", kind))
	d.Tap(`textarea[name^="full:"]`)
	d.Keys(words)
	d.tap("label", `e.htmlFor && document.getElementById(e.htmlFor)?.name === "private" && document.getElementById(e.htmlFor)?.value === "no"`)
	d.Tap(`button[name=do][value=save]:not([tabindex])`)
	d.Sees(words)
	d.Go("/sessions/" + session + "/desk")
	d.Take(words)
}

// Young people write, one of them without scripts; Sam approves some; the others say "me too", and the wall counts them.
func TestIdeasAreWrittenApprovedAndSupportedByOthers(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Plans("ideas", "What should we try this winter")
	sam.Press(openKey)

	const garden, bus, never = "Plant a garden", "A later bus", "Nobody decides on this"
	ash, beth, cai := r.Phone("ash"), r.PhoneWith("beth", noScript()), r.Phone("cai")
	for p, words := range map[*phone]string{ash: garden, beth: bus, cai: never} {
		p.Scan()
		p.Sit()
		p.Adds(words, "You have sent 1")
		p.SeesNot(words)
	}
	ash.Adds("Film nights", "You have sent 2")
	signal := r.Line(line.Quality{})
	dan := r.Phone("dan")
	dan.Open(over(signal, r.Join))
	dan.Sit()
	sam.Press(closeKey)
	for _, words := range []string{garden, bus} {
		sam.Rules(words, "Show")
		sam.Sees("It is approved")
	}
	wall.SeesNot(never)
	sam.Press(openKey)

	wall.Sees(garden)
	wall.SeesNot(never)
	ash.Sees(bus)
	dan.Sees(bus)
	ash.Ticks(bus, true)
	dan.LosesSignal(signal)
	dan.Ticks(bus, true)
	dan.Open("about:blank") // the tab is closed …
	signal.Heal()
	dan.Open(over(signal, r.Join)) // … and the phone opened again
	cai.Ticks(bus, true)
	cai.Ticks(garden, true)
	beth.Reload()
	beth.SeesNot(never)
	beth.Ticks(garden, false)
	beth.HasTicked(garden)
	ash.Reload()
	ash.HasTicked(bus)
	cai.Reload()
	cai.HasTicked(garden)
	cai.HasTicked(bus)
	dan.until("the tick that waited", fmt.Sprintf(`fetch(location.href).then(a => a.text()).then(html => { window.cairnRows = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-too] :checked").length }), window.cairnRows ? "" : "none yet"`))

	sam.Reveals()
	wall.SeesTally(map[string]int{bus: 4, garden: 3})
	ash.Sees("The room sees this now")
	for _, p := range []*page{wall.page, ash.page, beth.page} {
		p.SeesNot(never)
		p.SeesNot("Film nights")
	}
}

// P8 and P9 on the list: on a phone, at the desk and on the wall, of questions with one being answered.
func TestTheListOfQuestionsIsForEverybody(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Plans("questions", "What do you want to ask us")
	sam.Press(openKey)
	asked := []string{"Why so early", "Who pays for it", "Can we bring friends"}
	var ash *phone
	for i, words := range asked {
		ash = r.Phone(fmt.Sprint("asker ", i))
		ash.Scan()
		ash.Sit()
		ash.Adds(words, "You have sent 1")
	}
	sam.Press(closeKey)
	for _, words := range asked {
		sam.Rules(words, "Show")
		sam.Sees("It is approved")
	}
	sam.Press(openKey)
	sam.swapped(func() { sam.Tap(`button[value^="answering:"]`) })
	ash.Sees("Being answered now")
	wall.Sees("Being answered now")
	for _, p := range []*page{ash.page, sam.page, wall.page} {
		forEverybody(p, p.Reload)
		p.Reload()
		for _, wrong := range comfort(p) {
			t.Error(p.who, wrong)
		}
	}
}

// Whoever writes of danger sees at once who can help, with and without scripts, and no screen shows the words.
func TestAnIdeaThatIsACryForHelpShowsWhoCanHelp(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Plans("ideas", "What should we try this winter")
	sam.Press(openKey)
	const worry = "My uncle hits me and I want to die"
	for _, p := range []*phone{r.Phone("ash"), r.PhoneWith("beth", noScript())} {
		p.Scan()
		p.Sit()
		p.Adds(worry, "0800")
	}
	sam.Press(closeKey)
	sam.SeesNot(worry)
	sam.Go("/sessions/" + sam.session() + "/words")
	sam.SeesNot(worry)
}

func noScript() glass {
	g := phoneGlass()
	g.NoScript = true
	return g
}

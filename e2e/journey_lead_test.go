package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// keyPhrase is the passphrase of the keys of Alex and Priya.
const keyPhrase = "lanterns on the tarn at dusk"

// tells writes something on the tell page, step by step, and gives the names of the six pictures.
func (p *phone) tells(words string, aboutGrownUp bool) []string {
	p.t.Helper()
	p.Open(p.room.Path(tellPage))
	p.TapOn("I have read this")
	p.Finds(`#q1 [name="feel"]`)
	p.onward("q2")
	p.Tap("#text")
	p.Keys(words)
	p.onward("q3")
	p.Tap(map[bool]string{true: "#g-yes", false: "#g-no"}[aboutGrownUp])
	p.onward("q4")
	p.TapOn("Send")
	p.Finds(".six")
	return ask[[]string](p.page, `[...document.querySelectorAll(".six bdi")].map(e => e.textContent)`)
}

// comesBack types six names on this phone and opens what stands behind them.
func (p *phone) comesBack(names []string) {
	p.t.Helper()
	p.Open(p.room.Path("/back"))
	p.Tap("#find")
	p.Keys(strings.Join(names, ", "))
	p.Tap(`[value="find"]`)
	p.Finds(`[value="open"]`)
	p.Tap(`[value="open"]`)
	p.Sees("What came of it")
}

// Opens goes from the list to the card that says all this, the one that came last of several, and reads the words with the key's passphrase.
func (p *page) Opens(passphrase string, card ...string) {
	p.t.Helper()
	also := `(() => { const s = ` + squeeze + `, says = a => ` + quotedAll(card) + `.every(w => s(a.innerText).includes(s(w)));
		return e.closest("article") === [...document.querySelectorAll("article")].filter(says).at(-1) })()`
	p.tap("article a.button", also)
	p.Sees("Passed on to you")
	p.Types("Your key's passphrase", passphrase)
	p.TapOn("Open and read")
	p.Sees("What they wrote")
}

func quotedAll(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, quoted(w))
	}
	return "[" + strings.Join(out, ",") + "]"
}

// writes opens one of a case's forms, fills it and waits for what is said then.
func (p *page) writes(summary, do, said string, fill func()) {
	p.t.Helper()
	p.tap("details > summary", fmt.Sprintf(`(() => { const s = %s; return s(e.innerText) === s(%s) })()`, squeeze, quoted(summary)))
	fill()
	p.Tap(fmt.Sprintf("details[open] button[value=%q]", do))
	p.Sees(said)
}

// holds says whether the words stand anywhere in the page's source, seen or not.
func (p *page) holds(words string) bool {
	p.t.Helper()
	return ask[bool](p, `document.documentElement.outerHTML.toLowerCase().includes(`+quoted(strings.ToLower(words))+`)`)
}

// Late in the evening two young people write of harm: one in Sam's session, one on the tell page. Alex's phone is silent, so five
// minutes later the desk says whom to ring, and Priya is told. Alex then does everything on a phone: signs in, opens her key, reads,
// notes, decides, shares and answers; and the child reads the answer on another phone. The words stand nowhere else.
func TestTheLeadAnswersAtNightOnAPhone(t *testing.T) {
	t.Parallel()
	r, clock := openRoomAt(t, untilNight(t))
	const told, said, answer = "My uncle hits me behind the boathouse", "My dad hits me with the blue oar", "Thank you for telling us. I am here tomorrow at four."
	evening := r.StaffOn("alex", phoneGlass())
	evening.Open(r.Path("/pages"))
	evening.TapOn("I have it") // the demo's own, of this evening
	evening.Sees("Nobody else is woken for it")
	priya := r.StaffOn("priya", phoneGlass())
	priya.Open(r.Path("/pages"))
	priya.Sees("Nothing waits for you")

	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take("What else should we ask")
	sam.Press(openKey)
	dan, ash := r.Phone("dan"), r.Phone("ash")
	dan.Scan()
	dan.Sit()
	dan.Writes(said)
	dan.Sees("0800 1111")
	sam.Press(closeKey)
	six := ash.tells(told, false)
	ash.Sees("0800 1111")
	ash.fit("who can help, and six pictures")
	sam.Reload()
	sam.SeesNot("A worry came in")
	priya.SeesNot("Something is waiting for you")

	clock.On(5 * time.Minute)
	sam.Sees("A worry came in. Ring Alex Reid now:")
	sam.Sees("01632 960 017")
	priya.Sees("Something is waiting for you") // she had the list open: it says so by itself
	priya.fitForAll("the list of pages with an alarm")
	forEverybody(priya, priya.Reload)

	alex := r.StaffOn("alex", phoneGlass())
	alex.TapOn("Something is waiting for you")
	alex.Sees("Your pages")
	alex.TapOn("Look at it")
	alex.Sees("Safeguarding")
	if alex.holds(told) || alex.holds(said) {
		t.Error("the list shows words, though the key is shut")
	}
	alex.Opens(keyPhrase, "from Tell us", "Nobody has opened it")
	alex.Sees(told)
	alex.fitForAll("a case with its words")
	alex.Reload()
	alex.Sees(told)
	answered(alex, answer)

	beth := r.Phone("beth")
	beth.comesBack(six)
	beth.Sees(answer)
	beth.SeesNot(told)
	beth.fit("an answer from the lead")
	wordsStandNowhere(t, r, told, said, []*page{sam.page, priya, r.Staff("ruth"), r.Staff("wes"), ash.page, dan.page})
	alex.Open(r.Path("/me"))
	if alex.holds(told) {
		t.Error("the lead's own page holds the words")
	}
}

// answered notes, decides, shares and answers, and looks that the record says all of it.
func answered(alex *page, answer string) {
	alex.t.Helper()
	alex.writes("Write a note", "note", "Your note is saved", func() { alex.Types("Note", "Rang the duty team at midnight.") })
	alex.writes("Write down a decision", "decide", "The decision is saved", func() {
		alex.Ticks("What was decided?", "We told children's services")
		alex.Types("Why?", "He is at home tonight.")
	})
	alex.writes("Write down that you shared it", "share", "It is written down", func() {
		alex.Ticks("With whom?", "Children's services")
		alex.Types("Name and place", "Duty team, Fellside")
		alex.Ticks("On what ground?", "To keep a child safe")
		alex.Ticks("Was the young person told?", "Not yet, but they will be")
		alex.Types("What did you share", "That somebody hits him, and where.")
	})
	alex.fit("a case with a record")
	alex.writes("Answer the young person", "reply", "Your answer waits behind their receipt", func() { alex.Types("Your answer", answer) })
	record := strings.Join(ask[[]string](alex, `[...document.querySelectorAll("#done ~ ol.lines > li")].map(e => e.innerText)`), "\n")
	for _, want := range []string{
		"Read Alex Reid", "Note Alex Reid", "Rang the duty team at midnight.", "Decided Alex Reid", "We told children's services", "Shared Alex Reid",
		"Duty team, Fellside", "To keep a child safe", "Not yet, but they will be", "Answered Alex Reid", answer,
	} {
		if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(record, "’", "'")), " "), want) {
			alex.t.Errorf("the record does not say %q; it says %q", want, record)
		}
	}
}

// wordsStandNowhere opens what each of these people can open and looks for the words in the pages' source, and in the log.
func wordsStandNowhere(t *testing.T, r *room, told, said string, people []*page) {
	t.Helper()
	for _, p := range people {
		p.Forgive("Failed to load resource") // most pages are not theirs
		for _, path := range []string{
			"/home", "/pages", "/safe", "/safe?all=1", "/queue", "/numbers", "/rota", "/replies", "/complaints", "/read", "/said/fellside", tellPage, tellPage + "/sent",
			pathOf(t, r.Join), pathOf(t, r.Projector), strings.TrimSuffix(pathOf(t, r.Projector), "wall") + "words", strings.TrimSuffix(pathOf(t, r.Projector), "wall") + "desk",
		} {
			p.Open(r.Path(path))
			for _, words := range []string{told, said, "boathouse", "blue oar"} {
				if p.holds(words) {
					t.Errorf("%s sees %q at %s", p.who, words, path)
				}
			}
		}
	}
	for _, words := range []string{told, said, "boathouse", "blue oar"} {
		if strings.Contains(r.Said(), words) {
			t.Errorf("the log holds %q", words)
		}
	}
}

package e2e

import (
	"testing"

	"cairn/e2e/line"
)

const question = "What should we ask"

// Sam runs the session, the wall hangs behind him, and three young people have their phones out.
func TestThreePhonesAnswerAndTheWallShowsTheExactTally(t *testing.T) {
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	wall.Sees(r.Code[:3])

	ash, beth, cai := r.Phone("ash"), r.Phone("beth"), r.Phone("cai")
	ash.Scan()
	ash.Sit()
	beth.Join(r.Code)

	sam.Take(question)
	sam.Press(openKey)

	choices := ash.Choices()
	if len(choices) < 2 {
		t.Fatalf("got the answers %q, want at least two to choose from", choices)
	}
	ash.Choose(choices[0])
	ash.IsIn()
	beth.Choose(choices[1])
	beth.IsIn()

	// Cai comes late and finds the question at once.
	cai.Scan()
	cai.Sit()
	cai.Choose(choices[1])
	cai.IsIn()

	// Ash reloads in the middle: the seat and the answer are still there.
	ash.Reload()
	ash.IsIn()
	ash.Sees(choices[0])

	// Nobody has seen a number yet.
	if got := wall.Tally(); len(got) > 0 {
		t.Errorf("the wall shows %v before the reveal, want nothing", got)
	}

	sam.Press(closeKey)
	beth.until("the question to close", `document.querySelector('form[action$="/answer"] button:not([type=button])') ? document.body.innerText : ""`)
	sam.Press(previewKey)
	sam.Press(revealKey) // it appears three seconds later
	wall.SeesTally(map[string]int{choices[0]: 1, choices[1]: 2})
	cai.Sees(choices[1])
}

// Beth's signal goes in the middle of an answer, her tab is gone too, and the answer arrives once all the same (P6).
func TestAnswerGivenWithoutSignalArrivesExactlyOnce(t *testing.T) {
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Take(question)
	sam.Press(openKey)

	signal := r.Line(line.Quality{})
	beth := r.Phone("beth")
	beth.Open(over(signal, r.Join))
	beth.Sit()
	choices := beth.Choices()
	beth.LosesSignal(signal)
	beth.Choose(choices[0])
	beth.Sees("kept on this phone")

	beth.Open("about:blank") // the tab is closed …
	signal.Heal()
	beth.Open(over(signal, r.Join)) // … and the phone opened again
	beth.IsIn()

	for _, who := range []string{"ash", "cai"} {
		p := r.Phone(who)
		p.Scan()
		p.Sit()
		p.Choose(choices[1])
		p.IsIn()
	}
	sam.Press(closeKey)
	sam.Press(previewKey)
	sam.Press(revealKey)
	wall.SeesTally(map[string]int{choices[0]: 1, choices[1]: 2})
}

// The school's network swallows websockets, refuses them, or lets them open and then nothing through. The question comes all the
// same, and nobody waits (P5).
func TestPhonesBehindNetworksThatHateSocketsAreLive(t *testing.T) {
	for _, c := range []struct {
		name  string
		treat line.Sockets
	}{{"refused", line.Refuse}, {"swallowed", line.Hang}, {"mute", line.Mute}} {
		t.Run(c.name, func(t *testing.T) {
			r := openRoom(t)
			sam := r.Desk("sam")
			sam.Hidden()
			school := r.Line(line.Quality{})
			school.Treat(c.treat)
			ash := r.Phone("ash")
			ash.Forgive("WebSocket connection to")
			ash.Open(over(school, r.Join))
			ash.Sit()
			sam.Take(question)
			sam.Press(openKey)
			choices := ash.Choices()
			ash.Choose(choices[0])
			ash.IsIn()
			sam.Press(closeKey)
			ash.until("the question to close", `document.querySelector('form[action$="/answer"] button:not([type=button])') ? document.body.innerText : ""`)
			if school.Counts().Sockets == 0 {
				t.Error("the phone never tried a socket, so nothing was proved")
			}
		})
	}
}

// Dee's phone runs no scripts at all (P7).
func TestPhoneWithoutScriptsJoinsAnswersAndLeaves(t *testing.T) {
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	sam.Press(openKey)

	g := phoneGlass()
	g.NoScript = true
	dee := r.PhoneWith("dee", g)
	dee.Join(r.Code)
	choices := dee.Choices()
	dee.Choose(choices[0])
	dee.IsIn()
	dee.Reload()
	dee.IsIn()
	dee.Tap(`a[href="/leave"], form[action="/leave"] button`)
	dee.Sees("Rain later")
}

// Noor reads from right to left.
func TestPhoneInArabicJoinsAndAnswers(t *testing.T) {
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	sam.Press(openKey)

	g := phoneGlass()
	g.Language = "ar"
	noor := r.PhoneWith("noor", g)
	noor.Scan()
	if got := ask[string](noor.page, "document.documentElement.dir + ' ' + document.documentElement.lang"); got != "rtl ar" {
		t.Errorf("got %q, want a page from right to left in Arabic", got)
	}
	noor.Sit()
	choices := noor.Choices()
	noor.Choose(choices[0])
	noor.Finds(".placed")
}

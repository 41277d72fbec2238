package e2e

import (
	"testing"

	"cairn/e2e/line"
)

// Beth's signal goes in the middle of an answer, her tab is gone too, and the answer arrives once all the same (P6).
func TestAnswerGivenWithoutSignalArrivesExactlyOnce(t *testing.T) {
	t.Parallel()
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
		p.Joins()
		p.Choose(choices[1])
		p.IsIn()
	}
	sam.Reveals()
	wall.SeesTally(map[string]int{choices[0]: 1, choices[1]: 2})
}

// The school's network refuses websockets, swallows them, or lets them open and then nothing through. The question comes all the
// same, and nobody waits (P5).
func TestPhonesBehindNetworksThatHateSocketsAreLive(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	schools := map[string]*line.Line{}
	phones := map[string]*phone{}
	for name, treat := range map[string]line.Sockets{"refused": line.Refuse, "swallowed": line.Hang, "mute": line.Mute} {
		school := r.Line(line.Quality{})
		school.Treat(treat)
		ash := r.Phone("ash, " + name)
		ash.Forgive("WebSocket connection to")
		ash.Open(over(school, r.Join))
		ash.Sit()
		schools[name], phones[name] = school, ash
	}
	sam.Press(openKey)
	for _, ash := range phones {
		ash.Choose(ash.Choices()[0])
		ash.IsIn()
	}
	sam.Press(closeKey)
	for name, ash := range phones {
		ash.IsClosed()
		if schools[name].Counts().Sockets == 0 {
			t.Errorf("%s: the phone never tried a socket, so nothing was proved", name)
		}
	}
}

// Dee's phone runs no scripts at all (P7).
func TestPhoneWithoutScriptsJoinsAnswersChangesAndLeaves(t *testing.T) {
	t.Parallel()
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
	dee.TapOn("Change my answer")
	dee.Choose(choices[1])
	dee.IsIn()
	dee.Sees(choices[1])
	dee.SeesNot(choices[0])

	// Help is one tap away, and the way back keeps the answer.
	dee.TapOn("Get help")
	dee.Sees("0800 1111")
	dee.TapOn("Back")
	dee.IsIn()
	dee.TapOn("Leave quickly")
	dee.Sees("Rain later")
}

// Three children share one tablet. Each finds a fresh question; nobody finds what the one before them said.
func TestSharedTabletNeverShowsTheLastChildsAnswer(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.TapOn("Shared tablet")
	sam.Tap("#tablet")
	sam.Keys("3")
	sam.swapped(func() { sam.Tap("#tablet-form button") })
	sam.Take(question)
	sam.Press(openKey)

	tablet := r.PhoneWith("the tablet", glass{Wide: 768, High: 1024, Touch: true})
	tablet.Scan()
	tablet.TapOn("3 of us")
	var choices []string
	for child := range 3 {
		tablet.Sees("Your turn: number")
		tablet.TapOn("I am ready")
		choices = tablet.Choices()
		if got := ask[[]string](tablet.page, `[...document.querySelectorAll('form[action$="/answer"] :checked')].map(e => e.value)`); len(got) > 0 {
			t.Errorf("child %d finds %q chosen, want nothing", child+1, got)
		}
		tablet.Choose(choices[child])
		tablet.Sees("Done.")
		for _, words := range choices {
			tablet.SeesNot(words)
		}
		if child < 2 {
			tablet.TapOn("The next one is here")
		}
	}
	tablet.Sees("Everyone here has had a turn")
	tablet.Reload()
	for _, words := range choices {
		tablet.SeesNot(words)
	}
	sam.Reveals()
	wall.SeesTally(map[string]int{choices[0]: 1, choices[1]: 1, choices[2]: 1})
}

// Noor reads from right to left.
func TestPhoneInArabicJoinsAnswersAndSeesTheResult(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	sam.Press(openKey)

	g := phoneGlass()
	g.Language = "ar"
	noor := r.PhoneWith("noor", g)
	read := func(where string) {
		t.Helper()
		if got := ask[string](noor.page, "document.documentElement.dir + ' ' + document.documentElement.lang"); got != "rtl ar" {
			t.Errorf("%s: got %q, want a page from right to left in Arabic", where, got)
		}
		for _, found := range findings(noor.page, "tongue") {
			t.Errorf("%s: %s", where, found)
		}
	}
	noor.Scan()
	read("joining")
	noor.Sit()
	noor.Choices()
	read("the question")
	noor.tap(answerForm+" label", "true")
	noor.Tap(sendButton)
	noor.Finds(".placed")
	read("the answer")
	for _, who := range []string{"ash", "beth"} {
		p := r.Phone(who)
		p.Choose(p.Joins()[1])
		p.IsIn()
	}
	sam.Reveals()
	noor.Finds(".chart")
	read("the result")
}

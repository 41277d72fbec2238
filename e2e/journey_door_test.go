package e2e

import "testing"

// Sam closes the door: nobody new comes in, but who is in comes back. A new code lets the next one in, and the old one nobody.
func TestClosedDoorKeepsThoseWhoAreInAndLetsNobodyNewIn(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	wall.Finds(".wall-door .qr")
	ash := r.Phone("ash")
	ash.Scan()
	ash.Sit()

	sam.Tap("#heads")
	sam.Keys("1")
	sam.swapped(func() { sam.Tap("#heads-form button") })
	sam.Press(doorKey)
	wall.Sees("The door is closed")
	if wall.Has(".qr") {
		t.Error("the wall still shows the code to scan, though the door is closed")
	}

	beth := r.Phone("beth")
	beth.Forgive("Failed to load resource")
	beth.Scan()
	beth.Sees("The door is closed")
	if beth.Has(`form[action$="/seat"]`) {
		t.Error("beth is offered a seat behind a closed door")
	}
	sam.Take(question)
	sam.Press(openKey)
	ash.Reload()
	ash.Choose(ash.Choices()[0])
	ash.IsIn()

	// A new code: the old one works for nobody new, Ash stays in, and the next one comes in.
	sam.Press(doorKey)
	sam.Key("i")
	sam.Sees("The old code stops working at once")
	sam.swapped(func() { sam.Tap("#newcode button") })
	wall.SeesNot(r.Code[:3] + " " + r.Code[3:])
	fresh := sam.NewCode(r.Code)
	ash.Reload()
	ash.IsIn()
	beth.Scan()
	beth.SeesNot("Take a seat")
	cai := r.Phone("cai")
	cai.Join(fresh)
	cai.Choices()
}

// The whole desk on a phone of 360 px: Sam walks through the hall and runs a question with one thumb.
func TestDeskOnAPhoneRunsAQuestion(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.DeskOn("sam", phoneGlass())
	if got := findings(sam.page, "overflow"); len(got) > 0 {
		t.Errorf("the desk on a phone: %q", got)
	}
	sam.Hidden()
	wall := sam.Wall()
	sam.Take(question)
	sam.Tells("Open")
	var choices []string
	for _, who := range []string{"ash", "beth", "cai"} {
		p := r.Phone(who)
		choices = p.Joins()
		p.Choose(choices[3])
		p.IsIn()
	}
	sam.Tells("Close")
	sam.Sees("This will appear")
	for _, found := range append(findings(sam.page, "overflow"), findings(sam.page, "targets")...) {
		t.Errorf("the desk on a phone: %s", found)
	}
	sam.Tells("Reveal")
	wall.SeesTally(map[string]int{choices[3]: 3})
	sam.Tells("Next")
	sam.Sees("What matters most")
}

// Sam asks to look at the result and reveals in one breath, before the first answer is back: the reveal is not lost.
func TestKeyPressedTooSoonIsNotLost(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take(question)
	sam.Press(openKey)
	sam.Press(closeKey)
	sam.Finds(`[data-key="r"]`)
	together := `(() => { const [look, reveal] = ["v", "r"].map(k => document.querySelector('[data-key="' + k + '"]'));
		if (look.form !== reveal.form) return false; look.click(); reveal.click(); return true })()`
	if !ask[bool](sam.page, together) {
		t.Fatal("looking and revealing are not in one form any more; press two keys that are")
	}
	sam.Finds("[data-countdown]")
}

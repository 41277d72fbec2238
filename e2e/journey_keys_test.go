package e2e

import (
	"fmt"
	"testing"
)

const alexPassword = "two herons on a wall"

// makesAKey gives whoever is signed in a new key behind a passphrase, and leaves it untested.
func (p *page) makesAKey(r *room, passphrase, password string) {
	p.t.Helper()
	p.Open(r.Path("/safe/keys"))
	if p.Has(`button[value="test"]`) {
		p.TapOn("I forgot my passphrase")
	}
	p.Types("A passphrase for your key", passphrase)
	p.Types("The same again", passphrase)
	p.Types("Your sign-in password", password)
	p.Tap(`button[value="make"]`)
	p.Sees("Your key is made")
}

// opensTestItem shows that the key works.
func (p *page) opensTestItem(passphrase string) {
	p.t.Helper()
	p.Types("Your key's passphrase", passphrase)
	p.Tap(`button[value="test"]`)
	p.Sees("It opened")
}

// makesThePaper makes the recovery key anew, since the old paper is lost, and gives what stands on the new one.
func (p *page) makesThePaper(r *room, password string) string {
	p.t.Helper()
	p.Open(r.Path("/safe/keys/recovery"))
	p.Ticks("There is a recovery key", "Its paper is lost")
	p.Types("Your sign-in password", password)
	p.TapOn("Make it and show it")
	p.Sees("Print this now")
	return ask[string](p, `document.querySelector(".sheet .address").innerText`)
}

// carries presses "Carry over now" and reads what is said of it.
func (p *page) carries(r *room, passphrase string, left, done, not int) {
	p.t.Helper()
	p.Open(r.Path("/safe/keys/carry"))
	p.Sees(fmt.Sprintf("%d items are not sealed to today's keys", left))
	if p.Has("#passphrase") {
		p.Types("Your key's passphrase", passphrase)
	}
	p.swapped(func() { p.TapOn("Carry over now") })
	p.Sees(fmt.Sprintf("%d carried over. %d not.", done, not))
}

// status is what the server answered when this page was opened.
func (p *page) status() int {
	p.t.Helper()
	return ask[int](p, `performance.getEntriesByType("navigation")[0].responseStatus`)
}

// Priya leaves while the recovery key's new paper is still untested: one key is too few, and the phones say so by themselves. Alex,
// who forgot his passphrase the same evening, carries over what his new key opens, and reads what it does not. Sam, who gives and
// takes roles, can do nothing of it. Nell comes as deputy, and the boxes open again.
func TestAKeyHolderLeavesAndAnotherComes(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	const before, after, newPhrase = "My uncle hits me behind the boathouse", "My dad hits me with the blue oar", "four grey geese over water"
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take("What else should we ask")
	sam.Press(openKey)
	ash := r.Phone("ash")
	ash.Scan()
	ash.Sit()
	ash.Finds("textarea")

	alex := r.Staff("alex")
	alex.makesAKey(r, newPhrase, alexPassword)
	r.Phone("beth").tells(before, false) // sealed to who can open it then: Priya, and the paper that is lost
	alex.opensTestItem(newPhrase)
	r.Phone("cai").tells(after, false)
	alex.makesThePaper(r, alexPassword)
	alex.fit("the recovery key, shown once")
	ash.Reload()
	ash.Finds("textarea") // two keys work: Alex's and Priya's

	priya, office := r.Staff("priya"), sam.Beside("sam's other window", wideGlass())
	office.endsAccount(r, "Priya Shah")
	ash.Sees("You cannot write here yet. You can still tell a grown-up.")
	ash.fit("a box that shut")
	if ash.Has("textarea") {
		t.Error("there is still a box to write in, though one key works")
	}
	priya.Open(r.Path("/safe"))
	priya.Finds(`form[action^="/sign-in"]`)
	office.Forgive("Failed to load resource")
	for _, path := range []string{"/safe", "/safe/keys", "/safe/keys/carry", "/safe/keys/recovery"} {
		office.Open(r.Path(path))
		if got := office.status(); got != 404 || office.Has(`form[action^="/safe"]`) {
			t.Errorf("an administrator at %s: got status %d, want nothing there", path, got)
		}
	}

	alex.Open(r.Path("/safe"))
	alex.Sees("Fewer than two keys work")
	alex.carries(r, newPhrase, 3, 1, 2)
	alex.fitForAll("what was carried over, and what was not")
	forEverybody(alex, alex.Reload)

	nell := r.invited(office, "nell@fellside.example", "Nell Byrne", "Safeguarding deputy")
	const phrase, password = "slow boats under larches", "a lamp at the top of the stairs"
	nell.makesAKey(r, phrase, password)
	if ash.Has("textarea") {
		t.Error("the box is open again before the new key was tested")
	}
	nell.opensTestItem(phrase)
	ash.Finds("textarea")
	alex.carries(r, newPhrase, 3, 1, 2)
	nell.Open(r.Path("/safe"))
	nell.Types("Your key's passphrase", phrase)
	nell.TapOn("Unlock my key")
	nell.Sees("Your key is open until")
}

// endsAccount is what an administrator does when somebody leaves.
func (p *page) endsAccount(r *room, name string) {
	p.t.Helper()
	p.Open(r.Path("/people"))
	theirs := fmt.Sprintf(`(() => { const s = %s; return s(e.closest("li").innerText).startsWith(s(%s)) && s(e.innerText).startsWith(`, squeeze, quoted(name))
	p.tap("main summary", theirs+`"change") })()`)
	p.tap("main summary", theirs+`"end this account") })()`)
	p.tap("main button", theirs+`"end the account now") })()`)
	p.SeesNot(name)
}

// makesInvitation makes the link behind which somebody new chooses a password.
func (p *page) makesInvitation(r *room, email, role string) string {
	p.t.Helper()
	p.Open(r.Path("/people"))
	p.Types("Their work e-mail", email)
	p.tap(`form[action="/people"] label`, fmt.Sprintf(`e.innerText === %s && e.closest("fieldset").innerText.includes("Fellside LINK")`, quoted(role)))
	p.TapOn("Make an invitation link")
	p.Sees("A link to pass on")
	return ask[string](p, `document.querySelector("#link").value`)
}

// invited brings somebody new: an administrator makes the link, and they choose a password behind it.
func (r *room) invited(by *page, email, name, role string) *page {
	r.t.Helper()
	link := by.makesInvitation(r, email, role)
	p := sit(r.t, name, wideGlass())
	p.Open(link)
	p.Types("Your name", name)
	p.Types("New password", "a lamp at the top of the stairs")
	p.TapOn("Make my account")
	p.Finds(`a[href="/me"]`)
	return p
}

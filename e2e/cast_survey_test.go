package e2e

import (
	"fmt"
	"strings"
	"time"
)

// copiesSurvey makes a survey from one that is ready, in English alone, and gives its path. It works without a script too.
func (d *desk) copiesSurvey(ready, title string) string {
	d.t.Helper()
	d.toSurveys()
	d.Tap(`a[href^="/surveys/new"]`)
	d.Ticks("Start from", ready)
	d.Types("Title", title)
	d.Tap(`main form button.button:not(.second)`)
	d.until("a new survey", `/^\/surveys\/[a-z2-7]{26}/.test(location.pathname) ? "" : document.body.innerText`)
	path := "/surveys/" + strings.Split(d.Where(), "/")[2]
	d.Go(path + "/settings")
	for _, language := range []string{"Cymraeg", "Polski", "Українська", "العربية", "Română"} {
		d.Ticks("Languages", language)
	}
	d.Types("Who answers the young people", "Sam and the LINK team")
	d.Types("By which day they hear back", time.Now().AddDate(0, 0, 21).Format("2006-01-02"))
	d.Ticks("What is kept", "A picture code")
	d.swapped(func() { d.Tap(`main form button.button`) })
	d.Sees("Saved")
	return path
}

// asksMore adds a choice to a survey's first section: whoever gave that answer to an earlier question is asked.
func (d *desk) asksMore(path, words string, options []string, earlier, answer string) {
	d.t.Helper()
	d.Go(path + "/edit")
	d.Tap(`a[href*="/add?section="]`)
	d.swapped(func() { d.Tap(`button[name=kind][value=choice]`) })
	d.Types("All the words", words)
	for i, option := range options {
		d.TypesInto("All the words", i+1, option)
	}
	d.Ticks("Would anyone mind", "No")
	d.Ticks("Who is asked", "Those for whom all")
	d.Picks("Look at the answer to", earlier)
	d.swapped(func() { d.TapOn("Add a condition") })
	d.Picks("The answer", "is")
	d.Picks("Which", answer)
	d.swapped(func() { d.TapOn("Keep it and read it back") })
	d.Sees("was answered with")
}

// Picks chooses one of the words in the list with this label, by the keyboard as a reader without a mouse does.
func (p *page) Picks(label, words string) {
	p.t.Helper()
	list := fmt.Sprintf(`(() => { const s = %s; return [...document.querySelectorAll("main label")].find(l => l.checkVisibility() && s(l.innerText).startsWith(s(%s)) && l.control?.options)?.control })()`, squeeze, quoted(label))
	p.until("a list: "+label, list+` ? "" : document.body.innerText`)
	if !ask[bool](p, fmt.Sprintf(`(() => { const s = %s, l = %s, o = [...l.options].find(o => s(o.text).startsWith(s(%s))); if (o) { l.value = o.value; l.dispatchEvent(new Event("change", {bubbles: true})) } return !!o })()`, squeeze, list, quoted(words))) {
		p.t.Fatalf("%s: there is no %q in %s: %s", p.who, words, label, ask[string](p, list+`.innerText`))
	}
}

// publishes freezes a survey's form, opens it to answers and gives the address young people get.
func (d *desk) publishes(path string) string {
	d.t.Helper()
	d.Go(path)
	d.TapOn("Publish")
	d.Sees("A published version is never changed")
	d.swapped(func() { d.Tap(`form[action$="/publish"] button`) })
	d.swapped(func() { d.Tap(`button[value=open]`) })
	d.Sees("It is open. Answers can come in now.")
	return ask[string](d.page, `document.querySelector(".address a").href`)
}

// asked is the heading of the question this phone shows.
const asked = `([...document.querySelectorAll("main h1")].find(e => e.checkVisibility())?.innerText || "").trim()`

// isAsked waits for a question of a survey.
func (p *phone) isAsked(question string) {
	p.t.Helper()
	p.until("to be asked "+question, fmt.Sprintf(`(() => { const s = %s; return document.readyState === "complete" && s(%s).startsWith(s(%s)) ? "" : document.body.innerText })()`, squeeze, asked, quoted(question)))
}

// Gives taps these answers to a question of a survey and goes on to the next; no answers skip it.
func (p *phone) Gives(question string, answers ...string) {
	p.t.Helper()
	p.isAsked(question)
	for _, words := range answers {
		p.tap(`main label`, fmt.Sprintf(`(() => { const s = %s; return s(e.innerText).includes(s(%s)) })()`, squeeze, quoted(words)))
	}
	p.Next()
}

// Next goes on and waits for whatever comes.
func (p *phone) Next() {
	p.t.Helper()
	p.presses("Next")
}

// presses one of a survey's own buttons, and waits for another heading than there was.
func (p *phone) presses(words string) {
	p.t.Helper()
	before := ask[string](p.page, asked)
	p.TapOn(words)
	p.until("another page after "+words, fmt.Sprintf(`document.readyState === "complete" && %s && %s !== %s ? "" : document.body.innerText`, asked, asked, quoted(before)))
}

// Tells writes words into the box of a survey's question and goes on.
func (p *phone) Tells(question, words string) {
	p.t.Helper()
	p.isAsked(question)
	p.Tap("main textarea")
	p.Keys(words)
	p.Next()
}

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// everyKind is a survey, as somebody shares it in a file, with a question of each kind a survey can ask.
func everyKind() string {
	words := func(text string) string { return `{"en": ` + quoted(text) + `}` }
	options := `"options": [{"id": "a", "full": {"en": "Walks"}, "picture": "set:1F333"}, {"id": "b", "full": {"en": "A quiet corner"}}, {"id": "c", "full": {"en": "Games"}}]`
	two := `"options": [{"id": "a", "full": {"en": "Inside"}}, {"id": "b", "full": {"en": "Outside"}}]`
	var places []string
	for _, q := range [][3]string{
		{"page", "Read this first.", `"body": {"en": "It is about **the hall**."}`},
		{"checkin", "How are you today?", `"private": "bit"`},
		{"choice", "What did you like? You can pick two.", options + `, "max": 2`},
		{"scale", "How was the hall?", `"scale": "faces", ` + `"options": []`},
		{"scale", "How likely is it that you come again?", `"scale": "numbers", "low": {"en": "Not at all"}, "high": {"en": "Sure"}`},
		{"ranking", "Put these in order.", options},
		{"number", "How many minutes is your way?", `"least": 0, "most": 180, "step": 5, "unit": {"en": "minutes"}`},
		{"number", "How often were you here?", `"least": 1, "most": 6`},
		{"stones", "Share out five stones.", options + `, "stones": 5`},
		{"pair", "Which of the two?", two},
		{"statements", "Do you agree?", `"options": [{"id": "a", "full": {"en": "I was heard."}}, {"id": "b", "full": {"en": "I can come as I am."}}]`},
		{"criteria", "How good is each?", two + `, "low": {"en": "Poor"}, "high": {"en": "Very good"}`},
		{"text", "What should we change?", `"private": "bit"`},
	} {
		private := `"private": "no", `
		if strings.Contains(q[2], `"private"`) {
			private = ""
		}
		n := len(places) + 1
		places = append(places, fmt.Sprintf(`{"id": "p-%d", "question": {"id": "q-%d", "kind": %q, "full": %s, %s%s}}`, n, n, q[0], words(q[1]), private, q[2]))
	}
	return `{"cairn": "survey", "version": 1, "title": {"en": "Every kind"}, "about": {"en": "One of each."}, "band": "11-15", "identity": "code",
		"languages": ["en"], "form": {"sections": [{"id": "s-1", "places": [` + strings.Join(places, ",\n") + `]}]}}`
}

// loadsSurvey makes a survey from a file somebody shared and lets it out.
func (d *desk) loadsSurvey(file string) (link string) {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "every.cairn.json")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.toSurveys()
	d.Tap(`a[href^="/surveys/new"]`)
	d.TapOn("Open a survey that somebody shared")
	d.do("choose a file", chromedp.SetUploadFiles("#file", []string{path}))
	d.swapped(func() { d.Tap(`form[action="/surveys/file"] button`) })
	survey := "/surveys/" + strings.Split(d.Where(), "/")[2]
	d.Go(survey + "/settings")
	d.Types("Who answers the young people", "Sam and the LINK team")
	d.Types("By which day they hear back", time.Now().AddDate(0, 0, 21).Format("2006-01-02"))
	d.swapped(func() { d.Tap(`main form button.button`) })
	return d.publishes(survey)
}

// P8 and P9 on every question of a survey that asks in every kind, on a narrow phone with its script and on one without: in
// English by day and in Arabic in the dark; then the page before Send, and that it is in.
func TestEveryKindOfQuestionIsForEverybody(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	link := sam.loadsSurvey(everyKind())
	for _, as := range []struct {
		language, scheme, next string
		plain                  bool
	}{{"en", "light", "[data-next]", false}, {"ar", "dark", "button[value=next]", true}} {
		g := phoneGlass()
		g.Wide, g.Language, g.Media, g.NoScript = 320, as.language, map[string]string{"prefers-color-scheme": as.scheme}, as.plain
		p := r.PhoneWith("reading "+as.language, g)
		p.Open(link)
		p.Tap("[data-begin] button")
		for n := range 13 {
			p.until("the next question", fmt.Sprintf(`document.readyState === "complete" && [...document.querySelectorAll(".progress")].some(e => e.checkVisibility() && e.innerText.startsWith("%d ")) ? "" : document.body.innerText`, n+1))
			p.stands(fmt.Sprintf("question %d in %s", n+1, as.language), as.language)
			p.Tap(as.next)
		}
		p.Finds(`ol.rows button`)
		p.stands("the page before Send in "+as.language, as.language)
		p.Tap(map[bool]string{false: "[data-next]", true: "button[value=send]"}[as.plain])
		p.Finds("main .placed")
		p.stands("that it is in, in "+as.language, as.language)
	}
}

// stands asks what P8 asks, and of P9 what can be asked without opening the page again.
func (p *phone) stands(what, language string) {
	p.t.Helper()
	found, passes := perception(p.page, language)
	for _, question := range []string{"targets", "overflow"} {
		found = append(found, findings(p.page, question)...)
	}
	for _, f := range found {
		p.t.Errorf("%s: %s", what, f)
	}
	if passes < 10 {
		p.t.Errorf("%s: only %d rules passed, want at least 10", what, passes)
	}
}

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unwalked are the GET routes that the walk over every page leaves out, each with what it is instead of a page, or with the test
// that looks at the page.
func unwalked() map[string]string {
	const (
		live  = "frames of a page that is walked"
		file  = "a file"
		after = "only after something was sent from this browser: "
	)
	return map[string]string{
		"/healthz": "for machines", "/readyz": "for machines", "/static/*": file, "/sw.js": file, "/pictures/:id": file, "/clips/:id": file,
		"/s/:code/live": live, "/s/:code/poll": live, "/check/live": live, "/remote/live": live, "/remote/poll": live,
		"/sessions/:id/desk/live": live, "/sessions/:id/desk/poll": live, "/sessions/:id/wall/live": live, "/sessions/:id/wall/poll": live,
		"/sessions/:id/words/live": live, "/sessions/:id/words/poll": live, "/queue/live": live, "/queue/poll": live,
		"/pages/count": live, "/pages/live": live, "/pages/poll": live,
		"/sessions/:id/file": file, "/sessions/:id/report.xlsx": file, "/sessions/:id/report.csv": file, "/sessions/:id/report.json": file,
		"/surveys/:id/file": file, "/surveys/:id/figures/:format": file, "/surveys/:id/exports/:export": file, "/safe/outside/:token/file": file,
		"/surveys/:id/versions": "only where a survey has several versions to lay side by side: TestEachStepOfASurveyIsForEverybody",
		"/q/:slug/all":          "a part of a page, for the script", "/leave": "goes somewhere harmless, outside",
		"/surveys/:id/preview": "speaks the language chosen on it, not its reader's: TestASurveyIsMadeAnsweredWithoutSignalCorrectedAndRead",
		"/t/:slug/sent":        after + "TestAChildTellsUsAndComesBackOnAnotherPhone",
		"/t/:slug/check":       after + "TestAChildTellsUsAndComesBackOnAnotherPhone",
		"/t/:slug/card":        after + "TestAChildTellsUsAndComesBackOnAnotherPhone",
		"/t/:slug/done":        after + "TestAChildTellsUsAndComesBackOnAnotherPhone",
		"/back/thread":         after + "TestAChildTellsUsAndComesBackOnAnotherPhone",
		"/t/:slug/wrong/sent":  after + "TestSayingThatSomethingIsWrongIsForEverybody",
		"/q/:slug/code":        "only where the notice promises a code: TestASurveyNeedsNoScriptToBeMadeAnsweredAndCorrected",
		"/remote/:token":       "works once: TestCoChairRunsTheQuestionUntilStaffTakeTheRemoteBack",
		"/setup/:token":        "only where nobody has an account: TestTheFirstAccountIsMadeByTheLinkThatIsPrinted",
		"/safe/outside/:token": "for one person outside: TestTheOutsidePersonReadsWhatNoKeyHolderMay",
	}
}

// A reason that has gone out of date would hide a page: each names a route there is, and a test there is.
func TestEveryReasonNotToWalkAPageHolds(t *testing.T) {
	known := map[string]bool{}
	for _, row := range siteRoutes(t) {
		known[row.Path] = known[row.Path] || row.Method == "GET"
	}
	var source strings.Builder
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	for path, why := range unwalked() {
		if !known[path] {
			t.Errorf("%s is no page of the site any more", path)
		}
		if _, test, ok := strings.Cut(why, "Test"); ok && !strings.Contains(source.String(), "func Test"+test+"(t *testing.T)") {
			t.Errorf("%s: there is no test Test%s", path, test)
		}
	}
}

// makesLinks makes what stands behind links that work once, or for members alone, and gives their paths: an invitation, a
// password, and a card for a survey of members.
func (d *desk) makesLinks() []string {
	d.t.Helper()
	invite := d.makesInvitation(d.room, "new@fellside.example", "Moderator")
	d.Go("/people")
	theirs := fmt.Sprintf(`(() => { const s = %s; return s(e.closest("li").innerText).startsWith("ruth bell") && s(e.innerText).startsWith(`, squeeze)
	d.tap("main summary", theirs+`"change") })()`)
	d.tap("main button", theirs+`"make a link for a new password") })()`)
	d.Finds("#link")
	password := ask[string](d.page, `document.querySelector("#link").value`)

	survey := d.copiesSurvey("Is this letter clear?", "A letter for the panel")
	d.Go(survey + "/settings")
	d.Picks("Panel", "Fellside young panel")
	d.Tap(`label[for="members"]`)
	d.swapped(func() { d.Tap(`main form button.button`) })
	d.Sees("Saved")
	d.publishes(survey)
	d.Go(survey + "/cards")
	d.Types("How many cards?", "1")
	d.TapOn("Make cards")
	d.Finds(".sheet.invite")
	card := ask[string](d.page, `[...document.querySelectorAll(".sheet .address")].map(e => e.innerText.trim()).join(" ")`)
	where, code, _ := strings.Cut(card, " ") // the address on the card, and the code to type there
	slug := pathOf(d.t, "http://"+strings.TrimPrefix(where, "http://"))
	return []string{pathOf(d.t, invite), pathOf(d.t, password), slug + "/i/" + code}
}

// offersRemote makes the one-use code of the remote at this desk and gives the address in it.
func (d *desk) offersRemote() string {
	d.t.Helper()
	d.Open(d.room.Path(pathOf(d.t, d.room.Projector)))
	d.Go("/sessions/" + d.session() + "/desk")
	return d.Offer()
}

// answers goes through a survey, leaves everything out and sends it.
func (c *chair) answers(link string) {
	c.t.Helper()
	p := &phone{page: c.page}
	p.until("the remote", `location.pathname === "/remote" && document.readyState === "complete" ? "" : location.pathname`)
	p.Open(link)
	p.presses("Begin")
	p.walksTo(askSend)
	p.TapOn("Send")
	p.Sees(answersIn)
}

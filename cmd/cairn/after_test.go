package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/polls"
	"cairn/themes"
)

func TestEndingASessionKeepsOnePromiseInBothPlaces(t *testing.T) {
	h, at := storyHouse(t)
	sam := h.member()
	form := "/sessions/" + at.ready + "/end"
	if got := sam.get(form); !strings.Contains(got.body, "Sam and the LINK team") {
		t.Errorf("got %d, want the form with who answers for the service", got.status)
	}
	wrong := sam.post(form, url.Values{"who": {"Ms Hughes & Sam"}, "by": {"2020-01-01"}})
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Ms Hughes &amp; Sam") || !strings.Contains(wrong.body, "This day is over") {
		t.Errorf("a day that is over: got %d, want the form again with what was typed and why", wrong.status)
	}
	if s, err := h.rooms.Session(t.Context(), at.ready); err != nil || s.State != polls.Live {
		t.Errorf("got %s (%v) after a refused promise, want it live", s.State, err)
	}
	by := time.Now().AddDate(0, 0, 10).Format(time.DateOnly)
	if got := sam.post(form, url.Values{"who": {"Sam"}, "by": {by}}); got.status != http.StatusSeeOther {
		t.Fatalf("ending: got %d\n%s", got.status, got.body)
	}
	s, err := h.rooms.Session(t.Context(), at.ready)
	must(t, err)
	back, err := h.answers.Of(t.Context(), at.ready)
	must(t, err)
	if s.State != polls.Ended || s.Promise.Who != "Sam" || s.Promise.By.Format(time.DateOnly) != by || back.Promise.Who != "Sam" || string(back.Promise.By) != by {
		t.Errorf("got %s with %+v and %+v, want it ended with Sam by %s in both", s.State, s.Promise, back.Promise, by)
	}
	if page := h.visitor().get("/s/" + at.code).body; !strings.Contains(page, "Sam") {
		t.Error("the code's page does not say who answers")
	}
	if got := sam.get(form); got.status != http.StatusSeeOther || !strings.HasSuffix(got.header.Get("Location"), "/report") {
		t.Errorf("ending again: got %d to %q, want the report", got.status, got.header.Get("Location"))
	}
}

func TestAnswerBackIsSeenByYoungPeopleOnceItIsPublished(t *testing.T) {
	h, _ := storyHouse(t)
	late := h.chapterOf("link-listened")
	sam, phone := h.member(), h.visitor()
	form := "/sessions/" + late.ID + "/answer-back"
	if got := sam.get(form).body; !strings.Contains(got, "7 days late") {
		t.Error("the form does not say how late the answer is")
	}
	lines := url.Values{"said": {"Ask what is hard", ""}, "words": {"", ""}, "outcome-0": {"did"}, "do": {"draft"}}
	if got := sam.post(form, lines); got.status != http.StatusSeeOther {
		t.Errorf("an unfinished draft: got %d, want it kept", got.status)
	}
	for _, do := range []string{"", "drfat", "promise"} {
		if got := sam.post(form, url.Values{"do": {do}}); got.status != http.StatusUnprocessableEntity {
			t.Errorf("asking for %q: got %d, want it refused", do, got.status)
		}
	}
	if got := sam.get(form).body; !strings.Contains(got, "Ask what is hard") {
		t.Error("a form that asked for nothing wiped the draft")
	}
	lines.Set("do", "publish")
	if got := sam.post(form, lines); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Ask what is hard") || !strings.Contains(got.body, `id="words-0-error"`) {
		t.Errorf("publishing it unfinished: got %d, want the form again with the sentence at its field", got.status)
	}
	if page := phone.get("/s/" + late.Door.Code).body; strings.Contains(page, "Ask what is hard") || !strings.Contains(page, "7 days late") {
		t.Error("before it is published the code's page must say how late it is, and nothing of the draft")
	}
	lines["words"] = []string{"Every first meeting asks it now", ""}
	if got := sam.post(form, lines); got.status != http.StatusSeeOther {
		t.Fatalf("publishing: got %d\n%s", got.status, got.body)
	}
	if page := phone.get("/s/" + late.Door.Code).body; !strings.Contains(page, "Every first meeting asks it now") {
		t.Error("the code's page does not show what was published")
	}
	back, err := h.answers.Of(t.Context(), late.ID)
	must(t, err)
	if len(back.Shown()) != 1 || back.Shown()[0].Outcome != themes.Did {
		t.Errorf("got %+v, want the one line without the empty one", back.Shown())
	}
	if report := sam.get("/sessions/" + late.ID + "/report").body; !strings.Contains(report, "It came 7 days late") {
		t.Error("the report does not say that the answer came late")
	}
}

func TestPaperHasThePosterAndASheetForEachQuestion(t *testing.T) {
	h, at := storyHouse(t)
	page := h.member().get("/sessions/" + at.ready + "/paper").body
	for what, want := range map[string]string{
		"the code": at.code[:3] + " " + at.code[3:], "the QR": `alt="` + h.base + "/s/" + at.code, "who listens": "Sam and the Fellside LINK team",
		"a question": "1. <bdi>What should we ask the new Link Worker first?", "an answer": "Can I bring a friend?",
		"help": "Childline", "the count sheet": "Count sheet 3", "that it is an example": "Example. Nobody real wrote this.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the paper lacks %s (%q)", what, want)
		}
	}
	if got := strings.Count(page, `class="sheet`); got != 8 {
		t.Errorf("got %d sheets, want a poster, four questions and three count sheets", got)
	}
	welsh := h.member().get("/sessions/" + at.ready + "/paper?lang=cy").body
	if !strings.Contains(welsh, "Ga i ddod â ffrind?") {
		t.Error("the sheets in Welsh do not have the answers in Welsh")
	}
}

func TestReportTellsTheTeamWhatBecameOfTheWords(t *testing.T) {
	h, at := storyHouse(t)
	page := h.member().get("/sessions/" + at.closed + "/report").body
	for _, want := range []string{
		`<span class="masked">[a name]</span>`, "1 text was kept back", "It could hurt somebody",
		"up by 2", "down by 2", "17 young people", "We could not, because", "the hall is let on Saturdays", "about half",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	for _, sum := range []string{"texts were written", "passed on"} { // a worry may be about whoever reads the report
		if strings.Contains(page, sum) {
			t.Errorf("the report says %q, from which a worry can be worked out", sum)
		}
	}
	for _, secret := range []string{"Ellie", "Dan from year 9", "cannot tell anyone"} {
		if strings.Contains(page, secret) {
			t.Errorf("the report says %q, which was masked, kept back or passed on", secret)
		}
	}
	if strings.Contains(page, "[report.") || strings.Contains(page, "[figures.") {
		t.Error("a sentence of the report is missing from the catalogue")
	}
}

// A session is put away only once its young people have their answer.
func TestASessionIsArchivedAfterItsAnswerAlone(t *testing.T) {
	h, at := storyHouse(t)
	sam := h.member()
	late, answered := h.chapterOf("link-listened").ID, at.closed
	archive := func(id string) int { return sam.post("/sessions/"+id+"/archive", url.Values{}).status }
	if got := archive(late); got != http.StatusGone {
		t.Errorf("while young people wait for their answer: got %d, want 410", got)
	}
	if got := archive(at.ready); got == http.StatusSeeOther {
		t.Errorf("a session that runs was put away")
	}
	if page := sam.get("/sessions/" + answered + "/report").body; !strings.Contains(page, "/archive") {
		t.Fatal("the report of an answered session offers no way to put it away")
	}
	if got := archive(answered); got != http.StatusSeeOther {
		t.Fatalf("an answered one: got %d, want it put away", got)
	}
	s, err := h.rooms.Session(t.Context(), answered)
	must(t, err)
	if page := sam.get("/home").body; !s.PutAway || !strings.Contains(page, "Sessions put away") {
		t.Error("it is not among the sessions put away")
	}
	if page := sam.get("/sessions/" + answered + "/report").body; !strings.Contains(page, "This session is put away") || strings.Contains(page, "/archive") {
		t.Error("its report does not say so")
	}
}

package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"
	"cairn/surveys/results"
)

// mixedSurvey is a closed survey of sixty, who said how old they are and where they live: thirty of 8 to 10 and 25 of 11 to 15, five
// of whom said neither; half in each area.
func (h *house) mixedSurvey() *surveys.Survey {
	h.t.Helper()
	s := h.asksSurvey(func(s *surveys.Survey) {
		s.Draft, s.Band, s.AskBand = riskyForm(), surveys.BandMixed, true
		s.Areas = []surveys.Area{{ID: "fells", Name: "North Fells"}, {ID: "coast", Name: "West Coast"}}
	})
	for n := range 60 {
		given := map[string]any{"first": []string{string("aab"[n%3])}, "then": []string{string("abc"[n%3])}}
		if n < 55 {
			given[surveys.YouBand], given[surveys.YouArea] = []string{[]string{"8-10", "11-15"}[n/30]}, []string{[]string{"fells", "coast"}[n%2]}
		}
		h.answered(s, n, given)
	}
	closed, err := h.surveys.shelf.Close(h.t.Context(), s.ID)
	must(h.t, err)
	return closed
}

func TestGroupsByAgeAndAreaAreThoseThatYoungPeopleNamed(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.mixedSurvey()
	sam, agrees := h.member(), h.signedIn("second", h.service, staff.Designer)
	sam.get("/surveys/"+s.ID+"/results").says(t, "age band", "area")
	byBand := sam.get("/surveys/" + s.ID + "/results/first?by=band")
	byBand.says(t, "8 to 10", "Not known")
	if got := partNumbers(byBand); !slices.Contains(got, "20") || slices.Contains(got, "5") {
		t.Errorf("got %v by band, want the twenty of thirty who said the one thing, and nothing of the five", got)
	}
	sam.get("/surveys/"+s.ID+"/results/first?by=area").says(t, "North Fells", "West Coast")
	rows := h.rowsFile(s.ID, sam, agrees, "csv").body
	if got := [3]int{strings.Count(rows, "8 to 10,"), strings.Count(rows, "11 to 15,"), strings.Count(rows, "Fells")}; got != [3]int{30, 25, 0} {
		t.Errorf("got %v rows of 8 to 10, of 11 to 15 and with an area, want 30, 25 and none", got)
	}
}

// partNumbers are all numbers in the tables of a page.
func partNumbers(page reply) (all []string) {
	for _, m := range regexp.MustCompile(`<td class="n">([0-9]+)</td>`).FindAllStringSubmatch(page.body, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestVersionsStandBesideEachOtherAndAreNeverAddedUp(t *testing.T) {
	later := time.Duration(0)
	h := openHouse(t, furnish{now: func() time.Time { return time.Now().Add(later) }})
	s := h.asksSurvey(func(s *surveys.Survey) { s.Draft = riskyForm() })
	h.risky(s, 0, 30)
	is, err := h.surveys.shelf.Survey(t.Context(), s.ID)
	must(t, err)
	places := is.Draft.Sections[0].Places
	places[0].Question.Full = inEnglish("Asked in other words")
	places[1].Question.Options = append(slices.Clone(places[1].Question.Options), surveys.Option{ID: "z", Full: inEnglish("One more")})
	must(t, h.surveys.shelf.Change(t.Context(), is))
	v, err := h.surveys.shelf.Publish(t.Context(), s.ID, surveys.CosmeticChange, h.account.ID)
	must(t, err)
	later = 2 * time.Second // an open survey is believed for a second
	s, err = h.surveys.shelf.Survey(t.Context(), s.ID)
	must(t, err)
	forked := v.Forks[0].To
	for n := 30; n < 60; n++ {
		h.answered(s, n, map[string]any{"first": []string{"a"}, forked: []string{"z"}})
	}
	sam := h.member()
	open := sam.get("/surveys/" + s.ID + "/versions")
	open.says(t, "Asked in versions 1 to 2", "Version 1: <bdi>=SUM", "Version 2: <bdi>Asked in other words", "Until then two looks could be compared", "It was another question before.")
	if strings.Contains(open.body, "<h4>") {
		t.Error("versions were told apart while answers came in")
	}
	_, err = h.surveys.shelf.Close(t.Context(), s.ID)
	must(t, err)
	closed := sam.get("/surveys/" + s.ID + "/versions")
	closed.says(t, "<h4><bdi>Version 1</bdi></h4>", "<h4><bdi>Version 2</bdi></h4>")
	got := partNumbers(closed)
	for _, want := range []string{"50", "20", "30"} { // the first: all, and each version; the other: thirty who chose what version 1 did not have
		if !slices.Contains(got, want) {
			t.Errorf("got %v, want %s among them", got, want)
		}
	}
	if strings.Contains(closed.body, "What else?") {
		t.Error("a question of words is compared")
	}
	if slices.Contains(got, "40") {
		t.Errorf("got %v: what was asked in another meaning was added up", got)
	}
	sam.get("/surveys/"+h.closedSurvey().ID+"/versions").says(t, "there is nothing to compare")
}

func TestOneQuestionOfTwoSurveysBecomesOneFigure(t *testing.T) {
	h := openHouse(t, furnish{})
	one, other, odd := h.closedSurvey(), h.closedSurvey(), h.mixedSurvey()
	sam := h.member()
	sam.get("/surveys/"+one.ID+"/results").says(t, "The same question elsewhere")
	address := "/surveys/" + one.ID + "/together/then"
	before := sam.get(address)
	before.says(t, "Does one of these ask the same?", results.KeyOfSurvey(other.ID, "then"), results.KeyOfSurvey(odd.ID, "then"), "not counted together with anything yet")
	if strings.Contains(before.body, results.KeyOfSurvey(other.ID, "first")) {
		t.Error("a question with other answers is offered")
	}
	sam.post(address, url.Values{}).says(t, "Tick at least one question.")
	if got := sam.post(address, url.Values{"with": {results.KeyOfSurvey(other.ID, "then")}}); got.status != http.StatusSeeOther {
		t.Fatalf("got %d\n%s", got.status, got.body)
	}
	after := sam.get(address)
	after.says(t, "2 sessions and surveys", "120 young people")
	if got := partNumbers(after); !slices.Equal(got, []string{"40", "40", "40", "0"}) {
		t.Errorf("got %v, want forty of each", got)
	}
	sam.get("/surveys/"+other.ID+"/together/then").says(t, "120 young people")
	elsewhere, err := h.office.FoundService(t.Context(), staff.NewService("Elsewhere", ""))
	must(t, err)
	if got := h.signedIn("foreign", elsewhere.ID, staff.Roles()...).get(address); got.status != http.StatusNotFound {
		t.Errorf("another service: got %d, want 404", got.status)
	}
	open := h.asksSurvey(func(s *surveys.Survey) { s.Draft = riskyForm() })
	sam.get("/surveys/"+open.ID+"/together/then").says(t, "once nobody answers them any more")
	sam.post("/surveys/"+open.ID+"/together/then", url.Values{"with": {results.KeyOfSurvey(other.ID, "then")}}).says(t, "once nobody answers them any more")
	if got := sam.get("/surveys/" + one.ID + "/together/more"); got.status != http.StatusNotFound {
		t.Errorf("a question of words: got %d, want 404", got.status)
	}
}

func TestSessionsThatAskedTheSameAreRememberedAsOneFigure(t *testing.T) {
	h, at := storyHouse(t)
	sam := h.member()
	got := sam.report("/sessions/" + at.closed + "/report.json")
	activity, pooled := "", 0
	for _, item := range got.Items {
		if item.Pooled != nil {
			activity, pooled = item.Activity, item.Pooled.Sessions
		}
	}
	if pooled < 2 {
		t.Fatalf("got a report without a question over several sessions: %+v", got.Items)
	}
	is, err := h.counting.desk.TogetherOf(t.Context(), h.sessionService(at.closed), results.KeyOfSession(at.closed, activity))
	must(t, err)
	if is == nil {
		t.Fatal("what the report showed was not remembered")
	}
	f, n, _ := is.Figure()
	sam.get("/sessions/"+at.closed+"/report").says(t, "/sessions/"+at.closed+"/together/"+activity)
	page := sam.get("/sessions/" + at.closed + "/together/" + activity)
	page.says(t, "sessions and surveys", "Back to the report")
	again := sam.report("/sessions/" + at.closed + "/report.json")
	for _, item := range again.Items {
		if item.Pooled != nil && (item.Pooled.Sessions != n || item.Pooled.Figure.Took != f.Took) {
			t.Errorf("got %d of %d the second time, want what is remembered, %d of %d", item.Pooled.Figure.Took, item.Pooled.Sessions, f.Took, n)
		}
	}
}

func (h *house) sessionService(id string) string {
	h.t.Helper()
	s, err := h.rooms.Session(h.t.Context(), id)
	must(h.t, err)
	if s.State != polls.Ended {
		h.t.Fatalf("got %s, want a session that is over", s.State)
	}
	return s.Service
}

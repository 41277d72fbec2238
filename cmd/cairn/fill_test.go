package main

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cairn/staff"
	"cairn/surveys"
	"cairn/surveys/responses"
)

func inEnglish(s string) surveys.Words { return surveys.Words{"en": s} }

// swimForm asks where, only at the lake whether it was cold, and for words.
func swimForm() surveys.Form {
	return surveys.Form{Sections: []surveys.Section{{ID: "one", Title: inEnglish("Swimming"), Places: []surveys.Place{
		{ID: "p1", Required: true, Question: surveys.Question{ID: "where", Kind: "choice", Private: surveys.PrivateNo, Full: inEnglish("Where did you swim?"),
			Options: []surveys.Option{{ID: "lake", Full: inEnglish("In the lake")}, {ID: "pool", Full: inEnglish("In the pool")}}}},
		{ID: "p2", When: &surveys.Rule{Question: "where", Op: surveys.OpIs, Value: "lake"},
			Question: surveys.Question{ID: "cold", Kind: "scale", Scale: surveys.ScaleNumbers, Private: surveys.PrivateNo, Full: inEnglish("How cold was it {where:there}?"), Low: inEnglish("warm"), High: inEnglish("icy")}},
		{ID: "p3", Question: surveys.Question{ID: "more", Kind: "text", Private: surveys.PrivateNo, Full: inEnglish("What else?")}},
	}}}}
}

// asksSurvey opens a survey of the house's service; change may alter it before.
func (h *house) asksSurvey(change func(*surveys.Survey)) *surveys.Survey {
	h.t.Helper()
	h.opensTelling()
	s := &surveys.Survey{
		Service: h.service, Panel: h.panel, Title: inEnglish("How was swimming?"), About: inEnglish("We plan the next summer."), Band: surveys.Band11to15,
		Identity: surveys.CodeOnly, Languages: []string{"en"}, Visibility: surveys.StaffOnly, WhoAnswers: "Jo", AnswerBy: h.now().AddDate(0, 0, 30),
		Draft: swimForm(), Example: true,
	}
	if change != nil {
		change(s)
	}
	ctx := h.t.Context()
	must(h.t, h.surveys.shelf.Make(ctx, s))
	_, err := h.surveys.shelf.Publish(ctx, s.ID, surveys.FirstVersion, h.account.ID)
	must(h.t, err)
	open, err := h.surveys.shelf.Open(ctx, s.ID)
	must(h.t, err)
	return open
}

// someSurvey is an open survey of the house, made when it is first asked for.
func (h *house) someSurvey() *surveys.Survey {
	h.t.Helper()
	if h.asked == nil {
		h.asked = h.asksSurvey(nil)
	}
	return h.asked
}

func (h *house) responsesOf(survey string) []*responses.Response {
	h.t.Helper()
	var all []*responses.Response
	for r, err := range h.surveys.desk.All(h.t.Context(), survey) {
		must(h.t, err)
		all = append(all, r)
	}
	return all
}

// onward fills the present page's fields and presses a button; the page that came.
func (v *visitor) onward(page reply, slug, do string, fields url.Values) reply {
	v.h.t.Helper()
	form := url.Values{"do": {do}}
	for _, name := range []string{"csrf", "key", "version", "given", "at", "pair-0", "pair-1", "pair-2"} {
		if value := hiddenField(page.body, name); value != "" {
			form.Set(name, value)
		}
	}
	for name, values := range fields {
		form[name] = values
	}
	to := "/q/" + slug + "/step"
	if do == "send" {
		to = "/q/" + slug
	}
	got := v.post(to, form)
	if got.status == http.StatusSeeOther {
		return v.get(got.header.Get("Location"))
	}
	return got
}

func (p reply) says(t *testing.T, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(html.UnescapeString(p.body), want) {
			_, main, _ := strings.Cut(p.body, "<main")
			t.Fatalf("status %d: the page does not say %q:\n%s", p.status, want, main[:min(len(main), 2500)])
		}
	}
}

func TestASurveyIsAnsweredStepByStepWithoutAScript(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	child := h.visitor()
	page := child.get("/q/" + s.Slug)
	page.says(t, "How was swimming?", "We plan the next summer.", "Jo answers you here by", "We do not keep your name.", "Get help", "Leave quickly")
	if page.header.Get("Cairn-Keep") != "page" || len(h.responsesOf(s.ID)) != 0 {
		t.Error("the first page may not be kept on the phone, or looking stored something")
	}
	page = child.onward(page, s.Slug, "begin", nil)
	page.says(t, "1 of about 2", "Where did you swim?", "Swimming")
	page = child.onward(page, s.Slug, "next", nil)
	page.says(t, "Where did you swim?", "needs an answer")
	page = child.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"lake"}})
	page.says(t, "2 of 3", "How cold was it In the lake?")
	page = child.onward(page, s.Slug, "back", nil)
	page.says(t, "Where did you swim?", `value="lake" checked`)
	page = child.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"lake"}})
	page = child.onward(page, s.Slug, "next", url.Values{"q-cold-pick": {"7"}})
	page.says(t, "What else?", "3 of 3")
	page = child.onward(page, s.Slug, "next", url.Values{"q-more-text": {"The canarysteps are slippery"}})
	page.says(t, "Ready to send?", "answered")
	if len(h.responsesOf(s.ID)) != 0 || strings.Contains(h.said.String(), "canarysteps") {
		t.Error("something was kept before Send")
	}
	page = child.onward(page, s.Slug, "send", nil)
	page.says(t, "Your answers are in.")
	all := h.responsesOf(s.ID)
	if len(all) != 1 || all[0].Answers["cold"].Pick[0] != "7" || all[0].Answers["more"].Text != "" {
		t.Fatalf("got %+v, want one response without words", all)
	}
	page = child.onward(child.get("/q/"+s.Slug), s.Slug, "begin", nil)
	page.says(t, `value="lake" checked`)
	page = child.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"pool"}})
	page.says(t, "You wrote something here.")
	if strings.Contains(page.body, "canarysteps") {
		t.Error("the words came back")
	}
	page = child.onward(child.onward(page, s.Slug, "next", nil), s.Slug, "send", nil)
	page.says(t, "Your new answers are in.")
	all = h.responsesOf(s.ID)
	if _, more := all[0].Answers["more"]; len(all) != 1 || all[0].Answers["where"].Pick[0] != "pool" || len(all[0].Answers) != 2 || !more {
		t.Fatalf("got %+v, want the correction with its words kept", all[0])
	}
}

func TestWhatCannotBeTakenComesBackWithASentence(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	child := h.visitor()
	child.get("/q/" + s.Slug)
	for _, tc := range []struct {
		name, given, version string
		status               int
		says                 string
	}{
		{"operators", `{"$gt":""}`, "1", 422, "Send it once more"},
		{"an operator for an answer", `[{"q":"where","pick":[{"$ne":1}]}]`, "1", 422, "Send it once more"},
		{"keys twice", `[{"q":"where","q":"cold"}]`, "1", 422, ""},
		{"out of range", `[{"q":"where","pick":["lake"]},{"q":"cold","pick":["11"]}]`, "1", 422, "How cold was it"},
		{"the required one missing", `[]`, "1", 422, "Where did you swim?"},
		{"a version that never was", `[{"q":"where","pick":["pool"]}]`, "9", 422, "The questions have changed a little"},
		{"off the path", `[{"q":"where","pick":["pool"]},{"q":"cold","pick":["3"]},{"q":"nowhere","pick":["a"]}]`, "1", 303, ""},
	} {
		got := child.post("/q/"+s.Slug, url.Values{"key": {"0123456789abcdef"}, "version": {tc.version}, "given": {tc.given}})
		if got.status != tc.status {
			t.Errorf("%s: got %d, want %d\n%s", tc.name, got.status, tc.status, got.body)
		}
		if tc.says != "" && tc.status == 422 && strings.HasPrefix(tc.says, "Send it") == false {
			got.says(t, tc.says)
		}
	}
	if all := h.responsesOf(s.ID); len(all) != 1 || len(all[0].Answers) != 1 {
		t.Errorf("got %+v, want the one that could be taken, without what is off its path", all)
	}
	if got := child.get("/q/nothing7"); got.status != 404 {
		t.Errorf("an address of no survey: got %d, want 404", got.status)
	}
}

func TestAClosedSurveySaysSoAndGivesTheWordsBack(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	child := h.visitor()
	page := child.onward(child.get("/q/"+s.Slug), s.Slug, "begin", nil)
	page = child.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"pool"}})
	page = child.onward(page, s.Slug, "next", url.Values{"q-more-text": {"too late canary"}})
	_, err := h.surveys.shelf.Close(t.Context(), s.ID)
	must(t, err)
	page = child.onward(page, s.Slug, "send", nil)
	page.says(t, "This is over now.", "too late canary")
	if page.status != http.StatusGone || len(h.responsesOf(s.ID)) != 0 {
		t.Errorf("got %d and %d responses, want 410 and none", page.status, len(h.responsesOf(s.ID)))
	}
	if got := child.get("/q/" + s.Slug); got.status != http.StatusGone || got.header.Get("Cairn-Keep") != "none" {
		t.Errorf("got %d and Cairn-Keep %q", got.status, got.header.Get("Cairn-Keep"))
	}
}

func TestShutTextBoxesLeaveTheRestOfASurveyOpen(t *testing.T) {
	h := openHouse(t, furnish{unsafe: true})
	s := h.asksSurvey(func(s *surveys.Survey) { s.Example = false })
	child := h.visitor()
	form := url.Values{"key": {"0123456789abcdef"}, "version": {"1"}, "given": {`[{"q":"where","pick":["pool"]},{"q":"more","text":"some canary words"}]`}}
	got := child.post("/q/"+s.Slug, form)
	if got.status != 422 || len(h.responsesOf(s.ID)) != 0 {
		t.Fatalf("got %d, want a sentence and nothing kept", got.status)
	}
	got.says(t, "Send without my words", "some canary words")
	form.Set("words", "leave")
	if got = child.post("/q/"+s.Slug, form); got.status != 303 || len(h.responsesOf(s.ID)) != 1 {
		t.Errorf("without the words: got %d, want it taken", got.status)
	}
}

func TestAWorryInASurveyIsSealedAndItsAuthorSeesWhoCanHelp(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	child := h.visitor()
	given, err := json.Marshal([]map[string]any{{"q": "where", "pick": []string{"pool"}}, {"q": "more", "text": worryOfOne}})
	must(t, err)
	got := child.post("/q/"+s.Slug, url.Values{"key": {"0123456789abcdef"}, "version": {"1"}, "given": {string(given)}})
	if got.status != 303 {
		t.Fatalf("got %d\n%s", got.status, got.body)
	}
	child.get(got.header.Get("Location")).says(t, "Your answers are in.", "Childline", "tel:08001111")
}

func TestAnInvitationCardLetsOneBrowserInAndSaysSoToTheNext(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(func(s *surveys.Survey) { s.Members = true })
	staff := h.member()
	page := staff.post("/surveys/"+s.ID+"/cards", url.Values{"many": {"2"}})
	codes := regexp.MustCompile(`<b>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</b>`).FindAllStringSubmatch(page.body, -1)
	if page.status != 200 || len(codes) != 2 {
		t.Fatalf("got %d and %v\n%s", page.status, codes, page.body)
	}
	child := h.visitor()
	first := child.get("/q/" + s.Slug + "/i/" + codes[0][1])
	first.says(t, "These questions are for one group.", codes[0][1])
	page = child.onward(first, s.Slug, "card", url.Values{"code": {codes[0][1]}})
	page = child.onward(page, s.Slug, "begin", nil)
	page.says(t, "Where did you swim?")
	other := h.visitor()
	page = other.onward(other.get("/q/"+s.Slug), s.Slug, "card", url.Values{"code": {codes[0][1]}})
	page.says(t, "This card has been used.")
	if got := other.get("/q/" + s.Slug + "/all"); got.status != 303 {
		t.Errorf("the questions without a card: got %d, want to be led to the first page", got.status)
	}
	staff.get("/surveys/"+s.ID+"/cards").says(t, "2 cards were made.", "1 of them was used.")
}

func TestSixPicturesLeadOnAnotherPhone(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	child := h.visitor()
	page := child.onward(child.get("/q/"+s.Slug), s.Slug, "begin", nil)
	page = child.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"lake"}})
	page = child.onward(page, s.Slug, "save", nil)
	six := sixOn(page.body)
	if len(six) != responses.Of {
		t.Fatalf("got %q\n%s", six, page.body)
	}
	other := h.visitor()
	address := "/q/" + s.Slug + "/code"
	other.get(address)
	page = other.post(address, url.Values{"find": {strings.Join(six, ", ")}, "do": {"find"}})
	form := url.Values{"do": {"open"}}
	for _, m := range regexp.MustCompile(`name="pick" value="([^"]*)"`).FindAllStringSubmatch(page.body, -1) {
		form.Add("pick", m[1])
	}
	page = other.post(address, form)
	page.says(t, "How cold was it In the lake?", "2 of 3")
	page = other.onward(page, s.Slug, "next", url.Values{"q-cold-pick": {"2"}})
	page = other.onward(other.onward(page, s.Slug, "next", nil), s.Slug, "send", nil)
	page.says(t, "Your answers are in.")
	page = child.onward(child.get("/q/"+s.Slug), s.Slug, "begin", nil)
	page.says(t, `value="lake" checked`)
	if n := len(h.responsesOf(s.ID)); n != 1 {
		t.Errorf("got %d responses, want one from both phones", n)
	}
}

func TestAMixedSurveyEndsWithAgeAndAreaThatAnybodyMayLeaveOut(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(func(s *surveys.Survey) {
		s.Band, s.AskBand, s.Areas = surveys.BandMixed, true, []surveys.Area{{ID: "fells", Name: "North Fells"}, {ID: "coast", Name: "West Coast"}}
	})
	child := h.visitor()
	page := child.get("/q/" + s.Slug)
	page.says(t, "There are about 4 questions.", "At the end we ask your age or area, never your name. You can leave that out.")
	page = child.onward(page, s.Slug, "begin", nil)
	page = child.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"pool"}})
	page = child.onward(page, s.Slug, "next", nil)
	page.says(t, "About you", "How old are you?", "8 to 10", "I’d rather not say", "You can go on without an answer.")
	page = child.onward(page, s.Slug, "next", url.Values{"q-you.band-pick": {"8-10"}})
	page.says(t, "Where do you live?", "West Coast")
	page = child.onward(page, s.Slug, "next", url.Values{"q-you.area-pass": {"rathernot"}})
	child.onward(page, s.Slug, "send", nil).says(t, "Your answers are in.")
	r := h.responsesOf(s.ID)[0]
	if r.Band != surveys.Band8to10 || r.Area != "" || len(r.Answers) != 2 {
		t.Errorf("got %+v, want the band they chose, no area, and nothing of it among the answers", r)
	}
	child.get("/q/"+s.Slug+"/all").says(t, `"id":"you.band"`, `"pick":["8-10"]`, "Somebody else answers on this phone")
}

func TestStaffSwitchAgeAndAreaOnInTheSettings(t *testing.T) {
	h := openHouse(t, furnish{})
	service, err := h.office.Service(t.Context(), h.service)
	must(t, err)
	service.Areas = []staff.Area{{ID: "fells", Name: "North Fells"}, {ID: "coast", Name: "West Coast"}}
	_, err = h.office.ChangeService(t.Context(), h.account, *service)
	must(t, err)
	s := &surveys.Survey{
		Service: h.service, Title: inEnglish("Swimming"), Band: surveys.BandMixed, Identity: surveys.CodeOnly, Languages: []string{"en"},
		Visibility: surveys.StaffOnly, Draft: swimForm(), Example: true,
	}
	must(t, h.surveys.shelf.Make(t.Context(), s))
	staff, address := h.member(), "/surveys/"+s.ID+"/settings"
	staff.get(address).says(t, "Ask how old they are, in four steps", "North Fells, West Coast")
	form := url.Values{
		"rev": {"1"}, "title-en": {"Swimming"}, "languages": {"en"}, "band": {"mixed"}, "identity": {"code"}, "visibility": {"staff"}, "waves": {"0"},
		"askband": {"1"}, "askarea": {"1"},
	}
	if got := staff.post(address, form); got.status != http.StatusSeeOther {
		t.Fatalf("got %d\n%s", got.status, got.body)
	}
	is, err := h.surveys.shelf.Survey(t.Context(), s.ID)
	must(t, err)
	if !is.AskBand || len(is.Areas) != 2 || is.Areas[1] != (surveys.Area{ID: "coast", Name: "West Coast"}) {
		t.Errorf("got %v and %v, want both asked", is.AskBand, is.Areas)
	}
	staff.get("/surveys/"+s.ID+"/preview?at=you.area").says(t, "Where do you live?")
	form.Set("band", "11-15")
	form.Set("rev", "2")
	staff.post(address, form)
	staff.get(address+"?done=saved").says(t, "A survey for one age band does not ask the age.")
}

func TestStaffWhoOpenAClosedSurveysFormAreLedToWhatCanStillBeDone(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	_, err := h.surveys.shelf.Close(t.Context(), s.ID)
	must(t, err)
	staff := h.member()
	for _, page := range []string{"edit", "settings", "publish", "edit/p1"} {
		got := staff.get("/surveys/" + s.ID + "/" + page)
		if to := got.header.Get("Location"); got.status != http.StatusSeeOther || to != "/surveys/"+s.ID+"?done=over" {
			t.Errorf("%s: got %d to %q, want the survey's own page", page, got.status, to)
		}
	}
	staff.get("/surveys/"+s.ID+"?done=over").says(t, "This survey is closed, so its questions and settings stay as they are.", "Make a copy")
	got := staff.post("/surveys/"+s.ID+"/settings", url.Values{"rev": {"1"}, "title-en": {"Too late"}})
	if got.status != http.StatusGone {
		t.Errorf("saving: got %d, want 410", got.status)
	}
	got.says(t, "This survey is closed, so its questions and settings stay as they are.")
}

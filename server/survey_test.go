package server

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/staff"
	"cairn/store"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// surveying is an office with a facilitator and one survey made on its pages.
type surveying struct {
	*officeSite
	me   *caller
	id   string
	home string
}

func surveyOne(t *testing.T) *surveying {
	t.Helper()
	s := openOffice(t)
	service := s.found()
	w := &surveying{officeSite: s, me: s.hire("fay@link.example", service.ID, staff.Facilitator)}
	w.me.get("/surveys/new?service=" + service.ID).wants(200)
	to := w.me.post("/surveys", url.Values{"service": {service.ID}, "start": {"nothing"}, "title": {"How was it?"}, "band": {"11-15"}, "lang": {"en"}}).leads()
	w.home = strings.TrimSuffix(to, "/edit")
	w.id = strings.TrimPrefix(w.home, "/surveys/")
	return w
}

// now reads the survey as it is kept.
func (w *surveying) now() *surveys.Survey {
	w.t.Helper()
	s, err := w.shelf.Survey(w.t.Context(), w.id)
	must(w.t, err)
	return s
}

// press posts a form of the survey with the revision that is there now.
func (w *surveying) press(address string, form url.Values) *answer {
	w.t.Helper()
	if form.Get("rev") == "" {
		form.Set("rev", itoa(int(w.now().Rev)))
	}
	return w.me.post(w.home+address, form)
}

// add adds a question and gives the address of its form.
func (w *surveying) add(kind string) string {
	w.t.Helper()
	to := w.press("/add", url.Values{"kind": {kind}, "section": {w.now().Draft.Sections[0].ID}}).leads()
	return strings.TrimPrefix(to, w.home)
}

// addChoice adds a choice of two and gives its place.
func (w *surveying) addChoice(title string) surveys.Place {
	w.t.Helper()
	at := w.add("choice")
	id := strings.TrimPrefix(at, "/edit/")
	p, _ := w.now().Draft.Place(id)
	form := url.Values{"full:en": {title}, "private": {"no"}, "do": {"remove:" + p.Question.Options[2].ID}}
	for i, name := range []string{"Good", "Bad", "Gone"} {
		form.Set("opt-"+p.Question.Options[i].ID+"-full:en", name)
	}
	w.press(at, form).leads()
	p, _ = w.now().Draft.Place(id)
	if len(p.Question.Options) != 2 || p.Question.Full["en"] != title {
		w.t.Fatalf("got %+v, want %q with two answers", p.Question, title)
	}
	return p
}

// promise fills in what is said before young people are asked.
func (w *surveying) promise() {
	w.t.Helper()
	w.me.get(w.home + "/settings").wants(200)
	w.press("/settings", url.Values{
		"title:en": {"How was it?"}, "band": {"11-15"}, "identity": {"code"}, "visibility": {"staff"}, "languages": {"en"},
		"whoanswers": {"Jo"}, "answerby": {time.Now().AddDate(0, 1, 0).Format(time.DateOnly)}, "waves": {"0"},
	}).leads()
}

func TestASurveyIsMadeOpenedAndClosed(t *testing.T) {
	w := surveyOne(t)
	w.me.get("/home").says("/surveys?service=" + w.link.ID)
	w.me.get(w.home).wants(200).says("There is no question yet.", "Say who will answer the young people.", w.home+"/settings#whoanswers").hides("/publish")
	p := w.addChoice("How was it today?")
	w.me.get(w.home+"/edit/"+p.ID).wants(200).says("How was it today?", "Asked of everybody.")
	w.promise()
	w.me.get(w.home).hides("Still to put right").says(w.home + "/publish")
	w.me.get(w.home + "/publish").wants(200).says("Publish version 1")
	w.press("/publish", url.Values{}).leads()
	w.me.get(w.home).says("Everything is ready.")
	if to := w.me.post(w.home, url.Values{"do": {"open"}}).leads(); w.now().State != surveys.OpenNow {
		t.Fatalf("got %s at %s, want it open", w.now().State, to)
	}
	w.me.get(w.home).says("/q/"+w.now().Slug, "<svg", w.home+"/poster", w.home+"/close")
	w.press("/settings", url.Values{"title:en": {"How was it today?"}, "languages": {"en"}, "whoanswers": {"Jo"}, "band": {"5-7"}, "identity": {"anonymous"}, "waves": {"3"}}).leads()
	if s := w.now(); s.Title["en"] != "How was it today?" || s.Band != surveys.Band11to15 || s.Identity != surveys.CodeOnly || s.Waves != 0 {
		t.Errorf("got %q for %s, keeping %s in %d waves; want another title and all that was promised", s.Title["en"], s.Band, s.Identity, s.Waves)
	}
	w.me.get(w.home+"/poster").wants(200).says("/q/"+w.now().Slug, "How was it today?")
	w.me.get("/surveys?service="+w.link.ID).says("How was it today?", "open", w.home+"/results")
	w.me.get(w.home+"/close").wants(200).says("never opens again", "Jo answers the young people")
	w.me.post(w.home, url.Values{"do": {"close"}}).leads()
	if s := w.now(); s.State != surveys.Shut || !s.Sealed {
		t.Errorf("got %s, sealed %v; want it closed and sealed", s.State, s.Sealed)
	}
	w.me.get(w.home).says(w.home+"/answer-back", "once the young people have their answer").hides(`value="archive"`)
	w.me.post(w.home, url.Values{"do": {"archive"}}).wants(422)
	w.me.get(w.home + "/answer-back").wants(200)
	w.me.post(w.home+"/answer-back", url.Values{"do": {"publish"}, "said": {"More time"}, "words": {"We stay till six."}, "outcome-0": {"did"}}).leads()
	w.me.get(w.home).says(`value="archive"`)
	w.me.post(w.home, url.Values{"do": {"archive"}}).leads()
	if w.now().State != surveys.Archived {
		t.Errorf("got %s, want it put away", w.now().State)
	}
	w.me.get(w.home + "/edit").wants(303) // to the page that says what can still be done with it
}

func TestASecondVersionSaysWhatBecomesAnotherQuestion(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it today?")
	other := w.addChoice("And the room?")
	w.promise()
	w.press("/publish", url.Values{}).leads()
	w.me.get(w.home + "/publish").says("Nothing has changed")
	w.press("/edit/"+p.ID, url.Values{"full:en": {"How was today?"}, "do": {"add"}}).leads()
	w.press("/edit/"+other.ID, url.Values{"full:en": {"How was the room?"}, "do": {"save"}})
	added, _ := w.now().Draft.Place(p.ID)
	w.press("/edit/"+p.ID, url.Values{"opt-" + added.Question.Options[2].ID + "-full:en": {"Neither"}, "do": {"save"}}).wants(303)
	w.me.get(w.home).says("You have changed the form since version 1.")
	w.me.get(w.home+"/publish").says("Its kind or its answers changed", "Its words changed", "How was the room?")
	w.press("/publish", url.Values{}).wants(422).says("Say if this only puts things better")
	w.press("/publish", url.Values{"mark": {"cosmetic"}, "rev": {"1"}}).wants(422).says("Somebody else changed this survey")
	w.press("/publish", url.Values{"mark": {"cosmetic"}}).leads()
	versions, err := w.shelf.Versions(t.Context(), w.id)
	must(t, err)
	if len(versions) != 2 || len(versions[1].Forks) != 1 || versions[1].Forks[0].From != p.Question.ID {
		t.Errorf("got %d versions with %+v, want the second to make one question another", len(versions), versions[len(versions)-1].Forks)
	}
	w.me.get(w.home).says("Version 2", "Asks something else. 1 question became a new one.")
}

func TestWhatSomebodyElseSavedIsNotWrittenOver(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it?")
	old := itoa(int(w.now().Rev))
	w.press("/edit/"+p.ID, url.Values{"full:en": {"Quicker words"}, "do": {"save"}}).leads()
	again := w.me.post(w.home+"/edit/"+p.ID, url.Values{"rev": {old}, "full:en": {"My slow words"}, "private": {"yes"}, "do": {"save"}}).wants(422).
		says("Somebody else changed this survey", "My slow words")
	if kept, _ := w.now().Draft.Place(p.ID); kept.Question.Full["en"] != "Quicker words" {
		t.Errorf("got %q, want the quicker words kept", kept.Question.Full["en"])
	}
	fresh := again.first(`name="rev" value="(\d+)"`)
	w.me.post(w.home+"/edit/"+p.ID, url.Values{"rev": {fresh}, "full:en": {"My slow words"}, "do": {"save"}}).leads()
	w.me.post(w.home+"/settings", url.Values{"rev": {old}, "title:en": {"Typed late"}}).wants(422).says("Typed late", "Somebody else changed")
	w.me.post(w.home+"/edit", url.Values{"rev": {old}, "do": {"remove:" + p.ID}}).wants(422).says("Somebody else changed")
	w.me.post(w.home+"/add", url.Values{"rev": {old}, "kind": {"text"}}).wants(422)
	w.me.post(w.home+"/edit", url.Values{"do": {"up:" + p.ID}}).wants(422) // a form without a revision
	if len(w.now().Draft.Questions()) != 1 {
		t.Errorf("got %d questions, want the one", len(w.now().Draft.Questions()))
	}
}

func TestASurveyBelongsToThoseWhoPlanInItsService(t *testing.T) {
	w := surveyOne(t)
	p := w.addChoice("How was it?")
	other, err := w.office.FoundService(t.Context(), staff.NewService("B-Wild", ""))
	must(t, err)
	wild := w.hire("wil@bwild.example", other.ID, staff.Roles()...)
	designer := w.hire("des@link.example", w.link.ID, staff.Designer, staff.Moderator, staff.Lead)
	before := w.now().Rev
	asked := 0
	for _, r := range w.table {
		if !strings.HasPrefix(r.Path, "/surveys") || r.Needs != staff.PlanSession {
			continue
		}
		address := strings.NewReplacer(":id", w.id, ":place", p.ID).Replace(r.Path)
		for name, c := range map[string]*caller{"another service": wild, "a designer": designer} {
			c.get("/me")
			form := url.Values{"service": {w.link.ID}, "title": {"Ours"}, "do": {"open"}, "start": {"copy"}, "copy": {w.id}, "kind": {"text"}, "rev": {itoa(int(before))}}
			var got *answer
			switch {
			case r.Method == fiber.MethodPost:
				got = c.post(address, form)
			case r.Path == "/surveys/new":
				got = c.get(address + "?service=" + w.link.ID)
			default:
				got = c.get(address)
			}
			asked++
			if got.wants(404); t.Failed() {
				t.Fatalf("%s %s for %s: see above", r.Method, r.Path, name)
			}
		}
	}
	if asked < 40 || w.now().Rev != before {
		t.Errorf("got %d asked and revision %d, want every page refused and nothing changed from %d", asked, w.now().Rev, before)
	}
	designer.get("/surveys?service="+w.link.ID).wants(200).says("How was it?").hides(`href="`+w.home+`"`, "/surveys/new")
	wild.get("/surveys?service=" + w.link.ID).wants(404)
	wild.post("/surveys", url.Values{"service": {other.ID}, "start": {"copy"}, "copy": {w.id}}).wants(404)
}

func TestEachSurveyIsStartedFromATemplateOrAnother(t *testing.T) {
	w := surveyOne(t)
	for _, template := range surveys.TemplatesOf() {
		to := w.me.post("/surveys", url.Values{"service": {w.link.ID}, "start": {template.Name}}).leads()
		s, err := w.shelf.Survey(t.Context(), strings.TrimSuffix(strings.TrimPrefix(to, "/surveys/"), "/edit"))
		must(t, err)
		if s.Band != template.Band || len(s.Draft.Questions()) < 3 || s.Title["cy"] == "" || s.Waves != template.Waves {
			t.Errorf("%s: got %s with %d questions, want the template's", template.Name, s.Band, len(s.Draft.Questions()))
		}
		w.me.get(to).wants(200).hides("Somebody else")
		w.me.get(strings.TrimSuffix(to, "/edit") + "/preview").wants(200)
	}
	w.addChoice("How was it?")
	to := w.me.post("/surveys", url.Values{"service": {w.link.ID}, "start": {"copy"}, "copy": {w.id}, "title": {"Once more"}}).leads()
	s, err := w.shelf.Survey(t.Context(), strings.TrimSuffix(strings.TrimPrefix(to, "/surveys/"), "/edit"))
	must(t, err)
	if s.Title["en"] != "Once more" || s.Draft.Questions()[0].ID != w.now().Draft.Questions()[0].ID {
		t.Errorf("got %v, want the same question under another name", s.Title)
	}
	w.me.post("/surveys", url.Values{"service": {w.link.ID}, "start": {"nothing"}}).wants(422).says("Give the survey a name.")
	w.me.post("/surveys", url.Values{"service": {w.link.ID}, "start": {"../x"}}).wants(404)
}

func TestASurveyThatClosedLateStillOwesItsAnswerByTheDayItSaid(t *testing.T) {
	w := surveyOne(t)
	answers := themes.Open(w.engine, time.Now)
	s := &surveys.Survey{Meta: store.Meta{ID: "late"}, Service: w.link.ID, Title: said("Late"), WhoAnswers: "Jo", AnswerBy: time.Now().AddDate(0, 0, -9)}
	for range 2 { // a closing that was cut off is done again
		must(t, PromiseAnswer(t.Context(), answers, s, themes.DayOf(time.Now(), time.UTC)))
	}
	back, err := answers.Of(t.Context(), "late")
	must(t, err)
	if want := themes.Day(s.AnswerBy.Format(time.DateOnly)); back == nil || back.Promise.By != want || back.Promise.Who != "Jo" {
		t.Errorf("got %+v, want Jo by %s", back, want)
	}
}

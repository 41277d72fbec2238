package main

import (
	"strings"
	"testing"
	"time"

	"cairn/figures"
	"cairn/server"
	"cairn/surveys"
	"cairn/surveys/results"
	"cairn/themes"
)

// TestSurveysOfTheStory reads the story's surveys where they lie.
func TestSurveysOfTheStory(t *testing.T) {
	h, at := storyHouse(t)
	link, err := h.surveysOfStory(t.Context(), at.link)
	must(t, err)
	t.Run("the drop-in's is over, in two languages, and its groups can be looked at", func(t *testing.T) { dropInIsOver(t, h, link[storyDropIn]) })
	t.Run("its words were read and lie at the reading desk", func(t *testing.T) { dropInWasRead(t, h, at) })
	t.Run("the letter's is open", func(t *testing.T) { letterIsOpen(t, h, link[storyLetter]) })
	t.Run("the week outdoors shows who was found again and a change", func(t *testing.T) { weekShowsAChange(t, h) })
}

func (h *house) askedOf(s *surveys.Survey) results.Asked {
	h.t.Helper()
	versions, err := h.surveys.shelf.Versions(h.t.Context(), s.ID)
	must(h.t, err)
	return server.AskedOf(s, versions)
}

func dropInIsOver(t *testing.T, h *house, s *surveys.Survey) {
	if s == nil || s.State != surveys.Shut || !s.Sealed || !s.Example {
		t.Fatalf("got %+v, want it closed, sealed and an example", s)
	}
	polish := 0
	all := h.responsesOf(s.ID)
	for _, r := range all {
		if r.Lang == "pl" {
			polish++
		}
	}
	if len(all) != dropInAnswers || polish != dropInPolish {
		t.Errorf("got %d answers, %d in Polish; want %d and %d", len(all), polish, dropInAnswers, dropInPolish)
	}
	for _, by := range []string{"lang", "area", "dropin-first"} {
		parts, err := h.counting.desk.Cross(t.Context(), h.askedOf(s), "dropin-best", by)
		must(t, err)
		if len(parts) < 2 || by == "area" && parts[0].Figure.Shape == figures.Nothing {
			t.Errorf("what was best, by %s: got %d groups, want two at least", by, len(parts))
		}
	}
	back, err := h.answers.Of(t.Context(), s.ID)
	must(t, err)
	zone := h.zoneOf(t.Context(), s.Service)
	if standing, _ := themes.Stand(*back, themes.DayOf(h.now(), zone), zone); standing != themes.Due {
		t.Errorf("its answer is %s, want it due", standing)
	}
}

func dropInWasRead(t *testing.T, h *house, at demoAt) {
	script, err := readSurveyScript()
	must(t, err)
	want := map[string]bool{}
	for _, w := range script.DropIn {
		if w.Then == "show" {
			want[w.Text] = true
		}
	}
	found := 0
	for item, err := range h.words.ApprovedOf(t.Context(), at.link) {
		must(t, err)
		if want[item.Text] {
			found++
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d texts are at the reading desk", found, len(want))
	}
	waits, err := h.words.WaitsOf(t.Context(), at.link)
	must(t, err)
	if waits.Held != 0 {
		t.Errorf("%d texts wait before the last days are told, want none", waits.Held)
	}
}

func letterIsOpen(t *testing.T, h *house, s *surveys.Survey) {
	if s == nil || s.Answerable(time.Now()) != nil {
		t.Fatalf("got %+v, want a survey that takes answers", s)
	}
	page := h.visitor().get("/q/" + s.Slug)
	page.says(t, "Is this letter clear?", "Sam and the LINK team answers you here by")
}

func weekShowsAChange(t *testing.T, h *house) {
	ctx := t.Context()
	services, err := h.office.Services(ctx)
	must(t, err)
	for _, service := range services {
		if service.Name != storyWild {
			continue
		}
		found, err := h.surveysOfStory(ctx, service.ID)
		must(t, err)
		s := found[storyWeek]
		waves, changes, err := h.counting.desk.Changes(ctx, h.askedOf(s), s.Waves)
		must(t, err)
		if waves.InWave[0] != weekBefore || waves.InWave[1] != weekAfter || waves.Paired != weekBoth || waves.Twice != 0 {
			t.Errorf("got %+v, want %d before, %d after, %d found again", waves, weekBefore, weekAfter, weekBoth)
		}
		if len(changes) == 0 || changes[0].Figure.Shape == figures.Few || changes[0].Figure.Shape == figures.Nothing {
			t.Fatalf("got %+v, want the change of the first goal", changes)
		}
		sam := h.member()
		page := sam.get("/surveys/" + s.ID + "/results")
		page.says(t, "Your B-Wild week")
		if strings.Count(page.body, "<svg") == 0 {
			t.Error("the page of results has no chart")
		}
		return
	}
	t.Fatal("the story has no B-Wild")
}

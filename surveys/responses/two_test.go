package responses

import (
	"context"
	"testing"

	"cairn/fault"
	"cairn/surveys"
)

// beside is a second process on the same store.
func (b *table) beside() *table {
	b.t.Helper()
	other := &table{t: b.t, engine: b.engine, door: b.door, now: b.now, survey: b.survey, keys: 5000}
	other.shelf = other.shelfOn(b.engine)
	other.reopen(b.engine)
	return other
}

// asksMore publishes a version with one question more.
func (b *table) asksMore() {
	b.t.Helper()
	s, err := b.shelf.Survey(b.t.Context(), b.survey)
	must(b.t, err)
	places := s.Draft.Sections[0].Places
	s.Draft.Sections[0].Places = append(places, surveys.Place{ID: "p9", Question: surveys.Question{
		ID: "again", Kind: "choice", Private: surveys.PrivateNo, Full: words("Will you come again?"), Options: []surveys.Option{option("y", "Yes"), option("n", "No")},
	}})
	must(b.t, b.shelf.Change(b.t.Context(), s))
	_, err = b.shelf.Publish(b.t.Context(), b.survey, surveys.CosmeticChange, "sam")
	must(b.t, err)
}

func TestAnAnswerToAVersionThatAnotherProcessPublishedLosesNothing(t *testing.T) {
	b := lay(t, nil)
	other := b.beside()
	token := other.phone() // this process has looked at the survey a moment ago
	b.asksMore()
	sent, err := other.Send(t.Context(), Sending{
		Survey: b.survey, Version: 2, Token: token, Key: other.key(), Lang: "en", Answers: surveys.Answers{"where": pick("wood"), "again": pick("y")},
	})
	if err != nil || len(sent.Problems) > 0 || !sent.New {
		t.Fatalf("got %+v %v, want it taken", sent, err)
	}
	if r := b.all()[0]; r.Version != 2 || len(r.Answers) != 2 || r.Answers["again"].Pick[0] != "y" {
		t.Errorf("got %+v, want the answer to the new question too", r)
	}
	sent, err = other.Send(t.Context(), Sending{
		Survey: b.survey, Version: 7, Token: other.phone(), Key: other.key(), Lang: "en", Answers: surveys.Answers{"where": pick("wood")},
	})
	if err != nil || !sent.Newer {
		t.Errorf("a version that nobody published: got %+v %v, want to look at the questions again", sent, err)
	}
}

func TestASurveyThatAnotherProcessClosedTakesNoNewerVersion(t *testing.T) {
	b := lay(t, nil)
	other := b.beside()
	token := other.phone()
	b.asksMore()
	_, err := b.shelf.Close(t.Context(), b.survey)
	must(t, err)
	_, err = other.Send(t.Context(), Sending{
		Survey: b.survey, Version: 2, Token: token, Key: other.key(), Lang: "en", Answers: surveys.Answers{"where": pick("wood")},
	})
	wants(t, err, fault.Closed, "responses.closed")
}

func TestALateAnswerOfAnotherProcessIsInTheClosedSurvey(t *testing.T) {
	b := lay(t, nil)
	other := b.beside()
	token, first := other.phone(), b.phone()
	b.sends(first, b.key(), surveys.Answers{"where": pick("lake")})
	b.settle = func(context.Context) error { // the other process still believes it open, for up to a second
		if sent := other.sends(token, other.key(), surveys.Answers{"where": pick("wood")}); !sent.New {
			t.Errorf("got %+v, want it acknowledged", sent)
		}
		return nil
	}
	b.reopen(b.engine)
	_, err := b.shelf.Close(t.Context(), b.survey)
	must(t, err)
	if all := b.all(); len(all) != 2 {
		t.Errorf("got %d responses, want both that were acknowledged", len(all))
	}
	for id, r := range b.stored() {
		if r.Open {
			t.Errorf("%s is still open", id)
		}
	}
}

func TestAnAnswerThatComesAfterTheEndIsTakenUpByTheNextSweep(t *testing.T) {
	b := lay(t, nil)
	other := b.beside()
	token := other.phone()
	_, err := b.shelf.Close(t.Context(), b.survey)
	must(t, err)
	other.sends(token, other.key(), surveys.Answers{"where": pick("wood")})
	must(t, b.Finish(t.Context(), b.survey))
	for id, r := range b.stored() {
		if r.Open || len(b.all()) != 1 {
			t.Errorf("%s: got %d responses, want the one that was acknowledged, closed", id, len(b.all()))
		}
	}
}

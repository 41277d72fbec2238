package responses

import (
	"strings"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

func membersOnly(s *surveys.Survey) { s.Members, s.Panel = true, "tuesday" }

func TestACardGivesOneTokenAndMarksOnlyThatItWasUsed(t *testing.T) {
	b := lay(t, membersOnly)
	_, err := b.Token(t.Context(), b.survey, b.key())
	wants(t, err, fault.Forbidden, "responses.membersonly")
	codes, err := b.NewCards(t.Context(), b.survey, 3)
	must(t, err)
	claim := b.key()
	token, err := b.Invited(t.Context(), b.survey, strings.ToLower(codes[0]), claim)
	must(t, err)
	again, err := b.Invited(t.Context(), b.survey, codes[0], claim)
	if err != nil || again != token {
		t.Errorf("the same page asking again: got %q %v, want the same token", again, err)
	}
	_, err = b.Invited(t.Context(), b.survey, codes[0], b.key())
	wants(t, err, fault.Closed, "responses.cardused")
	_, err = b.Invited(t.Context(), b.survey, "BCDF-GHJK-LMNP", b.key())
	wants(t, err, fault.NotFound, "responses.nocard")
	b.sends(token, b.key(), surveys.Answers{"where": pick("wood")})
	if made, used, err := b.Cards(t.Context(), b.survey); err != nil || made != 3 || used != 1 {
		t.Errorf("got %d made, %d used (%v), want 3 and 1", made, used, err)
	}
	if n, err := b.VoidCards(t.Context(), b.survey); err != nil || n != 2 {
		t.Errorf("got %d taken back (%v), want the two unused", n, err)
	}
	_, err = b.Invited(t.Context(), b.survey, codes[1], b.key())
	wants(t, err, fault.NotFound, "responses.nocard")
}

func TestNothingLeadsFromACardToItsAnswer(t *testing.T) {
	b := lay(t, membersOnly)
	codes, err := b.NewCards(t.Context(), b.survey, 1)
	must(t, err)
	token, err := b.Invited(t.Context(), b.survey, codes[0], b.key())
	must(t, err)
	b.sends(token, b.key(), surveys.Answers{"where": pick("wood")})
	values := map[string]string{}
	for c, err := range b.cards.Find(t.Context(), store.Query{}) {
		must(t, err)
		values[c.ID], values[c.Claim] = "id", "claim"
		if !c.Day.Equal(c.Day.Truncate(24 * 60 * 60 * 1e9)) {
			t.Errorf("a card has a time of day: %v", c.Day)
		}
	}
	for id := range b.stored() {
		if what, same := values[id]; same {
			t.Errorf("the response is named by the card's %s", what)
		}
	}
}

func TestCardsAreMadeInReasonAndNotForWhatIsOver(t *testing.T) {
	b := lay(t, membersOnly)
	for _, n := range []int{0, -1, mostCards + 1} {
		_, err := b.NewCards(t.Context(), b.survey, n)
		wants(t, err, fault.Invalid, "responses.cards")
	}
	_, err := b.shelf.Close(t.Context(), b.survey)
	must(t, err)
	_, err = b.NewCards(t.Context(), b.survey, 2)
	wants(t, err, fault.Closed, "responses.closed")
}

func TestSixPicturesBringASurveyBackWithoutWords(t *testing.T) {
	b := lay(t, nil)
	token, key := b.phone(), b.key()
	u := Unfinished{Token: token, Version: 1, Answers: surveys.Answers{"where": pick("lake"), "more": {Text: "never sent"}}, At: "p2"}
	pictures, err := b.SaveFor(t.Context(), b.survey, key, u)
	must(t, err)
	twice, err := b.SaveFor(t.Context(), b.survey, key, u)
	if err != nil || strings.Join(twice, " ") != strings.Join(pictures, " ") {
		t.Errorf("saving twice: got %v %v, want %v", twice, err, pictures)
	}
	found, err := b.Resume(t.Context(), b.survey, pictures)
	must(t, err)
	if found.Token != token || found.At != "p2" || found.Answers["where"].Pick[0] != "lake" || found.Answers["more"].Text != "" {
		t.Errorf("got %+v, want token and choices and no words", found)
	}
	pictures[0], pictures[1] = pictures[1], pictures[0]
	_, err = b.Resume(t.Context(), b.survey, pictures)
	wants(t, err, fault.NotFound, "responses.nosave")
	_, err = b.Resume(t.Context(), b.survey, nil)
	wants(t, err, fault.NotFound, "responses.nosave")
	_, err = b.SaveFor(t.Context(), b.survey, b.key(), Unfinished{Token: "invented"})
	wants(t, err, fault.Forbidden, "responses.notoken")
	for doc, err := range b.saved.Find(t.Context(), store.Query{}) {
		must(t, err)
		if strings.Contains(string(doc.Sealed), "lake") || strings.Contains(string(doc.Sealed), token) {
			t.Error("what was saved can be read")
		}
	}
}

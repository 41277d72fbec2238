package main

import (
	"testing"

	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/store"
)

// somali is a language there are no lists for.
const somali = "waxaan rabaa inaan aado guriga laakiin ma garanayo sida loo sheego"

// atHerKey is the house's lead, with her key open.
func (h *house) atHerKey() disclosure.Who {
	h.t.Helper()
	lead := disclosure.Who{Account: h.lead.ID, Session: "hers"}
	must(h.t, h.safety.keys.Unlock(h.t.Context(), lead, h.service, keyPassphrase))
	return lead
}

func TestATextInAnUnknownLanguageWaitsForBothAndGoesEverywhereOnceItIsAWorry(t *testing.T) {
	h := openHouse(t, furnish{})
	lead := h.atHerKey()
	h.told("fb0", h.service, somali)
	if s := h.standing("fb0"); s.State != moderation.Held || len(h.holding("waxaan")) == 0 {
		t.Fatalf("got %+v, want it readable for somebody who reads the language", s)
	}
	list, err := h.safety.cases.List(t.Context(), lead, h.service, false)
	must(t, err)
	if len(list) != 1 || list[0].ReadBy.IsZero() {
		t.Fatalf("got %+v in the lead's list, want the copy with the time by which it is read", list)
	}
	must(t, h.rota.Tick(t.Context()))
	must(t, h.safety.cases.View(t.Context(), lead, "fb0"))
	must(t, h.safety.cases.Decide(t.Context(), lead, "fb0", "children", "rang"))
	if s := h.standing("fb0"); s.State != moderation.Worried {
		t.Errorf("got %+v, want the readable copy gone", s)
	}
	must(t, h.engine.Scrub(t.Context()))
	if found := h.holding("waxaan"); len(found) != 0 {
		t.Errorf("got the words still in %v", found)
	}
}

func TestAWorryThatIsNoneComesBackToTheQueueWhole(t *testing.T) {
	h := openHouse(t, furnish{})
	lead := h.atHerKey()
	n := moderation.NewText{
		ID: "fb0", Service: h.service, Source: moderation.Feedback, Lang: "en", Text: "my uncle hits me", Quote: true,
		Question: "what-helps", Round: 2, Day: h.now().AddDate(0, 0, -2), Example: true,
	}
	heard, err := h.words.Submit(t.Context(), n)
	must(t, err)
	if !heard.Passed {
		t.Fatalf("got %+v, want it passed on", heard)
	}
	marks := store.Open[moderation.Item](h.engine, moderation.Schemas()[0])
	must(t, marks.DeleteID(t.Context(), "fb0")) // as a crash between the two writes leaves it
	must(t, h.safety.cases.NotAWorry(t.Context(), lead, "fb0"))
	i, err := h.words.Item(t.Context(), "fb0")
	must(t, err)
	if !i.Quote || i.Question != "what-helps" || i.Round != 2 || i.Day.Day() != n.Day.UTC().Day() || i.Returned != 1 {
		t.Errorf("got %+v, want the yes to quoting, the question, the round and the date again", i)
	}
}

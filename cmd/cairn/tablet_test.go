package main

import (
	"net/url"
	"strings"
	"testing"

	"cairn/surveys"
)

// Two siblings answer on one phone with a card each: the second sees nothing of the first and overwrites nothing. Who leaves quickly leaves
// no token, no notice and no thanks behind.
func TestTheNextChildOnThisPhoneFindsNothingOfTheLast(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(func(s *surveys.Survey) { s.Members = true })
	codes, err := h.surveys.desk.NewCards(t.Context(), s.ID, 2)
	must(t, err)
	v := h.visitor()
	page := v.get("/q/" + s.Slug + "/i/" + codes[0])
	page = v.onward(page, s.Slug, "card", url.Values{"code": {codes[0]}})
	page = v.onward(page, s.Slug, "begin", nil)
	page = v.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"pool"}})
	page = v.onward(page, s.Slug, "next", url.Values{"q-more-text": {"my dad hits me every night"}})
	v.onward(page, s.Slug, "send", nil)

	page = v.get("/q/" + s.Slug + "/i/" + codes[1])
	if page.status != 200 || strings.Contains(page.body, `value="other"`) {
		t.Fatalf("got %d for the second card, want its own first page", page.status)
	}
	page = v.onward(page, s.Slug, "card", url.Values{"code": {codes[1]}})
	page = v.onward(page, s.Slug, "begin", nil)
	if strings.Contains(page.body, `value="pool" checked`) {
		t.Error("the second child sees what the first chose")
	}
	page = v.onward(page, s.Slug, "next", url.Values{"q-where-pick": {"lake"}})
	for range 4 { // whatever lies on this path
		if strings.Contains(page.body, `value="send"`) {
			break
		}
		page = v.onward(page, s.Slug, "next", url.Values{"q-cold-pick": {"3"}, "q-more-text": {""}})
	}
	v.onward(page, s.Slug, "send", nil)
	if got := len(h.responsesOf(s.ID)); got != 2 {
		t.Errorf("got %d responses of two children, want 2", got)
	}
	if _, used, err := h.surveys.desk.Cards(t.Context(), s.ID); err != nil || used != 2 {
		t.Errorf("got %d used cards, %v, want 2", used, err)
	}

	left := v.get("/leave").header.Values("Set-Cookie")
	token := "q" + s.ID[:12]
	if !strings.Contains(strings.Join(left, "\n"), token+"=;") {
		t.Errorf("leaving takes away %v, want the token %s too", left, token)
	}
	if to := v.get("/q/" + s.Slug + "/done").status; to == 200 {
		t.Error("after leaving, the thanks (and who can help) still stand here")
	}
}

package main

import (
	"slices"
	"strings"
	"testing"

	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
	"cairn/moderation/screening"
	"cairn/themes"
)

// TestSafePartOfTheStory makes keys and rota once and looks at what came of it.
func TestSafePartOfTheStory(t *testing.T) {
	h, at := storyHouse(t)
	must(t, h.makeSafe(t.Context(), at))
	t.Run("text boxes are open by keys and rota alone", func(t *testing.T) { opensByTheGate(t, h, at) })
	t.Run("a dozen and more wait in the queue", func(t *testing.T) { holdsItsQueue(t, h, at) })
	t.Run("the receipt leads to October's answer", func(t *testing.T) { receiptLeadsToOctober(t, h, at) })
	t.Run("the lead has one to read and can open it", func(t *testing.T) { leadHasOne(t, h, at) })
	t.Run("a second time adds nothing", func(t *testing.T) { addsNothing(t, h, at) })
}

func opensByTheGate(t *testing.T, h *house, at demoAt) {
	real := oncall.NewGate(oncall.Open(oncall.Deps{Engine: h.engine, Now: h.now, House: onCallHouse{h.app}, Holder: "test"}))
	for name, ask := range map[string]oncall.Ask{
		"the session": {Service: at.link, Session: at.ready, Example: true},
		"tell us":     {Service: at.link, Lang: "pl", Example: true, Local: true},
	} {
		v := real.TextOpen(t.Context(), ask)
		if !v.Open || v.Who.Account != at.alex.ID || v.Who.Number == "" {
			t.Errorf("%s: got open %v (%s), %q on call; want it open with Alex and a number", name, v.Open, v.Staff, v.Who.Name)
		}
	}
	ready, err := h.safety.keys.Ready(t.Context(), at.link)
	must(t, err)
	if !ready.Open || ready.Works != 3 || len(ready.Holders) != 3 {
		t.Errorf("got %d keys working of %d, want lead, deputy and recovery key", ready.Works, len(ready.Holders))
	}
}

func holdsItsQueue(t *testing.T, h *house, at demoAt) {
	s, err := readTold()
	must(t, err)
	waits, err := h.words.WaitsOf(t.Context(), at.link)
	must(t, err)
	if waits.Held != len(s.Queue) || waits.Held < 12 {
		t.Errorf("got %d held, want all %d and at least twelve", waits.Held, len(s.Queue))
	}
	screener, err := screening.New()
	must(t, err)
	for _, w := range append(slices.Clone(s.Queue), s.October...) {
		if r := screener.Screen(w.Text, w.Lang, screening.Lists{}); r.Route != screening.Ordinary {
			t.Errorf("%q: got %s, want an ordinary text", w.Text, r.Route)
		}
	}
	for account, want := range map[string]int{at.ruth.ID: waits.Held, at.alex.ID: 0} {
		me, err := h.office.Account(t.Context(), account)
		must(t, err)
		if got, err := h.queueWaits(t.Context(), at.link, me); err != nil || got != want {
			t.Errorf("%s: got %d waiting (%v), want %d", me.Name, got, err, want)
		}
	}
}

func receiptLeadsToOctober(t *testing.T, h *house, at demoAt) {
	names, err := h.receiptOf(t.Context(), at)
	must(t, err)
	typed := h.threads.Album().Read(strings.Join(names, ", "))
	var codes []string
	for _, p := range typed.Found {
		codes = append(codes, p.Code)
	}
	if len(names) != 6 || len(codes) != 6 {
		t.Fatalf("got %v, read as %v; want six pictures", names, codes)
	}
	open, err := h.threads.Find(t.Context(), codes)
	must(t, err)
	if len(open.Items) != 1 {
		t.Fatalf("got %d texts behind the receipt, want 1", len(open.Items))
	}
	state, err := h.words.StateOf(t.Context(), open.Items[0])
	must(t, err)
	behind, err := h.themes.Standing(t.Context(), open.Items[0])
	must(t, err)
	if state.State != moderation.Shown || len(behind) != 1 || behind[0].Standing != themes.Answered || len(behind[0].Back.Shown()) != 2 {
		t.Fatalf("got %s with %+v behind it, want it shown, in one theme that is answered in two lines", state.State, behind)
	}
	back, err := h.answers.Of(t.Context(), at.closed)
	must(t, err)
	if got, want := behind[0].Back.Shown()[0].Did["cy"], back.Shown()[0].Did["cy"]; got != want || got == "" {
		t.Errorf("got %q, want October's own answer %q", got, want)
	}
	answers, err := h.threads.Answers(t.Context(), open)
	must(t, err)
	if len(answers) != 1 {
		t.Errorf("got %d replies, want one that a second person sent", len(answers))
	}
}

func leadHasOne(t *testing.T, h *house, at demoAt) {
	w := disclosure.Who{Account: at.alex.ID, Session: "a session"}
	cases, err := h.safety.cases.List(t.Context(), w, at.link, false)
	must(t, err)
	if len(cases) != 1 || !cases[0].Example || !cases[0].Paged || cases[0].Now {
		t.Fatalf("got %+v, want one case of the example, paged, without danger now", cases)
	}
	must(t, h.safety.keys.Unlock(t.Context(), w, at.link, storyPassphrase))
	must(t, h.safety.cases.View(t.Context(), w, cases[0].ID))
	reading, err := h.safety.cases.Read(t.Context(), w, cases[0].ID)
	must(t, err)
	s, err := readTold()
	must(t, err)
	if reading.Words != s.Worry.Text {
		t.Errorf("got %q, want the words as they were typed", reading.Words)
	}
	if n, err := h.safeWaits(t.Context(), at.link, at.priya); err != nil || n > 1 {
		t.Errorf("got %d waiting for Priya (%v), want at most the one", n, err)
	}
}

func addsNothing(t *testing.T, h *house, at demoAt) {
	before, err := h.words.WaitsOf(t.Context(), at.link)
	must(t, err)
	must(t, h.makeSafe(t.Context(), at))
	after, err := h.words.WaitsOf(t.Context(), at.link)
	must(t, err)
	cases, err := h.safety.cases.List(t.Context(), disclosure.Who{Account: at.alex.ID}, at.link, true)
	must(t, err)
	all, err := h.threads.ComplaintsOf(t.Context(), at.link)
	must(t, err)
	if before.Held != after.Held || len(cases) != 1 || len(all) != 1 {
		t.Errorf("got %d held after %d, %d cases and %d complaints; want no more than the first time", after.Held, before.Held, len(cases), len(all))
	}
}

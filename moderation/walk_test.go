package moderation_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cairn/moderation"
)

// walker goes about at random, as young people, moderators, a lead and the clock
// do, and keeps its own book of what each text may be.
type walker struct {
	*room
	lead  *box
	rand  *rand.Rand
	texts map[string]string // item → what was written, whatever became of it
	live  map[string]bool   // written in the session
	gone  map[string]bool   // passed on or withdrawn
	next  int
}

func TestAtRandomNothingUnapprovedLeavesAndCountsNeverDrift(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			lead := &box{}
			w := &walker{
				room: keenRoom(t, lead), lead: lead, rand: rand.New(rand.NewPCG(seed, 7)),
				texts: map[string]string{}, live: map[string]bool{}, gone: map[string]bool{},
			}
			w.team = moderation.Team{Here: []string{"ann", "bo"}, Partner: []string{"pat"}}
			for range 160 {
				w.step(t)
				w.look(t)
			}
		})
	}
}

// step is one thing somebody does; what is refused is refused.
func (w *walker) step(t *testing.T) {
	t.Helper()
	ctx, id, by := t.Context(), w.any(), []string{"ann", "bo", "pat"}[w.rand.IntN(3)]
	ruling := moderation.Ruling{Item: id, By: by}
	switch w.rand.IntN(16) {
	case 0, 1, 2, 3:
		w.write(t)
	case 4:
		_ = w.CloseActivity(ctx, "a")
	case 5:
		w.on(time.Duration(w.rand.IntN(30)) * time.Hour)
		_ = w.ReleaseDue(ctx, "link")
		_ = w.Freeze(ctx, "link")
	case 6, 7:
		_, _ = w.Show(ctx, ruling, nil)
	case 8:
		_, _ = w.Show(ctx, ruling, []moderation.Mask{})
	case 9:
		_, _ = w.KeepBack(ctx, ruling, moderation.Unkind)
	case 10:
		if _, err := w.Worry(ctx, ruling); err == nil {
			w.gone[id] = true
		}
	case 11:
		if err := w.Withdraw(ctx, id); err == nil && id != "" {
			w.gone[id] = true
		}
	case 12:
		_ = w.Undo(ctx, id, by)
	case 13:
		_ = w.Appeal(ctx, id)
		_, _ = w.Uphold(ctx, ruling, moderation.OffTopic)
	case 14:
		_, _ = w.Overturn(ctx, ruling, nil)
		_, _ = w.Take(ctx, reader(by))
	case 15:
		w.sendBack(t)
	}
}

func (w *walker) any() string {
	if w.next == 0 {
		return ""
	}
	return fmt.Sprint("i", w.rand.IntN(w.next))
}

func (w *walker) write(t *testing.T) {
	t.Helper()
	id := fmt.Sprint("i", w.next)
	w.next++
	core := []string{"bus", "he hurts me", "ask Miss Harrison", "vile", "ring 07700 900123", "rain", "killed it in the game"}[w.rand.IntN(7)]
	n := told(id, core)
	if w.rand.IntN(2) == 0 {
		n.Source, n.Session, n.Activity, n.AsWeGo = moderation.Live, "s", "a", w.rand.IntN(2) == 0
		w.live[id] = true
	} else {
		n.Text += " " + id // feedback is long and never the same twice
	}
	w.texts[id] = n.Text
	if w.tell(t, n).Passed {
		w.gone[id] = true
	}
}

// sendBack is the lead saying of one arrival that it is no worry.
func (w *walker) sendBack(t *testing.T) {
	t.Helper()
	if len(w.lead.came) == 0 {
		return
	}
	a := w.lead.came[w.rand.IntN(len(w.lead.came))]
	id, _, _ := strings.Cut(a.ID, ".")
	n := told(a.ID, string(a.Words))
	if w.live[id] {
		n.Session, n.Activity, n.Source = "s", "a", moderation.Live
	}
	if was := w.state(t, id); was != moderation.Worried {
		return
	}
	if err := w.Return(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	delete(w.gone, id)
}

// look compares every door with the items themselves.
func (w *walker) look(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	want := moderation.Waits{Tongues: map[string]int{}}
	kept := w.everything(t)
	for id, text := range w.texts {
		i, err := w.Item(ctx, id)
		if err != nil {
			continue
		}
		want.Add(i)
		if w.gone[id] && i.Text != "" {
			t.Fatalf("%s was passed on or withdrawn: got its words %q", id, i.Text)
		}
		if w.gone[id] && !w.live[id] && strings.Contains(kept, text) {
			t.Fatalf("%s was passed on or withdrawn: got %q in the store", id, text)
		}
		if i.State == moderation.Shown && i.By == "" && len(i.Findings) > 0 {
			t.Fatalf("%s is shown, has findings, and nobody read it", id)
		}
		if i.State == moderation.Shown && i.Second != "" && i.Second == i.First {
			t.Fatalf("%s: %s ruled on the appeal against their own ruling", id, i.Second)
		}
	}
	got, err := w.WaitsOf(ctx, "link")
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %+v (%v), want the fold %+v", got, err, want)
	}
	for i, err := range w.ApprovedOf(ctx, "link") {
		if err != nil {
			t.Fatal(err)
		}
		if i.State != moderation.Shown || i.By == "" || i.Text == "" {
			t.Fatalf("got %+v for those who plan, want only what a person approved", i)
		}
		w.clean(t, moderation.Masked(i.Text, i.Masks, func(k string) string { return k }))
	}
	words, err := w.ApprovedWords(ctx, "a", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		w.clean(t, word.Text)
	}
}

// clean is for words on their way out: no name, whoever approved them.
func (w *walker) clean(t *testing.T, words string) {
	t.Helper()
	if strings.Contains(words, "Harrison") {
		t.Fatalf("got %q on its way out, want no name", words)
	}
}

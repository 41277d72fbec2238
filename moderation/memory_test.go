package moderation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/moderation/screening"
	"cairn/store"
	"cairn/store/storetest"
)

// calm is a screener that finds nothing; swallow a receiver that is content.
type calm struct{}

func (calm) Screen(_, lang string, _ screening.Lists) screening.Result {
	return screening.Result{Route: screening.Ordinary, Lang: lang, Known: true}
}

type swallow struct{}

func (swallow) Receive(context.Context, Arrival) error { return nil }

func TestAWorryLeavesNoReadableCopyInMemoryEither(t *testing.T) {
	at := time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)
	d := Open(Deps{Engine: storetest.Memory(t, Schemas()...), Now: func() time.Time { return at }, Shuffle: rand.Shuffle, Screener: calm{}, Receiver: swallow{}})
	for i, text := range []string{"help me at home", "HELP me at home", "rain"} {
		if _, err := d.Submit(t.Context(), NewText{ID: fmt.Sprint("i", i), Session: "s", Activity: "a", Text: text, AsWeGo: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Show(t.Context(), Ruling{Item: "i0", By: "ann"}, nil); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"i0", "i1"} {
		if id == "i1" { // sent back to staff by the first worry
			if _, err := d.KeepBack(t.Context(), Ruling{Item: id, By: "ann"}, Unkind); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Worry(t.Context(), Ruling{Item: id, By: "ann"}); err != nil {
			t.Fatal(err)
		}
	}
	if kept := fmt.Sprintf("%+v", d.memory); strings.Contains(strings.ToLower(kept), "help me") {
		t.Errorf("got %s, want the words nowhere", kept)
	}
}

func TestNothingIsRememberedOfAnItemWhoseWordsAreGone(t *testing.T) {
	at := time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)
	for name, end := range map[string]func(d *Desk, ctx context.Context, id string) error{
		"passed on by a moderator": func(d *Desk, ctx context.Context, id string) error {
			_, err := d.Worry(ctx, Ruling{Item: id, By: "ann"})
			return err
		},
		"kept by the lead": func(d *Desk, ctx context.Context, id string) error { return d.Passed(ctx, id, "lead") },
		"taken back":       func(d *Desk, ctx context.Context, id string) error { return d.Withdraw(ctx, id) },
	} {
		var elsewhere []string
		d := Open(Deps{
			Engine: storetest.Memory(t, Schemas()...), Now: func() time.Time { return at }, Shuffle: rand.Shuffle, Screener: calm{}, Receiver: swallow{},
			Forgotten: func(_ context.Context, id string) { elsewhere = append(elsewhere, id) },
		})
		for i, text := range []string{"help me at home", "dog", "rain"} {
			if _, err := d.Submit(t.Context(), NewText{ID: fmt.Sprint("item-", i), Session: "s", Activity: "a", Text: text, AsWeGo: true}); err != nil {
				t.Fatal(err)
			}
		}
		d.Saw("bo", "item-0", "item-1")
		if kept := fmt.Sprintf("%+v", d.memory); strings.Count(kept, "item-0") != 2 {
			t.Fatalf("%s: got %s, want its place and who saw it, else this test sees nothing", name, kept)
		}
		if err := end(d, t.Context(), "item-0"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if kept := fmt.Sprintf("%+v", d.memory); strings.Contains(kept, "item-0") || !strings.Contains(kept, "item-1") {
			t.Errorf("%s: got %s, want nothing known of it and the others untouched", name, kept)
		}
		if !slices.Contains(elsewhere, "item-0") {
			t.Errorf("%s: got %v told to forget, want item-0 among them", name, elsewhere)
		}
	}
}

// looking is a store at which somebody asks for the page the moment anything was written.
type looking struct {
	store.Engine
	look func()
}

func (l *looking) Replace(ctx context.Context, collection string, rec store.Record) error {
	err := l.Engine.Replace(ctx, collection, rec)
	l.look()
	return err
}

// What is first stays first, or a key meant for words somebody has read would fall on others.
func TestWordsThatArriveNeverStandBeforeThoseThatWait(t *testing.T) {
	at := time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)
	engine := &looking{Engine: storetest.Memory(t, Schemas()...), look: func() {}}
	d := Open(Deps{Engine: engine, Now: func() time.Time { return at }, Shuffle: rand.Shuffle, Screener: calm{}, Receiver: swallow{}})
	arrive := func(id string) {
		if _, err := d.Submit(t.Context(), NewText{ID: id, Session: "s", Activity: "a", Text: "rain again " + id}); err != nil {
			t.Fatal(err)
		}
		if err := d.CloseActivity(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	arrive("z-first") // by its id alone it would stand last
	pages := 0
	engine.look = func() {
		pages++
		if held, err := d.HeldItems(t.Context(), "a"); err != nil || len(held) == 0 || held[0].ID != "z-first" {
			t.Errorf("got %v, %v, want what waited first at the top", held, err)
		}
	}
	arrive("b")
	arrive("c")
	if pages < 2 {
		t.Errorf("looked %d times, want at each arrival", pages)
	}
}

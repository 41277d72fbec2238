package moderation

import (
	"context"
	"fmt"
	"math/rand/v2"
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

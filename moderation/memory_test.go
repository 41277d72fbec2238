package moderation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cairn/moderation/screening"
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

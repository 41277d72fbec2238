package store_test

import (
	"errors"
	"testing"
	"time"

	"cairn/store"
	"cairn/store/storetest"
)

func TestProcessesWithOtherSecretsFindOutAboutEachOther(t *testing.T) {
	e := storetest.Memory(t, store.ProcessSchema())
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	process := func(name string) *store.Processes { return store.OpenProcesses(e, name, now) }
	ours := store.Secrets{Mark: "ours", Turns: []string{"november", "october"}}
	turned := store.Secrets{Mark: "ours", Turns: []string{"december", "november"}}
	one, two, three := process("one"), process("two"), process("three")
	for i, step := range []struct {
		who    *store.Processes
		has    store.Secrets
		others int
		refuse bool
	}{
		{who: one, has: ours, others: 0},
		{who: two, has: ours, others: 1},
		{who: two, has: turned, others: 1}, // it has read the month's new one, the first not yet
		{who: one, has: turned, others: 1},
		{who: three, has: store.Secrets{Mark: "theirs", Turns: turned.Turns}, others: 2, refuse: true},
		{who: three, has: store.Secrets{Mark: "ours", Turns: []string{"may"}}, others: 2, refuse: true}, // a copy of the folder that turned by itself
		{who: one, has: turned, others: 2, refuse: true},
	} {
		others, err := step.who.Sign(t.Context(), step.has)
		if others != step.others || errors.Is(err, store.ErrSecrets) != step.refuse || err != nil && !step.refuse {
			t.Errorf("step %d: got %d others, %v; want %d, refused %v", i, others, err, step.others, step.refuse)
		}
	}
	if err := three.Leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	if others, err := one.Sign(t.Context(), turned); others != 1 || err != nil {
		t.Errorf("after it left: got %d others, %v, want one and no trouble", others, err)
	}
	at = at.Add(3 * time.Minute)
	if others, err := three.Sign(t.Context(), store.Secrets{Mark: "theirs", Turns: []string{"may"}}); others != 0 || err != nil {
		t.Errorf("after nobody signed for three minutes: got %d others, %v, want the store to itself", others, err)
	}
}

package moderation_test

import (
	"slices"
	"testing"

	"cairn/moderation"
)

func TestWhateverMayNoLongerBeShownIsForgottenElsewhere(t *testing.T) {
	for name, undo := range map[string]func(r *room) error{
		"kept back": func(r *room) error {
			_, err := r.KeepBack(r.ctx, moderation.Ruling{Item: "i0", By: "bo"}, moderation.Unkind)
			return err
		},
		"passed on": func(r *room) error {
			_, err := r.Worry(r.ctx, moderation.Ruling{Item: "i0", By: "bo"})
			return err
		},
		"withdrawn":  func(r *room) error { return r.Withdraw(r.ctx, "i0") },
		"taken back": func(r *room) error { return r.Undo(r.ctx, "i0", "ann") },
		"passed on with another of its word": func(r *room) error {
			_, err := r.Worry(r.ctx, moderation.Ruling{Item: "i1", By: "bo"})
			return err
		},
	} {
		r := newRoom(t, nil)
		r.ctx = t.Context()
		r.held(t, "bus", "bus", "rain")
		r.show(t, "i0")
		if len(r.forgotten) > 0 {
			t.Fatalf("%s: got %v forgotten before", name, r.forgotten)
		}
		if err := undo(r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Contains(r.forgotten, "i0") {
			t.Errorf("%s: got %v forgotten, want i0 among them", name, r.forgotten)
		}
	}
}

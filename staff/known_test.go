package staff_test

import (
	"context"
	"sync"
	"testing"
)

// A stranger keeps trying at the lead's address, ten at once. In the browser where she signed in before she is not held up by that.
func TestAStrangersTriesDoNotHoldUpAKnownBrowser(t *testing.T) {
	h := newHouse(t)
	h.ann(t)
	for range 3 { // free tries; the next ones wait
		if _, _, err := h.SignIn(t.Context(), "ann@example.org", "a stranger's guess"); err == nil {
			t.Fatal("a guess got in")
		}
	}
	ctx, end := context.WithCancel(t.Context())
	var strangers sync.WaitGroup
	for range 12 {
		strangers.Go(func() { _, _, _ = h.SignIn(ctx, "ann@example.org", "a stranger's guess") })
	}
	if _, _, err := h.SignInKnown(t.Context(), "ann@example.org", annsPassword); err != nil {
		t.Errorf("got %v, want ann signed in", err)
	}
	end()
	strangers.Wait()
}

package server

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// tryAt makes one try at a receipt from an address and says how long it took.
func tryAt(h *tellScreens, app *fiber.App, right bool) time.Duration {
	c := app.AcquireCtx(&fasthttp.RequestCtx{})
	defer app.ReleaseCtx(c)
	c.SetUserContext(context.Background())
	began := time.Now()
	_ = h.guess(c, func() error { // what it answers is looked at elsewhere
		if right {
			return nil
		}
		return fault.New(fault.NotFound, "receipt.wrong")
	})
	return time.Since(began)
}

func TestAWrongReceiptWaitsASecondAndARightOneNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, app := &tellScreens{guesses: newPile(time.Now), slow: make(chan struct{}, 1)}, fiber.New()
		if took := tryAt(h, app, false); took != wrongWait {
			t.Errorf("a wrong one took %v, want %v", took, wrongWait)
		}
		if took := tryAt(h, app, true); took != 0 {
			t.Errorf("a right one took %v, want no wait", took)
		}
	})
}

func TestWhoTriesManyWaitsInOneLineAndIsNeverLetThroughAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, app := &tellScreens{guesses: newPile(time.Now), slow: make(chan struct{}, 1)}, fiber.New()
		for range wrongsAMinute {
			h.guesses.count("0.0.0.0", 1)
		}
		var at, most atomic.Int64
		done := make(chan struct{})
		for range 1000 {
			go func() {
				c := app.AcquireCtx(&fasthttp.RequestCtx{})
				defer app.ReleaseCtx(c)
				c.SetUserContext(context.Background())
				_ = h.guess(c, func() error { // what it answers is looked at elsewhere
					if n := at.Add(1); n > most.Load() {
						most.Store(n)
					}
					<-time.After(30 * time.Millisecond) // a lock takes its time, on the clock of the bubble
					at.Add(-1)
					return fault.New(fault.NotFound, "receipt.wrong")
				})
				done <- struct{}{}
			}()
		}
		for range 1000 {
			<-done
		}
		if most.Load() != 1 {
			t.Errorf("%d of them were looked at side by side, want one", most.Load())
		}
	})
}

func TestCountsEndWithTheirMinute(t *testing.T) {
	now := time.Now()
	p := newPile(func() time.Time { return now })
	p.count("a", 5)
	if got := p.count("b", 0); got != 0 {
		t.Errorf("another address: got %d, want 0", got)
	}
	now = now.Add(time.Minute)
	if got := p.count("a", 1); got != 1 {
		t.Errorf("a minute later: got %d, want 1", got)
	}
}

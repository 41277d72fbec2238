package server

import (
	"context"
	"strconv"
	"sync"
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
		h, app := &tellScreens{guessing: newGuessing(time.Now)}, fiber.New()
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
		h, app := &tellScreens{guessing: newGuessing(time.Now)}, fiber.New()
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

// browser is a visitor told by a guard cookie.
func browser(app *fiber.App, guard string) *fiber.Ctx {
	c := app.AcquireCtx(&fasthttp.RequestCtx{})
	c.SetUserContext(context.Background())
	c.Locals(visitorKey, &visitor{guard: guard})
	return c
}

func TestABrowserThatWasNotWrongIsThroughBeforeThoseWhoShareItsAddressAndWere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, app := &tellScreens{guessing: newGuessing(time.Now)}, fiber.New()
		for range wrongsAMinute {
			h.guesses.count("0.0.0.0", 1)
		}
		h.browsers.count("attacker", 1)
		open := make(chan struct{})
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				c := browser(app, "attacker")
				defer app.ReleaseCtx(c)
				_ = h.guess(c, func() error { // what it answers is looked at elsewhere
					<-open
					return fault.New(fault.NotFound, "receipt.wrong")
				})
			})
		}
		<-time.After(slowWait + time.Second) // on the clock of the bubble: one is being looked at, all others stand behind it
		child := browser(app, "child")
		defer app.ReleaseCtx(child)
		if err := h.guess(child, func() error {
			if !firstTry(child) {
				t.Error("got no first try, want one")
			}
			return nil
		}); err != nil {
			t.Errorf("got %v, want it through while the others wait", err)
		}
		_ = h.guess(child, func() error { return fault.New(fault.NotFound, "receipt.wrong") }) // once wrong
		if h.browsers.count("child", 0) != 1 {
			t.Error("a wrong try of the child's browser is not counted")
		}
		close(open)
		all.Wait()
	})
}

func TestAPileIsBounded(t *testing.T) {
	p := newPile(time.Now)
	for i := range mostSeen + 10 {
		p.count(strconv.Itoa(i), 1)
	}
	if len(p.seen) != mostSeen {
		t.Errorf("got %d names, want %d at most", len(p.seen), mostSeen)
	}
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

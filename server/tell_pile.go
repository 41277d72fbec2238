package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"cairn/fault"

	"github.com/gofiber/fiber/v2"
)

// Above these in a minute from one address, the next one waits; nobody is
// refused, since a whole school shares one address.
const (
	sendsAMinute  = 60
	sendWait      = time.Second
	wrongsAMinute = 20
	wrongWait     = time.Second     // every wrong receipt, before it is told
	slowWait      = 2 * time.Second // before a try is looked at, for an address with many wrong ones
)

// pile counts what comes from an address within a minute, in memory only, under
// a hash whose key is thrown away every day. No address is kept anywhere.
type pile struct {
	now func() time.Time

	mu     sync.Mutex
	key    []byte
	day    time.Time
	minute time.Time
	seen   map[[16]byte]int
}

// mostSeen bounds a pile: whoever comes when it is full is not counted until the
// minute is over.
const mostSeen = 1 << 16

func newPile(now func() time.Time) *pile { return &pile{now: now} }

// count adds n for an address and gives how many there were in this minute.
func (p *pile) count(address string, n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.key == nil || now.Sub(p.day) >= 24*time.Hour {
		p.key = make([]byte, 32)
		_, _ = rand.Read(p.key) // never fails since Go 1.24
		p.day, p.seen = now, map[[16]byte]int{}
	}
	if now.Sub(p.minute) >= time.Minute {
		p.minute = now
		clear(p.seen)
	}
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(address))
	name := [16]byte(mac.Sum(nil)[:16])
	if _, known := p.seen[name]; !known && len(p.seen) >= mostSeen {
		return n
	}
	p.seen[name] += n
	return p.seen[name]
}

// guessing is what is known of who tries receipts and numbers.
type guessing struct {
	guesses  *pile         // wrong ones from one address
	browsers *pile         // wrong ones from one browser
	slow     chan struct{} // the one place for addresses with many
	first    chan struct{} // the one for a browser behind them that was not wrong
}

func newGuessing(now func() time.Time) guessing {
	return guessing{guesses: newPile(now), browsers: newPile(now), slow: make(chan struct{}, 1), first: make(chan struct{}, 1)}
}

// guess lets somebody try a receipt or a number: at once, or where many wrong
// ones came from their address, one after the other behind a wait, so that
// whoever tries thousands waits for themselves alone. A try counts before it is
// made (thousands at once would else all be let through before the first of them
// was found wrong), and no more once it was right. A wrong one waits a second
// before it is told.
//
// A browser that was not wrong in this minute waits in a line of its own: it may
// share its address with whoever tries thousands. A browser is told by its guard
// cookie, which can be made up, so this line too lets through one at a time.
func (h *tellScreens) guess(c *fiber.Ctx, try func() error) error {
	wrong, browser := false, who(c).guard
	tries := h.guesses.count(addressOf(c), 1)
	first := tries == 1
	if browser != "" {
		first = h.browsers.count(browser, 1) == 1 || first
	}
	c.Locals(firstTryKey, first)
	defer func() {
		if wrong {
			return
		}
		h.guesses.count(addressOf(c), -1)
		if browser != "" {
			h.browsers.count(browser, -1)
		}
	}()
	if tries > wrongsAMinute {
		done, err := h.inLine(c, first)
		if err != nil {
			return err
		}
		defer done()
	}
	err := try()
	if wrong = fault.Is(err, fault.NotFound); wrong {
		wait(c, wrongWait)
	}
	return err
}

const firstTryKey = "firstTry"

// firstTry says within guess whether this browser, or its address, was not wrong before.
func firstTry(c *fiber.Ctx) bool {
	first, _ := c.Locals(firstTryKey).(bool)
	return first
}

// inLine waits for the one place there is for addresses with many wrong tries, or
// for the one for browsers behind them that were not wrong.
func (h *tellScreens) inLine(c *fiber.Ctx, first bool) (done func(), err error) {
	line := h.slow
	if first {
		line = h.first
	} else {
		wait(c, slowWait)
	}
	select {
	case line <- struct{}{}:
		return func() { <-line }, nil
	case <-time.After(10 * slowWait):
	case <-c.UserContext().Done():
	}
	return nil, fault.New(fault.TooMany, "receipt.busy")
}

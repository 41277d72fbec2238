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
	p.seen[name] += n
	return p.seen[name]
}

// guess lets somebody try a receipt or a number: at once, or where many wrong
// ones came from their address, one after the other behind a wait, so that
// whoever tries thousands waits for themselves alone. A try counts before it is
// made (thousands at once would else all be let through before the first of them
// was found wrong), and no more once it was right. A wrong one waits a second
// before it is told.
func (h *tellScreens) guess(c *fiber.Ctx, try func() error) error {
	wrong, many := false, h.guesses.count(c.IP(), 1) > wrongsAMinute
	defer func() {
		if !wrong {
			h.guesses.count(c.IP(), -1)
		}
	}()
	if many {
		wait(c, slowWait)
		select {
		case h.slow <- struct{}{}:
			defer func() { <-h.slow }()
		case <-time.After(10 * slowWait):
			return fault.New(fault.TooMany, "receipt.busy")
		case <-c.UserContext().Done():
			return fault.New(fault.TooMany, "receipt.busy")
		}
	}
	err := try()
	if wrong = fault.Is(err, fault.NotFound); wrong {
		wait(c, wrongWait)
	}
	return err
}

package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Above these an address waits a little with each further try; nothing is
// refused, since a whole school shares one address.
const (
	wrongCodesAMinute = 60
	seatsASession     = 600
	wrongCodeWait     = 2 * time.Second
	seatWait          = 250 * time.Millisecond
)

// slowPile counts wrong codes and seats per address, in memory only, under a
// hash whose key is thrown away every day. No address is kept anywhere.
type slowPile struct {
	now func() time.Time

	mu     sync.Mutex
	key    []byte
	day    time.Time
	minute time.Time
	wrong  map[[16]byte]int
	seats  map[[16]byte]int
}

func newSlowPile(now func() time.Time) *slowPile { return &slowPile{now: now} }

// wrongCode notes a wrong code and lets an address that tries many wait.
func (p *slowPile) wrongCode(c *fiber.Ctx) { wait(c, p.countWrong(addressOf(c))) }

// seat notes a seat taken and lets an address that takes very many wait.
func (p *slowPile) seat(c *fiber.Ctx, session string) { wait(c, p.countSeat(addressOf(c), session)) }

func (p *slowPile) countWrong(address string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn()
	name := p.name(address)
	p.wrong[name]++
	if p.wrong[name] > wrongCodesAMinute {
		return wrongCodeWait
	}
	return 0
}

func (p *slowPile) countSeat(address, session string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn()
	name := p.name(address + "\x00" + session)
	p.seats[name]++
	if p.seats[name] > seatsASession {
		return seatWait
	}
	return 0
}

// turn starts the counts of a new minute and the key of a new day.
func (p *slowPile) turn() {
	now := p.now()
	if p.key == nil || now.Sub(p.day) >= 24*time.Hour {
		p.key = make([]byte, 32)
		_, _ = rand.Read(p.key) // never fails since Go 1.24
		p.day, p.seats, p.wrong = now, map[[16]byte]int{}, map[[16]byte]int{}
	}
	if now.Sub(p.minute) >= time.Minute {
		p.minute = now
		clear(p.wrong)
	}
}

func (p *slowPile) name(address string) [16]byte {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(address))
	return [16]byte(mac.Sum(nil)[:16])
}

// wait holds the answer back, unless the server has closed.
func wait(c *fiber.Ctx, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.UserContext().Done():
	}
}

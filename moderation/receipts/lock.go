package receipts

import (
	"context"
	"encoding/hex"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"

	"cairn/fault"
)

// What opening a receipt costs whoever tries: 19 MiB and two passes of argon2id
// (OWASP's least), and at most atOnce of them at a time on this machine.
const (
	lockMemory = 19 << 10 // KiB
	lockPasses = 2
	lockBytes  = 64
	atOnce     = 4
	forFirst   = 1   // of them, those kept for who was not wrong just before
	mostQueued = 256 // callers waiting for a turn, of either sort; more are asked to try again
)

// Key is what six pictures open: the thread's id, and the seed of the key to
// which replies in a sealed thread are sealed. Neither can be had from the
// other, nor from anything that is stored.
type Key struct {
	Thread string   // 64 hexadecimal digits
	Seed   [32]byte // of an age X25519 identity
}

// lines are who waits for a turn at a lock. Whoever was wrong just before waits
// behind others like them; one place stays free for everybody else, so that
// thousands of wrong tries hold nobody up who knows their pictures.
type lines struct {
	turns, first       chan struct{}
	waiting, waitFirst atomic.Int64
}

func newLines() *lines {
	return &lines{turns: make(chan struct{}, atOnce-forFirst), first: make(chan struct{}, forFirst)}
}

// turn waits for a turn until ctx ends; TooMany "receipt.busy" when too many wait.
func (l *lines) turn(ctx context.Context, first bool) (done func(), err error) {
	busy := fault.New(fault.TooMany, "receipt.busy")
	queue, kept := &l.waiting, (chan struct{})(nil) // nobody ever gets into nil
	if first {
		queue, kept = &l.waitFirst, l.first
	}
	defer queue.Add(-1)
	if queue.Add(1) > mostQueued {
		return nil, busy
	}
	select {
	case l.turns <- struct{}{}:
		return func() { <-l.turns }, nil
	case kept <- struct{}{}:
		return func() { <-kept }, nil
	case <-ctx.Done():
		return nil, busy
	}
}

// lock turns pictures into their Key when its turn has come. first is for who was
// not wrong just before.
func (t *Threads) lock(ctx context.Context, pictures []string, first bool) (Key, error) {
	done, err := t.lines.turn(ctx, first)
	if err != nil {
		return Key{}, err
	}
	defer done()
	raw := t.stretch([]byte(strings.Join(pictures, " ")), t.salt)
	k := Key{Thread: hex.EncodeToString(raw[:lockBytes/2])}
	copy(k.Seed[:], raw[lockBytes/2:])
	return k, nil
}

// stretched is argon2id at what a lock costs.
func stretched(pictures, salt []byte) []byte {
	return argon2.IDKey(pictures, salt, lockPasses, lockMemory, 1, lockBytes)
}

package receipts

import (
	"context"
	"encoding/hex"
	"strings"

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
	mostQueued = 256 // callers waiting for a turn; more are asked to try again
)

// Key is what six pictures open: the thread's id, and the seed of the key to
// which replies in a sealed thread are sealed. Neither can be had from the
// other, nor from anything that is stored.
type Key struct {
	Thread string   // 64 hexadecimal digits
	Seed   [32]byte // of an age X25519 identity
}

// lock turns pictures into their Key. It waits for its turn until ctx ends;
// TooMany "receipt.busy" when too many wait already.
func (t *Threads) lock(ctx context.Context, pictures []string) (Key, error) {
	busy := fault.New(fault.TooMany, "receipt.busy")
	if t.queued.Add(1) > mostQueued {
		t.queued.Add(-1)
		return Key{}, busy
	}
	defer t.queued.Add(-1)
	select {
	case t.turns <- struct{}{}:
	case <-ctx.Done():
		return Key{}, busy
	}
	defer func() { <-t.turns }()
	raw := t.stretch([]byte(strings.Join(pictures, " ")), t.salt)
	k := Key{Thread: hex.EncodeToString(raw[:lockBytes/2])}
	copy(k.Seed[:], raw[lockBytes/2:])
	return k, nil
}

// stretched is argon2id at what a lock costs.
func stretched(pictures, salt []byte) []byte {
	return argon2.IDKey(pictures, salt, lockPasses, lockMemory, 1, lockBytes)
}

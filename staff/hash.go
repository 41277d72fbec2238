package staff

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"cairn/fault"
)

// The parameters of new hashes; they stand in each hash string, so they can be
// raised later and old hashes still open.
const (
	hashMemory  = 19 * 1024 // KiB
	hashPasses  = 2
	hashLanes   = 1
	hashSalt    = 16 // bytes
	hashLength  = 32 // bytes
	hashesAtAll = 4  // computing at once, so that signing in never eats the machine
)

// Hasher makes and checks argon2id password hashes, at most four at once.
type Hasher struct {
	random io.Reader
	gate   chan struct{}
	sum    func(password, salt []byte, p hashParams) []byte
}

// NewHasher builds a Hasher that takes salts from random.
func NewHasher(random io.Reader) *Hasher {
	return &Hasher{random: random, gate: make(chan struct{}, hashesAtAll), sum: argon}
}

type hashParams struct {
	memory, passes uint32
	lanes          uint8
	length         uint32
}

func argon(password, salt []byte, p hashParams) []byte {
	return argon2.IDKey(password, salt, p.passes, p.memory, p.lanes, p.length)
}

func currentParams() hashParams {
	return hashParams{memory: hashMemory, passes: hashPasses, lanes: hashLanes, length: hashLength}
}

// Hash returns "$argon2id$v=19$m=19456,t=2,p=1$salt$hash". It waits for one of
// the four places; the error is the context's, or Internal when randomness fails.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, hashSalt)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fault.Wrap(err, "reading a salt")
	}
	p := currentParams()
	sum, err := h.compute(ctx, password, salt, p)
	if err != nil {
		return "", err
	}
	e := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.lanes,
		e.EncodeToString(salt), e.EncodeToString(sum)), nil
}

// Check reports whether password made hash, comparing in constant time. An
// empty or unreadable hash costs the same work and is never right, so that the
// time taken does not tell whether an account exists.
func (h *Hasher) Check(ctx context.Context, password, hash string) (bool, error) {
	p, salt, want, readable := parseHash(hash)
	if !readable {
		p, salt, want = currentParams(), make([]byte, hashSalt), make([]byte, hashLength)
	}
	got, err := h.compute(ctx, password, salt, p)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && readable, nil
}

// Outdated reports whether hash was made with other parameters than today's.
func Outdated(hash string) bool {
	p, _, _, ok := parseHash(hash)
	return !ok || p != currentParams()
}

func (h *Hasher) compute(ctx context.Context, password string, salt []byte, p hashParams) ([]byte, error) {
	select {
	case h.gate <- struct{}{}:
		defer func() { <-h.gate }()
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), "waiting to check a password")
	}
	return h.sum([]byte(norm.NFKC.String(password)), salt, p), nil
}

// parseHash reads a hash string; parameters far above ours are refused, since
// checking them would be an attack on our own memory.
func parseHash(s string) (p hashParams, salt, sum []byte, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return p, nil, nil, false
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return p, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil {
		return p, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	p.length = uint32(len(sum))
	sane := p.memory >= 8 && p.memory <= 256*1024 && p.passes >= 1 && p.passes <= 16 && p.lanes >= 1 && p.lanes <= 8 &&
		len(salt) >= 8 && len(sum) >= 16 && len(sum) <= 64
	return p, salt, sum, err1 == nil && err2 == nil && sane
}

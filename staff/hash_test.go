package staff

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAHashOpensForItsPasswordAlone(t *testing.T) {
	h := NewHasher(rand.Reader)
	hash, err := h.Hash(t.Context(), "lantern otter gravel")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("got %s, want argon2id with 19 MiB, t=2, p=1 written in it", hash)
	}
	for password, want := range map[string]bool{"lantern otter gravel": true, "lantern otter grave": false, "": false} {
		got, err := h.Check(t.Context(), password, hash)
		if err != nil || got != want {
			t.Errorf("%q: got %v (%v), want %v", password, got, err, want)
		}
	}
	again, err := h.Hash(t.Context(), "lantern otter gravel")
	if err != nil || again == hash {
		t.Errorf("two hashes of one password must differ by their salt (%v)", err)
	}
}

func TestAnAccountThatIsNotThereCostsTheSameWork(t *testing.T) {
	var asked []hashParams
	h := NewHasher(rand.Reader)
	h.sum = func(_, _ []byte, p hashParams) []byte {
		asked = append(asked, p)
		return make([]byte, p.length) // even a sum of noughts must not open anything
	}
	for _, hash := range []string{"", "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "rubbish"} {
		right, err := h.Check(t.Context(), "whatever it is", hash)
		if err != nil || right {
			t.Errorf("%q: got %v (%v), want a plain no", hash, right, err)
		}
	}
	for _, p := range asked {
		if p != currentParams() {
			t.Errorf("got work with %+v, want %+v", p, currentParams())
		}
	}
	if len(asked) != 3 {
		t.Errorf("got %d computations, want 3", len(asked))
	}
}

func TestOlderHashesStillOpenAndAreKnownAsOld(t *testing.T) {
	h := NewHasher(rand.Reader)
	// argon2id of "a former password" with m=64, t=1, p=1, made once with x/crypto/argon2.
	sum := argon([]byte("a former password"), []byte("saltsaltsaltsalt"), hashParams{memory: 64, passes: 1, lanes: 1, length: 32})
	old := "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + base64.RawStdEncoding.EncodeToString(sum)
	right, err := h.Check(t.Context(), "a former password", old)
	if err != nil || !right {
		t.Errorf("got %v (%v), want the old hash to open", right, err)
	}
	if !Outdated(old) {
		t.Error("got up to date, want outdated")
	}
}

func TestAtMostFourPasswordsAreComputedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(rand.Reader)
		var now, most atomic.Int64
		h.sum = func([]byte, []byte, hashParams) []byte {
			n := now.Add(1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			<-time.After(time.Second)
			now.Add(-1)
			return make([]byte, hashLength)
		}
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := h.Hash(t.Context(), "x"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if most.Load() != 4 {
			t.Errorf("got %d at once, want 4", most.Load())
		}
	})
}

func TestWaitingForAPlaceEndsWithItsContext(t *testing.T) {
	h := NewHasher(rand.Reader)
	for range hashesAtAll {
		h.gate <- struct{}{}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := h.Hash(ctx, "x"); err == nil {
		t.Error("got a hash without a place, want the context's error")
	}
}

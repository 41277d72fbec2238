package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"cairn/moderation/disclosure"

	"github.com/gofiber/fiber/v2"
)

// holding is which staff sessions have a key unlocked in this process. The key
// itself never leaves it: requests of that session come here instead.
type holding struct {
	peers *Peers
	keys  *disclosure.Keys

	mu    sync.Mutex
	stops map[string]func() // by staff session
	over  bool
}

// unlockedSubject is where the process answers that holds a staff session's key.
func unlockedSubject(session string) string {
	sum := sha256.Sum256([]byte("cairn unlocked\x00" + session))
	return "unlocked." + hex.EncodeToString(sum[:16])
}

// atItsKey runs a handler of the safeguarding pages where the visitor's key is
// unlocked: here, or in another process, else here.
func (s *site) atItsKey(c *fiber.Ctx, handler fiber.Handler) error {
	v := who(c)
	if s.unlocked == nil || v.account == nil {
		return s.do(c, handler)
	}
	w := insider(c)
	if visitOf(c) == nil {
		if _, here := s.unlocked.keys.Unlocked(w); !here {
			answered, err := s.pass(c, unlockedSubject(v.session))
			if answered || err != nil {
				return err
			}
		}
	}
	err := s.do(c, handler)
	s.unlocked.look(w, s.whole(s.visited))
	return err
}

// underSafe says whether a route's pages need a key.
func underSafe(r Route) bool {
	return r.Who == Staff && (r.Path == "/safe" || strings.HasPrefix(r.Path, "/safe/"))
}

// look answers for a staff session for as long as its key is unlocked here.
func (h *holding) look(w disclosure.Who, visited func(context.Context, []byte) ([]byte, error)) {
	until, open := h.keys.Unlocked(w)
	h.mu.Lock()
	defer h.mu.Unlock()
	stop := h.stops[w.Session]
	switch {
	case open && stop == nil && !h.over:
		stop, err := h.peers.bus.Respond(unlockedSubject(w.Session), func(ctx context.Context, asked []byte) ([]byte, error) {
			if _, still := h.keys.Unlocked(w); !still {
				return notOurs, nil
			}
			return visited(ctx, asked)
		})
		if err != nil {
			return // the others will ask for the passphrase
		}
		h.stops[w.Session] = stop
		h.lookAgain(w, until)
	case !open && stop != nil:
		delete(h.stops, w.Session)
		go stop()
	}
}

// lookAgain stops answering once the key has locked itself, though nobody asks.
func (h *holding) lookAgain(w disclosure.Who, until time.Time) {
	time.AfterFunc(time.Until(until)+time.Second, func() {
		if later, open := h.keys.Unlocked(w); open {
			h.lookAgain(w, later)
			return
		}
		h.forget(w.Session)
	})
}

// ended forgets a staff session that is over.
func (h *holding) ended(session string) {
	if h == nil {
		return
	}
	h.keys.Lock(session)
	h.forget(session)
}

func (h *holding) forget(session string) {
	h.mu.Lock()
	stop := h.stops[session]
	delete(h.stops, session)
	h.mu.Unlock()
	if stop != nil {
		go stop() // it waits for what is being answered, which may be this
	}
}

// stop answers for no staff session any more; what is being answered is finished first.
func (h *holding) stop() {
	if h == nil {
		return
	}
	h.mu.Lock()
	stops := h.stops
	h.stops, h.over = map[string]func(){}, true
	h.mu.Unlock()
	for _, stop := range stops {
		stop()
	}
}

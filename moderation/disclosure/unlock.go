package disclosure

import (
	"context"
	"time"

	"cairn/fault"
)

// UnlockLasts is how long a key stays unlocked for a staff session after its
// passphrase was given.
const UnlockLasts = 10 * time.Minute

// unlocked is a private half in this process's memory, for one staff session.
type unlocked struct {
	account  string
	until    time.Time
	private  []byte // the holder's own
	recovery []byte // a service's recovery key, where that was given instead or beside
	service  string // whose recovery key it is
}

func (u *unlocked) wipe() {
	clear(u.private)
	clear(u.recovery)
}

// Unlock opens the holder's own key for UnlockLasts, in this staff session and
// this process alone. Invalid "disclosure.passphrase.wrong"; TooMany
// "disclosure.wait" after five wrong ones.
func (k *Keys) Unlock(ctx context.Context, w Who, service, passphrase string) error {
	private, _, err := k.own(ctx, w, service, passphrase)
	if err != nil {
		return err
	}
	k.keep(w, func(u *unlocked) { u.private = private })
	return k.d.Trail.Note(ctx, Entry{By: w.Account, What: "key.unlocked", Service: service})
}

// UnlockRecovery does the same with the printed recovery key of a service, typed
// or scanned, for when the holder's own key opens too little.
func (k *Keys) UnlockRecovery(ctx context.Context, w Who, service, typed string) error {
	private, err := k.printed(ctx, w, service, typed)
	if err != nil {
		return err
	}
	k.keep(w, func(u *unlocked) { u.recovery, u.service = private, service })
	return k.d.Trail.Note(ctx, Entry{By: w.Account, What: "recovery.unlocked", Service: service})
}

func (k *Keys) keep(w Who, put func(*unlocked)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	u := k.living(w)
	if u == nil {
		if before := k.open[w.Session]; before != nil { // another account's, in the same browser
			before.wipe()
		}
		u = &unlocked{account: w.Account}
		k.open[w.Session] = u
	}
	u.until = k.d.Now().Add(UnlockLasts)
	put(u)
	// The clock that was passed in decides whether a key may be used; this only
	// makes sure that the memory is cleared when nobody asks again.
	time.AfterFunc(UnlockLasts, func() { k.sweep(w.Session) })
}

func (k *Keys) sweep(session string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if u := k.open[session]; u != nil && !k.d.Now().Before(u.until) {
		u.wipe()
		delete(k.open, session)
	}
}

// living finds what is unlocked for a session and clears what is over; k.mu is held.
func (k *Keys) living(w Who) *unlocked {
	u := k.open[w.Session]
	switch {
	case u == nil || w.Session == "" || u.account != w.Account:
		return nil
	case !k.d.Now().Before(u.until):
		u.wipe()
		delete(k.open, w.Session)
		return nil
	}
	return u
}

// Unlocked says until when a key is open in this session; false where none is.
func (k *Keys) Unlocked(w Who) (time.Time, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	u := k.living(w)
	if u == nil {
		return time.Time{}, false
	}
	return u.until, true
}

// Lock forgets what was unlocked in a staff session; to be called when it ends.
func (k *Keys) Lock(session string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if u := k.open[session]; u != nil {
		u.wipe()
		delete(k.open, session)
	}
}

func (k *Keys) lockAccount(account string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for session, u := range k.open {
		if u.account == account {
			u.wipe()
			delete(k.open, session)
		}
	}
}

// private gives copies of the keys that are unlocked for use in a service; the
// caller clears them. Forbidden "disclosure.locked" where none is.
func (k *Keys) private(w Who, service string) ([][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out [][]byte
	if u := k.living(w); u != nil {
		if len(u.private) > 0 {
			out = append(out, append([]byte(nil), u.private...))
		}
		if len(u.recovery) > 0 && u.service == service {
			out = append(out, append([]byte(nil), u.recovery...))
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Forbidden, "disclosure.locked")
	}
	return out, nil
}

func wipeAll(keys [][]byte) {
	for _, k := range keys {
		clear(k)
	}
}

// tries are an account's wrong passphrases in a row.
type tries struct {
	wrong int
	until time.Time
}

// freeTries is how many wrong passphrases in a row cost nothing; each one more
// doubles the wait, from one minute to sixteen.
const freeTries = 5

func (k *Keys) mayTry(account string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.d.Now().Before(k.tries[account].until) {
		return fault.New(fault.TooMany, "disclosure.wait")
	}
	return nil
}

func (k *Keys) tried(account string, right bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if right {
		delete(k.tries, account)
		return
	}
	t := k.tries[account]
	if t.wrong++; t.wrong >= freeTries {
		t.until = k.d.Now().Add(time.Minute << min(t.wrong-freeTries, 4))
	}
	k.tries[account] = t
}

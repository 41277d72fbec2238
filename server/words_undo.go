package server

import (
	"sync"
	"time"

	"cairn/moderation"
	"cairn/server/views"
)

// undoSlips remembers each person's last decision in a session while it can be
// taken back, so that the button is there on whatever page they look at.
type undoSlips struct {
	mu   sync.Mutex
	last map[string]undoSlip
}

type undoSlip struct {
	item  string
	say   string
	until time.Time
}

func newUndoSlips() *undoSlips { return &undoSlips{last: map[string]undoSlip{}} }

func (u *undoSlips) put(account string, d moderation.Decision, say string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if d.Until.IsZero() {
		delete(u.last, account+"/"+d.Session)
		return
	}
	u.last[account+"/"+d.Session] = undoSlip{item: d.Item, say: say, until: d.Until}
}

func (u *undoSlips) drop(account, session string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.last, account+"/"+session)
}

// of gives what account can still take back in a session at now.
func (u *undoSlips) of(account, session string, now time.Time) views.Undo {
	u.mu.Lock()
	defer u.mu.Unlock()
	slip, ok := u.last[account+"/"+session]
	if !ok || !now.Before(slip.until) {
		delete(u.last, account+"/"+session)
		return views.Undo{}
	}
	return views.Undo{Item: slip.item, Say: slip.say, Left: int(slip.until.Sub(now).Round(time.Second).Seconds())}
}

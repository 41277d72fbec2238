package moderation

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// stop marks a session in which all publishing is stopped; its _id is the session's.
type stop struct {
	store.Meta `bson:",inline"`
	Day        time.Time `bson:"day"`
}

func stopSchema() store.Schema {
	return store.Schema{
		Name: "publishing_stops", Version: 1,
		Indexes: []store.Index{{Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: 30, Why: "A stop outlives its session by a month."},
		Purpose: "Sessions in which staff stopped all publishing of words.",
	}
}

// SetStopped stops all publishing of a session's words, or lets it go on. While
// stopped nothing is shown, and a word approved before waits like any other.
func (d *Desk) SetStopped(ctx context.Context, session string, stopped bool) error {
	var err error
	if stopped {
		err = d.stops.Insert(ctx, &stop{Meta: store.Meta{ID: session}, Day: d.today(ctx, "")})
	} else {
		err = d.stops.DeleteID(ctx, session)
	}
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	d.d.Changed(session, "")
	return nil
}

// Stopped reports whether all publishing of a session's words is stopped.
func (d *Desk) Stopped(ctx context.Context, session string) (bool, error) {
	_, err := d.stops.Get(ctx, session)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

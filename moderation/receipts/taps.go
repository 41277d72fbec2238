package receipts

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// Feel is how it was, as a face says it: "good", "soso", "bad", or "" where
// nobody tapped.
type Feel string

// The three faces.
const (
	FeelGood Feel = "good"
	FeelSoSo Feel = "soso"
	FeelBad  Feel = "bad"
)

// Feels lists the three in the order they are offered.
func Feels() []Feel { return []Feel{FeelGood, FeelSoSo, FeelBad} }

// Tap is what somebody tapped beside or instead of words. Its _id is the item's.
type Tap struct {
	store.Meta `bson:",inline"`
	Service    string    `bson:"service"`
	Feel       Feel      `bson:"feel,omitempty"`
	Topics     []string  `bson:"topics"` // ids of the service's topics
	Day        time.Time `bson:"day"`    // midnight UTC of the date at the service
}

// Keep stores what was tapped; the same id again changes nothing. The caller
// gives id, service, feel and topics.
func (t *Threads) Keep(ctx context.Context, tap Tap) error {
	tap.Day = t.today(ctx, tap.Service)
	err := t.taps.Insert(ctx, &tap)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// Tapped says whether anything was tapped under an item's id.
func (t *Threads) Tapped(ctx context.Context, item string) (bool, error) {
	_, err := t.taps.Get(ctx, item)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// TakeBackTap drops what was tapped under an item's id.
func (t *Threads) TakeBackTap(ctx context.Context, item string) error {
	return t.taps.DeleteID(ctx, item)
}

// TapsOf lists what was tapped at a service from a date on, oldest first.
func (t *Threads) TapsOf(ctx context.Context, service string, from time.Time) ([]*Tap, error) {
	return t.taps.All(ctx, store.Query{Index: "service", Equal: []any{service}, From: from})
}

package moderation

import (
	"context"

	"cairn/store"
)

// Sealer closes a worry so that only the safeguarding lead and deputies can
// open it. It must have sealed to all of them before it returns.
type Sealer interface {
	Seal(ctx context.Context, service string, words []byte) (sealed []byte, err error)
}

// sealedWorry is a worry nobody but its recipients can read. Its _id is the item's.
type sealedWorry struct {
	store.Meta `bson:",inline"`
	Service    string `bson:"service"`
	Session    string `bson:"session"`
	Sealed     []byte `bson:"sealed"`
}

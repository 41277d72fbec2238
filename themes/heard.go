package themes

import "cairn/store"

// Heard is one printed page: what a service heard in a period.
type Heard struct {
	store.Meta `bson:",inline"`
	Service    string `bson:"service"`
}

package moderation

import (
	"context"
	"iter"

	"cairn/store"
)

// ApprovedOf streams what a person approved of a service's words, from every
// source, in the order of the queue's dates. Each carries its masks; what it
// may be used for is in Visibility and Quote.
func (d *Desk) ApprovedOf(ctx context.Context, service string) iter.Seq2[*Item, error] {
	return func(yield func(*Item, error) bool) {
		for i, err := range d.items.Find(ctx, store.Query{Index: "queue", Equal: []any{service, string(Shown)}}) {
			if err == nil && i.By == "" {
				continue // shown because its word was approved: nobody read this one
			}
			if !yield(i, err) || err != nil {
				return
			}
		}
	}
}

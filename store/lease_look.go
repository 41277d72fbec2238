package store

import "context"

// Look reads the lease of a name as it stands in the store, whoever has it:
// Holder is "" where it was given back. It says nothing about whether the
// holder is alive, and what it gives cannot be renewed. NotFound where nobody
// ever took it.
func (l *Leases) Look(ctx context.Context, name string) (Lease, error) {
	doc, err := l.docs.Get(ctx, name)
	if err != nil {
		return Lease{}, err
	}
	return Lease{Name: doc.ID, Holder: doc.Holder, Fence: doc.Fence, rev: doc.Rev}, nil
}

// Later says whether l was taken or renewed after other was seen: a sign of life.
func (l Lease) Later(other Lease) bool { return l.rev > other.rev }

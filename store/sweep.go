package store

import (
	"context"
	"time"
)

// Sweep deletes every document whose days to keep are over at now (a date older
// than now minus Keep.Days, in steps of 24 hours) and says how many went per
// collection. Documents without that date stay. It may be repeated at will.
func Sweep(ctx context.Context, e Engine, schemas []Schema, now time.Time) (deleted map[string]int, err error) {
	deleted = map[string]int{}
	for _, s := range schemas {
		ix, ok := keepIndex(s)
		if s.Keep.Days <= 0 || !ok {
			continue
		}
		before := now.Add(-time.Duration(s.Keep.Days) * 24 * time.Hour)
		n, err := e.Delete(ctx, s.Name, Query{Index: ix.Name, To: before})
		if err != nil {
			return deleted, err
		}
		if n > 0 {
			deleted[s.Name] = n
		}
	}
	return deleted, nil
}

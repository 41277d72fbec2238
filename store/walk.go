package store

import (
	"context"
	"iter"
)

// Pages walks what a plan finds for an engine's Find: read gives one page of at
// most want records, and says whether there may be others behind them. An error
// ends the walk, after the records that came with it.
func Pages(p Plan, rows int, read func(p Plan, want int) (page []Record, more bool, err error)) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for left := p.Limit; ; {
			want := rows
			if p.Limit > 0 {
				want = min(want, left)
			}
			page, more, err := read(p, want)
			for _, rec := range page {
				if !yield(rec, nil) {
					return
				}
			}
			left -= len(page)
			if err == nil && (!more || p.Limit > 0 && left <= 0) {
				return
			}
			if err == nil {
				p, err = p.Next(page[len(page)-1].Body)
			}
			if err != nil {
				yield(Record{}, err)
				return
			}
		}
	}
}

// Failed is a walk that gives one error and no record.
func Failed(err error) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) { yield(Record{}, err) }
}

// Snapshots is what an engine's Snapshot gives: each collection by id, page by
// page, so that it holds nothing up; documents written meanwhile may or may not
// be in it. Collections that no backup may hold are left out.
func Snapshots(ctx context.Context, e Engine, schemas []Schema) iter.Seq2[Snapshotted, error] {
	return func(yield func(Snapshotted, error) bool) {
		for _, s := range schemas {
			if s.NeverSnapshot {
				continue
			}
			for rec, err := range e.Find(ctx, s.Name, Query{}) {
				if !yield(Snapshotted{Collection: s.Name, Record: rec}, err) || err != nil {
					return
				}
			}
		}
	}
}

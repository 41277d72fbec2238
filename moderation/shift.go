package moderation

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// HardFrom is the Look.Hard from which a text is folded and counts as hard to read.
const HardFrom = 2

// HardInARow is how many hard texts one person is given in a row where the
// settings say nothing else.
const HardInARow = 5

// shift counts the hard texts somebody decided on in a row; its _id is the account's.
type shift struct {
	store.Meta `bson:",inline"`
	Hard       int       `bson:"hard"`
	Day        time.Time `bson:"day"`
}

func shiftSchema() store.Schema {
	return store.Schema{
		Name: "shifts", Version: 1,
		Indexes: []store.Index{{Name: "day", Fields: []string{"day"}}},
		Keep:    store.Keep{Field: "day", Days: 7, Why: "A pause of days is a pause."},
		Purpose: "How many hard texts a member of staff has read in a row, so that somebody else gets the next.",
	}
}

// worked counts a decision of account on a text that was hard, or was not: an
// ordinary one breaks the row.
func (d *Desk) worked(ctx context.Context, account string, hard int) error {
	return d.countHard(ctx, account, func(n int) int {
		if hard >= HardFrom {
			return n + 1
		}
		return 0
	})
}

// Rested starts the count of hard texts again, after a pause.
func (d *Desk) Rested(ctx context.Context, account string) error {
	return d.countHard(ctx, account, func(int) int { return 0 })
}

// inARow is how many hard texts account has read in a row.
func (d *Desk) inARow(ctx context.Context, account string) (int, error) {
	s, err := d.shifts.Get(ctx, account)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.Hard, nil
}

func (d *Desk) countHard(ctx context.Context, account string, count func(int) int) error {
	today := d.today(ctx, "")
	was, err := d.inARow(ctx, account)
	if err != nil || was == count(was) {
		return err
	}
	err = d.shifts.Insert(ctx, &shift{Meta: store.Meta{ID: account}, Hard: count(0), Day: today})
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	_, err = d.shifts.Update(ctx, account, func(s *shift) error {
		s.Hard, s.Day = count(s.Hard), today
		return nil
	})
	return err
}

package moderation

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
)

// UndoLasts is how long a decision can be taken back.
const UndoLasts = 10 * time.Second

// undoable is a decision that can be taken back, also after a restart. It holds
// no words. Its _id is the item decided on, which is the first of Moves.
type undoable struct {
	store.Meta `bson:",inline"`
	By         string    `bson:"by"`
	Session    string    `bson:"session"`
	Until      time.Time `bson:"until"`
	Moves      []move    `bson:"moves"`
}

// move is one item that went from what it was to a state.
type move struct {
	Item   string `bson:"item"`
	To     State  `bson:"to"`
	ToBy   string `bson:"toby,omitempty"`
	Was    stood  `bson:"was"`
	Masked bool   `bson:"masked,omitempty"` // it is shown with words hidden
	Second bool   `bson:"second,omitempty"` // it was a ruling on an appeal
}

// stood is how an item stood before a decision, without its words.
type stood struct {
	State   State     `bson:"state"`
	By      string    `bson:"by,omitempty"`
	Reason  Reason    `bson:"reason,omitempty"`
	Masks   []Mask    `bson:"masks,omitempty"`
	Decided time.Time `bson:"decided,omitempty"`
	Contest Contest   `bson:"contest"`
}

func undoSchema() store.Schema {
	return store.Schema{
		Name: "undos", Version: 1, NeverSnapshot: true,
		Indexes: []store.Index{
			{Name: "by", Fields: []string{"by", "until"}},
			{Name: "until", Fields: []string{"until"}},
		},
		Keep:    store.Keep{Field: "until", Days: 1},
		Purpose: "The last decisions of staff, without the words, so that one can be taken back within ten seconds.",
	}
}

func moveOf(was, now *Item) move {
	return move{
		Item: was.ID, To: now.State, ToBy: now.By, Second: was.Appeal == AppealOpen && now.Appeal != AppealOpen,
		Masked: now.State == Shown && len(now.Masks) > 0,
		Was:    stood{State: was.State, By: was.By, Reason: was.Reason, Masks: was.Masks, Decided: was.Decided, Contest: was.Contest},
	}
}

// remember keeps a decision in place of an earlier one on the same item.
func (d *Desk) remember(ctx context.Context, u undoable) error {
	err := d.undos.Insert(ctx, &u)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	_, err = d.undos.Update(ctx, u.ID, func(old *undoable) error {
		u.Meta = old.Meta
		*old = u
		return nil
	})
	return err
}

// LastDecision is what account can still take back. Of is "show", "mask",
// "keep", "upheld" or "overturned".
type LastDecision struct {
	Item    string
	Session string
	Of      string
	Left    time.Duration
}

// LastOf gives account's newest decision that can still be taken back; in one
// session where session is not "". ok is false where there is none.
func (d *Desk) LastOf(ctx context.Context, account, session string) (last LastDecision, ok bool, err error) {
	now := d.d.Now()
	q := store.Query{Index: "by", Equal: []any{account}, From: now, Desc: true}
	for u, err := range d.undos.Find(ctx, q) {
		if err != nil {
			return last, false, err
		}
		if session != "" && u.Session != session || !now.Before(u.Until) || len(u.Moves) == 0 {
			continue
		}
		return LastDecision{Item: u.ID, Session: u.Session, Of: u.Moves[0].named(), Left: u.Until.Sub(now)}, true, nil
	}
	return last, false, nil
}

func (m move) named() string {
	switch {
	case m.Second && m.Was.State == m.To:
		return "upheld"
	case m.Second:
		return "overturned"
	case m.To == KeptBack:
		return "keep"
	case m.Masked:
		return "mask"
	}
	return "show"
}

// Undo takes back by's own decision on an item within ten seconds: everything
// that moved with it goes where it was, unless somebody decided on it since.
// Closed "moderation.undo.late" after that, or for a worry.
func (d *Desk) Undo(ctx context.Context, item, by string) error {
	late := fault.New(fault.Closed, "moderation.undo.late")
	u, err := d.undos.Get(ctx, item)
	if fault.Is(err, fault.NotFound) {
		return late
	}
	if err != nil {
		return err
	}
	if u.By != by || !d.d.Now().Before(u.Until) || len(u.Moves) == 0 {
		return late
	}
	now, err := d.items.Get(ctx, item)
	if err != nil || now.Text == "" {
		return late
	}
	return d.change(now, func() error {
		for _, m := range slices.Backward(u.Moves) {
			if err := d.moveBack(ctx, m); err != nil {
				return err
			}
		}
		if err := d.undos.DeleteID(ctx, item); err != nil {
			return err
		}
		return d.holdOrphans(ctx, *now)
	})
}

func (d *Desk) moveBack(ctx context.Context, m move) error {
	_, err := d.items.Update(ctx, m.Item, func(i *Item) error {
		if i.State != m.To || i.By != m.ToBy || i.Text == "" {
			return nil
		}
		i.State, i.By, i.Reason, i.Masks = m.Was.State, m.Was.By, m.Was.Reason, m.Was.Masks
		i.Decided, i.Contest = m.Was.Decided, m.Was.Contest
		return nil
	})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if m.To == Shown && m.Was.State != Shown {
		d.d.Forgotten(ctx, m.Item)
	}
	return nil
}

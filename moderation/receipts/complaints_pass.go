package receipts

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// CaseOf is the id under which the words of a complaint are sealed. It looks like
// any other, and nobody reads the reference number out of it.
func (t *Threads) CaseOf(reference string) string { return t.ItemID("complaint "+reference, "") }

// PassComplaint takes the words out of a complaint that was handed to the
// safeguarding lead; the caller has seen to it that they were sealed first.
func (t *Threads) PassComplaint(ctx context.Context, reference, by string) error {
	_, err := t.complaints.Update(ctx, reference, func(c *Complaint) error {
		c.State, c.Text, c.By = ComplaintPassed, "", by
		return nil
	})
	return err
}

// ReturnedComplaint is a complaint that was no worry, as its case gives it back.
type ReturnedComplaint struct {
	Service, Case, Text, Lang string
	Day                       time.Time // the date it was written on
}

// ReturnComplaint puts the words of a complaint back into it, for the named
// person to answer: its 30 days still count from the day it was written. Where
// only its case was kept, as a crash leaves it, it is made anew. A second time
// changes nothing.
func (t *Threads) ReturnComplaint(ctx context.Context, n ReturnedComplaint) error {
	text, err := surveys.CleanText(n.Text)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(n.Case, ".") // ".2" and so on once it had been sent back
	all, err := t.complaintsIn(ctx, n.Service, append(held(), ComplaintPassed)...)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(c *Complaint) bool { return t.CaseOf(c.ID) == first }); i >= 0 {
		_, err := t.complaints.Update(ctx, all[i].ID, func(c *Complaint) error {
			if c.State == ComplaintPassed {
				c.State, c.Text, c.By = ComplaintOpen, text, ""
			}
			return nil
		})
		return err
	}
	err = t.complaints.Insert(ctx, &Complaint{
		Meta: store.Meta{ID: t.reference(first, text)}, Service: n.Service, State: ComplaintOpen, Text: text, Lang: n.Lang, Day: n.Day,
	})
	if fault.Is(err, fault.Conflict) {
		err = nil
	}
	return err
}

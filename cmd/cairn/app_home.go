package main

import (
	"context"

	"cairn/moderation/disclosure"
	"cairn/staff"
)

// safeWaits counts possible disclosures that this member of staff may know of
// and that nobody has taken on, for the start page.
func (a *app) safeWaits(ctx context.Context, service string, me *staff.Account) (int, error) {
	open, err := a.safety.cases.List(ctx, disclosure.Who{Account: me.ID}, service, false)
	n := 0
	for _, c := range open {
		if c.Seen.IsZero() {
			n++
		}
	}
	return n, err
}

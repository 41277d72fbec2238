package main

import (
	"context"
	"slices"

	"cairn/moderation/disclosure"
	"cairn/moderation/receipts"
	"cairn/moderation/screening"
	"cairn/server"
	"cairn/staff"
)

// lookAtComplaint screens the words of a complaint and says whom of the staff
// they may be about: by a name that screening finds, or by the lead's office.
func (a *app) lookAtComplaint(ctx context.Context, service, text, lang string) (server.ComplaintLook, error) {
	people, err := a.office.Accounts(ctx, service)
	if err != nil {
		return server.ComplaintLook{}, err
	}
	lists := a.screenLists(ctx, service)
	lists.Staff = slices.Clone(lists.Staff) // which may be half a minute old
	for _, p := range people {
		lists.Staff = append(lists.Staff, p.Name)
	}
	seen := a.screener.Screen(text, lang, lists)
	look := server.ComplaintLook{Danger: seen.Route == screening.Safeguarding}
	hear, left := 0, 0
	for _, p := range people {
		meant := meantBy(p, service, seen.Named, text)
		if meant {
			look.Meant = append(look.Meant, p.ID)
		}
		if staff.May(p, staff.HearComplaints, service) {
			hear++
			if !meant {
				left++
			}
		}
	}
	look.All = hear > 0 && left == 0
	return look, nil
}

// meantBy says whether one of the staff may be meant: theirs is one of the names
// that were found, or the words speak of the safeguarding lead and they are it.
func meantBy(p *staff.Account, service string, found []string, text string) bool {
	byName := disclosure.Holder{Account: p.ID, Name: p.Name}
	byOffice := disclosure.Holder{Account: p.ID, Lead: slices.Contains(p.RolesIn(service), staff.Lead)}
	return len(disclosure.Named([]disclosure.Holder{byName}, found, "")) > 0 || len(disclosure.Named([]disclosure.Holder{byOffice}, nil, text)) > 0
}

// complaintsWait counts complaints without an answer that this member of staff
// may see.
func (a *app) complaintsWait(ctx context.Context, service string, me *staff.Account) (int, error) {
	all, err := a.threads.ComplaintsOf(ctx, service)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, c := range all {
		if c.State != receipts.ComplaintOpen {
			continue
		}
		look, err := a.lookAtComplaint(ctx, service, c.Text, c.Lang)
		if err != nil {
			return 0, err
		}
		if !slices.Contains(look.Meant, me.ID) {
			n++
		}
	}
	return n, nil
}

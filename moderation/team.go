package moderation

import (
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation/workdays"
)

// Team is who may rule on a service's words (Here) and who may in the service it
// named as its partner; both are account ids.
type Team struct {
	Here     []string
	Partner  []string
	Holidays workdays.Holidays // of the service, beside weekends; nil is none
	Days     int               // in which an appeal is answered, as its author was told; 0 is no promise
}

// Late says whether an appeal has waited longer than its author was told.
func (t Team) Late(i *Item, today time.Time) bool {
	since, open := i.openAppeal()
	return open && t.Days > 0 && today.After(since.AddDate(0, 0, t.Days))
}

// PartnerWaits is after how many working days an appeal is shown to the partner
// service where somebody else at home could have ruled on it.
const PartnerWaits = 2

// MayHear says whether account may rule on an item's appeal today: never on the
// ruling they made themselves; somebody else of the service at once; the partner
// service at once where nobody else is left, else after two working days.
// Forbidden "moderation.appeal.own" or "moderation.appeal.notyours".
func (t Team) MayHear(i *Item, account string, today time.Time) error {
	if account == "" || account == i.First {
		return fault.New(fault.Forbidden, "moderation.appeal.own")
	}
	if slices.Contains(t.Here, account) {
		return nil
	}
	alone := !slices.ContainsFunc(t.Here, func(a string) bool { return a != i.First })
	if slices.Contains(t.Partner, account) && (alone || workdays.Between(i.AppealDay, today, t.Holidays) >= PartnerWaits) {
		return nil
	}
	return fault.New(fault.Forbidden, "moderation.appeal.notyours")
}

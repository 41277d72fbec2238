package moderation

import (
	"time"

	"cairn/moderation/screening"
)

// lookOf is what the queue keeps of a screening's result. page is the language
// of the page it was written on.
func lookOf(r screening.Result, page string, day time.Time) Look {
	look := Look{Findings: r.Findings, Hard: r.Hard, Tongue: r.Lang, Unread: !r.Known, Unchecked: r.Failed}
	if look.Tongue == "" && r.Known {
		look.Tongue = page
	}
	look.Due = day.AddDate(0, 0, -headStart(look))
	return look
}

// headStart is how many days an item stands before others of its date. It is
// bounded, so that what waits long enough comes first whatever it is.
func headStart(l Look) int {
	days := 0
	for _, f := range l.Findings {
		switch f.Kind {
		case screening.Risk:
			days = max(days, 7)
		case screening.Hate:
			days = max(days, 2)
		case screening.Rude, screening.Personal:
			days = max(days, 1)
		}
	}
	if l.Unread || l.Unchecked {
		days = max(days, 4)
	}
	return days
}

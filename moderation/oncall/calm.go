package oncall

import (
	"context"
	"errors"
	"slices"
	"time"

	"cairn/moderation/workdays"
)

// calmly says how many are told of a calm page at a moment, out of all: nobody
// before a working day's hours, then one, and everybody on the working day after.
// Whoever comes on call meanwhile is not told of it too.
func (p Page) calmly(all int, now time.Time) int {
	switch {
	case now.Before(p.At):
		return 0
	case !now.Before(p.AllAt):
		return all
	case len(p.Told) > 0:
		return 0
	}
	return 1
}

// calm sets a page's hours: told in those of a working day, everybody a working day later.
func (r *Rota) calm(ctx context.Context, p *Page) {
	told, _ := r.sameDay(ctx, p.Service, p.At)
	p.At, p.AllAt = told.UTC(), r.DueBy(ctx, p.Service, told).UTC()
}

// ReadBy is the end of the working day on which what wakes nobody must be read,
// as a service reckons its days.
func (r *Rota) ReadBy(ctx context.Context, service string, from time.Time) time.Time {
	_, read := r.sameDay(ctx, service, from)
	return read
}

func (r *Rota) sameDay(ctx context.Context, service string, from time.Time) (told, read time.Time) {
	settings, err := r.d.House.Service(ctx, service)
	free, failed := r.Holidays(ctx, service)
	if err != nil || failed != nil {
		return workdays.SameDay(from, time.UTC, nil) // sooner rather than later
	}
	return workdays.SameDay(from, settings.Zone, free)
}

// supersedes says whether a call of the same case is another call than a page it
// was before.
func (p Page) supersedes(was *Page) bool {
	return was.Calm && !p.Calm || p.Quiet && !p.Calm && !was.Quiet || p.Outside != was.Outside || !slices.Equal(p.May, was.May)
}

// anew puts a page in the place of the one its case had, where it is another; the
// screens of those told before are told too, since it may have gone from there.
func (r *Rota) anew(ctx context.Context, p Page, told []string) error {
	changed, desk := false, ""
	after, err := r.pages.Update(ctx, p.ID, func(was *Page) error {
		if changed = p.supersedes(was); !changed {
			return errNothing
		}
		for _, t := range was.Told {
			told = append(told, t.Account)
		}
		desk = was.Session
		p.Meta = was.Meta
		*was = p
		return nil
	})
	if err != nil && !changed {
		return ignoreNothing(err)
	}
	if err == nil {
		r.announce(*after, told, after.DeskTold)
		if desk != "" {
			r.d.DeskChanged(desk)
		}
	}
	return err
}

func ignoreNothing(err error) error {
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

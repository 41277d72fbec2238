package oncall

import (
	"context"
	"time"
)

// Rota keeps who accepted to be reachable, and pages them.
type Rota struct{}

// Who is on call for a service at an instant; false where nobody is.
func (r *Rota) Who(ctx context.Context, service string, at time.Time) (Person, bool) {
	return Person{}, false
}

// Covers says whether somebody is on call for the whole stretch, and who is at
// its beginning.
func (r *Rota) Covers(ctx context.Context, service string, from, until time.Time) (Person, bool) {
	return Person{}, false
}

// Page takes a call durably and tells the first people; the same Case again is nil.
func (r *Rota) Page(ctx context.Context, c Call) error { return nil }

// Acknowledge notes that account has seen the page of a case.
func (r *Rota) Acknowledge(ctx context.Context, page, account string) error { return nil }

// Tick does what is due: escalations and what is to be sent again.
func (r *Rota) Tick(ctx context.Context) error { return nil }

package staff

import (
	"context"

	"cairn/fault"
)

// ChangeSafety saves one section of a service's safety settings, s.Safety, at
// the revision s was read at. Forbidden without ChangeSafety; the section that
// says who gets worries about staff is for key-holders alone, since whoever is
// named there may be sent what an administrator must never read. Invalid with
// the first of its Problems, Conflict "staff.slug.taken" or when somebody else
// saved first.
func (o *Office) ChangeSafety(ctx context.Context, by *Account, s Service, part Part) (*Service, error) {
	if !MayChangePart(by, part, s.ID) {
		return nil, notYours()
	}
	kept, err := o.Service(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	next := *kept
	next.Rev, next.Safety = s.Rev, kept.With(part, s.Safety)
	if err := firstOf(next.Safety.Problems(part)); err != nil {
		return nil, err
	}
	if part == PartQueue {
		if err := o.partnerFits(ctx, next); err != nil {
			return nil, err
		}
	}
	if part == PartTell && next.Slug != "" && next.Slug != kept.Slug {
		if err := o.claimSlug(ctx, next.Slug, next.ID); err != nil {
			return nil, err
		}
	}
	if err := o.services.Replace(ctx, &next); err != nil {
		return nil, err
	}
	what := SafetyChanged
	if part == PartOutside && next.Outside != kept.Outside {
		what = OutsideChanged
	}
	return &next, o.trail.Append(ctx, Entry{By: by.ID, What: what, Service: next.ID, Thing: string(part)})
}

// MayChangePart says whether an account may change one section of a service's
// safety settings.
func MayChangePart(a *Account, part Part, service string) bool {
	if part == PartOutside {
		return May(a, ReadDisclosure, service)
	}
	return May(a, ChangeSafety, service)
}

// partnerFits refuses a partner that is the service itself or does not exist.
func (o *Office) partnerFits(ctx context.Context, s Service) error {
	if s.Partner == "" {
		return nil
	}
	wrong := fault.New(fault.Invalid, "staff.safety.partner")
	if s.Partner == s.ID {
		return wrong
	}
	_, err := o.Service(ctx, s.Partner)
	if fault.Is(err, fault.NotFound) {
		return wrong
	}
	return err
}

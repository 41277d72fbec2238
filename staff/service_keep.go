package staff

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/store"
)

// AddService stores a new service and makes by its administrator. Invalid with
// the first of its Problems; Forbidden for anybody who is administrator nowhere.
func (o *Office) AddService(ctx context.Context, by *Account, s Service) (*Service, error) {
	if !May(by, AddService, "") {
		return nil, notYours()
	}
	made, err := o.insertService(ctx, s)
	if err != nil {
		return nil, err
	}
	_, err = o.accounts.Update(ctx, by.ID, func(a *Account) error {
		a.Grants = append(a.Grants, Grant{Service: made.ID, Role: Administrator})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return made, o.trail.Append(ctx, Entry{By: by.ID, What: ServiceAdded, Service: made.ID})
}

// ChangeService saves an edited service at the revision it was read at. Who may
// change only the help lines changes only those and whom to ring. Conflict when
// somebody else saved first.
func (o *Office) ChangeService(ctx context.Context, by *Account, s Service) (*Service, error) {
	if !May(by, ChangeHelp, s.ID) {
		return nil, notYours()
	}
	kept, err := o.Service(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	if !May(by, ChangeService, s.ID) {
		help, ring := s.HelpLines, s.RingFirst
		rev := s.Rev
		s = *kept
		s.HelpLines, s.RingFirst, s.Rev = help, ring, rev
	}
	s.Safety, s.Example = kept.Safety, kept.Example // they have a door of their own: ChangeSafety
	if err := fit(s); err != nil {
		return nil, err
	}
	if err := o.services.Replace(ctx, &s); err != nil {
		return nil, err
	}
	return &s, o.trail.Append(ctx, Entry{By: by.ID, What: ServiceChanged, Service: s.ID})
}

func (o *Office) insertService(ctx context.Context, s Service) (*Service, error) {
	if s.Zone == "" {
		s.Zone = DefaultZone
	}
	if err := fit(s); err != nil {
		return nil, err
	}
	for _, part := range SafetyParts() {
		if err := firstOf(s.Safety.Problems(part)); err != nil {
			return nil, err
		}
	}
	s.Meta = store.Meta{ID: store.NewID(o.random)}
	if s.Slug != "" {
		if err := o.claimSlug(ctx, s.Slug, s.ID); err != nil {
			return nil, err
		}
	}
	return &s, o.services.Insert(ctx, &s)
}

// fit turns the first problem of a service into its error.
func fit(s Service) error {
	if p := s.Problems(zoneKnown); len(p) > 0 {
		return fault.New(fault.Invalid, p[0].Key, p[0].Args...)
	}
	return nil
}

func zoneKnown(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

// Location is the service's zone; London where its name is not known here.
func (s Service) Location() *time.Location {
	if zoneKnown(s.Zone) {
		if l, err := time.LoadLocation(s.Zone); err == nil {
			return l
		}
	}
	if l, err := time.LoadLocation(DefaultZone); err == nil {
		return l
	}
	return time.UTC
}

func notYours() error { return fault.New(fault.Forbidden, "staff.notyours") }

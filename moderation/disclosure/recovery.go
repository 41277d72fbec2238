package disclosure

import (
	"context"
	"strings"

	"cairn/fault"
	"cairn/store"
)

// MakeRecovery makes a service's recovery key and gives its private half, once:
// it is printed for the safe and kept nowhere. Conflict "disclosure.recovery.there"
// when there is one already, unless again says that its paper is lost.
func (k *Keys) MakeRecovery(ctx context.Context, w Who, service string, again bool) (string, error) {
	if _, err := k.holder(ctx, w.Account, service); err != nil {
		return "", err
	}
	private, public, err := newKey()
	if err != nil {
		return "", err
	}
	defer clear(private)
	made := &serviceKey{Meta: store.Meta{ID: service}, Public: public, Made: k.d.Now(), By: w.Account}
	if made.Test, err = k.testItem(public); err != nil {
		return "", err
	}
	err = k.services.Insert(ctx, made)
	if fault.Is(err, fault.Conflict) {
		_, err = k.services.Update(ctx, service, func(s *serviceKey) error {
			if s.Public != "" && !s.Opened.IsZero() && !again {
				return fault.New(fault.Conflict, "disclosure.recovery.there")
			}
			made.Meta, made.Complete = s.Meta, s.Complete
			*s = *made
			return nil
		})
	}
	if err != nil {
		return "", err
	}
	return Spaced(string(private)), k.d.Trail.Note(ctx, Entry{By: w.Account, What: "recovery.made", Service: service, Thing: fingerprint(public)})
}

// Spaced writes a private key in groups of four, to be read aloud and typed.
func Spaced(private string) string {
	head, rest, found := strings.Cut(private, "-KEY-1")
	if !found {
		return private
	}
	groups := []string{head + "-KEY-1"}
	for len(rest) > 4 {
		groups, rest = append(groups, rest[:4]), rest[4:]
	}
	return strings.Join(append(groups, rest), " ")
}

// OpenRecoveryTest opens the recovery key's test item with the key from the
// paper; the key works for another month. It returns what was inside.
func (k *Keys) OpenRecoveryTest(ctx context.Context, w Who, service, typed string) (string, error) {
	private, err := k.printed(ctx, w, service, typed)
	if err != nil {
		return "", err
	}
	defer clear(private)
	kept, err := k.services.Get(ctx, service)
	if err != nil {
		return "", err
	}
	inside, err := unseal(kept.Test, private)
	if err != nil {
		return "", err
	}
	next, err := k.testItem(kept.Public)
	if err != nil {
		return "", err
	}
	if _, err := k.services.Update(ctx, service, func(s *serviceKey) error {
		if s.Public != kept.Public {
			return fault.New(fault.Conflict, "disclosure.key.changed")
		}
		s.Opened, s.Test = k.d.Now(), next
		return nil
	}); err != nil {
		return "", err
	}
	if err := k.settle(ctx, service); err != nil {
		return "", err
	}
	return string(inside), k.d.Trail.Note(ctx, Entry{By: w.Account, What: "recovery.opened", Service: service, Thing: fingerprint(kept.Public)})
}

// printed reads a typed recovery key and makes sure that it is this service's.
func (k *Keys) printed(ctx context.Context, w Who, service, typed string) ([]byte, error) {
	if _, err := k.holder(ctx, w.Account, service); err != nil {
		return nil, err
	}
	kept, err := k.services.GetOr(ctx, service, "disclosure.recovery.none")
	if err != nil {
		return nil, err
	}
	if err := k.mayTry(w.Account); err != nil {
		return nil, err
	}
	private, public, err := readable(typed)
	if err == nil && public != kept.Public {
		clear(private)
		err = fault.New(fault.Invalid, "disclosure.recovery.other")
	}
	if err != nil {
		return nil, err
	}
	return private, nil
}

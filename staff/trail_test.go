package staff_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/staff"
	"cairn/store"
	"cairn/store/storetest"
)

func TestTheTrailHoldsTogetherAlsoUnderManyHands(t *testing.T) {
	engine := storetest.Memory(t, staff.Schemas()...)
	trail := staff.OpenTrail(engine, time.Now)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				if err := trail.Append(t.Context(), staff.Entry{By: fmt.Sprintf("who%d", i), What: staff.SignedIn}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	good, broken, err := trail.Verify(t.Context())
	if err != nil || good != 80 || broken != 0 {
		t.Errorf("got %d good, broken at %d (%v), want 80 and none", good, broken, err)
	}
}

func TestAChangedOrMissingEntryIsSeen(t *testing.T) {
	for name, harm := range map[string]func(*store.Collection[staff.Entry], string) error{
		"changed": func(c *store.Collection[staff.Entry], id string) error {
			_, err := c.Update(t.Context(), id, func(e *staff.Entry) error { e.By = "somebody.else"; return nil })
			return err
		},
		"changed with its own hash put right": func(c *store.Collection[staff.Entry], id string) error {
			_, err := c.Update(t.Context(), id, func(e *staff.Entry) error {
				e.By = "somebody.else"
				e.Hash = e.Digest()
				return nil
			})
			return err
		},
		"missing": func(c *store.Collection[staff.Entry], id string) error { return c.DeleteID(t.Context(), id) },
	} {
		t.Run(name, func(t *testing.T) {
			engine := storetest.Memory(t, staff.Schemas()...)
			trail := staff.OpenTrail(engine, time.Now)
			for range 9 {
				if err := trail.Append(t.Context(), staff.Entry{By: "ann", What: staff.RolesChanged, Service: "link", Thing: "bo"}); err != nil {
					t.Fatal(err)
				}
			}
			schemas := staff.Schemas()
			if err := harm(store.Open[staff.Entry](engine, schemas[len(schemas)-1]), "000000000005"); err != nil {
				t.Fatal(err)
			}
			if _, broken, err := trail.Verify(t.Context()); err != nil || broken < 5 || broken > 6 {
				t.Errorf("got broken at %d (%v), want it seen at 5 or 6", broken, err)
			}
		})
	}
}

func TestTheTrailRefusesWhatIsNotAnID(t *testing.T) {
	trail := staff.OpenTrail(storetest.Memory(t, staff.Schemas()...), time.Now)
	for _, e := range []staff.Entry{
		{By: "ann@example.org", What: staff.SignedIn},
		{By: "ann", What: "read what Bo wrote"},
		{By: "ann", What: staff.SignedIn, Thing: "Bo Hall"},
		{By: "ann"},
	} {
		if err := trail.Append(t.Context(), e); !fault.Is(err, fault.Internal) {
			t.Errorf("%+v: got %v, want a refusal", e, err)
		}
	}
}

func TestWhatStaffDoIsWrittenDown(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	h.bo(t, a, s.ID, staff.Moderator)
	if _, _, err := h.SignIn(t.Context(), "bo@example.org", bosPassword); err != nil {
		t.Fatal(err)
	}
	recent, err := h.Trail().Recent(t.Context(), s.ID, 10)
	if err != nil || len(recent) != 1 || recent[0].What != staff.StaffInvited || recent[0].By != a.ID {
		t.Errorf("got %v (%v), want ann's invitation", recent, err)
	}
	if good, broken, err := h.Trail().Verify(t.Context()); err != nil || broken != 0 || good != 4 {
		t.Errorf("got %d good, broken at %d (%v), want 4: two accounts, an invitation, a sign-in", good, broken, err)
	}
}

package staff_test

import (
	"crypto/rand"
	"slices"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/staff"
	"cairn/store/storetest"
)

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) on(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// house is an office on a real store, with a clock and the sessions that ended.
type house struct {
	*staff.Office
	clock *clock
	mu    sync.Mutex
	ended []string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{clock: &clock{at: time.Date(2026, 10, 6, 9, 0, 0, 0, time.UTC)}}
	h.Office = staff.Open(staff.Deps{
		Engine: storetest.Memory(t, staff.Schemas()...), Now: h.clock.now, Random: rand.Reader,
		Ended: func(id string) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.ended = append(h.ended, id)
		},
	})
	return h
}

func (h *house) hasEnded(id string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Contains(h.ended, id)
}

const (
	annsPassword = "lantern otter gravel"
	bosPassword  = "Brew-kettle-Ullswater"
)

// ann is the first administrator, made through the set-up link.
func (h *house) ann(t *testing.T) (*staff.Account, *staff.Service) {
	t.Helper()
	token, err := h.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, s, err := h.SetUp(t.Context(), token, staff.NewService("Link Cumbria", "LINK"),
		staff.NewAccount{Email: "Ann@Example.org", Name: "Ann Reed", Password: annsPassword})
	if err != nil {
		t.Fatal(err)
	}
	return a, s
}

// bo is a further member of staff with these roles, made through an invitation.
func (h *house) bo(t *testing.T, by *staff.Account, service string, roles ...staff.Role) *staff.Account {
	t.Helper()
	var grants []staff.Grant
	for _, r := range roles {
		grants = append(grants, staff.Grant{Service: service, Role: r})
	}
	token, err := h.Invite(t.Context(), by, "bo@example.org", grants)
	if err != nil {
		t.Fatal(err)
	}
	a, err := h.Accept(t.Context(), token, "Bo Hall", bosPassword)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
}

func TestTheSetUpLinkMakesTheFirstAdministratorOnce(t *testing.T) {
	h := newHouse(t)
	old, err := h.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := staff.NewAccount{Email: "ann@example.org", Name: "Ann Reed", Password: annsPassword}
	_, _, err = h.SetUp(t.Context(), old, staff.NewService("Link Cumbria", "LINK"), n)
	wantKey(t, "the link before it", err, "staff.link.over")

	weak := n
	weak.Password = "password1234"
	_, _, err = h.SetUp(t.Context(), token, staff.NewService("Link Cumbria", "LINK"), weak)
	wantKey(t, "a common password", err, "staff.password.common")
	_, _, err = h.SetUp(t.Context(), token, staff.Service{}, n)
	wantKey(t, "a service without a name", err, "staff.service.name")

	a, s, err := h.SetUp(t.Context(), token, staff.NewService("Link Cumbria", "LINK"), n)
	if err != nil {
		t.Fatalf("refusals must not use the link up: %v", err)
	}
	if !staff.May(a, staff.ManageStaff, s.ID) || !staff.May(a, staff.RunSession, s.ID) || staff.May(a, staff.ReadDisclosure, s.ID) {
		t.Errorf("got roles %v, want administrator and facilitator", a.RolesIn(s.ID))
	}
	_, _, err = h.SetUp(t.Context(), token, staff.NewService("Another", ""), n)
	wantKey(t, "using it again", err, "staff.link.over")
	_, err = h.SetUpLink(t.Context())
	wantKey(t, "a further link", err, "staff.setup.done")
}

func TestOfManyWhoUseOneLinkExactlyOneGetsIn(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	token, err := h.SignInLink(t.Context(), a.ID, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	in := make(chan string, 16)
	for range 16 {
		wg.Go(func() {
			if session, _, err := h.SignInByLink(t.Context(), token); err == nil {
				in <- session
			}
		})
	}
	wg.Wait()
	if len(in) != 1 {
		t.Errorf("got %d sign-ins, want 1", len(in))
	}
}

func TestALinkDiesWithItsTime(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	token, err := h.Invite(t.Context(), a, "bo@example.org", []staff.Grant{{Service: s.ID, Role: staff.Moderator}})
	if err != nil {
		t.Fatal(err)
	}
	inv, err := h.Invitation(t.Context(), token)
	if err != nil || inv.Email != "bo@example.org" || !inv.Until.Equal(h.clock.now().Add(24*time.Hour)) {
		t.Errorf("got %+v (%v), want bo's invitation for 24 hours", inv, err)
	}
	h.clock.on(24 * time.Hour)
	_, err = h.Accept(t.Context(), token, "Bo Hall", bosPassword)
	wantKey(t, "a day later", err, "staff.link.over")
	_, err = h.Accept(t.Context(), "made up", "Bo Hall", bosPassword)
	wantKey(t, "an invented token", err, "staff.link.over")
}

func TestALinkOfOneKindOpensNothingElse(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	invite, err := h.Invite(t.Context(), a, "bo@example.org", []staff.Grant{{Service: s.ID, Role: staff.Moderator}})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.SignInByLink(t.Context(), invite)
	wantKey(t, "an invitation at the sign-in door", err, "staff.link.over")
	wantKey(t, "an invitation at the password door", h.PasswordByLink(t.Context(), invite, bosPassword), "staff.link.over")
	wantKey(t, "an invitation at the set-up door", h.SetUpOpen(t.Context(), invite), "staff.link.over")
}

func TestOneAddressHasOneAccount(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	_, err := h.Invite(t.Context(), a, "ANN@example.org", []staff.Grant{{Service: s.ID, Role: staff.Moderator}})
	wantKey(t, "inviting an address that has an account", err, "staff.email.taken")

	var wg sync.WaitGroup
	made := make(chan *staff.Account, 8)
	for range 8 {
		wg.Go(func() {
			n := staff.NewAccount{Email: "bo@example.org", Name: "Bo Hall", Password: bosPassword}
			if b, err := h.Enrol(t.Context(), n, nil); err == nil {
				made <- b
			}
		})
	}
	wg.Wait()
	if len(made) != 1 {
		t.Errorf("got %d accounts for one address, want 1", len(made))
	}
}

func TestOnlyAnAdministratorOfTheServiceInvites(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Moderator, staff.Lead)
	grants := []staff.Grant{{Service: s.ID, Role: staff.Designer}}
	_, err := h.Invite(t.Context(), b, "cy@example.org", grants)
	wantKey(t, "a moderator invites", err, "staff.notyours")
	_, err = h.Invite(t.Context(), a, "cy@example.org", append(grants, staff.Grant{Service: "another", Role: staff.Designer}))
	wantKey(t, "into somebody else's service", err, "staff.notyours")
	_, err = h.Invite(t.Context(), a, "cy@example.org", []staff.Grant{{Service: s.ID, Role: "king"}})
	wantKey(t, "into a role that does not exist", err, "staff.role.unknown")
}

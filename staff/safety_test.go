package staff_test

import (
	"strings"
	"sync"
	"testing"

	"cairn/fault"
	"cairn/staff"
	"cairn/surveys"
)

// save changes one section of a service as it is kept now.
func (h *house) save(t *testing.T, by *staff.Account, service string, part staff.Part, change func(*staff.Safety)) error {
	t.Helper()
	s, err := h.Service(t.Context(), service)
	if err != nil {
		t.Fatal(err)
	}
	next := *s
	change(&next.Safety)
	_, err = h.ChangeSafety(t.Context(), by, next, part)
	return err
}

func TestNothingIsPublishedWithoutSomebodyWhoAnswersForIt(t *testing.T) {
	for _, c := range []struct {
		who  staff.Contact
		want bool
	}{
		{staff.Contact{}, false},
		{staff.Contact{Name: "Alex Reid"}, false},
		{staff.Contact{Name: "  ", Number: "01632 960 017"}, false},
		{staff.Contact{Name: "Alex Reid", Number: "01632 960 017"}, true},
		{staff.Contact{Name: "Alex Reid", Email: "alex@link.example"}, true},
	} {
		s := staff.Safety{Accountable: c.who}
		err := s.MayPublish()
		if (err == nil) != c.want {
			t.Errorf("%+v: got %v, want may publish %v", c.who, err, c.want)
		}
		if err != nil {
			wantKey(t, c.who.Name, err, "staff.service.accountable")
		}
		s.Slug, s.TellOpen = "link", true
		if open := len(s.Problems(staff.PartTell)) == 0; open != c.want {
			t.Errorf("%+v: got the tell page open %v, want %v", c.who, open, c.want)
		}
	}
}

func TestAShortWordBelongsToOneServiceForGood(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	other, err := h.AddService(t.Context(), a, staff.NewService("Łąka Élan", ""))
	must(t, err)
	a, err = h.Account(t.Context(), a.ID)
	must(t, err)
	suggested, err := h.SlugFor(t.Context(), *other)
	if err != nil || suggested != "aka-elan" {
		t.Errorf("got %q (%v), want aka-elan", suggested, err)
	}
	word := func(w string) func(*staff.Safety) { return func(s *staff.Safety) { s.Slug = w } }
	must(t, h.save(t, a, s.ID, staff.PartTell, word("link")))
	wantKey(t, "a word somebody has", h.save(t, a, other.ID, staff.PartTell, word("link")), "staff.slug.taken")
	for _, bad := range []string{"Li", "LINK", "a b", "-link", "link-", "li--nk", "línk", "a/b", "..", strings.Repeat("a", 31), "$ne"} {
		wantKey(t, bad, h.save(t, a, s.ID, staff.PartTell, word(bad)), "staff.slug.form")
	}
	must(t, h.save(t, a, s.ID, staff.PartTell, word("fellside-link")))
	for _, w := range []string{"link", "fellside-link", "LINK"} {
		if found, err := h.ServiceBySlug(t.Context(), w); err != nil || found.ID != s.ID {
			t.Errorf("%s: got %v (%v), want the service that had it first", w, found, err)
		}
	}
	wantKey(t, "a word it had before", h.save(t, a, other.ID, staff.PartTell, word("link")), "staff.slug.taken")
	if _, err := h.ServiceBySlug(t.Context(), "nobody"); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v, want not found", err)
	}
	third, err := h.AddService(t.Context(), a, staff.NewService("Link again", "LINK"))
	must(t, err)
	if suggested, err := h.SlugFor(t.Context(), *third); err != nil || suggested != "link-2" {
		t.Errorf("got %q (%v), want link-2", suggested, err)
	}
}

func TestOfManyServicesThatWantOneWordExactlyOneGetsIt(t *testing.T) {
	h := newHouse(t)
	a, _ := h.ann(t)
	var ids []string
	for range 6 {
		s, err := h.AddService(t.Context(), a, staff.NewService("Meadow", ""))
		must(t, err)
		ids = append(ids, s.ID)
	}
	a, err := h.Account(t.Context(), a.ID)
	must(t, err)
	failed := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			failed[i] = h.save(t, a, id, staff.PartTell, func(s *staff.Safety) { s.Slug = "meadow" })
		})
	}
	all.Wait()
	won := 0
	for _, err := range failed {
		if err == nil {
			won++
		}
	}
	if won != 1 {
		t.Errorf("got %d services with the same word, want 1: %v", won, failed)
	}
}

func TestAnAdministratorCannotSayWhoGetsWorriesAboutStaff(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	b := h.bo(t, a, s.ID, staff.Deputy)
	outside := func(s *staff.Safety) {
		s.Outside = staff.OutsidePerson{Name: "Jo Vane", Number: "01632 960 044"}
	}
	wantKey(t, "an administrator", h.save(t, a, s.ID, staff.PartOutside, outside), "staff.notyours")
	sneaky := *s
	sneaky.Name = "LINK"
	outside(&sneaky.Safety)
	changed, err := h.ChangeService(t.Context(), a, sneaky)
	if err != nil || changed.Outside.Name != "" || changed.Name != "LINK" {
		t.Errorf("got outside %q and name %q (%v), want only the name changed by that door", changed.Outside.Name, changed.Name, err)
	}
	must(t, h.save(t, b, s.ID, staff.PartOutside, outside))
	if news := h.news(t, s.ID); len(news) != 2 || news[0].What != staff.OutsideChanged || news[0].By != b.Name {
		t.Errorf("got %+v, want lead and deputies told of the outside person", news)
	}
}

func TestSafetySettingsThatCannotHoldAreNamed(t *testing.T) {
	many := make([]string, staff.MaxScreened+1)
	for _, c := range []struct {
		what string
		part staff.Part
		s    staff.Safety
		key  string
	}{
		{"a number alone", staff.PartAnswers, staff.Safety{Accountable: staff.Contact{Number: "01632 960 017"}}, "staff.safety.accountable"},
		{"no address", staff.PartAnswers, staff.Safety{Accountable: staff.Contact{Name: "Al", Email: "al"}}, "staff.email.form"},
		{"open without a word", staff.PartTell, staff.Safety{TellOpen: true, Accountable: staff.Contact{Name: "Al", Number: "0163296"}}, "staff.slug.need"},
		{"made-up readers", staff.PartTell, staff.Safety{TellVisibility: "everyone"}, "staff.safety.visibility"},
		{"nine pictures", staff.PartTell, staff.Safety{TellTopics: make([]staff.Topic, 9)}, "staff.safety.topics"},
		{"a picture without words", staff.PartTell, staff.Safety{TellTopics: []staff.Topic{{ID: "a", Picture: "set:1F343"}}}, "staff.safety.topic"},
		{"the same picture twice", staff.PartTell, staff.Safety{TellTopics: append(staff.DefaultTopics()[:1:1], staff.DefaultTopics()[0])}, "staff.safety.topic"},
		{"a number but no name", staff.PartOutside, staff.Safety{Outside: staff.OutsidePerson{Number: "01632 960 044"}}, "staff.safety.outside"},
		{"a name but no number", staff.PartOutside, staff.Safety{Outside: staff.OutsidePerson{Name: "Jo"}}, "staff.safety.outside.reach"},
		{"half a key", staff.PartOutside, staff.Safety{Outside: staff.OutsidePerson{Name: "Jo", Number: "01632 960 044", Recipient: "age1xyz"}}, "staff.safety.recipient"},
		{"too many names", staff.PartScreen, staff.Safety{ScreenLists: staff.ScreenLists{Names: many}}, "staff.safety.list"},
		{"no number at all", staff.PartQueue, staff.Safety{HardLimit: -1}, "staff.safety.hard"},
		{"a year", staff.PartQueue, staff.Safety{AppealDays: 365}, "staff.safety.appealdays"},
	} {
		problems := c.s.Problems(c.part)
		if len(problems) == 0 || problems[0].Key != c.key {
			t.Errorf("%s: got %v, want %s first", c.what, problems, c.key)
		}
	}
	for _, part := range staff.SafetyParts() {
		if problems := (staff.Safety{}).Problems(part); len(problems) != 0 {
			t.Errorf("an untouched section %s: got %v, want no problem", part, problems)
		}
	}
	usual := staff.Safety{}
	if usual.HardInARow() != staff.DefaultHardLimit || usual.DaysToAppeal() != staff.DefaultAppealDays || usual.Seen() != surveys.StaffOnly || len(usual.Topics()) != len(staff.DefaultTopics()) {
		t.Errorf("a service that said nothing: got %d, %d, %s; want the usual", usual.HardInARow(), usual.DaysToAppeal(), usual.Seen())
	}
}

func TestAPartnerIsAnotherServiceThatExists(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	other, err := h.AddService(t.Context(), a, staff.NewService("B-Wild", ""))
	must(t, err)
	partner := func(id string) func(*staff.Safety) { return func(s *staff.Safety) { s.Partner = id } }
	wantKey(t, "itself", h.save(t, a, s.ID, staff.PartQueue, partner(s.ID)), "staff.safety.partner")
	wantKey(t, "nobody", h.save(t, a, s.ID, staff.PartQueue, partner("nobody")), "staff.safety.partner")
	must(t, h.save(t, a, s.ID, staff.PartQueue, partner(other.ID)))
	names, err := h.StaffNames(t.Context(), s.ID)
	if err != nil || len(names) != 1 || names[0] != a.Name {
		t.Errorf("got %v (%v), want the one colleague's name for screening", names, err)
	}
}

func TestWhoSavesOnOldGroundIsTold(t *testing.T) {
	h := newHouse(t)
	a, s := h.ann(t)
	old := *s
	must(t, h.save(t, a, s.ID, staff.PartScreen, func(s *staff.Safety) { s.ScreenLists.Places = []string{"Mockerkin"} }))
	old.ScreenLists.Places = []string{"Loweswater"}
	if _, err := h.ChangeSafety(t.Context(), a, old, staff.PartScreen); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v, want a conflict", err)
	}
}

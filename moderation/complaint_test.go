package moderation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cairn/fault"
	"cairn/moderation"
)

func TestAComplaintIsSealedWithWhoIsNamedInItAndLeavesNothingHere(t *testing.T) {
	for name, adult := range map[string]bool{"not said": false, "said": true} {
		lead := &box{}
		r := keenRoom(t, lead)
		n := told("c1", "he hurts me")
		n.AboutStaff = adult
		if err := r.SealComplaint(t.Context(), n, "ann"); err != nil {
			t.Fatal(err)
		}
		a := lead.came[0]
		if a.Source != moderation.Complaint || !slices.Equal(a.Named, []string{"Bo"}) || a.AboutAdult != adult || !a.Now {
			t.Errorf("%s: got %+v, want who is named, what was found, and whether it is about an adult", name, a)
		}
		if a.PassedBy != "ann" || !slices.Equal(a.SeenBy, []string{"ann"}) {
			t.Errorf("%s: got %q and %v, want who passed it on and had read it", name, a.PassedBy, a.SeenBy)
		}
		if strings.Contains(r.everything(t), "hurts me") {
			t.Errorf("%s: got the words in the store", name)
		}
	}
	r := keenRoom(t, &box{fails: errors.New("no key at hand")})
	if err := r.SealComplaint(t.Context(), told("c1", "he hurts me"), ""); fault.Of(err).Key != "moderation.unsealed" {
		t.Errorf("got %v, want it said that nobody can receive it", err)
	}
}

func TestAComplaintNeverComesIntoTheQueue(t *testing.T) {
	r := keenRoom(t, &box{})
	n := told("c1", "the goat hurts me")
	n.Source = moderation.Complaint
	if err := r.Return(t.Context(), n); err == nil {
		t.Error("sent back: got it taken, want it refused")
	}
	if _, err := r.Submit(t.Context(), n); err == nil {
		t.Error("submitted: got it taken, want it refused")
	}
	if strings.Contains(r.everything(t), "goat") {
		t.Error("got the words in the store")
	}
}

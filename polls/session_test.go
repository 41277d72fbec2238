package polls

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"cairn/fault"
	"cairn/surveys"
)

func planned(n int) Session {
	s := Session{State: Planned, Band: surveys.Band11to15}
	for i := range n {
		s, _ = s.Add(string(rune('a'+i)), place3(surveys.PrivateNo), -1)
	}
	return s
}

func running(n int) Session {
	s, _ := planned(n).Agree("ada", at())
	s, _ = s.Start("CDFGHJ", at())
	return s
}

func order(s Session) string {
	out := ""
	for _, a := range s.Agenda {
		out += a.ID
	}
	return out
}

func TestASessionStartsOnlyWithConsentAndSomethingToDo(t *testing.T) {
	if _, err := planned(1).Start("CDFGHJ", at()); !fault.Is(err, fault.Invalid) {
		t.Errorf("without consent: got %v, want a sentence", err)
	}
	agreed, _ := Session{State: Planned}.Agree("ada", at())
	if _, err := agreed.Start("CDFGHJ", at()); !fault.Is(err, fault.Invalid) {
		t.Errorf("without an agenda: got %v, want a sentence", err)
	}
	s := running(2)
	if s.State != Live || !s.Door.Open || s.Current != "a" {
		t.Errorf("started: got %s, door %v, at %q, want live, open, at a", s.State, s.Door.Open, s.Current)
	}
}

func TestEndingAsksWhoAnswersAndByWhen(t *testing.T) {
	s := running(1)
	for name, p := range map[string]Promise{
		"nobody": {By: at()}, "no day": {Who: "Ada"}, "yesterday": {Who: "Ada", By: at().AddDate(0, 0, -1)},
	} {
		if _, err := s.End(p, at()); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a sentence", name, err)
		}
	}
	s, err := s.End(Promise{Who: "Ada", By: at().AddDate(0, 0, 14)}, at())
	if err != nil || s.State != Ended || s.Door.Open {
		t.Errorf("ended: got %s, door %v, %v", s.State, s.Door.Open, err)
	}
	if !s.EndedOn.Equal(time.Date(2026, 10, 14, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("ended on: got %v, want the day alone", s.EndedOn)
	}
}

func TestAClosedDoorLetsNobodyNewIn(t *testing.T) {
	s := running(1)
	shut, _ := s.OpenDoor(false)
	members := s
	members.MembersOnly = true
	ended, _ := s.End(Promise{Who: "Ada", By: at()}, at())
	for name, c := range map[string]struct {
		s    Session
		code string
		want fault.Kind
	}{
		"shut":         {shut, "CDFGHJ", fault.Closed},
		"old code":     {s, "XXXXXX", fault.Closed},
		"planned":      {planned(1), "CDFGHJ", fault.Closed},
		"over":         {ended, "CDFGHJ", fault.Closed},
		"members only": {members, "CDFGHJ", fault.Forbidden},
	} {
		if err := c.s.admits(c.code, 1); !fault.Is(err, c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if err := s.admits("CDFGHJ", 1); err != nil {
		t.Errorf("open door: got %v, want in", err)
	}
	if err := s.admits("CDFGHJ", MaxSeats+1); !fault.Is(err, fault.TooMany) {
		t.Errorf("beyond the last seat: got %v, want too many", err)
	}
}

func TestLeavingAnOpenActivityClosesIt(t *testing.T) {
	s := running(2)
	s, _ = s.Apply(Command{Do: DoOpen, Activity: "a"}, Moment{By: staff(), Now: at()})
	s, err := s.Apply(Command{Do: DoNext, Activity: "a"}, Moment{By: staff(), Now: at()})
	a, _ := s.Activity("a")
	if err != nil || a.State != Closed || s.Current != "b" {
		t.Errorf("next: got a %s, at %q, %v, want a closed, at b", a.State, s.Current, err)
	}
}

func TestTwoPeoplePressingNextMoveTheRoomOnce(t *testing.T) {
	s := running(3)
	press := Command{Do: DoNext, Activity: "a"}
	s, _ = s.Apply(press, Moment{By: staff(), Now: at()})
	_, err := s.Apply(press, Moment{By: Actor{Kind: ByRemote}, Now: at()})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("the second press: got %v, want to be told that the room has moved", err)
	}
}

func TestTheRemoteMayRunTheAgendaAndNothingElse(t *testing.T) {
	may := []Verb{DoNext, DoOpen, DoClose, DoReveal}
	for _, v := range []Verb{
		DoStart, DoEnd, DoOpen, DoClose, DoReveal, DoStop, DoSecondRound, DoStartAgain, DoSeal, DoNext, DoBack,
		DoGoTo, DoPause, DoBlank, DoPublishing, DoDoor, DoNewCode, DoHeads, DoTablet, DoConsent, DoDescribe, DoAdd,
		DoEdit, DoMove, DoDuplicate, DoRemove, DoNote, DoHand, DoTimer, DoTakeBack,
	} {
		err := Actor{Kind: ByRemote}.May(Command{Do: v})
		if want := slices.Contains(may, v); (err == nil) != want {
			t.Errorf("remote may %s: got %v, want %v", v, err, want)
		}
	}
	if err := (Actor{}).May(Command{Do: DoNext}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("nobody: got %v, want forbidden", err)
	}
}

// What the co-chair's phone is given is a list of its own: anything new in a
// session or an activity is kept from it until somebody puts it there.
func TestTheRemoteSeesTheQuestionTheNextOneAndTheNotesAlone(t *testing.T) {
	full := func(id string) Activity {
		var a Activity
		filled(reflect.ValueOf(&a).Elem())
		a.ID = id
		return a
	}
	s := running(1)
	s.Agenda, s.Current = []Activity{full("a"), full("b"), full("c")}, "a"
	view := s.ForRemote()
	if view.End || view.Now.ID != "a" || view.Next.ID != "b" {
		t.Fatalf("got %q and then %q, want a and then b", view.Now.ID, view.Next.ID)
	}
	for _, seen := range []Activity{view.Now, view.Next} {
		given := reflect.ValueOf(seen)
		for i := range given.NumField() {
			name := given.Type().Field(i).Name
			if may := slices.Contains([]string{"ID", "Question", "State", "Notes"}, name); may == given.Field(i).IsZero() {
				t.Errorf("%s of an activity: got %v at the remote, want it there: %v", name, given.Field(i), may)
			}
		}
	}
}

// filled puts something into every field of a value.
func filled(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(7)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(at()))
			return
		}
		for i := range v.NumField() {
			filled(v.Field(i))
		}
	}
}

func TestTheAgendaCanBeRearranged(t *testing.T) {
	for name, c := range map[string]struct {
		change func(Session) (Session, error)
		want   string
	}{
		"to the front": {func(s Session) (Session, error) { return s.Move("c", 0) }, "cab"},
		"to the end":   {func(s Session) (Session, error) { return s.Move("a", 9) }, "bca"},
		"added second": {func(s Session) (Session, error) { return s.Add("x", place3(""), 1) }, "axbc"},
		"duplicated":   {func(s Session) (Session, error) { return s.Duplicate("b", "x") }, "abxc"},
		"removed":      {func(s Session) (Session, error) { return s.Remove("b") }, "ac"},
	} {
		before := running(3)
		after, err := c.change(before)
		if err != nil || order(after) != c.want {
			t.Errorf("%s: got %s, %v, want %s", name, order(after), err, c.want)
		}
		if order(before) != "abc" {
			t.Errorf("%s changed the value it was given: got %s", name, order(before))
		}
	}
}

func TestADuplicateIsTheSameQuestionInAnotherPlace(t *testing.T) {
	s, _ := running(1).Duplicate("a", "x")
	copied, _ := s.Activity("x")
	if copied.Question.ID != "where" || copied.ID != "x" || copied.State != Draft {
		t.Errorf("got question %q, activity %q, %s", copied.Question.ID, copied.ID, copied.State)
	}
}

func TestWhatHasBeenAskedIsNeitherEditedNorRemoved(t *testing.T) {
	s, _ := running(2).Apply(Command{Do: DoOpen, Activity: "a"}, Moment{By: staff(), Now: at()})
	if _, err := s.Edit("a", "fresh", place3("")); !fault.Is(err, fault.Conflict) {
		t.Errorf("edit: got %v, want a refusal", err)
	}
	if _, err := s.Remove("a"); !fault.Is(err, fault.Conflict) {
		t.Errorf("remove: got %v, want a refusal", err)
	}
	changed := place3("")
	changed.ID, changed.Full = "other", en("Where shall the drop-in be?")
	s, _ = s.Edit("b", "fresh", changed)
	if b, _ := s.Activity("b"); b.Question.ID != "where" {
		t.Errorf("other words: got question %q, want the same one", b.Question.ID)
	}
	changed.Options = changed.Options[:2]
	s, _ = s.Edit("b", "fresh", changed)
	if b, _ := s.Activity("b"); b.Question.ID != "fresh" {
		t.Errorf("other answers: got question %q, want another one", b.Question.ID)
	}
}

func TestBandAndMembershipAreFixedOnceLive(t *testing.T) {
	d := details()
	d.Band = surveys.Band5to7
	if _, err := running(1).Describe(d); !fault.Is(err, fault.Conflict) {
		t.Errorf("another band in the middle: got %v, want a refusal", err)
	}
	if _, err := planned(1).Describe(d); err != nil {
		t.Errorf("another band before: got %v, want it taken", err)
	}
}

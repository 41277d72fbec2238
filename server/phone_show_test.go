package server

import (
	"testing"

	"cairn/figures"
	"cairn/polls"
	"cairn/surveys"
)

// seen makes a view of a live session with its door open and one question in a state.
func seen(state polls.Stage, change func(*polls.View)) *polls.View {
	v := &polls.View{Session: polls.Session{State: polls.Live, Door: polls.Door{Open: true}}, Text: true}
	if state != "" {
		v.Now = polls.Activity{ID: "q", State: state, Question: choiceQuestion()}
	}
	if change != nil {
		change(v)
	}
	return v
}

func TestAPhoneShowsOneThingForEveryStandOfTheSession(t *testing.T) {
	in, out := standing{seated: true}, standing{}
	tablet := standing{seated: true, shared: true}
	kind := func(name string) func(*polls.View) { return func(v *polls.View) { v.Now.Question.Kind = name } }
	for name, c := range map[string]struct {
		v    *polls.View
		s    standing
		want stage
	}{
		"over, for everybody":              {seen(polls.Open, func(v *polls.View) { v.Session.State = polls.Ended }), in, stageEnded},
		"over, under an old code":          {seen("", func(v *polls.View) { v.Session.State = polls.Ended }), standing{oldCode: true}, stageEnded},
		"not started":                      {seen("", func(v *polls.View) { v.Session.State = polls.Planned }), out, stageSoon},
		"a stranger at the open door":      {seen(polls.Open, nil), out, stageJoin},
		"a stranger at the closed door":    {seen(polls.Open, func(v *polls.View) { v.Session.Door.Open = false }), out, stageShut},
		"a stranger under an old code":     {seen(polls.Open, nil), standing{oldCode: true}, stageOldCode},
		"a seat under an old code stays":   {seen(polls.Open, nil), standing{seated: true, oldCode: true}, stageAsk},
		"a seat behind the closed door":    {seen(polls.Open, func(v *polls.View) { v.Session.Door.Open = false }), in, stageAsk},
		"a stranger at a members' session": {seen("", func(v *polls.View) { v.Session.MembersOnly = true }), out, stageMembers},
		"mixed, before the choice":         {seen(polls.Open, func(v *polls.View) { v.Session.Band = surveys.BandMixed }), in, stageLayer},
		"mixed, after it":                  {seen(polls.Open, func(v *polls.View) { v.Session.Band = surveys.BandMixed }), standing{seated: true, layered: true}, stageAsk},
		"a pause hides the question":       {seen(polls.Open, func(v *polls.View) { v.Session.Paused = true }), in, stagePause},
		"before the first":                 {seen("", nil), in, stageWait},
		"a page":                           {seen(polls.Draft, kind("page")), in, stageRead},
		"a break":                          {seen(polls.Draft, kind("break")), in, stageRead},
		"a draft is not shown":             {seen(polls.Draft, nil), in, stageWait},
		"closed":                           {seen(polls.Closed, nil), in, stageClosed},
		"revealed":                         {seen(polls.Revealed, nil), in, stageResult},
		"sealed unseen":                    {seen(polls.Sealed, nil), in, stageWait},
		"sealed after the room saw it": {seen(polls.Sealed, func(v *polls.View) {
			v.Now.Rounds, v.Room = []polls.RoundResult{{Revealed: true}}, &figures.Figure{}
		}), in, stageResult},
		"words while boxes are shut": {seen(polls.Open, func(v *polls.View) { v.Now.Question.Kind, v.Text = "text", false }), in, stageTextOff},
		"words while boxes are open": {seen(polls.Open, kind("text")), in, stageAsk},
		"answered":                   {seen(polls.Open, nil), standing{seated: true, answered: true}, stageIn},
		"answered, changing":         {seen(polls.Open, nil), standing{seated: true, answered: true, changing: true}, stageAsk},
		"a tablet before the turn":   {seen(polls.Open, nil), tablet, stageTurn},
		"a tablet in a child's hand": {seen(polls.Open, nil), standing{seated: true, shared: true, ready: true}, stageAsk},
		"a tablet never changes an answer, or the next child would see it": {
			seen(polls.Open, nil), standing{seated: true, shared: true, ready: true, answered: true, changing: true}, stageIn,
		},
	} {
		if got := stageOf(c.v, c.s); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAPhoneWithoutSignalKeepsOnlyAnUnansweredQuestion(t *testing.T) {
	for name, c := range map[string]struct {
		at   stage
		s    standing
		want string
	}{
		"a fresh question":       {stageAsk, standing{seated: true}, "page"},
		"an answer changing":     {stageAsk, standing{seated: true, answered: true}, ""},
		"a shared tablet":        {stageAsk, standing{seated: true, shared: true}, ""},
		"an answer that is in":   {stageIn, standing{seated: true, answered: true}, ""},
		"a session that is over": {stageEnded, standing{}, "none"},
	} {
		if got := keepOf(c.at, c.s); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestATurnHoldsForOneRoundOfOneQuestion(t *testing.T) {
	now := polls.Activity{ID: "q", Round: 2}
	for name, c := range map[string]struct {
		note  string
		turn  int
		ready bool
	}{
		"as written":         {turnNote(now, 2, true), 2, true},
		"not ready yet":      {turnNote(now, 2, false), 2, false},
		"another round":      {turnNote(polls.Activity{ID: "q", Round: 1}, 2, true), 0, false},
		"another question":   {turnNote(polls.Activity{ID: "p", Round: 2}, 2, true), 0, false},
		"more than sit here": {turnNote(now, 3, true), 0, false},
		"below nought":       {"q.2.-1.1", 0, false},
		"no number":          {"q.2.x.1", 0, false},
		"nothing":            {"", 0, false},
	} {
		if turn, ready := readTurn(c.note, now, 3); turn != c.turn || ready != c.ready {
			t.Errorf("%s: got %d and %v, want %d and %v", name, turn, ready, c.turn, c.ready)
		}
	}
}

func TestTheTabletGoesToTheNextChildWithoutAnAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		turn     int
		answered []bool
		want     int
	}{
		"to the next":             {0, []bool{true, false, false}, 1},
		"past who has answered":   {0, []bool{true, true, false}, 2},
		"back to who was skipped": {2, []bool{false, true, true}, 0},
		"on from a skipped turn":  {0, []bool{false, false, false}, 1},
		"nowhere when all have":   {1, []bool{true, true, true}, 1},
	} {
		got := nextTurn(c.turn, len(c.answered), func(i int) bool { return c.answered[i] })
		if got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}

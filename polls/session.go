// Package polls runs live sessions: an agenda of activities, a door, anonymous
// seats, one ballot per seat, and tallies that are exact and belong to nobody.
// The rules are functions of values (session.go, activity.go, agenda.go,
// apply.go, hall.go); Room and Rooms keep them, save them and announce them.
package polls

import (
	"slices"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"
)

// State says where a session stands.
type State string

// A session is planned, then live, then ended; it never goes back.
const (
	Planned State = "planned"
	Live    State = "live"
	Ended   State = "ended"
)

// Key is the catalogue key of the state's name.
func (s State) Key() string { return "state." + string(s) }

// Session is one live meeting of a panel: what is on its agenda, who may come
// in, and what has been found out. It names no young person. Instants in it are
// days, or minutes for what staff did; nothing a young person did carries a time.
type Session struct {
	store.Meta `bson:",inline"`

	Service string        `bson:"service"`
	Area    string        `bson:"area"`
	Panel   string        `bson:"panel"`
	Title   surveys.Words `bson:"title"`
	Band    surveys.Band  `bson:"band"`
	Lang    string        `bson:"lang"`
	Day     time.Time     `bson:"day"` // the day it is planned for, midnight UTC

	WhoListens    surveys.Words `bson:"wholistens"` // shown when joining
	WhatCanChange surveys.Words `bson:"whatcanchange"`

	State   State      `bson:"state"`
	Agenda  []Activity `bson:"agenda"`
	Current string     `bson:"current"` // id of the activity the room is at, "" before the first
	Door    Door       `bson:"door"`

	Heads    int     `bson:"heads"`    // young people counted in the room by an adult
	Tablet   int     `bson:"tablet"`   // children sharing one tablet, 0 = none
	Seats    int     `bson:"seats"`    // seats handed out
	Reissued int     `bson:"reissued"` // members' seats issued a second time
	Consent  Consent `bson:"consent"`

	MembersOnly       bool `bson:"membersonly"`
	Blank             bool `bson:"blank"`  // the projector shows nothing
	Paused            bool `bson:"paused"` // phones show a pause; an answer on its way is still taken
	PublishingStopped bool `bson:"publishingstopped"`
	Example           bool `bson:"example"` // invented, says so on every page

	Remote  Remote    `bson:"remote"`
	Promise Promise   `bson:"promise"`
	EndedOn time.Time `bson:"endedon"` // day
	PutAway bool      `bson:"putaway"` // archived: out of the lists of what is worked on, its report stays
}

// Door says who may come in: while it is shut nobody new does, and those who
// are in may come back.
type Door struct {
	Code  string    `bson:"code"`
	Open  bool      `bson:"open"`
	Since time.Time `bson:"since"` // the minute the code was made
}

// Consent is the facilitator's tick before a session goes live: "We hold a yes
// from each young person, and from a parent or carer where our service asks for it."
type Consent struct {
	By string    `bson:"by"` // staff account id
	On time.Time `bson:"on"` // day
}

// Promise says who will answer the young people, and by which day.
type Promise struct {
	Who string    `bson:"who"`
	By  time.Time `bson:"by"` // day
}

// Remote keeps the hashes of the co-chair's tokens: Invite until it is used
// once, Held for the phone that used it.
type Remote struct {
	Invite string `bson:"invite"`
	Held   string `bson:"held"`
}

// Limits of one session. A whole school fits; a loop in somebody's script does not.
const (
	MaxAgenda   = 60
	MaxSeats    = 20_000
	MaxHeads    = 20_000
	MaxTablet   = 12
	MaxChanges  = 60 // ballots one seat may send to one round
	MaxNotes    = 2_000
	MaxTimer    = 60 * 60 // seconds
	SealAfter   = 12 * time.Hour
	RevealDelay = 3 * time.Second
)

// Activity finds an activity by id.
func (s Session) Activity(id string) (Activity, bool) {
	i := slices.IndexFunc(s.Agenda, func(a Activity) bool { return a.ID == id })
	if i < 0 {
		return Activity{}, false
	}
	return s.Agenda[i], true
}

// Now is the activity the room is at; false before the first.
func (s Session) Now() (Activity, bool) { return s.Activity(s.Current) }

// with gives a copy of the session in which one activity has been changed by a rule.
func (s Session) with(id string, rule func(Activity) (Activity, error)) (Session, error) {
	i := slices.IndexFunc(s.Agenda, func(a Activity) bool { return a.ID == id })
	if i < 0 {
		return s, fault.New(fault.NotFound, "activity.unknown")
	}
	changed, err := rule(s.Agenda[i])
	if err != nil {
		return s, err
	}
	s.Agenda = slices.Clone(s.Agenda)
	s.Agenda[i] = changed
	return s, nil
}

// Start makes a planned session live and opens its door under code. Consent
// must have been ticked, and there must be something to do.
func (s Session) Start(code string, now time.Time) (Session, error) {
	switch {
	case s.State != Planned:
		return s, fault.New(fault.Conflict, "session.started")
	case s.Consent.By == "":
		return s, fault.New(fault.Invalid, "session.consent")
	case len(s.Agenda) == 0:
		return s, fault.New(fault.Invalid, "session.empty")
	}
	s.State = Live
	s.Current = s.Agenda[0].ID
	s.Door = Door{Code: code, Open: true, Since: minute(now)}
	return s, nil
}

// End closes a live session for good. Who answers the young people, and by when
// (today or later), must be said. Activities are sealed by the Room before this.
func (s Session) End(p Promise, now time.Time) (Session, error) {
	today := Day(now)
	switch {
	case s.State != Live:
		return s, fault.New(fault.Conflict, "session.notlive")
	case p.Who == "" || p.By.IsZero():
		return s, fault.New(fault.Invalid, "session.promise")
	case Day(p.By).Before(today):
		return s, fault.New(fault.Invalid, "session.promisepast")
	}
	s.State, s.EndedOn = Ended, today
	s.Promise = Promise{Who: p.Who, By: Day(p.By)}
	s.Door.Open, s.Blank, s.Paused = false, false, false
	s.Remote = Remote{}
	return s, nil
}

// OpenDoor lets new people in again, or nobody new; those who are in may always come back.
func (s Session) OpenDoor(open bool) (Session, error) {
	if s.State != Live {
		return s, fault.New(fault.Conflict, "session.notlive")
	}
	s.Door.Open = open
	return s, nil
}

// NewCode replaces the join code and opens the door under the new one.
func (s Session) NewCode(code string, now time.Time) (Session, error) {
	if s.State != Live {
		return s, fault.New(fault.Conflict, "session.notlive")
	}
	s.Door = Door{Code: code, Open: true, Since: minute(now)}
	return s, nil
}

// CountHeads notes how many young people an adult counted in the room, 0 to clear it.
func (s Session) CountHeads(n int) (Session, error) {
	if n < 0 || n > MaxHeads {
		return s, fault.New(fault.Invalid, "session.heads", "Max", MaxHeads)
	}
	s.Heads = n
	return s, nil
}

// ShareTablet says how many children share one tablet; 0 ends sharing, 1 is no sharing.
func (s Session) ShareTablet(children int) (Session, error) {
	if children < 0 || children == 1 || children > MaxTablet {
		return s, fault.New(fault.Invalid, "session.tablet", "Max", MaxTablet)
	}
	s.Tablet = children
	return s, nil
}

// Agree notes who ticked the consent sentence and on which day; an empty name takes the tick away.
func (s Session) Agree(by string, now time.Time) (Session, error) {
	if s.State != Planned {
		return s, fault.New(fault.Conflict, "session.started")
	}
	s.Consent = Consent{}
	if by != "" {
		s.Consent = Consent{By: by, On: Day(now)}
	}
	return s, nil
}

// Details are the parts of a session its facilitator types.
type Details struct {
	Title         surveys.Words
	Band          surveys.Band
	Lang          string
	Day           time.Time
	Area          string
	Panel         string
	WhoListens    surveys.Words
	WhatCanChange surveys.Words
	MembersOnly   bool
}

// Describe takes over the details. The band and who may come in are fixed once
// the session is live, because seats and answers depend on them.
func (s Session) Describe(d Details) (Session, error) {
	started := s.State != Planned
	switch {
	case !bounded(d.Title, 200) || !bounded(d.WhoListens, 600) || !bounded(d.WhatCanChange, 600):
		return s, fault.New(fault.Invalid, "session.toolong")
	case len(d.Title) == 0:
		return s, fault.New(fault.Invalid, "session.title")
	case !slices.Contains(bands(), d.Band):
		return s, fault.New(fault.Invalid, "session.band")
	case !slices.Contains(surveys.Languages(), d.Lang):
		return s, fault.New(fault.Invalid, "session.lang")
	case started && (d.Band != s.Band || d.MembersOnly != s.MembersOnly):
		return s, fault.New(fault.Conflict, "session.fixed")
	}
	s.Title, s.Band, s.Lang, s.Day = d.Title, d.Band, d.Lang, Day(d.Day)
	s.Area, s.Panel, s.MembersOnly = d.Area, d.Panel, d.MembersOnly
	s.WhoListens, s.WhatCanChange = d.WhoListens, d.WhatCanChange
	return s, nil
}

// Day is the date of an instant as midnight UTC: what is kept where a fine time would tell.
func Day(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func minute(t time.Time) time.Time { return t.UTC().Truncate(time.Minute) }

func bands() []surveys.Band {
	return []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed}
}

// bounded says whether every text of w is at most most bytes long and in a language Cairn speaks.
func bounded(w surveys.Words, most int) bool {
	for lang, text := range w {
		if len(text) > most || !slices.Contains(surveys.Languages(), lang) {
			return false
		}
	}
	return true
}

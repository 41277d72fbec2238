package surveys

// Visibility says who may see a young person's words once a person approved
// them. It is set for the tell page and follows, for a live question, from what
// its author answered about privacy.
type Visibility string

// The three modes, from fewest readers to most.
const (
	StaffOnly   Visibility = "staff"  // staff of the service alone
	RoomAfter   Visibility = "room"   // the room too, after approval
	PublicAfter Visibility = "public" // anybody, after approval
)

// Visibilities lists the modes in the order an author is offered them.
func Visibilities() []Visibility { return []Visibility{StaffOnly, RoomAfter, PublicAfter} }

// VisibilityOf says who may see the words young people answer q with, once
// approved: nobody in the room where its author said somebody would mind, else
// the room. Questions that take no words have none, "". It agrees with RoomWill.
func VisibilityOf(q Question) Visibility {
	if !takesWords(q.Kind) {
		return ""
	}
	if q.Private == PrivateYes {
		return StaffOnly
	}
	return RoomAfter
}

// takesWords says whether a kind's answers are words of a young person's own.
func takesWords(kind string) bool {
	switch kind {
	case "text", "ideas", "questions":
		return true
	}
	return false
}

// TellPage stands among the kinds for a service's tell page, which is no
// question of a session.
const TellPage = "tell"

// Reading is how we read the United Kingdom's Online Safety Act 2023 for one way
// of showing words. It is not legal advice, and the screens that show it say so.
type Reading string

// The three readings. Their sentences are the catalogue's "visibility.read.<reading>".
const (
	// NotBetween: young people do not meet each other's words here. Staff who
	// act in the course of the service's work are not "users" (s. 227(3)), so
	// nothing of one user's is met by another (s. 3(1)).
	NotBetween Reading = "notbetween"
	// Limited: young people meet each other's words, but only as comments on what
	// the service itself asked, and as "me too" on these: Schedule 1 paragraph
	// 4(1)(a) and (c) exempt a service all of whose ways to communicate are such.
	Limited Reading = "limited"
	// Unsure: what young people write may start a matter of its own rather than
	// comment on what the service published, so that paragraph 4 may not hold; as it
	// holds for a service as a whole or not at all, this concerns every page.
	Unsure Reading = "unsure"
)

// Showing is one row of the table of duties: a kind of page, who may see its
// words, whether that lets young people see each other's, and how the Act reads then.
type Showing struct {
	Kind    string // "tell", or a kind of question that takes words
	Seen    Visibility
	Between bool
	Reading Reading
}

// ShowingOf finds the row for a kind of page and a mode. An unknown mode is
// read as the widest.
func ShowingOf(kind string, seen Visibility) Showing {
	row := Showing{Kind: kind, Seen: seen, Between: seen != StaffOnly, Reading: NotBetween}
	switch {
	case !row.Between:
	case kind == "questions":
		row.Reading = Unsure
	default:
		row.Reading = Limited
	}
	return row
}

// Showings is the whole table: each way in which a service can let words be seen.
func Showings() []Showing {
	var rows []Showing
	for _, kind := range []string{TellPage, "text", "ideas", "questions"} {
		for _, seen := range Visibilities() {
			if kind != TellPage && seen == PublicAfter {
				continue // no live question shows its words to everybody
			}
			if kind == TellPage && seen == RoomAfter {
				continue // a tell page has no room
			}
			rows = append(rows, ShowingOf(kind, seen))
		}
	}
	return rows
}

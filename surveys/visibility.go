package surveys

// Visibility says who may see a young person's words once a person approved
// them. It is set for the tell page and follows, for a live question, from its
// mode and from what its author answered about privacy.
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
// the room. Questions that take no words have none, "".
func VisibilityOf(q Question) Visibility {
	if !takesWords(q.Kind) {
		return ""
	}
	if q.Private == PrivateYes {
		return StaffOnly
	}
	return RoomAfter
}

// takesWords lists the kinds whose answers are words of a young person's own.
func takesWords(kind string) bool {
	switch kind {
	case "text", "ideas", "questions":
		return true
	}
	return false
}

package surveys

// Identity says how much of who wrote it is kept with a text or a survey
// response. It never applies to ballots, and cannot change once somebody answered.
type Identity string

// The three modes, from most to least.
const (
	NamedPanel     Identity = "named"
	CodeOnly       Identity = "code"
	FullyAnonymous Identity = "anonymous"
)

// Stored names one thing that may be kept beside the words themselves.
type Stored string

// What can be kept. Words and the day are kept in every mode, an address in none.
const (
	StoredWords   Stored = "words"
	StoredDay     Stored = "day"
	StoredMember  Stored = "member"  // which member of the panel wrote it
	StoredReceipt Stored = "receipt" // the lock of a word-code, so that its author can come back
	StoredAddress Stored = "address" // an IP address, a device, a fine time
)

// Promise is one line of the notice: what is, or is not, kept, and the key of
// the sentence that says so.
type Promise struct {
	What Stored
	Kept bool
	Key  string
}

// kept is the one table of identity modes: what is said and what is stored both come from here.
func kept(mode Identity) []Stored {
	switch mode {
	case NamedPanel:
		return []Stored{StoredWords, StoredDay, StoredMember, StoredReceipt}
	case CodeOnly:
		return []Stored{StoredWords, StoredDay, StoredReceipt}
	case FullyAnonymous:
		return []Stored{StoredWords, StoredDay}
	default:
		return nil
	}
}

// Identities lists the modes an author chooses from.
func Identities() []Identity { return []Identity{NamedPanel, CodeOnly, FullyAnonymous} }

// Stores says whether a mode keeps a thing; whoever writes an item asks here
// first. An unknown mode keeps nothing.
func (mode Identity) Stores(what Stored) bool {
	for _, s := range kept(mode) {
		if s == what {
			return true
		}
	}
	return false
}

// Notice is what is said before the first text box, line by line, for a mode.
// Each line's key is "notice.kept.<thing>" or "notice.notkept.<thing>".
func (mode Identity) Notice() []Promise {
	var lines []Promise
	for _, what := range []Stored{StoredWords, StoredDay, StoredMember, StoredReceipt, StoredAddress} {
		p := Promise{What: what, Kept: mode.Stores(what), Key: "notice.notkept." + string(what)}
		if p.Kept {
			p.Key = "notice.kept." + string(what)
		}
		lines = append(lines, p)
	}
	return lines
}

// RoomSees is what the room gets of one question's answers once they are revealed.
type RoomSees string

// The three levels of figures.Sensitivity as the room meets them.
const (
	RoomSeesCounts  RoomSees = "counts"
	RoomSeesWords   RoomSees = "words"
	RoomSeesNothing RoomSees = "nothing"
)

// RoomWill is the key of the sentence under q that says what the room will
// see, and what that is: counts where the author said nobody would mind, words
// for a bit or unanswered, nothing for yes. The key is empty where nothing is asked.
func RoomWill(q Question) (string, RoomSees) {
	k, known := KindOf(q.Kind)
	if !known || !k.Asks() {
		return "", RoomSeesNothing
	}
	sees := RoomSeesWords
	switch PrivateOf(q) {
	case PrivateNo:
		sees = RoomSeesCounts
	case PrivateYes:
		sees = RoomSeesNothing
	}
	if takesWords(k.Name()) {
		return "notice.room." + k.Name() + "." + string(sees), sees
	}
	return "notice.room." + string(sees), sees
}

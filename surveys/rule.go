package surveys

// Op is what a rule asks of one earlier answer.
type Op string

// The operators. Is and IsNot ask for one answer (in a ranking: the first), Has
// and HasNot for one among several, AtLeast and AtMost for a number, Answered
// and Passed only for whether there was an answer.
const (
	OpIs       Op = "is"
	OpIsNot    Op = "isnot"
	OpHas      Op = "has"
	OpHasNot   Op = "hasnot"
	OpAtLeast  Op = "atleast"
	OpAtMost   Op = "atmost"
	OpAnswered Op = "answered"
	OpPassed   Op = "passed"
)

// Rule says for whom a place is. It is exactly one of: all of several rules, any
// of several, not another, or one condition on the answer to an earlier question.
type Rule struct {
	All      []Rule `bson:"all,omitempty" json:"all,omitempty"`
	Any      []Rule `bson:"any,omitempty" json:"any,omitempty"`
	Not      *Rule  `bson:"not,omitempty" json:"not,omitempty"`
	Question string `bson:"question,omitempty" json:"question,omitempty"` // a Question.ID asked earlier
	Op       Op     `bson:"op,omitempty" json:"op,omitempty"`
	Value    string `bson:"value,omitempty" json:"value,omitempty"`
}

// Says reads a rule back as a plain sentence in lang; text gives a catalogue sentence.
func (r Rule) Says(f Form, lang string, text func(key string, args ...any) string) string { return "" }

// Package screening reads a text before people do: it says what in it may tell
// who somebody is, what is rude or hateful, and what may tell of danger. It
// orders and masks; it never refuses a text and never decides. It keeps
// nothing and is a function of the text and of lists that speakers can mend.
//
// Findings carry one of these words in What:
//
//   - Personal: name, phone, email, handle, url, postcode, school, place, nhs,
//     ni, plate, birth
//   - Rude: rude
//   - Hate: slur, hate
//   - Risk: suicide, selfharm, abuse, sexual, neglect, exploitation, online,
//     violence (at home), eating, runaway, bullying, marriage, radical, weapon,
//     unsafe, secret, despair, staff, sounds (like telling, though no rule hears it)
package screening

// Route says who reads a text first.
type Route string

// The two routes. A text of the second never lies in the ordinary queue.
const (
	Ordinary     Route = "ordinary"
	Safeguarding Route = "safeguarding"
)

// Kind is a family of findings.
type Kind string

// The kinds. Only Risk changes the route; Personal may be masked; Rude and Hate rank.
const (
	Personal Kind = "personal"
	Rude     Kind = "rude"
	Risk     Kind = "risk"
	Hate     Kind = "hate"
)

// Finding is one stretch of a text and why it was found. Start ≤ i < End are
// bytes of the untouched text, on the edges of what people see as single signs.
type Finding struct {
	Kind  Kind   `json:"kind" bson:"kind"`
	What  string `json:"what" bson:"what"`   // one of the words in the package's head
	Start int    `json:"start" bson:"start"` // first byte
	End   int    `json:"end" bson:"end"`     // byte after the last
	Why   string `json:"why" bson:"why"`     // catalogue key "screen.why.<what>"
}

// Lists are what a service adds in its settings; letter case and accents in
// them do not matter.
type Lists struct {
	Staff   []string // names of staff and of adults who work with the children
	Names   []string // other names to hide, such as the panel's
	Schools []string
	Places  []string
}

// Result is what screening says of one text. Findings stand in order of Start
// and may overlap one another.
type Result struct {
	Route      Route
	Findings   []Finding
	Lang       string   // what the text is written in, as far as one can tell; "" if unknown
	Known      bool     // there are lists for that language, or there is next to nothing to read
	Now        bool     // danger now: ring, don't write
	AboutStaff bool     // harm, or a secret, together with an adult who works with children
	Named      []string // which of Lists.Staff stand in it
	Hard       int      // 0 to 3: how hard it is to read, so that nobody reads many hard ones in a row
	Failed     bool     // a checker broke or ran out of steps: a person reads the text first
}

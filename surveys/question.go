// Package surveys owns questions and answers: the kinds of question, used live
// and in surveys alike, what counts as an answer to each, and how answers fold
// into a tally.
package surveys

import "math/rand/v2"

// Words is one text in several languages: language tag ("en", "cy", "pl", "uk",
// "ar", "ro") to text.
type Words map[string]string

// In gives the text in lang, else in English, else in any language, together
// with the language it came out in (for the element's own lang attribute).
func (w Words) In(lang string) (text, tag string) {
	if s := w[lang]; s != "" {
		return s, lang
	}
	if s := w["en"]; s != "" {
		return s, "en"
	}
	for _, l := range Languages() {
		if s := w[l]; s != "" {
			return s, l
		}
	}
	return "", lang
}

// Languages are the six languages Cairn speaks, English first.
func Languages() []string { return []string{"en", "cy", "pl", "uk", "ar", "ro"} }

// Band is an age band; a session has one, and a mixed one asks nobody's age.
type Band string

// The bands. Mixed uses the youngest band's faces for all.
const (
	Band5to7   Band = "5-7"
	Band8to10  Band = "8-10"
	Band11to15 Band = "11-15"
	Band16to19 Band = "16-19"
	BandMixed  Band = "mixed"
)

// Private is the author's answer to "Would anyone mind if the room guessed
// their answer?". Unanswered counts as "a bit".
type Private string

// The answers an author can give.
const (
	PrivateUnanswered Private = ""
	PrivateNo         Private = "no"
	PrivateABit       Private = "bit"
	PrivateYes        Private = "yes"
)

// TextMode says when live words are shown.
type TextMode string

// Collect now, show later is the default.
const (
	CollectNow TextMode = "collect"
	ShowAsWeGo TextMode = "show"
)

// ScaleStyle says how a scale is drawn and how many steps it has.
type ScaleStyle string

// Faces have 2 steps to age 7, 3 for 8-10, 5 with words from 11; words have one
// step per option; numbers run 0-10.
const (
	ScaleFaces   ScaleStyle = "faces"
	ScaleWords   ScaleStyle = "words"
	ScaleNumbers ScaleStyle = "numbers"
)

// Question is one thing asked. ID is its identity and is kept when it is
// copied, so that the same question over several sessions is one figure; the
// place it stands in (a polls.Activity) has an id of its own.
type Question struct {
	ID      string     `bson:"id" json:"id"`
	Kind    string     `bson:"kind" json:"kind"` // a key of Kinds()
	Private Private    `bson:"private" json:"private"`
	Full    Words      `bson:"full" json:"full"`
	Short   Words      `bson:"short,omitempty" json:"short,omitempty"`
	Picture string     `bson:"picture,omitempty" json:"picture,omitempty"` // "set:1F343" or "own:<id>"
	Alt     Words      `bson:"alt,omitempty" json:"alt,omitempty"`
	Body    Words      `bson:"body,omitempty" json:"body,omitempty"` // information pages: Markdown
	Options []Option   `bson:"options,omitempty" json:"options,omitempty"`
	Max     int        `bson:"max,omitempty" json:"max,omitempty"` // choice: how many may be chosen, 0 or 1 = one
	Scale   ScaleStyle `bson:"scale,omitempty" json:"scale,omitempty"`
	Low     Words      `bson:"low,omitempty" json:"low,omitempty"` // what the ends of a 0-10 scale, or of 1-5 for a criterion, mean
	High    Words      `bson:"high,omitempty" json:"high,omitempty"`
	Mode    TextMode   `bson:"mode,omitempty" json:"mode,omitempty"`
	Order   Order      `bson:"order,omitempty" json:"order,omitempty"`   // ideas and questions: how they are listed, "" = fair
	Least   int        `bson:"least,omitempty" json:"least,omitempty"`   // number: the smallest and the largest that may be said,
	Most    int        `bson:"most,omitempty" json:"most,omitempty"`     // both among the answers
	Step    int        `bson:"step,omitempty" json:"step,omitempty"`     // number: how far apart two answers are, 0 = 1
	Unit    Words      `bson:"unit,omitempty" json:"unit,omitempty"`     // number: what is counted, "minutes"
	Stones  int        `bson:"stones,omitempty" json:"stones,omitempty"` // stones: how many each may share out
	Clips   Words      `bson:"clips,omitempty" json:"clips,omitempty"`   // recordings of Full by language, each a Clip.Ref
}

// Option is one answer offered. Its ID never changes once used ("a", "b", …).
type Option struct {
	ID      string `bson:"id" json:"id"`
	Full    Words  `bson:"full" json:"full"`
	Short   Words  `bson:"short,omitempty" json:"short,omitempty"`
	Picture string `bson:"picture,omitempty" json:"picture,omitempty"`
	Alt     Words  `bson:"alt,omitempty" json:"alt,omitempty"`
	Clips   Words  `bson:"clips,omitempty" json:"clips,omitempty"` // recordings of Full by language, each a Clip.Ref
}

// Pass is an answer that declines: the room sees the three as one heap.
type Pass string

// The three ways to pass.
const (
	PassNone      Pass = ""
	PassDontKnow  Pass = "dontknow"
	PassRatherNot Pass = "rathernot"
	PassSkip      Pass = "skip"
)

// Answer is what one seat said to one question: either a Pass or the field its
// kind uses. It is the wire form too (form fields and socket messages fill it).
type Answer struct {
	Pass  Pass     `bson:"pass,omitempty" json:"pass,omitempty"`
	Pick  []string `bson:"pick,omitempty" json:"pick,omitempty"` // choice and scale: option ids or steps ("0".."10"); ranking: ids in order, best first; ideas and questions: all that are supported now; number: the number; pair: "a>b"; stones, statements, criteria: "option:value"
	Text  string   `bson:"text,omitempty" json:"text,omitempty"`
	Quote bool     `bson:"quote,omitempty" json:"quote,omitempty"` // "May we show your words to people who plan services?"
}

// Tally is ballots folded into counts: Answered counts ballots that are not a
// pass, Cells what they said (keys from Kind.Cells).
type Tally struct {
	Answered  int            `bson:"answered" json:"answered"`
	DontKnow  int            `bson:"dontknow" json:"dontknow"`
	RatherNot int            `bson:"rathernot" json:"rathernot"`
	Skipped   int            `bson:"skipped" json:"skipped"`
	Cells     map[string]int `bson:"cells" json:"cells"`
}

// Kind is a kind of question. Adding one means one file here, one view and one
// row in Kinds. Check takes every known Pass where the kind asks at all.
type Kind interface {
	// Name is the kind's word in documents and file names: "choice".
	Name() string
	// Asks says whether it takes answers (an information page does not).
	Asks() bool
	// Problems lists what its author must still put right before it can be opened.
	Problems(q Question) []Problem
	// Check returns a in its canonical form, or Invalid with the key of a kind sentence.
	Check(q Question, band Band, a Answer) (Answer, error)
	// Cells lists the cells of its tally in the order they are shown.
	Cells(q Question, band Band) []Cell
	// Count gives the cells one checked, non-passing answer adds one to.
	Count(q Question, a Answer) []string
	// Whole says that every answer that is not a pass lies in exactly one cell,
	// so that the cells add up to Tally.Answered.
	Whole(q Question) bool
	// Invent gives an answer somebody might give, for previews, tests and load.
	Invent(q Question, band Band, random *rand.Rand) Answer
}

// Cell is one countable answer of a question: its key in Tally.Cells and the
// texts it is shown with. Option is -1 where no option stands behind it.
type Cell struct {
	Key     string
	Option  int
	Words   Words  // from the author, or nil
	Text    string // a catalogue key where Words is nil (faces)
	Args    []any  // the catalogue key's arguments: name, value, …
	Picture string // "face:2/3" is the second of three faces; options keep their own
}

// Problem is one thing to put right: the form field and the key of its sentence.
type Problem struct {
	Field string
	Key   string
	Args  []any
}

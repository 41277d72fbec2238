package polls

import (
	"fmt"
	"slices"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Cast is an answer on its way in, as a phone sends it.
type Cast struct {
	Activity string
	Round    int            // Activity.Round the phone answered
	Key      string         // submission key: the same for every resend, 8 to 64 signs
	Counter  int64          // one counter for all tabs of a seat, growing with each choice
	Answer   surveys.Answer // as typed; checked here
	Band     surveys.Band   // the session's, or the layer's band chosen in a mixed one
}

// Kept is a seat's present answer as the server holds it. Of a text it holds
// the item's id, never the words.
type Kept struct {
	Activity string
	Round    int
	Key      string
	Counter  int64
	Answer   surveys.Answer // Text is the item's id
	Wrote    int            // ideas and questions: how many this seat has written
	Help     bool           // show at once who can help now; said once, to its author alone
	Known    bool           // nothing was written: a resend, or an older tab's

	items []string // what it wrote
}

// holds says whether an item is among what the seat wrote.
func (k Kept) holds(item string) bool { return slices.Contains(k.items, item) }

// ballot is one seat's answer to one activity at one revision, as stored. It
// has no time, no seat and no readable answer; who comes later in a seat's own
// row is told by Fence and Seq, the highest is the seat's ballot.
type ballot struct {
	store.Meta `bson:",inline"` // activity/round/tag/fence.seq

	Round   int    `bson:"round"`
	Tag     string `bson:"tag"`
	Fence   int64  `bson:"fence"`
	Seq     int64  `bson:"seq"`
	Key     string `bson:"key"`
	Counter int64  `bson:"counter"`
	Band    string `bson:"band"`
	Sealed  []byte `bson:"sealed"`
}

func ballotID(activity string, round int, tag string, fence, seq int64) string {
	return fmt.Sprintf("%s/%d/%s/%x.%x", activity, round, tag, fence, seq)
}

// ballotsOf finds every ballot of an activity, of one round if round is above 0.
func ballotsOf(activity string, round int) store.Query {
	prefix := activity + "/"
	if round > 0 {
		prefix = fmt.Sprintf("%s/%d/", activity, round)
	}
	return store.Query{From: prefix, To: prefix[:len(prefix)-1] + "0"} // '0' follows '/'
}

// content is what a ballot seals: the answer in its canonical form, a text as
// its item's id and a keyed mark by which the same words are known again.
type content struct {
	Pass  surveys.Pass `bson:"p,omitempty"`
	Pick  []string     `bson:"k,omitempty"`
	Item  string       `bson:"i,omitempty"`
	Mark  string       `bson:"m,omitempty"`
	Quote bool         `bson:"q,omitempty"`
	Both  bool         `bson:"b,omitempty"` // Item and Pick were sent together
	Own   []string     `bson:"o,omitempty"` // where a seat writes several: the items before Item
}

// items are all items the ballot points to, newest last.
func (c content) items() []string {
	all := slices.Clone(c.Own)
	if c.Item != "" {
		all = append(all, c.Item)
	}
	return all
}

// said is what its author sent last, without what was there before: a resend is
// known by it.
func (c content) said() content {
	c.Own = nil
	if c.Item != "" && !c.Both {
		c.Pick = nil
	}
	return c
}

func contentOf(k *keys, submission string, a surveys.Answer) content {
	c := content{Pass: a.Pass, Pick: a.Pick, Quote: a.Quote}
	if a.Text != "" {
		c.Mark = k.markOf("words", a.Text)
		c.Item = k.markOf("item", submission, c.Mark)
		c.Both = len(a.Pick) > 0
	}
	return c
}

func (c content) answer() surveys.Answer {
	return surveys.Answer{Pass: c.Pass, Pick: c.Pick, Text: c.Item, Quote: c.Quote}
}

func (c content) bytes() ([]byte, error) { return bson.Marshal(c) }

func readContent(plain []byte) (content, error) {
	var c content
	err := bson.Unmarshal(plain, &c)
	return c, err
}

// goodKey refuses a submission key that no page of ours sends.
func goodKey(key string) error {
	if len(key) < 8 || len(key) > 64 {
		return fault.New(fault.Invalid, "vote.key")
	}
	for _, r := range key {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' {
			return fault.New(fault.Invalid, "vote.key")
		}
	}
	return nil
}

package surveys

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// The most one seat may do with ideas or questions of the room.
const (
	MaxIdeas    = 5  // texts one seat may write to one activity
	MaxSupports = 40 // approved ones it may support
)

// Order says how the room's ideas are listed.
type Order string

// The orders. None of them knows when an idea was written: OrderNewest goes by
// rounds of approval, OrderUnseen by how many phones an idea has been on, and
// OrderSupport by numbers that have passed the release gate. OrderFair takes
// turns between those two and is the default.
const (
	OrderFair    Order = "fair"
	OrderSupport Order = "support"
	OrderNewest  Order = "newest"
	OrderUnseen  Order = "unseen"
)

// Orders lists the orders as a facilitator is offered them, the default first.
func Orders() []Order { return []Order{OrderFair, OrderSupport, OrderNewest, OrderUnseen} }

// Supported says whether a kind's answers are texts that the room may support:
// ideas with "me too", questions with upvotes.
func Supported(kind string) bool {
	return kind == (ideas{}).Name() || kind == (questions{}).Name()
}

// Writes says whether a kind takes words of a young person's own, which go
// through moderation.
func Writes(kind string) bool { return takesWords(kind) }

// ideas asks for ideas, several from one seat, and for "me too" on those of
// others. An answer is either one more idea (Text) or all ideas the seat now
// supports (Pick). The tally knows only how many answered: support is counted
// where it is known which ideas a person approved.
type ideas struct{}

func (ideas) Name() string                                        { return "ideas" }
func (ideas) Asks() bool                                          { return true }
func (ideas) Problems(q Question) []Problem                       { return supportProblems(q) }
func (ideas) Check(_ Question, _ Band, a Answer) (Answer, error)  { return checkSupport(a) }
func (ideas) Cells(Question, Band) []Cell                         { return nil }
func (ideas) Count(Question, Answer) []string                     { return nil }
func (ideas) Whole(Question) bool                                 { return false }
func (ideas) Invent(_ Question, _ Band, random *rand.Rand) Answer { return inventSupport(random) }

// supportProblems wants a text, a known mode and order, and that the room may
// see what is written: nobody can say "me too" to what nobody sees.
func supportProblems(q Question) []Problem {
	found := (text{}).Problems(q)
	if q.Order != "" && !slices.Contains(Orders(), q.Order) {
		found = append(found, Problem{Field: "order", Key: "question.order"})
	}
	if VisibilityOf(q) == StaffOnly {
		found = append(found, Problem{Field: "private", Key: "question.unshared"})
	}
	return found
}

// checkSupport takes one text as CleanText does, or the whole list of what is
// supported now, each once, in a fixed order, or both. An empty place in that
// list says that the list is meant even where nothing else stands in it: with no
// text, everything was taken back, which is a skip.
func checkSupport(a Answer) (Answer, error) {
	if a, done, err := passed(a); done {
		return a, err
	}
	pick, err := supportedIn(a.Pick)
	switch {
	case err != nil:
		return Answer{}, err
	case strings.TrimSpace(a.Text) != "" || len(a.Pick) == 0:
		typed, err := CleanText(a.Text)
		if err != nil {
			return Answer{}, err
		}
		return Answer{Text: typed, Quote: a.Quote, Pick: pick}, nil
	case len(pick) == 0:
		return Answer{Pass: PassSkip}, nil
	}
	return Answer{Pick: pick}, nil
}

// supportedIn is the list in its canonical form, nil where nothing is on it.
func supportedIn(list []string) ([]string, error) {
	pick := slices.DeleteFunc(slices.Clone(list), func(id string) bool { return id == "" })
	slices.Sort(pick)
	switch {
	case len(pick) == 0:
		return nil, nil
	case len(pick) > MaxSupports:
		return nil, refuse("answer.supports")
	case len(slices.Compact(slices.Clone(pick))) < len(pick):
		return nil, refuse("answer.twice")
	case slices.ContainsFunc(pick, func(id string) bool { return !ideaID(id) }):
		return nil, refuse("answer.unknown")
	}
	return pick, nil
}

// ideaID says whether an id can be one of a supported text: 10 hexadecimal signs.
func ideaID(id string) bool {
	return len(id) == 10 && strings.Trim(id, "0123456789abcdef") == ""
}

// inventSupport writes an idea or supports two.
func inventSupport(random *rand.Rand) Answer {
	if random.IntN(2) == 0 {
		return Answer{Text: "…"}
	}
	return Answer{Pick: []string{"000000000a", "000000000b"}}
}

// InventSupport makes how many of so many seats support each of n invented
// ideas, most first, and how many support any, for an author's preview; the same seed gives
// the same room.
func InventSupport(n, seats int, seed uint64) (support []int, any int) {
	random := rand.New(rand.NewPCG(seed, uint64(max(0, seats))))
	support = make([]int, n)
	for range seats {
		some := false
		for i := range support {
			if random.IntN(3+2*i) < 2 {
				support[i]++
				some = true
			}
		}
		if some {
			any++
		}
	}
	slices.SortFunc(support, func(a, b int) int { return b - a })
	return support, any
}

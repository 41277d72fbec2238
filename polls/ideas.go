package polls

import (
	"cmp"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

// Idea is an approved text that the room may support: an idea or a question.
type Idea struct {
	ID   string // what a phone sends as supported; says nothing of who wrote it or when
	Text string // as typed, with masks written as their keys
	Mark string // of a question: IdeaNow or IdeaDone, else ""
}

// What the desk or the co-chair can say of a question of the room.
const (
	IdeaNow  = "now"  // being answered now
	IdeaDone = "done" // answered
)

// idea is an Idea with the items that read so.
type idea struct {
	Idea
	items []string
}

// writes says whether the activity takes words; supported whether the room may
// support them, and a seat write several.
func (a Activity) writes() bool    { return surveys.Writes(a.Question.Kind) }
func (a Activity) supported() bool { return surveys.Supported(a.Question.Kind) }

// Listing is the order the activity's ideas stand in: the desk's choice, else
// the author's, else the fair one.
func (a Activity) Listing() surveys.Order {
	return cmp.Or(a.Order, a.Question.Order, surveys.OrderFair)
}

// SetOrder chooses how the ideas are listed, also while they come in.
func (a Activity) SetOrder(order surveys.Order) (Activity, error) {
	if !a.supported() || !slices.Contains(surveys.Orders(), order) {
		return a, fault.New(fault.Invalid, "desk.unknown")
	}
	a.Order = order
	return a, nil
}

// SetAnswering marks one question of the room as being answered now, "" none;
// the one before counts as answered.
func (a Activity) SetAnswering(id string) (Activity, error) {
	if a.Question.Kind != questionsKind || len(id) > 32 || a.State == Draft {
		return a, fault.New(fault.Invalid, "desk.unknown")
	}
	if a.Answering != "" && a.Answering != id {
		a = a.answered(a.Answering)
	}
	a.Answering = id
	a.Answered = slices.DeleteFunc(slices.Clone(a.Answered), func(done string) bool { return done == id })
	return a, nil
}

// SetAnswered marks a question of the room as answered, or takes that back.
func (a Activity) SetAnswered(id string, yes bool) (Activity, error) {
	if a.Question.Kind != questionsKind || id == "" || len(id) > 32 || a.State == Draft {
		return a, fault.New(fault.Invalid, "desk.unknown")
	}
	if a.Answering == id {
		a.Answering = ""
	}
	if yes {
		return a.answered(id), nil
	}
	a.Answered = slices.DeleteFunc(slices.Clone(a.Answered), func(done string) bool { return done == id })
	return a, nil
}

func (a Activity) answered(id string) Activity {
	const enough = 500 // more than a room ever asks
	if !slices.Contains(a.Answered, id) && len(a.Answered) < enough {
		a.Answered = append(slices.Clip(a.Answered), id)
	}
	return a
}

// renamed is the activity with its marks under other names of their ideas.
func (a Activity) renamed(to map[string]string) Activity {
	a.Answering = cmp.Or(to[a.Answering], a.Answering)
	a.Answered = slices.Clone(a.Answered)
	for i, id := range a.Answered {
		a.Answered[i] = cmp.Or(to[id], id)
	}
	return a
}

func (a Activity) markOf(id string) string {
	switch {
	case a.Question.Kind != questionsKind:
		return ""
	case a.Answering == id:
		return IdeaNow
	case slices.Contains(a.Answered, id):
		return IdeaDone
	}
	return ""
}

// merged is a seat's whole answer after one more of what it sent: an idea is
// added to those before and leaves what is supported as it was, unless a list came with it; a list of what
// is supported replaces the list before and leaves the ideas. Other words under
// the same key replace the words sent with it. Who has written does not pass.
func (h *hall) merged(tag string, v voted) (content, error) {
	kept, _ := h.mine(tag)
	own := kept.content.items()
	if st := h.seats[tag]; st != nil {
		if before, err := readContent([]byte(st.sent[v.key])); err == nil && before.Item != "" {
			own = slices.DeleteFunc(own, func(item string) bool { return item == before.Item })
		}
	}
	c := v.content
	own = slices.DeleteFunc(own, func(item string) bool { return item == c.Item })
	if c.Item != "" && len(own) >= surveys.MaxIdeas {
		return c, fault.New(fault.Invalid, "answer.ideas", "N", surveys.MaxIdeas)
	}
	if c.Item != "" && !c.Both {
		c.Pick = kept.content.Pick
	}
	c.Own = own
	if len(own) > 0 {
		c.Pass = surveys.PassNone
	}
	return c, nil
}

// support counts each approved idea's seats: those that wrote it and those that
// support it, each seat once. lies names the ideas each seat lies in, by tag.
func (h *hall) support(list []idea) (w figures.SupportCounts, lies map[string]string) {
	ofItem, n := map[string]string{}, map[string]int{}
	for _, i := range list {
		n[i.ID] = 0
		for _, item := range i.items {
			ofItem[item] = i.ID
		}
	}
	lies = make(map[string]string, len(h.seats))
	for tag, st := range h.seats {
		if st.kept.key == "" {
			continue
		}
		said := st.kept.content
		if said.Pass != surveys.PassNone {
			w.Passed++
			lies[tag] = "-"
			continue
		}
		in := slices.DeleteFunc(slices.Clone(said.Pick), func(id string) bool { _, shown := n[id]; return !shown })
		for _, item := range said.items() {
			if id := ofItem[item]; id != "" {
				in = append(in, id)
			}
		}
		slices.Sort(in)
		in = slices.Compact(in)
		for _, id := range in {
			n[id]++
		}
		if len(in) == 0 {
			w.Rest++
		} else {
			w.Supporters++
		}
		lies[tag] = strings.Join(in, " ")
	}
	for _, i := range list {
		w.Ideas = append(w.Ideas, figures.Count{Key: i.ID, N: n[i.ID]})
	}
	return w, lies
}

// anySupport is the cell of a kept tally that counts the ballots which lie in at
// least one approved idea. Every other cell is named by an item.
const anySupport = "any"

// supportTally is the hall's tally with the support for each approved idea under
// one of its items, which can still be found when the key is gone.
func (h *hall) supportTally(list []idea) surveys.Tally {
	t := h.tally.Clone()
	if len(h.seats) == 0 {
		return t // read from a kept tally itself
	}
	w, _ := h.support(list)
	for at, i := range list {
		if len(i.items) > 0 {
			t.Cells[slices.Min(i.items)] = w.Ideas[at].N
		}
	}
	t.Cells[anySupport] = w.Supporters
	return t
}

// supportIn reads the support for approved ideas out of a kept tally. One that
// was approved only afterwards has those who wrote it.
func supportIn(t surveys.Tally, list []idea) figures.SupportCounts {
	w := figures.SupportCounts{Passed: t.Passed()}
	late, sum, top := 0, 0, 0
	for _, i := range list {
		n, counted := 0, false
		for _, item := range i.items {
			if was, ok := t.Cells[item]; ok {
				n, counted = max(n, was), true
			}
		}
		if !counted {
			n = len(i.items)
			late += n
		}
		n = min(n, t.Answered)
		sum, top = sum+n, max(top, n)
		w.Ideas = append(w.Ideas, figures.Count{Key: i.ID, N: n})
	}
	w.Supporters = min(max(t.Cells[anySupport]+late, top), sum, t.Answered)
	w.Rest = t.Answered - w.Supporters
	return w
}

// arranged puts ideas in order. Support goes by what was released of it alone,
// so that the order tells no hidden count; what is level stands by id, which is
// drawn by lot and stays.
func arranged(order surveys.Order, list []idea, f figures.Figure, seen, rounds map[string]int) []idea {
	rank := func(i idea) int {
		if cell, ok := f.Cell(i.ID); ok {
			return cell.Rank()
		}
		return -1
	}
	by := func(less func(a, b idea) int) []idea {
		out := slices.Clone(list)
		slices.SortFunc(out, func(a, b idea) int { return cmp.Or(less(a, b), cmp.Compare(a.ID, b.ID)) })
		return out
	}
	support := by(func(a, b idea) int { return rank(b) - rank(a) })
	unseen := by(func(a, b idea) int { return seen[a.ID] - seen[b.ID] })
	switch order {
	case surveys.OrderSupport:
		return support
	case surveys.OrderUnseen:
		return unseen
	case surveys.OrderNewest:
		return by(func(a, b idea) int { return rounds[b.ID] - rounds[a.ID] })
	}
	var out []idea
	taken := map[string]bool{}
	for i := range list {
		for _, next := range []idea{unseen[i], support[i]} {
			if !taken[next.ID] {
				taken[next.ID] = true
				out = append(out, next)
			}
		}
	}
	return out
}

// ranked gives a figure's ideas by what was released, most first, and after them
// those that came after it and have no number yet. Where nothing is shown it
// stays so.
func ranked(f figures.Figure, list []idea) figures.Figure {
	if !f.Shows() {
		return f
	}
	var cells []figures.Released
	for _, i := range arranged(surveys.OrderSupport, list, f, nil, nil) {
		cell, ok := f.Cell(i.ID)
		if !ok && f.Audience == figures.Public {
			continue
		}
		if !ok {
			cell = figures.Released{Key: i.ID, Hidden: true, Reason: "figures.hidden.late"}
		}
		cells = append(cells, cell)
	}
	f.Cells = cells
	return f
}

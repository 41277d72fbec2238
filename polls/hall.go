package polls

import (
	"slices"

	"cairn/fault"
	"cairn/figures"
	"cairn/surveys"
)

// hall is the memory of one round of one activity: each seat's present ballot
// by tag, and the tally they fold into. It is a value with rules; the Room's
// writer alone changes it.
type hall struct {
	kind     surveys.Kind
	question surveys.Question
	seats    map[string]*standing
	tally    surveys.Tally
	byBand   map[string]surveys.Tally
	shown    map[figures.Audience]*shown
	late     bool // an answer came after closing
	fresh    bool // something was folded since the tally was last written
}

// shown is the figure an audience last saw of this round, and the seats that
// are new or changed since.
type shown struct {
	figure figures.Figure
	seats  map[string]bool
}

// standing is what one seat has sent to this round.
type standing struct {
	kept voted
	seq  int64             // highest sequence given out, also to ballots that failed
	sent map[string]string // submission key → content it last carried
}

// voted is a ballot as it counts.
type voted struct {
	fence, seq int64
	key        string
	counter    int64
	band       string
	content    content
	raw        string // content, encoded, as it is sealed
	said       string // what its author sent, encoded: equal means the same answer
}

// verdict is what is to be done with an answer.
type verdict uint8

const (
	take   verdict = iota // store it: the seat's first ballot or its change
	resent                // the same key and answer as before: answered with the kept one
	older                 // a lower counter than the kept one: answered with the kept one
)

func newHall(q surveys.Question) *hall {
	kind, _ := surveys.KindOf(q.Kind)
	return &hall{
		kind: kind, question: q, seats: map[string]*standing{},
		tally: surveys.Tally{Cells: map[string]int{}}, byBand: map[string]surveys.Tally{},
		shown: map[figures.Audience]*shown{},
	}
}

// judge decides about an answer of a seat. A resend is the same key and the
// same answer as that key last carried; the same key with another answer is a
// change (Back, then choose again, without a script); otherwise a lower counter
// loses to the kept one. More changes than a hand can make are TooMany.
func (h *hall) judge(tag, key, raw string, counter int64) (verdict, error) {
	st := h.seats[tag]
	if st == nil || st.kept.key == "" {
		return take, nil
	}
	last, known := st.sent[key]
	switch {
	case known && last == raw:
		return resent, nil
	case !known && counter < st.kept.counter:
		return older, nil
	case len(st.sent) >= h.changes() || st.seq >= int64(2*h.changes()):
		return take, fault.New(fault.TooMany, "vote.often")
	}
	return take, nil
}

// changes is how many ballots one seat may send: where each tap is one, more.
func (h *hall) changes() int {
	if surveys.Supported(h.question.Kind) {
		return 4 * MaxChanges
	}
	return MaxChanges
}

// next gives out the seat's next sequence number; a number is never given twice,
// so that a ballot whose fate is unknown cannot stand in the way of its resend.
func (h *hall) next(tag string) int64 {
	st := h.seats[tag]
	if st == nil {
		st = &standing{sent: map[string]string{}}
		h.seats[tag] = st
	}
	st.seq++
	return st.seq
}

// fold counts a stored ballot; one that is not the seat's highest is only
// remembered as sent. It gives the items that the seat's ballot points to no more.
func (h *hall) fold(tag string, v voted) (replaced []string) {
	st := h.seats[tag]
	if st == nil {
		st = &standing{sent: map[string]string{}}
		h.seats[tag] = st
	}
	st.seq = max(st.seq, v.seq)
	st.sent[v.key] = v.said
	if st.kept.key != "" {
		if v.fence < st.kept.fence || (v.fence == st.kept.fence && v.seq < st.kept.seq) {
			return without(v.content.items(), st.kept.content.items())
		}
		h.count(st.kept, -1)
		replaced = without(st.kept.content.items(), v.content.items())
		v.counter = max(v.counter, st.kept.counter)
	}
	h.count(v, 1)
	st.kept = v
	h.fresh = true
	for _, seen := range h.shown {
		seen.seats[tag] = true
	}
	return replaced
}

// without gives the items that are not among others.
func without(items, others []string) []string {
	return slices.DeleteFunc(items, func(item string) bool { return slices.Contains(others, item) })
}

func (h *hall) count(v voted, by int) {
	band := h.byBand[v.band]
	for _, t := range []*surveys.Tally{&h.tally, &band} {
		if by > 0 {
			t.Add(h.kind, h.question, v.content.answer())
		} else {
			t.Remove(h.kind, h.question, v.content.answer())
		}
	}
	h.byBand[v.band] = band
}

// mine gives a seat's kept answer.
func (h *hall) mine(tag string) (voted, bool) {
	st := h.seats[tag]
	if st == nil || st.kept.key == "" {
		return voted{}, false
	}
	return st.kept, true
}

// release lets the tally through the gate for an audience, remembering what it
// saw before so that two figures are equal or far enough apart.
func (h *hall) release(aud figures.Audience, band surveys.Band) figures.Figure {
	var prev *figures.Figure
	changed := h.tally.Total()
	if seen := h.shown[aud]; seen != nil {
		prev, changed = &seen.figure, len(seen.seats)
	}
	counts := figures.CountsOf(h.question, band, h.tally)
	f := figures.Release(prev, counts, changed, aud, figures.SensitivityOf(surveys.PrivateOf(h.question)))
	if !f.Kept() {
		h.shown[aud] = &shown{figure: f, seats: map[string]bool{}}
	}
	return f
}

// bands is the tally by band, where a mixed session has more than one.
func (h *hall) bands() map[string]surveys.Tally {
	if len(h.byBand) < 2 {
		return nil
	}
	out := make(map[string]surveys.Tally, len(h.byBand))
	for band, t := range h.byBand {
		out[band] = t.Clone()
	}
	return out
}

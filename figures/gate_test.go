package figures

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// gate is the release gate as a value, so that a broken one can be put in its place.
type gate func(prev *Figure, u Update, aud Audience, s Sensitivity) Figure

// story is one question through updates and reopenings, and what was shown of it.
type story struct {
	random *rand.Rand
	counts Counts
	aud    Audience
	s      Sensitivity
	hid    bool // more than one frame was shown, and something hidden in one
}

func newStory(seed uint64) *story {
	r := rand.New(rand.NewPCG(seed, 12))
	st := &story{
		random: r,
		aud:    []Audience{Room, Staff, Public}[r.IntN(3)],
		s:      []Sensitivity{Everyday, Personal, Sensitive}[r.IntN(3)],
	}
	st.counts.Whole = r.IntN(4) > 0
	for i := range 2 + r.IntN(5) {
		st.counts.Cells = append(st.counts.Cells, Count{Key: fmt.Sprint(i)})
	}
	st.counts.Most = 1 + r.IntN(len(st.counts.Cells))
	if st.counts.Most == 1 {
		st.counts.Whole = true
	}
	st.add([]int{3 + r.IntN(10), 5 + r.IntN(20), 15 + r.IntN(30), 20 + r.IntN(80)}[r.IntN(4)])
	return st
}

// add lets so many new seats answer, the first options more often.
func (st *story) add(seats int) {
	st.counts.Cells = slices.Clone(st.counts.Cells)
	n := len(st.counts.Cells)
	for range seats {
		if st.random.IntN(8) == 0 {
			st.counts.Passed++
			continue
		}
		st.counts.Answered++
		picks := 1
		if !st.counts.Whole {
			picks = 1 + st.random.IntN(st.counts.Most)
		}
		first := st.random.IntN(1 + st.random.IntN(n))
		for k := range picks {
			st.counts.Cells[(first+k)%n].N++
		}
	}
}

// change lets up to so many seats change their answer, and says how many did.
func (st *story) change(seats int) int {
	st.counts.Cells = slices.Clone(st.counts.Cells)
	cells, done := st.counts.Cells, 0
	for range seats {
		from, to := st.random.IntN(len(cells)), st.random.IntN(len(cells))
		room := st.counts.Whole || cells[to].N < st.counts.Answered
		if from != to && cells[from].N > 0 && room {
			cells[from].N--
			cells[to].N++
			done++
		}
	}
	return done
}

// play shows the question up to six times and returns what went wrong, or "".
func (st *story) play(g gate) string {
	r := &reader{whole: st.counts.Whole, most: st.counts.Most}
	var prev *Figure
	changed := 0
	for range 1 + st.random.IntN(6) {
		f := g(prev, Update{Counts: st.counts, Changed: changed}, st.aud, st.s)
		if prev == nil || differ(*prev, f) {
			if prev != nil && prev.stands() && changed < 3 {
				return fmt.Sprintf("two frames are %d seats apart: %+v, then %+v", changed, *prev, f)
			}
			if prev != nil && !prev.stands() {
				r.frames = nil // nothing was shown that could be compared
			}
			r.see(f, st.counts, changed)
			prev, changed = &f, 0
			if !f.stands() {
				changed = 0
			}
		}
		switch st.random.IntN(3) {
		case 0:
			n := st.random.IntN(8)
			st.add(n)
			changed += n
		case 1:
			changed += st.change(st.random.IntN(5))
		default:
			n := st.random.IntN(4)
			st.add(n)
			changed += n + st.change(st.random.IntN(3))
		}
	}
	if len(r.frames) > 1 && slices.ContainsFunc(r.frames, func(s sight) bool { return !s.absent && slices.Contains(s.hidden, true) }) {
		st.hid = true
	}
	if !slices.ContainsFunc(r.frames, func(s sight) bool { return slices.Contains(s.hidden, true) }) {
		return "" // nothing was hidden, and so nothing can be found
	}
	if frame, cell, n, found := r.recovered(); found {
		return fmt.Sprintf("frame %d gives away that cell %d is %d", frame, cell, n)
	}
	return ""
}

func differ(a, b Figure) bool {
	a.Note, b.Note, a.Memory, b.Memory = "", "", nil, nil
	return !reflect.DeepEqual(a, b)
}

// stories plays so many on all cores and returns the first few that went
// wrong, and how many showed several frames with something hidden.
func stories(t *testing.T, n int, g gate) (wrong []string, telling int) {
	t.Helper()
	var mu sync.Mutex
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for seed := w; seed < n; seed += workers {
				st := newStory(uint64(seed))
				what := st.play(g)
				mu.Lock()
				if st.hid {
					telling++
				}
				if what != "" && len(wrong) < 5 {
					wrong = append(wrong, fmt.Sprintf("seed %d, %s to %s, %+v: %s", seed, st.s, st.aud, st.counts, what))
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return wrong, telling
}

// TestNoHiddenCellIsRecoveredFromAHundredThousandStories is R12 of the bars.
func TestNoHiddenCellIsRecoveredFromAHundredThousandStories(t *testing.T) {
	wrong, telling := stories(t, 100_000, standard().Release)
	for _, what := range wrong {
		t.Error(what)
	}
	if telling < 10_000 {
		t.Errorf("got %d stories that show several frames and hide something, want 10,000 at least", telling)
	}
	t.Logf("%d stories showed several frames and hid something", telling)
}

func TestTheStoriesFindAGateWithoutSecondSuppression(t *testing.T) {
	limit := map[Audience]int{Staff: 4, Public: 7}
	broken := func(prev *Figure, u Update, aud Audience, s Sensitivity) Figure {
		f := standard().Release(prev, u, aud, s)
		for i, c := range f.Cells {
			if c.Hidden && u.Cells[i].N > limit[aud] && aud == Staff {
				f.Cells[i] = Released{Key: c.Key, N: u.Cells[i].N}
			}
		}
		return f
	}
	if wrong, _ := stories(t, 3000, broken); len(wrong) == 0 {
		t.Error("got a gate without second suppression through 3,000 stories, want it found out")
	}
}

func TestTheStoriesFindAGateThatForgetsTheEarlierFigure(t *testing.T) {
	broken := func(_ *Figure, u Update, aud Audience, s Sensitivity) Figure {
		return standard().Release(nil, u, aud, s)
	}
	if wrong, _ := stories(t, 3000, broken); len(wrong) == 0 {
		t.Error("got a gate that forgets through 3,000 stories, want it found out")
	}
}

func TestTheStoriesFindAGateThatOnlyCountsSeats(t *testing.T) {
	broken := func(prev *Figure, u Update, aud Audience, s Sensitivity) Figure {
		if prev != nil {
			p := *prev
			p.Memory = nil
			prev = &p
		}
		return standard().Release(prev, u, aud, s)
	}
	if wrong, _ := stories(t, 20_000, broken); len(wrong) == 0 {
		t.Error("got a gate that only counts seats through 20,000 stories, want it found out")
	}
}

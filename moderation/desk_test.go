package moderation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/store"
	"cairn/store/storetest"
)

// room is a desk on a real store with a clock that a test moves.
type room struct {
	*moderation.Desk
	engine  store.Engine
	mu      sync.Mutex
	at      time.Time
	changed []string

	screener  moderation.Screener
	team      moderation.Team
	ctx       context.Context
	forgotten []string
	queued    []string
}

func newRoom(t *testing.T, lead moderation.Receiver) *room {
	t.Helper()
	r := &room{engine: storetest.Memory(t, moderation.Schemas()...), at: time.Date(2026, 10, 6, 23, 30, 0, 0, time.UTC)}
	r.restart(lead)
	return r
}

// restart builds the desk anew over the same store, as after a crash.
func (r *room) restart(lead moderation.Receiver) {
	if lead == nil {
		lead = &box{}
	}
	if r.screener == nil {
		r.screener = calm{}
	}
	shuffle := rand.New(rand.NewPCG(1, 2)).Shuffle
	r.Desk = moderation.Open(moderation.Deps{
		Engine: r.engine, Now: r.now, Shuffle: shuffle, Receiver: lead, Screener: r.screener,
		Team:      func(context.Context, string) (moderation.Team, error) { return r.team, nil },
		Queue:     func(service string) { r.note(&r.queued, service) },
		Forgotten: func(_ context.Context, item string) { r.note(&r.forgotten, item) },
		Changed: func(session, activity string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.changed = append(r.changed, session+"/"+activity)
		},
	})
}

func (r *room) note(list *[]string, what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*list = append(*list, what)
}

func (r *room) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func (r *room) on(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = r.at.Add(d)
}

func (r *room) submit(t *testing.T, id, text string) {
	t.Helper()
	_, err := r.Submit(t.Context(), moderation.NewText{
		ID: id, Service: "link", Session: "s", Activity: "a", Round: 1, Lang: "en", Text: text, AsWeGo: true,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// held writes texts and brings them all to staff.
func (r *room) held(t *testing.T, texts ...string) {
	t.Helper()
	for i, text := range texts {
		r.submit(t, fmt.Sprintf("i%d", i), text)
	}
	if err := r.CloseActivity(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, list func(context.Context, string) ([]*moderation.Item, error)) []string {
	t.Helper()
	items, err := list(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range items {
		out = append(out, i.ID)
	}
	return out
}

// words are the approved words as "text×count".
func (r *room) words(t *testing.T) string {
	t.Helper()
	counts, err := r.ApprovedWords(t.Context(), "a", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, w := range counts {
		out = append(out, fmt.Sprintf("%s×%d", w.Text, w.N))
	}
	return strings.Join(out, " ")
}

func (r *room) show(t *testing.T, id string) moderation.Decision {
	t.Helper()
	d, err := r.Show(t.Context(), moderation.Ruling{Item: id, By: "ann"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTextsReachStaffInGroupsOfThreeOrMore(t *testing.T) {
	r := newRoom(t, nil)
	for i, want := range []int{0, 0, 3, 3, 3, 6, 6} {
		r.submit(t, fmt.Sprintf("i%d", i), fmt.Sprintf("word %d", i))
		if got := len(ids(t, r.HeldItems)); got != want {
			t.Errorf("after %d texts: got %d with staff, want %d", i+1, got, want)
		}
	}
	if err := r.CloseActivity(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got := len(ids(t, r.HeldItems)); got != 7 {
		t.Errorf("after closing: got %d with staff, want all 7", got)
	}
}

func TestWhatIsCollectedReachesStaffAtClosing(t *testing.T) {
	r := newRoom(t, nil)
	for i := range 7 {
		n := moderation.NewText{ID: fmt.Sprint("i", i), Session: "s", Activity: "a", Text: fmt.Sprint("word ", i)}
		if _, err := r.Submit(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(t, r.HeldItems); len(got) != 0 {
		t.Errorf("while it is open: got %v with staff, want nobody reading while the room talks", got)
	}
	for range 2 {
		if err := r.CloseActivity(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(t, r.HeldItems); len(got) != 7 {
		t.Errorf("after closing: got %d with staff, want all 7", len(got))
	}
}

func TestTheOrderStaffSeeIsNotTheOrderOfWriting(t *testing.T) {
	waiting := []string{"a", "b", "c", "d", "e", "f"}
	seen := map[string]bool{}
	for seed := range uint64(40) {
		got := moderation.Group(waiting, false, rand.New(rand.NewPCG(seed, 1)).Shuffle)
		seen[strings.Join(got, "")] = true
		slices.Sort(got)
		if !slices.Equal(got, waiting) {
			t.Fatalf("got %v, want the same six", got)
		}
	}
	if len(seen) < 30 {
		t.Errorf("got %d orders in 40 shuffles, want nearly all different", len(seen))
	}
	if got := moderation.Group(waiting[:2], false, rand.Shuffle); got != nil {
		t.Errorf("two of an open activity: got %v, want them to wait", got)
	}
}

func TestALaterGroupStandsBehindAnEarlierOneAndARestartForgetsTheOrder(t *testing.T) {
	r := newRoom(t, nil)
	for _, id := range []string{"x1", "x2", "x3", "b1", "b2", "b3"} {
		r.submit(t, id, "word "+id)
	}
	got := ids(t, r.HeldItems)
	for i, id := range got {
		if first := strings.HasPrefix(id, "x"); first != (i < 3) {
			t.Errorf("got %v, want the first group in front", got)
			break
		}
	}
	r.restart(nil)
	if got := ids(t, r.HeldItems); !slices.Equal(got, []string{"b1", "b2", "b3", "x1", "x2", "x3"}) {
		t.Errorf("after a restart: got %v, want the order of the ids, which says nothing", got)
	}
}

func TestSendingTwiceIsOnce(t *testing.T) {
	r := newRoom(t, nil)
	for range 3 {
		r.submit(t, "i1", "bus")
	}
	s, err := r.SummaryOf(t.Context(), "a")
	if err != nil || s.Written != 1 {
		t.Errorf("got %d written (%v), want 1", s.Written, err)
	}
}

func TestAnItemHoldsADateAndNoTimeOfDay(t *testing.T) {
	r := newRoom(t, nil) // half past midnight in London
	r.submit(t, "i1", "bus")
	i, err := r.Item(t.Context(), "i1")
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 10, 7, 0, 0, 0, 0, time.UTC); !i.Day.Equal(want) {
		t.Errorf("got %v, want %v: the date in London and nothing finer", i.Day, want)
	}
	given := moderation.NewText{ID: "i2", Session: "s", Activity: "a", Text: "dog", Day: time.Date(2026, 10, 5, 14, 33, 7, 9, time.UTC)}
	if _, err := r.Submit(t.Context(), given); err != nil {
		t.Fatal(err)
	}
	if i, err = r.Item(t.Context(), "i2"); err != nil || !i.Day.Equal(time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("with a day given: got %v (%v), want its date alone", i.Day, err)
	}
}

func TestManyWritersAtOnceLoseNothing(t *testing.T) {
	r := newRoom(t, nil)
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() { r.submit(t, fmt.Sprintf("i%02d", i), fmt.Sprintf("word %d", i%20)) })
	}
	wg.Wait()
	if err := r.CloseActivity(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got := len(ids(t, r.HeldItems)); got != 60 {
		t.Errorf("got %d with staff, want 60", got)
	}
}

func TestOneSwitchStopsAllPublishing(t *testing.T) {
	r := newRoom(t, nil)
	r.held(t, "bus", "dog", "rain")
	r.show(t, "i0")
	if err := r.SetStopped(t.Context(), "s", true); err != nil {
		t.Fatal(err)
	}
	if got := r.words(t); got != "" {
		t.Errorf("while stopped: got %q, want nothing", got)
	}
	r.submit(t, "late", "BUS")
	r.restart(nil)
	if got := r.words(t); got != "" {
		t.Errorf("while stopped, after a restart: got %q, want nothing", got)
	}
	for range 2 {
		if err := r.SetStopped(t.Context(), "s", false); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.words(t); got != "bus×1" {
		t.Errorf("going on: got %q, want bus×1, what came meanwhile waits", got)
	}
}

func TestShowingAsWeGoNeedsASecondReader(t *testing.T) {
	for name, c := range map[string]struct {
		reading []string
		want    bool
	}{
		"nobody reads": {nil, false}, "the facilitator alone": {[]string{"ann", "ann"}, false},
		"a second person": {[]string{"ann", "bo"}, true}, "somebody unknown": {[]string{""}, false},
	} {
		if got := moderation.MayShowAsWeGo("ann", c.reading); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

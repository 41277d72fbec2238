package polls

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"cairn/figures"
	"cairn/surveys"
)

// ideaMemory is what a room keeps of ideas in memory alone: how many phones each
// has been on, in which round of approval it came, in what order the list stands,
// and what each audience last saw of its support.
type ideaMemory struct {
	seenMu sync.Mutex
	seen   map[string]map[string]int // by activity and idea: phones it has been on

	rounds map[string]map[string]int // by activity and idea
	lists  map[string]listing        // by activity
	shown  map[string]supportShown   // by audience and activity
}

// listing is an order that stands until what it is made of changes, so that no
// row moves away under a thumb.
type listing struct {
	of  string
	ids []string
}

// supportShown is what an audience last saw: the figure, the ideas each seat lay
// in then by tag (nil once the ballots are gone), and the counts.
type supportShown struct {
	figure figures.Figure
	lies   map[string]string
	counts figures.SupportCounts
}

func newIdeaMemory() *ideaMemory {
	return &ideaMemory{
		seen: map[string]map[string]int{}, rounds: map[string]map[string]int{},
		lists: map[string]listing{}, shown: map[string]supportShown{},
	}
}

// ideasOf lists an activity's approved ideas; mu is held. While its key is there
// an idea is named by its words under that key, afterwards by one of its items.
func (r *Room) ideasOf(a Activity) []idea {
	k := r.keys[a.ID]
	list := make([]idea, 0, len(r.words[a.ID]))
	for _, w := range r.words[a.ID] {
		i := idea{Idea: Idea{Text: w.Text}, items: w.Items}
		switch {
		case k != nil:
			i.ID = k.markOf("idea", cmp.Or(w.Key, w.Text))[:10]
		case len(w.Items) > 0:
			i.ID = slices.Min(w.Items)
		default:
			continue
		}
		i.Mark = a.markOf(i.ID)
		list = append(list, i)
	}
	return list
}

// tallyOf is a hall's tally as it is kept.
func (r *Room) tallyOf(a Activity, h *hall) surveys.Tally {
	if a.supported() {
		return h.supportTally(r.ideasOf(a))
	}
	return h.tally.Clone()
}

// ideaResult fills in the approved ideas and what may be told of their support;
// mu is held. While publishing is stopped the room sees none.
func (r *Room) ideaResult(v *View) {
	a := v.Now
	if a.State == Draft || a.State == "" {
		return
	}
	list := r.ideasOf(a)
	counts, lies := r.supportFor(a, list)
	answered, s := counts.Supporters+counts.Rest, figures.SensitivityOf(a.Question.Private)
	var room figures.Figure
	running := a.State == Open || a.State == Closed
	last, _ := a.Last()
	live := running && a.asWeGo() && answered >= figures.Standard().LiveFrom
	if live || a.State == Closed || last.Revealed {
		room = ranked(r.releaseSupport(a, counts, lies, figures.Room), list)
	}
	if !running || a.State == Closed {
		staff := ranked(r.releaseSupport(a, counts, lies, figures.Staff), list)
		v.Desk.Staff = &staff
	}
	v.Labels = map[string]string{}
	for _, i := range list {
		v.Labels[i.ID] = i.Text
	}
	if a.State == Closed {
		v.Desk.Preview, v.Desk.Seen = &room, mark(room, v.Labels)
	}
	if r.session.PublishingStopped {
		return
	}
	if live {
		v.Live = &room
	}
	if last.Revealed {
		v.Room = &room
	}
	if (running || last.Revealed) && figures.MayList(answered, s) {
		for _, i := range r.listed(a, list, room) {
			v.Ideas = append(v.Ideas, i.Idea)
		}
	}
}

// supportFor counts the support for the present round, from the ballots while
// they are there, else from what is kept.
func (r *Room) supportFor(a Activity, list []idea) (figures.SupportCounts, map[string]string) {
	h := r.halls[place{a.ID, a.Round}]
	if h != nil && len(h.seats) > 0 {
		return h.support(list)
	}
	if last, ok := a.Last(); ok {
		return supportIn(last.Tally, list), nil
	}
	if h != nil {
		return supportIn(h.tally, list), nil
	}
	return figures.SupportCounts{}, nil
}

// releaseSupport lets the support through the gate, remembering what the
// audience saw before.
func (r *Room) releaseSupport(a Activity, w figures.SupportCounts, lies map[string]string, aud figures.Audience) figures.Figure {
	key := string(aud) + "/" + a.ID
	var prev *figures.Figure
	changed := w.Supporters + w.Rest + w.Passed
	if seen, ok := r.ideas.shown[key]; ok {
		prev, changed = &seen.figure, seen.changed(w, lies)
	}
	f := figures.ReleaseSupport(prev, w, changed, aud, figures.SensitivityOf(a.Question.Private))
	if !f.Kept() {
		r.ideas.shown[key] = supportShown{figure: f, lies: lies, counts: w}
	}
	return f
}

// changed counts the seats that are new or lie in other ideas than then.
func (s supportShown) changed(w figures.SupportCounts, lies map[string]string) int {
	n := 0
	if s.lies != nil && lies != nil {
		for tag, in := range lies {
			if was, old := s.lies[tag]; !old || was != in {
				n++
			}
		}
		return n
	}
	before := map[string]int{}
	for _, c := range s.counts.Ideas {
		before[c.Key] = c.N
	}
	for _, c := range w.Ideas {
		n += max(c.N-before[c.Key], before[c.Key]-c.N)
	}
	return n
}

// listed puts the ideas in the order chosen. The order stands until another idea
// comes, one goes, or another order is chosen.
func (r *Room) listed(a Activity, list []idea, f figures.Figure) []idea {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	slices.Sort(ids)
	of := mark(a.State == Open || a.State == Closed, a.Listing(), ids)
	stands, ok := r.ideas.lists[a.ID]
	if !ok || stands.of != of {
		r.ideas.seenMu.Lock()
		seen := maps.Clone(r.ideas.seen[a.ID])
		r.ideas.seenMu.Unlock()
		stands = listing{of: of}
		for _, i := range arranged(a.Listing(), list, f, seen, r.ideas.rounds[a.ID]) {
			stands.ids = append(stands.ids, i.ID)
		}
		r.ideas.lists[a.ID] = stands
	}
	slices.SortFunc(list, func(x, y idea) int { return slices.Index(stands.ids, x.ID) - slices.Index(stands.ids, y.ID) })
	return list
}

// Seen notes that one more phone shows these ideas of an activity; few seen go
// up in the list. It is counted in memory, for no phone in particular.
func (r *Room) Seen(activity string, ideas []Idea) {
	r.ideas.seenMu.Lock()
	defer r.ideas.seenMu.Unlock()
	seen := r.ideas.seen[activity]
	if seen == nil {
		seen = map[string]int{}
		r.ideas.seen[activity] = seen
	}
	for _, i := range ideas {
		seen[i.ID]++
	}
}

// noteApproved gives ideas that were not there before the next round of
// approval; mu is held.
func (r *Room) noteApproved() {
	for _, a := range r.session.Agenda {
		if !a.supported() || a.State == Draft {
			continue
		}
		rounds := r.ideas.rounds[a.ID]
		if rounds == nil {
			rounds = map[string]int{}
			r.ideas.rounds[a.ID] = rounds
		}
		next := 1
		for _, n := range rounds {
			next = max(next, n+1)
		}
		for _, i := range r.ideasOf(a) {
			if rounds[i.ID] == 0 {
				rounds[i.ID] = next
			}
		}
	}
}

// itemNames gives each idea the name it has once the key is gone.
func (r *Room) itemNames(a Activity) map[string]string {
	names := map[string]string{}
	for _, i := range r.ideasOf(a) {
		if len(i.items) > 0 {
			names[i.ID] = slices.Min(i.items)
		}
	}
	return names
}

// forgetIdeas names what an audience saw by items, as everything is once the key
// is gone, and drops what was known of seats; mu is held.
func (r *Room) forgetIdeas(activity string) {
	a, _ := r.session.Activity(activity)
	if !a.supported() {
		return
	}
	names := r.itemNames(a)
	for key, seen := range r.ideas.shown {
		if !strings.HasSuffix(key, "/"+activity) {
			continue
		}
		seen.lies = nil
		seen.figure = seen.figure.Renamed(names)
		seen.counts.Ideas = slices.Clone(seen.counts.Ideas)
		for i, c := range seen.counts.Ideas {
			seen.counts.Ideas[i].Key = cmp.Or(names[c.Key], c.Key)
		}
		r.ideas.shown[key] = seen
	}
	delete(r.ideas.lists, activity)
	delete(r.ideas.rounds, activity)
	r.ideas.seenMu.Lock()
	delete(r.ideas.seen, activity)
	r.ideas.seenMu.Unlock()
}

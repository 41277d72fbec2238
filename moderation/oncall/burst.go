package oncall

import "time"

// heard is what somebody was sent lately and has not seen: by service, account
// and channel, how urgent it was. A class may report one thing thirty times;
// thirty notices that all say "something is waiting" would wake nobody more than
// one, and bury the next.
type heard map[string]int

// heardLately reads it from the pages that wait. Only what went out counts, so
// that a notice left out never keeps another back.
func heardLately(waiting []*Page, now time.Time) heard {
	h := heard{}
	for _, p := range waiting {
		for _, s := range p.Sends {
			if s.Done && s.Tries > 0 && now.Sub(s.Next) < RepeatEvery {
				h.note(p, s)
			}
		}
	}
	return h
}

func (h heard) note(p *Page, s Send) {
	h[p.burst(s)] = max(h[p.burst(s)], p.urgency())
}

// covers says whether a notice would say nothing new. The outside person has a
// way in for each case, and a test must always come.
func (h heard) covers(p *Page, s Send) bool {
	return s.Account != "" && p.Test == "" && h[p.burst(s)] >= p.urgency()
}

func (p *Page) burst(s Send) string {
	if p.Test != "" {
		return "test"
	}
	return p.Service + "\x00" + s.Account + "\x00" + string(s.Channel)
}

// urgency is 1 for what wakes nobody, 2 for a worry, 3 for danger now.
func (p *Page) urgency() int {
	switch {
	case p.Now:
		return 3
	case p.Calm:
		return 1
	}
	return 2
}

package live

import "time"

// pace holds back a topic that changes faster than its audience needs.
type pace struct {
	last  time.Time // when a frame was last built
	timer *time.Timer
	build func(Version) []byte // the newest builder; only while timer runs
}

// Mark says that a topic may look different now. Its frame is built by build
// (see PutVersion) at once, or, if one was built less than every ago, when that
// time is over; of several builders in between the last one is called. So a
// topic makes at most one frame in every, and the last mark is never lost.
func (b *Board) Mark(name string, every time.Duration, build func(Version) []byte) {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return
	}
	t := b.topic(name)
	if t.pace.timer != nil {
		t.pace.build = build
		b.mu.Unlock()
		return
	}
	wait := time.Until(t.pace.last.Add(every))
	if wait > 0 {
		t.pace.build = build
		t.pace.timer = time.AfterFunc(wait, func() { b.due(t) })
		b.mu.Unlock()
		return
	}
	t.pace.last = time.Now()
	b.mu.Unlock()
	b.PutVersion(name, build)
}

// due builds the frame that was held back.
func (b *Board) due(t *topic) {
	b.mu.Lock()
	build := t.pace.build
	t.pace.build, t.pace.timer = nil, nil
	t.pace.last = time.Now()
	b.mu.Unlock()
	if build != nil {
		b.PutVersion(t.name, build)
	}
}

// stopPace forgets a frame that was held back; the caller holds the board's mu.
func (t *topic) stopPace() {
	if t.pace.timer != nil {
		t.pace.timer.Stop()
		t.pace.timer, t.pace.build = nil, nil
	}
}

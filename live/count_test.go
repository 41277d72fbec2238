package live_test

import (
	"context"
	"runtime"
	"testing"

	"cairn/live"
)

func TestTheBoardCountsItsSocketsPollsAndFrames(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}})
	if got := h.board.Counts(); got != (live.Counts{}) {
		t.Errorf("at first: got %+v, want nothing", got)
	}
	first, second := h.dial("/live"), h.dial("/live")
	for h.board.Counts().Sockets < 2 {
		runtime.Gosched()
	}
	for _, frame := range []string{"one", "two"} {
		h.board.Put("a", []byte(frame))
		reads(t, first, frame)
		reads(t, second, frame)
	}
	waiting, give := context.WithCancel(t.Context())
	polled := make(chan error, 1)
	go func() { _, err := h.board.Wait(waiting, "b", live.Version{}); polled <- err }()
	for h.board.Counts().Polls < 1 {
		runtime.Gosched()
	}
	if got, want := h.board.Counts(), (live.Counts{Sockets: 2, Polls: 1, Sent: 4}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	give()
	<-polled
	_ = first.Close()
	for h.board.Counts().Sockets > 1 {
		runtime.Gosched()
	}
	if got := h.board.Counts().Polls; got != 0 {
		t.Errorf("got %d polls when none waits", got)
	}
}

package polls

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cairn/figures"
	"cairn/surveys"
)

func TestPhonesHearFourTimesASecondAndScreensTen(t *testing.T) {
	for reach, most := range map[Reach]int64{Phones: 4, Screens: 10} {
		synctest.Test(t, func(t *testing.T) {
			var n, newest atomic.Int64
			var v atomic.Pointer[View]
			a := &announcer{to: reach, latest: v.Load, say: func(v *View, _ Reach) {
				n.Add(1)
				newest.Store(int64(v.Progress.Answered))
			}}
			for i := range 5_000 { // five seconds, a change every millisecond
				v.Store(&View{Progress: figures.Progress{Answered: i}})
				a.changed()
				<-time.After(time.Millisecond)
			}
			<-time.After(time.Second)
			synctest.Wait()
			if got := n.Load(); got > 5*most+1 || got < 5*most-1 {
				t.Errorf("reach %d: got %d announcements in five seconds, want about %d", reach, got, 5*most)
			}
			if newest.Load() != 4_999 {
				t.Errorf("reach %d: the newest said is %d, want 4999", reach, newest.Load())
			}
			a.stop()
		})
	}
}

func TestNothingIsSaidWhenNothingThatAudienceSeesChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHallway(t)
		var phones atomic.Int64
		h.said = func(_ *View, to Reach) {
			if to == Phones {
				phones.Add(1)
			}
		}
		room := h.live(h.process(), place3(surveys.PrivateYes))
		h.votes(room, "a", "a", "b")
		<-time.After(time.Second)
		synctest.Wait()
		before := phones.Load()
		for range 5 {
			_ = room.Signal(h.sit(room), Lost)
			h.do(room, Command{Do: DoHeads, N: 5})
			<-time.After(time.Second)
		}
		synctest.Wait()
		if got := phones.Load() - before; got != 0 {
			t.Errorf("signals and heads reached phones %d times, want never", got)
		}
	})
}

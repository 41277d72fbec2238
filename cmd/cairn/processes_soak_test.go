package main

import (
	"context"
	"os"
	"testing"
	"time"

	"cairn/store/storetest"
)

// long skips a test that takes minutes unless it was asked for.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv("CAIRN_SOAK") != "1" {
		t.Skip("a long one: CAIRN_SOAK=1, or make soak")
	}
}

// inTime holds a bar by the clock in the soak alone. In `make test`, beside
// whatever else the machine does, it finds only what hangs.
func inTime(t *testing.T, what string, took, bar time.Duration) {
	t.Helper()
	t.Logf("%s: %v, the bar is %v", what, took.Round(10*time.Millisecond), bar)
	if os.Getenv("CAIRN_SOAK") != "1" {
		bar *= 6
	}
	if took > bar {
		t.Errorf("%s: got %v, want %v at most", what, took, bar)
	}
}

// R2 by the clock: what `make test` holds in counts, three times each.
func TestSoakASessionIsLiveElsewhereInTime(t *testing.T) {
	long(t)
	for range 3 {
		t.Run("killed", TestAKilledProcessLosesNoAnswerAndItsPhonesAreLiveElsewhere)
		t.Run("dies", TestAnOwnerThatDiesWhileAllVoteLosesNothing)
		t.Run("sleeps", TestAProcessThatSleptAcknowledgesNothingItsSessionHasMovedOnFrom)
		t.Run("watched", TestASessionSomebodyWatchesIsTakenOverThoughNobodyAsks)
	}
}

func TestSoakTheBusIsAwayForAMinute(t *testing.T) {
	long(t)
	busAway(t, 300, time.Minute)
}

// R2m: three members and three processes; the primary goes, then the process that looks after the session.
func TestSoakThePrimaryAndThenAProcessAreKilledWhileFifteenHundredPhonesVote(t *testing.T) {
	long(t)
	set := storetest.MongoMembers(t, 3)
	c := gathered(t, set.URI, 3, 1500)
	voices := c.voices()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	places := make(chan struct{}, 64)
	each(voices, func(_ int, v *voice) {
		places <- struct{}{}
		v.connected(ctx)
		<-places
	})
	over := make(chan struct{})
	go func() {
		defer close(over)
		for _, step := range []func() error{
			func() error {
				primary, err := set.Primary(ctx)
				t.Logf("killing member %d, the primary", primary)
				if err != nil {
					return err
				}
				return set.Kill(primary)
			},
			func() error {
				t.Log("killing the process that looks after the session")
				c.procs[0].powerCut()
				return nil
			},
			func() error { return nil },
		} {
			pause(ctx, 12*time.Second)
			if err := step(); err != nil {
				t.Error(err)
			}
		}
	}()
	each(voices, func(i int, v *voice) {
		for r := 1; ; r++ {
			if !v.cast(ctx, r, pickOf(i, r)) {
				t.Errorf("phone %d was never told that its answer %d is in", i, r)
				return
			}
			select {
			case <-over:
				v.hangUp()
				return
			default:
				pause(ctx, 2*time.Second+time.Duration(i)*time.Millisecond)
			}
		}
	})
	if t.Failed() {
		t.FailNow()
	}
	inTime(t, "the longest wait for an ack", longest(voices), 6*time.Second)
	c.wantTally(c.procs[1], counted(voices), c.procs[1:]...)
}

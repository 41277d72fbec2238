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
	if wait := longest(voices); wait > 6*time.Second {
		t.Errorf("somebody waited %v, want six seconds at most", wait)
	}
	t.Logf("longest wait for an ack %v", longest(voices))
	c.wantTally(c.procs[1], counted(voices), c.procs[1:]...)
}

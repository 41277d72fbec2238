package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cairn/fault"
)

// carrier stands for the bus: it notes when each bag left and what was in it,
// and answers each message with its own words.
type carrier struct {
	t     *testing.T
	began time.Time

	mu    sync.Mutex
	left  []time.Duration
	held  []int
	spoil func(replies []byte) ([]byte, bool, error)
}

func (c *carrier) carry(_ context.Context, _ string, raw []byte) ([]byte, bool, error) {
	all, err := saidOf(raw)
	if err != nil {
		c.t.Errorf("a bag of ours cannot be read: %v", err)
	}
	c.mu.Lock()
	c.left, c.held = append(c.left, time.Since(c.began)), append(c.held, len(all))
	c.mu.Unlock()
	var replies []byte
	for _, one := range all {
		if one.Session != "a session" || one.Token != "token of "+string(one.Message) || one.Lang != "cy" {
			c.t.Errorf("got %q of %q in %q, want all as it was sent", one.Message, one.Token, one.Lang)
		}
		replies = farReply{is: replyIs, raw: append([]byte("heard "), one.Message...)}.appendTo(replies)
	}
	if c.spoil != nil {
		return c.spoil(replies)
	}
	return replies, false, nil
}

func saying(words string) phoneSaid {
	return phoneSaid{phoneAt{Session: "a session", Token: "token of " + words, Lang: "cy"}, []byte(words)}
}

func TestAFloodGoesInBagsAndEachPhoneHearsItsOwnReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{t: t, began: time.Now()}
		b := newBags(c.carry)
		if got, _, err := b.send(t.Context(), "one", saying("alone")); err != nil || string(got) != "heard alone" {
			t.Errorf("alone: got %q, %v", got, err)
		}
		var all sync.WaitGroup
		for i := range bagMost + 40 {
			all.Go(func() {
				words := fmt.Sprintf("phone %d", i)
				buffer := saying(words)
				got, nobody, err := b.send(t.Context(), "one", buffer)
				copy(buffer.Message, "xxxxx") // its socket reads the next message into it
				if string(got) != "heard "+words || nobody || err != nil {
					t.Errorf("got %q, %v, %v, want its own reply to %q", got, nobody, err, words)
				}
			})
		}
		all.Wait()
		if want := []int{1, bagMost, 40}; !slices.Equal(c.held, want) {
			t.Errorf("bags: got %v, want %v", c.held, want)
		}
		if c.left[0] != 0 || slices.Max(c.left) > 2*bagEvery {
			t.Errorf("they left at %v, want the first at once and none much later than every %v", c.left, bagEvery)
		}
	})
}

func TestWhoComesAfterAPauseWaitsForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{t: t, began: time.Now()}
		b := newBags(c.carry)
		for range 3 {
			began := time.Now()
			_, _, err := b.send(t.Context(), "one", saying("calm"))
			if took := time.Since(began); took != 0 || err != nil {
				t.Errorf("got %v after %v, want no wait", err, took)
			}
			<-time.After(2 * bagEvery)
		}
	})
}

func TestABagThatWasLostIsSaidToEachOfItsPhones(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil  func([]byte) ([]byte, bool, error)
		nobody bool
	}{
		"the bus is away":    {spoil: func([]byte) ([]byte, bool, error) { return nil, false, fault.New(fault.TooMany, "vote.again") }},
		"the owner is gone":  {spoil: func([]byte) ([]byte, bool, error) { return nil, true, nil }, nobody: true},
		"a reply is missing": {spoil: func(r []byte) ([]byte, bool, error) { return r[:len(r)-len("\x00\x06heard ")-1], false, nil }},
		"half of the bytes":  {spoil: func(r []byte) ([]byte, bool, error) { return r[:len(r)/2], false, nil }},
		"no bytes":           {spoil: func([]byte) ([]byte, bool, error) { return nil, false, nil }},
		"a mistake of ours": {spoil: func([]byte) ([]byte, bool, error) {
			raw := farReply{is: replyFailed}.appendTo(nil)
			return farReply{is: replyFailed}.appendTo(raw), false, nil
		}},
		"not theirs any more": {nobody: true, spoil: func([]byte) ([]byte, bool, error) {
			raw := farReply{is: replyNobody}.appendTo(nil)
			return farReply{is: replyNobody}.appendTo(raw), false, nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &carrier{t: t, began: time.Now()}
				b := newBags(c.carry)
				_, _, _ = b.send(t.Context(), "one", saying("first"))
				c.spoil = tc.spoil
				var all sync.WaitGroup
				for _, who := range []string{"a", "b"} {
					all.Go(func() {
						got, nobody, err := b.send(t.Context(), "one", saying(who))
						if nobody != tc.nobody || !tc.nobody && !fault.Is(err, fault.TooMany) || got != nil {
							t.Errorf("got %q, %v, %v, want nobody %v, or that it is to be sent again", got, nobody, err, tc.nobody)
						}
					})
				}
				all.Wait()
			})
		})
	}
}

func TestAPhoneThatLeavesDisturbsNobodyInItsBag(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{t: t, began: time.Now()}
		b := newBags(c.carry)
		_, _, _ = b.send(t.Context(), "one", saying("first"))
		gone, leave := context.WithCancel(t.Context())
		left := saying("gone")
		var all sync.WaitGroup
		all.Go(func() {
			_, _, err := b.send(gone, "one", left)
			copy(left.Message, "xxxx")
			if !fault.Is(err, fault.TooMany) {
				t.Errorf("who left: got %v, want that it is to be sent again", err)
			}
		})
		synctest.Wait()
		leave()
		synctest.Wait()
		all.Go(func() {
			if got, _, err := b.send(t.Context(), "one", saying("stays")); string(got) != "heard stays" || err != nil {
				t.Errorf("who stays: got %q, %v", got, err)
			}
		})
		all.Wait()
		if !slices.Equal(c.held, []int{1, 2}) {
			t.Errorf("bags: got %v, want the two in one", c.held)
		}
	})
}

func TestABagForOneProcessWaitsForNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &carrier{t: t, began: time.Now()}
		hang := make(chan struct{})
		b := newBags(func(ctx context.Context, holder string, raw []byte) ([]byte, bool, error) {
			if holder == "hangs" {
				<-hang
				return nil, false, errors.New("it hung")
			}
			return c.carry(ctx, holder, raw)
		})
		var all sync.WaitGroup
		all.Go(func() { _, _, _ = b.send(t.Context(), "hangs", saying("stuck")) })
		synctest.Wait()
		if got, _, err := b.send(t.Context(), "one", saying("free")); string(got) != "heard free" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		close(hang)
		all.Wait()
	})
}

func FuzzABagFromAnywhereNeverCrashes(f *testing.F) {
	f.Add(saying("hello").appendTo(nil))
	f.Add(farReply{is: replyIs, raw: []byte("heard")}.appendTo(nil))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if all, err := saidOf(raw); err == nil {
			var again []byte
			for _, one := range all {
				again = one.appendTo(again)
			}
			if back, err := saidOf(again); err != nil || len(back) != len(all) {
				t.Errorf("written again: got %d messages and %v, want %d", len(back), err, len(all))
			}
		}
		if all, err := repliesOf(raw); err == nil && len(all) > 0 && !bytes.HasSuffix(raw, all[len(all)-1].raw) {
			t.Error("the last reply is not where the bytes end")
		}
	})
}

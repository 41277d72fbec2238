package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestThreeProcessesShowOneTally(t *testing.T) {
	c := gathered(t, mongoHere(t), 3, 60)
	voices := c.voices()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	each(voices, func(i int, v *voice) {
		v.cast(ctx, 1, pickOf(i, 1))
		if i%4 == 0 {
			v.cast(ctx, 2, pickOf(i, 2)) // they change their mind
		}
		v.hangUp()
	})
	want := counted(voices)
	if n := want["a"] + want["b"] + want["c"]; n != len(voices) {
		t.Fatalf("got %d of %d phones told that their answer is in", n, len(voices))
	}
	c.wantTally(c.procs[2], want, c.procs...)
	t.Logf("longest wait for an ack %v", longest(voices))
}

func TestAKilledProcessLosesNoAnswerAndItsPhonesAreLiveElsewhere(t *testing.T) {
	c := gathered(t, mongoHere(t), 3, 240)
	voices := c.voices()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	each(voices, func(_ int, v *voice) { v.connected(ctx) })
	var told atomic.Int64
	cut := make(chan struct{})
	go func() {
		<-cut
		c.procs[0].powerCut() // it looks after the session
	}()
	each(voices, func(i int, v *voice) {
		pause(ctx, time.Duration(i)*5*time.Millisecond)
		if v.cast(ctx, 1, pickOf(i, 1)) && told.Add(1) == int64(len(voices)/3) {
			close(cut)
		}
		v.hangUp()
	})
	if n := told.Load(); n != int64(len(voices)) {
		t.Fatalf("got %d of %d phones told that their answer is in", n, len(voices))
	}
	inTime(t, "the longest wait for an ack", longest(voices), 5*time.Second)
	c.wantTally(c.procs[1], counted(voices), c.procs[1:]...)
}

func TestARollingRestartUnderLoadLosesAndDoublesNothing(t *testing.T) {
	c := gathered(t, mongoHere(t), 3, 60)
	voices := c.voices()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	over := make(chan struct{})
	go func() {
		defer close(over)
		for i, p := range c.procs {
			p.stop()
			c.procs[i] = c.start(p.addr)
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
				pause(ctx, 300*time.Millisecond)
			}
		}
	})
	t.Logf("longest wait for an ack %v", longest(voices))
	c.wantTally(c.procs[0], counted(voices), c.procs...)
}

// desk follows what the desk's socket at a process says of how many answered.
func (c *crew) desk(p *program) *atomic.Int64 {
	c.t.Helper()
	h := c.through(p)
	sam := h.member()
	at, err := url.Parse(h.base)
	must(c.t, err)
	var cookies []string
	for _, cookie := range sam.client.Jar.Cookies(at) {
		cookies = append(cookies, cookie.String())
	}
	ws, answer, err := websocket.DefaultDialer.Dial("ws://"+p.addr+"/sessions/"+c.session+"/desk/live", http.Header{"Cookie": {strings.Join(cookies, "; ")}, "Origin": {h.base}})
	must(c.t, err)
	_ = answer.Body.Close()
	c.t.Cleanup(func() { _ = ws.Close() })
	answered := &atomic.Int64{}
	go func() {
		for {
			_, raw, err := ws.ReadMessage()
			if err != nil {
				return
			}
			var frame struct{ N *int64 }
			if json.Unmarshal(raw, &frame) == nil && frame.N != nil {
				answered.Store(*frame.N)
			}
		}
	}()
	return answered
}

// busAway lets half of the phones vote, takes the bus away, and lets the others vote meanwhile.
func busAway(t *testing.T, phones int, away time.Duration) {
	c := gathered(t, mongoHere(t), 3, phones)
	voices := c.voices()
	ctx, cancel := context.WithTimeout(t.Context(), away+time.Minute)
	defer cancel()
	vote := func(half int) {
		each(voices, func(i int, v *voice) {
			if i/3%2 == half {
				v.cast(ctx, 1, pickOf(i, 1))
			}
		})
	}
	desks := make([]*atomic.Int64, len(c.procs))
	for i, p := range c.procs {
		desks[i] = c.desk(p)
	}
	each(voices, func(_ int, v *voice) { v.connected(ctx) }) // who is on a line stays there and is told to send again
	vote(0)
	c.bus.Shutdown()
	c.bus.WaitForShutdown()
	gone := time.Now()
	back := time.AfterFunc(away, func() { c.bus = startNATS(t, c.at.Port) })
	defer back.Stop()
	vote(1)
	want := counted(voices)
	if n := want["a"] + want["b"] + want["c"]; n != len(voices) || ctx.Err() != nil {
		t.Fatalf("got %d of %d phones told that their answer is in (%v)", n, len(voices), ctx.Err())
	}
	t.Logf("the last answer was in %v after the bus went for %v", time.Since(gone), away)
	for i, desk := range desks {
		until(t, "the whole count at the desk of every process", func() bool { return int(desk.Load()) == len(voices) })
		t.Logf("process %d: its desk counts all %v after the bus went", i, time.Since(gone))
	}
	c.wantTally(c.procs[1], want, c.procs...)
}

func TestWhileTheBusIsAwayPhonesKeepTheirAnswersAndTheTotalsHealByThemselves(t *testing.T) {
	busAway(t, 60, 5*time.Second)
}

func TestAProcessWithOtherSecretsDoesNotStart(t *testing.T) {
	c := gathered(t, mongoHere(t), 1, 0)
	out, err := exec.Command(theProgram(t), "serve", "--addr", freeAddr(t), "--data", t.TempDir(), "--secrets", t.TempDir(), "--store", c.uri).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "the same secrets folder") {
		t.Errorf("got %v %q, want a sentence about the secrets folder", err, out)
	}
	again := c.start(freeAddr(t)) // the one that was refused has left nothing behind
	again.stop()
}

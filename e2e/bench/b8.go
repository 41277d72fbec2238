package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/e2e/stage"
)

// hallOfThree is how many phones vote in B8, a third of them through each process.
const (
	processes   = 3
	hallOfThree = 3000
)

// several is B8: three processes on NATS and MongoDB, phones spread over them, one session; beside it one process on the same store.
// The wave of the bar begins for all thirds at one moment, when everybody sits. Beside it stands what a phone waits for whose third
// has come and votes while others are still coming: each third begins as soon as its own phones sit.
func several(ctx context.Context, w *workshop) ([]figure, error) {
	var one, three, oneLoose, threeLoose gathering
	for _, run := range []struct {
		into  *gathering
		many  int
		loose bool
	}{{&one, 1, false}, {&three, processes, false}, {&oneLoose, 1, true}, {&threeLoose, processes, true}} {
		var err error
		if *run.into, err = together(ctx, w, run.many, run.loose); err != nil {
			return nil, fmt.Errorf("%d of the processes: %w", run.many, err)
		}
	}
	same := atMost("B8", float64(three.same.Milliseconds()), "ms after closing until every process shows the same exact tally", 1000)
	same.OK = same.OK && three.whole && one.whole
	same.More = map[string]any{"phones": three.seated, "cast": three.cast, "refused": three.refused, "exact": three.whole, "errors": three.errors,
		"one_process_exact": one.whole}
	ratio := three.ack / one.ack
	ack := figure{
		ID: "B8a", Value: round(three.ack), Unit: "ms, p95 until the answer is in, the worst process", Bar: 2, OK: ratio <= 2, Ratio: round(ratio),
		Yardstick: fmt.Sprintf("%.1f ms: one process on the same store with the same phones", one.ack),
	}
	ack.More = map[string]any{"cpu_ms_to_come": round(three.coming), "cpu_ms_a_vote": round(three.voting), "p50_ms": round(three.half),
		"voting_while_others_come_ms": round(threeLoose.ack),
		"of_one_process": map[string]any{"cpu_ms_to_come": round(one.coming), "cpu_ms_a_vote": round(one.voting), "p50_ms": round(one.half),
			"voting_while_others_come_ms": round(oneLoose.ack)}}
	return []figure{same, ack}, nil
}

// gathering is what came of one run. CPU is that of the processes for each phone; NATS, MongoDB and the phones are not in it.
type gathering struct {
	ack, half             float64 // p95 and median in ms, the worst of the thirds
	same                  time.Duration
	whole                 bool    // every phone cast once, and every process counts what was sent
	coming, voting        float64 // ms of CPU until all sit, and for the wave; all of it is in voting where the thirds do not begin together
	seated, cast, refused int
	errors                map[string]int
}

// together runs so many processes with a hall of phones and closes the question; loose lets each third vote as soon as it sits.
func together(ctx context.Context, w *workshop, many int, loose bool) (got gathering, err error) {
	house, others, stop, err := crew(ctx, w, many)
	if err != nil {
		return got, err
	}
	hall := &hallAt{house: house, addrs: []string{house.Addr}, pids: []int{house.Process()}, loose: loose}
	for _, one := range others {
		hall.addrs, hall.pids = append(hall.addrs, one.addr), append(hall.pids, one.cmd.Process.Pid)
	}
	defer func() { err = errors.Join(err, stop()) }()
	facilitator, err := stage.SitDown(ctx, house)
	if err == nil {
		err = facilitator.Press(ctx, "o")
	}
	if err != nil {
		return got, err
	}
	sent, err := got.vote(ctx, w, hall)
	if err != nil {
		return got, err
	}
	began := time.Now()
	if err := facilitator.Press(ctx, "c"); err != nil {
		return got, err
	}
	for _, addr := range hall.addrs {
		at := "http://" + addr + facilitator.At[strings.Index(facilitator.At, "/sessions/"):]
		if err := counts(ctx, facilitator.Hand, at, sent); err != nil {
			got.whole = false
			return got, err
		}
	}
	got.same = time.Since(began)
	return got, nil
}

// hallAt is where a hall gathers.
type hallAt struct {
	house *stage.House
	addrs []string
	pids  []int
	loose bool
}

// used is the CPU of all processes together, in ms.
func (h *hallAt) used() (all float64, err error) {
	for _, pid := range h.pids {
		use, err := stage.UseOf(pid)
		if err != nil {
			return 0, err
		}
		all += float64(use.CPU.Microseconds()) / 1000
	}
	return all, nil
}

// vote lets three thirds of the hall vote, each through its process, and gives what they sent.
func (g *gathering) vote(ctx context.Context, w *workshop, h *hallAt) (map[string]int, error) {
	if _, err := w.load(); err != nil {
		return nil, err
	}
	before, err := h.used()
	sit := before
	if err != nil {
		return nil, err
	}
	start := &gun{}
	if !h.loose {
		if start, err = raise(ctx, processes, func() (err error) { sit, err = h.used(); return err }); err != nil {
			return nil, err
		}
	}
	thirds, errs := make([]loaded, processes), make([]error, processes)
	var all sync.WaitGroup
	for i := range thirds {
		all.Go(func() {
			at := &stage.House{Links: h.house.Links}
			at.Addr = h.addrs[i%len(h.addrs)]
			thirds[i], errs[i] = w.phones(ctx, at, hallOfThree/processes, append(start.flags(), "-pattern", "wave", "-within", "1s", "-seed", fmt.Sprint(i+1))...)
		})
	}
	all.Wait()
	after, err := h.used()
	if err := errors.Join(append(errs, err, start.fired())...); err != nil {
		return nil, err
	}
	sent := g.add(thirds)
	g.coming, g.voting = (sit-before)/hallOfThree, (after-sit)/hallOfThree
	return sent, nil
}

// add takes in what the thirds say and gives what they sent.
func (g *gathering) add(thirds []loaded) map[string]int {
	sent := map[string]int{}
	g.errors = map[string]int{}
	for _, third := range thirds {
		g.ack, g.half = max(g.ack, third.Ack.P95), max(g.half, third.Ack.P50)
		g.seated, g.cast, g.refused = g.seated+third.Seated, g.cast+third.Cast, g.refused+third.Refused+third.Unacked
		for pick, n := range third.Sent {
			sent[pick] += n
		}
		for what, n := range third.Errors {
			g.errors[what] += n
		}
	}
	g.whole = g.seated == hallOfThree && g.cast == hallOfThree && g.refused == 0
	return sent
}

// counts looks at the desk through a process until its table is what was sent, at most five seconds.
func counts(ctx context.Context, hand *stage.Hand, desk string, sent map[string]int) error {
	var last []int
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		page, err := hand.Open(ctx, desk)
		if err != nil {
			return err
		}
		if last = sorted(page.Table()); slices.Equal(last, sorted(sent)) {
			return nil
		}
	}
	return fmt.Errorf("%s counts %v, and %v was sent", desk, last, sorted(sent))
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"cairn/e2e/stage"

	nats "github.com/nats-io/nats-server/v2/server"
)

// hallOfThree is how many phones vote in B8, a third of them through each process.
const (
	processes   = 3
	hallOfThree = 3000
)

// several is B8: three processes on NATS and MongoDB, phones spread over them, one session; beside it one process on the same store.
func several(ctx context.Context, w *workshop) ([]figure, error) {
	one, err := together(ctx, w, 1)
	if err != nil {
		return nil, fmt.Errorf("one process: %w", err)
	}
	three, err := together(ctx, w, processes)
	if err != nil {
		return nil, fmt.Errorf("three processes: %w", err)
	}
	same := atMost("B8", float64(three.same.Milliseconds()), "ms after closing until every process shows the same exact tally", 1000)
	same.OK = same.OK && three.whole && one.whole
	same.More = map[string]any{"phones": three.seated, "cast": three.cast, "refused": three.refused, "exact": three.whole, "errors": three.errors,
		"one_process_exact": one.whole, "cpu_ms_a_phone": round(three.cpu), "cpu_ms_a_phone_of_one_process": round(one.cpu)}
	ratio := three.ack / one.ack
	ack := figure{
		ID: "B8a", Value: round(three.ack), Unit: "ms, p95 until the answer is in, the worst process", Bar: 2, OK: ratio <= 2, Ratio: round(ratio),
		Yardstick: fmt.Sprintf("%.0f ms: one process on the same store with the same phones", one.ack),
	}
	return []figure{same, ack}, nil
}

// gathering is what came of one run.
type gathering struct {
	ack                   float64 // p95 in ms, the worst of the thirds
	same                  time.Duration
	whole                 bool    // every phone cast once, and every process counts what was sent
	cpu                   float64 // ms of the processes' CPU for each phone, from its coming to its ack; NATS and MongoDB are not in it
	seated, cast, refused int
	errors                map[string]int
}

// together runs so many processes with a hall of phones and closes the question.
func together(ctx context.Context, w *workshop, many int) (got gathering, err error) {
	house, others, stop, err := crew(ctx, w, many)
	if err != nil {
		return got, err
	}
	addrs, pids := []string{house.Addr}, []int{house.Process()}
	for _, one := range others {
		addrs, pids = append(addrs, one.addr), append(pids, one.cmd.Process.Pid)
	}
	defer func() { err = errors.Join(err, stop()) }()
	facilitator, err := sitAtDesk(ctx, house)
	if err == nil {
		err = facilitator.press(ctx, "o")
	}
	if err != nil {
		return got, err
	}
	before, err := used(pids)
	if err != nil {
		return got, err
	}
	sent, err := got.vote(ctx, w, house, addrs)
	if err != nil {
		return got, err
	}
	after, err := used(pids)
	if err != nil {
		return got, err
	}
	got.cpu = float64((after - before).Microseconds()) / 1000 / float64(max(1, got.cast))
	began := time.Now()
	if err := facilitator.press(ctx, "c"); err != nil {
		return got, err
	}
	for _, addr := range addrs {
		at := "http://" + addr + facilitator.at[strings.Index(facilitator.at, "/sessions/"):]
		if err := counts(ctx, facilitator.hand, at, sent); err != nil {
			got.whole = false
			return got, err
		}
	}
	got.same = time.Since(began)
	return got, nil
}

// used is the CPU of all processes together.
func used(pids []int) (all time.Duration, err error) {
	for _, pid := range pids {
		use, err := stage.UseOf(pid)
		if err != nil {
			return 0, err
		}
		all += use.CPU
	}
	return all, nil
}

// vote lets three thirds of the hall vote at once, each through its process, and gives what they sent.
func (g *gathering) vote(ctx context.Context, w *workshop, house *stage.House, addrs []string) (map[string]int, error) {
	thirds, errs := make([]loaded, processes), make([]error, processes)
	if _, err := w.load(); err != nil {
		return nil, err
	}
	var all sync.WaitGroup
	for i := range thirds {
		all.Go(func() {
			at := &stage.House{Links: house.Links}
			at.Addr = addrs[i%len(addrs)]
			thirds[i], errs[i] = w.phones(ctx, at, hallOfThree/processes, "-pattern", "wave", "-within", "1s", "-seed", fmt.Sprint(i+1))
		})
	}
	all.Wait()
	sent := map[string]int{}
	g.errors = map[string]int{}
	for _, third := range thirds {
		g.ack = max(g.ack, third.Ack.P95)
		g.seated, g.cast, g.refused = g.seated+third.Seated, g.cast+third.Cast, g.refused+third.Refused+third.Unacked
		for pick, n := range third.Sent {
			sent[pick] += n
		}
		for what, n := range third.Errors {
			g.errors[what] += n
		}
	}
	g.whole = g.seated == hallOfThree && g.cast == hallOfThree && g.refused == 0
	return sent, errors.Join(errs...)
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

// crew starts MongoDB, NATS and so many processes with the example's session, and gives the first, the others and a way to end it all.
func crew(ctx context.Context, w *workshop, many int) (house *stage.House, others []*beside, stop func() error, err error) {
	var ends []func() error
	stop = func() error {
		var wrong error
		for i := len(ends) - 1; i >= 0; i-- {
			wrong = errors.Join(wrong, ends[i]())
		}
		return wrong
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stop())
		}
	}()
	folder, err := w.empty()
	if err != nil {
		return nil, nil, nil, err
	}
	if err = os.MkdirAll(folder, 0o700); err != nil {
		return nil, nil, nil, err
	}
	uri, end, err := stage.Mongod(ctx, folder)
	if err != nil {
		return nil, nil, nil, err
	}
	ends = append(ends, func() error { end(); return nil })
	post, err := nats.NewServer(&nats.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true})
	if err != nil {
		return nil, nil, nil, err
	}
	go post.Start()
	ends = append(ends, func() error { post.Shutdown(); return nil })
	if !post.ReadyForConnections(10 * time.Second) {
		return nil, nil, nil, errors.New("the NATS server does not start")
	}
	program, err := w.cairn()
	if err != nil {
		return nil, nil, nil, err
	}
	args := []string{"--store", uri, "--bus", post.ClientURL(), "--secrets", filepath.Join(folder, "secrets")}
	if house, err = stage.Demo(ctx, program, filepath.Join(folder, "none"), args...); err != nil {
		return nil, nil, nil, err
	}
	ends = append(ends, house.Stop)
	for len(others) < many-1 {
		one, err := another(ctx, program, args)
		if err != nil {
			return nil, nil, nil, err
		}
		others, ends = append(others, one), append(ends, one.end)
	}
	return house, others, stop, nil
}

// beside is a process beside the first.
type beside struct {
	addr string
	cmd  *exec.Cmd
	said strings.Builder
}

func (b *beside) end() error {
	if err := b.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("another process had ended before: %w\n%s", err, b.said.String())
	}
	return b.cmd.Wait()
}

// another starts one more process and waits until it is ready.
func another(ctx context.Context, program string, args []string) (*beside, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("looking for a free port: %w", err)
	}
	b := &beside{addr: free.Addr().String()}
	_ = free.Close() // only its number was wanted
	b.cmd = exec.Command(program, append([]string{"serve", "--addr", b.addr}, args...)...)
	b.cmd.Stderr = &b.said
	if err := b.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting another process: %w", err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late) && ctx.Err() == nil; <-tick.C {
		answer, err := http.Get("http://" + b.addr + "/readyz")
		if err != nil {
			continue
		}
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return b, nil
		}
	}
	return nil, errors.Join(errors.New("another process is not ready"), b.end(), errors.New(b.said.String()))
}

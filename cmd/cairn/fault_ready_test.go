package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/mongo"
	"cairn/store/storetest"
)

// wantReady asks whether the site can be given work; want is what stands in the
// answer, "" where all is well.
func wantReady(t *testing.T, v *visitor, when, want string) {
	t.Helper()
	got := v.get("/readyz")
	wantHeaders(t, when, got)
	if want == "" {
		if got.status != http.StatusOK || got.body != "ok\n" {
			t.Errorf("%s: got %d %q, want ok", when, got.status, got.body)
		}
		return
	}
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, want) {
		t.Errorf("%s: got %d %q (Retry-After %q), want 503 that says %q", when, got.status, got.body, got.header.Get("Retry-After"), want)
	}
	if live := v.get("/healthz"); live.status != http.StatusOK {
		t.Errorf("%s: the process lives, and /healthz says %d: it would be started again for nothing", when, live.status)
	}
}

// hand is a clock that goes by itself and can be put forward or back.
type hand struct {
	began time.Time
	by    atomic.Int64
}

func newHand(at time.Time) *hand { return &hand{began: at} }

func (c *hand) now() time.Time {
	return c.began.Add(time.Since(c.began)).Add(time.Duration(c.by.Load()))
}

func (c *hand) forward(by time.Duration) { c.by.Add(int64(by)) }

// stuffed is an engine that keeps nothing more, as on a full disk, and answers all the same.
type stuffed struct {
	store.Engine
	full atomic.Bool
}

func (s *stuffed) refuses() error {
	if s.full.Load() {
		return fault.New(fault.TooMany, "store.full")
	}
	return nil
}

// Schemas is asked by whoever makes a backup.
func (s *stuffed) Schemas() []store.Schema { return schemas() }

// Insert is store.Engine's.
func (s *stuffed) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	if err := s.refuses(); err != nil {
		return nil, err
	}
	return s.Engine.Insert(ctx, collection, records)
}

// Replace is store.Engine's.
func (s *stuffed) Replace(ctx context.Context, collection string, rec store.Record) error {
	if err := s.refuses(); err != nil {
		return err
	}
	return s.Engine.Replace(ctx, collection, rec)
}

func TestReadyMeansThatTheStoreAnswersAndKeepsAndThatTheProcessStays(t *testing.T) {
	engine, disk, clock := &noted{writes: map[string]int{}}, &stuffed{}, newHand(time.Now())
	h := openHouse(t, furnish{now: clock.now, wrap: func(e store.Engine) store.Engine {
		disk.Engine, engine.Engine = e, disk
		return engine
	}})
	v := h.visitor()
	wantReady(t, v, "at the start", "")
	h.pulse.beat(t.Context())
	wantReady(t, v, "after a beat", "")
	engine.taken()
	wantReady(t, v, "asked once more", "")
	if wrote := engine.taken(); len(wrote) > 0 {
		t.Errorf("asking whether it is ready wrote %v", wrote)
	}

	engine.breakDown(true)
	wantReady(t, v, "with a store that answers nothing", "store: does not answer")
	if got := v.get("/readyz"); strings.Contains(got.body, "canary") {
		t.Errorf("the store's own words are shown: %q", got.body)
	}
	engine.breakDown(false)
	wantReady(t, v, "with the store back", "")

	disk.full.Store(true)
	h.pulse.beat(t.Context())
	wantReady(t, v, "on a full disk", "store: has no room to keep more")
	if got := h.pulse.rest(); got >= beatEvery {
		t.Errorf("the next try comes after %v, want it sooner than %v while the store keeps nothing", got, beatEvery)
	}
	disk.full.Store(false)
	h.pulse.beat(t.Context())
	wantReady(t, v, "with room again", "")

	clock.forward(beatStuck + time.Second)
	wantReady(t, v, "with a store that has been silent", "store: has kept nothing for a while")
	h.pulse.beat(t.Context())
	wantReady(t, v, "after the next beat", "")

	var away atomic.Bool
	h.pulse.also("bus", func(context.Context) error {
		if away.Load() {
			return errors.New("nats://robin:secret@10.0.0.7 is away")
		}
		return nil
	})
	away.Store(true)
	wantReady(t, v, "without its bus", "bus: does not answer")
	if got := v.get("/readyz"); strings.Contains(got.body, "secret") || strings.Contains(got.body, "10.0.0.7") {
		t.Errorf("the bus's address is shown: %q", got.body)
	}
	away.Store(false)
	h.pulse.stop()
	wantReady(t, v, "once it is asked to stop", "process: is stopping")
}

func TestAMongoDBThatWasKilledIsSaidAndComesBackWithoutARestart(t *testing.T) {
	set := storetest.MongoMembers(t, 1)
	engine, err := mongo.Open(t.Context(), set.URI, mongo.WithDatabase("ready"))
	must(t, err)
	h := openHouse(t, furnish{engine: engine})
	v := h.visitor()
	h.pulse.beat(t.Context())
	wantReady(t, v, "with its server", "")
	must(t, set.Kill(0))
	wantReady(t, v, "with its server killed", "store: ")
	must(t, set.Start(0))
	untilLate(t, "the store's return", time.Minute, func() bool {
		h.pulse.beat(t.Context())
		return v.get("/readyz").status == http.StatusOK
	})
}

func TestABusThatIsAwayIsSaidAndComesBackWithoutARestart(t *testing.T) {
	line := startNATS(t, -1)
	at := line.Addr().(*net.TCPAddr)
	h := openHouse(t, furnish{config: func(c *config) { c.bus = "nats://cairn:canary-on-the-bus@" + at.String() }})
	v := h.visitor()
	wantReady(t, v, "with its bus", "")
	line.Shutdown()
	line.WaitForShutdown()
	wantReady(t, v, "with its bus away", "bus: does not answer")
	if got := v.get("/readyz"); strings.Contains(got.body, "canary") || strings.Contains(got.body, "127.0.0.1") {
		t.Errorf("the bus's address is shown: %q", got.body)
	}
	startNATS(t, at.Port)
	untilLate(t, "the bus's return", time.Minute, func() bool { return v.get("/readyz").status == http.StatusOK })
}

// The load balancer hears first: the site still answers while it already says
// that it is going.
func TestAskedToStopItSaysSoBeforeItShutsTheDoor(t *testing.T) {
	p := serving(t, planned(t).data, "--drain", "8s")
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	until(t, "the sentence that it is stopping", func() bool {
		answer, err := http.Get("http://" + p.addr + "/readyz")
		if err != nil {
			t.Fatalf("the door was shut before anybody was told: %v", err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusServiceUnavailable
	})
	answer, err := http.Get("http://" + p.addr + "/")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("a young person who is still sent here: got %v, %v, want the page", answer, err)
	}
	_ = answer.Body.Close()
	out, err := exec.Command(theProgram(t), "health", "--addr", p.addr).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "process: is stopping") {
		t.Errorf("health: got %v %q, want it to say what is the matter", err, out)
	}
	if err := <-p.done; err != nil {
		t.Errorf("it ended with %v\n%s", err, p.errs)
	}
	if _, err := net.Dial("tcp", p.addr); err == nil {
		t.Error("it still answers")
	}
}

func TestDoorsForMachinesOpenOnlyWhereTheyWereAskedForAndOnThisMachine(t *testing.T) {
	for args, want := range map[string]string{
		"--metrics 0.0.0.0:9090":                "can be reached from other machines",
		"--metrics :9090":                       "can be reached from other machines",
		"--metrics nonsense":                    "can be reached from other machines",
		"--metrics-open":                        "metrics-open needs metrics",
		"--pprof 0.0.0.0:6060":                  "can be reached from other machines",
		"--pprof 192.168.1.2:6060":              "can be reached from other machines",
		"--drain soon":                          "no length of time",
		"--log xml":                             "log is json or text",
		"--metrics 127.0.0.1:1 --log text":      "",
		"--metrics 0.0.0.0:9090 --metrics-open": "",
		"--pprof localhost:6060 --drain 10s":    "",
	} {
		_, err := readConfig("serve", strings.Fields(args), func(string) string { return "" }, os.Stderr)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", args, err, want)
		}
	}
	metrics, pprof := freeAddr(t), freeAddr(t)
	p := serving(t, planned(t).data, "--metrics", metrics, "--pprof", pprof)
	for address, want := range map[string]int{
		"http://" + metrics + "/metrics":            200,
		"http://" + metrics + "/":                   404,
		"http://" + metrics + "/debug/pprof/":       404,
		"http://" + pprof + "/debug/pprof/":         200,
		"http://" + pprof + "/debug/pprof/heap":     200,
		"http://" + pprof + "/debug/pprof/cmdline":  404,
		"http://" + pprof + "/metrics":              404,
		"http://" + p.addr + "/metrics":             404,
		"http://" + p.addr + "/debug/pprof/":        404,
		"http://" + p.addr + "/debug/pprof/cmdline": 404,
	} {
		if got, err := asked(address, ""); err != nil || got != want {
			t.Errorf("%s: got %d, %v, want %d", address, got, err, want)
		}
	}
	for _, door := range []string{"http://" + metrics + "/metrics", "http://" + pprof + "/debug/pprof/heap"} {
		if got, err := asked(door, "rebound.example"); err != nil || got != http.StatusForbidden {
			t.Errorf("%s by another name: got %d, %v, want 403", door, got, err)
		}
	}
	if out, err := exec.Command(theProgram(t), "serve", "--addr", freeAddr(t), "--data", t.TempDir(), "--metrics", metrics).CombinedOutput(); err == nil || !strings.Contains(string(out), "metrics cannot answer on") {
		t.Errorf("a port that is taken: got %v %q, want a sentence", err, out)
	}
	p.stop()
}

// asked is the status of a GET, by another name where host says one.
func asked(address, host string) (int, error) {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	request.Host = host
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("asking: %w", err)
	}
	return answer.StatusCode, answer.Body.Close()
}

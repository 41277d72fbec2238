package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cairn/live"
	"cairn/store/sqlite"
)

// built is the real program, compiled once for all tests that kill it.
var built = sync.OnceValues(func() (string, error) {
	program := filepath.Join(builtIn(), "cairn")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
})

// builtIn is the folder it lies in, this test run's own.
func builtIn() string { return filepath.Join(os.TempDir(), fmt.Sprintf("cairn-built-%d", os.Getpid())) }

func TestMain(m *testing.M) {
	if data := os.Getenv("CAIRN_TEST_WITHOUT_SYNC"); data != "" {
		os.Exit(serveWithoutSync(data))
	}
	code := m.Run()
	_ = os.RemoveAll(builtIn()) // in the system's temporary folder, which sweeps itself
	os.Exit(code)
}

// program is a running cairn.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	addr string
	out  *diary
	errs *diary
	done chan error
}

// theProgram gives the real program, or ends the test.
func theProgram(t *testing.T) string {
	t.Helper()
	path, err := built()
	must(t, err)
	return path
}

// freeAddr is a port of loopback that nobody uses now.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// launch starts a command and kills it when the test ends.
func launch(t *testing.T, addr, name string, args ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: exec.Command(name, args...), addr: addr, out: &diary{}, errs: &diary{}, done: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.errs
	must(t, p.cmd.Start())
	go func() { p.done <- p.cmd.Wait() }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() }) // it may have ended
	return p
}

// serving starts the real program on a data folder and waits until it is well.
func serving(t *testing.T, data string, more ...string) *program {
	t.Helper()
	addr := freeAddr(t)
	p := launch(t, addr, theProgram(t), append([]string{"serve", "--addr", addr, "--data", data}, more...)...)
	p.ready("http://" + addr)
	return p
}

func (p *program) ready(base string) {
	p.t.Helper()
	until(p.t, "the start of the program", func() bool {
		select {
		case err := <-p.done:
			p.t.Fatalf("the program ended: %v\n%s%s", err, p.out, p.errs)
		default:
		}
		answer, err := http.Get(base + "/readyz")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}

// powerCut ends the program as a power cut does.
func (p *program) powerCut() {
	p.t.Helper()
	must(p.t, p.cmd.Process.Signal(syscall.SIGKILL))
	<-p.done
}

// stop asks the program to end and gives how long it took; it may take ten seconds.
func (p *program) stop() time.Duration {
	p.t.Helper()
	began := time.Now()
	must(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	late := time.NewTimer(12 * time.Second)
	defer late.Stop()
	select {
	case err := <-p.done:
		if err != nil {
			p.t.Errorf("it ended with %v\n%s", err, p.errs)
		}
	case <-late.C:
		p.t.Errorf("it did not end within twelve seconds\n%s", p.errs)
		p.powerCut()
	}
	return time.Since(began)
}

// between opens a data folder in this process, as another start would, does
// something there and closes it again.
func between(t *testing.T, data string, from *house, do func(*house)) {
	t.Helper()
	h := unfurnished(t, furnish{data: data})
	h.session, h.ask, h.write, h.account, h.code = from.session, from.ask, from.write, from.account, from.code
	do(h)
	must(t, h.close())
}

// planned makes a data folder with a live session in it and an open question.
func planned(t *testing.T) *house {
	t.Helper()
	h := unfurnished(t, furnish{})
	h.settle()
	must(t, h.close())
	return h
}

func TestTheSetUpLinkIsPrintedUntilSomebodyHasAnAccount(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := serving(t, data)
	if n := strings.Count(first.out.String(), "/setup/"); n != 1 || strings.Contains(first.errs.String(), "/setup/") {
		t.Errorf("got %d set-up links printed, want one, and none in the log\n%s%s", n, first.out, first.errs)
	}
	if out, err := exec.Command(theProgram(t), "serve", "--addr", freeAddr(t), "--data", data).CombinedOutput(); err == nil ||
		!strings.Contains(string(out), "Another Cairn is using this data folder") {
		t.Errorf("a second process on the folder: got %v %q, want a sentence", err, out)
	}
	if out, err := exec.Command(theProgram(t), "serve", "--addr", first.addr, "--data", t.TempDir()).CombinedOutput(); err == nil ||
		!strings.Contains(string(out), "is taken by another program") {
		t.Errorf("a port in use: got %v %q, want a sentence", err, out)
	}
	for addr, want := range map[string]string{first.addr: "well", freeAddr(t): "does not answer"} {
		out, err := exec.Command(theProgram(t), "health", "--addr", addr).CombinedOutput()
		if (err == nil) != (want == "well") || !strings.Contains(string(out), want) {
			t.Errorf("health: got %v %q, want %q", err, out, want)
		}
	}
	first.stop()
	h := planned(t)
	second := serving(t, h.data)
	if strings.Contains(second.out.String(), "/setup/") {
		t.Errorf("somebody has an account, and a set-up link was printed\n%s", second.out)
	}
	second.stop()
	fresh := freeAddr(t)
	_, port, _ := net.SplitHostPort(fresh)
	if out, err := exec.Command(theProgram(t), "serve", "--addr", "0.0.0.0:"+port, "--data", t.TempDir()).CombinedOutput(); err == nil ||
		!strings.Contains(string(out), "--plain-http") {
		t.Errorf("plain http for others: got %v %q, want a refusal that names --plain-http", err, out)
	}
}

// serveWithoutSync is the program with an engine that never asks the disk to
// keep what it wrote: what the test of the fsyncs must be able to see.
func serveWithoutSync(data string) int {
	ctx := context.Background()
	engine, err := sqlite.Open(ctx, data, sqlite.WithSynchronousOff())
	if err != nil {
		return 1
	}
	a := &app{
		config: config{data: data, secrets: data + "-secrets"}, log: slog.New(slog.DiscardHandler), now: time.Now,
		board: live.NewBoard(time.Now()), engine: engine,
	}
	if a.assemble(ctx, choices{}) != nil {
		return 1
	}
	listener, err := net.Listen("tcp", os.Getenv("CAIRN_TEST_ADDR"))
	if err != nil {
		return 1
	}
	_ = a.site.Serve(listener) // until it is killed
	return 1
}

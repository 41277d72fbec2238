// Package stage builds and starts the real program for journeys and
// benchmarks: `cairn demo` on a free port of loopback, with a fresh data
// folder, as any script would start it.
package stage

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Links is the line that `cairn demo --json` prints: where it listens, and
// addresses for the people of the example session.
type Links struct {
	Addr      string `json:"addr"`      // host:port; the program prints it with http:// before it
	Desk      string `json:"desk"`      // signs a script in as the facilitator, once
	Join      string `json:"join"`      // what the QR holds
	Code      string `json:"code"`      // the join code, six signs
	Projector string `json:"projector"` // the wall
	Report    string `json:"report"`    // the report of a session that is over
	Survey    string `json:"survey"`    // a survey to fill in now
	Results   string `json:"results"`   // what a survey that is over came to
	Read      string `json:"read"`      // signs a script in as another of the staff, once
}

// Build compiles one of the module's commands, such as "./cmd/cairn", into
// folder and gives the program's path. With race the race detector is inside.
func Build(ctx context.Context, command, folder string, race bool) (string, error) {
	root, err := Root(ctx)
	if err != nil {
		return "", err
	}
	program := filepath.Join(folder, filepath.Base(command))
	args := []string{"build", "-o", program}
	if race {
		args = append(args, "-race")
	}
	cmd := exec.CommandContext(ctx, "go", append(args, command)...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", command, err, out)
	}
	return program, nil
}

// Root gives the folder that holds go.mod.
func Root(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("looking for go.mod: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}

// House is a running program.
type House struct {
	Links
	Took time.Duration // from the start of the process to its line

	cmd  *exec.Cmd
	said *log
	done chan error
	once sync.Once
	end  error
}

// Demo starts `program demo --json` on data with further arguments after it
// and waits for its line, at most three minutes; it fails with what the program
// wrote to its error output.
func Demo(ctx context.Context, program, data string, more ...string) (*House, error) {
	args := append([]string{"demo", "--json", "--addr", "127.0.0.1:0", "--data", data}, more...)
	h := &House{cmd: exec.Command(program, args...), said: &log{}, done: make(chan error, 1)}
	h.cmd.Stderr = h.said
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	start := time.Now()
	if err := h.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	first := make(chan string, 1)
	go func() {
		in := bufio.NewReader(out)
		row, _ := in.ReadString('\n')
		first <- row
		_, _ = io.Copy(io.Discard, in)
		h.done <- h.cmd.Wait()
	}()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	select {
	case row := <-first:
		h.Took = time.Since(start)
		if err := json.Unmarshal([]byte(row), &h.Links); err != nil {
			return nil, errors.Join(fmt.Errorf("the program's first line is no JSON: %q: %w", row, err), h.Kill())
		}
		h.Addr = strings.TrimPrefix(h.Addr, "http://")
		return h, nil
	case <-ctx.Done():
		return nil, errors.Join(fmt.Errorf("the program printed no line: %w", ctx.Err()), h.Kill())
	}
}

// Process is the number of the running process, 0 for a house that is only an address.
func (h *House) Process() int {
	if h.cmd == nil {
		return 0
	}
	return h.cmd.Process.Pid
}

// Said is what the program wrote to its error output until now.
func (h *House) Said() string { return h.said.String() }

// Stop asks the program to end and waits half a minute for it. It fails when the
// program does not end, ends badly, or the race detector spoke.
func (h *House) Stop() error { return h.finish(syscall.SIGTERM) }

// Kill ends the program as a power cut would. It fails with what the program
// had said when the race detector spoke or it had ended before.
func (h *House) Kill() error { return h.finish(syscall.SIGKILL) }

func (h *House) finish(with os.Signal) error {
	h.once.Do(func() {
		if err := h.cmd.Process.Signal(with); err != nil {
			h.end = fmt.Errorf("the program had ended before: %w\n%s", err, h.Said())
			return
		}
		timer := time.NewTimer(30 * time.Second)
		defer timer.Stop()
		select {
		case err := <-h.done:
			if err != nil && with != syscall.SIGKILL {
				h.end = fmt.Errorf("the program ended badly: %w\n%s", err, h.Said())
			}
		case <-timer.C:
			_ = h.cmd.Process.Kill() // it is being reported already
			h.end = fmt.Errorf("the program did not end in half a minute\n%s", h.Said())
		}
		if h.end == nil && strings.Contains(h.Said(), "WARNING: DATA RACE") {
			h.end = fmt.Errorf("the race detector spoke\n%s", h.Said())
		}
	})
	return h.end
}

// log keeps the last 64 KiB the program wrote.
type log struct {
	mu   sync.Mutex
	text []byte
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, b...)
	l.text = l.text[max(0, len(l.text)-64<<10):]
	return len(b), nil
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}

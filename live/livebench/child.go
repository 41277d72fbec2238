package livebench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// roleEnv tells a child what it is.
const roleEnv = "CAIRN_LIVEBENCH"

// order is one line a child reads, report one line it answers with.
type order struct {
	Role   string  // hall or phones; first line only
	Mode   string  // hall: board, loop, plain or hub
	Tight  bool    // hall: small send buffers, as a weak line has
	Do     string  // open, send, idle, dial, count, reset
	Addr   string  // phones: where to dial
	Phones int     // phones to dial
	Mute   float64 // share of phones that never read
	Frames int     // frames to send
	Bytes  int     // size of each
	GapMS  int     // between two frames
}

type report struct {
	Addr   string  `json:",omitempty"`
	CPU    float64 `json:",omitempty"` // microseconds used by the order
	RSS    int64   `json:",omitempty"` // bytes
	Frames int     `json:",omitempty"` // frames that arrived
	P50    float64 `json:",omitempty"` // milliseconds from the call to the phone
	P99    float64 `json:",omitempty"`
	Error  string  `json:",omitempty"`
}

// Main runs the child's part if this process is one, and reports whether it
// was; call it at the head of main or TestMain and return when it is true.
func Main() bool {
	role := os.Getenv(roleEnv)
	if role == "" {
		return false
	}
	raiseFiles()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	var work func(order) (report, error)
	if role == "hall" {
		work = new(hall).obey
	} else {
		work = new(crowd).obey
	}
	for lines.Scan() {
		var o order
		var r report
		err := json.Unmarshal(lines.Bytes(), &o)
		if err == nil {
			r, err = work(o)
		}
		if err != nil {
			r.Error = err.Error()
		}
		if out.Encode(r) != nil {
			break
		}
	}
	return true
}

func raiseFiles() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		limit.Cur = limit.Max
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
}

// child is a process that takes orders.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
}

func begin(ctx context.Context, role string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), roleEnv+"="+role)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", role, err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", role, err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", role, err)
	}
	return &child{cmd: cmd, in: in, out: json.NewDecoder(out)}, nil
}

// do gives an order and waits for its report.
func (c *child) do(o order) (report, error) {
	var r report
	line, err := json.Marshal(o)
	if err != nil {
		return r, fmt.Errorf("order: %w", err)
	}
	if _, err := c.in.Write(append(line, '\n')); err != nil {
		return r, fmt.Errorf("order %s: %w", o.Do, err)
	}
	if err := c.out.Decode(&r); err != nil {
		return r, fmt.Errorf("report of %s: %w", o.Do, err)
	}
	if r.Error != "" {
		return r, fmt.Errorf("%s: %w", o.Do, errors.New(r.Error))
	}
	return r, nil
}

// end closes the child's orders and waits for it to go.
func (c *child) end() {
	_ = c.in.Close()
	stuck := time.AfterFunc(5*time.Second, func() { _ = c.cmd.Process.Kill() })
	defer stuck.Stop()
	_ = c.cmd.Wait()
}

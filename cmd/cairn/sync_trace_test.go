package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/gorilla/websocket"
)

// traced are the calls by which a ballot reaches the disk and an ack its phone.
const traced = "trace=fsync,fdatasync,write,pwrite64,sendto,writev"

// call is one system call of a trace: the lines at which it began and ended.
type call struct {
	name, text string
	began, end int
}

// calls reads what strace -f wrote; a call that another thread's call came
// between stands on two lines.
func calls(trace io.Reader) ([]call, error) {
	begin := regexp.MustCompile(`^(\d+) +(\w+)\((.*)`)
	resumed := regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>(.*)`)
	open := map[string]call{}
	var all []call
	in := bufio.NewScanner(trace)
	in.Buffer(nil, 1<<20)
	for line := 0; in.Scan(); line++ {
		if m := resumed.FindStringSubmatch(in.Text()); m != nil {
			c, ok := open[m[1]]
			if ok && c.name == m[2] {
				c.text, c.end = c.text+m[3], line
				all = append(all, c)
			}
			delete(open, m[1])
			continue
		}
		m := begin.FindStringSubmatch(in.Text())
		if m == nil {
			continue
		}
		c := call{name: m[2], text: m[3], began: line, end: line}
		if strings.HasSuffix(c.text, "<unfinished ...>") {
			open[m[1]] = c
			continue
		}
		all = append(all, c)
	}
	return all, in.Err()
}

// early lists the acks that left before the log that holds their ballot was
// fsynced, and says how many acks there were. A ballot and its ack carry the
// same submission key.
func early(all []call) (wrong []string, acks int) {
	ack := regexp.MustCompile(`kept\\",\\"k\\":\\"(\w+)\\"`)
	key := regexp.MustCompile(`key\d{5}cut\d{3}`)
	stored := map[string]int{} // key → line at which its first write to the log had ended
	var syncs []call
	for _, c := range all {
		inLog := strings.Contains(c.text, "cairn.db-wal>")
		switch {
		case inLog && strings.HasSuffix(c.name, "sync") && strings.HasSuffix(c.text, "= 0"):
			syncs = append(syncs, c)
		case inLog:
			for _, k := range key.FindAllString(c.text, -1) {
				if at, known := stored[k]; !known || c.end < at {
					stored[k] = c.end
				}
			}
		}
	}
	for _, c := range all {
		for _, m := range ack.FindAllStringSubmatch(c.text, -1) {
			acks++
			if at, known := stored[m[1]]; !known || !syncedBetween(syncs, at, c.began) {
				wrong = append(wrong, m[1])
			}
		}
	}
	return wrong, acks
}

// syncedBetween says whether an fsync began after one line and ended before another.
func syncedBetween(syncs []call, after, before int) bool {
	for _, s := range syncs {
		if s.began > after && s.end < before {
			return true
		}
	}
	return false
}

// record lets thirty phones vote four times on a program under strace and gives the trace.
func record(t *testing.T, env string, program ...string) []call {
	t.Helper()
	tracer, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("E2E_REQUIRED") == "1" {
			t.Fatal("no strace; tools/machine.sh brings it")
		}
		t.Skip("no strace; tools/machine.sh brings it")
	}
	h := planned(t)
	addr := freeAddr(t)
	file := filepath.Join(t.TempDir(), "trace")
	if env != "" {
		t.Setenv("CAIRN_TEST_WITHOUT_SYNC", h.data)
		t.Setenv("CAIRN_TEST_ADDR", addr)
	} else {
		program = append(program, "serve", "--addr", addr, "--data", h.data)
	}
	tokens := make([]*phone, 30)
	between(t, h.data, h, func(h *house) {
		for i := range tokens {
			token, err := h.room().Sit(t.Context(), h.code)
			must(t, err)
			tokens[i] = &phone{number: i, token: token}
		}
	})
	p := launch(t, addr, tracer, append([]string{"-f", "-y", "-s", "5000", "-e", traced, "-o", file}, program...)...)
	p.ready("http://" + addr)
	var voting sync.WaitGroup
	for _, ph := range tokens {
		voting.Go(func() {
			ws, err := ph.connect(addr, h.code)
			if err != nil {
				t.Errorf("phone %d: %v", ph.number, err)
				return
			}
			defer ws.Close()
			for round := 1; round <= 4; round++ {
				if err := ws.WriteMessage(websocket.TextMessage, ph.ballot(h, round, string(rune('a'+round%3)))); err != nil ||
					!heard(ws, keyOf(ph.number, round)) {
					t.Errorf("phone %d: round %d was not acknowledged: %v", ph.number, round, err)
				}
			}
		})
	}
	voting.Wait()
	return endOf(t, p, file)
}

// endOf kills what is traced (the trace's first number) and reads the trace.
func endOf(t *testing.T, p *program, file string) []call {
	t.Helper()
	raw, err := os.Open(file)
	must(t, err)
	defer raw.Close()
	first, err := bufio.NewReader(raw).ReadString(' ')
	must(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	must(t, err)
	must(t, syscall.Kill(pid, syscall.SIGKILL))
	<-p.done
	_, err = raw.Seek(0, io.SeekStart)
	must(t, err)
	all, err := calls(raw)
	must(t, err)
	return all
}

func TestEveryAckLeavesAfterItsBallotWasFsynced(t *testing.T) {
	wrong, acks := early(record(t, "", theProgram(t)))
	if acks < 120 {
		t.Fatalf("got %d acks in the trace, want 120", acks)
	}
	if len(wrong) > 0 {
		t.Errorf("%d of %d acks left before an fsync of the log that holds their ballot: %v", len(wrong), acks, wrong)
	}
}

func TestTheTraceOfAProgramThatDoesNotFsyncIsFoundOut(t *testing.T) {
	self, err := os.Executable()
	must(t, err)
	wrong, acks := early(record(t, "without", self))
	if acks < 120 || len(wrong) < acks {
		t.Errorf("got %d of %d acks found to be early, want every one of at least 120", len(wrong), acks)
	}
}

func TestTheReaderOfTracesSeesWhatCameInBetween(t *testing.T) {
	const write = `7 pwrite64(5</d/cairn.db-wal>, "\0\1key00001cut001\0", 4096, 32) = 4096` + "\n"
	const ack = `8 write(9<socket:[1]>, "\201\37{\"t\":\"kept\",\"k\":\"key00001cut001\",\"c\":1}", 33) = 33` + "\n"
	for name, tc := range map[string]struct {
		trace string
		wrong int
	}{
		"written, synced, said":         {write + "7 fdatasync(5</d/cairn.db-wal>) = 0\n" + ack, 0},
		"said before the sync":          {write + ack + "7 fdatasync(5</d/cairn.db-wal>) = 0\n", 1},
		"another file was synced":       {write + "7 fsync(6</d/cairn.db>) = 0\n" + ack, 1},
		"the sync failed":               {write + "7 fsync(5</d/cairn.db-wal>) = -1 EIO (Input/output error)\n" + ack, 1},
		"synced before it was written":  {"7 fsync(5</d/cairn.db-wal>) = 0\n" + write + ack, 1},
		"never written":                 {"7 fsync(5</d/cairn.db-wal>) = 0\n" + ack, 1},
		"said while the sync was going": {write + "7 fsync(5</d/cairn.db-wal> <unfinished ...>\n" + ack + "7 <... fsync resumed>) = 0\n", 1},
		"the sync began before the write had ended": {"6 fsync(5</d/cairn.db-wal> <unfinished ...>\n" + write +
			"6 <... fsync resumed>) = 0\n" + ack, 1},
	} {
		all, err := calls(strings.NewReader(tc.trace))
		must(t, err)
		if wrong, acks := early(all); len(wrong) != tc.wrong || acks != 1 {
			t.Errorf("%s: got %d early of %d acks, want %d of 1", name, len(wrong), acks, tc.wrong)
		}
	}
}

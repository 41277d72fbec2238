package storetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"cairn/store"
)

// killEnv carries the data folder to the child that KillNine starts.
const killEnv = "CAIRN_STORETEST_KILL_DIR"

// KillNine runs this test binary once more as a child that inserts stones from
// 64 callers and prints the id of each acknowledged one, kills it with -9 after
// enough of them, and demands every printed id from the store opened anew. The
// test that calls it must do nothing before the call; name is that test's name.
func KillNine(t *testing.T, name string, enough int, open func(ctx context.Context, dir string) (store.Engine, error)) {
	if dir := os.Getenv(killEnv); dir != "" {
		insertUntilKilled(t, dir, open)
		return
	}
	dir := t.TempDir()
	acked := killAfter(t, name, dir, enough)
	e, err := open(t.Context(), dir)
	if err != nil {
		t.Fatalf("open after the kill: %v", err)
	}
	defer func() { _ = e.Close() }()
	if err := e.Ensure(t.Context(), Schemas()); err != nil {
		t.Fatalf("ensure after the kill: %v", err)
	}
	wantAll(t, e, acked)
}

// wantAll demands every acknowledged id, and each document once.
func wantAll(t *testing.T, e store.Engine, acked []string) {
	t.Helper()
	there := map[string]bool{}
	for doc, err := range stones(e).Find(t.Context(), store.Query{Index: "height"}) {
		if err != nil {
			t.Fatal(err)
		}
		if there[doc.ID] {
			t.Errorf("%s is there twice", doc.ID)
		}
		there[doc.ID] = true
	}
	missing := 0
	for _, id := range acked {
		if !there[id] {
			missing++
		}
	}
	if missing > 0 {
		t.Fatalf("%d of %d acknowledged documents are gone", missing, len(acked))
	}
	t.Logf("%d acknowledged, %d found", len(acked), len(there))
}

func killAfter(t *testing.T, name, dir string, enough int) []string {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+name+"$", "-test.v")
	child.Env = append(os.Environ(), killEnv+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var acked []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		id, isAck := strings.CutPrefix(lines.Text(), "acked ")
		if !isAck {
			continue
		}
		acked = append(acked, id)
		if len(acked) == enough {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(acked) < enough {
		t.Fatalf("the child ended by itself after %d acknowledgements: %v", len(acked), child.Wait())
	}
	_ = child.Wait() // it was killed, and says so
	// The last line may have been cut in the middle.
	if last := len(acked) - 1; len(acked[last]) != 26 {
		acked = acked[:last]
	}
	return acked
}

func insertUntilKilled(t *testing.T, dir string, open func(ctx context.Context, dir string) (store.Engine, error)) {
	e, err := open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Ensure(t.Context(), Schemas()); err != nil {
		t.Fatal(err)
	}
	var say sync.Mutex
	together(64, func(i int) {
		for n := int64(0); ; n++ {
			doc := stone("ridge", n)
			if err := stones(e).Insert(t.Context(), doc); err != nil {
				t.Error(err)
				return
			}
			say.Lock()
			_, err := io.WriteString(os.Stdout, fmt.Sprintf("acked %s\n", doc.ID))
			say.Unlock()
			if err != nil {
				return
			}
		}
	})
}

// KillServer inserts from 64 callers while interrupt takes the server away and
// brings it back, and demands that no caller saw an error and every
// acknowledged document is there.
func KillServer(t *testing.T, e store.Engine, interrupt func()) {
	if err := e.Ensure(t.Context(), Schemas()); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var acked []string
	enough, stop := make(chan struct{}), make(chan struct{})
	var callers sync.WaitGroup
	for range 64 {
		callers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				doc := stone("ridge", 0)
				if err := stones(e).Insert(t.Context(), doc); err != nil {
					t.Errorf("got %v, want it kept in the end", err)
					return
				}
				mu.Lock()
				if acked = append(acked, doc.ID); len(acked) == 2000 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	interrupt()
	close(stop)
	callers.Wait()
	wantAll(t, e, acked)
}

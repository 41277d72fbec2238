//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// smallDisk is a folder that holds no more than so many bytes; it is a disk of
// its own, which only root may mount.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("no small disk can be mounted here (%v); the store's own test fills one by SQLite's page count", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	return dir
}

// fillUp writes into a file until the disk takes no more.
func fillUp(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	must(t, err)
	for size := 1 << 20; size > 0; {
		if _, err = f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	_ = f.Close()
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk: got %v, want no space left", err)
	}
}

// said reads until the server has answered a ballot: "kept", or why not.
func said(ws *websocket.Conn, key string) string {
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			return "lost"
		}
		var m struct{ T, K, Why string }
		if json.Unmarshal(raw, &m) != nil || m.K != key {
			continue
		}
		if m.T == "kept" {
			return m.T
		}
		return m.Why
	}
}

func TestOnAFullDiskPhonesAreToldToTryAgainAndNothingIsLostWithoutARestart(t *testing.T) {
	disk := smallDisk(t, "size=48m")
	h := unfurnished(t, furnish{data: filepath.Join(disk, "data")})
	h.settle()
	must(t, h.close())
	phones := make([]*phone, 120)
	between(t, h.data, h, func(h *house) {
		for i := range phones {
			token, err := h.room().Sit(t.Context(), h.code)
			must(t, err)
			phones[i] = &phone{number: i, token: token}
		}
	})
	p := serving(t, h.data)
	filler := filepath.Join(disk, "filler")
	fillUp(t, filler)

	round := func(n int) (kept, refused int) {
		var mu sync.Mutex
		var all sync.WaitGroup
		for i, ph := range phones {
			all.Go(func() {
				ws, err := ph.connect(p.addr, h.code)
				if err != nil {
					t.Errorf("phone %d: %v", i, err)
					return
				}
				defer ws.Close()
				_ = ws.SetReadDeadline(time.Now().Add(20 * time.Second))
				pick := string(rune('a' + (i+n)%3))
				_ = ws.WriteMessage(websocket.TextMessage, ph.ballot(h, n, pick)) // a lost line is heard of below
				answer := said(ws, keyOf(i, n))
				mu.Lock()
				defer mu.Unlock()
				switch answer {
				case "kept":
					kept++
					ph.pick, ph.sent = pick, ""
				case "try":
					refused++
					ph.sent = pick
				default:
					t.Errorf("phone %d was told %q, want kept or to try again", i, answer)
				}
			})
		}
		all.Wait()
		return kept, refused
	}
	last, refused := 0, 0
	for last = 1; last < 60 && refused == 0; last++ { // the log of writes has some room of its own at first
		_, refused = round(last)
	}
	if refused == 0 {
		t.Fatal("the disk is full, and every answer was taken: this test looks at nothing")
	}
	untilLate(t, "the sentence that there is no room", time.Minute, func() bool { return readyBody(t, p.addr) == "store: has no room to keep more\n" })
	if got, err := asked("http://"+p.addr+"/s/"+h.code, ""); err != nil || got != http.StatusOK {
		t.Errorf("the page of the question on a full disk: got %d, %v", got, err)
	}
	must(t, os.Remove(filler))
	if kept, refused := round(last - 1); kept != len(phones) || refused != 0 {
		t.Errorf("with room again: %d of %d answers were taken when they were sent once more", kept, len(phones))
	}
	untilLate(t, "readiness with room again", time.Minute, func() bool { return readyBody(t, p.addr) == "ok\n" })
	p.powerCut()
	between(t, h.data, h, func(h *house) { count(t, h, phones) })
}

func readyBody(t *testing.T, addr string) string {
	t.Helper()
	answer, err := http.Get("http://" + addr + "/readyz")
	must(t, err)
	defer answer.Body.Close()
	var b strings.Builder
	raw := make([]byte, 512)
	n, _ := answer.Body.Read(raw) // the body is one short line
	b.Write(raw[:n])
	return b.String()
}

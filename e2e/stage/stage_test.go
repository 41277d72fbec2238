package stage

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// script writes a stand-in for the program: a shell script.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// The script stands still instead of becoming another program, which has no memory for a moment.
func TestDemoReadsTheLineAndStops(t *testing.T) {
	h, err := Demo(context.Background(), script(t, `echo '{"addr":"127.0.0.1:9","code":"K7R4TN","more":1}'; kill -STOP $$`), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if h.Addr != "127.0.0.1:9" || h.Code != "K7R4TN" {
		t.Errorf("got %+v, want the script's address and code", h.Links)
	}
	if used, err := h.Use(); err != nil || used.Resident <= 0 {
		t.Errorf("got %+v, %v, want some memory", used, err)
	}
	if err := h.Kill(); err != nil {
		t.Errorf("got %v from a kill, want nothing", err)
	}
}

func TestDemoSaysWhatTheProgramSaid(t *testing.T) {
	_, err := Demo(context.Background(), script(t, `echo "the folder is newer than I am" >&2; exit 1`), t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "no JSON") {
		t.Errorf("got %v, want an error about the first line", err)
	}
}

func TestStopNoticesARace(t *testing.T) {
	h, err := Demo(context.Background(), script(t, `echo '{}'; trap 'exit 0' TERM; echo "WARNING: DATA RACE" >&2; while :; do sleep 0.1; done`), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); h.Said() == "" && time.Since(start) < 5*time.Second; {
		if _, err := UseOf(os.Getpid()); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Stop(); err == nil || !strings.Contains(err.Error(), "race detector") {
		t.Errorf("got %v, want the race reported", err)
	}
}

func TestUseOfAMissingProcessFails(t *testing.T) {
	if _, err := UseOf(1 << 30); err == nil {
		t.Error("got no error, want one")
	}
}

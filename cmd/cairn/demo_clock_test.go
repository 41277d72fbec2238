package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheDemosClockIsAheadByWhatItsFileSaysAndNoOtherSubcommandHasOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ahead")
	if _, err := demoClock(path); err == nil {
		t.Error("got a clock without its file, want an error")
	}
	write := func(ahead string) { must(t, os.WriteFile(path, []byte(ahead+"\n"), 0o600)) }
	write("5m")
	now, err := demoClock(path)
	must(t, err)
	near := func(want time.Duration) {
		t.Helper()
		if got := now().Sub(time.Now()).Round(time.Minute); got != want {
			t.Errorf("got a clock %v ahead, want %v", got, want)
		}
	}
	near(5 * time.Minute)
	write("32h")
	near(32 * time.Hour)
	write("soon")
	near(32 * time.Hour)
	noEnv := func(string) string { return path }
	for _, command := range []string{"serve", "config", "backup"} {
		if c, err := readConfig(command, []string{"--clock-file", path}, noEnv, io.Discard); err == nil || c.clockFile != "" {
			t.Errorf("cairn %s took a clock file", command)
		}
	}
}

package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A clock is the program's: ahead of everybody else's by what a file says.
type clock struct {
	t     *testing.T
	path  string
	data  string
	ahead time.Duration
}

// openRoomAt starts the real program for one test with a clock that is ahead.
func openRoomAt(t *testing.T, ahead time.Duration, more ...string) (*room, *clock) {
	t.Helper()
	folder := t.TempDir()
	c := &clock{t: t, path: filepath.Join(folder, "ahead"), data: filepath.Join(folder, "data")}
	c.On(ahead)
	return openRoom(t, append(more, "--clock-file", c.path, "--data", c.data)...), c
}

// Restart cuts the program's power and starts it again on what it kept, at the time the clock shows now.
func (c *clock) Restart(r *room) *room {
	c.t.Helper()
	if err := r.Kill(); err != nil {
		c.t.Fatal(err)
	}
	return openRoom(c.t, "--clock-file", c.path, "--data", c.data)
}

// On lets time pass: minutes, a night, a month.
func (c *clock) On(by time.Duration) {
	c.t.Helper()
	c.ahead += by
	next := c.path + ".next"
	err := os.WriteFile(next, []byte(c.ahead.String()), 0o600)
	if err == nil {
		err = os.Rename(next, c.path) // never half a file
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// untilNight is how long it is until 23:40 in Britain.
func untilNight(t *testing.T) time.Duration {
	t.Helper()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().In(london)
	night := time.Date(now.Year(), now.Month(), now.Day(), 23, 40, 0, 0, london)
	if night.Before(now) {
		night = night.AddDate(0, 0, 1)
	}
	return night.Sub(now)
}

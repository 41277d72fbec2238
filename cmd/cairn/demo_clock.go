package main

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

const clockFileHelp = "For tests: file with a length of time, such as 5m, by which the demo's clock is ahead. It is read again whenever the time is asked for; change it by renaming another file onto it."

// demoClock is the clock of the demo: the real one, or where a path is given one
// that is ahead of it by what the file says, so that a journey need not wait for
// minutes, nights and months to pass. What cannot be read later changes nothing.
func demoClock(path string) (func() time.Time, error) {
	if path == "" {
		return time.Now, nil
	}
	first, err := aheadBy(path)
	if err != nil {
		return nil, fmt.Errorf("clock-file: %w", err)
	}
	var ahead atomic.Int64
	ahead.Store(int64(first))
	return func() time.Time {
		if d, err := aheadBy(path); err == nil {
			ahead.Store(int64(d))
		}
		return time.Now().Add(time.Duration(ahead.Load()))
	}, nil
}

func aheadBy(path string) (time.Duration, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return time.ParseDuration(strings.TrimSpace(string(text)))
}

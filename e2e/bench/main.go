// Command bench prints the rows of docs/performance.md, one JSON line each:
//
//	go run ./e2e/bench            every row
//	go run ./e2e/bench -rows B1,B3
//
// A speed is told as a ratio to a yardstick measured in the same run, or as
// server CPU a unit of work, because machines are shared and noisy. Each row
// has two minutes. The exit status is 1 when a row could not be measured; a
// row that misses its bar says "ok":false.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"cairn/live/livebench"
)

// figure is one line of the output.
type figure struct {
	ID    string  `json:"id"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Bar   float64 `json:"bar"`
	OK    bool    `json:"ok"`
	// Ratio is Value ÷ Yardstick's figure, both measured in this run, where the bar is a ratio.
	Ratio     float64 `json:"ratio,omitempty"`
	Yardstick string  `json:"yardstick,omitempty"`
	// Load is how many tasks the machine had to do just before the row, over the last minute: beside other work a time says little.
	Load float64        `json:"load"`
	More map[string]any `json:"more,omitempty"`
}

// row is one id a person can ask for; it may print several figures.
type row struct {
	id      string
	measure func(context.Context, *workshop) ([]figure, error)
}

func rows() []row {
	return []row{
		{"B1", framesDelivered}, {"B2", idlePhones}, {"B3", votes}, {"B3j", joins},
		{"B4", projector}, {"B5", ballots}, {"B6", storm}, {"B7", silent}, {"B8", several}, {"B9", growth}, {"B13", surveyed}, {"B13x", lookedAt}, {"B14", standingUp},
	}
}

func main() {
	if livebench.Main() { // this process is one of livebench's own
		return
	}
	asked := flag.String("rows", "", "rows to measure, separated by commas; empty is all")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *asked, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// choose gives the rows asked for, in the order of the table.
func choose(asked string) ([]row, error) {
	all := rows()
	if strings.TrimSpace(asked) == "" {
		return all, nil
	}
	var chosen []row
	for id := range strings.SplitSeq(asked, ",") {
		at := slices.IndexFunc(all, func(r row) bool { return strings.EqualFold(r.id, strings.TrimSpace(id)) })
		if at < 0 {
			return nil, fmt.Errorf("there is no row %q", id)
		}
		chosen = append(chosen, all[at])
	}
	return chosen, nil
}

func run(ctx context.Context, asked string, out io.Writer) error {
	chosen, err := choose(asked)
	if err != nil {
		return err
	}
	shop, err := openWorkshop(ctx)
	if err != nil {
		return err
	}
	defer shop.close()
	// Before any row's two minutes begin.
	for _, built := range []func() (string, error){shop.cairn, shop.load} {
		if _, err := built(); err != nil {
			return err
		}
	}
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	var wrong error
	for _, r := range chosen {
		before := load()
		figures, err := measured(ctx, r, shop)
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%s: %w", r.id, err))
		}
		for _, f := range figures {
			f.Load = before
			if err := lines.Encode(f); err != nil {
				return fmt.Errorf("printing %s: %w", f.ID, err)
			}
		}
	}
	return wrong
}

// load is the machine's load over the last minute, -1 where it cannot be read.
func load() float64 {
	said, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return -1
	}
	first, _, _ := strings.Cut(string(said), " ")
	n, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return -1
	}
	return n
}

func measured(ctx context.Context, r row, shop *workshop) ([]figure, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	return r.measure(ctx, shop)
}

// atMost is a figure that must not exceed its bar.
func atMost(id string, value float64, unit string, bar float64) figure {
	return figure{ID: id, Value: round(value), Unit: unit, Bar: bar, OK: value <= bar}
}

// share is value ÷ theirs, which must reach its bar.
func share(id string, value, theirs float64, unit string, bar float64) figure {
	ratio := value / theirs
	return figure{ID: id, Value: round(value), Unit: unit, Bar: bar, OK: ratio >= bar, Ratio: round(ratio)}
}

// round keeps what a reader can use: three decimals below ten, one below a thousand, none above.
func round(v float64) float64 {
	scale := 1.0
	switch {
	case v < 10:
		scale = 1000
	case v < 1000:
		scale = 10
	}
	return float64(int64(v*scale+0.5)) / scale
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"cairn/e2e/stage"
)

// workshop is where rows are measured: the two programs, built once, and a
// folder that goes when the bench ends.
type workshop struct {
	folder string
	cairn  func() (string, error)
	load   func() (string, error)
}

func openWorkshop(ctx context.Context) (*workshop, error) {
	folder, err := os.MkdirTemp("", "cairn-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder to measure in: %w", err)
	}
	build := func(command string) func() (string, error) {
		return sync.OnceValues(func() (string, error) {
			root, err := stage.Root(ctx)
			if err != nil {
				return "", err
			}
			bin := filepath.Join(root, "bin")
			if err := os.MkdirAll(bin, 0o755); err != nil {
				return "", fmt.Errorf("making bin/: %w", err)
			}
			return stage.Build(ctx, command, bin, false)
		})
	}
	return &workshop{folder: folder, cairn: build("./cmd/cairn"), load: build("./cmd/cairnload")}, nil
}

func (w *workshop) close() { _ = os.RemoveAll(w.folder) } // in the system's temporary folder, which sweeps itself

// empty gives a fresh folder.
func (w *workshop) empty() (string, error) {
	folder, err := os.MkdirTemp(w.folder, "data-")
	if err != nil {
		return "", fmt.Errorf("making a data folder: %w", err)
	}
	return filepath.Join(folder, "data"), nil
}

// demo starts the example on a fresh folder.
func (w *workshop) demo(ctx context.Context) (*stage.House, error) {
	program, err := w.cairn()
	if err != nil {
		return nil, err
	}
	data, err := w.empty()
	if err != nil {
		return nil, err
	}
	return stage.Demo(ctx, program, data)
}

// loaded is the line cairnload prints at the end of a run. Times are in
// milliseconds; CPU is the server's, read from /proc by its process number.
type loaded struct {
	Phones  int     `json:"phones"`
	Joined  int     `json:"joined"`
	JoinMS  float64 `json:"join_ms"` // until the last one was seated
	JoinP95 float64 `json:"join_p95_ms"`
	JoinCPU float64 `json:"join_cpu_ms"`
	Votes   int     `json:"votes"` // different ballots the phones mean to have cast
	Acked   int     `json:"acked"`
	AckP50  float64 `json:"ack_p50_ms"`
	AckP95  float64 `json:"ack_p95_ms"`
	AckP99  float64 `json:"ack_p99_ms"`
	VoteCPU float64 `json:"vote_cpu_ms"`
	Refused int     `json:"refused"`
	Lost    int     `json:"lost"`   // acknowledged and not in the final tally
	Double  int     `json:"double"` // counted twice
	Exact   bool    `json:"exact"`  // the revealed tally is what the phones cast
	Shown99 float64 `json:"shown_p99_ms"`
}

// crowd lets phones join a fresh example and vote within a second, and gives
// what cairnload saw.
func (w *workshop) crowd(ctx context.Context, phones int, within time.Duration, more ...string) (loaded, error) {
	var got loaded
	load, err := w.load()
	if err != nil {
		return got, err
	}
	house, err := w.demo(ctx)
	if err != nil {
		return got, err
	}
	args := append([]string{
		"--addr", house.Addr, "--desk", house.Desk, "--code", house.Code, "--pid", strconv.Itoa(house.Process()),
		"--phones", strconv.Itoa(phones), "--within", within.String(),
	}, more...)
	cmd := exec.CommandContext(ctx, load, args...)
	var said strings.Builder
	cmd.Stderr = &said
	line, err := cmd.Output()
	stopped := house.Stop()
	if err != nil {
		return got, errors.Join(fmt.Errorf("cairnload: %w: %s", err, said.String()), stopped)
	}
	if err := json.Unmarshal(line, &got); err != nil {
		return got, fmt.Errorf("cairnload's line %q: %w", line, err)
	}
	return got, stopped
}

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

// spread is how a set of times lies, in milliseconds.
type spread struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// loaded is the line cairnload prints at the end of a run.
type loaded struct {
	Phones  int            `json:"phones"`
	Seated  int            `json:"seated"`
	Join    spread         `json:"join_ms"`
	Ack     spread         `json:"ack_ms"`
	Back    spread         `json:"back_ms"`
	Storm   float64        `json:"storm_s"`
	CPU     float64        `json:"cpu_s"`
	Frames  int            `json:"frames"`
	Cast    int            `json:"cast"`
	Refused int            `json:"refused"`
	Unacked int            `json:"unacked"`
	Sent    map[string]int `json:"sent"`
	Errors  map[string]int `json:"errors"`
}

// phones lets cairnload bring phones into a house; it prints its line also when something went wrong, and then the rows say so.
func (w *workshop) phones(ctx context.Context, house *stage.House, phones int, more ...string) (loaded, error) {
	var got loaded
	load, err := w.load()
	if err != nil {
		return got, err
	}
	args := append([]string{"-addr", house.Addr, "-code", house.Code, "-phones", strconv.Itoa(phones), "-expect",
		"-process", strconv.Itoa(house.Process())}, more...)
	cmd := exec.CommandContext(ctx, load, args...)
	var said strings.Builder
	cmd.Stderr = &said
	line, failed := cmd.Output()
	if err := json.Unmarshal(line, &got); err != nil {
		return got, errors.Join(fmt.Errorf("cairnload's line %q: %w", line, err), failed, errors.New(said.String()))
	}
	return got, nil
}

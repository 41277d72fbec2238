package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"cairn/e2e/stage"
)

// standingUp is B14: from start to the first page on an empty folder, the size of the program, and its memory at rest.
func standingUp(ctx context.Context, w *workshop) ([]figure, error) {
	program, err := w.cairn()
	if err != nil {
		return nil, err
	}
	var starts, rests []float64
	for range 5 {
		took, memory, err := firstPage(ctx, w, program)
		if err != nil {
			return nil, err
		}
		starts, rests = append(starts, took.Seconds()), append(rests, float64(memory)/(1<<20))
	}
	size, err := shipped(ctx, w)
	if err != nil {
		return nil, err
	}
	return []figure{
		atMost("B14", middle(starts), "s from start to the first page", 1),
		atMost("B14b", float64(size)/1e6, "MB, the program", 45),
		atMost("B14m", middle(rests), "MiB at rest", 60),
	}, nil
}

// firstPage starts the site on an empty folder, asks until it answers, and looks at its memory two seconds later.
func firstPage(ctx context.Context, w *workshop, program string) (took time.Duration, memory int64, err error) {
	data, err := w.empty()
	if err != nil {
		return 0, 0, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, fmt.Errorf("looking for a free port: %w", err)
	}
	addr := free.Addr().String()
	_ = free.Close() // only its number was wanted
	cmd := exec.CommandContext(ctx, program, "serve", "--addr", addr, "--data", data)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, fmt.Errorf("starting the site: %w", err)
	}
	defer func() {
		err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM))
		_ = cmd.Wait() // ended by our own signal
	}()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if resp, err := http.Get("http://" + addr + "/"); err == nil {
			took = time.Since(start)
			_ = resp.Body.Close()
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return 0, 0, fmt.Errorf("the site never answered: %w", ctx.Err())
		}
	}
	rest := time.NewTimer(2 * time.Second)
	defer rest.Stop()
	<-rest.C
	used, err := stage.UseOf(cmd.Process.Pid)
	return took, used.Resident, err
}

// shipped builds the program as the Dockerfile does and gives its size in bytes.
func shipped(ctx context.Context, w *workshop) (int64, error) {
	root, err := stage.Root(ctx)
	if err != nil {
		return 0, err
	}
	small := filepath.Join(w.folder, "cairn-shipped")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", small, "./cmd/cairn")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the program: %w\n%s", err, out)
	}
	info, err := os.Stat(small)
	if err != nil {
		return 0, fmt.Errorf("looking at the program: %w", err)
	}
	return info.Size(), nil
}

func middle(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

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
	"strings"
	"syscall"
	"time"

	"cairn/e2e/stage"

	nats "github.com/nats-io/nats-server/v2/server"
)

// crew starts MongoDB, NATS and so many processes with the example's session, and gives the first, the others and a way to end it all.
func crew(ctx context.Context, w *workshop, many int) (house *stage.House, others []*beside, stop func() error, err error) {
	var ends []func() error
	stop = func() error {
		var wrong error
		for i := len(ends) - 1; i >= 0; i-- {
			wrong = errors.Join(wrong, ends[i]())
		}
		return wrong
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stop())
		}
	}()
	folder, err := w.empty()
	if err != nil {
		return nil, nil, nil, err
	}
	if err = os.MkdirAll(folder, 0o700); err != nil {
		return nil, nil, nil, err
	}
	uri, end, err := stage.Mongod(ctx, folder)
	if err != nil {
		return nil, nil, nil, err
	}
	ends = append(ends, func() error { end(); return nil })
	post, err := nats.NewServer(&nats.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true})
	if err != nil {
		return nil, nil, nil, err
	}
	go post.Start()
	ends = append(ends, func() error { post.Shutdown(); return nil })
	if !post.ReadyForConnections(10 * time.Second) {
		return nil, nil, nil, errors.New("the NATS server does not start")
	}
	program, err := w.cairn()
	if err != nil {
		return nil, nil, nil, err
	}
	args := []string{"--store", uri, "--bus", post.ClientURL(), "--secrets", filepath.Join(folder, "secrets")}
	if house, err = stage.Demo(ctx, program, filepath.Join(folder, "none"), args...); err != nil {
		return nil, nil, nil, err
	}
	ends = append(ends, house.Stop)
	for len(others) < many-1 {
		one, err := another(ctx, program, args)
		if err != nil {
			return nil, nil, nil, err
		}
		others, ends = append(others, one), append(ends, one.end)
	}
	return house, others, stop, nil
}

// beside is a process beside the first.
type beside struct {
	addr string
	cmd  *exec.Cmd
	said strings.Builder
}

func (b *beside) end() error {
	if err := b.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("another process had ended before: %w\n%s", err, b.said.String())
	}
	return b.cmd.Wait()
}

// another starts one more process and waits until it is ready.
func another(ctx context.Context, program string, args []string) (*beside, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("looking for a free port: %w", err)
	}
	b := &beside{addr: free.Addr().String()}
	_ = free.Close() // only its number was wanted
	b.cmd = exec.Command(program, append([]string{"serve", "--addr", b.addr}, args...)...)
	b.cmd.Stderr = &b.said
	if err := b.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting another process: %w", err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late) && ctx.Err() == nil; <-tick.C {
		answer, err := http.Get("http://" + b.addr + "/readyz")
		if err != nil {
			continue
		}
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return b, nil
		}
	}
	return nil, errors.Join(errors.New("another process is not ready"), b.end(), errors.New(b.said.String()))
}

package main

import (
	"context"
	"fmt"
	"net"
	"time"
)

// gun lets several loads begin their waves at the same moment: each holds a line
// to it once all its phones sit, and when all hold one, all lines end. Its zero
// value lets each begin when it likes.
type gun struct {
	at   string
	told chan error
}

// seatedWithin is how long all the thirds may take to come.
const seatedWithin = 45 * time.Second

// raise makes a gun for so many loads; before is called when everybody sits.
func raise(ctx context.Context, loads int, before func() error) (*gun, error) {
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("making a common start: %w", err)
	}
	if err := door.(*net.TCPListener).SetDeadline(time.Now().Add(seatedWithin)); err != nil {
		return nil, fmt.Errorf("making a common start: %w", err)
	}
	g := &gun{at: door.Addr().String(), told: make(chan error, 1)}
	stop := context.AfterFunc(ctx, func() { _ = door.Close() })
	go func() {
		defer stop()
		defer door.Close()
		lines := make([]net.Conn, 0, loads)
		defer func() {
			for _, line := range lines {
				_ = line.Close()
			}
		}()
		for len(lines) < loads {
			line, err := door.Accept()
			if err != nil {
				g.told <- fmt.Errorf("only %d of %d loads ever sat: %w", len(lines), loads, err)
				return
			}
			lines = append(lines, line)
		}
		g.told <- before()
	}()
	return g, nil
}

// flags are what a load is told about it.
func (g *gun) flags() []string {
	if g.at == "" {
		return nil
	}
	return []string{"-gun", g.at, "-wait", seatedWithin.String()}
}

// fired says, once the loads are over, whether they began together.
func (g *gun) fired() error {
	if g.at == "" {
		return nil
	}
	return <-g.told
}

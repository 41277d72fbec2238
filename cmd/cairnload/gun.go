package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// ready tells whoever holds the gun that everybody sits, and returns when the gun goes off: when that line ends.
// Several loads that share a gun begin their waves together, however long each took to come.
func (p plan) ready(ctx context.Context) error {
	if p.gun == "" {
		return nil
	}
	var d net.Dialer
	line, err := d.DialContext(ctx, "tcp", p.gun)
	if err != nil {
		return fmt.Errorf("saying that everybody sits: %w", err)
	}
	defer line.Close()
	if err := line.SetReadDeadline(time.Now().Add(p.wait)); err != nil {
		return fmt.Errorf("waiting for the others: %w", err)
	}
	if _, err := io.Copy(io.Discard, line); err != nil {
		return fmt.Errorf("waiting for the others: %w", err)
	}
	return nil
}

package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// runHealth asks the site on this machine whether it and its store are well, at
// the address it answers on. The certificate is not checked: its name differs.
func runHealth(ctx context.Context, args []string) error {
	c, err := readConfig("health", args, os.Getenv, os.Stderr)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(c.addr)
	if err != nil {
		return fmt.Errorf("addr %q is not an address and a port", c.addr)
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme := "http"
	if c.tls() {
		scheme = "https"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // loopback
	answer, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("the site does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		why, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<10)) // what came of it is better than nothing
		return fmt.Errorf("the site answers, but is not well: status %d\n%s", answer.StatusCode, strings.TrimSpace(string(why)))
	}
	fmt.Println("well")
	return nil
}

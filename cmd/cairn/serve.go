package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"cairn/fault"
	"cairn/locales"

	"github.com/skip2/go-qrcode"
)

// runServe runs the site until it is asked to stop.
func runServe(ctx context.Context, args []string) error {
	c, err := readConfig("serve", args, os.Getenv, os.Stderr)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c)
	if err != nil {
		return err
	}
	a, err := build(ctx, c, c.newLog(os.Stderr), choices{addresses: reachableAt(c, listener), now: time.Now})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	reachable := reachableAt(c, listener)()
	if err := a.greet(ctx, os.Stdout, reachable); err != nil {
		return errors.Join(err, a.close())
	}
	err = a.run(ctx, listener)
	return errors.Join(err, a.close())
}

// listen opens the port. Plain http for other machines must be asked for in so
// many words, since everybody on the same Wi-Fi can read along.
func listen(ctx context.Context, c config) (net.Listener, error) {
	host, _, err := net.SplitHostPort(c.addr)
	if err != nil {
		return nil, fmt.Errorf("addr %q is not an address and a port, such as 0.0.0.0:8080", c.addr)
	}
	loopback := net.ParseIP(host).IsLoopback() || host == "localhost"
	proxied := c.trustedProxies != ""
	if !c.tls() && !c.plainHTTP && !loopback && !proxied {
		return nil, errors.New("others on the same Wi-Fi could read along: give --tls-cert and --tls-key, or --plain-http if you accept that, or --addr 127.0.0.1:8080 for this machine alone")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %s is taken by another program; choose another with --addr", c.addr)
	}
	return listener, err
}

// greet prints where phones can reach the site and, before anybody has an
// account, the one-use link that makes the first one.
func (a *app) greet(ctx context.Context, out io.Writer, reachable []string) error {
	fmt.Fprintln(out, "Cairn answers at:")
	for _, address := range reachable {
		fmt.Fprintln(out, "  "+address)
	}
	if len(reachable) > 0 {
		if code, err := qrcode.New(reachable[0], qrcode.Low); err == nil {
			fmt.Fprintln(out, code.ToSmallString(false))
		}
	}
	if !a.config.tls() && a.config.plainHTTP {
		fmt.Fprintln(out, "Plain http: others on the same Wi-Fi can read along. The desk and the phones say so.")
	}
	token, err := a.office.SetUpLink(ctx)
	switch {
	case fault.Is(err, fault.Closed) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Forbidden):
		return nil // somebody has an account already
	case err != nil:
		return err
	}
	fmt.Fprintf(out, "\nNobody has an account yet. This link makes the first one; it works once, for 24 hours:\n  %s/setup/%s\n", reachable[0], token)
	return nil
}

// sentence is what an operator reads of an error: the sentence of our own
// faults, the text of any other.
func sentence(err error) string {
	var known *fault.Error
	if !errors.As(err, &known) {
		return err.Error()
	}
	texts, loadErr := locales.Load()
	if loadErr != nil || known.Key == "fault.internal" {
		return err.Error()
	}
	s := texts.Text("en", known.Key, known.Args...)
	if known.Cause != nil {
		s += " (" + known.Cause.Error() + ")"
	}
	return s
}

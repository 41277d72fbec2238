package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"cairn/fault"
)

// demoLinks are the ways into the demo, as printed for people or, with --json,
// on one line for scripts. Desk signs in by a one-use link.
type demoLinks struct {
	Addr      string `json:"addr"`
	Desk      string `json:"desk"`
	Join      string `json:"join"`
	Code      string `json:"code"`
	Projector string `json:"projector"`
	Report    string `json:"report"`
}

// runDemo fills a store with one invented story, or finds it there again, and serves it.
func runDemo(ctx context.Context, args []string) error {
	c, err := readConfig("demo", args, os.Getenv, os.Stderr)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c)
	if err != nil {
		return err
	}
	log := newLog(os.Stderr)
	if !c.json {
		log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	if err := tellStory(ctx, c, time.Now); err != nil {
		return errors.Join(err, listener.Close())
	}
	a, err := build(ctx, c, log, choices{example: true, textBoxes: true, addresses: reachableAt(c, listener)})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	at, err := findStory(ctx, a.office, a.rooms)
	if err != nil {
		return errors.Join(err, listener.Close(), a.close())
	}
	links, err := a.demoLinks(ctx, at, addresses(c.publicURL, c.tls(), listener.Addr())[0])
	if err != nil {
		return errors.Join(err, listener.Close(), a.close())
	}
	if err := links.print(os.Stdout, c.json); err != nil {
		return err
	}
	err = a.run(ctx, listener)
	return errors.Join(err, a.close())
}

// demoLinks makes the links, the desk's with a one-use sign-in.
func (a *app) demoLinks(ctx context.Context, at demoAt, base string) (demoLinks, error) {
	token, err := a.office.SignInLink(ctx, at.sam.ID, 24*time.Hour)
	if err != nil {
		return demoLinks{}, fault.Wrap(err, "demo: sign-in link")
	}
	return demoLinks{
		Addr: base, Code: at.code,
		Desk:      base + "/sign-in/" + token + "?to=/sessions/" + at.ready + "/desk",
		Join:      base + "/s/" + at.code,
		Projector: base + "/sessions/" + at.ready + "/wall",
		Report:    base + "/sessions/" + at.closed + "/report",
	}, nil
}

func (l demoLinks) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(l)
	}
	_, err := fmt.Fprintf(out, `Cairn's demo is running. Everything in it is invented.

  Desk       %s
             (signs you in once, as the adult who runs the session)
  Join       %s      code %s
  Projector  %s
  Report     %s

Open the desk first; projector and report belong to the same sign-in.
Stop with Ctrl-C.
`, l.Desk, l.Join, l.Code, l.Projector, l.Report)
	return err
}

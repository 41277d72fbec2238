package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"cairn/fault"
	"cairn/staff"
)

// demoLinks are the ways into the demo, as printed for people or, with --json,
// on one line for scripts. Desk, Queue, Read and Lead sign in by a one-use link
// each, as four different people; the lead's screens then ask for the password
// and the key's passphrase.
type demoLinks struct {
	Addr       string   `json:"addr"`
	Desk       string   `json:"desk"`
	Join       string   `json:"join"`
	Code       string   `json:"code"`
	Projector  string   `json:"projector"`
	Report     string   `json:"report"`
	Tell       string   `json:"tell"`    // the tell page
	Back       string   `json:"back"`    // where a receipt is typed
	Receipt    []string `json:"receipt"` // six pictures by their English names
	Said       string   `json:"said"`    // "you said, we did"
	Survey     string   `json:"survey"`  // to be filled in, as on a phone
	Results    string   `json:"results"` // of a survey that is over; the desk's sign-in
	Queue      string   `json:"queue"`
	Read       string   `json:"read"`
	Lead       string   `json:"lead"`
	Password   string   `json:"password"`   // the lead's
	Passphrase string   `json:"passphrase"` // of the lead's and the deputy's key
}

// runDemo fills a store with one invented story, or finds it there again, and serves it.
func runDemo(ctx context.Context, args []string) error {
	c, err := readConfig("demo", args, os.Getenv, os.Stderr)
	if err != nil {
		return err
	}
	now, err := demoClock(c.clockFile)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c)
	if err != nil {
		return err
	}
	log := c.newLog(os.Stderr)
	if !c.json {
		log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	if err := tellStory(ctx, c, now); err != nil {
		return errors.Join(err, listener.Close())
	}
	a, err := build(ctx, c, log, choices{example: true, addresses: reachableAt(c, listener), now: now})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	at, err := findStory(ctx, a.office, a.rooms)
	if err != nil {
		return errors.Join(err, listener.Close(), a.close())
	}
	if err := a.makeSafe(ctx, at); err != nil {
		return errors.Join(fault.Wrap(err, "demo: keys, rota and what was told"), listener.Close(), a.close())
	}
	links, err := a.demoLinks(ctx, at, addresses(c.publicURL, c.tls(), listener.Addr())[0])
	if err != nil {
		return errors.Join(err, listener.Close(), a.close())
	}
	if err := links.print(os.Stdout, c.json); err != nil {
		return err
	}
	go a.keepOnCall(ctx, at)
	err = a.run(ctx, listener)
	return errors.Join(err, a.close())
}

// demoLinks makes the links, with a one-use sign-in where somebody of the staff is needed.
func (a *app) demoLinks(ctx context.Context, at demoAt, base string) (demoLinks, error) {
	links := demoLinks{
		Addr: base, Code: at.code,
		Join:      base + "/s/" + at.code,
		Projector: base + "/sessions/" + at.ready + "/wall",
		Report:    base + "/sessions/" + at.closed + "/report",
		Tell:      base + "/t/" + storySlug,
		Back:      base + "/back",
		Said:      base + "/said/" + storySlug,
		Password:  alexPassword, Passphrase: storyPassphrase,
	}
	for _, in := range []struct {
		link *string
		who  *staff.Account
		to   string
	}{
		{&links.Desk, at.sam, "/sessions/" + at.ready + "/desk"},
		{&links.Queue, at.ruth, "/queue"},
		{&links.Read, at.wes, "/read/" + at.link},
		{&links.Lead, at.alex, "/safe"},
	} {
		token, err := a.office.SignInLink(ctx, in.who.ID, 24*time.Hour)
		if err != nil {
			return demoLinks{}, fault.Wrap(err, "demo: sign-in link")
		}
		*in.link = base + "/sign-in/" + token + "?to=" + in.to
	}
	asked, err := a.surveysOfStory(ctx, at.link)
	if err != nil {
		return demoLinks{}, fault.Wrap(err, "demo: surveys")
	}
	if s := asked[storyLetter]; s != nil { // a folder of an older story has none
		links.Survey = base + "/q/" + s.Slug
	}
	if s := asked[storyDropIn]; s != nil {
		links.Results = base + "/surveys/" + s.ID + "/results"
	}
	links.Receipt, err = a.receiptOf(ctx, at)
	return links, fault.Wrap(err, "demo: receipt")
}

func (l demoLinks) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(l)
	}
	_, err := fmt.Fprintf(out, `Cairn's demo is running. Everything in it is invented.

In a session
  Desk       %s
             (signs you in once, as Sam, who runs the session)
  Join       %s      code %s
  Projector  %s
  Report     %s

Telling a service something, and hearing back
  Tell us    %s
  Receipt    %s
             (six pictures: type them at %s to see October's answer)
  You said   %s

A survey
  Fill in    %s
  Results    %s
             (of another one, which is over; the desk's sign-in)

Behind it, each in a browser window of its own
  Queue      %s
             (signs you in once, as Ruth, who moderates)
  Reading    %s
             (signs you in once, as Wes, who makes themes)
  Lead       %s
             (signs you in once, as Alex, the safeguarding lead;
             password "%s", passphrase of the key "%s")

Open the desk first; projector and report belong to the same sign-in.
Stop with Ctrl-C.
`, l.Desk, l.Join, l.Code, l.Projector, l.Report, l.Tell, strings.Join(l.Receipt, ", "), l.Back, l.Said,
		l.Survey, l.Results, l.Queue, l.Read, l.Lead, l.Password, l.Passphrase)
	return err
}

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"cairn/moderation/oncall"
)

// waitingWords is all that ever leaves the program about what waits. It is in
// English, as e-mails and text messages to staff are, and says nothing of it.
const (
	waitingWords = "Cairn: something is waiting for you."
	signIn       = " Sign in."
)

// outward carries notices outside, by e-mail and by webhook, as far as they are set up.
type outward struct {
	mail *mailer
	hook *hook
	base string // public address of the site, "" where nobody said one
}

// outsideDoor is where the outside person's own address begins.
const outsideDoor = "/safe/outside/"

// newOutward reads the settings; a secret that cannot be read is an error.
func newOutward(c config) (*outward, error) {
	o := &outward{base: strings.TrimRight(c.publicURL, "/")}
	if c.smtp != "" {
		password, err := readSecret(c.smtpPasswordFile)
		if err != nil {
			return nil, fmt.Errorf("smtp-password-file: %w", err)
		}
		o.mail = &mailer{server: c.smtp, from: c.smtpFrom, user: c.smtpUser, password: password, tls: &tls.Config{MinVersion: tls.VersionTLS12}}
	}
	if c.pageWebhook != "" {
		key, err := readSecret(c.pageWebhookKey)
		if err != nil {
			return nil, fmt.Errorf("page-webhook-key-file: %w", err)
		}
		o.hook = &hook{url: c.pageWebhook, key: []byte(key), client: &http.Client{
			Timeout:       oncall.SendWithin,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}}
	}
	return o, nil
}

// readSecret is the first line of a file; "" for no file.
func readSecret(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	return strings.TrimSpace(line), nil
}

// Channels says which ways outside are set up.
func (o *outward) Channels() []oncall.Channel {
	var out []oncall.Channel
	if o.mail != nil {
		out = append(out, oncall.Email)
	}
	if o.hook != nil {
		out = append(out, oncall.Webhook)
	}
	return out
}

// Send carries one notice; nil once the other side has taken it.
func (o *outward) Send(ctx context.Context, n oncall.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, oncall.SendWithin)
	defer cancel()
	switch {
	case n.Channel == oncall.Email && o.mail != nil:
		return o.mail.send(ctx, n.Email, n.ID, o.text(n))
	case n.Channel == oncall.Webhook && o.hook != nil:
		return o.hook.send(ctx, n, o.text(n))
	}
	return errors.New("no such way outside is set up")
}

// text is what a notice says: that something waits, and where to look. Staff get
// the same address whatever waits; the outside person, who has no account, gets
// one of their own that says nothing either.
func (o *outward) text(n oncall.Notice) string {
	switch {
	case n.Link != "" && o.base != "":
		return waitingWords + "\n" + o.base + outsideDoor + n.Link
	case n.Link != "":
		return waitingWords
	case o.base == "":
		return waitingWords + signIn
	}
	return waitingWords + signIn + "\n" + o.base + "/pages"
}

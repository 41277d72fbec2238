package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"net"
	netmail "net/mail"
	"net/smtp"
	"strings"
	"time"
)

// mailer hands letters to one SMTP server. It speaks TLS from the start on port
// 465 and STARTTLS elsewhere; without TLS it sends to this machine alone.
type mailer struct {
	server   string // host:port
	from     string
	user     string
	password string
	tls      *tls.Config // without ServerName
}

// send hands one letter over. id is the letter's own, so that one that is sent
// again after a lost answer can be told to be the same.
func (m *mailer) send(ctx context.Context, to, id, text string) error {
	if _, err := netmail.ParseAddress(to); err != nil || strings.ContainsAny(to+m.from, "\r\n") {
		return errors.New("mail: that is no address") // an address is never written into a log
	}
	host, port, err := net.SplitHostPort(m.server)
	if err != nil {
		return fmt.Errorf("mail: smtp: %w", err)
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.server)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
	}
	config := m.tls.Clone()
	config.ServerName = host
	if port == "465" {
		conn = tls.Client(conn, config)
	}
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := m.secure(client, conn, config, host); err != nil {
		return err
	}
	return m.hand(client, to, letter(m.from, to, id, text, time.Now()))
}

// secure takes the line to TLS and signs in where a user is set.
func (m *mailer) secure(client *smtp.Client, conn net.Conn, config *tls.Config, host string) error {
	_, private := conn.(*tls.Conn)
	if ok, _ := client.Extension("STARTTLS"); ok && !private {
		if err := client.StartTLS(config); err != nil {
			return fmt.Errorf("mail: STARTTLS: %w", err)
		}
		private = true
	}
	here := net.ParseIP(host).IsLoopback() || host == "localhost"
	if !private && !here {
		return errors.New("mail: the server offers no STARTTLS; nothing is sent over an open line")
	}
	if m.user == "" {
		return nil
	}
	if err := client.Auth(smtp.PlainAuth("", m.user, m.password, host)); err != nil {
		return fmt.Errorf("mail: signing in: %w", err)
	}
	return nil
}

func (m *mailer) hand(client *smtp.Client, to string, letter []byte) error {
	steps := []func() error{
		func() error { return client.Mail(m.from) },
		func() error { return client.Rcpt(to) },
		func() error {
			body, err := client.Data()
			if err != nil {
				return err
			}
			if _, err := body.Write(letter); err != nil {
				return err
			}
			return body.Close()
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("mail: the server refused a letter: %w", withoutAddress(err))
		}
	}
	_ = client.Quit() // the letter is taken; how the line ends does not matter
	return nil
}

// withoutAddress keeps the number of a server's refusal, not its words, which often repeat the address.
func withoutAddress(err error) error {
	text, _, _ := strings.Cut(err.Error(), " ")
	return errors.New(text)
}

// letter is an e-mail in plain text.
func letter(from, to, id, text string, at time.Time) []byte {
	subject, body, _ := strings.Cut(text, "\n")
	_, domain, ok := strings.Cut(from, "@")
	if !ok {
		domain = "cairn.invalid"
	}
	head := []string{
		"From: Cairn <" + from + ">", "To: <" + to + ">", "Subject: " + mime.QEncoding.Encode("utf-8", subject),
		"Date: " + at.UTC().Format(time.RFC1123Z), "Message-ID: <" + id + "@" + domain + ">",
		"Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
		"Content-Transfer-Encoding: 8bit", "", subject, "",
	}
	return []byte(strings.Join(head, "\r\n") + strings.ReplaceAll(body, "\n", "\r\n") + "\r\n")
}

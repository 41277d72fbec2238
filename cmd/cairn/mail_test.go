package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/moderation/oncall"
)

// postOffice is a small SMTP server of our own: it offers STARTTLS where it has a
// certificate, wants a password where it is told one, and keeps its letters.
type postOffice struct {
	addr     string
	tls      *tls.Config
	password string
	refuse   string // answered to RCPT, "" takes it

	mu      sync.Mutex
	letters []string
	private []bool // whether each came over TLS
}

func openPostOffice(t *testing.T, o *postOffice) (*postOffice, *x509.CertPool) {
	t.Helper()
	pool := x509.NewCertPool()
	if o.tls != nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		must(t, err)
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
			IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		must(t, err)
		o.tls.Certificates = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}
		parsed, err := x509.ParseCertificate(der)
		must(t, err)
		pool.AddCert(parsed)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	o.addr = listener.Addr().String()
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { o.serve(conn) })
		}
	})
	t.Cleanup(func() { must(t, listener.Close()); open.Wait() })
	return o, pool
}

func (o *postOffice) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
	private, in2 := false, in
	say("220 post.test")
	for {
		line, err := in2.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			offers := []string{"250-post.test"}
			if o.tls != nil && !private {
				offers = append(offers, "250-STARTTLS")
			}
			if o.password != "" {
				offers = append(offers, "250-AUTH PLAIN")
			}
			say(strings.Join(append(offers, "250 8BITMIME"), "\r\n"))
		case "STARTTLS":
			say("220 go on")
			secure := tls.Server(conn, o.tls)
			if secure.Handshake() != nil {
				return
			}
			conn, private, in2 = secure, true, bufio.NewReader(secure)
		case "AUTH":
			raw, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			if string(raw) != "\x00cairn\x00"+o.password {
				say("535 no")
				continue
			}
			say("235 welcome")
		case "RCPT":
			if o.refuse != "" {
				say(o.refuse)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var letter strings.Builder
			for {
				text, err := in2.ReadString('\n')
				if err != nil {
					return
				}
				if text == ".\r\n" {
					break
				}
				letter.WriteString(text)
			}
			o.mu.Lock()
			o.letters, o.private = append(o.letters, letter.String()), append(o.private, private)
			o.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestALetterGoesOverSTARTTLSSignedInAndSaysNothingOfWhatWaits(t *testing.T) {
	office, pool := openPostOffice(t, &postOffice{tls: &tls.Config{MinVersion: tls.VersionTLS12}, password: "swordfish"})
	o := &outward{base: "https://cairn.example", mail: &mailer{
		server: office.addr, from: "cairn@link.example", user: "cairn", password: "swordfish", tls: &tls.Config{RootCAs: pool},
	}}
	must(t, o.Send(soon(t), oncall.Notice{ID: "letter1", Channel: oncall.Email, Name: "Ann", Email: "ann@example.org"}))
	if len(office.letters) != 1 || !office.private[0] {
		t.Fatalf("got %d letters, private %v, want one over TLS", len(office.letters), office.private)
	}
	letter := office.letters[0]
	for _, want := range []string{
		"Subject: Cairn: something is waiting for you. Sign in.\r\n", "To: <ann@example.org>\r\n",
		"Message-ID: <letter1@link.example>\r\n", "\r\nhttps://cairn.example/pages\r\n",
	} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter lacks %q:\n%s", want, letter)
		}
	}
	for _, never := range []string{"worry", "safeguarding", "child", "disclosure"} {
		if strings.Contains(strings.ToLower(letter), never) {
			t.Errorf("the letter says %q:\n%s", never, letter)
		}
	}
}

func TestWhatAMailServerRefusesIsAFailureWithoutTheAddress(t *testing.T) {
	office, pool := openPostOffice(t, &postOffice{tls: &tls.Config{MinVersion: tls.VersionTLS12}, refuse: "550 no ann@example.org here"})
	m := &mailer{server: office.addr, from: "cairn@link.example", tls: &tls.Config{RootCAs: pool}}
	err := m.send(soon(t), "ann@example.org", "x", "text")
	if err == nil || strings.Contains(err.Error(), "ann") || !strings.Contains(err.Error(), "550") {
		t.Errorf("got %v, want the number of the refusal and no address", err)
	}
	if err := m.send(soon(t), "ann@example.org\r\nBcc: all@example.org", "x", "text"); err == nil {
		t.Error("a line break in an address: got no error, want it refused")
	}
	if len(office.letters) != 0 {
		t.Errorf("got %d letters, want none", len(office.letters))
	}
}

func TestALetterNeverTrustsAStrangersCertificate(t *testing.T) {
	office, _ := openPostOffice(t, &postOffice{tls: &tls.Config{MinVersion: tls.VersionTLS12}})
	m := &mailer{server: office.addr, from: "cairn@link.example", tls: &tls.Config{RootCAs: x509.NewCertPool()}}
	if err := m.send(soon(t), "ann@example.org", "x", "text"); err == nil {
		t.Error("got no error, want the certificate refused")
	}
}

func TestNothingIsSentOverAnOpenLineButToThisMachine(t *testing.T) {
	office, _ := openPostOffice(t, &postOffice{})
	m := &mailer{server: office.addr, from: "cairn@link.example", tls: &tls.Config{}}
	must(t, m.send(soon(t), "ann@example.org", "x", "text")) // a relay on this machine
	if len(office.letters) != 1 {
		t.Errorf("to this machine: got %d letters, want one", len(office.letters))
	}
	conn, err := net.Dial("tcp", office.addr)
	must(t, err)
	defer func() { _ = conn.Close() }()
	client := greeted(t, conn)
	if err := m.secure(client, conn, m.tls, "mail.example.org"); err == nil {
		t.Error("a server elsewhere without STARTTLS: got no error, want nothing sent")
	}
}

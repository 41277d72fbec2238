package natsbus_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"cairn/bus/natsbus"

	"github.com/nats-io/nats-server/v2/server"
)

// selfSigned is a certificate for loopback and the pool that trusts it.
func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	paper := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bus"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, paper, paper, &key.PublicKey, key)
	must(t, err)
	read, err := x509.ParseCertificate(raw)
	must(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(read)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, pool
}

func TestAPrivateLineIsTakenWhereTheAddressOrTheServerAsksForIt(t *testing.T) {
	pair, pool := selfSigned(t)
	s := start(t, -1, func(o *server.Options) {
		o.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
		o.Authorization = "a-token"
	})
	_, at, _ := strings.Cut(s.ClientURL(), "://")
	b := open(t, natsbus.Parts{URL: "tls://a-token@" + at, Key: key("a"), TLS: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}})
	_, err := b.Respond("own", func(context.Context, []byte) ([]byte, error) { return []byte("yes"), nil })
	must(t, err)
	if got, err := b.Request(t.Context(), "own", nil); err != nil || string(got) != "yes" {
		t.Errorf("got %q, %v, want yes", got, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err = natsbus.Open(ctx, natsbus.Parts{URL: "tls://a-token@" + at, Key: key("a"), Random: rand.Reader})
	if err == nil || strings.Contains(err.Error(), "a-token") {
		t.Errorf("a certificate nobody trusts: got %v, want it refused, and the token not repeated", err)
	}
}

func TestAPrivateLineIsNotDoneWithoutWhereTheAddressAsksForIt(t *testing.T) {
	s := start(t, -1, nil)
	_, at, _ := strings.Cut(s.ClientURL(), "://")
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := natsbus.Open(ctx, natsbus.Parts{URL: "tls://" + at, Key: key("a"), Random: rand.Reader}); err == nil {
		t.Error("got an open line, want a refusal: tls:// was asked for")
	}
}

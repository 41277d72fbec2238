package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// chainBytes is about what a certificate and the one above it weigh in life: they pass over the line with each new connection.
const chainBytes = 2400

// newKey makes the key that certificates of this test run carry.
func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// pin names a key the way Chromium is told to take its certificates for good.
func pin(key *ecdsa.PrivateKey, err error) (string, error) {
	if err != nil {
		return "", err
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	sum := sha256.Sum256(spki)
	return base64.StdEncoding.EncodeToString(sum[:]), err
}

// overTLS is a room that speaks TLS by itself, with a certificate this run's browser takes for good.
func overTLS(t *testing.T) *room {
	t.Helper()
	key, err := house.key()
	if err != nil {
		t.Fatal(err)
	}
	chain, err := selfMade(key, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, secret := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	if err := errors.Join(os.WriteFile(cert, chain, 0o600), os.WriteFile(secret, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: kept}), 0o600)); err != nil {
		t.Fatal(err)
	}
	r := openRoom(t, "--tls-cert", cert, "--tls-key", secret)
	r.Addr = strings.TrimPrefix(r.Addr, "https://")
	return r
}

// selfMade is a certificate for loopback and one above it, in PEM, together as heavy as those of a usual authority.
func selfMade(key *ecdsa.PrivateKey, now time.Time) ([]byte, error) {
	var chain []byte
	for serial := range int64(2) {
		as := &x509.Certificate{
			SerialNumber: big.NewInt(serial + 1), Subject: pkix.Name{CommonName: fmt.Sprint("Cairn's tests ", serial)},
			NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
			IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
		}
		bare, err := x509.CreateCertificate(rand.Reader, as, as, &key.PublicKey, key)
		if err != nil {
			return nil, err
		}
		as.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 99999, 1}, Value: make([]byte, chainBytes/2-len(bare))}}
		full, err := x509.CreateCertificate(rand.Reader, as, as, &key.PublicKey, key)
		if err != nil {
			return nil, err
		}
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: full})...)
	}
	return chain, nil
}

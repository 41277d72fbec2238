package server

import (
	"crypto/tls"
	"net"
	"syscall"
	"testing"
)

func TestOnlyALineWithoutTLSShowsItsDescriptor(t *testing.T) {
	for _, secret := range []bool{false, true} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if secret {
			ln = tls.NewListener(ln, &tls.Config{})
		}
		out, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		in, err := hearing{ln, newUnspoken()}.Accept()
		if err != nil {
			t.Fatal(err)
		}
		// A frame to thousands of phones goes straight to the descriptor; over TLS that would be in the clear.
		if _, shows := in.(syscall.Conn); shows == secret {
			t.Errorf("TLS %v: got a descriptor %v, want %v", secret, shows, !secret)
		}
		if _, halves := in.(interface{ CloseWrite() error }); !halves {
			t.Errorf("TLS %v: got no CloseWrite, want one: a close code would be lost", secret)
		}
		_, _, _ = out.Close(), in.Close(), ln.Close()
	}
}

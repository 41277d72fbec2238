package server

import (
	"testing"

	"github.com/valyala/fasthttp"
)

func TestARequestPassedOnKeepsItsAddressAndItsTLS(t *testing.T) {
	for _, p := range []passed{{Address: "192.0.2.7"}, {Address: "2001:db8::7", Secure: true}} {
		var ctx fasthttp.RequestCtx
		ctx.Init2(p.conn(), nil, false)
		if got := ctx.RemoteIP().String(); got != p.Address || ctx.IsTLS() != p.Secure {
			t.Errorf("got %s and TLS %v, want %s and %v", got, ctx.IsTLS(), p.Address, p.Secure)
		}
	}
}

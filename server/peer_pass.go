package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"

	"cairn/fault"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// passed is what is said of a request beside its bytes.
type passed struct {
	Address string `json:"address"` // of whoever asked, or of the operator's proxy
	Secure  bool   `json:"secure"`
}

// passedBack is what is said of an answer beside its bytes.
type passedBack struct {
	Watch *watchNote `json:"watch,omitempty"` // the request was for live news: watch this where you are
}

// visit is a request that another process passed on to this one.
type visit struct {
	notOurs bool
	watch   *watchNote
}

const visitKey = "visit"

// visitOf is nil for a request that came from outside.
func visitOf(c *fiber.Ctx) *visit {
	v, _ := c.Locals(visitKey).(*visit)
	return v
}

// do runs a route's handler. A request for a session that another process owns
// is passed to it whole; one that was passed on already goes no further.
func (s *site) do(c *fiber.Ctx, handler fiber.Handler) error {
	err := handler(c)
	if v := visitOf(c); v != nil {
		v.notOurs = polls.ElsewhereOf(err) != nil
		return err
	}
	for range passTries {
		owner := s.ownerOf(err)
		if owner == nil {
			return err
		}
		answered, failed := s.pass(c, processSubject(owner.Holder, askHTTP))
		if failed != nil || answered {
			return failed
		}
		s.rooms.NotThere(owner)
		err = handler(c)
	}
	if s.ownerOf(err) != nil {
		return fault.New(fault.TooMany, "vote.again")
	}
	return err
}

// pass has a request answered by another process; false says that it is gone,
// or that it is not its business.
func (s *site) pass(c *fiber.Ctx, subject string) (bool, error) {
	question, err := question(c)
	if err != nil {
		return false, err
	}
	ctx, done := context.WithTimeout(c.UserContext(), passPatience)
	defer done()
	raw, nobody, err := s.peers.ask(ctx, subject, question)
	if nobody || err != nil {
		return false, err
	}
	note, raw, _ := bytes.Cut(raw, []byte("\n"))
	var back passedBack
	if err := json.Unmarshal(note, &back); err != nil {
		return false, fault.Wrap(err, "server: an answer of another process")
	}
	if back.Watch != nil {
		return true, s.watchHere(c, back.Watch)
	}
	c.Response().Reset()
	return true, fault.Wrap(c.Response().Read(bufio.NewReaderSize(bytes.NewReader(raw), 32<<10)), "server: an answer of another process")
}

// question is a request as it goes over the bus: a line about it, then its bytes.
func question(c *fiber.Ctx) ([]byte, error) {
	var out bytes.Buffer
	out.Write(encoded(passed{Address: c.Context().RemoteIP().String(), Secure: c.Secure()}))
	out.WriteByte('\n')
	c.Request().Header.Del(fiber.HeaderExpect) // the body is here; the owner would wait for it again
	w := bufio.NewWriter(&out)
	if err := errors.Join(c.Request().Write(w), w.Flush()); err != nil {
		return nil, fault.Wrap(err, "server: pass a request on")
	}
	return out.Bytes(), nil
}

// visited answers a request that another process passed on, through the same
// handlers and limits as one from outside.
func (s *site) visited(_ context.Context, asked []byte) ([]byte, error) {
	note, raw, _ := bytes.Cut(asked, []byte("\n"))
	var about passed
	if err := json.Unmarshal(note, &about); err != nil {
		return nil, err
	}
	var ctx fasthttp.RequestCtx
	ctx.Init2(about.conn(), nil, false)
	if err := ctx.Request.Read(bufio.NewReaderSize(bytes.NewReader(raw), 32<<10)); err != nil {
		return nil, err
	}
	defer ctx.Request.RemoveMultipartFormFiles()
	v := &visit{}
	ctx.SetUserValue(visitKey, v)
	s.handler(&ctx)
	if v.notOurs {
		return notOurs, nil
	}
	var out bytes.Buffer
	out.Write(encoded(passedBack{Watch: v.watch}))
	out.WriteByte('\n')
	w := bufio.NewWriter(&out)
	if err := errors.Join(ctx.Response.Write(w), w.Flush()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// conn stands for the connection a request came over at the other process.
func (p passed) conn() net.Conn {
	far := farConn{addr: &net.TCPAddr{IP: net.ParseIP(p.Address)}}
	if p.Secure {
		return farTLS{far}
	}
	return far
}

// farConn knows whose connection it is and carries nothing.
type farConn struct {
	net.Conn
	addr net.Addr
}

// RemoteAddr is part of net.Conn.
func (f farConn) RemoteAddr() net.Addr { return f.addr }

// LocalAddr is part of net.Conn.
func (f farConn) LocalAddr() net.Addr { return &net.TCPAddr{} }

// farTLS is what fasthttp takes for a TLS connection.
type farTLS struct{ farConn }

// Handshake was done where the connection is.
func (farTLS) Handshake() error { return nil }

// ConnectionState says no more than that there is TLS.
func (farTLS) ConnectionState() tls.ConnectionState {
	return tls.ConnectionState{HandshakeComplete: true}
}

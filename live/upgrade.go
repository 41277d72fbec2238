package live

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
	"github.com/valyala/fasthttp"
	"github.com/valyala/fasthttp/fasthttpadaptor"
)

// Upgrader gives gorilla's upgrader with buffers fit for phones: 256 bytes to
// read into, write buffers shared by all, no compression. checkOrigin is asked
// for every handshake; nil means "Origin must equal Host".
func Upgrader(checkOrigin func(*http.Request) bool) *websocket.Upgrader {
	return &websocket.Upgrader{
		ReadBufferSize:  256,
		WriteBufferSize: 512,
		WriteBufferPool: new(sync.Pool),
		CheckOrigin:     checkOrigin,
	}
}

// Gate turns Fiber requests into sockets without what fasthttp would otherwise
// keep for each of them (its request context and a 4 KiB reader).
type Gate struct{ upgrader *websocket.Upgrader }

// NewGate makes the gate of one server (fiber's App.Server()). It sets the
// server's KeepHijackedConns, so it must be called before the server listens.
func NewGate(server *fasthttp.Server, upgrader *websocket.Upgrader) *Gate {
	server.KeepHijackedConns = true
	return &Gate{upgrader: upgrader}
}

// Upgrade answers the handshake and then runs serve on a goroutine of its own;
// serve owns the connection, and nothing of ctx may be used in it: copy what it
// needs before. It reports whether there is a socket; a refused handshake has
// been answered (400, 403 …), so the handler has nothing left to do either way.
func (g *Gate) Upgrade(ctx *fasthttp.RequestCtx, serve func(*websocket.Conn)) bool {
	var r http.Request
	if err := fasthttpadaptor.ConvertRequest(ctx, &r, true); err != nil {
		ctx.Error("", http.StatusBadRequest)
		return false
	}
	w := &fastWriter{ctx: ctx, header: http.Header{}}
	ws, err := g.upgrader.Upgrade(w, &r, nil)
	if err != nil {
		w.finish()
		return false
	}
	ctx.SetStatusCode(http.StatusSwitchingProtocols) // for whoever logs; the answer itself is already on the wire
	ctx.HijackSetNoResponse(true)
	ctx.Hijack(func(net.Conn) { go serve(ws) })
	return true
}

// fastWriter is the http.ResponseWriter and Hijacker gorilla needs, over one fasthttp request.
type fastWriter struct {
	ctx    *fasthttp.RequestCtx
	header http.Header
	hijack bool
}

// Header is part of http.ResponseWriter.
func (w *fastWriter) Header() http.Header { return w.header }

// Write is part of http.ResponseWriter; it carries the text of a refusal.
func (w *fastWriter) Write(b []byte) (int, error) { return w.ctx.Write(b) }

// WriteHeader is part of http.ResponseWriter.
func (w *fastWriter) WriteHeader(status int) { w.ctx.SetStatusCode(status) }

// Hijack gives gorilla the bare connection, wrapped so that writing never waits.
func (w *fastWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.hijack = true
	conn := newPipe(w.ctx.Conn(), w.ctx.Conn())
	return conn, emptyBuffers(conn), nil
}

// finish passes on a refusal's headers; a connection on which the handshake broke off midway is closed.
func (w *fastWriter) finish() {
	for name, values := range w.header {
		for _, value := range values {
			w.ctx.Response.Header.Set(name, value)
		}
	}
	if w.hijack {
		w.ctx.HijackSetNoResponse(true)
		w.ctx.Hijack(func(net.Conn) {})
	}
}

// Upgrade does the same for net/http and for Fiber's adaptor.HTTPHandler; the
// caller then serves the connection on the goroutine it is on.
func Upgrade(w http.ResponseWriter, r *http.Request, upgrader *websocket.Upgrader) (*websocket.Conn, error) {
	ws, err := upgrader.Upgrade(&plainWriter{ResponseWriter: w, r: r}, r, nil)
	if err != nil {
		return nil, fmt.Errorf("live: handshake: %w", err)
	}
	return ws, nil
}

type plainWriter struct {
	http.ResponseWriter
	r *http.Request
}

// Hijack wraps the connection; under Fiber's adaptor the bare one comes from the request's context.
func (w *plainWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if early := buffers.Reader.Buffered(); early > 0 {
		_ = conn.Close()
		return nil, nil, fmt.Errorf("live: %d bytes before the handshake was over", early)
	}
	bare := conn
	if ctx, ok := w.r.Context().(*fasthttp.RequestCtx); ok {
		bare = ctx.Conn()
	}
	wrapped := newPipe(conn, bare)
	return wrapped, emptyBuffers(wrapped), nil
}

// emptyBuffers satisfies gorilla, which looks at their size and uses its own.
func emptyBuffers(conn net.Conn) *bufio.ReadWriter {
	return bufio.NewReadWriter(bufio.NewReaderSize(conn, 16), bufio.NewWriterSize(conn, 512))
}

package live

import (
	"context"
	"errors"
	"io"
	"net"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// ReadLimit is the largest message a socket may send, in bytes, over all its fragments.
const ReadLimit = 4 << 10

// maxLinger bounds what is read and thrown away so that a close code arrives before the connection goes.
const maxLinger = 256 << 10

// Options says what one socket watches and what happens to what it sends.
type Options struct {
	// Topics it watches. A topic that never gets a frame is a good handle for End.
	Topics []string
	// After is the version the other end already has; the newest frame follows at once if it is another.
	After Version
	// Receive gets each text message, one at a time, and returns the answer or
	// nil. The bytes are valid only during the call. Nil: messages are ignored.
	Receive func(ctx context.Context, message []byte) []byte
	// Limits on what the other end sends; nil and zero fields are defaults.
	Limits *Limits
	// Stay ends the connection with CloseGone when it is closed. It costs a
	// goroutine; End over a topic does not.
	Stay <-chan struct{}
}

var errNotOurs = errors.New("live: the connection was not upgraded by this package")

// Serve runs one socket until it ends and then has closed it; the caller's
// goroutine is the socket's reader and its only one. The connection must come
// from this package's Upgrade. The error says why it ended and is never nil:
// ErrClosed if the board was closed already, a *websocket.CloseError after a
// proper goodbye, otherwise what broke.
func (b *Board) Serve(ws *websocket.Conn, o Options) error {
	p, ours := ws.NetConn().(*pipe)
	if !ours {
		_ = ws.Close()
		return errNotOurs
	}
	s := &socket{board: b, ws: ws, pipe: p, limits: &b.usual}
	if o.Limits != nil {
		limits := o.Limits.orDefault()
		s.limits = &limits
	}
	if err := b.join(s, o.Topics, o.After); err != nil {
		s.end(CloseRestart, "", 0)
		s.part(false)
		return err
	}
	defer b.leave(s)
	s.prepare()
	if o.Stay != nil {
		done := make(chan struct{})
		defer close(done)
		go s.stay(o.Stay, done)
	}
	s.flush()
	err := s.read(o.Receive)
	s.part(s.farewell(err))
	return err
}

// prepare sets what gorilla leaves open.
func (s *socket) prepare() {
	s.pipe.toll = func(n int) bool { return s.bytes.take(s.limits.Bytes, float64(n), s.board.now()) }
	s.pipe.serve(s.board.set.Write, s.flush)
	s.ws.SetReadLimit(ReadLimit)
	s.alive()
	s.ws.SetPongHandler(func(string) error {
		s.alive()
		return s.control()
	})
	s.ws.SetPingHandler(func(data string) error {
		if err := s.control(); err != nil {
			return err
		}
		if s.pipe.isSlow() {
			return nil
		}
		return s.ws.WriteControl(websocket.PongMessage, []byte(data), time.Time{})
	})
}

// control charges one ping or pong.
func (s *socket) control() error {
	if !s.controls.take(s.limits.Controls, 1, s.board.now()) {
		return errFlood
	}
	return nil
}

// alive gives the other end its time to be silent once more.
func (s *socket) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.code == 0 {
		_ = s.ws.SetReadDeadline(time.Now().Add(s.board.set.Silence))
	}
}

var errBinary = errors.New("live: a binary message")
var errNotText = errors.New("live: a text that is not UTF-8")

// read takes messages until the connection ends.
func (s *socket) read(receive func(context.Context, []byte) []byte) error {
	for {
		kind, r, err := s.ws.NextReader()
		if err != nil {
			return err
		}
		if err := s.message(kind, r, receive); err != nil {
			return err
		}
	}
}

// buffer is one byte larger than a message can be, so that reading always comes to the message's end.
type buffer [ReadLimit + 1]byte

// message takes one message; its buffer is borrowed only now, so that an idle socket has none.
func (s *socket) message(kind int, r io.Reader, receive func(context.Context, []byte) []byte) error {
	if !s.messages.take(s.limits.Messages, 1, s.board.now()) {
		return errFlood
	}
	buffer := s.board.buffers.Get().(*buffer)
	defer s.board.buffers.Put(buffer)
	n, err := io.ReadFull(r, buffer[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case kind != websocket.TextMessage:
		return errBinary
	case !utf8.Valid(buffer[:n]):
		return errNotText
	case receive == nil:
		return nil
	}
	answer := receive(s.board.ctx, buffer[:n])
	if answer == nil {
		return nil
	}
	if err := s.say(answer); err != nil {
		return err
	}
	s.pipe.settle() // who does not read answers cannot send more
	return nil
}

// farewell sends the close code an error deserves and reports whether the other end may still be sending.
func (s *socket) farewell(err error) bool {
	var closed *websocket.CloseError
	var broken net.Error
	switch {
	case errors.As(err, &closed):
		return false // gorilla has answered it
	case errors.Is(err, errNotText):
		s.end(websocket.CloseInvalidFramePayloadData, "", 0)
	case errors.Is(err, errBinary):
		s.end(websocket.CloseUnsupportedData, "", 0)
	case errors.Is(err, errFlood):
		s.end(CloseFlood, "", 0)
	case errors.As(err, &broken), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return false // the line is gone or silent
	}
	return true // or gorilla has said what was wrong: 1002, 1009
}

// part closes the connection. If the other end may still be sending, what it
// sends is thrown away for a moment first: closing over unread bytes resets the
// connection, and the close code would be lost.
func (s *socket) part(linger bool) {
	s.pipe.settle()
	if linger {
		conn := s.pipe.Conn
		if half, can := conn.(interface{ CloseWrite() error }); can {
			_ = half.CloseWrite()
		}
		_ = conn.SetReadDeadline(time.Now().Add(s.board.set.Parting))
		_, _ = io.CopyN(io.Discard, conn, maxLinger)
	}
	_ = s.ws.Close()
}

// stay ends the socket when its leave to stay is over.
func (s *socket) stay(leave, done <-chan struct{}) {
	select {
	case <-leave:
		s.end(CloseGone, "", s.board.set.Parting)
	case <-done:
	}
}

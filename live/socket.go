package live

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one connection: what it watches, and what it has been sent of it.
type socket struct {
	board *Board
	ws    *websocket.Conn
	pipe  *pipe
	home  *writer

	mu   sync.Mutex // one writer of messages at a time; never held while waiting
	subs []sub
	code int // the close code that was sent, 0 if none

	pinged   time.Duration // guarded by home.mu
	limits   *Limits
	messages bucket
	controls bucket
	bytes    bucket
}

// sub is a socket's place in one topic.
type sub struct {
	socket *socket
	topic  *topic
	sent   Version // guarded by the socket's mu
	place  int     // guarded by the shard's mu
}

// join takes a place for the socket in all its topics.
func (b *Board) join(s *socket, topics []string, after Version) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return ErrClosed
	}
	s.home = b.writers[b.next%len(b.writers)]
	b.next++
	s.subs = make([]sub, len(topics))
	for i, name := range topics {
		t := b.topic(name)
		t.watched++
		s.subs[i] = sub{socket: s, topic: t, sent: after}
	}
	for i := range s.subs { // from the first place on a writer may flush, and looks at all of them
		s.subs[i].topic.shards[s.home.index].add(&s.subs[i])
	}
	s.home.mu.Lock()
	if s.home.sockets == nil {
		s.home.sockets = map[*socket]struct{}{}
	}
	s.pinged = b.now()
	s.home.sockets[s] = struct{}{}
	s.home.mu.Unlock()
	b.sockets.Add(1)
	return nil
}

// leave gives the places back.
func (b *Board) leave(s *socket) {
	s.home.mu.Lock()
	delete(s.home.sockets, s)
	s.home.mu.Unlock()
	for i := range s.subs {
		sub := &s.subs[i]
		sub.topic.shards[s.home.index].remove(sub)
		b.unwatch(sub.topic)
	}
	b.sockets.Done()
}

// flush sends the newest frame of each topic the socket has not been sent yet.
// While it still reads an older one nothing is written: when that is through,
// the pipe calls flush again, and what was newest in between is skipped.
func (s *socket) flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.subs {
		sub := &s.subs[i]
		h := sub.topic.newest.Load()
		if h == nil || h.Version == sub.sent {
			continue
		}
		if s.code != 0 || s.pipe.isSlow() {
			return
		}
		sub.sent = h.Version
		if s.ws.WritePreparedMessage(h.wire) != nil {
			return // the reader learns of it and ends the connection
		}
		s.home.sent.Add(1)
	}
}

// say sends a message of the socket's own, such as an ack.
func (s *socket) say(message []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ws.WriteMessage(websocket.TextMessage, message)
}

// ping sends a ping unless something else is still on its way.
func (s *socket) ping() {
	if !s.pipe.isSlow() {
		_ = s.ws.WriteControl(websocket.PingMessage, nil, time.Time{})
	}
}

// end says goodbye once with a close code, and gives the other end until parting to answer it.
func (s *socket) end(code int, why string, parting time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.code != 0 {
		return
	}
	s.code = code
	_ = s.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Time{})
	_ = s.ws.SetReadDeadline(time.Now().Add(parting))
}

package server

import (
	"crypto/tls"
	"net"
	"sync"
	"syscall"
)

// unspoken are the connections on which nobody has said a word yet. Browsers open
// some ahead of need; Fiber takes each for a request under way and would wait for
// it to its deadline when the site stops.
type unspoken struct {
	mu    sync.Mutex
	open  map[*wordless]struct{}
	ended bool
}

func newUnspoken() *unspoken { return &unspoken{open: map[*wordless]struct{}{}} }

// end closes them all, and whichever comes after.
func (u *unspoken) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ended = true
	for c := range u.open {
		_ = c.Conn.Close()
	}
	clear(u.open)
}

func (u *unspoken) add(c *wordless) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ended {
		_ = c.Conn.Close()
		return
	}
	u.open[c] = struct{}{}
}

func (u *unspoken) drop(c *wordless) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.open, c)
}

// wordless is a connection as it comes from a hearing: over TLS it has said
// nothing as long as it only shook hands.
type wordless struct {
	net.Conn
	of    *unspoken
	heard sync.Once
}

// Read passes on what comes; its first byte makes this a request under way.
func (c *wordless) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.heard.Do(func() { c.of.drop(c) })
	}
	return n, err
}

// Close closes it and forgets it.
func (c *wordless) Close() error {
	c.of.drop(c)
	return c.Conn.Close()
}

// CloseWrite says that nothing more will be written, so that a goodbye arrives before the line goes.
func (c *wordless) CloseWrite() error {
	if half, can := c.Conn.(interface{ CloseWrite() error }); can {
		return half.CloseWrite()
	}
	return nil
}

// wordlessBare still shows its descriptor: live writes to thousands of phones
// through it without waiting for any. One over TLS must not show it.
type wordlessBare struct {
	*wordless
	bare syscall.Conn
}

// SyscallConn is that of the connection.
func (c wordlessBare) SyscallConn() (syscall.RawConn, error) { return c.bare.SyscallConn() }

// wordlessTLS still shows Fiber that it is one over TLS.
type wordlessTLS struct {
	*wordless
	tls *tls.Conn
}

// Handshake is that of the connection.
func (c wordlessTLS) Handshake() error { return c.tls.Handshake() }

// ConnectionState is that of the connection.
func (c wordlessTLS) ConnectionState() tls.ConnectionState { return c.tls.ConnectionState() }

// hearing is a listener that notes who has not spoken yet.
type hearing struct {
	net.Listener
	of *unspoken
}

// Accept gives the next connection.
func (h hearing) Accept() (net.Conn, error) {
	conn, err := h.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &wordless{Conn: conn, of: h.of}
	h.of.add(c)
	if secret, ok := conn.(*tls.Conn); ok {
		return wordlessTLS{wordless: c, tls: secret}, nil
	}
	if bare, ok := conn.(syscall.Conn); ok {
		return wordlessBare{wordless: c, bare: bare}, nil
	}
	return c, nil
}

package server

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// patience is the longest an outsider's request may keep a connection, from its first sign to its last.
const patience = 20 * time.Second

// lane is a line whose clock stands still: what the other end sends is there at
// once, in pieces of that size, and when it falls silent a reader that set
// itself a deadline is told at once that it has passed. Nobody waits.
type lane struct {
	sends   io.Reader
	piece   int
	heard   int // bytes that were read
	until   time.Time
	first   time.Time // the deadline that the beginning was read with
	stalled bool      // somebody waited for more
	forever bool      // … without a deadline
	said    bytes.Buffer
}

func (l *lane) Read(p []byte) (int, error) {
	n, err := l.sends.Read(p[:min(len(p), l.piece)])
	l.heard += n
	if l.first.IsZero() {
		l.first = l.until
	}
	if err == nil {
		return n, nil
	}
	l.stalled = true
	if l.until.IsZero() {
		l.forever = true
		return n, io.EOF
	}
	return n, os.ErrDeadlineExceeded
}

func (l *lane) Write(p []byte) (int, error)        { return l.said.Write(p) }
func (l *lane) Close() error                       { return nil }
func (l *lane) LocalAddr() net.Addr                { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
func (l *lane) RemoteAddr() net.Addr               { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 7} }
func (l *lane) SetDeadline(at time.Time) error     { l.until = at; return nil }
func (l *lane) SetReadDeadline(at time.Time) error { l.until = at; return nil }
func (l *lane) SetWriteDeadline(time.Time) error   { return nil }

// endless sends a body in chunks that never ends.
type endless struct{ left []byte }

func (e *endless) Read(p []byte) (int, error) {
	if len(e.left) == 0 {
		e.left = []byte("400\r\n" + strings.Repeat("a", 1<<10) + "\r\n")
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}

// outsiders are the addresses that take a POST from somebody who has not signed in.
func (h *hall) outsiders() []string {
	var all []string
	for _, r := range h.table {
		if r.Method != post || r.Who == Staff {
			continue
		}
		words := strings.Split(r.Path, "/")
		for i, word := range words {
			if word == ":code" {
				words[i] = h.code
			} else if strings.HasPrefix(word, ":") {
				words[i] = "any"
			}
		}
		all = append(all, strings.Join(words, "/"))
	}
	if len(all) < 25 {
		h.t.Fatalf("got %d addresses that take a POST from outside, want all of them, else this test sees nothing", len(all))
	}
	return all
}

// serves lets the site read one line to its end; status is 0 where it hung up without a word.
func (h *hall) serves(l *lane) (status string) {
	_ = h.app.Server().ServeConn(l)
	_, status, _ = strings.Cut(l.said.String(), "HTTP/1.1 ")
	return status[:min(len(status), 3)]
}

func TestNoOutsidersFormWaitsForEverForItsEnd(t *testing.T) {
	h := openHall(t, hallPlan{})
	h.app.Handler() // the table is in place from here on
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	for _, path := range h.outsiders() {
		for name, c := range map[string]struct {
			sends string
			piece int
		}{
			"a body that does not come":     {form + "Content-Length: 900\r\n\r\n", 4 << 10},
			"a body of which a little came": {form + "Content-Length: 100000\r\n\r\ncode=a&text=b", 4 << 10},
			"a body that drips":             {form + "Content-Length: 900\r\n\r\n" + strings.Repeat("a", 899), 1},
			"chunks that drip":              {form + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1\r\na\r\n", 99), 1},
			"a head that drips":             {form + "X: " + strings.Repeat("a", 99), 1},
			"half a file":                   {"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900\r\n\r\n--x\r\n", 4 << 10},
			"one who asks before sending":   {form + "Expect: 100-continue\r\nContent-Length: 900\r\n\r\n", 4 << 10},
		} {
			l := &lane{sends: strings.NewReader("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + c.sends), piece: c.piece}
			status := h.serves(l)
			if !l.stalled {
				t.Errorf("%s: %s: got %q before it was over, want the site to wait for it", path, name, status)
			}
			if left := time.Until(l.until); l.forever || left > patience {
				t.Errorf("%s: %s: got a wait of %v (without an end: %v), want at most %v", path, name, left, l.forever, patience)
			}
			if !l.until.Equal(l.first) {
				t.Errorf("%s: %s: the end moved by %v with what came, want it to stand", path, name, l.until.Sub(l.first))
			}
			if status != "" && status != "100" && status[0] != '4' {
				t.Errorf("%s: %s: got %s, want it refused or the line cut", path, name, status)
			}
		}
	}
}

func TestNoOutsidersFormIsReadFurtherThanAFormIsLong(t *testing.T) {
	h := openHall(t, hallPlan{})
	h.app.Handler()
	const most = answerRoom + 16<<10 // and what a reader takes at a time
	for _, path := range h.outsiders() {
		for name, head := range map[string]string{
			"10 MB":                                "Content-Length: 10485760\r\n",
			"one byte too many":                    "Content-Length: 131073\r\n",
			"chunks without an end":                "Transfer-Encoding: chunked\r\n",
			"10 MB as somebody signed in, made up": "Cookie: staff=made-up\r\nContent-Length: 10485760\r\n",
		} {
			begin := strings.NewReader("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + head + "\r\n")
			l := &lane{sends: io.MultiReader(begin, io.LimitReader(&endless{}, 2<<20)), piece: 4 << 10}
			if status := h.serves(l); status != "413" {
				t.Errorf("%s: %s: got %q, want %d", path, name, status, http.StatusRequestEntityTooLarge)
			}
			if l.heard > most {
				t.Errorf("%s: %s: got %d bytes read, want at most %d", path, name, l.heard, most)
			}
		}
	}
}

package line

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// site is a server that answers "stones", and on /live opens a socket that says "hello" and then echoes.
func site(t *testing.T) string {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/live" {
			_, _ = io.WriteString(w, "stones")
			return
		}
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for kind, text := websocket.TextMessage, []byte("hello"); ; {
			if c.WriteMessage(kind, text) != nil {
				return
			}
			if kind, text, err = c.ReadMessage(); err != nil {
				return
			}
		}
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func openLine(t *testing.T) *Line {
	l, err := Open(site(t), Quality{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

func get(l *Line, keep http.RoundTripper) (string, error) {
	r, err := (&http.Client{Transport: keep}).Get("http://" + l.Addr())
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return string(b), err
}

func TestLineCountsConnectionsRequestsAndBytes(t *testing.T) {
	l, keep := openLine(t), &http.Transport{}
	defer keep.CloseIdleConnections()
	for range 3 {
		if got, err := get(l, keep); got != "stones" || err != nil {
			t.Fatalf("got %q, %v, want stones", got, err)
		}
	}
	got := l.Counts()
	if got.Connections != 1 || got.Requests != 3 || got.Sockets != 0 {
		t.Errorf("got %+v, want 1 connection, 3 requests, 0 sockets", got)
	}
	if got.Down < 3*100 || got.Down > 3*250 || got.Up < 3*50 || got.Up > 3*250 {
		t.Errorf("got %d bytes down and %d up, want heads and bodies of three small requests", got.Down, got.Up)
	}
}

func TestCutLineRefusesUntilItHeals(t *testing.T) {
	l, keep := openLine(t), &http.Transport{}
	defer keep.CloseIdleConnections()
	if _, err := get(l, keep); err != nil {
		t.Fatal(err)
	}
	l.Cut()
	if got, err := get(l, keep); err == nil {
		t.Errorf("got %q over a cut line, want an error", got)
	}
	l.Heal()
	if got, err := get(l, keep); got != "stones" {
		t.Errorf("got %q, %v over the healed line, want stones", got, err)
	}
}

func TestWebsocketsArePassedRefusedSwallowedOrMuted(t *testing.T) {
	for _, c := range []struct {
		name         string
		treat        Sockets
		opens, talks bool
	}{{"pass", Pass, true, true}, {"refuse", Refuse, false, false}, {"hang", Hang, false, false}, {"mute", Mute, true, false}} {
		t.Run(c.name, func(t *testing.T) {
			l := openLine(t)
			l.Treat(c.treat)
			dialer := websocket.Dialer{HandshakeTimeout: 500 * time.Millisecond}
			socket, _, err := dialer.Dial("ws://"+l.Addr()+"/live", nil)
			if got := err == nil; got != c.opens {
				t.Fatalf("the socket opened: %v (%v), want %v", got, err, c.opens)
			}
			if err != nil {
				return
			}
			defer socket.Close()
			_ = socket.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
			_, text, err := socket.ReadMessage()
			if got := string(text) == "hello"; got != c.talks {
				t.Errorf("the socket said %q (%v), want talking %v", text, err, c.talks)
			}
			if got := l.Counts().Sockets; got != 1 {
				t.Errorf("got %d sockets counted, want 1", got)
			}
		})
	}
}

// slow carries one request over a line of quality q inside a bubble and gives the time until the answer's last byte.
func slow(t *testing.T, q Quality, answer int) (first, all time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		phone, ours := net.Pipe()
		far, server := net.Pipe()
		l := newLine(q, func() (net.Conn, error) { return far, nil })
		l.running.Go(func() { l.carry(ours) })
		start := time.Now()
		go func() {
			in := bufio.NewReader(server)
			for {
				row, err := in.ReadString('\n')
				if err != nil || strings.TrimSpace(row) == "" {
					break
				}
			}
			_, _ = server.Write(make([]byte, answer))
			_ = server.Close()
		}()
		_, _ = io.WriteString(phone, "GET / HTTP/1.1\r\n\r\n")
		_, _ = io.ReadFull(phone, make([]byte, 1))
		first = time.Since(start)
		_, _ = io.Copy(io.Discard, phone)
		all = time.Since(start)
		l.Close()
	})
	return first, all
}

func TestSlowLineKeepsItsPace(t *testing.T) {
	near := func(what string, got, want time.Duration) {
		if got < want || got > want+want/20 {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	first, all := slow(t, Edge(), 30_000)
	near("first byte: one greeting, one round trip, one parcel", first, 2*840*time.Millisecond+1400*8*time.Second/240_000)
	near("30 kB at 240 kb/s after that", all, 2*840*time.Millisecond+time.Second)
	tls := Edge()
	tls.Greeting = 2
	first, _ = slow(t, tls, 1000)
	near("with TLS one round trip more", first, 3*840*time.Millisecond)
	first, _ = slow(t, Quality{}, 30_000)
	if first != 0 {
		t.Errorf("a perfect line took %v, want nothing", first)
	}
}

func TestALineIsNotAtRestWhileAnythingIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		phone, ours := net.Pipe()
		far, server := net.Pipe()
		l := newLine(Edge(), func() (net.Conn, error) { return far, nil })
		defer l.Close()
		if l.UnderWay() {
			t.Error("got something under way before anybody came, want nothing")
		}
		l.running.Go(func() { l.carry(ours) })
		under := func(what string, want bool) {
			t.Helper()
			synctest.Wait()
			if got := l.UnderWay(); got != want {
				t.Errorf("%s: got under way %v, want %v", what, got, want)
			}
		}
		under("a connection being made", true)
		_, _ = io.WriteString(phone, "GET / HTTP/1.1\r\n\r\n")
		under("the request", true)
		_, _ = io.ReadFull(server, make([]byte, 18))
		under("the server thinks", false)
		_, _ = io.WriteString(server, "stones")
		under("the answer", true)
		_, _ = io.ReadFull(phone, make([]byte, 6))
		under("all there", false)
		_, _ = phone.Close(), server.Close()
	})
}

func TestDeafPhoneIsHeardAndHearsNothing(t *testing.T) {
	asked := make(chan string, 2)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		_, _ = io.WriteString(w, "stones")
	}))
	defer s.Close()
	l, err := Open(strings.TrimPrefix(s.URL, "http://"), Quality{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	keep := &http.Transport{}
	defer keep.CloseIdleConnections()
	l.Deafen()
	heard := make(chan error, 1)
	go func() { _, err := get(l, keep); heard <- err }()
	if got := <-asked; got != "/" {
		t.Errorf("the server was asked for %q, want /", got)
	}
	select {
	case err := <-heard:
		t.Fatalf("the phone heard something: %v", err)
	default:
	}
	l.Heal()
	if err := <-heard; err == nil {
		t.Error("the answer came after all, want a broken connection")
	}
	if got, err := get(l, keep); got != "stones" || err != nil {
		t.Errorf("got %q, %v on a healed line, want stones", got, err)
	}
}

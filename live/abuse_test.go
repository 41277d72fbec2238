package live_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"cairn/live"
)

// rude is a client that can say anything on the wire.
type rude struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func (h *hall) rudely() *rude {
	h.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "ws://"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	r := &rude{t: h.t, conn: conn, in: bufio.NewReader(conn)}
	answer, err := http.ReadResponse(r.in, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		h.t.Fatalf("handshake: got %v, %v", answer, err)
	}
	return r
}

// frame is one frame as a client masks it, with a mask of zeros.
func frame(head byte, payload string) []byte {
	b := []byte{head}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	return append(append(b, 0, 0, 0, 0), payload...)
}

// code reads frames until the close frame and gives its code; 0 when the line broke without one.
func (r *rude) code() int {
	for {
		var head [2]byte
		if _, err := r.in.Read(head[:1]); err != nil {
			return 0
		}
		if _, err := r.in.Read(head[1:]); err != nil {
			return 0
		}
		payload := make([]byte, head[1]&0x7f)
		for n := 0; n < len(payload); {
			m, err := r.in.Read(payload[n:])
			if err != nil {
				return 0
			}
			n += m
		}
		if head[0]&0xf == 8 && len(payload) >= 2 {
			return int(binary.BigEndian.Uint16(payload))
		}
	}
}

func TestAbuseEndsWithTheRightCloseCode(t *testing.T) {
	const text, binaryHead, next, ping, final = 0x1, 0x2, 0x0, 0x9, 0x80
	big := strings.Repeat("x", live.ReadLimit+1)
	unmasked := []byte{final | text, 2, 'h', 'i'}
	half := strings.Repeat("x", live.ReadLimit/2+1)
	cases := map[string]struct {
		send []byte
		want int
	}{
		"a message over the limit":           {frame(final|text, big), websocket.CloseMessageTooBig},
		"a frame that claims 1 GiB":          {frame(final|text, big)[:4], 0},
		"fragments that add up over it":      {append(frame(text, half), frame(next|final, half)...), websocket.CloseMessageTooBig},
		"a megabyte in one frame":            {frame(final|text, strings.Repeat("x", 200<<10)), websocket.CloseMessageTooBig},
		"a frame without a mask":             {unmasked, websocket.CloseProtocolError},
		"a reserved bit":                     {frame(final|0x40|text, "x"), websocket.CloseProtocolError},
		"a reserved opcode":                  {frame(final|0x3, "x"), websocket.CloseProtocolError},
		"a fragmented ping":                  {frame(ping, "x"), websocket.CloseProtocolError},
		"a continuation of nothing":          {frame(final|next, "x"), websocket.CloseProtocolError},
		"text that is not UTF-8":             {frame(final|text, "\xff\xfe"), websocket.CloseInvalidFramePayloadData},
		"a binary message":                   {frame(final|binaryHead, "x"), websocket.CloseUnsupportedData},
		"a hundred pings at once":            {slices.Repeat(frame(final|ping, ""), 100), live.CloseFlood},
		"a hundred messages at once":         {slices.Repeat(frame(final|text, "x"), 100), live.CloseFlood},
		"twenty thousand empty fragments":    {append(frame(text, "x"), slices.Repeat(frame(next, ""), 20_000)...), live.CloseFlood},
		"a close code nobody may send":       {frame(final|0x8, "\x03\xee"), websocket.CloseProtocolError},
		"a proper goodbye is answered by it": {frame(final|0x8, "\x03\xe8"), websocket.CloseNormalClosure},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			h := openHall(t, quick, live.Options{Topics: []string{"a"}, Receive: func(context.Context, []byte) []byte { return nil }})
			r := h.rudely()
			_, _ = r.conn.Write(c.send)
			if c.want == 0 {
				_ = r.conn.(*net.TCPConn).CloseWrite()
			}
			if got := r.code(); got != c.want {
				t.Errorf("close code: got %d, want %d", got, c.want)
			}
			_ = r.conn.Close()
			<-h.ended
		})
	}
}

func TestFragmentsWithinTheLimitAreOneMessage(t *testing.T) {
	h := openHall(t, quick, live.Options{Receive: func(_ context.Context, m []byte) []byte { return append([]byte(nil), m...) }})
	r := h.rudely()
	_, _ = r.conn.Write(slices.Concat(frame(0x1, "one "), frame(0x89, "ping between"), frame(0x0, "whole "), frame(0x80, "message")))
	want := "\x8a\x0cping between\x81\x11one whole message"
	got := make([]byte, len(want))
	for n := 0; n < len(got); {
		m, err := r.in.Read(got[n:])
		if err != nil {
			t.Fatalf("got %q, %v, want %q", got[:n], err, want)
		}
		n += m
	}
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// large is a frame of 64 KiB that begins with its number.
func large(n int) string { return fmt.Sprintf("%06d", n) + strings.Repeat("x", 64<<10) }

func TestOneWhoNeverReadsHoldsUpNobodyAndIsCutOff(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}})
	_ = h.rudely()
	well := h.dial("/live")
	for h.board.Watching("a") < 2 {
		runtime.Gosched()
	}
	for i := range 200 {
		h.board.Put("a", []byte(large(i)))
		if _, m, err := well.ReadMessage(); err != nil || string(m[:6]) != large(i)[:6] {
			t.Fatalf("frame: got %.6q, %v, want %.6q", m, err, large(i))
		}
	}
	if err := <-h.ended; err == nil {
		t.Error("the silent reader's end: got no error")
	}
	newest := "and on"
	h.board.Put("a", []byte(newest))
	reads(t, well, newest)
}

func TestOneWhoReadsSlowlySkipsToTheNewest(t *testing.T) {
	h := openHall(t, live.Settings{Parting: 200 * time.Millisecond}, live.Options{Topics: []string{"a"}})
	ws := h.dial("/live")
	for h.board.Watching("a") < 1 {
		runtime.Gosched()
	}
	const shown = 400
	for i := range shown {
		h.board.Put("a", []byte(large(i)))
	}
	seen, newest := 0, large(shown-1)
	for {
		_, m, err := ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		if seen++; string(m) == newest {
			break
		}
	}
	if seen == shown {
		t.Errorf("frames: got all %d, want fewer", seen)
	}
}

func TestAThousandSocketsAndTheFloodOfOneLeaveTheOthersServed(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}})
	const many = 1000
	sockets := make([]*websocket.Conn, many)
	var dialled sync.WaitGroup
	for part := range 8 {
		dialled.Go(func() {
			for i := part; i < many; i += 8 {
				ws, _, err := websocket.DefaultDialer.Dial(h.url+"/live", nil)
				if err != nil {
					t.Errorf("dial %d: %v", i, err)
					return
				}
				_ = ws.SetReadDeadline(time.Now().Add(30 * time.Second))
				sockets[i] = ws
			}
		})
	}
	dialled.Wait()
	if t.Failed() {
		return
	}
	r := h.rudely()
	_, _ = r.conn.Write(slices.Repeat(frame(0x89, ""), 1000))
	if got := r.code(); got != live.CloseFlood {
		t.Errorf("close code: got %d, want %d", got, live.CloseFlood)
	}
	for h.board.Watching("a") < many {
		runtime.Gosched()
	}
	h.board.Put("a", []byte("hello"))
	for _, ws := range sockets {
		reads(t, ws, "hello")
		_ = ws.Close()
	}
}

package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/server"

	"github.com/gorilla/websocket"
)

func TestNoPostDoorTakesWhatNoPageOfOursSends(t *testing.T) {
	h := openHouse(t, furnish{})
	const form, script = "application/x-www-form-urlencoded", "application/json"
	deep := strings.Repeat(`{"pick":[`, 10_000) + strings.Repeat(`]}`, 10_000) // below the size that is refused unread
	for _, r := range h.site.Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		v := h.seated()
		if r.Who == server.Staff {
			v = h.member()
		}
		to, csrf := h.address(r.Path), url.QueryEscape(v.csrf)
		for name, sent := range map[string][2]string{
			"operators in JSON":  {script, `{"activity":{"$gt":""},"code":{"$ne":null},"name":{"$where":"1"},"pick":{"$gt":""}}`},
			"operators in forms": {form, "activity[$gt]=&code[$ne]=x&name[$gt]=&email[$gt]=&password[$gt]=&do[$gt]=&csrf=" + csrf},
			"one key twice":      {script, `{"activity":"a","activity":"b"}`},
			"one field twice":    {form, "code=a&code=b&activity=a&activity=b&name=a&name=b&csrf=" + csrf},
			"a key nobody knows": {script, `{"activity":"a","admin":true}`},
			"deep JSON":          {script, deep},
			"half a JSON":        {script, `{"activity":"`},
			"bad UTF-8":          {form, "code=%ff%fe&activity=%c3%28&name=%ff&email=%ff&text=%ff&do=%ff&csrf=" + csrf},
			"NUL":                {form, "code=%00&activity=%00&name=%00x&email=%00&text=%00&do=%00&csrf=" + csrf},
			"nothing":            {form, "csrf=" + csrf},
			"a file of nothing":  {"multipart/form-data; boundary=x", "--x\r\n"},
			"no kind":            {"", "hello"},
		} {
			began := time.Now()
			got := v.send("POST", to, sent[1], "Content-Type", sent[0], "Accept", script, "Cairn-Token", v.csrf, "Sec-Fetch-Site", "same-origin", "Origin", h.base)
			if got.status >= 500 || got.status < 200 {
				t.Errorf("%s: %s: got status %d %.200s", r.Path, name, got.status, got.body)
			}
			if took := time.Since(began); took > 20*time.Second { // not a pace: what makes the program think for long
				t.Errorf("%s: %s took %v", r.Path, name, took)
			}
			if strings.HasSuffix(r.Path, "/answer") && got.status < 400 {
				t.Errorf("%s: %s was taken: %d %.200s", r.Path, name, got.status, got.body)
			}
		}
	}
	if answered := h.room().View().Desk.Answered; answered != 0 {
		t.Errorf("got %d answers counted out of all that, want none", answered)
	}
}

func TestLargeAndSlowBodiesCostLittle(t *testing.T) {
	h := openHouse(t, furnish{})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	addr := strings.TrimPrefix(h.base, "http://")
	var slow []net.Conn
	for range 200 {
		conn, err := net.Dial("tcp", addr)
		must(t, err)
		_, err = io.WriteString(conn, "POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nc")
		must(t, err)
		slow = append(slow, conn)
	}
	defer func() {
		for _, conn := range slow {
			_ = conn.Close()
		}
	}()
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			head := "Content-Length: 10485760\r\n"
			if i%2 == 1 {
				head = "Transfer-Encoding: chunked\r\n"
			}
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(15 * time.Second))
			_, _ = io.WriteString(conn, "POST /s/"+h.code+"/answer HTTP/1.1\r\nHost: x\r\n"+head+"\r\n")
			go func() { // until the server hangs up
				piece := strings.Repeat("a", 64<<10)
				for range 160 {
					if i%2 == 1 {
						piece = "10000\r\n" + strings.Repeat("a", 64<<10) + "\r\n"
					}
					if _, err := io.WriteString(conn, piece); err != nil {
						return
					}
				}
			}()
			status := make([]byte, 12)
			if _, err := io.ReadFull(conn, status); err != nil || string(status) != "HTTP/1.1 413" {
				// Its answer may be lost when it hangs up on somebody who goes on sending.
				if !errors.Is(err, io.EOF) && !strings.Contains(fmt.Sprint(err), "reset") {
					t.Errorf("10 MB (%q): got %q %v, want 413", head, status, err)
				}
			}
		})
	}
	all.Wait()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapInuse) - int64(before.HeapInuse); grown > 64<<20 {
		t.Errorf("200 slow and 20 large bodies left %d MB on the heap, want at most 64", grown>>20)
	}
	began := time.Now()
	if got := h.visitor().get("/healthz"); got.status != 200 || time.Since(began) > 20*time.Second {
		t.Errorf("beside 200 slow bodies: got status %d after %v", got.status, time.Since(began))
	}
}

// wire writes one websocket frame as no browser would.
func wire(first, second byte, length uint64, mask, payload []byte) []byte {
	out := []byte{first}
	switch {
	case length < 126:
		out = append(out, second|byte(length))
	case length < 1<<16:
		out = binary.BigEndian.AppendUint16(append(out, second|126), uint16(length))
	default:
		out = binary.BigEndian.AppendUint64(append(out, second|127), length)
	}
	out = append(out, mask...)
	for i, b := range payload {
		if len(mask) == 4 {
			b ^= mask[i%4]
		}
		out = append(out, b)
	}
	return out
}

// dialled opens a phone's socket on the house.
func (h *house) dialled(token string) *websocket.Conn {
	h.t.Helper()
	ph := &phone{token: token}
	ws, err := ph.connect(strings.TrimPrefix(h.base, "http://"), h.code)
	must(h.t, err)
	must(h.t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	return ws
}

func TestAbusedSocketsGetTheirCloseCodeAndNobodyElseNotices(t *testing.T) {
	h := openHouse(t, furnish{})
	token, err := h.room().Sit(t.Context(), h.code)
	must(t, err)
	mask := []byte{1, 2, 3, 4}
	var flood, pieces []byte
	for range 200 {
		flood = append(flood, wire(0x89, 0x80, 0, mask, nil)...)
	}
	pieces = wire(0x01, 0x80, 1, mask, []byte("a"))
	for range 9 {
		pieces = append(pieces, wire(0x00, 0x80, 1000, mask, []byte(strings.Repeat("a", 1000)))...)
	}
	for name, tc := range map[string]struct {
		sent []byte
		code int
	}{
		"oversize":          {wire(0x81, 0x80, 5000, mask, make([]byte, 5000)), 1009},
		"says it is huge":   {wire(0x81, 0x80, 1<<40, mask, []byte("x")), 1009},
		"many fragments":    {pieces, 1009},
		"unmasked":          {wire(0x81, 0, 2, nil, []byte("{}")), 1002},
		"reserved bits":     {wire(0xF1, 0x80, 2, mask, []byte("{}")), 1002},
		"an unknown opcode": {wire(0x83, 0x80, 2, mask, []byte("{}")), 1002},
		"bad UTF-8":         {wire(0x81, 0x80, 2, mask, []byte{0xc3, 0x28}), 1007},
		"binary":            {wire(0x82, 0x80, 2, mask, []byte("{}")), 1003},
		"a flood of pings":  {flood, 4501},
	} {
		ws := h.dialled(token)
		_, _ = ws.NetConn().Write(tc.sent) // the server may hang up half-way
		for err = nil; err == nil; {
			_, _, err = ws.ReadMessage()
		}
		var closed *websocket.CloseError
		if !errors.As(err, &closed) || closed.Code != tc.code {
			t.Errorf("%s: got %v, want close code %d", name, err, tc.code)
		}
		_ = ws.Close()
	}
	for _, text := range []string{`{"t":"cast"`, `{"t":"cast","t":"cast"}`, `{"t":"cast","a":{"$gt":""}}`, `[]`, `{"t":"cast","admin":1}`, `null`, `"x"`, "\x00"} {
		ws := h.dialled(token)
		must(t, ws.WriteMessage(websocket.TextMessage, []byte(text)))
		must(t, h.answeredNo(ws))
		_ = ws.Close()
	}
	h.crowdedSeat(token)
}

// answeredNo waits for a refusal in words.
func (h *house) answeredNo(ws *websocket.Conn) error {
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			return err
		}
		var said struct{ T, Say string }
		if json.Unmarshal(raw, &said) == nil && said.T == "no" && len(said.Say) > 10 {
			return nil
		}
	}
}

// crowdedSeat opens a thousand sockets on one seat; another phone votes as ever.
func (h *house) crowdedSeat(token string) {
	h.t.Helper()
	var mu sync.Mutex
	var open []*websocket.Conn
	var all sync.WaitGroup
	places := make(chan struct{}, 32)
	for i := range 1000 {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			ph := &phone{number: i, token: token}
			if ws, err := ph.connect(strings.TrimPrefix(h.base, "http://"), h.code); err == nil {
				mu.Lock()
				defer mu.Unlock()
				open = append(open, ws)
			}
		})
	}
	all.Wait()
	other, err := h.room().Sit(h.t.Context(), h.code)
	must(h.t, err)
	ws := h.dialled(other)
	defer ws.Close()
	ph := &phone{number: 1}
	must(h.t, ws.WriteMessage(websocket.TextMessage, ph.ballot(h, 1, "a")))
	if !heard(ws, "key00001cut001") {
		h.t.Error("beside a thousand sockets of one seat another phone's answer was not taken")
	}
	if got := h.room().View().Desk.Answered; got != 1 {
		h.t.Errorf("got %d answers, want the one", got)
	}
	for _, ws := range open {
		_ = ws.Close()
	}
}

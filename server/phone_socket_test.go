package server

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/live"

	"github.com/gorilla/websocket"
)

// dials opens a phone's socket as its browser would; from is its Origin.
func (h *hall) dials(at, from string, c *caller) (*websocket.Conn, int) {
	h.t.Helper()
	head := http.Header{"Origin": {from}}
	var cookies []string
	for name, value := range c.cookies {
		cookies = append(cookies, name+"="+value)
	}
	head.Set("Cookie", strings.Join(cookies, "; "))
	ws, answer, err := websocket.DefaultDialer.DialContext(h.t.Context(), "ws://"+at+h.path("/live"), head)
	if err != nil {
		if answer == nil {
			h.t.Fatalf("got %v, want an answer to the handshake", err)
		}
		return nil, answer.StatusCode
	}
	h.t.Cleanup(func() { _ = ws.Close() })
	must(h.t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	return ws, answer.StatusCode
}

// hears reads messages until one has the wanted piece.
func hears(t *testing.T, ws *websocket.Conn, piece string) string {
	t.Helper()
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			t.Fatalf("got %v while waiting for %q", err, piece)
		}
		if strings.Contains(string(raw), piece) {
			return string(raw)
		}
	}
}

// ends reads until the socket closes and gives the close code.
func ends(t *testing.T, ws *websocket.Conn) int {
	t.Helper()
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			if closed, ok := err.(*websocket.CloseError); ok {
				return closed.Code
			}
			t.Fatalf("got %v, want a close code", err)
		}
	}
}

func TestASocketGivesTheWholeStateAndTakesAnAnswerOnce(t *testing.T) {
	h := openHall(t, hallPlan{})
	at := h.listens()
	me := h.sits()
	now := h.asks()
	ws, _ := h.dials(at, "http://"+at, me)
	hears(t, ws, `"s":"`+h.room.View().PhoneShape+`"`) // at once, though nothing changed since
	cast := func(key, pick string, counter int) {
		t.Helper()
		must(t, ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil,
			`{"t":"cast","a":%q,"r":1,"k":%q,"c":%d,"v":{"pick":[%q]}}`, now.ID, key, counter, pick)))
	}
	cast("key-number-one", "b", 1)
	hears(t, ws, `"t":"kept","k":"key-number-one","c":1`)
	cast("key-number-one", "b", 1)
	hears(t, ws, `"t":"kept","k":"key-number-one","c":1`)
	cast("key-number-two", "zz", 2)
	hears(t, ws, `"t":"no","k":"key-number-two","why":"no"`)
	h.disk.full.Store(true)
	cast("key-number-six", "a", 2)
	hears(t, ws, `"t":"no","k":"key-number-six","why":"try"`)
	h.disk.full.Store(false)
	if got := h.votes(); got != 1 {
		t.Errorf("got %d answers, want one", got)
	}
	for name, raw := range map[string]string{
		"operator":  `{"t":"cast","v":{"pick":{"$gt":""}}}`,
		"twice":     `{"t":"cast","t":"cast"}`,
		"not known": `{"t":"dance"}`,
		"no JSON":   `hello`,
	} {
		must(t, ws.WriteMessage(websocket.TextMessage, []byte(raw)))
		if said := hears(t, ws, `"t":"no"`); !strings.Contains(said, `"say":"`) {
			t.Errorf("%s: got %s, want a sentence", name, said)
		}
	}
}

func TestASocketWithoutASeatWatchesAndIsNotHeard(t *testing.T) {
	h := openHall(t, hallPlan{})
	at := h.listens()
	h.asks()
	ws, _ := h.dials(at, "http://"+at, h.stranger())
	hears(t, ws, `"s":"`)
	must(t, ws.WriteMessage(websocket.TextMessage, []byte(`{"t":"signal","is":"lost"}`)))
	h.sits() // something to hear of, after it
	if got := h.room.View().Desk.Signals.Lost; got != 0 {
		t.Errorf("got %d signals from nobody, want none", got)
	}
}

func TestAbuseOfASocketGetsItsCloseCode(t *testing.T) {
	h := openHall(t, hallPlan{})
	at := h.listens()
	me := h.sits()
	for name, c := range map[string]struct {
		send func(*websocket.Conn) error
		want int
	}{
		"too long a message": {func(ws *websocket.Conn) error {
			return ws.WriteMessage(websocket.TextMessage, make([]byte, live.ReadLimit+1))
		}, websocket.CloseMessageTooBig},
		"bytes that are no text": {func(ws *websocket.Conn) error {
			return ws.WriteMessage(websocket.TextMessage, []byte{'"', 0xff, 0xfe, '"'})
		}, websocket.CloseInvalidFramePayloadData},
		"far more than anybody taps": {func(ws *websocket.Conn) error {
			for range 200 {
				if err := ws.WriteMessage(websocket.TextMessage, []byte(`{"t":"signal","is":"lost"}`)); err != nil {
					return nil // it was closed already
				}
			}
			return nil
		}, live.CloseFlood},
	} {
		ws, _ := h.dials(at, "http://"+at, me)
		must(t, c.send(ws))
		if got := ends(t, ws); got != c.want {
			t.Errorf("%s: got close code %d, want %d", name, got, c.want)
		}
	}
	if _, status := h.dials(at, "http://evil.example", me); status != http.StatusForbidden {
		t.Errorf("another site's page: got %d, want 403", status)
	}
}

func TestOneSeatHoldsNoMoreSocketsThanAPersonHasTabs(t *testing.T) {
	h := openHall(t, hallPlan{})
	at := h.listens()
	me, other := h.sits(), h.sits()
	for range socketsASeat {
		ws, status := h.dials(at, "http://"+at, me)
		if status != http.StatusSwitchingProtocols {
			t.Fatalf("got %d for a tab, want a socket", status)
		}
		hears(t, ws, `"s":"`)
	}
	if _, status := h.dials(at, "http://"+at, me); status != http.StatusTooManyRequests {
		t.Errorf("got %d for one tab too many, want 429", status)
	}
	if _, status := h.dials(at, "http://"+at, other); status != http.StatusSwitchingProtocols {
		t.Errorf("got %d for another seat, want a socket", status)
	}
}

func TestAPollWaitsForNewsAndIsShort(t *testing.T) {
	h := openHall(t, hallPlan{})
	me := h.sits()
	version := me.get(h.path("")).first(`data-v="([^"]+)"`)
	newest := make(chan *answer, 1)
	go func() {
		request := h.sitsBeside(me)
		newest <- request.get(h.path("/poll?v=" + url.QueryEscape(version)))
	}()
	h.asks()
	got := <-newest
	got.wants(200).says(`"s":"`)
	if len(got.body) > 200 || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %d bytes with Cache-Control %q, want at most 200 and no-store", len(got.body), got.header.Get("Cache-Control"))
	}
	h.stranger().get("/s/QQQQQQ/poll").wants(404)
}

// sitsBeside is the same browser's second request, safe to use beside the first.
func (h *hall) sitsBeside(c *caller) *caller {
	beside := h.stranger()
	for name, value := range c.cookies {
		beside.cookies[name] = value
	}
	return beside
}

func TestABodyTooLargeIsRefusedUnread(t *testing.T) {
	h := openHall(t, hallPlan{})
	at := h.listens()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+at+h.path("/answer"), strings.NewReader("text="+strings.Repeat("x", 2<<20)))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return // the line was cut while it was still sending, which is as good
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d, want 413", answer.StatusCode)
	}
}

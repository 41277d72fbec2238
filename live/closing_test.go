package live_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/gorilla/websocket"

	"cairn/live"
)

// The numbers stand here once more, as the pages' script reads them: it knows
// nothing of this package's names, and a phone that takes "stay away" for "come
// back" knocks for ever, or leaves a room that is there.
const (
	comeBackFrom, comeBackTo = 4000, 4499
	stayAwayFrom, stayAwayTo = 4500, 4999
)

// goodbye is the close code a socket hears, read off the wire.
func goodbye(t *testing.T, ws *websocket.Conn) int {
	t.Helper()
	for {
		_, _, err := ws.ReadMessage()
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			return closed.Code
		}
		if err != nil {
			t.Fatalf("got %v, want a close code", err)
		}
	}
}

func TestEveryGoodbyeTellsAPhoneWhetherToComeBack(t *testing.T) {
	for name, c := range map[string]struct {
		end      func(h *hall, ws *websocket.Conn, leave func())
		from, to int
	}{
		"the process goes":          {func(h *hall, _ *websocket.Conn, _ func()) { go h.board.Close() }, comeBackFrom, comeBackTo},
		"what was watched is over":  {func(h *hall, _ *websocket.Conn, _ func()) { h.board.End("a", live.CloseGone, "") }, stayAwayFrom, stayAwayTo},
		"its leave to stay is over": {func(_ *hall, _ *websocket.Conn, leave func()) { leave() }, stayAwayFrom, stayAwayTo},
		"far more than anybody taps": {func(_ *hall, ws *websocket.Conn, _ func()) {
			for range 100 {
				_ = ws.WriteMessage(websocket.TextMessage, []byte("x"))
			}
		}, stayAwayFrom, stayAwayTo},
	} {
		t.Run(name, func(t *testing.T) {
			stay := make(chan struct{})
			h := openHall(t, quick, live.Options{Topics: []string{"a"}, Stay: stay, Receive: func(context.Context, []byte) []byte { return nil }})
			h.board.Put("a", []byte("here"))
			ws := h.dial("/live")
			reads(t, ws, "here")
			c.end(h, ws, func() { close(stay) })
			if got := goodbye(t, ws); got < c.from || got > c.to {
				t.Errorf("got close code %d, want %d to %d", got, c.from, c.to)
			}
		})
	}
}

func TestOneWhoComesToABoardThatIsGoingIsToldToComeBack(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}})
	h.board.Close()
	if got := goodbye(t, h.dial("/live")); got < comeBackFrom || got > comeBackTo {
		t.Errorf("got close code %d, want %d to %d", got, comeBackFrom, comeBackTo)
	}
}

func TestThePagesScriptReadsTheSameNumbers(t *testing.T) {
	script, err := os.ReadFile("../static/js/live.js")
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`event\.code >= (\d+) && event\.code <= (\d+)\) { leave\(\)`).FindStringSubmatch(string(script))
	want := []string{strconv.Itoa(stayAwayFrom), strconv.Itoa(stayAwayTo)}
	if len(got) != 3 || !slices.Equal(got[1:], want) {
		t.Errorf("got %q as what the script takes for \"stay away\", want %q", got, want)
	}
}

package live_test

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gorilla/websocket"

	"cairn/live"
)

// start is when the tests' process "began".
var start = time.UnixMilli(1_700_000_000_000)

// hall is a real Fiber server on a real port with a board behind /live.
type hall struct {
	t     *testing.T
	board *live.Board
	url   string
	ended chan error // why each socket ended
}

// quick are times that let a test see an end without waiting for it.
var quick = live.Settings{Parting: 200 * time.Millisecond, Write: 300 * time.Millisecond}

// openHall starts a server; everything is gone again when the test ends, and
// the test fails if it is not.
func openHall(t *testing.T, set live.Settings, o live.Options) *hall {
	t.Helper()
	before := runtime.NumGoroutine()
	h := &hall{t: t, board: live.NewBoardWith(start, set), ended: make(chan error, 5000)}
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true})
	up := live.Upgrader(func(r *http.Request) bool {
		origin := r.Header.Get("Origin")
		return origin == "" || strings.HasSuffix(origin, "//"+r.Host)
	})
	gate := live.NewGate(app.Server(), up)
	app.Get("/live", func(c *fiber.Ctx) error {
		gate.Upgrade(c.Context(), func(ws *websocket.Conn) { h.ended <- h.board.Serve(ws, o) })
		return nil
	})
	app.Get("/adapted", adaptor.HTTPHandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ws, err := live.Upgrade(w, r, up); err == nil {
			h.ended <- h.board.Serve(ws, o)
		}
	}))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- app.Listener(ln) }()
	h.url = "ws://" + ln.Addr().String()
	t.Cleanup(func() {
		h.board.Close()
		if err := app.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Errorf("server did not stop: %v", err)
		}
		<-served
		backToStart(t, before)
	})
	return h
}

// backToStart fails the test if goroutines it started are still there.
// fasthttp's own two (its clock and its idle workers) stay for the process.
func backToStart(t *testing.T, before int) {
	t.Helper()
	const fasthttpKeeps = 4
	deadline := time.Now().Add(15 * time.Second)
	for tick := time.NewTicker(5 * time.Millisecond); ; <-tick.C {
		if runtime.NumGoroutine() <= before+fasthttpKeeps {
			tick.Stop()
			return
		}
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Errorf("goroutines: got %d, want at most %d\n%s", runtime.NumGoroutine(), before+fasthttpKeeps,
				stacks[:runtime.Stack(stacks, true)])
			return
		}
	}
}

func (h *hall) dial(path string) *websocket.Conn {
	h.t.Helper()
	ws, answer, err := websocket.DefaultDialer.DialContext(h.t.Context(), h.url+path, nil)
	if err != nil {
		h.t.Fatalf("dial %s: %v (%v)", path, err, answer)
	}
	_ = ws.SetReadDeadline(time.Now().Add(10 * time.Second))
	h.t.Cleanup(func() { _ = ws.Close() })
	return ws
}

// reads fails the test unless the next message is want.
func reads(t *testing.T, ws *websocket.Conn, want string) {
	t.Helper()
	_, got, err := ws.ReadMessage()
	if err != nil || string(got) != want {
		t.Fatalf("message: got %q, %v, want %q", got, err, want)
	}
}

// closes fails the test unless the connection ends with this code after any frames.
func closes(t *testing.T, ws *websocket.Conn, want int) {
	t.Helper()
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			if !websocket.IsCloseError(err, want) {
				t.Fatalf("close: got %v, want code %d", err, want)
			}
			return
		}
	}
}

func TestASocketGetsTheNewestFrameOnConnectAndThenEveryNewOne(t *testing.T) {
	for _, path := range []string{"/live", "/adapted"} {
		t.Run(path, func(t *testing.T) {
			h := openHall(t, quick, live.Options{Topics: []string{"a"}})
			h.board.Put("a", []byte("old"))
			h.board.Put("a", []byte("one"))
			ws := h.dial(path)
			reads(t, ws, "one")
			h.board.Put("b", []byte("not for it"))
			h.board.Put("a", []byte("two"))
			reads(t, ws, "two")
		})
	}
}

func TestASocketThatComesBackWithTheNewestVersionIsNotToldItAgain(t *testing.T) {
	board := live.NewBoard(start)
	v := board.Put("a", []byte("one"))
	board.Close()
	h := openHall(t, quick, live.Options{Topics: []string{"a"}, After: v})
	h.board.Put("a", []byte("one"))
	ws := h.dial("/live")
	for h.board.Watching("a") == 0 {
		runtime.Gosched()
	}
	h.board.Put("a", []byte("two"))
	reads(t, ws, "two")
}

func TestWhatASocketSaysIsAnsweredOnIt(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}, Receive: func(_ context.Context, m []byte) []byte {
		return append([]byte("got "), m...)
	}})
	ws := h.dial("/live")
	for _, m := range []string{"x", strings.Repeat("y", live.ReadLimit)} {
		if err := ws.WriteMessage(websocket.TextMessage, []byte(m)); err != nil {
			t.Fatal(err)
		}
		reads(t, ws, "got "+m)
	}
}

func TestAWrongOriginIsRefusedBeforeTheUpgrade(t *testing.T) {
	h := openHall(t, quick, live.Options{})
	for _, path := range []string{"/live", "/adapted"} {
		_, answer, err := websocket.DefaultDialer.Dial(h.url+path, http.Header{"Origin": {"http://elsewhere.example"}})
		if err == nil || answer == nil || answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: got %v %v, want status 403", path, answer, err)
		}
	}
}

func TestAPlainRequestToASocketsAddressIsABadRequest(t *testing.T) {
	h := openHall(t, quick, live.Options{})
	answer, err := http.Get("http" + strings.TrimPrefix(h.url, "ws") + "/live")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	defer http.DefaultClient.CloseIdleConnections()
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("status: got %d, want 400", answer.StatusCode)
	}
}

func TestClosingTheBoardTellsEverybodyToComeBack(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a"}})
	sockets := []*websocket.Conn{h.dial("/live"), h.dial("/adapted"), h.dial("/live")}
	for h.board.Watching("a") < len(sockets) {
		runtime.Gosched()
	}
	began := time.Now()
	go h.board.Close()
	for _, ws := range sockets {
		closes(t, ws, live.CloseRestart)
	}
	if took := time.Since(began); took > 20*time.Second { // not a pace: what hangs
		t.Errorf("closing took %v", took)
	}
}

func TestEndingATopicClosesItsSocketsAndNoOthers(t *testing.T) {
	h := openHall(t, quick, live.Options{Topics: []string{"a", "staff/1"}})
	ws := h.dial("/live")
	for h.board.Watching("staff/1") == 0 {
		runtime.Gosched()
	}
	h.board.End("staff/2", live.CloseGone, "")
	h.board.Put("a", []byte("still here"))
	reads(t, ws, "still here")
	h.board.End("staff/1", live.CloseGone, "signed out")
	closes(t, ws, live.CloseGone)
}

func TestASocketGoesWhenItsLeaveToStayIsOver(t *testing.T) {
	stay := make(chan struct{})
	h := openHall(t, quick, live.Options{Topics: []string{"a"}, Stay: stay})
	ws := h.dial("/live")
	close(stay)
	closes(t, ws, live.CloseGone)
}

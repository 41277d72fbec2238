package livebench

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gorilla/websocket"

	"cairn/live"
)

// patience is the write deadline of the yardsticks.
const patience = 5 * time.Second

// hall is the server: a Fiber app that serves its sockets in one of four modes.
//
//	board  live.Board, as Cairn runs it
//	loop   the same upgrade, then one loop of prepared frames with a deadline each
//	plain  gorilla through Fiber's adaptor, then that loop
//	hub    gorilla through Fiber's adaptor, a goroutine and a channel per socket
type hall struct {
	mode  string
	board *live.Board

	mu    sync.Mutex
	conns []*websocket.Conn
	boxes []chan *websocket.PreparedMessage
}

func (h *hall) obey(o order) (report, error) {
	switch o.Do {
	case "open":
		h.mode = o.Mode
		return h.open(o.Tight)
	case "send":
		return h.send(o)
	case "idle":
		rss, err := residentSize(os.Getpid())
		return report{RSS: rss}, err
	}
	return report{}, fmt.Errorf("a hall cannot %q", o.Do)
}

func (h *hall) open(tight bool) (report, error) {
	h.board = live.NewBoard(time.Now())
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true})
	if h.mode == "board" || h.mode == "loop" {
		gate := live.NewGate(app.Server(), live.Upgrader(nil))
		app.Get("/live", func(c *fiber.Ctx) error {
			gate.Upgrade(c.Context(), h.serve)
			return nil
		})
	} else {
		up := websocket.Upgrader{ReadBufferSize: 256, WriteBufferSize: 256, WriteBufferPool: new(sync.Pool)}
		app.Get("/live", adaptor.HTTPHandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if ws, err := up.Upgrade(w, r, nil); err == nil {
				h.serve(ws)
			}
		}))
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return report{}, fmt.Errorf("opening the hall: %w", err)
	}
	if tight {
		ln = tightListener{ln}
	}
	go func() { _ = app.Listener(ln) }()
	return report{Addr: ln.Addr().String()}, nil
}

// tightListener gives every connection a small send buffer. Loopback would
// otherwise take 2.5 MB before a phone that never reads is felt at all.
type tightListener struct{ net.Listener }

// Accept is part of net.Listener.
func (l tightListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(8 << 10)
	}
	return conn, err
}

// serve is one socket's life.
func (h *hall) serve(ws *websocket.Conn) {
	if h.mode == "board" {
		_ = h.board.Serve(ws, live.Options{Topics: []string{"room"}})
		return
	}
	defer ws.Close()
	h.mu.Lock()
	h.conns = append(h.conns, ws)
	if h.mode == "hub" {
		box := make(chan *websocket.PreparedMessage, 16)
		h.boxes = append(h.boxes, box)
		go deliver(ws, box)
	}
	h.mu.Unlock()
	for {
		if _, _, err := ws.NextReader(); err != nil {
			return
		}
	}
}

func deliver(ws *websocket.Conn, box <-chan *websocket.PreparedMessage) {
	for frame := range box {
		_ = ws.SetWriteDeadline(time.Now().Add(patience))
		if ws.WritePreparedMessage(frame) != nil {
			return
		}
	}
}

// send shows frames one after the other and says what they cost this process.
func (h *hall) send(o order) (report, error) {
	before, err := cpu()
	if err != nil {
		return report{}, err
	}
	pad := strings.Repeat("x", max(0, o.Bytes-60))
	tick := time.NewTicker(time.Duration(o.GapMS) * time.Millisecond)
	defer tick.Stop()
	for range o.Frames {
		bytes, err := json.Marshal(map[string]any{"at": time.Now().UnixNano(), "pad": pad})
		if err != nil {
			return report{}, fmt.Errorf("frame: %w", err)
		}
		if err := h.show(bytes); err != nil {
			return report{}, err
		}
		<-tick.C
	}
	for range 3 { // whoever is behind finishes
		<-tick.C
	}
	after, err := cpu()
	return report{CPU: after - before}, err
}

func (h *hall) show(bytes []byte) error {
	if h.mode == "board" {
		h.board.Put("room", bytes)
		return nil
	}
	frame, err := websocket.NewPreparedMessage(websocket.TextMessage, bytes)
	if err != nil {
		return fmt.Errorf("frame: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, box := range h.boxes {
		select {
		case box <- frame:
		default:
		}
	}
	if h.mode == "hub" {
		return nil
	}
	for _, ws := range h.conns {
		deadline := time.Now().Add(patience)
		if under, wrapped := ws.NetConn().(interface{ NetConn() net.Conn }); wrapped {
			_ = under.NetConn().SetWriteDeadline(deadline)
		}
		_ = ws.SetWriteDeadline(deadline)
		_ = ws.WritePreparedMessage(frame)
	}
	return nil
}

// cpu is what this process has used, user and system, in microseconds.
func cpu() (float64, error) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, fmt.Errorf("getrusage: %w", err)
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1000, nil
}

package livebench

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// crowd is the other process: many phones, some of which may never read.
type crowd struct {
	mu   sync.Mutex
	late []float64 // milliseconds from the call to the phone
	held []*websocket.Conn
}

func (c *crowd) obey(o order) (report, error) {
	switch o.Do {
	case "dial":
		return report{}, c.dial(o)
	case "reset":
		c.mu.Lock()
		c.late = c.late[:0]
		c.mu.Unlock()
		return report{}, nil
	case "count":
		return c.count(), nil
	}
	return report{}, fmt.Errorf("a crowd cannot %q", o.Do)
}

// dial connects the phones, 64 at a time, from 200 loopback addresses, so that ports do not run out.
func (c *crowd) dial(o order) error {
	jobs := make(chan int)
	failed := make(chan error, 64)
	var crew sync.WaitGroup
	for range 64 {
		crew.Go(func() {
			for i := range jobs {
				mute := float64(i%100) < o.Mute*100
				if err := c.connect(o.Addr, i, mute); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for i := range o.Phones {
		jobs <- i
	}
	close(jobs)
	crew.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

func (c *crowd) connect(addr string, i int, mute bool) error {
	from := &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i%200))}
	d := websocket.Dialer{
		ReadBufferSize: 256, WriteBufferSize: 256,
		NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := (&net.Dialer{LocalAddr: from}).DialContext(ctx, network, addr)
			if tcp, ok := conn.(*net.TCPConn); ok && mute {
				_ = tcp.SetReadBuffer(2048)
			}
			return conn, err
		},
	}
	ws, _, err := d.Dial("ws://"+addr+"/live", nil)
	if err != nil {
		return fmt.Errorf("phone %d: %w", i, err)
	}
	if mute {
		c.mu.Lock()
		c.held = append(c.held, ws)
		c.mu.Unlock()
		return nil
	}
	go c.listen(ws)
	return nil
}

func (c *crowd) listen(ws *websocket.Conn) {
	defer ws.Close()
	for {
		_, message, err := ws.ReadMessage()
		if err != nil {
			return
		}
		now := time.Now().UnixNano()
		at, _, _ := bytes.Cut(bytes.TrimPrefix(message, []byte(`{"at":`)), []byte(","))
		sent, err := strconv.ParseInt(string(at), 10, 64)
		if err != nil {
			continue
		}
		c.mu.Lock()
		c.late = append(c.late, float64(now-sent)/1e6)
		c.mu.Unlock()
	}
}

func (c *crowd) count() report {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.Sort(c.late)
	r := report{Frames: len(c.late)}
	if n := len(c.late); n > 0 {
		r.P50, r.P99 = c.late[n/2], c.late[n*99/100]
	}
	return r
}

package live_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"

	"cairn/live"

	"github.com/gorilla/websocket"
)

func TestSocketsWithSeveralTopicsComeWhileFramesGoOut(t *testing.T) {
	topics := []string{"room"}
	for i := range 200 {
		topics = append(topics, fmt.Sprint("seat ", i))
	}
	h := openHall(t, quick, live.Options{Topics: topics})
	stop := make(chan struct{})
	var put sync.WaitGroup
	put.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				h.board.Put("room", []byte(`{"n":1}`))
			}
		}
	})
	var crew sync.WaitGroup
	for range 8 {
		crew.Go(func() {
			for range 25 {
				ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), h.url+"/live", nil)
				if err != nil {
					t.Errorf("dial: got %v, want a socket", err)
					return
				}
				if _, _, err := ws.ReadMessage(); err != nil {
					t.Errorf("first frame: got %v, want one", err)
				}
				_ = ws.Close()
			}
		})
	}
	crew.Wait()
	close(stop)
	put.Wait()
}

// A message's bytes are lent for as long as its call lasts, whatever others send meanwhile.
func TestWordsOfOneStayTheirOwnWhileOthersWrite(t *testing.T) {
	begun, others := make(chan struct{}, 1), make(chan struct{})
	own := bytes.Repeat([]byte("a"), 1000)
	h := openHall(t, quick, live.Options{Receive: func(_ context.Context, m []byte) []byte {
		if m[0] == 'a' {
			begun <- struct{}{}
			<-others
			if !bytes.Equal(m, own) {
				t.Errorf("got %.10q…, want its author's own words still there", m)
			}
		}
		return m[:1]
	}})
	one := h.dial("/live")
	if err := one.WriteMessage(websocket.TextMessage, own); err != nil {
		t.Fatal(err)
	}
	<-begun
	for range 20 {
		ws := h.dial("/live")
		for range 5 {
			if err := ws.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte("b"), 1000)); err != nil {
				t.Fatal(err)
			}
			reads(t, ws, "b")
		}
		_ = ws.Close()
	}
	close(others)
	reads(t, one, "a")
}

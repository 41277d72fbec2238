package live_test

import (
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

package main

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// toldOf reads until the server says something about an answer: what, and about which key.
func toldOf(t *testing.T, ws *websocket.Conn) (is, key string) {
	t.Helper()
	must(t, ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		_, raw, err := ws.ReadMessage()
		must(t, err)
		var m struct{ T, K string }
		must(t, json.Unmarshal(raw, &m))
		if m.T != "" {
			return m.T, m.K
		}
	}
}

func TestManyPhonesAtAnotherProcessAreEachHeardOnceHoweverTheirAnswersTravel(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	owner, other := s.houses[0], s.houses[1]
	type sent struct {
		ws            *websocket.Conn
		says          string
		wants, wanted string
	}
	var all []sent
	for i := range 40 {
		token, err := owner.room().Sit(t.Context(), owner.code)
		must(t, err)
		key, pick, round, wants := fmt.Sprintf("bagged-key-%02d", i), "b", 1, "kept"
		switch i % 10 {
		case 3:
			round, wants = 7, "no" // a page of another day
		case 4:
			pick, wants = "nothing of the kind", "no"
		}
		says := fmt.Sprintf(`{"t":"cast","a":%q,"r":%d,"k":%q,"c":1,"v":{"pick":[%q],"pass":"","text":"","quote":false}}`, owner.ask, round, key, pick)
		if i%10 == 5 {
			says, key, wants = `{"t":"cast","a":`, "", "no"
		}
		all = append(all, sent{other.dialled(token), says, wants, key})
	}
	for range 2 { // the second time as phones send again that heard nothing
		for _, one := range all {
			must(t, one.ws.WriteMessage(websocket.TextMessage, []byte(one.says)))
		}
		for i, one := range all {
			if is, key := toldOf(t, one.ws); is != one.wants || key != one.wanted {
				t.Errorf("phone %d: got %s of %q, want %s of %q", i, is, key, one.wants, one.wanted)
			}
		}
	}
	wantVotes(t, s, map[string]int{"b": 28})
}

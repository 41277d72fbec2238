package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/polls"

	"github.com/gorilla/websocket"
)

func TestUnusableIdeasAreRefusedByFormScriptAndSocket(t *testing.T) {
	h := openHouse(t, furnish{})
	at := h.ideas()
	for i, text := range unusable() {
		v := h.seated()
		form := url.Values{"activity": {at}, "round": {"1"}, "key": {key(i)}, "counter": {"0"}, "text": {text}}
		got := v.post("/s/"+h.code+"/answer", form)
		if page := look(t, got.body); got.status < 400 || got.status >= 500 || !shows(page, text) {
			t.Errorf("a form with %.12q: got status %d, want it refused and given back", text, got.status)
		}
		if !utf8.ValidString(text) {
			continue // no JSON can say it
		}
		raw, err := json.Marshal(map[string]any{"activity": at, "round": 1, "key": key(i), "counter": 1, "text": text})
		must(t, err)
		got = v.send("POST", "/s/"+h.code+"/answer", string(raw), "Content-Type", jsonKind, "Accept", jsonKind, "Cairn-Token", v.csrf, "Sec-Fetch-Site", "same-origin", "Origin", h.base)
		if got.status < 400 || got.status >= 500 || !strings.Contains(got.body, `"say"`) {
			t.Errorf("a script with %.12q: got status %d %.100s, want a sentence", text, got.status, got.body)
		}
	}
	token, err := h.room().Sit(t.Context(), h.code)
	must(t, err)
	for i, text := range []string{`"\u200b\u2060"`, `"\u2800"`, `"\u0000x"`, `{"$ne":""}`} {
		ws := h.dialled(token)
		message := fmt.Sprintf(`{"t":"cast","a":%q,"r":1,"k":%q,"c":1,"v":{"text":%s}}`, at, key(i), text)
		must(t, ws.WriteMessage(websocket.TextMessage, []byte(message)))
		if err := h.answeredNo(ws); err != nil {
			t.Errorf("a socket with %.12q: got %v, want a sentence", text, err)
		}
		_ = ws.Close()
	}
	h.do(polls.Command{Do: polls.DoClose, Activity: at})
	if held, err := h.words.HeldItems(t.Context(), at); err != nil || len(held) > 0 {
		t.Errorf("got %d ideas kept, %v, want none", len(held), err)
	}
}

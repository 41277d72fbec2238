package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// everybody runs do for each of n at once, at most forty at a time.
func everybody(n int, do func(i int)) {
	var all sync.WaitGroup
	places := make(chan struct{}, 40)
	for i := range n {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			do(i)
		})
	}
	all.Wait()
}

// TestThreeHundredPhonesBehindOneAddressAnswerTwiceAndStormBackAsOneHall: a
// whole school shares one address. Everybody sits down, answers by the form,
// sends the same form twice and answers by the socket too; then every line is
// cut at once and all come back. Each seat counts once.
func TestThreeHundredPhonesBehindOneAddressAnswerTwiceAndStormBackAsOneHall(t *testing.T) {
	const school = 300
	h := openHouse(t, furnish{})
	phones, forms, tokens := make([]*visitor, school), make([]url.Values, school), make([]string, school)
	at, err := url.Parse(h.base)
	must(t, err)
	began := time.Now()
	everybody(school, func(i int) {
		v := h.visitor()
		v.get("/s/" + h.code)
		if got := v.post("/s/"+h.code+"/seat", url.Values{}); got.status != http.StatusSeeOther {
			t.Errorf("phone %d does not sit: got %d", i, got.status)
			return
		}
		page := v.get("/s/" + h.code)
		form := url.Values{"pick": {string(rune('a' + i%3))}}
		for _, name := range []string{"activity", "round", "key", "counter"} {
			form.Set(name, hiddenField(page.body, name))
		}
		phones[i], forms[i] = v, form
		for _, c := range v.client.Jar.Cookies(at) {
			if c.Name == "seat" {
				tokens[i] = c.Value
			}
		}
	})
	if t.Failed() {
		t.FailNow()
	}
	everybody(2*school, func(i int) { // each form twice, in any order
		if got := phones[i%school].post("/s/"+h.code+"/answer", cloned(forms[i%school])); got.status != http.StatusSeeOther {
			t.Errorf("phone %d: its answer: got %d %.200s", i%school, got.status, got.body)
		}
	})
	h.wantAnswered(school, "after everybody sent the form twice")
	sockets := make([]*websocket.Conn, school)
	storm := func() {
		everybody(school, func(i int) {
			ws, err := (&phone{token: tokens[i]}).connect(strings.TrimPrefix(h.base, "http://"), h.code)
			if err != nil {
				t.Errorf("phone %d does not come back: %v", i, err)
				return
			}
			_ = ws.SetReadDeadline(time.Now().Add(30 * time.Second))
			if _, raw, err := ws.ReadMessage(); err != nil || !strings.Contains(string(raw), `"s":"`) {
				t.Errorf("phone %d gets no state on its new line: %q, %v", i, raw, err)
			}
			sockets[i] = ws
		})
	}
	storm()
	everybody(school, func(i int) { _ = sockets[i].NetConn().Close() }) // the access point fell over
	storm()
	everybody(school, func(i int) { // the same answer once more, over the socket, with a key of its own
		key := fmt.Sprintf("keysecondtime%05d", i)
		raw := fmt.Sprintf(`{"t":"cast","a":%q,"r":1,"k":%q,"c":9,"v":{"pick":[%q]}}`, h.ask, key, forms[i].Get("pick"))
		if sockets[i].WriteMessage(websocket.TextMessage, []byte(raw)) != nil || !heard(sockets[i], key) {
			t.Errorf("phone %d: its second answer was not taken", i)
		}
		_ = sockets[i].Close()
	})
	h.wantAnswered(school, "after everybody voted twice and came back at once")
	if got := h.room().View().Session.Seats; got > school {
		t.Errorf("got %d seats, want at most %d", got, school)
	}
	t.Logf("all of it took %v", time.Since(began))
}

func cloned(form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = values
	}
	return out
}

func (h *house) wantAnswered(want int, when string) {
	h.t.Helper()
	if got := h.room().View().Desk.Answered; got != want {
		h.t.Errorf("%s: got %d answers, want %d, one a seat", when, got, want)
	}
}

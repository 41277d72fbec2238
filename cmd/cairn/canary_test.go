package main

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"cairn/polls"
	"cairn/server"

	"github.com/gorilla/websocket"
)

// canary stands in every field somebody can fill; it must come out of no log,
// no metric and no file's name.
const canary = "zwitschervogel"

func TestNothingAnybodyTypedOrAnyAddressIsInALog(t *testing.T) {
	h := planned(t)
	outer := h
	var phoneToken, deskLink string
	between(t, h.data, h, func(h *house) {
		h.do(polls.Command{Do: polls.DoNext, Activity: h.ask})
		var err error
		phoneToken, err = h.room().Sit(t.Context(), h.code)
		must(t, err)
		h.service, h.panel = outer.service, outer.panel
		outer.asked = h.someSurvey() // its addresses are asked for too, when only the program itself holds the store
		deskLink, err = h.office.SignInLink(t.Context(), h.account.ID, 1e12)
		must(t, err)
	})
	metrics := freeAddr(t)
	p := serving(t, h.data, "--metrics", metrics)
	h.t, h.base = t, "http://"+p.addr
	stranger, member := h.visitor(), h.visitor()
	member.get("/sign-in/" + deskLink)
	member.post("/sign-in/"+deskLink, url.Values{})
	member.get("/home")
	carrying := []string{"User-Agent", canary, "Referer", "http://" + canary + ".example/", "X-Forwarded-For", "203.0.113.77", "X-Request-Id", canary, "Cookie", "seat=" + canary + "; staff=" + canary}
	for _, r := range h.site.Routes() {
		if strings.HasSuffix(r.Path, "/live") || strings.HasSuffix(r.Path, "/poll") || r.Path == "/sign-out" {
			continue
		}
		filled := url.Values{}
		for _, name := range []string{"code", "activity", "key", "text", "pick", "pass", "name", "about", "email", "password", "title", "notes", "do", "who", "day", "service", "session", "to", "is", "like", "lang", "listens", "change", "alt", "find", "number", "reference", "answer", "note"} {
			filled.Set(name, canary+" "+name+"@"+canary+".example")
		}
		to := strings.ReplaceAll(h.address(r.Path), "/none", "/"+canary)
		for _, v := range []*visitor{stranger, member} {
			if (r.Who == server.Staff) != (v == member) {
				continue
			}
			if r.Method == "GET" {
				v.send("GET", to+"?v="+canary, "", carrying[:8]...)
				continue
			}
			v.post(to, filled, carrying[:8]...)
			v.send("POST", to, `{"text":"`+canary+`","pick":["`+canary+`"]}`, append([]string{"Content-Type", "application/json", "Accept", "application/json", "Sec-Fetch-Site", "same-origin"}, carrying...)...)
		}
	}
	h.canarySocket(phoneToken, p.addr)
	for _, rude := range []string{
		"GET /" + canary + " HTTP/9.9\r\n\r\n", canary + "\r\n\r\n", "\x16\x03\x01" + canary + "\r\n\r\n", "POST /join HTTP/1.1\r\nHost: " + canary + "\r\nContent-Length: -1\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nX-" + strings.Repeat(canary, 4000) + ": y\r\n\r\n",
	} {
		h.raw(rude)
	}
	h.base = "http://" + metrics
	numbers := h.visitor().get("/metrics")
	if !strings.Contains(numbers.body, `cairn_requests_total{class="4xx"`) {
		t.Errorf("the numbers hold none of these requests: this test looks at nothing\n%.500s", numbers.body)
	}
	p.stop()
	for what, text := range map[string]string{"standard output": p.out.String(), "the log": p.errs.String(), "the numbers for an operator": numbers.body} {
		for _, hunted := range []string{canary, "203.0.113", "key-canary", "sam@link.example", phoneToken[:20], deskLink} {
			if strings.Contains(text, hunted) {
				t.Errorf("%s holds %q:\n%.2000s", what, hunted, text)
			}
		}
	}
	if strings.Contains(p.errs.String(), "127.0.0.1") {
		t.Errorf("the log holds somebody's address:\n%.2000s", p.errs)
	}
	must(t, filepath.WalkDir(filepath.Dir(h.data), func(path string, _ fs.DirEntry, err error) error {
		if strings.Contains(path, canary) {
			t.Errorf("a file is called %s", path)
		}
		return err
	}))
}

// canarySocket sends the canary over a phone's socket, as an answer and as rubbish.
func (h *house) canarySocket(token, addr string) {
	h.t.Helper()
	ws, err := (&phone{token: token}).connect(addr, h.code)
	must(h.t, err)
	defer ws.Close()
	good, err := json.Marshal(map[string]any{"t": "cast", "a": h.write, "r": 1, "k": "key-canary-1", "c": 1, "v": map[string]any{"text": canary}})
	must(h.t, err)
	for _, text := range []string{string(good), canary, `{"t":"` + canary + `"}`, `{"t":"signal","is":"` + canary + `"}`} {
		must(h.t, ws.WriteMessage(websocket.TextMessage, []byte(text)))
		if _, _, err := ws.ReadMessage(); err != nil {
			h.t.Errorf("the socket ended at %s: %v", text, err)
		}
	}
}

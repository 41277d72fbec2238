package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"cairn/polls"
	"cairn/store"

	"github.com/gorilla/websocket"
)

// tripped is an engine in which a mistake of ours waits: reading panics with
// words that somebody might have typed.
type tripped struct {
	store.Engine
	armed atomic.Bool
}

// Schemas is asked by whoever makes a backup.
func (e *tripped) Schemas() []store.Schema { return schemas() }

// Get is store.Engine's.
func (e *tripped) Get(ctx context.Context, collection, id string) (store.Record, error) {
	if e.armed.Load() {
		panic("somebody wrote: " + canary)
	}
	return e.Engine.Get(ctx, collection, id)
}

// Insert is store.Engine's.
func (e *tripped) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	if e.armed.Load() && collection == "items" {
		panic("somebody wrote: " + canary)
	}
	return e.Engine.Insert(ctx, collection, records)
}

// loggedAs finds the line of the log that carries a request's number.
func (h *house) loggedAs(number string) map[string]any {
	h.t.Helper()
	for line := range strings.Lines(h.said.String()) {
		var said map[string]any
		if json.Unmarshal([]byte(line), &said) == nil && said["request"] == number {
			return said
		}
	}
	h.t.Errorf("no line of the log carries the number %q; it says\n%s", number, h.said)
	return nil
}

func TestAMistakeOfOursFailsOneRequestAndItsPageCarriesTheNumberInTheLog(t *testing.T) {
	engine := &tripped{}
	h := openHouse(t, furnish{wrap: func(e store.Engine) store.Engine { engine.Engine = e; return engine }})
	member := h.member()
	engine.armed.Store(true)
	got := member.get("/panels/" + h.panel + "?name=" + canary)
	engine.armed.Store(false)
	wantHeaders(t, "a request that met a mistake", got)
	number := got.header.Get("X-Request-Id")
	if got.status != http.StatusInternalServerError || !regexp.MustCompile(`^\d{3}-\d{3}-\d{3}-\d{3}$`).MatchString(number) || !strings.Contains(got.body, "<bdi>"+number+"</bdi>") {
		t.Fatalf("got %d with number %q, want 500 and the number on the page\n%s", got.status, number, got.body)
	}
	said := h.loggedAs(number)
	if said["route"] != "GET /panels/:id" {
		t.Errorf("got the route %v in the log, want the pattern", said["route"])
	}
	if !strings.Contains(h.said.String(), "tripped).Get") {
		t.Errorf("the log does not say where it happened\n%s", h.said)
	}
	if strings.Contains(h.said.String(), canary) || strings.Contains(got.body, canary) {
		t.Errorf("what was thrown, or the address's query, stands in the log or on the page\n%s", h.said)
	}
	if again := member.get("/panels/" + h.panel); again.status != http.StatusOK || again.header.Get("X-Request-Id") != "" {
		t.Errorf("the next request: got %d (number %q), want the page, and no number where the log says nothing", again.status, again.header.Get("X-Request-Id"))
	}
}

func TestAMistakeOfOursInASocketCostsOneMessage(t *testing.T) {
	engine := &tripped{}
	h := openHouse(t, furnish{wrap: func(e store.Engine) store.Engine { engine.Engine = e; return engine }})
	token, err := h.room().Sit(t.Context(), h.code)
	must(t, err)
	ws := h.dialled(token)
	defer ws.Close()
	h.do(polls.Command{Do: polls.DoOpen, Activity: h.write})
	engine.armed.Store(true) // words are looked up in the store on their way in
	words, err := json.Marshal(map[string]any{"t": "cast", "a": h.write, "r": 1, "k": "key-trip-1", "c": 1, "v": map[string]any{"text": canary}})
	must(t, err)
	must(t, ws.WriteMessage(websocket.TextMessage, words))
	until(t, "the line in the log", func() bool { return strings.Contains(h.said.String(), "a mistake of ours was caught") })
	engine.armed.Store(false)
	must(t, ws.WriteMessage(websocket.TextMessage, words))
	if !heard(ws, "key-trip-1") {
		t.Error("the same words sent again over the same socket were not taken")
	}
	if strings.Contains(h.said.String(), canary) {
		t.Errorf("what was thrown stands in the log\n%s", h.said)
	}
}

func TestANumberIsTakenFromATrustedProxyAloneAndNeverAWord(t *testing.T) {
	for _, proxied := range []bool{true, false} {
		engine := &tripped{}
		h := openHouse(t, furnish{
			wrap: func(e store.Engine) store.Engine { engine.Engine = e; return engine },
			config: func(c *config) {
				if proxied {
					c.trustedProxies = "127.0.0.1"
				}
			},
		})
		v := h.visitor()
		engine.armed.Store(true)
		for sent, taken := range map[string]bool{
			"0af7651916cd43dd8448eb211c80319c":     true,
			"6ba7b810-9dad-11d1-80b4-00c04fd430c8": true,
			"dead-beef-cafe-babe":                  false, // a word can be spelled with these signs
			"12345":                                false,
			canary + "-0123456789":                 false,
			"0123456789012\tx":                     false,
			strings.Repeat("0", 65):                false,
			"":                                     false,
		} {
			got := v.send("GET", "/setup/none", "", "X-Request-Id", sent)
			number := got.header.Get("X-Request-Id")
			if got.status < 500 {
				t.Fatalf("with a broken store: got %d, want a failure to look at", got.status)
			}
			if want := taken && proxied; (number == sent) != want || number == "" {
				t.Errorf("behind a trusted proxy %v, sent %q: got the number %q, want it taken: %v", proxied, sent, number, want)
			}
			h.loggedAs(number)
		}
		if strings.Contains(h.said.String(), canary) {
			t.Error("a word came into the log as a number")
		}
		engine.armed.Store(false)
	}
}

// TestNoNumberAnOperatorSeesNamesAnybodyOrTellsOfAWorry asks for the metrics
// after a session with votes, words, a worry and every page there is.
func TestNoNumberAnOperatorSeesNamesAnybodyOrTellsOfAWorry(t *testing.T) {
	s := openStocked(t, furnish{config: func(c *config) { c.metrics = "127.0.0.1:0" }})
	stranger, member := s.house.visitor(), s.house.member()
	s.worries("My stepdad hits me, says " + canary)
	must(t, s.cast("a"))
	for _, r := range s.site.Routes() {
		if strings.HasSuffix(r.Path, "/live") || strings.HasSuffix(r.Path, "/poll") || r.Path == "/sign-out" {
			continue
		}
		for _, v := range []*visitor{stranger, member} {
			to := strings.ReplaceAll(s.house.address(r.Path), "/none", "/"+canary)
			if r.Method == http.MethodGet {
				v.send("GET", to+"?v="+canary, "", "User-Agent", canary, "X-Request-Id", canary)
				continue
			}
			v.post(to, url.Values{"text": {canary}, "name": {canary}, "code": {canary}, "do": {canary}}, "X-Forwarded-For", "203.0.113.77")
		}
	}
	stranger.get("/" + canary)
	must(t, s.countQueue(t.Context()))
	after := s.scraped()
	for _, hunted := range []string{canary, "203.0.113", "127.0.0.1", s.code, s.short, s.service, s.session, s.account.ID, "stepdad", "LINK", "Tuesday"} {
		if strings.Contains(after, hunted) {
			t.Errorf("the numbers hold %q", hunted)
		}
	}
	for _, want := range []string{
		`cairn_answers_total{outcome="kept"}`, "cairn_sockets_open", "cairn_polls_waiting", "cairn_frames_sent_total", "cairn_rooms_owned 1", "cairn_queue_waiting", "cairn_commit_ballots_count",
		`cairn_requests_total{class="2xx",method="GET",route="/s/:code"}`, `route="(quiet)"`, `cairn_store_calls_total{call="insert",outcome="ok"}`, "go_goroutines",
	} {
		if !strings.Contains(after, want) {
			t.Errorf("the numbers lack %s", want)
		}
	}
	telling := regexp.MustCompile(`route="[^"]*/(help|t/|safe"|safe/|wrong|back|leave|complaints|pages)[^"]*"?`)
	if got := telling.FindString(after); got != "" {
		t.Errorf("%s: who watches it sees somebody ask for help or tell of something", got)
	}
	for _, collection := range []string{"cases", "case_layers", "oncall_pages", "items", "receipts"} {
		if strings.Contains(after, `"`+collection+`"`) {
			t.Errorf("the numbers are told by collection, %s among them: who watches them sees a worry come in", collection)
		}
	}
}

// scraped is what Prometheus reads.
func (h *house) scraped() string {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.meter.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	raw, err := io.ReadAll(w.Body)
	must(h.t, err)
	return string(raw)
}

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/locales"
	"cairn/server"
	"cairn/store"

	"github.com/gorilla/websocket"
)

// noted is an engine that counts what is written through it, and can fail.
type noted struct {
	store.Engine
	mu     sync.Mutex
	writes map[string]int // by collection
	broken bool
}

// Schemas is asked by whoever makes a backup.
func (n *noted) Schemas() []store.Schema { return schemas() }

func (n *noted) note(collection string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if collection != store.LeaseSchema().Name { // a lease is renewed by the clock, whoever asks for what
		n.writes[collection]++
	}
}

func (n *noted) taken() map[string]int {
	n.mu.Lock()
	defer n.mu.Unlock()
	was := n.writes
	n.writes = map[string]int{}
	return was
}

func (n *noted) breakDown(is bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.broken = is
}

var errBroken = errors.New("the disk says canary-of-a-foreign-error")

func (n *noted) failing() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.broken
}

func (n *noted) Get(ctx context.Context, collection, id string) (store.Record, error) {
	if n.failing() {
		return store.Record{}, errBroken
	}
	return n.Engine.Get(ctx, collection, id)
}

func (n *noted) Find(ctx context.Context, collection string, q store.Query) iter.Seq2[store.Record, error] {
	if n.failing() {
		return func(yield func(store.Record, error) bool) { yield(store.Record{}, errBroken) }
	}
	return n.Engine.Find(ctx, collection, q)
}

func (n *noted) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	n.note(collection)
	return n.Engine.Insert(ctx, collection, records)
}

func (n *noted) Replace(ctx context.Context, collection string, rec store.Record) error {
	n.note(collection)
	return n.Engine.Replace(ctx, collection, rec)
}

func (n *noted) Delete(ctx context.Context, collection string, q store.Query) (int, error) {
	n.note(collection)
	return n.Engine.Delete(ctx, collection, q)
}

// address fills a route's path with things that exist; a word in a path that
// nobody has declared here fails the test.
func (h *house) address(path string) string {
	h.t.Helper()
	words := strings.Split(path, "/")
	for i, word := range words {
		switch {
		case word == ":code":
			words[i] = h.code
		case word == ":activity":
			words[i] = h.ask
		case word == ":item", word == ":token", word == "*", word == ":place", word == ":picture", word == ":theme", word == ":page", word == ":span", word == ":card", word == ":format", word == ":export", word == ":job", word == ":question":
			words[i] = "none"
		case word == ":slug" && words[i-1] == "q":
			words[i] = h.someSurvey().Slug
		case word == ":slug":
			words[i] = h.slug()
		case word == ":id" && words[i-1] == "surveys":
			words[i] = h.someSurvey().ID
		case word == ":id":
			words[i] = map[string]string{"sessions": h.session, "panels": h.panel, "services": h.service, "people": h.account.ID, "pictures": "none", "clips": "none", "read": h.service, "safe": "none"}[words[i-1]]
			if words[i] == "" {
				h.t.Errorf("%s: say in this test what its :id is", path)
			}
		case strings.HasPrefix(word, ":"):
			h.t.Errorf("%s: say in this test what %s is", path, word)
		}
	}
	return strings.Join(words, "/")
}

// slug is the short link's word of the house's service, "none" where it has none.
func (h *house) slug() string {
	if h.short == "" {
		return "none"
	}
	return h.short
}

// wantHeaders is what every answer carries, and what whole pages carry besides.
func wantHeaders(t *testing.T, what string, r reply) {
	t.Helper()
	for name, want := range map[string]string{
		"Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s (%d): %s is %q, want %q", what, r.status, name, got, want)
		}
	}
	policy := r.header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("%s (%d): the policy is %q", what, r.status, policy)
	}
	if r.header.Get("Cache-Control") == "" {
		t.Errorf("%s (%d): no Cache-Control", what, r.status)
	}
	if !strings.Contains(r.body, "<!doctype html>") && !strings.Contains(r.body, "<!DOCTYPE html>") {
		return
	}
	for name, want := range map[string]string{"X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store"} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s (%d), a page: %s is %q, want %q", what, r.status, name, got, want)
		}
	}
	for _, want := range []string{"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("%s (%d), a page: the policy lacks %s: %q", what, r.status, want, policy)
		}
	}
	if !strings.Contains(r.header.Get("Permissions-Policy"), "camera=()") {
		t.Errorf("%s (%d), a page: no Permissions-Policy", what, r.status)
	}
}

// wantCookies looks at the flags of every cookie an answer sets.
func wantCookies(t *testing.T, what string, r reply, secure bool) {
	t.Helper()
	for _, line := range r.header.Values("Set-Cookie") {
		small := strings.ToLower(line)
		for _, flag := range []string{"; httponly", "; samesite=lax", "; path=/"} {
			if !strings.Contains(small+";", flag+";") {
				t.Errorf("%s: the cookie lacks %q: %s", what, flag, line)
			}
		}
		if strings.Contains(small, "; domain=") {
			t.Errorf("%s: the cookie names a domain: %s", what, line)
		}
		if secure != strings.Contains(small, "; secure") || secure != strings.HasPrefix(line, "__Host-") {
			t.Errorf("%s: over TLS %v, and the cookie is %s", what, secure, line)
		}
	}
}

func TestEveryAnswerCarriesItsHeadersAndNoGetWrites(t *testing.T) {
	engine := &noted{writes: map[string]int{}}
	h := openHouse(t, furnish{now: wholeMinute(), wrap: func(e store.Engine) store.Engine { engine.Engine = e; return engine }})
	stranger, phone, member := h.visitor(), h.seated(), h.member()
	must(t, h.cast("a"))
	// What the room writes by itself comes at its first tick and then not before the next minute.
	until(t, "the room's own first tally and count of seats", func() bool {
		_, err := h.engine.Get(t.Context(), "tallies", h.ask+"/last")
		kept, keptErr := h.rooms.Session(t.Context(), h.session)
		return err == nil && keptErr == nil && kept.Seats == h.room().View().Session.Seats
	})
	walked := 0
	for _, r := range h.site.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		walked++
		to := h.address(r.Path)
		for name, v := range map[string]*visitor{"a stranger": stranger, "a phone": phone, "somebody signed in": member} {
			engine.taken()
			what := r.Path + " for " + name
			if strings.HasSuffix(r.Path, "/poll") && v != stranger {
				continue // waits for what is new; a stranger is turned away at once
			}
			got := v.get(to)
			wantHeaders(t, what, got)
			wantCookies(t, what, got, false)
			wrote := engine.taken()
			if remembers(r) && name == "somebody signed in" && len(wrote) == 1 && wrote["survey_shown"] > 0 {
				v.get(to) // the gate remembers what it has just let out, once: the same page again writes nothing
				wrote = engine.taken()
			}
			if len(wrote) > 0 {
				t.Errorf("%s (%d): a GET wrote to %v", what, got.status, wrote)
			}
			if got.status >= 500 {
				t.Errorf("%s: got status %d", what, got.status)
			}
			if r.Who == server.Staff && v != member && got.status != http.StatusSeeOther && got.status != http.StatusForbidden {
				t.Errorf("%s: got status %d, want to be led to the sign-in", what, got.status)
			}
		}
	}
	if walked < 30 {
		t.Errorf("got %d GET routes, want the whole table", walked)
	}
	declared := map[string]bool{}
	for _, r := range h.site.Routes() {
		declared[r.Method+" "+r.Path] = true
	}
	for _, r := range h.site.App().GetRoutes(true) {
		if r.Method != http.MethodHead && !declared[r.Method+" "+r.Path] {
			t.Errorf("%s %s answers and is not in the table of routes", r.Method, r.Path)
		}
	}
}

// remembers says whether a page of staff may make the release gate write down
// which figures it has just let out for the first time. It must, before they
// leave: the next figures are judged by them. Nothing else of a GET may write,
// and the same figures asked for again are not written again.
func remembers(r server.Route) bool {
	return r.Who == server.Staff && (strings.HasPrefix(r.Path, "/surveys/:id/results") || strings.HasPrefix(r.Path, "/surveys/:id/figures/"))
}

func TestFailuresCarryTheHeadersToo(t *testing.T) {
	engine := &noted{writes: map[string]int{}}
	h := openHouse(t, furnish{wrap: func(e store.Engine) store.Engine { engine.Engine = e; return engine }})
	v, member := h.visitor(), h.member()
	check := func(what string, want int, r reply) {
		t.Helper()
		if r.status != want {
			t.Errorf("%s: got status %d, want %d", what, r.status, want)
		}
		wantHeaders(t, what, r)
	}
	check("no such page", 404, v.get("/nothing/here"))
	check("no such page, by script", 404, v.send("GET", "/nothing", "", "Accept", "application/json"))
	check("a code nobody has", 404, v.get("/s/BBBBBB"))
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		r := v.send(method, "/home", "")
		if r.status != 404 && r.status != 405 {
			t.Errorf("%s /home: got status %d, want 405", method, r.status)
		}
		wantHeaders(t, method, r)
	}
	check("a socket's address without a socket", 426, v.get("/s/"+h.code+"/live"))
	check("a post from nowhere", 403, v.send("POST", "/join", "code=x", "Content-Type", "application/x-www-form-urlencoded"))
	survey := "/q/" + h.someSurvey().Slug
	check("no such survey", 404, v.get("/q/nothing-here"))
	check("a survey's page that is not there", 404, v.get(survey+"/nothing"))
	check("too large for a survey", 413, h.raw("POST "+survey+" HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"))
	check("a survey sent from nowhere", 403, v.send("POST", survey, "key=x", "Content-Type", "application/x-www-form-urlencoded"))
	check("results of no survey", 404, member.get("/surveys/none/results"))
	check("too large", 413, h.raw("POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"))
	check("too many headers", 431, h.raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: "+strings.Repeat("a", 40<<10)+"\r\n\r\n"))
	check("no HTTP", 400, h.raw("\x16\x03\x01 hello\r\n\r\n"))
	engine.breakDown(true)
	for name, got := range map[string]reply{"a broken store": member.get("/home"), "a broken store, by script": member.send("GET", "/readyz", "", "Accept", "application/json"), "a survey on a broken store": v.get(survey)} {
		if got.status < 500 && got.status != 303 && got.status != 403 {
			t.Errorf("%s: got status %d", name, got.status)
		}
		wantHeaders(t, name, got)
		if strings.Contains(got.body, "canary") {
			t.Errorf("%s shows a foreign error's text: %s", name, got.body)
		}
	}
	check("a broken store, asked whether it is ready", 503, v.get("/readyz"))
	engine.breakDown(false)
	if got := member.get("/home"); got.status != 200 {
		t.Errorf("with the store back: got status %d", got.status)
	}
}

// raw sends bytes as they are and reads one answer.
func (h *house) raw(text string) reply {
	h.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.base, "http://"))
	must(h.t, err)
	defer conn.Close()
	must(h.t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	go func() { _, _ = conn.Write([]byte(text)) }() // the server may stop listening half-way
	raw, err := io.ReadAll(conn)
	if len(raw) == 0 {
		h.t.Errorf("no answer to %.40q: %v", text, err)
		return reply{header: http.Header{}}
	}
	head, body, _ := strings.Cut(string(raw), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	r := reply{header: http.Header{}, body: body}
	_, _ = fmt.Sscanf(lines[0], "HTTP/1.1 %d", &r.status) // 0 is no status any check wants
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.header.Add(name, value)
	}
	return r
}

func TestEveryPostFromElsewhereIsRefused(t *testing.T) {
	h := openHouse(t, furnish{})
	texts, err := locales.Load()
	must(t, err)
	refused := texts.Text("en", "fault.origin")
	member, phone := h.member(), h.seated()
	const form = "application/x-www-form-urlencoded"
	walked := 0
	for _, r := range h.site.Routes() {
		if r.Method != http.MethodPost || r.Path == "/leave" { // leaving must work from any page, on any phone
			continue
		}
		walked++
		to := h.address(r.Path)
		v := phone
		if r.Who == server.Staff {
			v = member
		}
		token := "csrf=" + url.QueryEscape(v.csrf)
		for name, header := range map[string][]string{
			"from nowhere":                        {},
			"with a null origin":                  {"Origin", "null"},
			"from another site":                   {"Origin", "https://elsewhere.example"},
			"from another site, as browsers say":  {"Sec-Fetch-Site", "cross-site", "Origin", h.base},
			"from a neighbour's site":             {"Sec-Fetch-Site", "same-site", "Origin", h.base},
			"from the same name on another port":  {"Origin", "http://127.0.0.1:1"},
			"from the same name over another way": {"Origin", strings.Replace(h.base, "http:", "https:", 1)},
		} {
			header = append(header, "Content-Type", form, "Accept", "application/json")
			if got := v.send("POST", to, "", header...); got.status != 403 || !strings.Contains(got.body, refused) {
				t.Errorf("%s %s without a token: got %d %.200s", r.Path, name, got.status, got.body)
			}
			if strings.Contains(name, "another") || strings.Contains(name, "neighbour") {
				if got := v.send("POST", to, token, header...); got.status != 403 || !strings.Contains(got.body, refused) {
					t.Errorf("%s %s with the token: got %d %.200s", r.Path, name, got.status, got.body)
				}
			}
		}
		if r.Who == server.Staff {
			got := v.send("POST", to, "csrf=made-up", "Content-Type", form, "Accept", "application/json", "Sec-Fetch-Site", "same-origin", "Origin", h.base)
			if got.status != 403 || !strings.Contains(got.body, refused) {
				t.Errorf("%s signed in with a made-up token: got %d %.200s", r.Path, got.status, got.body)
			}
		}
	}
	if walked < 25 {
		t.Errorf("got %d POST routes, want the whole table", walked)
	}
	for _, r := range h.site.Routes() {
		if r.Method != http.MethodPost || r.Path == "/leave" {
			continue
		}
		v := phone
		if r.Who == server.Staff {
			v = h.member() // somebody anew each time: one of these posts signs out
		}
		for name, header := range map[string][]string{
			"as browsers send it":            {"Sec-Fetch-Site", "same-origin", "Origin", h.base},
			"as older ones do":               {"Origin", h.base},
			"as the oldest do, by the token": {},
		} {
			header = append(header, "Content-Type", form, "Accept", "application/json")
			got := v.send("POST", h.address(r.Path), "csrf="+url.QueryEscape(v.csrf), header...)
			if strings.Contains(got.body, refused) || got.status >= 500 {
				t.Errorf("%s %s: got %d %.200s", r.Path, name, got.status, got.body)
			}
			if slices.Contains([]string{"/sign-out", "/me/sessions"}, r.Path) {
				v = h.member()
			}
		}
	}
}

func TestOverTLSCookiesAreBoundToTheHostAndSocketsWork(t *testing.T) {
	cert, key := certificate(t)
	h := openHouse(t, furnish{config: func(c *config) { c.tlsCert, c.tlsKey = cert, key }})
	addr := strings.TrimPrefix(h.base, "https://")
	conn, err := tls.Dial("tcp", addr, trusting(t, cert))
	must(t, err)
	if got := conn.ConnectionState(); got.NegotiatedProtocol != "http/1.1" || got.Version < tls.VersionTLS12 {
		t.Errorf("got %q over TLS %x, want http/1.1 alone", got.NegotiatedProtocol, got.Version)
	}
	_ = conn.Close()
	only := trusting(t, cert)
	only.NextProtos = []string{"h2"}
	if conn, err := tls.Dial("tcp", addr, only); err == nil {
		_ = conn.Close()
		t.Error("somebody who speaks h2 alone was let in; Fiber does not speak it")
	}
	v := h.visitor()
	first := v.get("/s/" + h.code)
	wantCookies(t, "the door", first, true)
	if got := first.header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=") {
		t.Errorf("no Strict-Transport-Security: %q", got)
	}
	if policy := first.header.Get("Content-Security-Policy"); !strings.Contains(policy, "wss://"+addr) || strings.Contains(policy, " ws://") {
		t.Errorf("the policy is %q, want the wss origin alone", policy)
	}
	sat := v.post("/s/"+h.code+"/seat", url.Values{})
	wantCookies(t, "the seat", sat, true)
	if len(sat.header.Values("Set-Cookie")) == 0 {
		t.Fatalf("got no seat: %d", sat.status)
	}
	in := h.member().get("/home")
	wantHeaders(t, "home over TLS", in)
	var cookies []string
	at, err := url.Parse(h.base)
	must(t, err)
	for _, c := range v.client.Jar.Cookies(at) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	dial := func(origin string) (*websocket.Conn, *http.Response, error) {
		config := trusting(t, cert)
		config.NextProtos = []string{"http/1.1"}
		d := websocket.Dialer{TLSClientConfig: config, HandshakeTimeout: 10 * time.Second}
		return d.Dial("wss://"+addr+"/s/"+h.code+"/live", http.Header{"Cookie": {strings.Join(cookies, "; ")}, "Origin": {origin}})
	}
	ws, answer, err := dial(h.base)
	must(t, err)
	_ = answer.Body.Close()
	must(t, ws.SetReadDeadline(time.Now().Add(10*time.Second)))
	if _, _, err := ws.ReadMessage(); err != nil {
		t.Errorf("no frame over wss: %v", err)
	}
	_ = ws.Close()
	if ws, answer, err := dial("https://elsewhere.example"); err == nil {
		_ = ws.Close()
		t.Error("a socket of another site's page was let in")
	} else if answer != nil {
		_ = answer.Body.Close()
	}
}

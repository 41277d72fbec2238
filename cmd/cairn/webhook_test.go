package main

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/moderation/oncall"
	"cairn/staff"
	"cairn/store"
	"cairn/store/storetest"
)

func greeted(t *testing.T, conn net.Conn) *smtp.Client {
	t.Helper()
	client, err := smtp.NewClient(conn, "mail.example.org")
	must(t, err)
	return client
}

// gateway is the other side of a webhook: it checks the signature and may be broken.
type gateway struct {
	*httptest.Server
	broken atomic.Bool
	mu     sync.Mutex
	taken  []hookBody
	forged int
	tries  int
}

func openGateway(t *testing.T, key string) *gateway {
	t.Helper()
	g := &gateway{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		g.mu.Lock()
		defer g.mu.Unlock()
		g.tries++
		if r.Header.Get("Cairn-Signature") != "v1="+signed([]byte(key), r.Header.Get("Cairn-Timestamp"), raw) {
			g.forged++
		}
		if g.broken.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		var body hookBody
		_ = json.Unmarshal(raw, &body)
		g.taken = append(g.taken, body)
	}))
	t.Cleanup(g.Close)
	return g
}

func TestAWebhookIsSignedSaysNothingAndFollowsNoRedirect(t *testing.T) {
	g := openGateway(t, "a key")
	keyFile := t.TempDir() + "/key"
	must(t, os.WriteFile(keyFile, []byte("a key\n"), 0o600))
	o, err := newOutward(config{pageWebhook: g.URL, pageWebhookKey: keyFile, publicURL: "https://cairn.example/"})
	must(t, err)
	notice := oncall.Notice{ID: "n1", Channel: oncall.Webhook, Name: "Ann", Number: "07700 900123", Email: "ann@example.org"}
	must(t, o.Send(soon(t), notice))
	want := hookBody{
		ID: "n1", Text: "Cairn: something is waiting for you. Sign in.\nhttps://cairn.example/pages",
		Name: "Ann", Number: "07700 900123", Email: "ann@example.org",
	}
	if len(g.taken) != 1 || g.taken[0] != want || g.forged != 0 {
		t.Errorf("got %+v, %d forged, want %+v", g.taken, g.forged, want)
	}
	elsewhere := httptest.NewServer(http.RedirectHandler(g.URL, http.StatusTemporaryRedirect))
	defer elsewhere.Close()
	o.hook.url = elsewhere.URL
	if err := o.Send(soon(t), notice); err == nil || len(g.taken) != 1 {
		t.Errorf("a redirect: got %v and %d taken, want a failure that went nowhere else", err, len(g.taken))
	}
}

func TestTheOutsidePersonGetsAnAddressOfTheirOwn(t *testing.T) {
	o := &outward{base: "https://cairn.example"}
	got := o.text(oncall.Notice{Link: "abc"})
	if got != "Cairn: something is waiting for you.\nhttps://cairn.example/safe/outside/abc" {
		t.Errorf("got %q", got)
	}
}

func TestWebhookAndMailSettingsThatDoNotGoTogetherAreRefused(t *testing.T) {
	for _, args := range [][]string{
		{"--smtp", "mail.example:587"}, {"--smtp-from", "a@example.org"}, {"--page-webhook", "https://x.example"},
		{"--page-webhook", "http://x.example", "--page-webhook-key-file", "k"}, {"--page-webhook-key-file", "k"},
	} {
		if _, err := readConfig("serve", args, none, io.Discard); err == nil || len(err.Error()) < 20 {
			t.Errorf("%v: got %v, want a sentence", args, err)
		}
	}
}

// TestAPageIsWrittenToAGatewayThatWasAway runs the rota on a real store and a
// fake clock, and the webhook against a real server that is broken for a while.
func TestAPageIsWrittenToAGatewayThatWasAway(t *testing.T) {
	g := openGateway(t, "")
	clock := newClock(time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC))
	schemas := append(append(oncall.Schemas(), staff.Schemas()...), store.LeaseSchema())
	engine := storetest.Memory(t, schemas...)
	o, err := newOutward(config{pageWebhook: g.URL})
	must(t, err)
	a := &app{log: slog.New(slog.DiscardHandler)}
	a.rota = oncall.Open(oncall.Deps{
		Engine: engine, Now: clock.Now, Random: rand.Reader, House: oneLead{}, Holder: "one", Sender: o,
	})
	must(t, a.rota.Page(t.Context(), oncall.Call{Case: "c", Service: "link"}))
	g.broken.Store(true)
	for range 4 {
		if err := a.rota.Tick(t.Context()); err == nil && g.tries < 3 {
			t.Log("nothing was due")
		}
		clock.add(20 * time.Second)
	}
	if g.tries < 2 || len(g.taken) != 0 {
		t.Fatalf("while it was away: got %d tries and %d taken, want more than one try", g.tries, len(g.taken))
	}
	g.broken.Store(false)
	clock.add(time.Minute)
	must(t, a.rota.Tick(t.Context()))
	must(t, a.rota.Tick(t.Context()))
	if len(g.taken) != 1 || g.taken[0].Name != "Ann" || strings.Contains(g.taken[0].Text, "http") {
		t.Errorf("back again: got %+v, want one notice to Ann, without an address as the site has none", g.taken)
	}
}

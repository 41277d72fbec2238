package e2e

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A letterbox takes what the program tells people outside, as a gateway for text messages does.
type letterbox struct {
	t   *testing.T
	at  string
	got chan letter
}

type letter struct{ Name, Text string }

func newLetterbox(t *testing.T) *letterbox {
	t.Helper()
	l := &letterbox{t: t, got: make(chan letter, 100)}
	site := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var one letter
		if err == nil && json.Unmarshal(body, &one) == nil {
			l.got <- one
		}
	}))
	t.Cleanup(site.Close)
	l.at = site.URL
	return l
}

// For waits for what is sent to somebody.
func (l *letterbox) For(name string) string {
	l.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case one := <-l.got:
			if strings.Contains(one.Name, name) {
				return one.Text
			}
		case <-timer.C:
			l.t.Fatalf("nothing was sent to %s", name)
		}
	}
}

// openRoomThatSends starts the real program with a public address and somebody to send notices through.
func openRoomThatSends(t *testing.T) (*room, *letterbox) {
	t.Helper()
	box, key := newLetterbox(t), filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("a key between the two\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	return openRoom(t, "--addr", addr, "--public-url", "http://"+addr, "--page-webhook", box.at, "--page-webhook-key-file", key), box
}

// A child writes that both who hold a key hit them. Neither learns of it: not from a page, a list or a number. Morag, the trustee,
// gets an address that says nothing, and reads it on her phone with the paper from the safe.
func TestTheOutsidePersonReadsWhatNoKeyHolderMay(t *testing.T) {
	t.Parallel()
	r, box := openRoomThatSends(t)
	const told = "Alex Reid hits me in the blue van and Priya Shah hits me too"
	alex := r.Staff("alex")
	paper := alex.makesThePaper(r, alexPassword)
	alex.Open(r.Path("/safe/keys"))
	alex.Types("The key from the paper", paper)
	alex.Tap(`button[value="paper"]`)
	alex.Sees("It opened")
	before := alex.list(r)
	ash := r.Phone("ash")
	six := ash.tells(told, true)
	ash.Sees("0800 1111")

	notice := box.For("Morag Lyle")
	link := regexp.MustCompile(`http\S+/safe/outside/\S+`).FindString(notice)
	if link == "" || strings.Contains(notice, "hit") || strings.Contains(notice, "Alex") {
		t.Fatalf("got the notice %q, want an address and nothing of what waits", notice)
	}
	if after := alex.list(r); after != before {
		t.Errorf("somebody who is named sees %q, want what stood there before: %q", after, before)
	}

	morag := sit(t, "morag", phoneGlass())
	morag.Forgive("Failed to load resource")
	morag.Open(link)
	morag.Sees("A message for you")
	morag.fitForAll("the outside person's page")
	forEverybody(morag, morag.Reload)
	morag.Reload()
	morag.Types("Your key", "AGE-SECRET-KEY-1 THIS IS NONE")
	morag.TapOn("Open and read")
	morag.Finds(".govuk-error-message")
	morag.SeesNot("blue van")
	morag.fit("the outside person's page with a key that is none")
	morag.Types("Your key", paper)
	morag.TapOn("Open and read")
	morag.Sees(told)
	morag.fit("the words for the outside person")
	morag.Tap(`button[value="told"]`)
	morag.Sees("You said that the LADO was told")
	morag.SeesNot("blue van")
	morag.fit("the outside person's page when all is told")

	beth := r.Phone("beth")
	beth.comesBack(six)
	beth.SeesNot("blue van")
	if strings.Contains(r.Said(), "blue van") || strings.Contains(r.Said(), link[len(link)-10:]) {
		t.Error("the log holds the words, or the outside person's address")
	}
}

// list is all that the safeguarding list and the list of pages say.
func (p *page) list(r *room) string {
	p.t.Helper()
	var all []string
	for _, path := range []string{"/safe?all=1", "/pages"} {
		p.Open(r.Path(path))
		all = append(all, ask[string](p, `document.querySelector("main").innerText.replace(/\d+ minutes? ago/g, "")`))
	}
	return strings.Join(all, "\n")
}

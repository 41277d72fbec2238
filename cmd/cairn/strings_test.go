package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"cairn/locales"
	"cairn/moderation"
	"cairn/polls"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// naughty are strings that have broken programs before; the list is data
// beside the project, not part of it.
func naughty(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("../../../shared/data/blns.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the list of naughty strings is not here: ../shared/data/blns.json")
	}
	must(t, err)
	var list []string
	must(t, json.Unmarshal(raw, &list))
	return list
}

// seen is a page as a person and as a browser get it: its words, what stands in
// its fields, and which elements it is made of.
type seen struct {
	words    string
	elements map[string]int
}

func look(t *testing.T, page string) seen {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	must(t, err)
	s := seen{elements: map[string]int{}}
	var words strings.Builder
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			words.WriteString(n.Data + " ")
		case html.ElementNode:
			s.elements[n.Data]++
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
					t.Errorf("an attribute came to be: <%s %s=%q>", n.Data, a.Key, a.Val)
				}
				if a.Key == "value" {
					words.WriteString(a.Val + " ")
				}
			}
		}
	}
	s.words = plainly(words.String())
	return s
}

// plainly is a text as it is compared: in normal form, every run of blanks one blank.
func plainly(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\x00", ""), "\r", " ")
	return strings.Join(strings.Fields(norm.NFC.String(strings.ToValidUTF8(s, ""))), " ")
}

// sameElements compares what two pages are made of.
func sameElements(t *testing.T, what string, got, want seen) {
	t.Helper()
	for name, n := range got.elements {
		if n != want.elements[name] {
			t.Errorf("%s: %d <%s>, where harmless words make %d", what, n, name, want.elements[name])
		}
	}
}

func TestNaughtyStringsAreShownAsTypedOrRefusedAndMakeNoElement(t *testing.T) {
	list := naughty(t)
	// Each from an address of its own: whoever tries sixty wrong codes a minute waits.
	h := openHouse(t, furnish{config: func(c *config) { c.trustedProxies = "127.0.0.1" }})
	member, v := h.member(), h.visitor()
	v.get("/")
	harmlessCode := look(t, v.post("/join", url.Values{"code": {"harmless"}}).body)
	harmlessAddress := look(t, v.get("/s/harmless").body)
	panel := func(name string) (reply, bool) {
		made := member.post("/panels", url.Values{"service": {h.service}, "name": {name}, "about": {"about " + name}})
		if made.status == http.StatusSeeOther {
			return member.get(made.header.Get("Location")), true
		}
		return made, false
	}
	page, _ := panel("harmless")
	harmlessPanel := look(t, page.body)
	shown, refused := 0, 0
	for i, s := range list {
		from := fmt.Sprintf("10.0.%d.%d", i/250, 1+i%250)
		got := v.post("/join", url.Values{"code": {s}}, "X-Forwarded-For", from)
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("%q as a code: got status %d, want 422", s, got.status)
		}
		sameElements(t, "the door after "+s, look(t, got.body), harmlessCode)
		at := v.send("GET", "/s/"+url.PathEscape(s), "", "X-Forwarded-For", from)
		if at.status < 300 || at.status >= 500 {
			t.Errorf("%q in the address: got status %d", s, at.status)
		}
		if at.status == 404 && len(s) > 0 && !strings.Contains(s, "/") && s != "." && s != ".." {
			sameElements(t, "the address "+s, look(t, at.body), harmlessAddress)
		}
		page, made := panel(s)
		if !made {
			if page.status >= 500 || page.status < 400 {
				t.Errorf("%q as a panel's name: got status %d", s, page.status)
			}
			refused++
			continue
		}
		got2 := look(t, page.body)
		sameElements(t, "the panel "+s, got2, harmlessPanel)
		if !strings.Contains(got2.words, plainly(s)) {
			t.Errorf("a panel called %q shows itself otherwise: %.300s", s, got2.words)
			continue
		}
		shown++
	}
	if shown < len(list)/2 {
		t.Errorf("got %d of %d shown and %d refused, want most of them shown", shown, len(list), refused)
	}
	t.Logf("panels: %d shown as typed, %d politely refused", shown, refused)
}

func TestNaughtyAnswersReachStaffAsTyped(t *testing.T) {
	list := naughty(t)
	h := openHouse(t, furnish{})
	h.do(polls.Command{Do: polls.DoNext, Activity: h.ask})
	h.do(polls.Command{Do: polls.DoOpen, Activity: h.write})
	kept, taken := []string{}, 0
	for i, s := range list {
		token, err := h.room().Sit(t.Context(), h.code)
		must(t, err)
		raw, err := json.Marshal(map[string]any{"activity": h.write, "round": 1, "key": "key-naughty-" + token[:20], "counter": 1, "text": s})
		must(t, err)
		got := h.visitor().send("POST", "/s/"+h.code+"/answer", string(raw), "Content-Type", "application/json", "Accept", "application/json",
			"Sec-Fetch-Site", "same-origin", "Origin", h.base, "Cookie", "seat="+token)
		switch {
		case got.status == http.StatusOK:
			taken++
			if !strings.Contains(got.body, `"help"`) { // a worry goes elsewhere
				kept = append(kept, s)
			}
		case got.status >= 500 || got.status < 400:
			t.Errorf("answer %d, %q: got status %d %s", i, s, got.status, got.body)
		}
	}
	h.do(polls.Command{Do: polls.DoClose, Activity: h.write})
	held := map[string]bool{}
	for _, item := range h.held() {
		held[item.Text] = true
	}
	for _, s := range kept {
		if !held[norm.NFC.String(s)] && !held[norm.NFC.String(strings.TrimSpace(s))] {
			t.Errorf("staff do not get %q as it was typed", s)
		}
	}
	if taken < len(list)/2 {
		t.Errorf("got %d of %d taken, want most", taken, len(list))
	}
	h.readHeld()
}

// held are the texts that wait for staff.
func (h *house) held() []*moderation.Item {
	h.t.Helper()
	items, err := h.words.HeldItems(h.t.Context(), h.write)
	must(h.t, err)
	return items
}

// readHeld reads page after page of the held texts and takes away what it has seen.
func (h *house) readHeld() {
	h.t.Helper()
	member := h.member()
	texts, err := locales.Load()
	must(h.t, err)
	say := func(key string) string { return texts.Text("en", key) }
	for items := h.held(); len(items) > 0; items = h.held() {
		page := look(h.t, member.get("/sessions/"+h.session+"/words").body)
		for _, name := range []string{"iframe", "object", "embed", "marquee", "video", "audio", "plaintext", "xss", "frameset", "bgsound"} {
			if page.elements[name] > 0 {
				h.t.Errorf("a <%s> came to be", name)
			}
		}
		read := 0
		for _, item := range items {
			if strings.Contains(page.words, plainly(moderation.Masked(item.Text, item.Overlay(), say))) {
				must(h.t, h.words.Withdraw(h.t.Context(), item.ID))
				read++
			}
		}
		if read == 0 {
			h.t.Errorf("none of %d held texts is on the page as it was typed but for names and numbers, as %q", len(items), items[0].Text)
			return
		}
	}
}

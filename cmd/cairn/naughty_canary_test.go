package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"cairn/moderation/disclosure"
	"cairn/server"
)

// TestAMarkInEveryFieldComesOutOfNoLogLetterHookHeaderOrAddress puts a mark of its
// own into each field of the new screens, through every door, well and badly.
func TestAMarkInEveryFieldComesOutOfNoLogLetterHookHeaderOrAddress(t *testing.T) {
	keyFile := t.TempDir() + "/key"
	must(t, os.WriteFile(keyFile, []byte("a key\n"), 0o600))
	g := openGateway(t, "a key")
	office, _ := openPostOffice(t, &postOffice{})
	s := openStocked(t, furnish{config: func(c *config) {
		c.pageWebhook, c.pageWebhookKey, c.publicURL = g.URL, keyFile, "https://cairn.example/"
		c.smtp, c.smtpFrom, c.metrics = office.addr, "cairn@link.example", "127.0.0.1:0"
	}})
	s.ticks()
	var heads strings.Builder
	looks := func(got reply) {
		for name, values := range got.header {
			if name != "Set-Cookie" { // its values are sealed, or its language
				fmt.Fprintln(&heads, name, values)
			}
		}
		for _, line := range got.header.Values("Set-Cookie") {
			fmt.Fprintln(&heads, line)
		}
	}
	for _, p := range s.places() {
		for _, text := range []string{canary, canary + strings.Repeat(" long", 5000), canary + "\xff", canary + " my stepdad hits me"} {
			p.form.Set(p.in, text)
			looks(p.v.post(p.path, p.form))
		}
	}
	names := []string{
		"do", "text", "key", "item", "theme", "title", "about", "into", "untag", "with", "reason", "label", "hide", "rev", "reference", "answer", "number", "pick", "find",
		"name", "outcome", "whom", "basis", "child", "service", "who", "from", "until", "date", "row", "to", "said", "words", "period", "feel", "topic", "note", "passphrase", "back", "q",
	}
	for _, r := range s.site.Routes() {
		if r.Method != http.MethodPost || slices.Contains([]string{"/sign-out", "/me/sessions", "/services/:id/safety"}, r.Path) {
			continue
		}
		form := url.Values{}
		for _, name := range names {
			form.Set(name, canary+name)
		}
		v := s.whose(string(r.Who), r.Needs)
		v.get(map[server.Who]string{server.Staff: "/me"}[r.Who])
		looks(v.post(s.at(r.Path), form))
		for do, with := range map[string]string{"note": "text", "decide": "text", "draft": "text", "sent": "rev", "rename": "title", "mask": "label", "find": "find", "answer": "answer"} {
			form.Set("do", do)
			form.Set(with, canary)
			looks(v.post(s.at(r.Path), form))
		}
	}
	s.worries("My stepdad hits me, says " + canary)
	s.complains("My stepdad hits me, says " + canary)
	s.ticks()
	office.mu.Lock()
	letters := strings.Join(office.letters, "\n")
	office.mu.Unlock()
	if letters == "" {
		t.Error("no letter was sent: this test looks at none")
	}
	s.huntTheMark(g, map[string]string{"a header or an address": heads.String(), "a letter": letters, "the numbers for an operator": s.scraped()})
}

// huntTheMark looks through all that leaves the program or outlives a request.
func (s *stocked) huntTheMark(g *gateway, left map[string]string) {
	t := s.t
	t.Helper()
	if g.count() == 0 {
		t.Error("nobody was told of anything: this test looks at nothing")
	}
	g.mu.Lock()
	posted := fmt.Sprintf("%+v", g.taken)
	g.mu.Unlock()
	pages, err := s.rota.Waiting(t.Context(), s.house.lead.ID)
	must(t, err)
	left["the log"], left["a webhook"], left["a page of on call"] = s.said.String(), posted, fmt.Sprintf("%+v", pages)
	for what, text := range left {
		if at := strings.Index(text, canary); at >= 0 {
			t.Errorf("%s holds what was typed: %.300s", what, text[max(0, at-150):])
		}
	}
	for one, err := range s.engine.Snapshot(t.Context()) {
		must(t, err)
		if strings.Contains(one.Record.ID, canary) || slices.Contains([]string{"audit", "oncall_pages", "cases", "case_layers"}, one.Collection) && strings.Contains(string(one.Record.Body), canary) {
			t.Errorf("%s holds what was typed", one.Collection)
		}
	}
	if list, err := s.safety.cases.List(t.Context(), disclosure.Who{Account: s.house.lead.ID, Session: "n"}, s.service, true); err != nil || strings.Contains(fmt.Sprintf("%+v", list), canary) {
		t.Errorf("a case tells its words before it is opened, %v", err)
	}
}

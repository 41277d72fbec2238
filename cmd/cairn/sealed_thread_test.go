package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cairn/store"
)

// byPassword signs an account of the house in with the password, as opening a worry needs.
func (h *house) byPassword(email string) *visitor {
	h.t.Helper()
	v := h.visitor()
	v.get("/sign-in")
	if got := v.post("/sign-in", url.Values{"email": {email}, "password": {"seven purple boots sing"}}); got.status != http.StatusSeeOther {
		h.t.Fatalf("signing in: got status %d\n%s", got.status, got.body)
	}
	v.get("/home")
	return v
}

// TestALeadsReplyInASealedThreadReachesTheReceiptAlone goes the whole way: a
// child tells of harm, the rota is paged, the lead opens it and answers, the
// child reads the answer behind the six pictures, and nobody else can.
func TestALeadsReplyInASealedThreadReachesTheReceiptAlone(t *testing.T) {
	const told, replied = "My stepdad hits me every canarynight", "Thank you for telling canaryreply. Ring me when you can."
	h := openHouse(t, furnish{})
	page := h.opensTelling()
	child := h.visitor()
	six := sixOn(child.tells(page, url.Values{"text": {told}}).body)
	waits, err := h.rota.Waiting(t.Context(), h.lead.ID)
	must(t, err)
	if len(waits) != 1 {
		t.Fatalf("got %d pages for who is on call, want one: a case that pages nobody", len(waits))
	}
	lead := h.byPassword("lead@holders.example")
	found := regexp.MustCompile(`href="(/safe/[^"/]+)"`).FindAllStringSubmatch(lead.get("/safe").body, -1)
	address := ""
	for _, link := range found {
		if link[1] != "/safe/keys" {
			address = link[1]
		}
	}
	lead.get(address)
	if got := lead.post(address, url.Values{"do": {"open"}, "passphrase": {keyPassphrase}}); got.status != http.StatusSeeOther {
		t.Fatalf("opening %s: got status %d\n%s", address, got.status, got.body)
	}
	if !strings.Contains(lead.get(address).body, told) {
		t.Fatal("the lead cannot read what was told")
	}
	if got := lead.post(address, url.Values{"do": {"reply"}, "text": {replied}}); got.status != http.StatusSeeOther {
		t.Fatalf("replying: got status %d\n%s", got.status, got.body)
	}
	if left, err := h.rota.Waiting(t.Context(), h.lead.ID); err != nil || len(left) != 0 {
		t.Errorf("got %d pages once the lead has it (%v), want none", len(left), err)
	}
	thread := h.visitor().comesBack(six)
	if !strings.Contains(thread.body, replied) || strings.Contains(thread.body, told) {
		t.Errorf("got\n%s\nwant the reply behind the receipt, and not what was told", thread.body)
	}
	h.wantsNowhere(address, replied, told)
}

// wantsNowhere looks for words on every page of somebody with all other roles,
// behind a receipt of another child, and in all that is stored.
func (h *house) wantsNowhere(address string, words ...string) {
	h.t.Helper()
	sam, item := h.member(), strings.TrimPrefix(address, "/safe/")
	stranger := sixOn(h.visitor().tells("/t/"+h.slug(), url.Values{"text": {"More benches"}}).body)
	pages := map[string]string{"another receipt": h.visitor().comesBack(stranger).body}
	for _, path := range []string{"/home", "/queue", "/replies", "/replies/" + item, "/complaints", "/read/" + h.service, "/safe", address} {
		pages[path] = sam.get(path).body
	}
	for _, word := range words {
		for where, page := range pages {
			if strings.Contains(page, word) {
				h.t.Errorf("%s shows %q to who has neither receipt nor key", where, word)
			}
		}
		for _, s := range schemas() {
			for rec, err := range h.engine.Find(h.t.Context(), s.Name, store.Query{}) {
				must(h.t, err)
				if strings.Contains(string(rec.Body), word) {
					h.t.Errorf("%s holds %q readably", s.Name, word)
				}
			}
		}
	}
	if strings.Contains(h.said.String(), "canary") {
		h.t.Error("the log holds words")
	}
}

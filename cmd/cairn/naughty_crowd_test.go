package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/staff"
)

func TestThreeHundredTextsOfOneChildLoseNoneAndHoldUpNobody(t *testing.T) {
	clock := &turned{}
	s := openStocked(t, furnish{now: clock.now})
	const flood = 300
	var sent, kept, waits atomic.Int64
	var all sync.WaitGroup
	half := make(chan struct{})
	places := make(chan struct{}, 120)
	s.child.client.Timeout = 5 * time.Minute // whoever floods waits, longer still on a busy machine; only order counts here
	s.child.get(s.page)
	for n := range flood {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			one := *s.child
			text := fmt.Sprint("The flood is number ", n)
			got := one.post(s.page, url.Values{"key": {key(n)}, "text": {text}}, "X-Forwarded-For", "10.9.9.9")
			switch {
			case got.status == http.StatusSeeOther:
				kept.Add(1)
			case got.status == http.StatusTooManyRequests && strings.Contains(got.body, text+"</textarea>"):
				waits.Add(1) // "wait a moment", and nothing typed is lost
			default:
				t.Errorf("number %d: got status %d, want it taken or given back", n, got.status)
			}
			if sent.Add(1) == 70 { // from here on each waits
				close(half)
			}
		})
	}
	<-half
	other := s.visitor()
	other.get(s.page)
	got := other.post(s.page, url.Values{"key": {key(flood)}, "ack": {"1"}, "text": {"The quiet child"}}, "X-Forwarded-For", "10.9.9.8")
	if before := sent.Load(); got.status != http.StatusSeeOther || before == flood {
		t.Errorf("another child: got status %d after %d of %d, want an answer in the middle", got.status, before, flood)
	}
	if got := s.sam.get("/queue"); got.status != http.StatusOK {
		t.Errorf("the queue meanwhile: got status %d", got.status)
	}
	all.Wait()
	found, quiet := 0, 0
	for one, err := range s.engine.Snapshot(t.Context()) {
		must(t, err)
		if one.Collection == "items" && strings.Contains(string(one.Record.Body), "The flood is number") {
			found++
		}
		if one.Collection == "items" && strings.Contains(string(one.Record.Body), "The quiet child") {
			quiet++
		}
	}
	if int64(found) != kept.Load() || kept.Load()+waits.Load() != flood || quiet != 1 || found < 60 {
		t.Errorf("got %d texts for %d taken and %d told to wait, and %d of the other child; want none lost", found, kept.Load(), waits.Load(), quiet)
	}
	clock.on(25 * time.Hour)
	must(t, s.words.ReleaseDue(t.Context(), s.service))
	if page := s.member().takeNext(); !strings.Contains(page, `<article class="held first"`) || len(page) > 200<<10 {
		t.Errorf("the queue is no use beside the flood: %d bytes", len(page))
	}
}

func TestAClassReportingOneNurseIsSealedAndPagesOnce(t *testing.T) {
	keyFile := t.TempDir() + "/key"
	must(t, os.WriteFile(keyFile, []byte("a key\n"), 0o600))
	g := openGateway(t, "a key")
	s := openStocked(t, furnish{config: func(c *config) {
		c.trustedProxies, c.pageWebhook, c.pageWebhookKey, c.publicURL = "127.0.0.1", g.URL, keyFile, "https://cairn.example/"
	}})
	nurse, err := s.office.Enrol(t.Context(), staff.NewAccount{Email: "nurse@link.example", Name: "Bettina Harrison", Password: "seven purple boots sing"},
		[]staff.Grant{{Service: s.service, Role: staff.Moderator}, {Service: s.service, Role: staff.Designer}, {Service: s.service, Role: staff.Deputy}})
	must(t, err)
	s.ticks()
	must(t, s.rota.AcknowledgeCase(t.Context(), s.safe, s.house.lead.ID))
	before, cases := g.count(), len(s.cases())
	items := len(s.standings(""))
	class := s.visitor()
	class.get(s.page)
	const pupils = 30
	for n := range pupils {
		text := fmt.Sprintf("Nurse Bettina Harrison hit me %d times canaryclass", n)
		got := class.post(s.page, url.Values{"key": {key(n)}, "text": {text}, "ack": {"1"}}, "X-Forwarded-For", fmt.Sprint("10.8.0.", n+1))
		if got.status != http.StatusSeeOther {
			t.Fatalf("number %d: got status %d", n, got.status)
		}
	}
	for range 3 {
		s.ticks()
	}
	if got := len(s.cases()) - cases; got != pupils {
		t.Errorf("got %d cases, want each text sealed by itself", got)
	}
	if got := len(s.standings(moderation.Worried)); len(s.standings(""))-items != pupils || got < pupils {
		t.Errorf("got %d items passed on, want all %d", got, pupils)
	}
	for one, err := range s.engine.Snapshot(t.Context()) {
		must(t, err)
		if strings.Contains(string(one.Record.Body), "canaryclass") {
			t.Errorf("%s holds the words", one.Collection)
		}
	}
	if got := g.count() - before; got != 1 {
		t.Errorf("got %d notices to whoever is on call, want one for the burst", got)
	}
	s.seesNothing(nurse)
}

// seesNothing goes as somebody who was named through every page of staff.
func (s *stocked) seesNothing(nurse *staff.Account) {
	s.t.Helper()
	list, err := s.safety.cases.List(s.t.Context(), disclosure.Who{Account: nurse.ID, Session: "n"}, s.service, true)
	must(s.t, err)
	for _, c := range list {
		if c.ID != s.safe {
			s.t.Errorf("the nurse is told of case %s", c.ID)
		}
	}
	if pages, err := s.rota.Waiting(s.t.Context(), nurse.ID); err != nil || len(pages) > 0 {
		s.t.Errorf("the nurse is paged %d times, %v", len(pages), err)
	}
	hers := s.browserOf(nurse)
	for _, path := range []string{"/home", "/queue", "/numbers", "/safe", "/pages", "/rota", "/replies", s.of("themes"), "/read/" + s.service, "/said/" + s.slug()} {
		page := hers.get(path).body
		if strings.Contains(page, "canaryclass") || strings.Contains(page, "hit me") {
			s.t.Errorf("%s shows the nurse the words", path)
		}
	}
	for _, path := range []string{"/queue", "/numbers", "/home", s.of("themes"), "/said/" + s.slug(), "/complaints"} {
		for name, v := range map[string]*visitor{"sam": s.sam, "the lead": s.lead, "anybody": s.visitor()} {
			if page := v.get(path).body; strings.Contains(page, "Harrison") {
				s.t.Errorf("%s names the nurse to %s", path, name)
			}
		}
	}
}

func (s *stocked) ticks() { must(s.t, s.rota.Tick(s.t.Context())) }

// standings are the items in a state, or all of them.
func (s *stocked) standings(in moderation.State) []string {
	s.t.Helper()
	var out []string
	for one, err := range s.engine.Snapshot(s.t.Context()) {
		must(s.t, err)
		if one.Collection != "items" {
			continue
		}
		if st, err := s.words.StateOf(s.t.Context(), one.Record.ID); err == nil && (in == "" || st.State == in) {
			out = append(out, one.Record.ID)
		}
	}
	return out
}

func (g *gateway) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.taken)
}

func TestWrongReceiptsByTheThousandOpenNothingAndHoldUpNobody(t *testing.T) {
	s := openStocked(t, furnish{})
	var codes []string
	for _, kind := range s.threads.Album().Kinds() {
		for _, p := range s.threads.Album().OfKind(kind) {
			codes = append(codes, p.Code)
		}
	}
	v := s.visitor()
	v.get("/back")
	v.client.Timeout = time.Minute // whoever tries thousands waits
	const wrong = 2000
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var opened, done atomic.Int64
	var all sync.WaitGroup
	places, middle := make(chan struct{}, 40), make(chan struct{})
	for n := range wrong {
		form := url.Values{"do": {"open"}}
		for range 6 {
			form.Add("pick", codes[rand.IntN(len(codes))])
		}
		all.Go(func() {
			one, from := *v, "10.7.7.7"
			if n%10 == 0 {
				places <- struct{}{}
				defer func() { <-places }()
				from = fmt.Sprintf("10.6.%d.%d", n/200, 1+n%200)
			}
			if got := one.post("/back", form, "X-Forwarded-For", from); got.status == http.StatusSeeOther || got.status >= 500 {
				opened.Add(1)
			}
			if done.Add(1) == 50 {
				close(middle)
			}
		})
	}
	<-middle
	runtime.ReadMemStats(&during)
	right := s.visitor()
	if page := right.get(s.page); page.status != http.StatusOK {
		t.Errorf("the tell page meanwhile: got status %d", page.status)
	}
	if thread := right.comesBack(s.six); !strings.Contains(thread.body, "It waits for a person to read it.") || done.Load() == wrong {
		t.Errorf("the right pictures: got status %d after %d wrong ones, want the thread in the middle\n%.3000s", thread.status, done.Load(), thread.body)
	}
	all.Wait()
	if opened.Load() > 0 {
		t.Errorf("got %d of %d wrong codes opened or broken, want none", opened.Load(), wrong)
	}
	if grown := int64(during.HeapInuse) - int64(before.HeapInuse); grown > 1<<30 {
		t.Errorf("the heap grew by %d MB, want room for four at a time", grown>>20)
	}
}

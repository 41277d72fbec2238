package main

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/staff"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// stocked is a house with one thing behind each door of "Say it safely": an item
// in a moderator's hand, one that was shown and has a theme, a case that was
// opened, a complaint, and a child who has come back.
type stocked struct {
	*house
	page      string // where a child tells
	six       []string
	item      string // in sam's hand at the queue
	shown     string
	theme     string
	safe      string // the case
	complaint string // its number
	sam       *visitor
	wes       *visitor // a second designer
	lead      *visitor
	child     *visitor // has the thread open
}

// openStocked opens a house and puts in what the new doors are about.
func openStocked(t *testing.T, f furnish) *stocked {
	t.Helper()
	if f.config == nil {
		f.config = func(c *config) { c.trustedProxies = "127.0.0.1" } // each child from an address of its own
	}
	h := openHouse(t, f)
	s := &stocked{house: h, page: h.opensTelling(), item: "naughty1", shown: "naughty2"}
	h.someSurvey()
	s.wrote(s.shown, "The last bus goes too early for us", h.lastMonth(), true)
	s.told(s.item, h.service, "The hall is cold")
	s.sam, s.lead = h.member(), h.browserOf(h.lead)
	s.wes = h.signIn("wes@link.example", h.service, staff.Designer)
	s.sam.takeNext()
	must2(t, s.wes.post("/read/"+h.service+"/tag", url.Values{"item": {s.shown}, "theme": {"Getting home"}}))
	list, err := h.themes.Themes(t.Context(), h.service)
	must(t, err)
	s.theme = list[0].ID
	must2(t, s.wes.post(s.of("themes/"+s.theme+"/answer"), url.Values{"do": {"promise"}, "who": {"Sam"}, "by": {h.now().AddDate(0, 0, 3).Format(time.DateOnly)}}))
	s.child = h.visitor()
	s.six = sixOn(s.child.tells(s.page, url.Values{"text": {"The paint smells in here"}}).body)
	s.child.comesBack(s.six)
	s.complaint = s.complains("They lost my letter twice")
	s.safe = s.worries("My stepdad hits me every night")
	must2(t, s.lead.post("/safe/"+s.safe, url.Values{"do": {"open"}, "passphrase": {keyPassphrase}}))
	return s
}

func (s *stocked) of(rest string) string { return "/read/" + s.service + "/" + rest }

// browserOf is a browser of an account's.
func (h *house) browserOf(account *staff.Account) *visitor {
	h.t.Helper()
	before := h.account
	h.account = account
	defer func() { h.account = before }()
	return h.member()
}

// complains says that something is wrong, and gives the number.
func (s *stocked) complains(text string) string {
	s.t.Helper()
	v := s.visitor()
	form := v.get(s.page + "/wrong")
	got := v.post(s.page+"/wrong", url.Values{"key": {hiddenField(form.body, "key")}, "text": {text}})
	must2(s.t, got)
	_, rest, _ := strings.Cut(v.get(got.header.Get("Location")).body, `<p class="reference" dir="ltr" lang="en">`)
	number, _, _ := strings.Cut(rest, "<")
	return number
}

// worries tells what may be a disclosure, and gives the newest case.
func (s *stocked) worries(text string) string {
	s.t.Helper()
	known := map[string]bool{}
	for _, c := range s.cases() {
		known[c.ID] = true
	}
	s.visitor().tells(s.page, url.Values{"text": {text}})
	for _, c := range s.cases() {
		if !known[c.ID] {
			return c.ID
		}
	}
	s.t.Fatalf("%q came to no case", text)
	return ""
}

// cases are those the lead may know of.
func (s *stocked) cases() []*disclosure.Case {
	s.t.Helper()
	list, err := s.safety.cases.List(s.t.Context(), disclosure.Who{Account: s.house.lead.ID, Session: "none"}, s.service, true)
	must(s.t, err)
	return list
}

// at fills a path with the things that are there.
func (s *stocked) at(path string) string {
	for of, with := range map[string]string{
		"/queue/:item": s.item, "/replies/:item": s.shown, "/safe/:item": s.safe, ":theme": s.theme,
	} {
		name := of[strings.Index(of, ":"):]
		if strings.Contains(path, of) {
			path = strings.Replace(path, name, with, 1)
		}
	}
	return s.address(path)
}

// whose is the browser that has a door's rights.
func (s *stocked) whose(who string, needs staff.Action) *visitor {
	switch {
	case who != "staff":
		return s.child
	case needs == staff.ReadDisclosure:
		return s.lead
	}
	return s.sam
}

// watched is an engine that looks at everything asked of it for operators.
type watched struct {
	noted
	mu    sync.Mutex
	found []string
}

func (w *watched) tell(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found = append(w.found, what)
}

// plain looks at what a query compares with: values, never documents or lists.
func (w *watched) plain(collection string, values ...any) {
	for _, v := range values {
		if v == nil {
			continue
		}
		switch reflect.TypeOf(v).Kind() {
		case reflect.Map, reflect.Slice, reflect.Interface, reflect.Pointer:
			w.tell(collection + " was asked with a " + reflect.TypeOf(v).String())
		}
	}
}

// keys looks for names of fields that a database takes for an order to it.
func (w *watched) keys(collection string, doc bson.Raw) {
	elements, err := doc.Elements()
	if err != nil {
		return
	}
	for _, e := range elements {
		if strings.HasPrefix(e.Key(), "$") || strings.Contains(e.Key(), ".") {
			w.tell(collection + " keeps a field called " + e.Key())
		}
		if inner, ok := e.Value().DocumentOK(); ok {
			w.keys(collection, inner)
		}
		if inner, ok := e.Value().ArrayOK(); ok {
			w.keys(collection, bson.Raw(inner))
		}
	}
}

func (w *watched) Find(ctx context.Context, collection string, q store.Query) iter.Seq2[store.Record, error] {
	w.plain(collection, append([]any{q.From, q.To}, q.Equal...)...)
	return w.noted.Find(ctx, collection, q)
}

func (w *watched) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	for _, r := range records {
		w.keys(collection, r.Body)
	}
	return w.noted.Insert(ctx, collection, records)
}

func (w *watched) Replace(ctx context.Context, collection string, rec store.Record) error {
	w.keys(collection, rec.Body)
	return w.noted.Replace(ctx, collection, rec)
}

func TestOneThingStandsBehindEachDoor(t *testing.T) {
	s := openStocked(t, furnish{})
	if got := s.lead.get("/safe/" + s.safe); !strings.Contains(got.body, "stepdad") {
		t.Errorf("the lead does not read the case: %d", got.status)
	}
	if got := s.sam.get("/queue"); got.status != http.StatusOK || !strings.Contains(got.body, "item-"+s.item) {
		t.Errorf("the item is not in the moderator's hand: %d", got.status)
	}
	if got := s.standing(s.shown).State; got != moderation.Shown {
		t.Errorf("got %s, want it shown", got)
	}
	if s.complaint == "" || len(s.six) != 6 || s.child.get("/back/thread").status != http.StatusOK {
		t.Error("the complaint or the thread is not there")
	}
}

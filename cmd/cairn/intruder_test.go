package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/polls"
	"cairn/store"
	"cairn/store/storetest"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// The motivated intruder (the test the UK's Information Commissioner names for
// anonymised data) is somebody of ordinary skill who wants to know what one
// child said, and here holds everything that could ever be stolen: each document
// that was ever written, in order, as a log of a database keeps them; the files
// as they lay while the room was open; an old backup; the public pages; a class
// list; and one child's phone. The site secret and the phones of the others are
// what the intruder does not have.

// loot is what was stolen.
type loot struct {
	mu      sync.Mutex
	written []stolen
	files   map[string][]byte
	pages   map[string]string
}

// stolen is one document at the moment it was written.
type stolen struct {
	collection string
	fields     map[string]string // path to value, in words
	raw        []byte
}

// copying is an engine whose every write the intruder reads along.
type copying struct {
	store.Engine
	loot *loot
}

func (c copying) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	for _, r := range records {
		c.loot.note(collection, r.Body)
	}
	return c.Engine.Insert(ctx, collection, records)
}

func (c copying) Replace(ctx context.Context, collection string, r store.Record) error {
	c.loot.note(collection, r.Body)
	return c.Engine.Replace(ctx, collection, r)
}

func (l *loot) note(collection string, raw bson.Raw) {
	fields := map[string]string{}
	flatten("", bson.RawValue{Type: bson.TypeEmbeddedDocument, Value: raw}, fields)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written = append(l.written, stolen{collection, fields, slices.Clone(raw)})
}

// flatten writes a document down as paths and values; the places in a list have no number.
func flatten(path string, v bson.RawValue, into map[string]string) {
	switch v.Type {
	case bson.TypeEmbeddedDocument, bson.TypeArray:
		elements, _ := bson.Raw(v.Value).Elements()
		for i, e := range elements {
			below := path + "." + e.Key()
			if v.Type == bson.TypeArray {
				below = fmt.Sprintf("%s[%d]", path, i)
			}
			flatten(strings.TrimPrefix(below, "."), e.Value(), into)
		}
	case bson.TypeString:
		into[path] = v.StringValue()
	case bson.TypeBinary:
		_, b := v.Binary()
		into[path] = hex.EncodeToString(b)
	case bson.TypeDateTime:
		into[path] = "at " + v.Time().UTC().Format(time.RFC3339Nano)
	default:
		into[path] = v.String()
	}
}

// of lists what was ever written to a collection.
func (l *loot) of(collection string) []stolen {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(l.written), func(w stolen) bool { return w.collection != collection })
}

// take copies a folder as it lies there now, log files too.
func (l *loot) take(t *testing.T, name, dir string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		l.files[name+" "+d.Name()] = raw
		return err
	}))
}

// takeOplog copies what a MongoDB set remembers of every write.
func (l *loot) takeOplog(t *testing.T, uri string) {
	t.Helper()
	client, err := driver.Connect(options.Client().ApplyURI(uri))
	must(t, err)
	defer func() { must(t, client.Disconnect(context.WithoutCancel(t.Context()))) }()
	cursor, err := client.Database("local").Collection("oplog.rs").Find(t.Context(), bson.D{})
	must(t, err)
	var all bytes.Buffer
	for cursor.Next(t.Context()) {
		all.Write(cursor.Current)
	}
	must(t, cursor.Err())
	if all.Len() == 0 {
		t.Fatal("the log of the database is empty; there is nothing to search")
	}
	l.files["the log of the database"] = all.Bytes()
}

// everywhere is every byte that was stolen, by where it lay.
func (l *loot) everywhere() map[string][]byte {
	all := map[string][]byte{}
	for name, raw := range l.files {
		all[name] = raw
	}
	for name, page := range l.pages {
		all[name] = []byte(page)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, w := range l.written {
		all[fmt.Sprintf("%s, write %d", w.collection, i)] = w.raw
	}
	return all
}

// classList is who was in the room, in the order they sat down.
func classList() []string {
	return []string{"Aoife Thwaite", "Bartek Nowak", "Carys Pritchard", "Danylo Koval", "Eilidh Graham", "Farah Haddad",
		"Gethin Rees", "Hollie Braithwaite", "Ioana Popescu", "Jamal Osman", "Kacper Zielinski", "Lowri Bevan"}
}

// child is one of the class: the phone, the choice and the words only they know.
type child struct {
	name  string
	phone *visitor
	pick  string
	words string
}

// worryOfOne is the one sentence nobody but safeguarding may ever read.
const worryOfOne = "my stepdad hits me when mum is at the quaverly mill"

func TestAMotivatedIntruderSinglesOutNobody(t *testing.T) {
	t.Run("embedded store", func(t *testing.T) { intrude(t, nil, "") })
	t.Run("MongoDB", func(t *testing.T) {
		uri := storetest.MongoURI(t)
		intrude(t, storetest.OpenMongo(t, uri), uri)
	})
}

func intrude(t *testing.T, engine store.Engine, uri string) {
	l := &loot{files: map[string][]byte{}, pages: map[string]string{}}
	h := openHouse(t, furnish{engine: engine, wrap: func(e store.Engine) store.Engine { return copying{e, l} }})
	class := h.classAnswers()
	h.steal(l, "while the room was open", uri)
	backup := filepath.Join(t.TempDir(), "old.backup")
	must(t, writeBackup(t.Context(), h.engine, backup))
	l.files["the old backup"] = plain(t, backup)
	second := h.classWrites(class)
	h.roomEnds(second)
	h.steal(l, "afterwards", uri)
	for _, path := range []string{"/s/" + h.code, "/", "/help"} {
		l.pages["page "+path] = h.visitor().get(path).body
	}
	l.hasWhatItShould(t)
	l.findsNoPerson(t, h, class)
	l.findsNoWorry(t)
	l.joinsNoTwoBallots(t)
	l.learnsNothingFromTheSizeOfAnAnswer(t)
	l.findsNoMarkOnAnItem(t)
	l.findsNoTimeOfDay(t)
}

// steal copies what lies on the disk or in the database's own log.
func (h *house) steal(l *loot, when, uri string) {
	if uri != "" {
		l.takeOplog(h.t, uri)
		return
	}
	l.take(h.t, when, h.data)
}

// classAnswers lets the whole class sit down in order and choose.
func (h *house) classAnswers() []*child {
	var class []*child
	for i, name := range classList() {
		c := &child{name: name, phone: h.seated(), pick: string("aabcabcabbca"[i]), words: fmt.Sprintf("More swings by the lake, number %d", 100+i*7)}
		c.phone.answers(h.ask, c.pick)
		class = append(class, c)
	}
	return class
}

// classWrites opens the text and lets everybody write, one of them a worry; the
// order is not the one they sat down in. It gives the class in that order.
func (h *house) classWrites(class []*child) []*child {
	h.t.Helper()
	h.revealed(h.ask)
	h.do(polls.Command{Do: polls.DoOpen, Activity: h.write})
	order := []int{7, 2, 11, 0, 5, 9, 1, 10, 4, 8, 3, 6}
	var wrote []*child
	for n, i := range order {
		c := class[i]
		if n == 5 {
			c.words = worryOfOne
		}
		page := c.phone.get("/s/" + h.code).body
		form := url.Values{"text": {c.words}}
		for _, name := range []string{"activity", "round", "key", "counter"} {
			found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
			if found == nil {
				h.t.Fatalf("the form has no %s:\n%s", name, page)
			}
			form.Set(name, found[1])
		}
		if got := c.phone.post("/s/"+h.code+"/answer", form); got.status != http.StatusSeeOther && got.status != http.StatusOK {
			h.t.Fatalf("writing: got %d\n%s", got.status, got.body)
		}
		wrote = append(wrote, c)
	}
	return wrote
}

// roomEnds closes and seals the text and ends the session.
func (h *house) roomEnds(wrote []*child) {
	h.t.Helper()
	h.do(polls.Command{Do: polls.DoClose, Activity: h.write})
	sam := h.member()
	page := sam.get("/sessions/" + h.session + "/words").body
	if !strings.Contains(page, wrote[0].words) {
		h.t.Fatalf("staff do not see %q:\n%s", wrote[0].words, page)
	}
	by := h.now().AddDate(0, 0, 7).Format(time.DateOnly)
	if got := sam.post("/sessions/"+h.session+"/end", url.Values{"who": {"Sam"}, "by": {by}}); got.status != http.StatusSeeOther {
		h.t.Fatalf("ending: got %d\n%s", got.status, got.body)
	}
}

// hasWhatItShould makes sure that the search looks at something.
func (l *loot) hasWhatItShould(t *testing.T) {
	t.Helper()
	if n := len(l.of("ballots")); n < 2*len(classList())-1 {
		t.Fatalf("got %d ballots in the loot, want the whole class twice", n)
	}
	if n := len(l.of("items")); n < len(classList())-1 {
		t.Fatalf("got %d items in the loot, want the whole class's", n)
	}
	found := false
	for _, raw := range l.everywhere() {
		found = found || bytes.Contains(raw, []byte("More swings by the lake"))
	}
	if !found {
		t.Fatal("ordinary words are nowhere in the loot; what is hunted for may be hidden from this test")
	}
}

// findsNoPerson looks for phones, seats, addresses and the class list in every byte.
func (l *loot) findsNoPerson(t *testing.T, h *house, class []*child) {
	t.Helper()
	site, err := url.Parse(h.base)
	must(t, err)
	hunted := map[string]string{"an address": "127.0.0.1:", "a browser": "Go-http-client"}
	for _, c := range class {
		hunted["the name of "+c.name] = c.name
		for _, cookie := range c.phone.client.Jar.Cookies(site) {
			if len(cookie.Value) >= 12 {
				hunted[cookie.Name+" cookie of "+c.name] = cookie.Value
			}
			if raw, err := base64.RawURLEncoding.DecodeString(cookie.Value); err == nil && len(raw) >= 16 {
				hunted["bytes of the "+cookie.Name+" cookie of "+c.name] = string(raw[:16])
				hunted["hex of the "+cookie.Name+" cookie of "+c.name] = hex.EncodeToString(raw[:16])
			}
		}
	}
	for where, raw := range l.everywhere() {
		for what, value := range hunted {
			if bytes.Contains(raw, []byte(value)) {
				t.Errorf("%s holds %s", where, what)
			}
		}
	}
}

// findsNoWorry looks for the worry's words in every byte that was ever written.
func (l *loot) findsNoWorry(t *testing.T) {
	t.Helper()
	for where, raw := range l.everywhere() {
		for _, piece := range []string{worryOfOne, "quaverly", "stepdad"} {
			if bytes.Contains(bytes.ToLower(raw), []byte(piece)) {
				t.Errorf("%s holds %q of a worry", where, piece)
			}
		}
	}
}

// joinsNoTwoBallots looks for a value that two answers of one seat share and others do not.
func (l *loot) joinsNoTwoBallots(t *testing.T) {
	t.Helper()
	byActivity := map[string]map[string][]string{} // activity → value → fields
	for _, b := range l.of("ballots") {
		activity, _, _ := strings.Cut(b.fields["_id"], "/")
		if byActivity[activity] == nil {
			byActivity[activity] = map[string][]string{}
		}
		for field, value := range b.fields {
			if len(value) >= 8 {
				byActivity[activity][value] = append(byActivity[activity][value], field)
			}
		}
	}
	for one, values := range byActivity {
		for other, others := range byActivity {
			for value, fields := range values {
				if one < other && len(others[value]) > 0 && len(fields) < 3 {
					t.Errorf("%s and %s share %q in %v and %v: two answers of one seat can be joined", one, other, value, fields, others[value])
				}
			}
		}
	}
	for _, w := range l.everywhereElse("ballots") {
		for field, value := range w.fields {
			for _, values := range byActivity {
				if fields := values[value]; len(value) >= 8 && len(fields) > 0 && len(fields) < 3 {
					t.Errorf("%s.%s holds %q, which one ballot has as %v", w.collection, field, value, fields)
				}
			}
		}
	}
}

func (l *loot) everywhereElse(collection string) []stolen {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(l.written), func(w stolen) bool { return w.collection == collection })
}

// learnsNothingFromTheSizeOfAnAnswer: an answer that is encrypted still has a length.
func (l *loot) learnsNothingFromTheSizeOfAnAnswer(t *testing.T) {
	t.Helper()
	sizes := map[string]map[int]bool{}
	for _, b := range l.of("ballots") {
		activity, _, _ := strings.Cut(b.fields["_id"], "/")
		if sizes[activity] == nil {
			sizes[activity] = map[int]bool{}
		}
		sizes[activity][len(b.fields["sealed"])] = true
	}
	for activity, seen := range sizes {
		if len(seen) != 1 {
			t.Errorf("%s: sealed answers have the lengths %v, want one for all", activity, seen)
		}
	}
}

// findsNoMarkOnAnItem: beside its own words, nothing in an item may belong to it
// alone; what only one item has is a mark by which somebody could be found.
func (l *loot) findsNoMarkOnAnItem(t *testing.T) {
	t.Helper()
	own := regexp.MustCompile(`^(_id|rev|text|word|findings.*|masks.*|hard|seen.*|by|state|claim.*)$`)
	items := map[string]stolen{}
	for _, w := range l.of("items") {
		items[w.fields["_id"]] = w
	}
	shared := map[string]int{}
	for _, w := range items {
		for field, value := range w.fields {
			shared[field+"="+value]++
		}
	}
	for id, w := range items {
		for field, value := range w.fields {
			if !own.MatchString(field) && shared[field+"="+value] < 3 && w.fields["text"] != "" {
				t.Errorf("item %s alone has %s = %q", id, field, value)
			}
		}
	}
}

// findsNoTimeOfDay: what young people gave has a date, and no hour.
func (l *loot) findsNoTimeOfDay(t *testing.T) {
	t.Helper()
	for _, collection := range []string{"ballots", "items", "attendances", "threads"} {
		for _, w := range l.of(collection) {
			for field, value := range w.fields {
				if strings.HasPrefix(value, "at ") && !strings.HasSuffix(value, "T00:00:00Z") {
					t.Errorf("%s.%s holds a time of day, %s", collection, field, value)
				}
			}
		}
	}
}

package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/store/storetest"
	"cairn/surveys"
)

// TestAMotivatedIntruderJoinsNoPhoneToAClosedAnswer: the intruder has every
// document that was ever written, in order, the files (of MongoDB: the log of all
// writes) before and after the survey closed, a backup made while it was open, and
// every phone of the class with its cookies. Not the secrets, which lie outside the store.
func TestAMotivatedIntruderJoinsNoPhoneToAClosedAnswer(t *testing.T) {
	t.Run("embedded store", func(t *testing.T) { intrudeOnSurvey(t, nil, "") })
	t.Run("MongoDB", func(t *testing.T) {
		uri := storetest.MongoURI(t)
		intrudeOnSurvey(t, storetest.OpenMongo(t, uri), uri)
	})
}

func intrudeOnSurvey(t *testing.T, engine store.Engine, uri string) {
	l := &loot{files: map[string][]byte{}, pages: map[string]string{}}
	dropped := &drops{}
	h := openHouse(t, furnish{engine: engine, wrap: func(e store.Engine) store.Engine { return dropping{copying{e, l}, dropped} }})
	s := h.asksSurvey(nil)
	class := h.classFillsIn(s)
	h.steal(l, "while the survey was open", uri)
	backup := filepath.Join(t.TempDir(), "old.backup")
	must(t, writeBackup(t.Context(), h.engine, backup))
	l.files["the old backup"] = plain(t, backup)
	h.corrects(s, class[4])
	_, err := h.surveys.shelf.Close(t.Context(), s.ID)
	must(t, err)
	h.steal(l, "afterwards", uri)
	l.pages["page"] = h.visitor().get("/q/" + s.Slug).body

	open, closed := l.rowsOf(t, len(class))
	l.findsNoPerson(t, h, class)
	l.findsNoTimeOfDayIn(t, "responses")
	sharesNothing(t, s, open, closed)
	ordersNothing(t, class, closed)
	pairsNothing(t, class, open, closed, dropped.ids)
	if uri != "" {
		came, lie, gone := l.logOf(t, s.ID)
		pairsNothing(t, class, came, lie, gone)
	}
	sizesTellNothing(t, open)
	l.guessesNoName(t, h, class, append(open, closed...))
	h.holdsNothingAnyMore(s, class)
	restoredAnswersKnowNobody(t, h, s, backup, class)
}

// classFillsIn lets each of the class answer in a way of their own.
func (h *house) classFillsIn(s *surveys.Survey) []*child {
	var class []*child
	for i, name := range classList() {
		c := &child{name: name, pick: strconv.Itoa(i)}
		answers := map[string]any{"where": []string{"lake"}, "cold": []string{c.pick}}
		if i == 11 {
			c.pick, answers = "pool", map[string]any{"where": []string{"pool"}}
		}
		if i%4 == 0 {
			answers["more"] = "More steps at the lake, number " + c.pick
		}
		c.phone = h.answered(s, i, answers)
		class = append(class, c)
	}
	return class
}

// corrects lets one of them send another answer from the same phone.
func (h *house) corrects(s *surveys.Survey, c *child) {
	h.t.Helper()
	form := url.Values{"key": {"key-of-a-correction"}, "version": {"1"}, "given": {`[{"q":"where","pick":["lake"]},{"q":"cold","pick":["` + c.pick + `"]}]`}}
	if got := c.phone.post("/q/"+s.Slug, form, "Accept", "application/json"); got.status != http.StatusOK {
		h.t.Fatalf("correcting: got %d\n%s", got.status, got.body)
	}
	if n := len(h.responsesOf(s.ID)); n != len(classList()) {
		h.t.Fatalf("got %d responses after a correction, want %d", n, len(classList()))
	}
}

// rowsOf are the responses as they were written while the survey was open, and at its end.
func (l *loot) rowsOf(t *testing.T, class int) (open, closed []stolen) {
	t.Helper()
	for _, w := range l.of("responses") {
		if w.fields["sealed"] != "" {
			open = append(open, w)
		} else {
			closed = append(closed, w)
		}
	}
	if len(open) != class+1 || len(closed) != class {
		t.Fatalf("got %d open and %d closed rows in the loot, want %d and %d", len(open), len(closed), class+1, class)
	}
	if closed[0].fields["response.answers.where.pick[0]"] == "" {
		t.Fatalf("closed rows are not readable; what is hunted for may be hidden from this test: %v", closed[0].fields)
	}
	return open, closed
}

// sharesNothing: no value of an open row may stand in a closed one.
func sharesNothing(t *testing.T, s *surveys.Survey, open, closed []stolen) {
	t.Helper()
	for _, o := range open {
		for field, value := range o.fields {
			if len(value) < 8 || value == s.ID {
				continue
			}
			for _, c := range closed {
				if bytes.Contains(c.raw, []byte(value)) {
					t.Errorf("%s = %q of an open row stands in a closed one", field, value)
				}
			}
		}
	}
}

// ordersNothing: the closed rows must not lie in the order the answers came in,
// nor in that of their open names.
func ordersNothing(t *testing.T, class []*child, closed []stolen) {
	t.Helper()
	var came, lie []string
	for _, c := range class {
		came = append(came, c.pick)
	}
	byName := slices.Clone(closed)
	slices.SortFunc(byName, func(a, b stolen) int { return strings.Compare(a.fields["_id"], b.fields["_id"]) })
	for i, c := range closed {
		lie = append(lie, toldBy(c))
		if byName[i].fields["_id"] != c.fields["_id"] {
			t.Error("closed rows were written in another order than that of their random names, which then says something")
		}
	}
	if slices.Equal(came, lie) {
		t.Error("the closed rows lie in the order the answers came in")
	}
	slices.Sort(came)
	slices.Sort(lie)
	if !slices.Equal(came, lie) {
		t.Errorf("got the answers %v, want %v", lie, came)
	}
}

// sizesTellNothing: an answer that is sealed still has a length.
func sizesTellNothing(t *testing.T, open []stolen) {
	t.Helper()
	sizes := map[int]bool{}
	for _, o := range open {
		sizes[len(o.fields["sealed"])] = true
	}
	if len(sizes) > 2 { // with and without written words
		t.Errorf("sealed answers have the lengths %v, want one with words and one without", sizes)
	}
}

func (l *loot) findsNoTimeOfDayIn(t *testing.T, collection string) {
	t.Helper()
	for _, w := range l.of(collection) {
		for field, value := range w.fields {
			if strings.HasPrefix(value, "at ") && !strings.HasSuffix(value, "T00:00:00Z") {
				t.Errorf("%s.%s holds a time of day, %s", collection, field, value)
			}
		}
	}
}

// guessesNoName tries to make the names of rows from what phones hold, with
// every key that lies in the loot.
func (l *loot) guessesNoName(t *testing.T, h *house, class []*child, rows []stolen) {
	t.Helper()
	names := map[string]bool{}
	for _, r := range rows {
		names[r.fields["_id"]] = true
	}
	keys := [][]byte{nil}
	for _, w := range l.of("survey_locks") {
		for _, value := range w.fields {
			keys = append(keys, []byte(value))
			if raw, err := hex.DecodeString(value); err == nil {
				keys = append(keys, raw)
			}
		}
	}
	if len(keys) < 3 {
		t.Fatal("the loot has no lock of the survey; there is nothing to try")
	}
	lower := base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
	site, err := url.Parse(h.base)
	must(t, err)
	for _, c := range class {
		for _, cookie := range c.phone.client.Jar.Cookies(site) {
			raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
			if err != nil || len(raw) != 32 {
				continue
			}
			for _, secret := range [][]byte{raw, raw[:16], raw[16:], []byte(cookie.Value)} {
				for _, key := range keys {
					for _, pair := range [][2][]byte{{key, secret}, {secret, key}} {
						mac := hmac.New(sha256.New, pair[0])
						_, _ = mac.Write(pair[1]) // a hash takes everything
						if name := lower.EncodeToString(mac.Sum(nil)[:16]); names[name] {
							t.Errorf("the cookie of %s makes the name of a row", c.name)
						}
					}
				}
			}
		}
	}
}

// holdsNothingAnyMore: a phone that is looked into after the end shows nothing of its answers.
func (h *house) holdsNothingAnyMore(s *surveys.Survey, class []*child) {
	h.t.Helper()
	for _, c := range class {
		if got := c.phone.get("/q/" + s.Slug); got.status != http.StatusGone || strings.Contains(got.body, "In the lake") {
			h.t.Errorf("the phone of %s: got %d, want that it is over", c.name, got.status)
		}
	}
}

// restoredAnswersKnowNobody: even where the old backup is restored beside the
// secrets, the survey is open there again and no phone finds its answer.
func restoredAnswersKnowNobody(t *testing.T, h *house, s *surveys.Survey, backup string, class []*child) {
	t.Helper()
	data := t.TempDir() + "/data"
	engine, err := sqlite.Open(t.Context(), data, sqlite.WithSynchronousOff())
	must(t, err)
	file, err := os.Open(backup)
	must(t, err)
	defer func() { must(t, file.Close()) }()
	must(t, restoreInto(t.Context(), engine, file))
	other := unfurnished(t, furnish{engine: engine, data: data, config: func(c *config) { c.secrets = h.config.secrets }})
	defer func() { must(t, other.close()) }()
	if n := len(other.responsesOf(s.ID)); n != len(class) {
		t.Fatalf("the backup holds %d answers, want %d: there is nothing to join", n, len(class))
	}
	site, err := url.Parse(h.base)
	must(t, err)
	tried := 0
	for _, c := range class {
		for _, cookie := range c.phone.client.Jar.Cookies(site) {
			if len(cookie.Value) != 43 {
				continue
			}
			tried++
			if got, _, err := other.surveys.desk.Mine(t.Context(), s.ID, cookie.Value); err == nil || !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Closed) {
				t.Errorf("the phone of %s finds %v (%v) in the old backup", c.name, got, err)
			}
		}
	}
	if tried < len(class) {
		t.Fatalf("%d tokens were tried, want one of each phone", tried)
	}
}

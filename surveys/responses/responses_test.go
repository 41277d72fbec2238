package responses

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
)

// door keeps the words that were handed in, as moderation does.
type door struct {
	mu    sync.Mutex
	words map[string]string // id → words, "" once withdrawn
	asked int
	shut  error
}

func (d *door) Submit(_ context.Context, t Text) (Heard, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut != nil {
		return Heard{}, d.shut
	}
	d.asked++
	if _, known := d.words[t.ID]; !known {
		d.words[t.ID] = t.Words
	}
	return Heard{Help: strings.Contains(t.Words, "danger")}, nil
}

func (d *door) Withdraw(_ context.Context, item string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.words[item]; known {
		d.words[item] = ""
	}
	return nil
}

func (d *door) standing() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []string
	for _, w := range d.words {
		if w != "" {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return all
}

// table is a desk with an open survey of one choice, one branch and one text.
type table struct {
	*Desk
	t      *testing.T
	engine store.Engine
	shelf  *surveys.Shelf
	door   *door
	now    time.Time
	survey string
	keys   int
	settle func(context.Context) error
}

func schemas() []store.Schema { return append(surveys.Schemas(), Schemas()...) }

func secrets() Secrets {
	return Secrets{Current: bytes.Repeat([]byte{1}, 32), Pepper: bytes.Repeat([]byte{2}, 32)}
}

func words(s string) surveys.Words { return surveys.Words{"en": s} }

func option(id, s string) surveys.Option { return surveys.Option{ID: id, Full: words(s)} }

// wholeForm asks where, only those at the lake how it was there, and for words.
func wholeForm() surveys.Form {
	yes := []surveys.Option{option("a", "Yes"), option("b", "No")}
	return surveys.Form{Sections: []surveys.Section{{ID: "one", Places: []surveys.Place{
		{ID: "p1", Required: true, Question: surveys.Question{ID: "where", Kind: "choice", Private: surveys.PrivateNo, Full: words("Where?"),
			Options: []surveys.Option{option("lake", "Lake"), option("wood", "Wood")}}},
		{ID: "p2", When: &surveys.Rule{Question: "where", Op: surveys.OpIs, Value: "lake"},
			Question: surveys.Question{ID: "cold", Kind: "choice", Private: surveys.PrivateNo, Full: words("Was it cold?"), Options: yes}},
		{ID: "p3", Question: surveys.Question{ID: "more", Kind: "text", Private: surveys.PrivateNo, Full: words("What else?")}},
	}}}}
}

func lay(t *testing.T, change func(*surveys.Survey)) *table {
	t.Helper()
	return layOn(t, storetest.Memory(t, schemas()...), change)
}

func layOn(t *testing.T, e store.Engine, change func(*surveys.Survey)) *table {
	t.Helper()
	b := &table{t: t, engine: e, door: &door{words: map[string]string{}}, now: fixedNow()}
	b.shelf = b.shelfOn(e)
	b.reopen(e)
	s := &surveys.Survey{
		Service: "link", Title: words("How was it?"), Band: surveys.Band11to15, Identity: surveys.CodeOnly, Languages: []string{"en"},
		Visibility: surveys.StaffOnly, WhoAnswers: "Jo", AnswerBy: b.now.AddDate(0, 0, 30), Draft: wholeForm(),
	}
	if change != nil {
		change(s)
	}
	must(t, b.shelf.Make(t.Context(), s))
	_, err := b.shelf.Publish(t.Context(), s.ID, surveys.FirstVersion, "sam")
	must(t, err)
	_, err = b.shelf.Open(t.Context(), s.ID)
	must(t, err)
	b.survey = s.ID
	return b
}

// fixedNow is when the tests happen.
func fixedNow() time.Time { return time.Date(2026, 3, 2, 15, 4, 5, 0, time.UTC) }

func (b *table) shelfOn(e store.Engine) *surveys.Shelf {
	return surveys.OpenShelf(surveys.ShelfParts{
		Engine: e, Now: func() time.Time { return b.now }, Random: rand.Reader, MayOpen: func(context.Context, string) error { return nil },
		Measures: func(surveys.Survey) []surveys.Problem { return nil },
	})
}

// reopen is the program starting again on an engine.
func (b *table) reopen(e store.Engine) {
	b.t.Helper()
	var pictures []string
	for i := range 700 {
		pictures = append(pictures, fmt.Sprintf("%04X", i))
	}
	var err error
	b.Desk, err = Open(Deps{
		Engine: e, Now: func() time.Time { return b.now }, Random: rand.Reader, Secrets: secrets(), Shelf: b.shelf, Words: b.door, Pictures: pictures, Settle: b.settle,
	})
	must(b.t, err)
	b.shelf.OnClosing(b.CloseNow)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Kind != kind || fault.Of(err).Key != key {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func (b *table) key() string {
	b.keys++
	return fmt.Sprintf("submission-key-%06d", b.keys)
}

func (b *table) phone() string {
	b.t.Helper()
	token, err := b.Token(b.t.Context(), b.survey, b.key())
	must(b.t, err)
	return token
}

func pick(id string) surveys.Answer { return surveys.Answer{Pick: []string{id}} }

func (b *table) sends(token, key string, a surveys.Answers) Sent {
	b.t.Helper()
	sent, err := b.Send(b.t.Context(), Sending{Survey: b.survey, Version: 1, Token: token, Key: key, Lang: "en", Answers: a})
	must(b.t, err)
	return sent
}

func (b *table) all() []*Response {
	b.t.Helper()
	var all []*Response
	for r, err := range b.All(b.t.Context(), b.survey) {
		must(b.t, err)
		all = append(all, r)
	}
	return all
}

func TestTheSameAnswerSentTwiceIsOneAndACorrectionReplacesIt(t *testing.T) {
	b := lay(t, nil)
	token, key := b.phone(), b.key()
	if sent := b.sends(token, key, surveys.Answers{"where": pick("lake"), "cold": pick("a")}); !sent.New {
		t.Errorf("got %+v, want a first answer", sent)
	}
	if sent := b.sends(token, key, surveys.Answers{"where": pick("lake"), "cold": pick("a")}); sent.New {
		t.Errorf("the same again: got %+v, want none counted", sent)
	}
	b.sends(token, b.key(), surveys.Answers{"where": pick("wood")})
	all := b.all()
	if len(all) != 1 || all[0].Answers["where"].Pick[0] != "wood" || len(all[0].Answers) != 1 {
		t.Fatalf("got %d responses, first %+v, want the correction alone", len(all), all[0])
	}
	mine, version, err := b.Mine(t.Context(), b.survey, token)
	must(t, err)
	if version != 1 || mine["where"].Pick[0] != "wood" {
		t.Errorf("got %+v of version %d, want what was sent last", mine, version)
	}
	if n, err := b.Count(t.Context(), b.survey); err != nil || n != 1 {
		t.Errorf("got %d answered (%v), want 1", n, err)
	}
}

func TestAnAnswerWhoseAcknowledgementWasLostIsNotCountedAgain(t *testing.T) {
	b := lay(t, nil)
	key := b.key()
	for range 2 { // the same form, from a browser that never got its token
		token, err := b.Token(t.Context(), b.survey, key)
		must(t, err)
		_, err = b.Send(t.Context(), Sending{Survey: b.survey, Version: 1, Token: token, First: true, Key: key, Answers: surveys.Answers{"where": pick("wood")}})
		must(t, err)
	}
	if all := b.all(); len(all) != 1 {
		t.Errorf("got %d responses, want one", len(all))
	}
}

func TestWordsGoThroughTheDoorAndNeverIntoTheResponse(t *testing.T) {
	b := lay(t, nil)
	token, key := b.phone(), b.key()
	a := surveys.Answers{"where": pick("wood"), "more": {Text: "more swings", Quote: true}}
	b.sends(token, key, a)
	b.sends(token, key, a)
	if got := b.door.standing(); len(got) != 1 || got[0] != "more swings" {
		t.Fatalf("got %q at the door, want the words once", got)
	}
	if got := b.all()[0].Answers["more"]; got.Text != "" || got.Quote || got.Pass != "" {
		t.Errorf("got %+v in the response, want an answer without words", got)
	}
	b.sends(token, b.key(), surveys.Answers{"where": pick("lake"), "more": {}})
	if got := b.door.standing(); len(got) != 1 {
		t.Errorf("a correction that leaves the words alone: got %q, want them kept", got)
	}
	b.sends(token, b.key(), surveys.Answers{"where": pick("lake"), "more": {Text: "fewer swings"}})
	if got := b.door.standing(); len(got) != 1 || got[0] != "fewer swings" {
		t.Errorf("got %q, want the new words and the old withdrawn", got)
	}
	b.sends(token, b.key(), surveys.Answers{"where": pick("lake"), "more": {Pass: surveys.PassSkip}})
	if got := b.door.standing(); len(got) != 0 {
		t.Errorf("got %q, want nothing after the words were left out", got)
	}
	other := b.phone()
	b.sends(other, b.key(), surveys.Answers{"where": pick("wood"), "more": {}})
	if _, said := b.all()[0].Answers["more"]; said && len(b.all()) == 2 {
		for _, r := range b.all() {
			if _, said := r.Answers["more"]; said && r.Answers["more"].Pass == "" {
				t.Error("somebody who wrote nothing counts as having written")
			}
		}
	}
}

func TestWhoseWordsTellOfDangerHearsOfHelp(t *testing.T) {
	b := lay(t, nil)
	if sent := b.sends(b.phone(), b.key(), surveys.Answers{"where": pick("wood"), "more": {Text: "I am in danger"}}); !sent.Help {
		t.Errorf("got %+v, want help", sent)
	}
	b.door.shut = fault.New(fault.Closed, "moderation.unsealed")
	_, err := b.Send(t.Context(), Sending{Survey: b.survey, Version: 1, Token: b.phone(), Key: b.key(), Answers: surveys.Answers{"where": pick("wood"), "more": {Text: "danger"}}})
	wants(t, err, fault.Closed, "moderation.unsealed")
	if n := len(b.all()); n != 1 {
		t.Errorf("got %d responses, want nothing kept of what the door refused", n)
	}
}

func TestWhatCannotBeTakenIsSaidAndNothingIsStored(t *testing.T) {
	b := lay(t, nil)
	good := surveys.Answers{"where": pick("wood")}
	token := b.phone()
	stranger := lay(t, nil).phone()
	for _, tc := range []struct {
		name    string
		n       Sending
		key     string // of the failure
		problem string // or of the problem
		kind    fault.Kind
	}{
		{name: "no token", n: Sending{Answers: good}, key: "responses.notoken", kind: fault.Forbidden},
		{name: "an invented token", n: Sending{Token: strings.Repeat("A", 43), Answers: good}, key: "responses.notoken", kind: fault.Forbidden},
		{name: "a token of another survey", n: Sending{Token: stranger, Answers: good}, key: "responses.notoken", kind: fault.Forbidden},
		{name: "an operator for a token", n: Sending{Token: `{"$gt":""}`, Answers: good}, key: "responses.notoken", kind: fault.Forbidden},
		{name: "a key that is none", n: Sending{Token: token, Key: "short", Answers: good}, key: "responses.key", kind: fault.Invalid},
		{name: "nothing at all", n: Sending{Token: token}, problem: "answer.required"},
		{name: "an option that is not offered", n: Sending{Token: token, Answers: surveys.Answers{"where": pick("moon")}}, problem: "answer.unknown"},
		{name: "two where one may be chosen", n: Sending{Token: token, Answers: surveys.Answers{"where": {Pick: []string{"lake", "wood"}}}}, problem: "answer.toomany"},
		{name: "a pass that is none", n: Sending{Token: token, Answers: surveys.Answers{"where": {Pass: "maybe"}}}, problem: "answer.pass"},
		{name: "words too long", n: Sending{Token: token, Answers: surveys.Answers{"where": pick("wood"), "more": {Text: strings.Repeat("swing ", 4000)}}}, problem: "answer.long"},
		{name: "a version that never was", n: Sending{Token: token, Version: 7, Answers: good}, problem: "responses.newer"},
	} {
		n := tc.n
		n.Survey = b.survey
		if n.Version == 0 {
			n.Version = 1
		}
		if n.Key == "" {
			n.Key = b.key()
		}
		sent, err := b.Send(t.Context(), n)
		switch {
		case tc.key != "":
			if err == nil || fault.Of(err).Key != tc.key || fault.Of(err).Kind != tc.kind {
				t.Errorf("%s: got %v, want %s %s", tc.name, err, tc.kind, tc.key)
			}
		case err != nil || len(sent.Problems) == 0 || sent.Problems[0].Key != tc.problem:
			t.Errorf("%s: got %+v %v, want %s", tc.name, sent, err, tc.problem)
		}
	}
	if n := len(b.all()); n != 0 {
		t.Errorf("got %d responses, want none", n)
	}
}

func TestAnswersOffThePathAreDroppedAndTheirWordsNeverHandedIn(t *testing.T) {
	b := lay(t, func(s *surveys.Survey) {
		s.Draft.Sections[0].Places[2].When = &surveys.Rule{Question: "where", Op: surveys.OpIs, Value: "lake"}
	})
	b.sends(b.phone(), b.key(), surveys.Answers{
		"where": pick("wood"), "cold": pick("a"), "more": {Text: "not asked"}, "elsewhere": pick("x"), "$where": pick("1"),
	})
	if all := b.all(); len(all) != 1 || len(all[0].Answers) != 1 {
		t.Errorf("got %+v, want one response with one answer", all[0].Answers)
	}
	if got := b.door.standing(); len(got) != 0 {
		t.Errorf("got %q at the door, want nothing", got)
	}
}

func TestAnOlderVersionIsTakenWhereNothingElseIsAsked(t *testing.T) {
	b := lay(t, nil)
	token := b.phone()
	edit := func(change func(*surveys.Form)) {
		s, err := b.shelf.Survey(t.Context(), b.survey)
		must(t, err)
		change(&s.Draft)
		must(t, b.shelf.Change(t.Context(), s))
		_, err = b.shelf.Publish(t.Context(), b.survey, surveys.CosmeticChange, "sam")
		must(t, err)
		b.now = b.now.Add(2 * knownFor)
	}
	edit(func(f *surveys.Form) { f.Sections[0].Places[0].Question.Full = words("Where was it?") })
	if sent := b.sends(token, b.key(), surveys.Answers{"where": pick("wood")}); !sent.New {
		t.Errorf("other words for the same: got %+v, want it taken", sent)
	}
	edit(func(f *surveys.Form) {
		q := f.Sections[0].Places[1].Question
		q.ID, q.Full = "when", words("When?")
		f.Sections[0].Places = append(f.Sections[0].Places, surveys.Place{ID: "p4", Question: q})
	})
	sent, err := b.Send(t.Context(), Sending{Survey: b.survey, Version: 2, Token: token, Key: b.key(), Answers: surveys.Answers{"where": pick("lake")}})
	if err != nil || !sent.Newer {
		t.Errorf("one question more: got %+v %v, want to be asked again", sent, err)
	}
}

func TestTwoTabsAtOnceAreOneAnswer(t *testing.T) {
	b := lay(t, nil)
	token := b.phone()
	var group sync.WaitGroup
	var lost sync.Map
	for i := range 16 {
		key := b.key()
		group.Go(func() {
			_, err := b.Send(context.Background(), Sending{Survey: b.survey, Version: 1, Token: token, Key: key, Answers: surveys.Answers{"where": pick([]string{"lake", "wood"}[i%2])}})
			if err != nil && !fault.Is(err, fault.Conflict) {
				lost.Store(i, err)
			}
		})
	}
	group.Wait()
	lost.Range(func(k, v any) bool { t.Errorf("tab %v: %v", k, v); return true })
	if n := len(b.all()); n != 1 {
		t.Errorf("got %d responses, want one", n)
	}
}

func TestEachWaveIsAnAnswerOfItsOwn(t *testing.T) {
	b := lay(t, func(s *surveys.Survey) { s.Waves, s.Draft.Sections[0].Places[0].Wave = 2, true })
	token := b.phone()
	b.sends(token, b.key(), surveys.Answers{"where": pick("wood")})
	_, err := b.shelf.NextWave(t.Context(), b.survey)
	must(t, err)
	b.now = b.now.Add(2 * knownFor)
	if sent := b.sends(token, b.key(), surveys.Answers{"where": pick("lake")}); !sent.New {
		t.Errorf("got %+v, want a first answer to the second wave", sent)
	}
	waves := map[int]string{}
	for _, r := range b.all() {
		waves[r.Wave] = r.Answers["where"].Pick[0]
	}
	if len(waves) != 2 || waves[1] != "wood" || waves[2] != "lake" {
		t.Errorf("got %v, want one answer to each wave", waves)
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cairn/surveys"
)

// everyKind asks one question of each shape an answer can have.
func everyKind() surveys.Form {
	ab := []surveys.Option{{ID: "a", Full: inEnglish("Ash")}, {ID: "b", Full: inEnglish("Birch")}, {ID: "c", Full: inEnglish("Cedar")}}
	ask := func(kind string, more func(*surveys.Question)) surveys.Place {
		q := surveys.Question{ID: kind, Kind: kind, Private: surveys.PrivateNo, Full: inEnglish("About " + kind)}
		if more != nil {
			more(&q)
		}
		return surveys.Place{ID: "p-" + kind, Question: q}
	}
	options := func(q *surveys.Question) { q.Options = ab }
	return surveys.Form{Sections: []surveys.Section{{ID: "one", Places: []surveys.Place{
		ask("choice", options), ask("ranking", options), ask("statements", options), ask("pair", options),
		ask("criteria", func(q *surveys.Question) { q.Options, q.Low, q.High = ab, inEnglish("poor"), inEnglish("good") }),
		ask("stones", func(q *surveys.Question) { q.Options, q.Stones = ab, 5 }),
		ask("scale", func(q *surveys.Question) { q.Scale = surveys.ScaleFaces }),
		ask("number", func(q *surveys.Question) { q.Least, q.Most = 0, 20 }),
		ask("checkin", func(q *surveys.Question) { q.Private = surveys.PrivateABit }), ask("text", nil),
	}}}}
}

// sends posts a whole form as the phone's script does, and gives the status and what was said.
func (v *visitor) sends(slug, key string, version int, given string) (int, string, string) {
	v.h.t.Helper()
	got := v.post("/q/"+slug, url.Values{"key": {key}, "version": {fmt.Sprint(version)}, "given": {given}}, "Accept", "application/json")
	var m struct{ T, Why, At, Say string }
	if err := json.Unmarshal([]byte(got.body), &m); err != nil {
		v.h.t.Fatalf("got %d, no JSON: %s", got.status, got.body)
	}
	return got.status, m.At, m.Say
}

func TestAnAnswerInTheWrongShapeLeadsBackToItsQuestion(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(func(s *surveys.Survey) { s.Draft = everyKind() })
	child := h.visitor()
	for i, tc := range []struct{ q, answer string }{
		{"choice", `"pick":["z"]`}, {"choice", `"pick":["a","b"]`}, {"choice", `"pick":["a:agree"]`}, {"choice", `"pick":[""]`}, {"choice", `"pass":"maybe"`},
		{"choice", `"pick":["a"],"pass":"skip"`},
		{"ranking", `"pick":["a","a","b"]`}, {"ranking", `"pick":["a","z"]`},
		{"statements", `"pick":["a"]`}, {"statements", `"pick":["a:never"]`}, {"statements", `"pick":["a:agree","a:disagree"]`}, {"statements", `"pick":["z:agree"]`},
		{"criteria", `"pick":["a:9"]`}, {"criteria", `"pick":["a:-1"]`}, {"criteria", `"pick":["a:1.5"]`},
		{"pair", `"pick":["a"]`}, {"pair", `"pick":["a>a"]`}, {"pair", `"pick":["a>z"]`},
		{"stones", `"pick":["a:6"]`}, {"stones", `"pick":["a:-1"]`}, {"stones", `"pick":["a:99999999999999999999"]`},
		{"scale", `"pick":["6of5"]`}, {"scale", `"pick":["2of3"]`}, {"scale", `"pick":["7"]`},
		{"number", `"pick":["21"]`}, {"number", `"pick":["-1"]`}, {"number", `"pick":["twelve"]`}, {"number", `"pick":["1","2"]`}, {"number", `"pick":["1e1"]`},
		{"checkin", `"pick":["thunderous"]`},
		{"text", `"text":"` + strings.Repeat("x", 2001) + `"`},
	} {
		status, at, say := child.sends(s.Slug, fmt.Sprintf("bad-shape-key-%04d", i), 1, fmt.Sprintf(`[{"q":%q,%s}]`, tc.q, tc.answer))
		if status != http.StatusUnprocessableEntity || at != "p-"+tc.q || len(say) < 10 {
			t.Errorf("%s %.40s: got %d at %q saying %q, want 422 at its question with a sentence", tc.q, tc.answer, status, at, say)
		}
	}
	for i, given := range []string{`{}`, `"x"`, `[`, `[1]`, `[{"q":["choice"]}]`, `[{"q":"choice","pick":"a"}]`, `[{"q":"choice","pick":{"$gt":""}}]`, `[{"q":"choice","more":1}]`, `[[]]`, `null x`} {
		if status, _, say := child.sends(s.Slug, fmt.Sprintf("bad-json-key-%05d", i), 1, given); status != http.StatusUnprocessableEntity || say == "" {
			t.Errorf("%s: got %d saying %q, want 422 with a sentence", given, status, say)
		}
	}
	if n := len(h.responsesOf(s.ID)); n != 0 {
		t.Errorf("%d responses were stored of what cannot be taken", n)
	}
}

func TestTheSameAnswerTwiceIsOneThroughThePagesToo(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(nil)
	child := h.visitor()
	for _, pick := range []string{"pool", "pool", "pool"} {
		if status, _, say := child.sends(s.Slug, "0123456789abcdef", 1, `[{"q":"where","pick":["`+pick+`"]}]`); status != http.StatusOK {
			t.Errorf("got %d %s, want it in", status, say)
		}
	}
	lost := h.visitor() // the acknowledgement and the cookie with it never came; the phone sends the same form again
	for range 2 {
		lost.client.Jar = h.visitor().client.Jar
		lost.sends(s.Slug, "0123456789abcdee", 1, `[{"q":"where","pick":["pool"]}]`)
	}
	if n := len(h.responsesOf(s.ID)); n != 2 {
		t.Errorf("got %d responses, want one of each phone", n)
	}
}

func TestATokenThatIsNoneOpensNothing(t *testing.T) {
	h := openHouse(t, furnish{})
	open, members := h.asksSurvey(nil), h.asksSurvey(func(s *surveys.Survey) { s.Members = true })
	site, err := url.Parse(h.base)
	must(t, err)
	child := h.visitor()
	child.sends(open.Slug, "0123456789abcdef", 1, `[{"q":"where","pick":["lake"]}]`)
	real := ""
	for _, c := range child.client.Jar.Cookies(site) {
		if len(c.Value) == 43 {
			real = c.Value
		}
	}
	if real == "" {
		t.Fatal("the phone holds no token; there is nothing to forge")
	}
	flipped := []byte(real)
	flipped[20] = "AB"[flipped[20]&1]
	for name, token := range map[string]string{
		"another survey's token": real, "one with a letter changed": string(flipped), "an invented one": strings.Repeat("A", 43), "none at all": "", "a path": "../../x",
	} {
		forger := h.visitor()
		cookie := "q" + members.ID[:12]
		forger.client.Jar.SetCookies(site, []*http.Cookie{{Name: cookie, Value: token}})
		status, _, say := forger.sends(members.Slug, "0123456789abcdef", 1, `[{"q":"where","pick":["pool"]}]`)
		if status != http.StatusForbidden || !strings.Contains(say, "one group") {
			t.Errorf("%s: got %d %q, want 403 and the way in", name, status, say)
		}
	}
	if n := len(h.responsesOf(members.ID)); n != 0 {
		t.Errorf("%d answers came in without a card", n)
	}
	forger := h.visitor()
	forger.client.Jar.SetCookies(site, []*http.Cookie{{Name: "q" + open.ID[:12], Value: string(flipped)}})
	page := forger.onward(forger.get("/q/"+open.Slug), open.Slug, "begin", nil)
	if strings.Contains(page.body, `value="lake" checked`) {
		t.Error("a changed token shows somebody else's answer")
	}
}

func TestAnAnswerToAnOlderVersionIsTakenWhereItStillFits(t *testing.T) {
	var ahead atomic.Int64
	h := openHouse(t, furnish{now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	s := h.asksSurvey(nil)
	early, late := h.visitor(), h.visitor()
	is, err := h.surveys.shelf.Survey(t.Context(), s.ID)
	must(t, err)
	is.Draft.Sections[0].Places[2].Question.Full = inEnglish("Anything else?")
	must(t, h.surveys.shelf.Change(t.Context(), is))
	_, err = h.surveys.shelf.Publish(t.Context(), s.ID, surveys.CosmeticChange, h.account.ID)
	must(t, err)
	ahead.Add(int64(time.Minute)) // nothing is known from before any more
	if status, _, say := early.sends(s.Slug, "0123456789abcdef", 1, `[{"q":"where","pick":["pool"]}]`); status != http.StatusOK {
		t.Errorf("an older version that asks the same: got %d %q, want it in", status, say)
	}
	is, err = h.surveys.shelf.Survey(t.Context(), s.ID)
	must(t, err)
	places := is.Draft.Sections[0].Places
	is.Draft.Sections[0].Places = append(places, surveys.Place{ID: "p4", Question: surveys.Question{ID: "bus", Kind: "checkin", Private: surveys.PrivateABit, Full: inEnglish("How was the bus?")}})
	must(t, h.surveys.shelf.Change(t.Context(), is))
	_, err = h.surveys.shelf.Publish(t.Context(), s.ID, surveys.MeaningChange, h.account.ID)
	must(t, err)
	ahead.Add(int64(time.Minute))
	form := url.Values{"key": {"0123456789abcdea"}, "version": {"1"}, "given": {`[{"q":"where","pick":["pool"]},{"q":"more","text":"kept canary"}]`}}
	got := late.post("/q/"+s.Slug, form)
	if got.status != http.StatusUnprocessableEntity {
		t.Errorf("a version that misses a question: got %d, want 422", got.status)
	}
	got.says(t, "The questions have changed a little. Your answers are kept. Look once more.", "How was the bus?", "kept canary")
}

func TestSomebodyChoosesShortWordsBeforeTheyBegin(t *testing.T) {
	h := openHouse(t, furnish{})
	plain := h.asksSurvey(nil)
	s := h.asksSurvey(func(s *surveys.Survey) {
		s.Draft.Sections[0].Places[0].Question.Short = inEnglish("Where?")
	})
	child := h.visitor()
	if page := child.get("/q/" + plain.Slug); strings.Contains(page.body, "How do you like it?") {
		t.Error("a form with one way to read it asks which one")
	}
	page := child.get("/q/" + s.Slug)
	page.says(t, "How do you like it?", "Short words")
	page = child.onward(page, s.Slug, "like:short", nil)
	page.says(t, `value="like:short" aria-pressed="true"`)
	child.onward(page, s.Slug, "begin", nil).says(t, "<bdi>Where?</bdi>")
	if got := child.post("/q/"+s.Slug+"/step", url.Values{"do": {"like:upside-down"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a way that there is not: got %d, want 422", got.status)
	}
}

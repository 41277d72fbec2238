package server

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"cairn/fault"
	"cairn/polls"
	"cairn/surveys"
)

// posted reads an answer from a request's body as the handler would.
func posted(t *testing.T, media, body string) (answerIn, error) {
	t.Helper()
	app := fiber.New(fiber.Config{Immutable: true})
	ctx := &fasthttp.RequestCtx{}
	ctx.Request.Header.SetMethod("POST")
	ctx.Request.Header.SetContentType(media)
	ctx.Request.SetBodyString(body)
	c := app.AcquireCtx(ctx)
	defer app.ReleaseCtx(c)
	kind := "choice"
	switch {
	case strings.Contains(body, "place."):
		kind = "ranking"
	case strings.Contains(body, "row-a=a"):
		kind = "statements"
	case strings.Contains(body, "row-"):
		kind = "stones"
	}
	q := surveys.Question{Kind: kind, Options: []surveys.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	return readAnswer(c, &polls.View{Session: polls.Session{Agenda: []polls.Activity{{ID: "q", Question: q}}}})
}

func TestAFormIsReadAsTheAnswerItShows(t *testing.T) {
	base := "activity=q&round=2&key=abcdefgh&counter=4"
	for name, c := range map[string]struct {
		form string
		want answerIn
	}{
		"one choice":       {"&pick=b", answerIn{Pick: []string{"b"}}},
		"several":          {"&pick=b&pick=c", answerIn{Pick: []string{"b", "c"}}},
		"a pass wins":      {"&pick=b&text=x&pass=dontknow", answerIn{Pass: "dontknow"}},
		"words":            {"&text=" + url.QueryEscape("x<y & ☺") + "&quote=1", answerIn{Text: "x<y & ☺", Quote: true}},
		"a ranking":        {"&place.a=3&place.b=1&place.c=2", answerIn{Pick: []string{"b", "c", "a"}}},
		"a ranking undone": {"&place.a=&place.b=&place.c=", answerIn{}},
		"two first places": {"&place.a=1&place.b=1&place.c=2", answerIn{Pick: []string{"a", "a", "c"}}},
		"stones":           {"&row-a=3&row-b=0&row-c=", answerIn{Pick: []string{"a:3"}}},
		"statements":       {"&row-a=a:agree&row-c=c:pass", answerIn{Pick: []string{"a:agree", "c:pass"}}},
		"places of words":  {"&place.a=first&pick=b", answerIn{Pick: []string{"b"}}},
	} {
		got, err := posted(t, "application/x-www-form-urlencoded", base+c.form)
		if err != nil {
			t.Errorf("%s: got %v, want no error", name, err)
		}
		w := c.want
		if got.Activity != "q" || got.Round != 2 || got.Key != "abcdefgh" || got.Counter != 5 {
			t.Errorf("%s: got %+v, want the form's own question, key, and a counter one higher", name, got)
		}
		if !slices.Equal(got.Pick, w.Pick) || got.Pass != w.Pass || got.Text != w.Text || got.Quote != w.Quote {
			t.Errorf("%s: got %+v, want %+v", name, got, w)
		}
	}
}

func TestJSONIsReadStrictly(t *testing.T) {
	got, err := posted(t, "application/json", `{"activity":"q","round":1,"key":"abcdefgh","counter":7,"pick":["b"]}`)
	if err != nil || got.Counter != 7 || !slices.Equal(got.Pick, []string{"b"}) {
		t.Errorf("got %+v and %v, want the answer as sent", got, err)
	}
	for name, body := range map[string]string{
		"an operator object": `{"activity":"q","pick":{"$gt":""}}`,
		"an operator inside": `{"activity":"q","pick":[{"$ne":null}]}`,
		"an unknown key":     `{"activity":"q","$where":"1"}`,
		"a key twice":        `{"pick":["a"],"pick":["b"]}`,
		"a key in two cases": `{"pick":["a"],"PICK":["b"]}`,
		"text behind it":     `{"activity":"q"} {}`,
		"bad UTF-8":          "{\"text\":\"\xff\xfe\"}",
		"depth":              strings.Repeat(`{"pick":`, 100) + "1" + strings.Repeat("}", 100),
		"nothing":            "",
	} {
		if _, err := posted(t, "application/json", body); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want Invalid", name, err)
		}
	}
}

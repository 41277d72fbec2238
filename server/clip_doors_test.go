package server

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/staff"
)

func TestRecordingsOfASessionAreForItsServiceAndWhileNobodyHasAnswered(t *testing.T) {
	p := planOne(t)
	to := p.me.post(p.home()+"/activities", url.Values{"kind": {"choice"}}).leads()
	id := to[strings.LastIndex(to, "/")+1:]
	p.me.post(to, url.Values{"full:en": {"Where shall we meet?"}, "do": {"clips"}}).leads()
	p.me.get(to+"?clips=en").wants(200).says("Where shall we meet?", `name="file-question"`)
	p.me.uploads(p.home()+"/clips", map[string]string{"activity": id, "in": "en"}, map[string][]byte{"file-question": spoken(400)}).leads()
	a, _ := p.now().Activity(id)
	if a.Question.Clips["en"] == "" || a.Question.Full["en"] != "Where shall we meet?" {
		t.Fatalf("got %v, want the recording", a.Question)
	}
	other, err := p.office.FoundService(t.Context(), staff.NewService("Elsewhere", ""))
	must(t, err)
	wild := p.hire("wil@else.example", other.ID, staff.Roles()...)
	wild.get("/me")
	for name, c := range map[string]*caller{"another service": wild, "nobody": p.stranger()} {
		got := c.uploads(p.home()+"/clips", map[string]string{"activity": id, "in": "en", "do": "drop:question"}, nil)
		if got.status < 300 {
			t.Errorf("%s: got %d, want it refused", name, got.status)
		}
	}
	p.me.uploads(p.home()+"/clips", map[string]string{"activity": "x", "in": "en"}, nil).wants(404)
	p.me.uploads(p.home()+"/clips", map[string]string{"activity": id, "in": "xx"}, nil).wants(404)
	if a, _ = p.now().Activity(id); a.Question.Clips["en"] == "" {
		t.Error("got the recording taken away by somebody else")
	}
}

func TestARuleMadeToBeEndlessIsReadAndRefusedSoon(t *testing.T) {
	w := surveyOne(t)
	first := w.addChoice("How was it?")
	at := w.add("text")
	form := url.Values{"full:en": {"Why?"}, "private": {"bit"}, "do": {"rule"}, "whom": {"any"}, "conditions": {"12"}}
	for i := range 12 {
		for j := range 12 {
			for k := range 12 {
				a := "c-" + strconv.Itoa(i) + "-"
				b := a + strconv.Itoa(j) + "-"
				c := b + strconv.Itoa(k) + "-"
				form.Set(a+"parts", "12")
				form.Set(b+"parts", "12")
				form.Set(c+"q", first.Question.ID)
				form.Set(c+"op", "answered")
			}
		}
	}
	before := time.Now()
	got := w.press(at, form)
	if took := time.Since(before); took > 30*time.Second {
		t.Errorf("got an answer after %v, want it soon", took)
	}
	if got.status >= 500 {
		t.Errorf("got %d", got.status)
	}
	w.me.get(w.home+at).wants(200).says("more parts than this form can show", "A rule can have 12 parts")
	w.press(at, url.Values{"full:en": {"Why?"}, "private": {"bit"}, "do": {"norule"}}).leads()
}

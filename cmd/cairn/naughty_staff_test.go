package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/staff"
)

// place is a field staff write in, and every page on which what they wrote stands.
type place struct {
	name string
	v    *visitor
	path string
	form url.Values
	in   string
	seen []where
}

type where struct {
	v    *visitor
	path string
}

// places are the fields of the new screens that keep what was typed.
func (s *stocked) places() []place {
	theme, safe, settings := s.of("themes/"+s.theme), "/safe/"+s.safe, "/services/"+s.service+"/safety"
	open := s.visitor()
	accountable := url.Values{"accountable": {"Jo"}, "accountablenumber": {"01632 960018"}, "outside": {"Morag Lyle"}, "outsidenumber": {"01632 960020"}, "slug": {s.slug()}, "tellopen": {"1"}}
	with := func(more ...string) url.Values {
		v := url.Values{}
		for name, values := range accountable {
			v[name] = values
		}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	return []place{
		{"a theme's name", s.wes, theme, url.Values{"do": {"rename"}}, "title", []where{
			{s.wes, theme}, {s.wes, s.of("themes")}, {s.wes, "/read/" + s.service}, {s.wes, theme + "/answer"},
		}},
		{"a theme's description", s.wes, theme, url.Values{"do": {"describe"}}, "about", []where{{s.wes, theme}}},
		{"a new theme", s.wes, s.of("themes"), url.Values{}, "title", []where{{s.wes, s.of("themes")}, {s.wes, theme}}},
		{"a tag", s.wes, s.of("tag"), url.Values{"item": {s.shown}}, "theme", []where{{s.wes, s.of("themes")}, {s.wes, "/read/" + s.service + "?item=" + s.shown}}},
		{"who answers", s.wes, theme + "/answer", url.Values{"do": {"promise"}, "by": {s.now().AddDate(0, 0, 4).Format(time.DateOnly)}}, "who", []where{
			{s.wes, theme + "/answer"}, {open, "/said/" + s.slug()},
		}},
		{"what was said", s.wes, theme + "/answer", url.Values{"do": {"draft"}, "outcome-0": {"did"}, "words": {"It runs later"}}, "said", []where{{s.wes, theme + "/answer"}}},
		{"what we did", s.wes, theme + "/answer", url.Values{"do": {"publish"}, "outcome-0": {"did"}, "said": {"The bus"}}, "words", []where{
			{s.wes, theme + "/answer"}, {open, "/said/" + s.slug()}, {s.wes, theme},
		}},
		{"a reply", s.sam, "/replies/" + s.shown, url.Values{"do": {"draft"}}, "text", []where{{s.sam, "/replies/" + s.shown}, {s.wes, "/replies/" + s.shown}}},
		{"a note on a case", s.lead, safe, url.Values{"do": {"note"}}, "text", []where{{s.lead, safe}}},
		{"a decision", s.lead, safe, url.Values{"do": {"decide"}, "outcome": {disclosure.Outcomes()[0]}}, "text", []where{{s.lead, safe}}},
		{"with whom it was shared", s.lead, safe, url.Values{"do": {"share"}, "whom": {disclosure.ToWhom()[0]}, "basis": {disclosure.Bases()[0]}, "child": {disclosure.Tellings()[0]}, "text": {"By phone"}}, "name", []where{{s.lead, safe}}},
		{"a reply behind the seal", s.lead, safe, url.Values{"do": {"reply"}}, "text", []where{{s.lead, safe}}},
		{"who answers for it", s.sam, settings, with("names", "Bettina Harrison"), "accountable", []where{{s.sam, settings}, {open, s.page + "/wrong"}, {open, "/said/" + s.slug()}}},
		{"names that screening knows", s.sam, settings, with(), "names", []where{{s.sam, settings}}},
		{"places that screening knows", s.sam, settings, with(), "places", []where{{s.sam, settings}}},
		{"a topic's words", s.sam, settings, with("topicid", "", "topicpicture", staff.DefaultTopics()[0].Picture, "topickey", ""), "topic:en", []where{{s.sam, settings}, {s.child, s.page}}},
		{"a person's number while on call", s.lead, "/me/own", url.Values{}, "oncall", []where{{s.lead, "/me"}}},
		{"hours", s.lead, "/rota/accept", url.Values{"service": {s.service}, "from": {"09:00"}, "until": {"10:00"}, "number": {"07700 900123"}}, "date", nil},
		{"a number to be rung at", s.lead, "/rota/accept", url.Values{"service": {s.service}, "date": {s.now().AddDate(0, 0, 1).Format(time.DateOnly)}, "from": {"09:00"}, "until": {"10:00"}}, "number", nil},
	}
}

func TestOddWordsOfStaffAreShownAsTypedOrGivenBack(t *testing.T) {
	s := openStocked(t, furnish{})
	var once []string // lists keep each entry once
	for _, text := range naughty(t) {
		if text = plainly(text); !slices.Contains(once, text) {
			once = append(once, text)
		}
	}
	list := append(odd(), inHeaps(once, 60)...)
	for _, p := range s.places() {
		shown := 0
		before := map[string]seen{}
		for _, w := range p.seen {
			before[w.path] = look(t, w.v.get(w.path).body)
		}
		p.form.Set(p.in, "")
		empty := p.v.post(p.path, p.form)
		if empty.status == http.StatusSeeOther { // it may be left empty
			empty = p.v.get(empty.header.Get("Location"))
		}
		nothing := look(t, empty.body)
		for _, text := range list {
			p.form.Set(p.in, text)
			got := p.v.post(p.path, p.form)
			if got.status != http.StatusSeeOther {
				page := look(t, got.body)
				if got.status < 400 || got.status >= 500 {
					t.Errorf("%s, %.20q: got status %d", p.name, text, got.status)
				}
				if calm(t, p.name+" given back", page, nothing, "a img title textarea"); !shows(page, text) {
					t.Errorf("%s, %.20q: got status %d, and it is not given back", p.name, text, got.status)
				}
				continue
			}
			shown++
			for _, w := range p.seen {
				page := look(t, w.v.get(w.path).body)
				if calm(t, w.path, page, before[w.path], "a img textarea link title"); !shows(page, text) && !shows(page, strings.TrimSpace(text)) {
					t.Errorf("%s, %.20q: %s does not show it as it was typed", p.name, text, w.path)
				}
			}
		}
		if shown == 0 && p.seen != nil {
			t.Errorf("%s: nothing at all was taken", p.name)
		}
	}
}

func TestOddNamesOfPeopleAreShownAsTypedWhereverTheyStand(t *testing.T) {
	s := openStocked(t, furnish{})
	before := look(t, s.sam.get("/people").body)
	for i, name := range odd() {
		if len([]rune(name)) > 60 {
			continue
		}
		token, err := s.office.Invite(t.Context(), s.account, string(rune('a'+i))+"@odd.example", []staff.Grant{{Service: s.service, Role: staff.Designer}})
		must(t, err)
		v := s.visitor()
		v.get("/invite/" + token)
		got := v.post("/invite/"+token, url.Values{"name": {name}, "password": {"seven purple boots sing"}})
		if got.status != http.StatusSeeOther {
			if page := look(t, got.body); got.status >= 500 || !shows(page, name) {
				t.Errorf("%q: got status %d, and it is not given back", name, got.status)
			}
			continue
		}
		for _, w := range []where{{v, "/home"}, {v, "/me"}, {s.sam, "/people"}} {
			page := look(t, w.v.get(w.path).body)
			if !shows(page, name) {
				t.Errorf("%q: %s does not show it as it was typed", name, w.path)
			}
			for _, element := range []string{"script", "img", "svg", "iframe"} {
				if w.path == "/people" && page.elements[element] > before.elements[element] {
					t.Errorf("%q: %s has a <%s>", name, w.path, element)
				}
			}
		}
	}
}

func TestMadeUpReasonsAndMasksDecideNothing(t *testing.T) {
	s := openStocked(t, furnish{})
	for _, form := range []url.Values{
		{"do": {"keep"}, "reason": {"<script>"}}, {"reason": {"$ne"}}, {"do": {"mask"}, "label": {"mask.<b>"}, "hide": {"0-4"}}, {"do": {"mask"}, "label": {"mask.name"}, "hide": {"-1-9", "x"}},
		{"do": {"mask"}, "label": {"mask.name"}, "hide": {"0-99999999999999999999"}}, {"do": {"show\x00"}}, {"do": {"SHOW"}}, {"do": {strings.Repeat("show", 9000)}},
	} {
		if got := s.sam.post("/queue/"+s.item, form); got.status < 400 || got.status >= 500 {
			t.Errorf("%.80v: got status %d, want it refused", form, got.status)
		}
		if got := s.standing(s.item); got.State != moderation.Held {
			t.Errorf("%.80v: the item is %s", form, got.State)
		}
	}
}

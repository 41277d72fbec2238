package main

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/locales"
	"cairn/moderation"
	"cairn/moderation/oncall"
)

// odd are texts that are somebody's words and must be shown as they were typed.
func odd() []string {
	return []string{
		"Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘ the hall", // marks upon marks
		"the \u202egnp.exe\u202c \u2066plan\u2069", // writing turned round, and turned back
		"no \u202eend of turning",                  // turned round and left so
		"a\u200bb\u200cc\u200dd\ufeffe \u2060f",    // signs nobody sees between others
		"\u3164 \u2800 bench \u115f",               // a filler and an empty braille cell beside a word
		strings.Repeat("Wartezimmer", 180),         // one long word
		strings.Repeat("👩‍👩‍👧‍👦", 300),             // signs of many parts
		"</textarea><script>alert(1)</script>",
		"</title></bdi></p><img src=x onerror=alert(1)>",
		"\"' autofocus onfocus=alert(1) x=\"",
		"{{.CSRF}} {{template \"x\"}} ${7*7} <%= 7 %>",
		"=HYPERLINK(\"http://x.example\")", "@SUM(1)", "-2+3", "\t=1",
		"'; DROP TABLE items; -- $where", "../../etc/passwd%00", "javascript:alert(1)",
		"a\r\nSet-Cookie: seat=x\r\n\r\nb", "&lt;b&gt; &amp;amp; &#x3c;", "]]><!--", "\u2028line\u2029break", "مرحبا hall שלום", "𝓗𝓮𝓵𝓵𝓸 ⅷ ﬃ",
	}
}

// unusable are texts nobody can read or that are too long; each is refused with a
// sentence, and what can be given back of it is given back.
func unusable() []string {
	return []string{
		"\u200b\u200c\u200d\u2060\ufeff", "\u202e\u202d\u202c\u2066\u2069", "\u3164\u3164", "\u2800\u2800", " \t\r\n\u00a0\u3000", "\u00ad\u034f\u115f\u1160",
		strings.Repeat("😀", 5000), strings.Repeat("a ", 9000), "nul \x00 inside", "bad \xff\xfe bytes", "half \xed\xa0\x80 a pair", "cut \xe2\x82",
	}
}

// inHeaps joins many short texts to fewer long ones.
func inHeaps(list []string, of int) []string {
	var out []string
	for len(list) > 0 {
		n := min(of, len(list))
		out = append(out, strings.Join(list[:n], "\n"))
		list = list[n:]
	}
	return out
}

// foreign are elements that no text of anybody's may make.
var foreign = []string{
	"script", "img", "svg", "style", "link", "meta", "base", "iframe", "object", "embed", "math", "title", "marquee", "video", "audio", "plaintext",
	"xss", "frameset", "bgsound", "font", "applet", "isindex", "textarea", "a",
}

// calm sees to it that a page has no element that the same page without the text has not.
func calm(t *testing.T, what string, page, before seen, but ...string) {
	t.Helper()
	for _, name := range foreign {
		if n := page.elements[name]; n > before.elements[name] && !strings.Contains(strings.Join(but, " "), name) {
			t.Errorf("%s: %d <%s>, where harmless words make %d", what, n, name, before.elements[name])
		}
	}
}

// shows says whether a page has a text on it as it was typed; each mask is an
// element of its own, so that blanks do not count, and bytes that are no text
// have a mark instead.
func shows(page seen, text string) bool {
	bare := func(s string) string { return strings.NewReplacer(" ", "", "\uFFFD", "").Replace(plainly(s)) }
	return strings.Contains(bare(page.words), bare(text))
}

// key is a form's submission key that nobody had before.
func key(n int) string { return hex.EncodeToString(fmt.Appendf(nil, "naughty%05d", n)) }

func TestUnusableWordsAreRefusedAtEachDoorAndGivenBack(t *testing.T) {
	s := openStocked(t, furnish{})
	kept := s.everything("staff_sessions")
	for name, d := range map[string]struct {
		v    *visitor
		path string
		form url.Values
		in   string
	}{
		"tell us":                {s.child, s.page, url.Values{"key": {key(0)}}, "text"},
		"more, behind a receipt": {s.child, s.page, url.Values{"key": {key(0)}, "more": {"1"}}, "text"},
		"something is wrong":     {s.child, s.page + "/wrong", url.Values{"key": {key(0)}}, "text"},
		"a reply":                {s.sam, "/replies/" + s.shown, url.Values{"do": {"draft"}}, "text"},
		"an answer":              {s.lead, "/complaints", url.Values{"do": {"answer"}, "reference": {s.complaint}}, "answer"},
	} {
		s.child.comesBack(s.six)
		s.child.get(s.page)
		before := look(t, d.v.post(d.path, d.form).body) // nothing typed at all
		for _, text := range unusable() {
			d.form.Set(d.in, text)
			got := d.v.post(d.path, d.form)
			page := look(t, got.body)
			if got.status < 400 || got.status >= 500 {
				t.Errorf("%s, %.12q: got status %d, want it refused", name, text, got.status)
				continue
			}
			calm(t, name, page, before, "a")
			if !shows(page, text) {
				t.Errorf("%s, %.12q: what was typed is not given back", name, text)
			}
			if !saysWhy.MatchString(got.body) {
				t.Errorf("%s, %.12q: got status %d without a sentence", name, text, got.status)
			}
		}
	}
	if now := s.everything("staff_sessions"); now != kept {
		t.Errorf("something was kept: got %s, want %s", now, kept)
	}
}

var saysWhy = regexp.MustCompile(`role="alert"|class="[^"]*error|class="[^"]*wrong`)

func TestOddWordsToldAreShownAsTypedFromDoorToDesk(t *testing.T) {
	clock := &turned{}
	s := openStocked(t, furnish{now: clock.now})
	list := append(odd(), inHeaps(naughty(t), 6)...)
	s.child.get(s.page)
	before := look(t, s.child.post(s.page, url.Values{"key": {key(0)}}).body)
	told, worries, refused := 0, 0, 0
	for i, text := range list {
		got := s.child.post(s.page, url.Values{"key": {key(i)}, "text": {text}, "quote": {"yes"}}, "X-Forwarded-For", fmt.Sprintf("10.1.%d.%d", i/200, 1+i%200))
		switch got.status {
		case http.StatusSeeOther:
			page := s.child.get(got.header.Get("Location"))
			calm(t, "the page after "+text, look(t, page.body), before, "a img")
			if strings.Contains(page.body, `class="help`) && strings.Contains(page.body, "0800") {
				worries++
			}
			told++
		case http.StatusUnprocessableEntity:
			page := look(t, got.body)
			if calm(t, "the form with "+text, page, before); !shows(page, text) {
				t.Errorf("%q: not given back", text)
			}
			refused++
		default:
			t.Errorf("%q: got status %d", text, got.status)
		}
	}
	if told < len(list)*9/10 || refused > 3 {
		t.Errorf("got %d of %d told, %d refused; want nearly all told", told, len(list), refused)
	}
	s.clearsTheQueue(clock)
	s.readsThemAll()
}

// clearsTheQueue has a moderator see each text as it was typed, and let it through.
func (s *stocked) clearsTheQueue(clock *turned) {
	s.t.Helper()
	clock.on(25 * time.Hour)
	until := s.now().Add(2 * time.Hour)
	_, err := s.rota.Accept(s.t.Context(), oncall.Acceptance{Service: s.service, Account: s.house.lead.ID, Number: "07700 900123", From: s.now(), Until: until})
	must(s.t, err)
	must(s.t, s.words.ReleaseDue(s.t.Context(), s.service))
	texts, err := locales.Load()
	must(s.t, err)
	say := func(key string) string { return texts.Text("en", key) }
	sam := s.member()
	before, decided := look(s.t, sam.get("/queue").body), 0
	page := sam.takeNext()
	for range 400 {
		hand := regexp.MustCompile(`id="item-([^"]*)"`).FindAllStringSubmatch(page, -1)
		if len(hand) == 0 && strings.Contains(page, `value="rested"`) {
			sam.post("/queue", url.Values{"do": {"rested"}})
			page = sam.get("/queue").body
			continue
		}
		if len(hand) == 0 {
			break
		}
		now := look(s.t, page)
		calm(s.t, "the queue", now, before, "a title link meta")
		item, err := s.words.Item(s.t.Context(), hand[0][1])
		must(s.t, err)
		if !shows(now, moderation.Masked(item.Text, item.Overlay(), say)) {
			s.t.Errorf("the queue does not show %q as it was typed but for its masks", item.Text)
		}
		if got := sam.post("/queue/"+item.ID, url.Values{"do": {"show"}}); got.status != http.StatusSeeOther {
			s.t.Fatalf("letting through: got status %d", got.status)
		}
		decided++
		page = sam.get("/queue").body
	}
	if decided < 60 {
		s.t.Errorf("got %d decided, want the whole catalogue through the queue", decided)
	}
}

// readsThemAll looks for each shown text on the reading desk, among the texts to
// reply to, and on the page of the reply.
func (s *stocked) readsThemAll() {
	s.t.Helper()
	texts, err := locales.Load()
	must(s.t, err)
	say := func(key string) string { return texts.Text("en", key) }
	var all, replies strings.Builder
	wes := s.signedIn("wes2", s.service, "designer")
	before := look(s.t, wes.get(s.of("")[:len(s.of(""))-1]+"?q=nothinghasthis").body)
	for n := range 40 {
		page := wes.get(fmt.Sprintf("/read/%s?page=%d", s.service, n+1))
		now := look(s.t, page.body)
		calm(s.t, "the reading desk", now, before, "a", "textarea")
		all.WriteString(now.words + " ")
	}
	replies.WriteString(look(s.t, wes.get("/replies").body).words)
	found := 0
	for item, err := range s.words.ApprovedOf(s.t.Context(), s.service) {
		must(s.t, err)
		want := moderation.Masked(item.Text, item.Masks, say)
		if !shows(seen{words: all.String()}, want) {
			s.t.Errorf("the reading desk does not show %q as it was typed", want)
		}
		if page := look(s.t, wes.get("/replies/"+item.ID).body); !shows(page, want) {
			s.t.Errorf("the page of the reply does not show %q as it was typed", want)
		}
		found++
	}
	if found < 60 {
		s.t.Errorf("got %d shown texts, want the whole catalogue", found)
	}
}

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// sound is a page with nothing wrong, under the policy our own pages have. The seeds are sown into its source, so that the
// policy cannot weed them out.
const sound = `<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Stones</title><link rel="stylesheet" href="/a.css"></head><body>
<header><p>Fellside LINK</p></header>
<main id="main" data-live="/live" data-shape="a"><h1>What should we ask first?</h1>
<p class="says">The room will see how many chose each.</p>
<form method="post" action="/"><label for="why">Tell us why</label><input id="why" name="why" type="text">
<button class="button">Send my answer</button></form>
<img src="/a.svg" alt="A cairn by a lake" width="40" height="40">
<section><h2>The result</h2><ul class="chart"><li><svg viewBox="0 0 9 9" aria-hidden="true"><circle class="one" r="4"/></svg> <span class="label">Dogs: 3</span></li>
<li><svg viewBox="0 0 9 9" aria-hidden="true"><circle class="two" r="4"/></svg> <span class="label">Cats: 4</span></li></ul>
<table><caption>How many chose each</caption><tr><th scope="row">Dogs</th><td>3</td></tr><tr><th scope="row">Cats</th><td>4</td></tr></table></section>
</main><footer><a href="/help">Get help</a></footer><p role="status" class="vh">Answers are coming in.</p></body></html>`

const soundCSS = `body{margin:16px;font:1.1875rem/1.5 sans-serif;color:#14202b;background:#fbfaf6}
.button,input,a{display:inline-block;min-height:44px;font:inherit;border:2px solid #0b6078;max-width:100%;box-sizing:border-box}
.button{background:#0b6078;color:#fff}a{color:#0b6078;min-width:44px}:focus-visible{outline:4px solid #b0501c}
.one{fill:#0b6078}.two{fill:#b0501c}.chart{list-style:none}svg{width:20px}td{padding:8px}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}/*sow*/`

// A seed is one thing wrong: what to change where, how to see that the fault is really there, and a word of the finding.
type seed struct {
	name, from, to string
	css            bool
	there, found   string
}

func seeds() []seed {
	return []seed{
		{name: "a picture without words", from: ` alt="A cairn by a lake"`, there: `!document.querySelector("img").hasAttribute("alt")`, found: "image-alt"},
		{name: "a field without a label", from: `<label for="why">Tell us why</label>`, to: `<p>Tell us why</p>`, there: `document.querySelector("input").labels.length === 0`, found: "label"},
		{name: "pale text", from: "body{", to: ".says{color:#b8bcc0}body{", css: true, there: `getComputedStyle(document.querySelector(".says")).color === "rgb(184, 188, 192)"`, found: "color-contrast"},
		{name: "a button without a name", from: ">Send my answer<", to: "><", there: `document.querySelector("button").innerText === ""`, found: "button-name"},
		{name: "a link without a name", from: ">Get help<", to: "><", there: `document.querySelector("a").innerText === ""`, found: "link-name"},
		{name: "a page without a title", from: "<title>Stones</title>", there: `document.title === ""`, found: "document-title"},
		{name: "no first heading", from: "<h1>What should we ask first?</h1>", to: "<p>What should we ask first?</p>", there: `!document.querySelector("h1")`, found: "heading"},
		{name: "links too small and too close", from: `<a href="/help">Get help</a>`, to: `<a class="s" href="/1">a</a><a class="s" href="/2">b</a>`,
			there: `document.querySelectorAll(".s").length === 2 && document.querySelector(".s").getBoundingClientRect().height < 24`, found: "target-size"},
		{name: "no focus ring", from: ":focus-visible{outline:4px solid #b0501c}", to: ":focus-visible{outline:none}", css: true, there: `true`, found: "no focus ring"},
		{name: "colour alone tells series apart", from: `<span class="label">Dogs: 3</span>`, there: `document.querySelectorAll(".label").length === 1`, found: "colour alone"},
		{name: "the wrong language", from: `lang="en"`, to: `lang="cy"`, there: `document.documentElement.lang === "cy"`, found: `in "cy"`},
		{name: "changes nobody hears", from: ` role="status"`, there: `!document.querySelector("[role=status]")`, found: "no live region"},
	}
}

// plot serves the sound page with one seed sown (none when it changes nothing).
func plot(t *testing.T, s seed) string {
	t.Helper()
	html, css := sound, soundCSS
	switch {
	case s.name == "":
	case s.css:
		css = strings.Replace(soundCSS, s.from, s.to, 1)
		if css == soundCSS {
			t.Fatalf("the seed %q changes nothing", s.name)
		}
	default:
		if html = strings.Replace(sound, s.from, s.to, 1); html == sound {
			t.Fatalf("the seed %q changes nothing", s.name)
		}
		css += ".s{min-height:0;min-width:0;font-size:9px;line-height:1;border:0}"
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		switch r.URL.Path {
		case "/a.css":
			w.Header().Set("Content-Type", "text/css")
			_, _ = io.WriteString(w, css)
		case "/a.svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`)
		case "/favicon.ico":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, html)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// everything is what P8 and the keyboard find on the page in front of p.
func everything(p *page) (found []string, passes int) {
	p.t.Helper()
	found, passes = perception(p, "en")
	return append(found, keyboard(p)...), passes
}

func TestSoundPageHasNothingWrong(t *testing.T) {
	p := sit(t, "reader", phoneGlass())
	p.Open(plot(t, seed{}))
	found, passes := everything(p)
	if len(found) > 0 || passes < 10 {
		t.Errorf("got %d passes and %q, want at least 10 and nothing wrong", passes, found)
	}
	for _, question := range []string{"targets", "overflow"} {
		if got := findings(p, question); len(got) > 0 {
			t.Errorf("%s: got %q, want nothing wrong", question, got)
		}
	}
}

func TestEverySeededFaultIsFound(t *testing.T) {
	p := sit(t, "reader", phoneGlass())
	for _, s := range seeds() {
		t.Run(s.name, func(t *testing.T) {
			p.t = t
			p.Open(plot(t, s))
			if !ask[bool](p, s.there) {
				t.Fatalf("the fault is not on the page, so nothing is proved")
			}
			found, _ := everything(p)
			if !strings.Contains(strings.Join(found, "\n"), s.found) {
				t.Errorf("got %q, want a finding with %q", found, s.found)
			}
		})
	}
	p.t = t
	if got := len(seeds()); got != 12 {
		t.Errorf("got %d seeds, want the 12 of P8", got)
	}
}

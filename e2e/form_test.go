package e2e

import (
	"fmt"

	"github.com/chromedp/chromedp/kb"
)

// Types empties the field with this label and types words into it.
func (p *page) Types(label, words string) {
	p.t.Helper()
	p.TypesInto(label, 0, words)
}

// TypesInto is for labels that stand there more than once; the first is 0. A day is set as the browser's own calendar does.
func (p *page) TypesInto(label string, nth int, words string) {
	p.t.Helper()
	field := fmt.Sprintf(`(() => { const s = %s; return [...document.querySelectorAll("main label")].filter(l => l.checkVisibility() && s(l.innerText).startsWith(s(%s)) && l.control)[%d]?.control })()`, squeeze, quoted(label), nth)
	p.until("a field: "+label, field+` ? "" : document.body.innerText`)
	if ask[bool](p, fmt.Sprintf(`(() => { const f = %s; f.focus(); f.value = f.type === "date" ? %s : ""; return f.type === "date" })()`, field, quoted(words))) {
		return
	}
	p.Keys(words)
	if got := ask[string](p, field+".value"); got != words {
		p.t.Errorf("%s: %s holds %q, want %q", p.who, label, got, words)
	}
}

// Ticks presses the answer with these words under the question with those.
func (p *page) Ticks(question, words string) {
	p.t.Helper()
	p.tap("fieldset label", fmt.Sprintf(`(() => { const s = %s; return s(e.closest("fieldset").innerText).startsWith(s(%s)) && s(e.innerText).startsWith(s(%s)) })()`, squeeze, quoted(question), quoted(words)))
}

// Agenda is what stands on the plan's agenda, in order.
func (p *page) Agenda() []string {
	p.t.Helper()
	return ask[[]string](p, `[...document.querySelectorAll("ol.agenda [data-name]")].map(e => e.innerText.trim())`)
}

// UpByKeys moves one line of the agenda up with the keyboard, and waits until its place is saved.
func (p *page) UpByKeys(words string) {
	p.t.Helper()
	ask[bool](p, `(() => { const f = fetch; window.fetch = (...a) => f(...a).then(r => { if (r.ok) document.body.dataset.saved = "yes"; return r }); return true })()`)
	ask[bool](p, fmt.Sprintf(`(() => { const li = [...document.querySelectorAll("ol.agenda li")].find(li => li.querySelector("[data-name]").innerText.includes(%s)); li.querySelector("[data-grip]").focus(); return true })()`, quoted(words)))
	p.Keys(kb.ArrowUp)
	p.until("the new order to be saved", `document.body.dataset.saved || "not yet" === "yes" ? "" : "not yet"`)
}

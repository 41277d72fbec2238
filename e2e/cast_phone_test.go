package e2e

import (
	"fmt"

	"cairn/e2e/line"
)

// A phone is a young person's.
type phone struct {
	*page
	room *room
}

// Phone gives somebody a phone.
func (r *room) Phone(who string) *phone { return r.PhoneWith(who, phoneGlass()) }

// PhoneWith gives somebody a phone that differs: its language, no scripts, dark.
func (r *room) PhoneWith(who string, g glass) *phone {
	r.t.Helper()
	return &phone{page: sit(r.t, who, g), room: r}
}

// Scan opens the session as the QR on the wall does; two taps in all with Sit.
func (p *phone) Scan() {
	p.t.Helper()
	p.Open(p.room.Join)
}

// Join types the code on the first page and takes a seat.
func (p *phone) Join(code string) {
	p.t.Helper()
	p.Open(p.room.Path("/"))
	p.Tap(`form[action="/join"] input:not([type=hidden])`)
	p.Keys(code)
	p.Tap(`form[action="/join"] button`)
	p.Sit()
}

// Sit takes a seat.
func (p *phone) Sit() {
	p.t.Helper()
	p.Tap(`form[action$="/seat"] button`)
	p.until("a seat", `document.querySelector('form[action$="/seat"]') ? document.body.innerText : ""`)
}

const (
	answerForm = `form[action$="/answer"]`
	sendButton = answerForm + ` button:not([type=button]):not([name])`
)

// Choices are the answers of the question on the phone, without "I don't know" and "I'd rather not say".
func (p *phone) Choices() []string {
	p.t.Helper()
	p.Finds(sendButton)
	const labels = `document.readyState !== "complete" ? [] : [...document.querySelectorAll('form[action$="/answer"] input[name=pick]')].map(e => (e.labels[0].querySelector(".say") || e.labels[0]).innerText.trim())`
	p.until("answers to choose from", "("+labels+`).length > 1 ? "" : document.body.innerText`) // a page that is still coming has one
	return ask[[]string](p.page, labels)
}

// Choose taps the answers that carry these words, and sends.
func (p *phone) Choose(words ...string) {
	p.t.Helper()
	for _, w := range words {
		p.tap(answerForm+" label", fmt.Sprintf(`(() => { const s = %s; return s(e.innerText).includes(s(%s)) })()`, squeeze, quoted(w)))
	}
	p.Tap(sendButton)
}

// Joins scans, sits down and waits for the question: everything before an answer.
func (p *phone) Joins() []string {
	p.t.Helper()
	p.Scan()
	p.Sit()
	return p.Choices()
}

// Writes types words into the question's text box and sends them.
func (p *phone) Writes(words string) {
	p.t.Helper()
	p.Finds(sendButton)
	p.Tap(answerForm + " textarea")
	p.Keys(words)
	p.Tap(sendButton)
	p.IsIn()
}

// IsClosed waits until the question on this phone takes no more answers.
func (p *phone) IsClosed() {
	p.t.Helper()
	p.until("the question to close", `document.querySelector('form[action$="/answer"] button:not([type=button])') ? document.body.innerText : ""`)
}

// IsIn waits until the phone says that the answer is kept for good.
func (p *phone) IsIn() {
	p.t.Helper()
	p.Sees("Your answer is in")
}

// network trouble a journey makes itself when it cuts the line.
func (p *phone) LosesSignal(l *line.Line) {
	p.Forgive("net::ERR_", "WebSocket connection to", "Failed to fetch", "Failed to load resource", "occurred when fetching the script")
	l.Cut()
}

package e2e

import (
	"strings"
	"testing"

	"cairn/e2e/line"
)

// counting notes in a page what it says and asks and what it hears, on sockets and by requests, from its first line on.
const counting = `(() => {
	const asked = window.asked = { said: 0, heard: 0, requests: 0 }, Socket = window.WebSocket, fetching = window.fetch;
	window.WebSocket = class extends Socket {
		constructor(...at) { super(...at); this.addEventListener("message", () => asked.heard++); }
		send(message) { asked.said++; super.send(message); }
	};
	window.fetch = (...what) => { asked.requests++; return fetching(...what); };
})()`

// watched notes in the page when the answer was sent, and when the page first said what became of it; and what the page had said and asked then.
const watched = `(() => {
	const seen = window.seen = {}, before = { ...asked };
	document.addEventListener("click", e => { if (e.target.closest('form[action$="/answer"] button:not([type=button]):not([name])')) seen.sent = performance.now(); }, true);
	new MutationObserver(() => {
		const says = document.querySelector("main").innerText;
		if (!seen.kept && says.includes("kept on this phone")) seen.kept = performance.now();
		if (!seen.in && says.includes("Your answer is in")) Object.assign(seen, { in: performance.now(), said: asked.said - before.said, heard: asked.heard - before.heard, requests: asked.requests - before.requests });
	}).observe(document.body, { subtree: true, childList: true, attributes: true });
	return true;
})()`

// linked waits until the page's socket is open and has said something: an answer may go over it now.
func (p *phone) linked() {
	p.t.Helper()
	p.until("an open socket", `document.readyState === "complete" && asked.heard ? "" : "nothing was heard"`)
}

// askedFor is what went between the page and the server from the tap until "Your answer is in" stood there.
type askedFor struct{ Said, Heard, Requests int }

func (p *phone) asked() askedFor {
	p.t.Helper()
	return ask[askedFor](p.page, `({ Said: seen.said, Heard: seen.heard, Requests: seen.requests })`)
}

// P3's round trips of an answer: on an open socket it costs one, there and back. "Your answer is in" stands on the page with the
// acknowledgement, from words that were there before; nothing is asked for, and no connection made, before or after it.
func TestAnAnswerOnAnOpenSocketCostsOneRoundTrip(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	d := r.Desk("sam")
	d.Hidden()
	d.Take(question)
	d.Press(openKey)
	l := r.Line(line.Quality{})
	p := r.Phone("ash")
	p.begins(counting)
	p.Open(over(l, r.Join))
	p.Sit()
	choices := p.Choices()
	p.linked()
	before := quiet(t, l)
	ask[bool](p.page, watched)
	p.Choose(choices[0])
	p.IsIn()
	if got := p.asked(); got.Said != 1 || got.Heard < 1 || got.Requests != 0 {
		t.Errorf("got %+v before the page said that it is in, want one message there, its answer, and nothing asked for", got)
	}
	got := quiet(t, l).Less(before)
	t.Logf("%+v", got)
	if got.Requests != 0 || got.Connections != 0 || got.Sockets != 0 || got.Up > answerUp || got.Down > answerDown {
		t.Errorf("got %+v for an answer, want no request, no connection, at most %d bytes there and %d back", got, answerUp, answerDown)
	}
	if got := ask[string](p.page, `document.activeElement.innerText`); !strings.HasPrefix(got, "Your answer is in") {
		t.Errorf("got the focus on %q, want it on the sentence that it is in", got)
	}
}

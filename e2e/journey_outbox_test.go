package e2e

import (
	"testing"

	"cairn/e2e/line"
)

// onLine opens the session over a line of its own, and takes a seat there.
func (p *phone) onLine() *line.Line {
	p.t.Helper()
	l := p.room.Line(line.Quality{})
	p.Open(over(l, p.room.Join))
	p.Sit()
	return l
}

// reopens opens the session again over a line.
func (p *phone) reopens(l *line.Line) {
	p.t.Helper()
	p.Open(over(l, p.room.Join))
}

// Six phones that anything may happen to: two tabs of one seat, a phone that dies between sending and the answer to it, clocks an
// hour wrong, one that has no room left and one that keeps nothing. Each answer counts once, the newest of a seat, and
// no phone says that an answer is kept where it is not.
func TestAnswersInTroubleArriveOnce(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Take(question)
	sam.Press(openKey)
	want := map[string]int{}

	// Ash has the question open twice. What was chosen last is what counts, and both tabs say so in the end.
	ash := r.Phone("ash")
	signal := ash.onLine()
	choices := ash.Choices()
	again := ash.Tab("ash's second tab")
	again.reopens(signal)
	again.Choices()
	ash.LosesSignal(signal)
	again.LosesSignal(signal)
	ash.Choose(choices[0])
	ash.Sees("kept on this phone")
	again.Choose(choices[1])
	again.Sees("kept on this phone")
	signal.Heal()
	for _, tab := range []*phone{ash, again} {
		tab.IsIn()
		tab.Sees(choices[1])
		tab.SeesNot(choices[0])
	}
	want[choices[1]]++

	// Beth's phone dies after the answer has gone and before it hears that.
	beth := r.Phone("beth")
	signal = beth.onLine()
	beth.Choices()
	beth.LosesAnswers(signal)
	beth.Choose(choices[2])
	beth.Sees("kept on this phone")
	sam.until("her answer at the desk", `(n => +n >= 2 ? "" : n)(document.querySelector('[data-n="n"]').innerText)`)
	beth.closes()
	signal.Heal()
	beth.reopens(signal)
	beth.IsIn()
	beth.Sees(choices[2])
	want[choices[2]]++

	// The clocks of Cai and Dee are an hour wrong, and are put right while an answer waits; Eva's was years behind.
	for who, hours := range map[string]string{"cai": "1", "dee": "-1", "eva": "-80000"} {
		p := r.Phone(who)
		wrong := p.wrongClock(hours)
		signal := p.onLine()
		p.Choices()
		p.LosesSignal(signal)
		p.Choose(choices[0])
		p.Sees("kept on this phone")
		p.closes()
		p.mendClock(wrong)
		signal.Heal()
		p.reopens(signal)
		p.IsIn()
		p.Sees(choices[0])
		want[choices[0]]++
	}

	// Fay's phone has no room left, and Gil's browser keeps nothing. Both say so, and go on as long as the page is open.
	for who, poor := range map[string]func(*phone, string){
		"fay": func(p *phone, at string) { p.isFull(at) },
		"gil": func(p *phone, _ string) { p.isPrivate() },
	} {
		p := r.Phone(who)
		signal := r.Line(line.Quality{})
		poor(p, over(signal, r.Join))
		p.reopens(signal)
		p.Sit()
		p.Choices()
		p.LosesSignal(signal)
		p.Choose(choices[1])
		p.Sees("It is only on this page")
		p.SeesNot("kept on this phone")
		signal.Heal()
		p.IsIn()
		p.Sees(choices[1])
		want[choices[1]]++
	}

	sam.Reveals()
	wall.SeesTally(want)
}

// Three answer without signal. When Ash's is back the question is closed and nobody has seen it, so the answer still counts. Beth
// and Cai come when the room has seen it: they are told so, nothing is pretended, and nothing waits on their phones any more.
func TestAnAnswerThatComesTooLateIsNotPretended(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Take(question)
	sam.Press(openKey)
	ash, beth, cai := r.Phone("ash"), r.Phone("beth"), r.Phone("cai")
	lines := map[*phone]*line.Line{}
	var choices []string
	for _, p := range []*phone{ash, beth, cai} {
		lines[p] = p.onLine()
		choices = p.Choices()
		p.LosesSignal(lines[p])
		p.Choose(choices[0])
		p.Sees("kept on this phone")
	}
	for _, who := range []string{"dan", "eva", "fay"} {
		p := r.Phone(who)
		p.Joins()
		p.Choose(choices[1])
		p.IsIn()
	}
	cai.closes()
	sam.Press(closeKey)
	lines[ash].Heal()
	ash.IsIn()
	sam.Sees("A few answers came in after closing. They count.") // once three have: one seat alone moves no figure
	sam.Sees("This will appear")
	sam.Press(revealKey)
	wall.SeesTally(map[string]int{choices[1]: 3})
	lines[beth].Heal()
	beth.isToldLate()
	beth.Sees("The room sees this now")
	lines[cai].Heal()
	cai.reopens(lines[cai]) // the page is new, and says it all the same
	cai.isToldLate()
	for _, p := range []*phone{ash, beth, cai} {
		if n := ask[int](p.page, `new Promise(done => { const o = indexedDB.open("cairn-outbox", 1); o.onsuccess = () => { const q = o.result.transaction("answers").objectStore("answers").count(); q.onsuccess = () => done(q.result) } })`); n != 0 {
			t.Errorf("%s: %d answers wait on the phone, want none", p.who, n)
		}
	}
	wall.SeesTally(map[string]int{choices[1]: 3})
}

// isToldLate waits for the sentence that an answer came too late, and sees that nothing says it is in.
func (p *phone) isToldLate() {
	p.t.Helper()
	p.Sees("came too late")
	p.SeesNot("Your answer is in")
	p.SeesNot("kept on this phone")
}

// LosesAnswers lets what the phone sends arrive, and nothing come back to it.
func (p *phone) LosesAnswers(l *line.Line) {
	p.Forgive("net::ERR_", "WebSocket connection to", "Failed to fetch", "Failed to load resource", "occurred when fetching the script")
	l.Deafen()
}

package e2e

import (
	"sync"
	"testing"
	"time"

	"cairn/e2e/stage"
)

// crowd seats many phones without a browser and gives each one's answer, ready to be sent.
func (r *room) crowd(size int) []func() error {
	r.t.Helper()
	votes := make([]func() error, size)
	failed := make([]error, size)
	var busy sync.WaitGroup
	lanes := make(chan struct{}, 8)
	for i := range votes {
		busy.Go(func() {
			lanes <- struct{}{}
			defer func() { <-lanes }()
			hand := stage.NewHand()
			door, err := hand.Open(r.t.Context(), r.Join)
			if err != nil {
				failed[i] = err
				return
			}
			seat, _ := door.Form("/seat")
			asked, err := hand.Send(r.t.Context(), seat)
			if err != nil {
				failed[i] = err
				return
			}
			answer, _ := asked.Form("/answer")
			answer.Fields.Set("pick", asked.Values("pick")[i%3])
			votes[i] = func() error { _, err := hand.Send(r.t.Context(), answer); return err }
		})
	}
	busy.Wait()
	for _, err := range failed {
		if err != nil {
			r.t.Fatal(err)
		}
	}
	return votes
}

// listen writes down everything a screen reader would say from now on, with its time in ms.
const listen = `(() => {
	const live = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive], output";
	window.heard = [];
	new MutationObserver(list => { for (const m of list) {
		const at = (m.target.nodeType === 1 ? m.target : m.target.parentElement)?.closest(live);
		const words = at && at.checkVisibility() ? at.textContent.trim() : "";
		if (words && heard.at(-1)?.words !== words) heard.push({ at: performance.now(), words });
	} }).observe(document.body, { childList: true, subtree: true, characterData: true });
	return true;
})()`

// P10: fifty answers a second come in. Who listens to the desk or to a phone hears at most one sentence in five seconds, and
// the wall has no voice at all.
func TestFiftyAnswersASecondAreAnnouncedAtMostOnceInFiveSeconds(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Take(question)
	sam.Press(openKey)
	ash := r.Phone("ash")
	ash.Choose(ash.Joins()[0])
	ash.IsIn()
	votes := r.crowd(300)
	for _, p := range []*page{sam.page, ash.page} {
		ask[bool](p, listen)
	}
	tick := time.NewTicker(time.Second / 50)
	defer tick.Stop()
	var sending sync.WaitGroup
	for i, vote := range votes {
		<-tick.C
		sending.Go(func() {
			if err := vote(); err != nil {
				t.Errorf("answer %d: %v", i, err)
			}
		})
	}
	sending.Wait()
	sam.until("every answer to be counted", `(n => n === "301" ? "" : n)(document.querySelector('[data-n="n"]').innerText)`)
	if wall.Has("[aria-live], [role=status], [role=alert], [data-say]") || ask[bool](wall.page, `!!document.querySelector("[aria-live], [role=status], [role=alert], [data-say]")`) {
		t.Error("the wall has a place to speak from, and nobody in the room asked it to")
	}
	type sentence struct {
		At    float64 `json:"at"`
		Words string  `json:"words"`
	}
	for _, p := range []*page{sam.page, ash.page} {
		heard := ask[[]sentence](p, "heard")
		for i := 1; i < len(heard); i++ {
			if gap := heard[i].At - heard[i-1].At; gap < 4900 {
				t.Errorf("%s hears %q %.0f ms after %q, want at most one sentence in 5 s", p.who, heard[i].Words, gap, heard[i-1].Words)
			}
		}
	}
}

// The observer itself is tried: two sentences a second apart are noticed as two.
func TestListeningHearsWhatIsSaid(t *testing.T) {
	p := sit(t, "reader", phoneGlass())
	p.Open(plot(t, seed{}))
	ask[bool](p, listen)
	ask[bool](p, `(() => { const r = document.querySelector("[role=status]"); r.textContent = "One."; return new Promise(done => setTimeout(() => { r.textContent = "Two."; setTimeout(() => done(true), 50) }, 50)) })()`)
	if got := ask[int](p, "heard.length"); got != 2 {
		t.Errorf("heard %d sentences, want 2", got)
	}
}

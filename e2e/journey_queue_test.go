package e2e

import (
	"fmt"
	"sync"
	"testing"

	"cairn/e2e/stage"
)

// Forty young people write. Ruth, who moderates, reads them in the queue and clears them by keyboard alone: approve, keep back
// with a reason, undo. She never sees who wrote what.
func TestAModeratorClearsFortyByKeyboard(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	sam.Take("What else should we ask")
	sam.Press(openKey)
	r.write(40)
	sam.Press(closeKey)

	ruth := r.Staff("ruth")
	ruth.Open(r.Path("/queue"))
	ruth.swapped(func() { ruth.Keys("n") })
	ruth.Finds("[data-item].first")

	first := ruth.reading()
	ruth.Keys("j")
	if next := ruth.reading(); next == first || next == "" {
		t.Errorf("after j: got %q, want another text than %q", next, first)
	}
	ruth.Keys("k")
	if back := ruth.reading(); back != first {
		t.Errorf("after k: got %q, want %q again", back, first)
	}
	ruth.Keys("?")
	ruth.Sees("Next text, text before")
	ruth.TapOn("Done")

	ruth.swapped(func() { ruth.Keys("a") })
	ruth.Sees("It is approved")
	ruth.swapped(func() { ruth.Keys("u") })
	ruth.Finds("#" + first)

	decided := 0
	for decided < 80 {
		now := ruth.reading()
		if now == "" {
			break
		}
		if decided%8 == 7 {
			ruth.Keys("r")
			ruth.swapped(func() { ruth.Keys("4") })
		} else {
			ruth.swapped(func() { ruth.Keys("a") })
		}
		ruth.until("the next text", fmt.Sprintf(`document.getElementById(%q) ? document.body.innerText : ""`, now))
		decided++
	}
	if decided < 40 {
		t.Errorf("got %d decided, want all forty", decided)
	}
	ruth.SeesNot("More walks")
}

// reading is the text the keys belong to, "" where none is left.
func (p *page) reading() string {
	p.t.Helper()
	return ask[string](p, `document.querySelector("[data-item].first")?.id || ""`)
}

// Staff signs in one of the demo's people with their own password: ruth moderates, wes makes themes, alex is safeguarding
// lead and priya deputy.
func (r *room) Staff(who string) *page { return r.StaffOn(who, wideGlass()) }

// StaffOn does the same on another glass.
func (r *room) StaffOn(who string, g glass) *page {
	r.t.Helper()
	passwords := map[string]string{
		"ruth": "a kettle in the hall", "wes": "wet boots by the stove", "alex": "two herons on a wall", "priya": "a gate with seven sheep",
	}
	p := sit(r.t, who, g)
	p.Open(r.Path("/sign-in"))
	p.Types("E-mail", who+"@fellside.example")
	p.Types("Password", passwords[who])
	p.Tap("main form button")
	p.Finds(`a[href="/me"]`)
	return p
}

// write seats many phones without a browser, and each sends a text of its own.
func (r *room) write(size int) {
	r.t.Helper()
	failed := make([]error, size)
	var busy sync.WaitGroup
	lanes := make(chan struct{}, 8)
	for i := range size {
		busy.Go(func() {
			lanes <- struct{}{}
			defer func() { <-lanes }()
			failed[i] = r.writeOne(fmt.Sprintf("More walks by the lake, number %d", i))
		})
	}
	busy.Wait()
	for _, err := range failed {
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *room) writeOne(text string) error {
	hand := stage.NewHand()
	door, err := hand.Open(r.t.Context(), r.Join)
	if err != nil {
		return err
	}
	seat, _ := door.Form("/seat")
	asked, err := hand.Send(r.t.Context(), seat)
	if err != nil {
		return err
	}
	answer, ok := asked.Form("/answer")
	if !ok {
		return fmt.Errorf("the question is not open to a phone that sat down")
	}
	answer.Fields.Set("text", text)
	_, err = hand.Send(r.t.Context(), answer)
	return err
}

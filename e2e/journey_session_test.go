package e2e

import "testing"

const question = "What should we ask"

// Sam runs the session, the wall hangs behind him, and three young people have their phones out.
func TestThreePhonesAnswerAndTheWallShowsTheExactTally(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	wall.Sees(r.Code[:3])

	ash, beth, cai := r.Phone("ash"), r.Phone("beth"), r.Phone("cai")
	ash.Scan()
	ash.Sit()
	beth.Join(r.Code)

	sam.Take(question)
	sam.Press(openKey)

	choices := ash.Choices()
	if len(choices) < 3 {
		t.Fatalf("got the answers %q, want at least three to choose from", choices)
	}
	ash.Choose(choices[0])
	ash.IsIn()
	beth.Choose(choices[2])
	beth.IsIn()

	// Cai comes late and finds the question at once.
	cai.Joins()
	cai.Choose(choices[1])
	cai.IsIn()

	// Beth thinks again. Ash reloads in the middle: the seat and the answer are still there.
	beth.TapOn("Change my answer")
	beth.Choose(choices[1])
	beth.IsIn()
	beth.Sees(choices[1])
	ash.Reload()
	ash.IsIn()
	ash.Sees(choices[0])

	// Nobody has seen a number yet.
	if got := wall.Tally(); len(got) > 0 {
		t.Errorf("the wall shows %v before the reveal, want nothing", got)
	}

	// Sam closes, looks at what will appear, and stops it once: the room sees nothing.
	sam.Press(closeKey)
	beth.IsClosed()
	sam.Sees("This will appear")
	sam.Press(revealKey)
	sam.Press(stopKey)
	sam.Finds(`[data-key="r"]`)
	if got := wall.Tally(); len(got) > 0 {
		t.Errorf("the wall shows %v after a stop, want nothing", got)
	}
	sam.Press(revealKey) // it appears three seconds later
	wall.SeesTally(map[string]int{choices[0]: 1, choices[1]: 2})
	cai.Sees(choices[1])

	// They talk, and answer once more: the wall shows both rounds and what moved.
	sam.Press(againKey)
	ash.Choose(choices[1])
	ash.IsIn()
	beth.Choose(choices[1])
	beth.IsIn()
	cai.Choose(choices[1])
	cai.IsIn()
	sam.Reveals()
	wall.Sees("The round before")
	wall.SeesTally(map[string]int{choices[1]: 3})
	wall.Sees("up by 1")

	// On to the next question.
	sam.Press(nextKey)
	wall.Sees("What matters most")
	sam.Press(openKey)
	ash.Sees("What matters most")
}

// Bo, 14, chairs. He scans the code on Sam's screen and runs the question from his phone; then Sam takes the remote back.
func TestCoChairRunsTheQuestionUntilStaffTakeTheRemoteBack(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	ash := r.Phone("ash")
	ash.Scan()
	ash.Sit()

	office := &desk{page: sam.Beside("sam's other window", wideGlass()), room: r}
	office.Open(ask[string](sam.page, "location.href"))
	offer := office.Offer()
	bo := r.Chair("bo", offer)
	bo.Sees(question)
	bo.TapOn("Open")
	choices := ash.Choices()
	ash.Choose(choices[0])
	ash.IsIn()
	sam.Sees("Open")
	bo.TapOn("Close")
	ash.IsClosed()
	bo.Sees("Nobody has seen it yet")

	// The code has been used: it gives nobody else the remote.
	dee := sit(t, "dee", phoneGlass())
	dee.Forgive("Failed to load resource")
	dee.Open(offer)
	dee.TapOn("Take the remote")
	dee.Sees("This link has been used")

	// Sam takes the remote back with one key, and Bo's phone says so.
	bo.Forgive("Failed to load resource", "WebSocket connection to")
	sam.Reload()
	sam.Press(takeKey)
	bo.Sees("Staff have the remote again")
	sam.Press(openKey)
	ash.Finds(answerForm + ", .placed")
}

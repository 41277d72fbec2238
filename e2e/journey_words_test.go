package e2e

import (
	"fmt"
	"testing"
)

// Six young people write. Sam reads shuffled, shows three, keeps one back, and passes one on as a worry: its words are on no
// screen afterwards, and the desk says whom to ring.
func TestWordsAreReadBeforeTheRoomSeesThemAndAWorryLeavesEveryScreen(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	sam := r.Desk("sam")
	sam.Hidden()
	wall := sam.Wall()
	sam.Take("What else should we ask")
	sam.Press(openKey)

	const shown, kept, worry = "Do you like dogs", "Football is boring", "It was behind the shed again" // nothing screening knows
	written := []string{shown, kept, worry, "Can we meet outside", "Who are you", "Do you like the rain"}
	writers := make([]*phone, len(written))
	for i, words := range written {
		writers[i] = r.Phone(fmt.Sprintf("writer %d", i+1))
		writers[i].Scan()
		writers[i].Sit()
		writers[i].Writes(words)
	}
	sam.Press(closeKey) // collected until now: there was nothing to decide while they wrote
	for _, words := range written {
		sam.Sees(words)
		wall.SeesNot(words)
	}

	for _, words := range []string{shown, written[4], written[5]} {
		sam.Rules(words, "Show")
		sam.Sees("It is approved")
	}
	sam.RulesBecause(kept, "Keep back", "Why?")
	sam.Sees("It is kept back")
	sam.RulesBecause(worry, "Worry", "It leaves every screen at once")
	sam.Sees("1 message was passed on")
	sam.Sees("Alex Reid")
	sam.SeesNot(worry)

	sam.Press(revealKey)
	wall.Sees(shown)
	writers[4].Sees(shown)
	sam.Reload()
	for _, p := range []*page{wall.page, sam.page, writers[0].page, writers[4].page} {
		p.SeesNot(worry)
	}
	for _, p := range []*page{wall.page, writers[4].page} {
		p.SeesNot(kept)
		p.SeesNot(written[3]) // nobody decided on it, so nobody sees it
	}
	sam.Go("/sessions/" + sam.session() + "/words")
	sam.Sees("Held words")
	sam.SeesNot(worry)
	sam.Go("/sessions/" + sam.session() + "/report?for=team")
	sam.SeesNot(worry)
}

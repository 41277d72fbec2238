package polls

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"cairn/fault"
	"cairn/surveys"
)

// mostLate is how many words of one seat are looked at after their question is over.
const mostLate = 5

// lateHelp looks at words that came after the room saw the result. They count
// nowhere and are taken back at once; but where they tell of danger moderation
// has passed them on by then, and their author must see who can help.
func (r *Room) lateHelp(ctx context.Context, seat Seat, c Cast, refused error) bool {
	if !fault.Is(refused, fault.Closed) || c.Answer.Text == "" {
		return false
	}
	s, ok := r.mayBeLate(seat, c.Activity)
	if !ok {
		return false
	}
	a, ok := s.Activity(c.Activity)
	if !ok || !a.writes() || a.State == Draft {
		return false
	}
	answer, err := surveys.Check(a.Question, s.Band, surveys.Answer{Text: c.Answer.Text, Quote: c.Answer.Quote})
	if err != nil {
		return false
	}
	// The key may be gone, and a resend must be known again all the same.
	sum := sha256.Sum256([]byte("cairn late words\x00" + c.Activity + "\x00" + c.Key))
	text := liveText(s, a, content{Item: hex.EncodeToString(sum[:16])}, answer, r.rooms)
	heard, err := r.hand(ctx, text)
	if err != nil {
		return false
	}
	r.trouble(r.rooms.words.Withdraw(context.WithoutCancel(ctx), text.ID))
	return heard.Help
}

// mayBeLate counts how often a seat came too late, and gives the session while
// it may come once more.
func (r *Room) mayBeLate(seat Seat, activity string) (Session, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seatKey == nil {
		return Session{}, false
	}
	if r.lateTexts == nil {
		r.lateTexts = map[string]int{}
	}
	key := activity + "/" + r.seatKey.tagOf(seat)
	r.lateTexts[key]++
	return r.session, r.lateTexts[key] <= mostLate
}

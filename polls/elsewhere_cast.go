package polls

import (
	"context"

	"cairn/fault"
)

// Begin is the first half of Cast: it checks an answer and puts it into the
// queue, and what it gives is the second half, which waits for the reply. Many
// answers that came together from another process are begun one after the other
// and share a commit, without a goroutine for each. Begin never waits; an
// answer that has to be handed to somebody first does all of it in the second half.
func (r *Room) Begin(seat Seat, c Cast) (reply func(context.Context) (Kept, error)) {
	whole := func(ctx context.Context) (Kept, error) { return r.Cast(ctx, seat, c) }
	if c.Answer.Text != "" || goodKey(c.Key) != nil {
		return whole
	}
	r.touch()
	v, text, err := r.read(seat, c)
	if err != nil || text.ID != "" {
		return whole
	}
	if kept, ok := r.known(v); ok {
		return func(context.Context) (Kept, error) { return kept, nil }
	}
	if !r.enqueue(v) {
		return func(context.Context) (Kept, error) { return Kept{}, fault.New(fault.TooMany, "vote.full") }
	}
	return func(ctx context.Context) (Kept, error) { return r.replyTo(ctx, v) }
}

package polls

import (
	"context"

	"cairn/fault"
	"cairn/surveys"
)

// vote is a checked answer on its way through the writer.
type vote struct {
	place   place
	tag     string
	keys    *keys
	voted   voted
	sealed  []byte // set by the writer once admitted, with the sequence in voted
	id      string
	replied chan reply // room for one
	adds    bool       // one more text of a seat that may write several
}

// reply is what the phone gets.
type reply struct {
	kept Kept
	err  error
}

// Cast takes a seat's answer and returns once it is durable, with the answer
// the server now holds: this one, or the kept one where this was a resend or
// came too late behind a newer tab. Invalid for what the question does not
// offer, Closed once the room has seen the result, Forbidden for text while
// text boxes are shut, TooMany "vote.again" when it is to be sent again with
// the same key (a full queue, a failed commit, a reveal about to happen).
func (r *Room) Cast(ctx context.Context, seat Seat, c Cast) (Kept, error) {
	r.touch()
	if err := goodKey(c.Key); err != nil {
		return Kept{}, err
	}
	v, text, err := r.read(seat, c)
	if err != nil {
		return Kept{Help: r.lateHelp(ctx, seat, c, err)}, err
	}
	if kept, ok := r.known(v); ok {
		if text.ID != "" && kept.holds(text.ID) {
			// The first reply may have been lost, and with it who can help.
			heard, err := r.hand(ctx, text)
			kept.Help = err == nil && heard.Help
		}
		return kept, nil
	}
	var heard Heard
	if text.Text != "" {
		if err = r.fits(v); err != nil {
			return Kept{}, err
		}
		if heard, err = r.hand(ctx, text); err != nil {
			return Kept{}, err
		}
	}
	kept, err := r.send(ctx, v)
	kept.Help = heard.Help
	if late := fault.Is(err, fault.Closed) || fault.Is(err, fault.Invalid); text.ID != "" && (late || err == nil && !kept.holds(text.ID)) {
		// Handed over, and then an older tab's or too late: nobody's words now.
		r.trouble(r.rooms.words.Withdraw(context.WithoutCancel(ctx), text.ID))
	}
	return kept, err
}

// read checks an answer against its question and names it for this activity alone.
func (r *Room) read(seat Seat, c Cast) (*vote, LiveText, error) {
	r.mu.RLock()
	s := r.session
	k := r.keys[c.Activity]
	r.mu.RUnlock()
	a, ok := s.Activity(c.Activity)
	if !ok {
		return nil, LiveText{}, fault.New(fault.NotFound, "vote.unknown")
	}
	if err := a.Takes(c.Round); err != nil {
		return nil, LiveText{}, err
	}
	if k == nil {
		return nil, LiveText{}, again()
	}
	band := s.bandOf(c.Band)
	answer, err := surveys.Check(a.Question, s.Band, c.Answer)
	if err != nil {
		return nil, LiveText{}, err
	}
	content := contentOf(k, c.Key, answer)
	raw, err := content.bytes()
	if err != nil {
		return nil, LiveText{}, fault.Wrap(err, "polls: encode an answer")
	}
	v := &vote{
		place: place{c.Activity, c.Round}, tag: k.tagOf(seat), keys: k, replied: make(chan reply, 1),
		voted: voted{key: c.Key, counter: c.Counter, band: string(band), content: content, raw: string(raw), said: string(raw)},
		adds:  a.supported() && content.Item != "",
	}
	return v, liveText(s, a, content, answer, r.rooms), nil
}

// bandOf is the band a ballot is counted under: the session's, or in a mixed
// session the one of the layer its author chose.
func (s Session) bandOf(asked surveys.Band) surveys.Band {
	if s.Band != surveys.BandMixed {
		return s.Band
	}
	for _, b := range bands() {
		if b == asked {
			return b
		}
	}
	return surveys.BandMixed
}

func liveText(s Session, a Activity, c content, answer surveys.Answer, r *Rooms) LiveText {
	if c.Item == "" {
		return LiveText{}
	}
	return LiveText{
		ID: c.Item, Service: s.Service, Session: s.ID, Activity: a.ID, Question: a.Question.ID, Round: a.Round,
		Text: answer.Text, Quote: answer.Quote, Lang: s.Lang, Day: Day(r.now()),
		AsWeGo: a.Question.Mode == surveys.ShowAsWeGo, Example: s.Example, Seen: surveys.VisibilityOf(a.Question),
	}
}

// known answers what needs no writing, before a text is handed over a second time.
func (r *Room) known(v *vote) (Kept, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	h := r.halls[v.place]
	if h == nil {
		return Kept{}, false
	}
	what, err := h.judge(v.tag, v.voted.key, v.voted.said, v.order())
	if err != nil || what == take {
		return Kept{}, false
	}
	mine, ok := h.mine(v.tag)
	kept := mine.kept(v.place.activity, v.place.round)
	kept.Known = true
	return kept, ok
}

// hand gives words to moderation before the ballot that names them is stored:
// a crash in between leaves words nobody counted, never a ballot whose words are lost.
func (r *Room) hand(ctx context.Context, text LiveText) (Heard, error) {
	if gate := r.askGate(ctx); !gate.Open {
		r.wakeUp() // the room's other phones are to know as well
		return Heard{}, gate.shut()
	}
	return r.rooms.words.Submit(ctx, text)
}

// send puts the vote into the queue and waits for the writer's reply.
func (r *Room) send(ctx context.Context, v *vote) (Kept, error) {
	if !r.enqueue(v) {
		return Kept{}, fault.New(fault.TooMany, "vote.full")
	}
	return r.replyTo(ctx, v)
}

// enqueue puts the vote into the queue; false where that is full.
func (r *Room) enqueue(v *vote) bool {
	select {
	case r.queue <- job{vote: v}:
		return true
	default:
		return false
	}
}

// replyTo waits for the writer's reply to a vote in the queue.
func (r *Room) replyTo(ctx context.Context, v *vote) (Kept, error) {
	select {
	case said := <-v.replied:
		return said.kept, said.err
	case <-ctx.Done():
		return Kept{}, again()
	case <-r.done:
		select { // the writer may have answered with its last breath
		case said := <-v.replied:
			return said.kept, said.err
		default:
			return Kept{}, again()
		}
	}
}

func (v voted) kept(activity string, round int) Kept {
	items := v.content.items()
	return Kept{
		Activity: activity, Round: round, Key: v.key, Counter: v.counter, Answer: v.content.answer(), Wrote: len(items), items: items,
	}
}

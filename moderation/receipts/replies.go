package receipts

import (
	"context"
	"slices"
	"time"

	"cairn/fault"
	"cairn/moderation/workdays"
	"cairn/store"
	"cairn/surveys"
)

// ReplyState is where a reply is on its way to the young person; its text is
// "reply.state.<state>".
type ReplyState string

// A reply is a draft until a second person sends it or gives it back.
const (
	ReplyDraft ReplyState = "draft"
	ReplyBack  ReplyState = "back"
	ReplySent  ReplyState = "sent"
)

// PartnerAfter is how many working days a draft waits, in a team where nobody
// else may check it, before the partner service's people may.
const PartnerAfter = 2

// Reply is what staff wrote back about one item. It names the item and never a
// thread: whoever opens the receipt finds it by the item.
type Reply struct {
	store.Meta `bson:",inline"`
	Service    string     `bson:"service"`
	Item       string     `bson:"item"`
	Text       string     `bson:"text"`
	Lang       string     `bson:"lang"`
	State      ReplyState `bson:"state"`
	By         string     `bson:"by"`             // account that wrote the present words
	Second     string     `bson:"second"`         // account that sent it or gave it back, "" before
	Note       string     `bson:"note,omitempty"` // why it was given back
	Since      time.Time  `bson:"since"`          // when the present words were written
	Day        time.Time  `bson:"day"`            // midnight UTC of the date it was last changed on
}

// NewReply is a reply as somebody writes it.
type NewReply struct {
	Service, Item, Text, Lang, By string
}

// Draft keeps a reply for a second person. Conflict "reply.open" while another
// reply to the item is on its way.
func (t *Threads) Draft(ctx context.Context, n NewReply) (*Reply, error) {
	text, err := surveys.CleanText(n.Text)
	if err != nil {
		return nil, err
	}
	all, err := t.RepliesTo(ctx, n.Item)
	if err != nil {
		return nil, err
	}
	sent := 0
	for _, r := range all {
		if r.State != ReplySent {
			return nil, fault.New(fault.Conflict, "reply.open")
		}
		sent++
	}
	r := &Reply{
		Meta:    store.Meta{ID: t.ItemID("reply "+n.Item, string(rune('a'+min(sent, 25))))}, // two who begin at once meet here
		Service: n.Service, Item: n.Item, Text: text, Lang: n.Lang, State: ReplyDraft, By: n.By,
		Since: t.d.Now(), Day: t.today(ctx, n.Service),
	}
	err = t.replies.Insert(ctx, r)
	if fault.Is(err, fault.Conflict) {
		return nil, fault.New(fault.Conflict, "reply.open")
	}
	return r, err
}

// Second is somebody who would send a reply that another wrote.
type Second struct {
	Account string
	Member  bool // may check replies in the reply's own service
	Partner bool // may check replies in the service's partner
	Alone   bool // nobody in the reply's own service but its writer may check it
}

// Calendar is by what days a service reckons: its zone (nil is UTC), and on which
// days it does not work beside weekends (nil is none).
type Calendar struct {
	Zone     *time.Location
	Holidays workdays.Holidays
}

// MaySend is nil when s may send or give back r at now: never the writer; a
// colleague at once; somebody of the partner service once two working days have
// passed and the team has nobody else.
func MaySend(r Reply, s Second, now time.Time, days Calendar) error {
	switch {
	case r.State != ReplyDraft:
		return fault.New(fault.Conflict, "reply.changed")
	case s.Account == r.By || s.Account == "":
		return fault.New(fault.Forbidden, "reply.own")
	case s.Member:
		return nil
	case s.Partner && s.Alone && now.Before(PartnerFrom(r.Since, days)):
		return fault.New(fault.Forbidden, "reply.early")
	case s.Partner && s.Alone:
		return nil
	}
	return fault.New(fault.NotFound, "reply.none")
}

// PartnerFrom is when the partner service may check a reply written at since: two
// working days later, without weekends, bank holidays and the service's own.
func PartnerFrom(since time.Time, days Calendar) time.Time {
	return workdays.After(since, PartnerAfter, days.Zone, days.Holidays)
}

// Calendar is by what days a service reckons; its failure is that of the holidays.
func (t *Threads) Calendar(ctx context.Context, service string) (Calendar, error) {
	days := Calendar{Zone: t.d.Zone(ctx, service)}
	if t.d.Holidays == nil {
		return days, nil
	}
	var err error
	days.Holidays, err = t.d.Holidays(ctx, service)
	return days, err
}

// Send lets the author see a reply. rev is the revision that was read: if the
// words changed since, Conflict "reply.changed".
func (t *Threads) Send(ctx context.Context, id string, rev int64, s Second) error {
	return t.decide(ctx, id, rev, s, func(r *Reply) { r.State, r.Note = ReplySent, "" })
}

// SendBack gives a reply back to be written again, with a sentence why.
func (t *Threads) SendBack(ctx context.Context, id string, rev int64, s Second, note string) error {
	note, err := surveys.CleanText(note)
	if err != nil {
		return fault.New(fault.Invalid, "reply.why")
	}
	return t.decide(ctx, id, rev, s, func(r *Reply) { r.State, r.Note = ReplyBack, note })
}

func (t *Threads) decide(ctx context.Context, id string, rev int64, s Second, change func(*Reply)) error {
	_, err := t.replies.Update(ctx, id, func(r *Reply) error {
		days, err := t.Calendar(ctx, r.Service)
		if err != nil {
			return err
		}
		if err := MaySend(*r, s, t.d.Now(), days); err != nil {
			return err
		}
		if r.Rev != rev {
			return fault.New(fault.Conflict, "reply.changed")
		}
		change(r)
		r.Second, r.Day = s.Account, t.today(ctx, r.Service)
		return nil
	})
	return err
}

// Rewrite replaces the words of a reply that was given back, or that its own
// writer changes before anybody sent it; it is a draft again, and by is its writer.
func (t *Threads) Rewrite(ctx context.Context, id, by, text string) error {
	text, err := surveys.CleanText(text)
	if err != nil {
		return err
	}
	_, err = t.replies.Update(ctx, id, func(r *Reply) error {
		if r.State == ReplySent || r.State == ReplyDraft && r.By != by {
			return fault.New(fault.Conflict, "reply.changed")
		}
		r.Text, r.By, r.State, r.Second = text, by, ReplyDraft, ""
		r.Since, r.Day = t.d.Now(), t.today(ctx, r.Service)
		return nil
	})
	return err
}

// Reply gets one reply; NotFound "reply.none".
func (t *Threads) Reply(ctx context.Context, id string) (*Reply, error) {
	return t.replies.GetOr(ctx, id, "reply.none")
}

// RepliesTo lists every reply to an item, for staff.
func (t *Threads) RepliesTo(ctx context.Context, item string) ([]*Reply, error) {
	return t.replies.All(ctx, store.Query{Index: "item", Equal: []any{item}})
}

// OpenReplies lists a service's replies that were not sent yet, oldest first.
func (t *Threads) OpenReplies(ctx context.Context, service string) ([]*Reply, error) {
	var open []*Reply
	for _, state := range []ReplyState{ReplyBack, ReplyDraft} {
		some, err := t.replies.All(ctx, store.Query{Index: "service", Equal: []any{service, string(state)}})
		if err != nil {
			return nil, err
		}
		open = append(open, some...)
	}
	slices.SortFunc(open, func(a, b *Reply) int { return a.Since.Compare(b.Since) })
	return open, nil
}

// Answered says which items of a service have a reply, sent or on its way.
func (t *Threads) Answered(ctx context.Context, service string) (map[string]ReplyState, error) {
	known := map[string]ReplyState{}
	for r, err := range t.replies.Find(ctx, store.Query{Index: "service", Equal: []any{service}}) {
		if err != nil {
			return nil, err
		}
		known[r.Item] = r.State
	}
	return known, nil
}

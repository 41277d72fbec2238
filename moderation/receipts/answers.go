package receipts

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"time"

	"filippo.io/age"

	"cairn/fault"
	"cairn/store"
)

// sealedReply is a reply only the receipt opens; its _id is a hash of what was
// sealed, so that the same reply twice is one.
type sealedReply struct {
	store.Meta `bson:",inline"`
	ReplyTo    string    `bson:"replyto"`
	Sealed     []byte    `bson:"sealed"`
	Day        time.Time `bson:"day"`
}

// mostSealed is how large a sealed reply may be, in bytes.
const mostSealed = 64 << 10

// SealedReply puts a reply to a sealed item where its author finds it. replyTo
// is the recipient Begin gave, sealed what age made for it. The same again is nil.
func (t *Threads) SealedReply(ctx context.Context, replyTo string, sealed []byte) error {
	if _, err := age.ParseX25519Recipient(replyTo); err != nil || len(sealed) == 0 || len(sealed) > mostSealed {
		return fault.New(fault.Invalid, "reply.sealed")
	}
	sum := sha256.Sum256(append([]byte(replyTo+"\x00"), sealed...))
	letters := base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
	err := t.sealed.Insert(ctx, &sealedReply{
		Meta: store.Meta{ID: letters.EncodeToString(sum[:16])}, ReplyTo: replyTo, Sealed: sealed, Day: dateIn(t.d.Now(), nil),
	})
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// Answer is a reply as its author reads it.
type Answer struct {
	Item string // "" for a sealed one, which names none
	Text string
	Lang string // "" where it is not known
	Day  time.Time
}

// Answers gives every reply to a thread that may be read, the newest day first.
// Sealed ones are opened with the receipt's own key; one that cannot be opened
// is left out.
func (t *Threads) Answers(ctx context.Context, o *Opened) ([]Answer, error) {
	var out []Answer
	for _, item := range o.Items {
		replies, err := t.RepliesTo(ctx, item)
		if err != nil {
			return nil, err
		}
		for _, r := range replies {
			if r.State == ReplySent {
				out = append(out, Answer{Item: item, Text: r.Text, Lang: r.Lang, Day: r.Day})
			}
		}
	}
	replyTo, err := o.Key.recipient()
	if err != nil {
		return nil, err
	}
	sealed, err := t.sealed.All(ctx, store.Query{Index: "replyto", Equal: []any{replyTo}})
	if err != nil {
		return nil, err
	}
	for _, s := range sealed {
		if text, err := o.Key.unseal(s.Sealed); err == nil {
			out = append(out, Answer{Text: text, Day: s.Day})
		}
	}
	slices.SortStableFunc(out, func(a, b Answer) int { return b.Day.Compare(a.Day) })
	return out, nil
}

// Forget drops what is kept beside an item that may not stay readable: what was
// tapped with it, and replies nobody sent yet. The id stays in its author's
// thread. moderation calls it through Deps.Forgotten.
func (t *Threads) Forget(ctx context.Context, item string) error {
	if err := t.taps.DeleteID(ctx, item); err != nil {
		return err
	}
	replies, err := t.RepliesTo(ctx, item)
	if err != nil {
		return err
	}
	for _, r := range replies {
		if r.State == ReplySent {
			continue
		}
		if err := t.replies.DeleteID(ctx, r.ID); err != nil {
			return err
		}
	}
	return nil
}

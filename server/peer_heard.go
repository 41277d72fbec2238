package server

import (
	"context"
	"log/slog"
	"sync"

	"cairn/fault"
	"cairn/polls"
)

// heardElsewhere answers a bag of what phones said on their sockets at another
// process. Ballots are begun one after the other, so that they share a commit;
// what may have to wait for something else waits beside them.
func (h *phoneScreens) heardElsewhere(ctx context.Context, bag []byte) ([]byte, error) {
	all, err := saidOf(bag)
	if err != nil {
		return nil, err
	}
	replies := make([]farReply, len(all))
	waits := make([]func() []byte, len(all))
	var beside sync.WaitGroup
	for i, said := range all {
		room, err := h.rooms.Room(ctx, said.Session)
		if polls.ElsewhereOf(err) != nil {
			replies[i] = farReply{is: replyNobody}
			continue
		}
		if waits[i] = h.begin(ctx, room, err, said); waits[i] == nil {
			beside.Go(func() { replies[i] = h.replied(func() []byte { return h.hear(ctx, room, err, said) }) })
		}
	}
	for i, wait := range waits {
		if wait != nil {
			replies[i] = h.replied(wait)
		}
	}
	beside.Wait()
	var raw []byte
	for _, one := range replies {
		raw = one.appendTo(raw)
	}
	return raw, nil
}

// begin puts a plain ballot on its way and gives what waits for its reply; nil
// where the message is another, or anything is wrong with it.
func (h *phoneScreens) begin(ctx context.Context, room *polls.Room, failed error, said phoneSaid) func() []byte {
	m, ok := quickCast(said.Message)
	if !ok || failed != nil {
		return nil
	}
	seat, err := room.Seat(said.Token)
	if err != nil {
		return nil
	}
	reply := room.Begin(seat, polls.Cast{Activity: m.Activity, Round: m.Round, Key: m.Key, Counter: m.Counter, Answer: m.Answer})
	return func() []byte {
		kept, err := reply(ctx)
		h.countAnswer(kept, err)
		if err != nil {
			return encoded(h.tooLate(said.Lang, m.Key, kept, err))
		}
		return encoded(keptFrame(kept, m.Key))
	}
}

// replied lets a mistake of ours cost one reply instead of the whole bag.
func (h *phoneScreens) replied(wait func() []byte) (reply farReply) {
	defer func() {
		if thrown := recover(); thrown != nil {
			_ = h.panicked(thrown, slog.String("route", "another process")) // logged; the phone is told to send again
			reply = farReply{is: replyFailed}
		}
	}()
	return farReply{is: replyIs, raw: wait()}
}

// hearing answers the messages of one phone's socket, wherever its session is.
// Everything it needs was copied from the request before.
func (h *phoneScreens) hearing(at phoneAt) func(context.Context, []byte) []byte {
	return func(ctx context.Context, raw []byte) []byte {
		var err error
		for range passTries {
			var room *polls.Room
			room, err = h.rooms.Room(ctx, at.Session)
			owner := h.ownerOf(err)
			if owner == nil {
				return h.hear(ctx, room, err, phoneSaid{at, raw})
			}
			answer, nobody, failed := h.peers.bags.send(ctx, owner.Holder, phoneSaid{at, raw})
			if err = failed; err == nil && !nobody {
				return nilIfEmpty(answer)
			}
			if failed != nil {
				break
			}
			h.rooms.NotThere(owner)
		}
		if err == nil {
			err = fault.New(fault.TooMany, "vote.again")
		}
		return h.hear(ctx, nil, err, phoneSaid{at, raw})
	}
}

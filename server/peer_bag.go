package server

import (
	"context"
	"encoding/binary"
	"errors"
	"sync"
	"time"

	"cairn/fault"
)

// A bag holds what several phones of this process said to one other process, so
// that a flood of answers costs one message on the bus for many of them, and one
// for all their replies. Each has its own reply; one that is lost is sent again
// by its phone, and is the same answer by its key.

// bagEvery keeps the bags for one process this far apart, as the store's commits
// are. What a phone says when nothing left a moment ago never waits.
const bagEvery = 5 * time.Millisecond

// A bag leaves early when it holds so many messages or bytes.
const (
	bagMost  = 256
	bagBytes = 256 << 10
)

// bags are the bags that are open in this process.
type bags struct {
	carry func(ctx context.Context, holder string, bag []byte) (replies []byte, nobody bool, err error)

	mu   sync.Mutex
	open map[string]*bag      // by the process they go to
	left map[string]time.Time // when the last one left for a process
}

// bag is one of them. What is below done is read once that is closed.
type bag struct {
	raw  []byte
	said int
	full chan struct{}
	done chan struct{}

	replies []farReply
	nobody  bool
	err     error
}

// farReply is what became of one message at another process.
type farReply struct {
	is  byte
	raw []byte
}

// What a reply is.
const (
	replyIs     byte = iota // what the phone is to hear; no bytes are nothing to hear
	replyNobody             // the process does not look after the session
	replyFailed             // a mistake of ours: the phone sends again
)

func newBags(carry func(context.Context, string, []byte) ([]byte, bool, error)) *bags {
	return &bags{carry: carry, open: map[string]*bag{}, left: map[string]time.Time{}}
}

// send takes what a phone said to the owner of its session and gives what the
// phone is to hear. nobody says that the process is gone or is not the owner:
// look again. The message is not needed any more once send returns.
func (b *bags) send(ctx context.Context, holder string, said phoneSaid) (reply []byte, nobody bool, err error) {
	into, at := b.put(holder, said)
	select {
	case <-into.done:
	case <-ctx.Done():
		return nil, false, fault.New(fault.TooMany, "vote.again")
	}
	if into.err != nil || into.nobody {
		return nil, into.nobody, into.err
	}
	switch one := into.replies[at]; one.is {
	case replyIs:
		return one.raw, false, nil
	case replyNobody:
		return nil, true, nil
	}
	return nil, false, fault.New(fault.TooMany, "vote.again")
}

// put lays a message into the open bag of a process and says as which.
func (b *bags) put(holder string, said phoneSaid) (*bag, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	into := b.open[holder]
	if into == nil {
		into = &bag{full: make(chan struct{}), done: make(chan struct{})}
		b.open[holder] = into
		go b.bring(holder, into, bagEvery-time.Since(b.left[holder]))
	}
	at := into.said
	into.raw = said.appendTo(into.raw)
	into.said++
	if into.said >= bagMost || len(into.raw) >= bagBytes {
		close(into.full)
		delete(b.open, holder)
	}
	return into, at
}

// bring carries a bag to its process after a rest and hands the replies out.
func (b *bags) bring(holder string, it *bag, rest time.Duration) {
	if rest > 0 {
		wait := time.NewTimer(rest)
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-it.full:
		}
	}
	b.leave(holder, it)
	ctx, cancel := context.WithTimeout(context.Background(), heardPatience)
	defer cancel()
	defer close(it.done)
	raw, nobody, err := b.carry(ctx, holder, it.raw)
	if it.nobody, it.err = nobody, err; nobody || err != nil {
		return
	}
	if it.replies, err = repliesOf(raw); err != nil || len(it.replies) != it.said {
		it.err = &fault.Error{Kind: fault.TooMany, Key: "vote.again", Cause: errors.Join(errBag, err)}
	}
}

// leave closes a bag: nothing more is laid into it.
func (b *bags) leave(holder string, it *bag) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open[holder] == it {
		delete(b.open, holder)
	}
	now := time.Now()
	for other, at := range b.left { // processes come and go
		if now.Sub(at) > bagEvery {
			delete(b.left, other)
		}
	}
	b.left[holder] = now
}

var errBag = errors.New("server: a bag of another process that cannot be read")

// appendTo writes what a phone said into a bag.
func (s phoneSaid) appendTo(raw []byte) []byte {
	for _, part := range []string{s.Session, s.Token, s.Lang} {
		raw = append(binary.AppendUvarint(raw, uint64(len(part))), part...)
	}
	return append(binary.AppendUvarint(raw, uint64(len(s.Message))), s.Message...)
}

// appendTo writes a reply.
func (r farReply) appendTo(raw []byte) []byte {
	return append(binary.AppendUvarint(append(raw, r.is), uint64(len(r.raw))), r.raw...)
}

// cutPart takes the next part of a bag.
func cutPart(raw []byte) (part, rest []byte, err error) {
	n, size := binary.Uvarint(raw)
	if size <= 0 || n > uint64(len(raw)-size) {
		return nil, nil, errBag
	}
	return raw[size : size+int(n) : size+int(n)], raw[size+int(n):], nil
}

// saidOf reads a bag; its messages are parts of raw.
func saidOf(raw []byte) (all []phoneSaid, err error) {
	for len(raw) > 0 {
		var parts [4][]byte
		for i := range parts {
			if parts[i], raw, err = cutPart(raw); err != nil {
				return nil, err
			}
		}
		at := phoneAt{Session: string(parts[0]), Token: string(parts[1]), Lang: string(parts[2])}
		all = append(all, phoneSaid{at, parts[3]})
	}
	return all, nil
}

// repliesOf reads the replies to a bag.
func repliesOf(raw []byte) (all []farReply, err error) {
	for len(raw) > 0 {
		one := farReply{is: raw[0]}
		if one.raw, raw, err = cutPart(raw[1:]); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// Package bus carries bytes between the processes of one Cairn: news to all who
// listen to a subject, and requests to the one who answers there. It knows
// nothing of what they mean. Local is the bus of a single process; a bus between
// processes keeps the same contract, which bustest tests.
package bus

import (
	"context"
	"errors"
	"strings"
)

// The ways a bus can fail. Anything else is the bus's own trouble.
var (
	// ErrNobody says that nobody answers on the subject at the moment; the caller may look for the new owner and ask again.
	ErrNobody = errors.New("bus: nobody answers there")
	// ErrTaken says that somebody in this process already answers on the subject.
	ErrTaken = errors.New("bus: somebody answers there already")
	// ErrClosed says that the bus is closed.
	ErrClosed = errors.New("bus: closed")
	// ErrSubject says that a subject is not one to three hundred signs of a-z, A-Z, 0-9, "-", "_", in parts set apart by single dots.
	ErrSubject = errors.New("bus: not a subject")
	// ErrRefused says that the one who answers failed; its text stays there.
	ErrRefused = errors.New("bus: the answer failed")
)

// Bus is what the rooms of several processes speak over. All bytes given to it
// are copied or kept unchanged by the callers; all bytes got from it may be kept
// but not changed. Every method is safe for many callers at once.
type Bus interface {
	// Publish hands news to every listener of subject, in every process. It does
	// not wait for them: a listener that is far behind loses the oldest news, so
	// news must say "look again", or carry the whole state.
	Publish(ctx context.Context, subject string, news []byte) error
	// Subscribe calls heard for each piece of news, one at a time and in the order
	// of each publisher, until stop is called. After stop has returned heard is not
	// called again. heard must not call its own stop.
	Subscribe(subject string, heard func(news []byte)) (stop func(), err error)
	// Request asks whoever answers on subject and waits for the answer, or for ctx
	// to end (then it may have been carried out all the same: make requests that
	// may be repeated). ErrNobody comes at once when nobody answers there.
	Request(ctx context.Context, subject string, question []byte) ([]byte, error)
	// Respond makes answer the one that answers on subject until stop is called.
	// answer runs once per request, several at a time; its ctx ends with the
	// asker's. After stop has returned no answer is running.
	Respond(subject string, answer func(ctx context.Context, question []byte) ([]byte, error)) (stop func(), err error)
	// Close ends everything; what is being answered is finished first.
	Close() error
}

// CheckSubject gives ErrSubject for a subject that some bus could not carry.
func CheckSubject(subject string) error {
	if len(subject) > 300 {
		return ErrSubject
	}
	for part := range strings.SplitSeq(subject, ".") {
		if part == "" {
			return ErrSubject
		}
		for _, sign := range part {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", sign) {
				return ErrSubject
			}
		}
	}
	return nil
}

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
	// ErrAway says that the line to the other processes is down at the moment; it comes back by itself. A request that
	// was under way may have been carried out all the same.
	ErrAway = errors.New("bus: away")
	// ErrSize says that news, a question or an answer is longer than MaxBytes.
	ErrSize = errors.New("bus: too long")
)

// MaxBytes is the most that news, a question or an answer may hold.
const MaxBytes = 8 << 20

// Bus is what the rooms of several processes speak over. All bytes given to it
// are copied or kept unchanged by the callers; all bytes got from it may be kept
// but not changed. Every method is safe for many callers at once.
type Bus interface {
	// Publish hands news to every listener of subject, in every process. It does
	// not wait for them: a listener that is far behind loses the oldest news, so
	// news must say "look again", or carry the whole state. While the bus is away
	// the newest of each subject is kept and goes out when it comes back.
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
	// asker's. After stop has returned no answer is running. ErrTaken is for this
	// process alone: where several processes answer a subject, each is asked, and
	// the first answer counts. Who should not speak any more answers ErrNobody.
	Respond(subject string, answer func(ctx context.Context, question []byte) ([]byte, error)) (stop func(), err error)
	// Close ends everything; what is being answered is finished first.
	Close() error
}

// Returning is what a bus between processes is beside a Bus.
type Returning interface {
	// OnReturn calls back each time the bus was away and has come again, until stop
	// is called: what others said meanwhile may be lost, so whoever follows them asks anew.
	OnReturn(back func()) (stop func())
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

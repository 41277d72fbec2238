// Package fault holds the seven kinds of failure Cairn knows. Every error that
// reaches a person is one of them; anything else is Internal and its text is
// never shown.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure an Error is; server/errors.go turns it into a status.
type Kind uint8

// The seven kinds. The zero Kind is Internal, so a forgotten kind fails closed.
const (
	Internal  Kind = iota // our fault or the machine's; the text stays in the log
	Invalid               // what was sent cannot be taken as it is
	NotFound              // there is no such thing, or it is not for you to know
	Forbidden             // you may not do this
	Conflict              // somebody else was first; look again
	Closed                // it was possible once and no longer is
	TooMany               // too many at once; try again in a moment
)

// Error is a failure with a sentence for a person: Key names it in the
// catalogues, Args fill its placeholders (name, value, name, value …; never
// anything a young person typed). Cause is for the log only.
type Error struct {
	Kind  Kind
	Key   string
	Args  []any
	Cause error
}

// Error is the text for the log: kind and key, never the arguments.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s (%s): %v", e.Kind, e.Key, e.Cause)
	}
	return fmt.Sprintf("%s (%s)", e.Kind, e.Key)
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind with the key of its sentence and the sentence's arguments.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Wrap keeps a foreign error as the cause of an Internal one; a *Error passes
// through unchanged, nil stays nil. what names the step for the log.
func Wrap(err error, what string) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &Error{Kind: Internal, Key: "fault.internal", Cause: fmt.Errorf("%s: %w", what, err)}
}

// Of returns err as an *Error; a foreign error becomes Internal, nil stays nil.
func Of(err error) *Error {
	var known *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	default:
		return &Error{Kind: Internal, Key: "fault.internal", Cause: err}
	}
}

// Is reports whether err is a failure of this kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err).Kind == kind }

// String is the kind's name in the log.
func (k Kind) String() string {
	names := [...]string{"internal", "invalid", "not found", "forbidden", "conflict", "closed", "too many"}
	if int(k) < len(names) {
		return names[k]
	}
	return "internal"
}

package moderation

import "unicode"

// Reason is why something was kept back. Staff choose by "reason.<reason>"; its
// author reads "reason.<reason>.told".
type Reason string

// The reasons, in the order they are offered.
const (
	NamesSomeone Reason = "name"    // it could tell who somebody is
	TooPrivate   Reason = "private" // it tells something private about its author
	Unkind       Reason = "unkind"  // it could hurt somebody
	OffTopic     Reason = "topic"   // it is about something else
	Unreadable   Reason = "unclear" // nobody here could tell what it says
	OtherTongue  Reason = "tongue"  // it waits for somebody who reads the language
)

// Reasons lists every reason in the order they are offered.
func Reasons() []Reason {
	return []Reason{NamesSomeone, TooPrivate, Unkind, OffTopic, Unreadable, OtherTongue}
}

func knownReason(r Reason) bool {
	for _, k := range Reasons() {
		if k == r {
			return true
		}
	}
	return false
}

func wordy(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

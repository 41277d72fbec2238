package main

import (
	"context"

	"cairn/polls"
)

// textGate is what the rooms ask before a text box opens.
func (a *app) textGate(ch choices) func(context.Context, polls.Session) polls.TextGate {
	return func(_ context.Context, s polls.Session) polls.TextGate {
		return polls.TextGate{Open: ch.textBoxes && s.Example}
	}
}

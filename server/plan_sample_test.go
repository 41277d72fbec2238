package server

import (
	"cairn/polls"
	"cairn/surveys"
)

// said is a text in English alone.
func said(text string) surveys.Words { return surveys.Words{"en": text} }

// sampleAgenda is what the tests of planning plan: every kind, some of them
// personal, one that collects words.
func sampleAgenda() []polls.Activity {
	item := func(q surveys.Question, notes string) polls.Activity {
		return polls.Activity{Question: q, State: polls.Draft, Notes: notes}
	}
	option := func(id, full, short, picture string) surveys.Option {
		return surveys.Option{ID: id, Full: said(full), Short: said(short), Picture: picture}
	}
	where := []surveys.Option{option("a", "At school", "School", ""), option("b", "In the library", "Library", ""), option("c", "Outdoors", "Outdoors", "")}
	return []polls.Activity{
		item(surveys.Question{ID: "t-hello", Kind: "page", Full: said("What today is for"), Body: said("We ask. **Nobody can tell how you voted.**")}, "Read it aloud."),
		item(surveys.Question{ID: "t-feel", Kind: "scale", Private: surveys.PrivateABit, Scale: surveys.ScaleFaces, Full: said("How do you feel today?")}, ""),
		item(surveys.Question{ID: "t-first", Kind: "choice", Private: surveys.PrivateNo, Full: said("What should a Link Worker ask you first?"), Short: said("What to ask first"), Options: []surveys.Option{
			option("a", "What do you like doing?", "Things I like", "set:1F3A8"), option("b", "What is hard for you?", "What is hard", "set:1F327"),
		}}, ""),
		item(surveys.Question{ID: "t-place", Kind: "ranking", Private: surveys.PrivateNo, Full: said("Where should we meet?"), Options: where}, ""),
		item(surveys.Question{ID: "t-when", Kind: "choice", Private: surveys.PrivateNo, Max: 2, Full: said("Which of them do you know?"), Options: where}, ""),
		item(surveys.Question{ID: "t-break", Kind: "break", Full: said("Stretch your legs.")}, ""),
		item(surveys.Question{ID: "t-better", Kind: "text", Private: surveys.PrivateABit, Mode: surveys.CollectNow, Full: said("What would make it easier to come?")}, ""),
		item(surveys.Question{ID: "t-heard", Kind: "scale", Private: surveys.PrivateNo, Scale: surveys.ScaleNumbers, Full: said("Did we listen to you?"), Low: said("No"), High: said("Yes")}, ""),
		item(surveys.Question{ID: "t-next", Kind: "page", Full: said("After today"), Body: said("We write an answer.")}, ""),
	}
}

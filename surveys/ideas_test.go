package surveys

import (
	"fmt"
	"slices"
	"testing"

	"cairn/fault"
)

func TestAnIdeaOrWhatIsSupportedIsAnAnswer(t *testing.T) {
	var many []string
	for i := range MaxSupports + 1 {
		many = append(many, fmt.Sprintf("%010x", i))
	}
	for _, kind := range []string{"ideas", "questions"} {
		q := Question{ID: "i", Kind: kind}
		for _, tc := range []struct {
			name string
			a    Answer
			pick []string
			pass Pass
			key  string
		}{
			{"ids in any order stand in one", Answer{Pick: []string{"00000000bb", "", "00000000aa"}}, []string{"00000000aa", "00000000bb"}, "", ""},
			{"an empty list takes everything back", Answer{Pick: []string{""}}, nil, PassSkip, ""},
			{"words alone", Answer{Text: "a garden"}, nil, "", ""},
			{"words and a list", Answer{Text: "a garden", Pick: []string{"", "00000000aa"}}, []string{"00000000aa"}, "", ""},
			{"spaces and a list", Answer{Text: "  ", Pick: []string{"00000000aa"}}, []string{"00000000aa"}, "", ""},
			{"spaces alone", Answer{Text: "  "}, nil, "", "answer.empty"},
			{"nothing at all", Answer{}, nil, "", "answer.empty"},
			{"one twice", Answer{Pick: []string{"00000000aa", "00000000aa"}}, nil, "", "answer.twice"},
			{"no id of ours", Answer{Pick: []string{"garden"}}, nil, "", "answer.unknown"},
			{"more than a hand ticks", Answer{Pick: many}, nil, "", "answer.supports"},
			{"a pass with words", Answer{Pass: PassDontKnow, Text: "x"}, nil, "", "answer.both"},
			{"bytes that are no text", Answer{Text: "a\xff"}, nil, "", "answer.unreadable"},
		} {
			got, err := Check(q, Band8to10, tc.a)
			if tc.key != "" && (err == nil || fault.Of(err).Key != tc.key) {
				t.Errorf("%s, %s: got %v, want %s", kind, tc.name, err, tc.key)
			}
			if tc.key == "" && (err != nil || !slices.Equal(got.Pick, tc.pick) || got.Pass != tc.pass) {
				t.Errorf("%s, %s: got %+v and %v, want %v %q", kind, tc.name, got, err, tc.pick, tc.pass)
			}
		}
	}
}

func TestWhatTheRoomMayNotSeeCannotBeSupported(t *testing.T) {
	for _, tc := range []struct {
		name, field, key string
		spoil            func(*Question)
	}{
		{"somebody would mind", "private", "question.unshared", func(q *Question) { q.Private = PrivateYes }},
		{"an order nobody knows", "order", "question.order", func(q *Question) { q.Order = "loudest" }},
		{"a mode nobody knows", "mode", "question.mode", func(q *Question) { q.Mode = "shout" }},
		{"no words", "full", "question.empty", func(q *Question) { q.Full = nil }},
	} {
		q := Question{ID: "i", Kind: "ideas", Private: PrivateNo, Full: Words{"en": "What should we try?"}}
		if found := Problems(q); len(found) > 0 {
			t.Fatalf("got %v for a good question, want none", found)
		}
		tc.spoil(&q)
		if found := Problems(q); !slices.ContainsFunc(found, func(p Problem) bool { return p.Field == tc.field && p.Key == tc.key }) {
			t.Errorf("%s: got %v, want %s at %s", tc.name, found, tc.key, tc.field)
		}
	}
}

func TestAnInventedRoomIsTheSameForTheSameSeedAndNobodySupportsMoreThanThereAre(t *testing.T) {
	one, some := InventSupport(3, 25, 7)
	two, again := InventSupport(3, 25, 7)
	if !slices.Equal(one, two) || some != again || slices.Max(one) > some || some > 25 {
		t.Errorf("got %v of %d and %v of %d, want the same and no more than 25", one, some, two, again)
	}
}

package surveys

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cairn/fault"
)

// anyQuestion makes a question of a kind that has no problems.
func anyQuestion(kind string, random *rand.Rand) Question {
	q := Question{ID: "q1", Kind: kind, Private: PrivateABit, Full: Words{"en": "What do you think?"}}
	for i := range 2 + random.IntN(MaxOptions-1) {
		q.Options = append(q.Options, Option{ID: fmt.Sprintf("o%d", i), Full: Words{"en": fmt.Sprintf("Answer %d", i)}})
	}
	if kind == "pair" {
		q.Options = q.Options[:min(len(q.Options), 2+random.IntN(3))]
	}
	q.Max = random.IntN(len(q.Options) + 1)
	q.Least, q.Step, q.Stones = random.IntN(41)-20, random.IntN(4), 2+random.IntN(29)
	q.Most = q.Least + 3 + random.IntN(90)
	q.Scale = []ScaleStyle{ScaleFaces, ScaleWords, ScaleNumbers}[random.IntN(3)]
	q.Low, q.High = Words{"en": "not at all"}, Words{"en": "very much"}
	return q
}

func anyBand(random *rand.Rand) Band {
	return []Band{Band5to7, Band8to10, Band11to15, Band16to19, BandMixed}[random.IntN(5)]
}

// each runs a check on many random questions of every kind.
func each(t *testing.T, check func(t *testing.T, k Kind, q Question, random *rand.Rand)) {
	t.Helper()
	for _, name := range KindNames() {
		t.Run(name, func(t *testing.T) {
			k, _ := KindOf(name)
			for seed := range uint64(200) {
				random := rand.New(rand.NewPCG(seed, 7))
				check(t, k, anyQuestion(name, random), random)
			}
		})
	}
}

func TestEveryKindIsOneRowAndOneFile(t *testing.T) {
	names := KindNames()
	if len(names) != len(Kinds()) {
		t.Errorf("got %d kinds in order and %d in the table, want the same", len(names), len(Kinds()))
	}
	for name, k := range Kinds() {
		if k.Name() != name || !slices.Contains(names, name) {
			t.Errorf("got %q in row %q, want one name everywhere", k.Name(), name)
		}
		if _, err := os.Stat(name + ".go"); err != nil {
			t.Errorf("kind %q has no file %s.go of its own", name, name)
		}
	}
}

func TestAGoodQuestionHasNoProblems(t *testing.T) {
	each(t, func(t *testing.T, _ Kind, q Question, _ *rand.Rand) {
		if found := Problems(q); len(found) > 0 {
			t.Fatalf("got %v for %+v, want none", found, q)
		}
	})
}

func TestWhatAKindInventsIsTakenAsItIsAndCountedInItsCells(t *testing.T) {
	each(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		if !k.Asks() {
			return
		}
		band := anyBand(random)
		a := k.Invent(q, band, random)
		got, err := Check(q, band, a)
		if err != nil || !reflect.DeepEqual(got, a) {
			t.Fatalf("got %+v and %v for %+v, want it as it is", got, err, a)
		}
		var keys []string
		for _, c := range k.Cells(q, band) {
			keys = append(keys, c.Key)
		}
		counted := k.Count(q, a)
		for _, cell := range counted {
			if !slices.Contains(keys, cell) {
				t.Fatalf("got %q counted, want one of %v", cell, keys)
			}
		}
		if k.Whole(q) && len(counted) != 1 {
			t.Fatalf("got %d cells for an answer to a whole question, want one", len(counted))
		}
	})
}

func TestEveryKindThatAsksTakesEveryPass(t *testing.T) {
	each(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		for _, pass := range []Pass{PassDontKnow, PassRatherNot, PassSkip} {
			got, err := Check(q, anyBand(random), Answer{Pass: pass})
			switch {
			case k.Asks() && (err != nil || got.Pass != pass):
				t.Fatalf("got %+v and %v for %s, want it taken", got, err, pass)
			case !k.Asks() && !fault.Is(err, fault.Invalid):
				t.Fatalf("got %v from a kind that asks nothing, want invalid", err)
			}
		}
	})
}

func TestWhatNobodyOfferedIsRefusedWithASentence(t *testing.T) {
	q := anyQuestion("choice", rand.New(rand.NewPCG(1, 1)))
	q.Options, q.Max = q.Options[:2], 1
	faces := Question{ID: "f", Kind: "scale", Scale: ScaleFaces, Full: Words{"en": "How was it?"}}
	open := Question{ID: "t", Kind: "text", Full: Words{"en": "Say it"}}
	rank := q
	rank.Kind = "ranking"
	for _, tc := range []struct {
		name string
		q    Question
		a    Answer
		key  string
	}{
		{"an unknown choice", q, Answer{Pick: []string{"zz"}}, "answer.unknown"},
		{"no choice", q, Answer{}, "answer.empty"},
		{"one choice twice", q, Answer{Pick: []string{"o1", "o1"}}, "answer.twice"},
		{"two choices of one", q, Answer{Pick: []string{"o1", "o0"}}, "answer.toomany"},
		{"an unknown pass", q, Answer{Pass: "perhaps"}, "answer.pass"},
		{"a pass with a choice", q, Answer{Pass: PassSkip, Pick: []string{"o1"}}, "answer.both"},
		{"a face of another band's scale", faces, Answer{Pick: []string{"3of5"}}, "answer.unknown"},
		{"one place twice", rank, Answer{Pick: []string{"o1", "o1"}}, "answer.twice"},
		{"a rank for nothing offered", rank, Answer{Pick: []string{"o1", "o9"}}, "answer.unknown"},
		{"bytes that are no text", open, Answer{Text: "a\xff"}, "answer.unreadable"},
		{"a NUL", open, Answer{Text: "a\x00"}, "answer.unreadable"},
		{"spaces alone", open, Answer{Text: " \n\u00a0"}, "answer.empty"},
		{"too many letters", open, Answer{Text: strings.Repeat("é", MaxGraphemes+1)}, "answer.long"},
		{"too many bytes", open, Answer{Text: strings.Repeat("👩‍👩‍👧‍👧", 700)}, "answer.long"},
		{"an answer to a page", Question{Kind: "page"}, Answer{Pass: PassSkip}, "answer.notasked"},
		{"an answer to no kind", Question{Kind: "riddle"}, Answer{}, "answer.nokind"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Check(tc.q, Band8to10, tc.a)
			if err == nil || fault.Of(err).Key != tc.key {
				t.Errorf("got %v, want %s", err, tc.key)
			}
		})
	}
}

func TestTextIsKeptAsTyped(t *testing.T) {
	q := Question{ID: "t", Kind: "text"}
	for typed, want := range map[string]string{
		"  x<y and y>z \r\n":                    "  x<y and y>z \r\n",
		"cafe\u0301":                            "caf\u00e9",
		strings.Repeat("e\u0301", MaxGraphemes): strings.Repeat("\u00e9", MaxGraphemes),
	} {
		got, err := Check(q, BandMixed, Answer{Text: typed, Quote: true})
		if err != nil || got.Text != want || !got.Quote {
			t.Errorf("got %q and %v, want %q", got.Text, err, want)
		}
	}
}

func TestFacesHaveAsManyStepsAsTheBandCanTellApart(t *testing.T) {
	for band, want := range map[Band]int{Band5to7: 2, Band8to10: 3, Band11to15: 5, Band16to19: 5, BandMixed: 2} {
		if got := len(scale{}.Cells(Question{Scale: ScaleFaces}, band)); got != want {
			t.Errorf("%s: got %d faces, want %d", band, got, want)
		}
	}
}

func TestAPartOfARankingIsAnAnswer(t *testing.T) {
	q := Question{ID: "r", Kind: "ranking", Options: []Option{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}}
	a, err := Check(q, BandMixed, Answer{Pick: []string{"c"}})
	if err != nil {
		t.Fatal(err)
	}
	k, _ := KindOf("ranking")
	if got := Fold(k, q, []Answer{a}); got.Cells["c"] != 1 || got.Answered != 1 {
		t.Errorf("got %+v, want one for c", got)
	}
}

func TestAnAuthorHearsWhatToPutRight(t *testing.T) {
	good := anyQuestion("choice", rand.New(rand.NewPCG(3, 3)))
	good.Options = good.Options[:3:3]
	good.Max = 1
	for _, tc := range []struct {
		name  string
		spoil func(*Question)
		field string
		key   string
	}{
		{"no text", func(q *Question) { q.Full = Words{"en": "  "} }, "full", "question.empty"},
		{"one option", func(q *Question) { q.Options = q.Options[:1]; q.Max = 0 }, "options", "question.few"},
		{"thirteen options", func(q *Question) {
			for i := range 10 {
				q.Options = append(q.Options, Option{ID: fmt.Sprint("x", i), Full: Words{"en": fmt.Sprint("more", i)}})
			}
		}, "options", "question.many"},
		{"an empty option", func(q *Question) { q.Options[1].Full = nil }, "options.1.full", "question.option"},
		{"two ids alike", func(q *Question) { q.Options[1].ID = q.Options[0].ID }, "options.1.id", "question.id"},
		{"two texts alike", func(q *Question) { q.Options[2].Full = Words{"en": " ANSWER  0"} }, "options.2.full", "question.alike"},
		{"a picture without words", func(q *Question) { q.Options[0].Picture = "own:1" }, "options.0.alt", "question.alt"},
		{"a picture alone", func(q *Question) { q.Options[0].Picture, q.Options[0].Full = "set:1F343", nil }, "options.0.alt", "question.alt"},
		{"more choices than options", func(q *Question) { q.Max = 4 }, "max", "question.max"},
		{"a kind nobody knows", func(q *Question) { q.Kind = "riddle" }, "kind", "question.kind"},
		{"a privacy nobody knows", func(q *Question) { q.Private = "maybe" }, "private", "question.private"},
		{"a scale nobody knows", func(q *Question) { q.Kind, q.Scale = "scale", "stars" }, "scale", "question.scale"},
		{"ends without meaning", func(q *Question) { q.Kind, q.Scale, q.Low = "scale", ScaleNumbers, nil }, "low", "question.ends"},
		{"a mode nobody knows", func(q *Question) { q.Kind, q.Mode = "text", "shout" }, "mode", "question.mode"},
		{"an empty page", func(q *Question) { q.Kind, q.Full = "page", nil }, "full", "question.page"},
		{"a text without end", func(q *Question) { q.Full = Words{"en": strings.Repeat("a", 301)} }, "full", "question.long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := good
			q.Options = slices.Clone(good.Options)
			tc.spoil(&q)
			found := Problems(q)
			if !slices.ContainsFunc(found, func(p Problem) bool { return p.Field == tc.field && p.Key == tc.key }) {
				t.Errorf("got %v, want %s at %s", found, tc.key, tc.field)
			}
		})
	}
}

func TestWordsThatMeanTheSameAreOneWord(t *testing.T) {
	for _, typed := range []string{"late bus", "  Late  BUS ", "LATE\tbus", "ｌａｔｅ bus", "late\u00a0bus"} {
		if got := NormalWord(typed); got != "late bus" {
			t.Errorf("%q: got %q, want %q", typed, got, "late bus")
		}
	}
	if NormalWord("Straße") != NormalWord("STRASSE") {
		t.Error("got Straße and STRASSE apart, want one word")
	}
}

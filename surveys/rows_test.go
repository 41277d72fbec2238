package surveys

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"testing"
)

// abc is a question of a kind with three options.
func abc(kind string) Question {
	return Question{
		ID: "q", Kind: kind, Private: PrivateABit, Full: Words{"en": "What do you think?"}, Least: 0, Most: 100, Step: 5, Stones: 6,
		Options: []Option{{ID: "a", Full: Words{"en": "A"}}, {ID: "b", Full: Words{"en": "B"}}, {ID: "c", Full: Words{"en": "C"}}},
	}
}

func TestAnAnswerOfManyRowsIsTakenStrictlyAndPutInOrder(t *testing.T) {
	for _, tc := range []struct {
		name, kind string
		pick, want []string
		key        string
	}{
		{"a number", "number", []string{"+035"}, []string{"35"}, ""},
		{"a number below", "number", []string{"-5"}, nil, "answer.range"},
		{"a number above", "number", []string{"105"}, nil, "answer.range"},
		{"a number between steps", "number", []string{"7"}, nil, "answer.step"},
		{"a word for a number", "number", []string{"ten"}, nil, "answer.number"},
		{"half a number", "number", []string{"7.5"}, nil, "answer.number"},
		{"more than any number", "number", []string{"99999999999999999999"}, nil, "answer.number"},
		{"two numbers", "number", []string{"5", "10"}, nil, "answer.toomany"},
		{"no number", "number", nil, nil, "answer.empty"},
		{"stones", "stones", []string{"c:1", "a:4", "b:0"}, []string{"a:4", "c:1"}, ""},
		{"too many stones", "stones", []string{"a:4", "b:3"}, nil, "answer.stones"},
		{"stones without end", "stones", []string{"a:4", "b:9223372036854775807"}, nil, "answer.stones"},
		{"fewer stones than none", "stones", []string{"a:-1"}, nil, "answer.number"},
		{"stones twice", "stones", []string{"a:1", "a:2"}, nil, "answer.twice"},
		{"stones for nothing offered", "stones", []string{"z:1"}, nil, "answer.unknown"},
		{"stones without a colon", "stones", []string{"a"}, nil, "answer.unknown"},
		{"all stones kept back", "stones", []string{"a:0"}, nil, "answer.empty"},
		{"pairs", "pair", []string{"c>b", "a>b"}, []string{"a>b", "c>b"}, ""},
		{"both of a pair", "pair", []string{"a>b", "b>a"}, nil, "answer.twice"},
		{"one against itself", "pair", []string{"a>a"}, nil, "answer.unknown"},
		{"statements", "statements", []string{"c:pass", "a:disagree"}, []string{"a:disagree", "c:pass"}, ""},
		{"a statement both ways", "statements", []string{"a:agree", "a:disagree"}, nil, "answer.twice"},
		{"a statement nobody made", "statements", []string{"z:agree"}, nil, "answer.unknown"},
		{"an opinion nobody offered", "statements", []string{"a:maybe"}, nil, "answer.unknown"},
		{"scores", "criteria", []string{"b:5", "a:1"}, []string{"a:1", "b:5"}, ""},
		{"a score above five", "criteria", []string{"a:6"}, nil, "answer.unknown"},
		{"no scores", "criteria", nil, nil, "answer.empty"},
		{"two kinds of weather", "checkin", []string{"sunny", "rainy"}, nil, "answer.toomany"},
		{"weather of another band", "checkin", []string{"stormy"}, nil, "answer.unknown"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Check(abc(tc.kind), Band8to10, Answer{Pick: tc.pick})
			if keyOf(err) != tc.key || !slices.Equal(got.Pick, tc.want) {
				t.Errorf("got %v and %v, want %v and %q", got.Pick, err, tc.want, tc.key)
			}
		})
	}
}

func TestStonesCountThePeopleWhoGaveAFairShare(t *testing.T) {
	q, k := abc("stones"), stones{}
	for _, tc := range []struct{ pick, want []string }{
		{[]string{"a:2", "b:2", "c:2"}, []string{"a", "b", "c"}},
		{[]string{"a:5", "b:1"}, []string{"a"}},
		{[]string{"a:3", "b:3"}, []string{"a", "b"}},
		{[]string{"c:1"}, []string{"c"}},
	} {
		if got := k.Count(q, Answer{Pick: tc.pick}); !slices.Equal(got, tc.want) {
			t.Errorf("%v: got %v, want %v", tc.pick, got, tc.want)
		}
	}
	asking(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		a := k.Invent(q, Band11to15, random)
		if n := len(k.Count(q, a)); q.Kind == "stones" && (n < 1 || n > FairShares(q)) {
			t.Fatalf("got %d fair shares of %v among %d, want 1 to %d", n, a.Pick, len(q.Options), FairShares(q))
		}
	})
}

func TestNumbersAreCountedInAtMostTenRangesThatMissNoneAndNeverOverlap(t *testing.T) {
	for seed := range uint64(500) {
		q := anyQuestion("number", rand.New(rand.NewPCG(seed, 3)))
		k := number{}
		cells, seen := k.Cells(q, BandMixed), map[string]int{}
		if len(cells) > 10 {
			t.Fatalf("seed %d: got %d ranges, want ten at most", seed, len(cells))
		}
		for n := q.Least; n <= q.Most; n += NumberStep(q) {
			in := k.Count(q, Answer{Pick: []string{fmt.Sprint(n)}})
			if len(in) != 1 {
				t.Fatalf("seed %d: %d is in %v, want one range", seed, n, in)
			}
			seen[in[0]]++
		}
		for _, c := range cells {
			if seen[c.Key] == 0 {
				t.Fatalf("seed %d: nothing falls into %q", seed, c.Key)
			}
		}
	}
}

func TestEachRowIsATableOfPeople(t *testing.T) {
	asking(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		rows := CellRows(q)
		if rows == nil {
			return
		}
		all := answers(k, q, random)
		tally := Fold(k, q, all)
		for _, r := range rows {
			sum := 0
			for _, c := range r.Cells {
				sum += tally.Cells[c.Key]
			}
			if sum > tally.Answered {
				t.Fatalf("%s: row %s counts %d of %d answers", q.Kind, r.ID, sum, tally.Answered)
			}
		}
		if got := len(rowCells(rows)); got != len(k.Cells(q, Band11to15)) {
			t.Fatalf("%s: got %d cells in rows and %d in all", q.Kind, got, len(k.Cells(q, Band11to15)))
		}
	})
}

func TestAPostedFormIsReadAsThePicksItShows(t *testing.T) {
	for _, tc := range []struct {
		kind, form string
		want       []string
	}{
		{"choice", "pick=a&pick=c", []string{"a", "c"}},
		{"choice", "pick=", nil},
		{"ideas", "pick=", []string{""}},
		{"ideas", "", nil},
		{"number", "pick=35", []string{"35"}},
		{"ranking", "place.a=2&place.b=1&place.c=", []string{"b", "a"}},
		{"ranking", "place.a=1&place.b=1", []string{"a", "a"}},
		{"stones", "row-a=4&row-b=0&row-c=", []string{"a:4"}},
		{"stones", "row-a=1&row-a=2", []string{"a:1", "a:2"}},
		{"pair", "row-a.b=b>a&row-b.c=b>c", []string{"b>a", "b>c"}},
		{"statements", "row-c=c:pass&row-a=a:agree&row-z=z:agree", []string{"a:agree", "c:pass"}},
		{"statements", "row-a=b:agree", []string{"b:agree"}},
		{"criteria", "row-b=b:5", []string{"b:5"}},
		{"checkin", "pick=sunny", []string{"sunny"}},
	} {
		form, err := url.ParseQuery(tc.form)
		if err != nil {
			t.Fatal(err)
		}
		got := PicksOf(abc(tc.kind), func(name string) []string { return form[name] })
		if !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s %q: got %v, want %v", tc.kind, tc.form, got, tc.want)
		}
	}
}

func TestHowSomebodyIsTodayIsNeverEveryday(t *testing.T) {
	q := abc("checkin")
	q.Private = PrivateNo
	if found := Problems(q); !slices.ContainsFunc(found, func(p Problem) bool { return p.Key == "question.checkin" }) {
		t.Errorf("got %v, want its author told that a check-in is personal", found)
	}
	if got := PrivateOf(q); got != PrivateABit {
		t.Errorf("got %q, want it counted as personal", got)
	}
	if _, sees := RoomWill(q); sees != RoomSeesWords {
		t.Errorf("got %s, want the room to see words", sees)
	}
}

func TestHandsOfSeveralRowsAreNotAddedUp(t *testing.T) {
	hand := map[string]int{"a:agree": 5, "a:disagree": 3, "b:agree": 6, "c:pass": 2}
	if got := HandTally(abc("statements"), hand).Answered; got != 8 {
		t.Errorf("got %d, want the 8 hands of the first statement", got)
	}
	if got := HandTally(abc("choice"), map[string]int{"a": 5, "b": 3}).Answered; got != 8 {
		t.Errorf("got %d, want 8 hands", got)
	}
}

package surveys

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// answers invents some answers to q, passes among them.
func answers(k Kind, q Question, random *rand.Rand) []Answer {
	var all []Answer
	for range random.IntN(40) {
		a := k.Invent(q, Band11to15, random)
		switch random.IntN(8) {
		case 0:
			a = Answer{Pass: PassDontKnow}
		case 1:
			a = Answer{Pass: PassRatherNot}
		case 2:
			a = Answer{Pass: PassSkip}
		}
		all = append(all, a)
	}
	return all
}

func asking(t *testing.T, check func(t *testing.T, k Kind, q Question, random *rand.Rand)) {
	t.Helper()
	each(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		if k.Asks() {
			check(t, k, q, random)
		}
	})
}

func TestAFoldIsTheSameInAnyOrder(t *testing.T) {
	asking(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		all := answers(k, q, random)
		want := Fold(k, q, all)
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if got := Fold(k, q, all); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		cut := random.IntN(len(all) + 1)
		got := Fold(k, q, all[:cut])
		got.Merge(Fold(k, q, all[cut:]))
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v from two halves, want %+v", got, want)
		}
	})
}

func TestAddingAndTakingBackLeavesTheTallyAsItWas(t *testing.T) {
	asking(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		tally := Fold(k, q, answers(k, q, random))
		want := tally.Clone()
		extra := answers(k, q, random)
		for _, a := range extra {
			tally.Add(k, q, a)
		}
		for _, i := range random.Perm(len(extra)) {
			tally.Remove(k, q, extra[i])
		}
		if !reflect.DeepEqual(tally, want) {
			t.Fatalf("got %+v, want %+v", tally, want)
		}
	})
}

func TestATallyCountsEveryBallotOnce(t *testing.T) {
	asking(t, func(t *testing.T, k Kind, q Question, random *rand.Rand) {
		all := answers(k, q, random)
		tally := Fold(k, q, all)
		if tally.Total() != len(all) {
			t.Fatalf("got %d, want %d ballots", tally.Total(), len(all))
		}
		sum := 0
		for _, n := range tally.Cells {
			sum += n
		}
		if k.Whole(q) && sum != tally.Answered {
			t.Fatalf("got cells of %d, want %d answers", sum, tally.Answered)
		}
	})
}

func TestMovementIsTheNetChangeOfEachCell(t *testing.T) {
	before := Tally{Cells: map[string]int{"a": 5, "b": 2, "c": 1}}
	after := Tally{Cells: map[string]int{"a": 3, "b": 2, "d": 3}}
	want := map[string]int{"a": -2, "c": -1, "d": 3}
	if got := Movement(before, after); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAPreviewOfOneSeedIsAlwaysTheSame(t *testing.T) {
	asking(t, func(t *testing.T, _ Kind, q Question, random *rand.Rand) {
		for _, seats := range []int{8, 25} {
			seed := random.Uint64()
			first, again := Preview(q, Band8to10, seats, seed), Preview(q, Band8to10, seats, seed)
			if !reflect.DeepEqual(first, again) || first.Total() != seats {
				t.Fatalf("got %+v and %+v, want the same room of %d", first, again, seats)
			}
		}
	})
}

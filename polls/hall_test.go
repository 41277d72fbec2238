package polls

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"cairn/figures"
	"cairn/surveys"
)

func kindsOfQuestion() []surveys.Question {
	three := place3("").Options
	return []surveys.Question{
		{ID: "one", Kind: "choice", Options: three},
		{ID: "many", Kind: "choice", Options: three, Max: 3},
		{ID: "rank", Kind: "ranking", Options: three},
		{ID: "faces", Kind: "scale", Scale: surveys.ScaleFaces},
		{ID: "ten", Kind: "scale", Scale: surveys.ScaleNumbers},
		{ID: "text", Kind: "text"},
	}
}

// anyAnswer draws an answer to q, or a pass.
func anyAnswer(r *rand.Rand, q surveys.Question) surveys.Answer {
	k, _ := surveys.KindOf(q.Kind)
	if r.IntN(5) == 0 {
		return surveys.Answer{Pass: []surveys.Pass{surveys.PassDontKnow, surveys.PassRatherNot, surveys.PassSkip}[r.IntN(3)]}
	}
	return k.Invent(q, surveys.Band11to15, r)
}

func TestTheTallyIsExactlyTheSeatsPresentBallots(t *testing.T) {
	for _, q := range kindsOfQuestion() {
		for seed := range uint64(60) {
			r := rand.New(rand.NewPCG(seed, 1))
			h := newHall(q)
			present := map[string]surveys.Answer{}
			highest := map[string][2]int64{}
			for i := range 200 {
				tag := fmt.Sprint(r.IntN(25))
				v := voted{
					fence: int64(1 + r.IntN(3)), seq: int64(r.IntN(40)), key: fmt.Sprint(i), counter: int64(i),
					band: "11-15", content: content{},
				}
				a := anyAnswer(r, q)
				v.content = content{Pass: a.Pass, Pick: a.Pick, Item: a.Text}
				rev := [2]int64{v.fence, v.seq}
				if was, ok := highest[tag]; !ok || rev[0] > was[0] || (rev[0] == was[0] && rev[1] >= was[1]) {
					highest[tag], present[tag] = rev, v.content.answer()
				}
				h.fold(tag, v)
			}
			answers := make([]surveys.Answer, 0, len(present))
			for _, a := range present {
				answers = append(answers, a)
			}
			k, _ := surveys.KindOf(q.Kind)
			if want := surveys.Fold(k, q, answers); !reflect.DeepEqual(h.tally, want) {
				t.Fatalf("%s, seed %d: got %+v, want %+v", q.ID, seed, h.tally, want)
			}
		}
	}
}

func TestTwoFiguresOfOneQuestionAreEqualOrThreeSeatsApart(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		h := newHall(place3(surveys.PrivateNo))
		var before figures.Figure
		var since map[string]bool
		for i := range 120 {
			tag := fmt.Sprint(r.IntN(40))
			h.fold(tag, voted{fence: 1, seq: int64(i), key: fmt.Sprint(i), content: content{Pick: []string{string(rune('a' + r.IntN(3)))}}})
			if since != nil {
				since[tag] = true
			}
			if r.IntN(3) > 0 {
				continue
			}
			f := h.release(figures.Room, surveys.Band11to15)
			numbers := fmt.Sprint(f.Took, f.Cells)
			if since != nil && before.Shape == figures.Exact && numbers != fmt.Sprint(before.Took, before.Cells) && len(since) < 3 {
				t.Fatalf("seed %d: two figures with %d seats between them: %v and %s", seed, len(since), before.Cells, numbers)
			}
			if since == nil || numbers != fmt.Sprint(before.Took, before.Cells) {
				since = map[string]bool{}
			}
			before = f
		}
	}
}

func TestAMarkIsTheSameForTheSameStateAlone(t *testing.T) {
	v := View{Session: running(2), Now: inState(Revealed)}
	if mark(v) == "x" {
		t.Fatal("a view does not encode, so every state would have the same mark")
	}
	other := v
	other.Session.Paused = true
	if mark(v) != mark(v) || mark(v) == mark(other) {
		t.Error("marks do not tell states apart")
	}
}

package figures

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"cairn/fault"
	"cairn/surveys"
)

// of makes a table of single choice: the cells, and the passes last.
func of(cells ...int) Counts { return wholeCounts(cells) }

// TestEachAudienceSeesWhatThePolicySays is the table of docs/adr/0002, row by row.
func TestEachAudienceSeesWhatThePolicySays(t *testing.T) {
	for _, tc := range []struct {
		name   string
		aud    Audience
		s      Sensitivity
		counts Counts
		want   Shape
	}{
		{"two everyday answers are too few for the room", Room, Everyday, of(1, 1, 0), Few},
		{"a pass is no answer to reach three with", Room, Everyday, of(1, 1, 4), Few},
		{"three everyday answers are exact", Room, Everyday, of(2, 1, 0), Exact},
		{"four personal answers are too few for the room", Room, Personal, of(3, 1, 0), Few},
		{"five personal answers are words", Room, Personal, of(4, 1, 0), Words},
		{"three hundred personal answers are words still", Room, Personal, of(200, 60, 40), Words},
		{"the room sees nothing sensitive", Room, Sensitive, of(200, 60, 40), Nothing},
		{"staff see everyday answers exactly", Staff, Everyday, of(2, 1, 0), Exact},
		{"staff see the room's words of nineteen", Staff, Personal, of(10, 8, 1), Words},
		{"staff see numbers from twenty", Staff, Personal, of(10, 10, 0), Exact},
		{"staff see small cells hidden", Staff, Personal, of(12, 10, 3), Partly},
		{"staff see nothing of nine sensitive answers", Staff, Sensitive, of(5, 4, 0), Few},
		{"staff see words of ten sensitive answers", Staff, Sensitive, of(6, 4, 0), Words},
		{"staff see sensitive numbers from twenty", Staff, Sensitive, of(10, 10, 0), Exact},
		{"the public sees how many of nineteen took part", Public, Everyday, of(10, 9, 0), Took},
		{"the public sees numbers from twenty", Public, Everyday, of(11, 9, 0), Rounded},
		{"the public sees no unanimous sensitive answer", Public, Sensitive, of(40, 0, 0), Took},
		{"an unknown audience sees nothing", "press", Everyday, of(40, 30, 0), Nothing},
		{"counts that contradict themselves are not shown", Room, Everyday, Counts{Cells: []Count{{"a", 3}}, Answered: 5, Whole: true}, Nothing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := Release(nil, tc.counts, 0, tc.aud, tc.s)
			if f.Shape != tc.want {
				t.Errorf("got %s (%s), want %s", f.Shape, f.Reason, tc.want)
			}
			if !f.Shows() && f.Reason == "" && f.Shape != Exact {
				t.Errorf("got nothing without a reason, want one in words")
			}
		})
	}
}

func TestTheRoomNeverGetsANumberOfAPersonalQuestion(t *testing.T) {
	f := Release(nil, of(12, 7, 4), 0, Room, Personal)
	if f.Took != 0 || f.Answered != 0 {
		t.Errorf("got %d took part and %d answered, want neither", f.Took, f.Answered)
	}
	for _, c := range append(f.Cells, *f.Passed) {
		if c.N != 0 || c.Words == "" {
			t.Errorf("got %+v, want a word and no number", c)
		}
	}
}

func TestThePublicSeesNumbersToTheNearestFive(t *testing.T) {
	f := Release(nil, of(23, 41, 0, 0), 0, Public, Everyday)
	if f.Cells[0].N != 25 || f.Cells[1].N != 40 || f.Cells[2].N != 0 || f.Took != 65 {
		t.Errorf("got %+v of %d, want 25, 40 and 0 of 65", f.Cells, f.Took)
	}
}

func TestASmallCellIsHiddenWithAnother(t *testing.T) {
	f := Release(nil, of(12, 10, 3, 0), 0, Staff, Personal)
	hidden := 0
	for _, c := range f.Cells {
		if c.Hidden {
			hidden++
			if c.N != 0 || c.Reason == "" {
				t.Errorf("got %+v, want no number and a reason", c)
			}
		}
	}
	if hidden != 2 {
		t.Errorf("got %d cells hidden, want the small one and one with it", hidden)
	}
}

func TestAFigureLessThanThreeSeatsOnStays(t *testing.T) {
	first := Release(nil, of(5, 4, 1), 0, Room, Everyday)
	second := Release(&first, of(6, 5, 1), 2, Room, Everyday)
	if !second.Kept() || second.Cells[0].N != 5 {
		t.Errorf("got %+v, want the earlier figure with its note", second)
	}
	third := Release(&second, of(6, 6, 1), 3, Room, Everyday)
	if third.Kept() || third.Cells[1].N != 6 {
		t.Errorf("got %+v, want the new figure after three seats", third)
	}
}

func TestAnOpenSurveyMovesInStepsOfFive(t *testing.T) {
	g := standard()
	first := g.Release(nil, Update{Counts: of(5, 4, 1), Survey: true}, Staff, Everyday)
	if f := g.Release(&first, Update{Counts: of(8, 5, 1), Changed: 4, Survey: true}, Staff, Everyday); !f.Kept() {
		t.Errorf("got %+v after four responses, want the earlier figure", f)
	}
	if f := g.Release(&first, Update{Counts: of(8, 6, 1), Changed: 5, Survey: true}, Staff, Everyday); f.Kept() {
		t.Errorf("got the earlier figure after five responses, want the new one")
	}
}

// TestEachWordCoversTwoCounts holds the promise that a word is never a number.
func TestEachWordCoversTwoCounts(t *testing.T) {
	for i := range 3000 * 12 {
		total, cells := 5+i/12, 2+i%12
		next := 0
		for _, b := range wordBands(total, cells) {
			if b.low != next || b.values() < 2 {
				t.Fatalf("of %d: got %q for %d to %d, want two counts at least from %d", total, b.key, b.low, b.high, next)
			}
			next = b.high + 1
		}
		if next != total+1 {
			t.Fatalf("of %d: got words up to %d, want all counts covered", total, next-1)
		}
	}
}

func TestAThresholdCanOnlyBeRaised(t *testing.T) {
	low := Standard()
	low.WordsFrom--
	if _, err := NewGate(low); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v for a lowered threshold, want invalid", err)
	}
	high := Standard()
	high.ExactFrom = 6
	g, err := NewGate(high)
	if err != nil {
		t.Fatal(err)
	}
	if f := g.Release(nil, Update{Counts: of(3, 2, 0)}, Room, Everyday); f.Shape != Few {
		t.Errorf("got %s below the raised threshold, want too few", f.Shape)
	}
}

func TestEveryThresholdIsCompared(t *testing.T) {
	fields := reflect.TypeOf(Settings{})
	for i := range fields.NumField() {
		low := Standard()
		v := reflect.ValueOf(&low).Elem().Field(i)
		v.SetInt(v.Int() - 1)
		if _, err := Standard().Raise(low); err == nil {
			t.Errorf("got %s lowered, want it refused", fields.Field(i).Name)
		}
	}
}

func TestAFigureComesBackFromItsDocument(t *testing.T) {
	want := Release(nil, of(12, 10, 3, 0), 0, Staff, Personal)
	raw, err := bson.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Figure
	if err := bson.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	if _, there := fields["memory"]; there {
		t.Errorf("got the gate's memory in %s, want it never to leave", text)
	}
}

// TestWhatTheRoomIsToldIsWhatItGets joins the sentence under each question to
// the gate: they have to say the same.
func TestWhatTheRoomIsToldIsWhatItGets(t *testing.T) {
	shapes := map[surveys.RoomSees]Shape{
		surveys.RoomSeesCounts: Exact, surveys.RoomSeesWords: Words, surveys.RoomSeesNothing: Nothing,
	}
	for _, private := range []surveys.Private{"", surveys.PrivateNo, surveys.PrivateABit, surveys.PrivateYes} {
		for _, kind := range []string{"choice", "scale", "ranking", "text"} {
			_, sees := surveys.RoomWill(surveys.Question{Kind: kind, Private: private})
			f := Release(nil, of(7, 3, 2), 0, Room, SensitivityOf(private))
			if kind == "text" {
				f = ReleaseWords(nil, WordCounts{Words: []Count{{"late bus", 7}, {"warm", 4}}}, 0, Room, SensitivityOf(private))
				shapes[surveys.RoomSeesWords] = Listed
			} else {
				shapes[surveys.RoomSeesWords] = Words
			}
			if f.Shape != shapes[sees] {
				t.Errorf("%s, private %q: the room is told %s and gets %s", kind, private, sees, f.Shape)
			}
		}
	}
}

func TestWhileOpenASmallRoomSeesStonesDropByThrees(t *testing.T) {
	for _, tc := range []struct {
		answered, seats int
		s               Sensitivity
		want            string
	}{
		{2, 9, Everyday, "0 stones"},
		{5, 9, Everyday, "3 stones"},
		{8, 14, Everyday, "6 stones"},
		{8, 15, Everyday, "8 of 15"},
		{20, 30, Personal, "18 stones"},
		{20, 30, Sensitive, "18 stones"},
	} {
		p := ProgressOf(tc.answered, tc.seats, tc.s)
		got := fmt.Sprintf("%d stones", p.Stones)
		if p.Numbered {
			got = fmt.Sprintf("%d of %d", p.Answered, p.Seats)
		}
		if got != tc.want {
			t.Errorf("%d of %d, %s: got %s, want %s", tc.answered, tc.seats, tc.s, got, tc.want)
		}
	}
}

func TestShowAsWeGoStartsAtTenAndStepsByThree(t *testing.T) {
	if _, ok := Live(nil, of(5, 4, 3), 12, Everyday); ok {
		t.Error("got a figure from nine answers, want none")
	}
	if _, ok := Live(nil, of(15, 4, 3), 12, Personal); ok {
		t.Error("got a figure of a personal question, want none")
	}
	first, ok := Live(nil, of(6, 4, 0), 10, Everyday)
	if !ok {
		t.Fatal("got nothing from ten answers, want a figure")
	}
	if next, _ := Live(&first, of(7, 5, 0), 2, Everyday); next.Cells[0].N != 6 {
		t.Errorf("got a step of two seats, want the earlier figure")
	}
}

func TestApprovedWordsGoThroughTheGate(t *testing.T) {
	w := WordCounts{Words: []Count{{"warm", 3}, {"late bus", 5}}, Rest: 2, Passed: 1}
	room := ReleaseWords(nil, w, 0, Room, Everyday)
	if room.Shape != Exact || room.Cells[0].Key != "late bus" || room.Cells[0].N != 5 || room.Passed != nil {
		t.Errorf("got %+v, want the words by number without the rest", room)
	}
	personal := ReleaseWords(nil, w, 0, Room, Personal)
	if personal.Shape != Listed || personal.Cells[0].N != 0 || personal.Cells[0].Key != "late bus" {
		t.Errorf("got %+v, want the words without numbers", personal)
	}
	if gone := personal.Without("late bus"); len(gone.Cells) != 1 || len(personal.Cells) != 2 {
		t.Errorf("got %+v, want the word gone at once", gone)
	}
	if public := ReleaseWords(nil, w, 0, Public, Everyday); public.Shows() {
		t.Errorf("got %+v, want no word of eleven for the public", public)
	}
}

func TestAFromToTableIsForEverydayQuestionsAnsweredTwiceByTwenty(t *testing.T) {
	flows := []Flow{{"a", "b", 12}, {"b", "b", 8}}
	if _, ok := Flows(flows, Room, Everyday); !ok {
		t.Error("got no table from twenty, want it")
	}
	for what, ok := range map[string]bool{
		"nineteen": second(Flows(flows[:1], Room, Everyday)),
		"personal": second(Flows(flows, Room, Personal)),
		"public":   second(Flows(flows, Public, Everyday)),
	} {
		if ok {
			t.Errorf("got a table: %s, want none", what)
		}
	}
}

func second(_ []Flow, ok bool) bool { return ok }

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"
)

func TestAWholeHallIsCountedExactly(t *testing.T) {
	var out bytes.Buffer
	kept, err := playHall(t.Context(), []string{"-phones", "40", "-minutes", "0", "-rounds", "2", "-spread", "1500ms",
		"-cut", "1ms"}, &out)
	var r hallReport
	if err != nil || json.Unmarshal(out.Bytes(), &r) != nil {
		t.Fatalf("got %v and the line %q, want a report", err, out.String())
	}
	if !kept || r.Rounds != 2 || r.Cuts == 0 || r.Storms != 1 || r.Acked < 2*36 {
		t.Errorf("got %s, want two rounds counted exactly through a power cut and a storm", out.String())
	}
}

// The long run of `make soak`: half an hour of halls with a power cut every three minutes.
func TestSoakWholeHallsForHalfAnHour(t *testing.T) {
	if os.Getenv("CAIRN_SOAK") == "" {
		t.Skip("only in make soak")
	}
	if kept, err := playHall(t.Context(), []string{"-phones", "200", "-minutes", "30", "-cut", "3m"}, os.Stdout); err != nil || !kept {
		t.Errorf("got kept %v and %v, want every tally exact", kept, err)
	}
}

func TestAWallThatShowsAnotherNumberIsFoundOut(t *testing.T) {
	h := &hall{picked: map[string]int{"a": 3, "b": 2}, says: map[string]string{"a": "Dogs", "b": "Cats"}}
	for _, c := range []struct {
		name  string
		shown map[string]int
		want  int
	}{
		{"as it was", map[string]int{"Dogs": 3, "Cats": 2, "Fish": 0}, 0},
		{"one lost", map[string]int{"Dogs": 2, "Cats": 2}, 1},
		{"one twice", map[string]int{"Dogs": 3, "Cats": 3}, 1},
		{"one in the wrong place", map[string]int{"Dogs": 2, "Cats": 3}, 2},
		{"one nobody gave", map[string]int{"Dogs": 3, "Cats": 2, "Fish": 1}, 1},
		{"nothing shown", nil, 2},
	} {
		if got := h.differences(c.shown); len(got) != c.want {
			t.Errorf("%s: got %q, want %d differences", c.name, got, c.want)
		}
	}
}

func TestAMixIsDealtEvenly(t *testing.T) {
	shares, err := readMix(hallMix)
	if err != nil {
		t.Fatal(err)
	}
	dealt := deal(shares, 200)
	for _, s := range shares {
		if got := len(slices.DeleteFunc(slices.Clone(dealt), func(of string) bool { return of != s.of })); got != 2*s.n {
			t.Errorf("%s: got %d of 200, want %d", s.of, got, 2*s.n)
		}
	}
	for _, bad := range []string{"", "socket", "socket=-1", "fax=3", "socket=0"} {
		if _, err := readMix(bad); err == nil {
			t.Errorf("%q: got no error, want one", bad)
		}
	}
}

func TestAPageTellsTheWordsBesideEachAnswer(t *testing.T) {
	p := readPage(`<main data-live="/s/A/live" data-live-poll="/s/A/poll" data-v="1.2" data-shape="x"><form data-answer action="/a"><input name="pick" value="a"><label><b class="count">1</b>
<span class="say"><bdi>Fish &amp; chips</bdi> </span></label><input name="pick" value="b"><span class="say">Peas</span></form>`)
	if p.says["a"] != "Fish & chips" || p.says["b"] != "Peas" || p.poll != "/s/A/poll" || p.version != "1.2" || p.shape != "x" {
		t.Errorf("got %+v", p)
	}
}

func TestARunThatComparedNothingIsNotRight(t *testing.T) {
	r := newHallReport(hallSet{})
	r.live("socket", time.Second)
	r.close()
	if r.OK {
		t.Error("got ok for a run that compared no tally, want not")
	}
}

package server

import (
	"encoding/json"
	"strings"
	"testing"

	"cairn/moderation"
	"cairn/polls"
	"cairn/surveys"
)

// deskView is a live session of three items, the room at one of them.
func deskView(at int, stage polls.Stage, kind string) *polls.View {
	v := &polls.View{}
	v.Session.ID, v.Session.State = "s", polls.Live
	for i := range 3 {
		a := polls.Activity{ID: string(rune('a' + i)), State: polls.Draft, Question: surveys.Question{Kind: "choice"}}
		if i == at {
			a.State, a.Question.Kind = stage, kind
			v.Now = a
		}
		v.Session.Agenda = append(v.Session.Agenda, a)
	}
	v.Session.Current = v.Now.ID
	return v
}

func TestTheDeskOffersTheFewActsThatMakeSenseNow(t *testing.T) {
	for _, c := range []struct {
		name string
		view *polls.View
		edit func(*polls.View)
		want string // keys of the big acts, in order
	}{
		{name: "before it is asked", view: deskView(0, polls.Draft, "choice"), want: "o n"},
		{name: "open", view: deskView(0, polls.Open, "choice"), want: "c p b"},
		{name: "closed", view: deskView(0, polls.Closed, "choice"), want: "r v o"},
		{name: "revealed", view: deskView(0, polls.Revealed, "choice"), want: "n 2 f"},
		{name: "sealed", view: deskView(0, polls.Sealed, "choice"), want: "n"},
		{name: "a page", view: deskView(1, polls.Draft, "page"), want: "n"},
		{name: "the last item", view: deskView(2, polls.Sealed, "choice"), want: "e"},
		{name: "a text while boxes are shut", view: deskView(0, polls.Draft, "text"), want: "n"},
		{name: "closed, out of a backup", view: deskView(0, polls.Closed, "choice"), edit: func(v *polls.View) { v.Now.Restored = true }, want: "r v"},
		{name: "paused while open", view: deskView(0, polls.Open, "choice"), edit: func(v *polls.View) { v.Session.Paused = true }, want: "p c b"},
		{name: "a reveal on its way", view: deskView(0, polls.Closed, "choice"), edit: func(v *polls.View) { v.Desk.Armed = &polls.Armed{} }, want: ""},
		{name: "over", view: deskView(0, polls.Closed, "choice"), edit: func(v *polls.View) { v.Session.State = polls.Ended }, want: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.edit != nil {
				c.edit(c.view)
			}
			big, more := actsOf(c.view)
			var keys []string
			all := map[string]bool{}
			for _, a := range big {
				keys = append(keys, a.Key)
			}
			if got := strings.Join(keys, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			for _, a := range append(big, more...) {
				if all[a.Key] {
					t.Errorf("the key %q stands for two things", a.Key)
				}
				all[a.Key] = true
			}
		})
	}
}

func TestTheLargestFrameIsSmallAndTheRoomsCarriesNoHiddenNumber(t *testing.T) {
	v := deskView(0, polls.Open, "choice")
	v.DeskShape, v.RoomShape, v.PhoneShape = strings.Repeat("f", 16), strings.Repeat("e", 16), strings.Repeat("d", 16)
	v.Desk.Answered, v.Desk.Seats = polls.MaxSeats, polls.MaxSeats
	v.Desk.Signals = polls.Signals{Lost: polls.MaxSeats, Fast: polls.MaxSeats, Break: polls.MaxSeats}
	v.Progress.Stones = 3
	out := deskFrame(v, polls.MaxSeats)
	out.V, out.Shape = strings.Repeat("9", 20), v.DeskShape+".9999"
	raw, err := json.Marshal(out)
	if err != nil || len(raw) > 200 {
		t.Errorf("the desk's frame: got %d bytes, want at most 200: %s", len(raw), raw)
	}
	raw, err = json.Marshal(wallFrame(v))
	if want := `{"v":"","s":"eeeeeeeeeeeeeeee","stones":3}`; err != nil || string(raw) != want {
		t.Errorf("the wall's frame: got %s, want %s", raw, want)
	}
}

func TestTickedWordsThatStandTogetherBecomeOneMask(t *testing.T) {
	text := "ask Miss Harrison at school"
	item := &moderation.Item{Text: text}
	masks, err := typedMasks(item, []string{"4-8", "9-17", "21-27"}, "mask.name")
	if err != nil || len(masks) != 2 {
		t.Fatalf("got %v, %v, want two masks", masks, err)
	}
	if got, want := moderation.Masked(text, masks, func(string) string { return "x" }), "ask [x] at [x]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := typedMasks(item, nil, "mask.name"); err == nil {
		t.Error("nothing ticked: got no error, want the sentence")
	}
}

func TestACodeIsDrawnModuleByModule(t *testing.T) {
	qr := qrOf("http://192.168.8.1:8080/s/K7R4TN")
	if qr.Size < 21+2*quietZone || !strings.HasPrefix(qr.Path, "M3 3h7v1h-7z") {
		t.Errorf("got size %d and %.20q, want a finder pattern after the quiet zone", qr.Size, qr.Path)
	}
}

func TestAWayInSaysWhetherItIsPrivate(t *testing.T) {
	for base, want := range map[string][2]bool{
		"https://cairn.example":   {true, false},
		"http://192.168.8.1:8080": {false, false},
		"http://127.0.0.1:8080":   {false, true},
	} {
		if got := wayOf(base, "K7R4TN"); [2]bool{got.Private, got.Local} != want || got.Join != base+"/s/K7R4TN" {
			t.Errorf("%s: got private %v, local %v, %s", base, got.Private, got.Local, got.Join)
		}
	}
}

func TestTheWallShowsOneFaceAtATime(t *testing.T) {
	for _, c := range []struct {
		want string
		view *polls.View
		edit func(*polls.View)
	}{
		{want: "welcome", view: deskView(0, polls.Draft, "choice")},
		{want: "question", view: deskView(0, polls.Open, "choice")},
		{want: "question", view: deskView(1, polls.Draft, "choice")},
		{want: "page", view: deskView(0, polls.Draft, "page")},
		{want: "break", view: deskView(1, polls.Draft, "break")},
		{want: "paused", view: deskView(0, polls.Open, "choice"), edit: func(v *polls.View) { v.Session.Paused = true }},
		{want: "ended", view: deskView(0, polls.Sealed, "choice"), edit: func(v *polls.View) { v.Session.State = polls.Ended }},
		{want: "soon", view: deskView(0, polls.Draft, "choice"), edit: func(v *polls.View) { v.Session.State = polls.Planned }},
	} {
		if c.edit != nil {
			c.edit(c.view)
		}
		if got := wallFace(c.view); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

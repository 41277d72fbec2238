package surveys

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"cairn/fault"
)

func TestStrictJSONTakesWhatItKnowsAndNothingElse(t *testing.T) {
	deep := strings.Repeat("[", 33) + strings.Repeat("]", 33)
	for _, tc := range []struct {
		name, text, key string
	}{
		{"an answer", `{"pick":["a"],"quote":true}`, ""},
		{"an answer with space around it", " {\"text\":\"hi\"}\n", ""},
		{"an unknown key", `{"pick":["a"],"admin":true}`, "json.shape"},
		{"an operator object", `{"text":{"$gt":""}}`, "json.shape"},
		{"a key twice", `{"text":"a","text":"b"}`, "json.shape"},
		{"a key twice in other letters", `{"text":"a","TEXT":"b"}`, "json.shape"},
		{"a key twice by the long s", `{"pass":"","pa\u017fs":"skip"}`, "json.shape"},
		{"a wrong type", `{"pick":"a"}`, "json.shape"},
		{"two values", `{} {}`, "json.shape"},
		{"half a value", `{"pick":["a"`, "json.shape"},
		{"nothing", ``, "json.shape"},
		{"33 levels", deep, "json.shape"},
		{"bytes that are no text", "{\"text\":\"\xff\"}", "json.text"},
		{"the first half of a pair", `{"text":"hi \ud83d"}`, "json.text"},
		{"the first half before another escape", `{"text":"\ud83d\u0041"}`, "json.text"},
		{"the second half", `{"text":"\uDE00 hi"}`, "json.text"},
		{"the halves the wrong way round", `{"text":"\ude00\ud83d"}`, "json.text"},
		{"half a pair in a key", `{"pic\ud800":[]}`, "json.text"},
		{"half a pair after a whole one", `{"text":"\ud83d\ude00\ud83d"}`, "json.text"},
		{"a whole pair", `{"text":"\ud83d\uDE00\ud83d\ude00"}`, ""},
		{"a backslash and the letters of an escape", `{"text":"\\ud800 \\\\udc00"}`, ""},
		{"the sign for what was lost, as typed", `{"text":"\ufffd"}`, ""},
		{"more than a mebibyte", `{"text":"` + strings.Repeat("a", 1<<20) + `"}`, "json.size"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var a Answer
			err := Decode(strings.NewReader(tc.text), &a)
			if got := keyOf(err); got != tc.key {
				t.Errorf("got %q (%v), want %q", got, err, tc.key)
			}
		})
	}
}

func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Key
}

func TestAKeyTwiceIsFoundAtAnyDepth(t *testing.T) {
	var q Question
	err := Decode(strings.NewReader(`{"id":"a","options":[{"id":"x","full":{"en":"A","en":"B"}}]}`), &q)
	if keyOf(err) != "json.shape" {
		t.Errorf("got %v, want it refused", err)
	}
	if err := Decode(strings.NewReader(`{"id":"a","options":[{"id":"x"},{"id":"y"}]}`), &q); err != nil {
		t.Errorf("got %v for the same key in two objects, want it taken", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"pick":["a"]}`, `{"text":"a","Text":"b"}`, `[]`, `{}{}`, `{"pass":"skip"`, `{"a":{"b":[1,{"c":null}]}}`,
		`{"pick":["\ud800"]}`, "{\"te\u017ft\":1}", `[[[[[[`, `]`, `{"x":}`, `nul`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got Answer
		if err := Decode(strings.NewReader(text), &got); err != nil {
			return
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		var second Answer
		if err := Decode(strings.NewReader(string(again)), &second); err != nil {
			t.Fatalf("got %v for %s, which was taken once", err, again)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add("choice", "", "a", "", uint8(2))
	f.Add("choice", "skip", "", "", uint8(0))
	f.Add("scale", "", "2of3", "", uint8(1))
	f.Add("ranking", "", "a,b,a", "", uint8(3))
	f.Add("text", "", "", "e\u0301 \u202e<b>", uint8(0))
	f.Add("text", "", "", "\x00\xff", uint8(0))
	f.Add("number", "", "+07", "", uint8(0))
	f.Add("stones", "", "a:2,b:0,c:1", "", uint8(0))
	f.Add("stones", "", "a:9223372036854775807,b:9223372036854775807", "", uint8(0))
	f.Add("pair", "", "b>a,a>c", "", uint8(0))
	f.Add("statements", "", "c:pass,a:agree", "", uint8(0))
	f.Add("criteria", "", "b:5,a:1", "", uint8(0))
	f.Add("checkin", "", "cloudy", "", uint8(0))
	f.Add("break", "dontknow", "", "", uint8(0))
	f.Fuzz(func(t *testing.T, kind, pass, picked, typed string, most uint8) {
		q := Question{ID: "q", Kind: kind, Max: int(most), Scale: ScaleFaces, Options: []Option{{ID: "a"}, {ID: "b"}, {ID: "c"}}, Least: -3, Most: 40, Stones: 7}
		a := Answer{Pass: Pass(pass), Text: typed}
		if picked != "" {
			a.Pick = strings.Split(picked, ",")
		}
		once, err := Check(q, Band8to10, a)
		if err != nil {
			return
		}
		twice, err := Check(q, Band8to10, once)
		if err != nil || !reflect.DeepEqual(once, twice) {
			t.Fatalf("got %+v and %v for the canonical %+v, want it unchanged", twice, err, once)
		}
		k, _ := KindOf(kind)
		tally := Tally{}
		tally.Add(k, q, once)
		if tally.Total() != 1 || k.Whole(q) && once.Pass == "" && len(tally.Cells) != 1 {
			t.Fatalf("got %+v for %+v, want one ballot", tally, once)
		}
	})
}

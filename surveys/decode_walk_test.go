package surveys

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// slowly is plain as one would write it with the decoder's own tokens: the
// yardstick for the quick walk.
func slowly(raw []byte) error {
	type level struct {
		keys map[string]bool // nil in an array
		key  bool            // the next token is a key
	}
	tokens := json.NewDecoder(bytes.NewReader(raw))
	tokens.UseNumber()
	var open []*level
	ended := func() {
		if n := len(open); n > 0 && open[n-1].keys != nil {
			open[n-1].key = true
		}
	}
	for done := false; !done; done = len(open) == 0 {
		tok, err := tokens.Token()
		if err != nil {
			return err
		}
		if d, ok := tok.(json.Delim); ok && (d == '}' || d == ']') {
			open = open[:len(open)-1]
			ended()
			continue
		}
		if n := len(open); n > 0 && open[n-1].key {
			name := foldKey(fmt.Sprint(tok))
			if open[n-1].keys[name] {
				return errors.New("a key comes twice")
			}
			open[n-1].keys[name], open[n-1].key = true, false
			continue
		}
		switch tok {
		case json.Delim('{'):
			open = append(open, &level{keys: map[string]bool{}, key: true})
		case json.Delim('['):
			open = append(open, &level{})
		default:
			ended()
		}
		if len(open) > maxDepth {
			return errors.New("too deep")
		}
	}
	if _, err := tokens.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more after the value")
	}
	return nil
}

func alikeWalks(t *testing.T, text string) {
	t.Helper()
	if got, want := plain([]byte(text)), slowly([]byte(text)); (got == nil) != (want == nil) {
		t.Errorf("%q: got %v, want %v", text, got, want)
	}
}

func TestTheQuickWalkTakesWhatTheTokensTake(t *testing.T) {
	many := func(n int, last string) string {
		var keys []string
		for i := range n {
			keys = append(keys, fmt.Sprintf("%q:%d", fmt.Sprintf("key%d", i), i))
		}
		return "{" + strings.Join(append(keys, last), ",") + "}"
	}
	for _, text := range []string{
		`{}`, `[]`, `0`, `"a"`, ` "a" `, `null`, ``, `{`, `]`, `{}{}`, `[1,]`, `{"a":1,}`, `{"a"}`, `{"a":1 "b":2}`,
		`{"a":1,"a":2}`, `{"a":1,"A":2}`, `{"k":1,"\u212a":2}`, `{"s":1,"` + "\u017f" + `":2}`, `{"a":{"a":{"a":1}}}`, `[{"a":1},{"a":2}]`,
		`{"a":[{"b":1,"b":2}]}`, `{"a":"b","b":"a"}`, `{"a\"":1,"a\\":2,"a":3}`, `{"\u0061":1,"a":2}`, `{"a,\"b":1,"b":2}`, `{"":1,"":2}`,
		many(15, `"x":1`), many(16, `"x":1`), many(17, `"key3":1`), many(40, `"KEY39":1`), many(15, `"key0":1`), many(16, `"key16":1`),
		strings.Repeat("[", 32) + strings.Repeat("]", 32), strings.Repeat("[", 33) + strings.Repeat("]", 33), strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33),
	} {
		alikeWalks(t, text)
	}
}

func FuzzWalk(f *testing.F) {
	for _, seed := range []string{`{"a":[{"b":1,"B":2}],"c":"\"}"}`, `[[{}],{"":{}}]`, `{"\u0061":1,"a":2}`, `{"ſ":1,"s":2}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { alikeWalks(t, text) })
}

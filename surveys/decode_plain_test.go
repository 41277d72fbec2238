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

// byTokens is what plain does, said with the tokens of encoding/json.
func byTokens(raw []byte) error {
	tokens := json.NewDecoder(bytes.NewReader(raw))
	tokens.UseNumber()
	var walk func(depth int) error
	walk = func(depth int) error {
		tok, err := tokens.Token()
		if err != nil {
			return err
		}
		open, _ := tok.(json.Delim)
		if open != 0 && depth == maxDepth {
			return errors.New("too deep")
		}
		seen := map[string]bool{}
		for open != 0 && tokens.More() {
			if open == '{' {
				key, err := tokens.Token()
				name, _ := key.(string)
				if err != nil || seen[foldKey(name)] {
					return errors.New("a key comes twice")
				}
				seen[foldKey(name)] = true
			}
			if err := walk(depth + 1); err != nil {
				return err
			}
		}
		if open != 0 {
			_, err = tokens.Token()
		}
		return err
	}
	if err := walk(0); err != nil {
		return err
	}
	if _, err := tokens.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more after the value")
	}
	return nil
}

func FuzzPlain(f *testing.F) {
	var many strings.Builder
	for i := range 40 {
		fmt.Fprintf(&many, `"k%d":%d,`, i, i)
	}
	for _, seed := range []string{
		`{"a":1,"b":{"a":[{"c":"x"},{"c":"y"}]}}`, `{"a":1,"A":2}`, `{"\u0061":1,"a":2}`, `{"ſ":1,"S":2}`, `{"K":1,"k":2}`,
		`["a","a"]`, `{"a":"a"}`, `{"a" : "\"a\":1", "b":"\\"}`, "{\"a\"\n\t:1}", `{} {}`, `"x"`, `12`, `[1,2`, `{"a":1}]`, ``,
		strings.Repeat("[", 32) + strings.Repeat("]", 32), strings.Repeat("[", 33) + strings.Repeat("]", 33),
		"{" + many.String() + `"last":1}`, "{" + many.String() + `"K3":1}`, "{" + many.String() + `"k39":1}`,
		`{"":1,"":2}`, `{"é":1,"É":2}`, `{"a":{"x":1},"b":{"x":1},"c":[{"x":1}],"x":1}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, want := plain([]byte(text)), byTokens([]byte(text))
		if (got == nil) != (want == nil) {
			t.Errorf("%q: got %v, want as by tokens %v", text, got, want)
		}
	})
}

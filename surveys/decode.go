package surveys

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"cairn/fault"
)

// The most a JSON document from outside may hold.
const (
	maxJSON  = 1 << 20
	maxDepth = 32
)

// Decode reads one JSON value into a typed struct and takes nothing it does
// not know: Invalid "json.shape" for an unknown or repeated key (keys that
// differ only in case are the same key), a wrong type, anything after the
// value or more than 32 levels; "json.text" for bytes or escapes that are no text;
// TooMany "json.size" above 1 MiB. Every JSON from outside comes through here.
func Decode(r io.Reader, into any) error {
	raw, err := readAll(r)
	switch {
	case err != nil:
		return fault.Wrap(err, "read JSON")
	case len(raw) > maxJSON:
		return fault.New(fault.TooMany, "json.size")
	case !utf8.Valid(raw):
		return refuse("json.text")
	}
	if err := plain(raw); err != nil {
		return &fault.Error{Kind: fault.Invalid, Key: "json.shape", Cause: err}
	}
	if bytes.IndexByte(raw, '\\') >= 0 && halved(raw) {
		return refuse("json.text")
	}
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if err := strict.Decode(into); err != nil {
		// The decoder's text may quote what was sent, so it is not kept.
		return refuse("json.shape")
	}
	return nil
}

// halved says whether a JSON value, known to be one, holds half of a surrogate
// pair: encoding/json would put U+FFFD in its place without a word, and what was
// typed would not be what is kept.
func halved(raw []byte) bool {
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		one := escaped(raw[i:])
		if i++; !utf16.IsSurrogate(one) {
			continue // the sign after the backslash is passed over too
		}
		if i += 5; utf16.DecodeRune(one, escaped(raw[i:])) == unicode.ReplacementChar {
			return true
		}
		i += 5
	}
	return false
}

// escaped is the number of the \u escape a text begins with, -1 where there is none.
func escaped(raw []byte) rune {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

// readAll reads what is there, at most one byte more than may be.
func readAll(r io.Reader) ([]byte, error) {
	if known, ok := r.(interface{ Len() int }); ok && known.Len() <= maxJSON {
		raw := make([]byte, known.Len())
		_, err := io.ReadFull(r, raw)
		return raw, err
	}
	return io.ReadAll(io.LimitReader(r, maxJSON+1))
}

// plain refuses what is not exactly one JSON value, repeated keys and great depth.
func plain(raw []byte) error {
	if !json.Valid(raw) {
		return errors.New("not a JSON value")
	}
	var w walker
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '{', '[':
			if w.open = append(w.open, level{object: raw[i] == '{', key: raw[i] == '{', from: len(w.keys)}); len(w.open) > maxDepth {
				return errors.New("too deep")
			}
		case '}', ']':
			last := len(w.open) - 1
			w.keys, w.open = w.keys[:w.open[last].from], w.open[:last]
		case ',':
			if top := &w.open[len(w.open)-1]; top.object {
				top.key = true
			}
		case '"':
			end := closing(raw, i)
			if w.again(raw[i : end+1]) {
				return errors.New("a key comes twice")
			}
			i = end
		}
	}
	return nil
}

// closing is where the string that begins at i ends, in what is known to be JSON.
func closing(raw []byte, i int) int {
	for i++; raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i
}

// walker is where plain stands: what is open, and the keys of all that is, innermost last.
type walker struct {
	open []level
	keys []string
}

// level is one open object or array while walking a document.
type level struct {
	object bool
	key    bool // the next string is a key
	from   int  // where its keys begin
	seen   map[string]bool
}

// fewKeys is how many keys are looked through one by one.
const fewKeys = 16

// again says whether a string is a key that its object has already.
func (w *walker) again(quoted []byte) bool {
	if len(w.open) == 0 || !w.open[len(w.open)-1].key {
		return false
	}
	top := &w.open[len(w.open)-1]
	top.key = false
	name := keyIn(quoted)
	if own := w.keys[top.from:]; len(own) < fewKeys {
		w.keys = append(w.keys, name)
		return slices.Contains(own, name)
	} else if top.seen == nil {
		top.seen = map[string]bool{}
		for _, k := range own {
			top.seen[k] = true
		}
	}
	if top.seen[name] {
		return true
	}
	top.seen[name] = true
	return false
}

// keyIn is a quoted key in the form in which equal keys are the same.
func keyIn(quoted []byte) string {
	plain := quoted[1 : len(quoted)-1]
	for _, b := range plain {
		if b == '\\' || b >= utf8.RuneSelf {
			var name string
			_ = json.Unmarshal(quoted, &name) // it is a JSON string
			return foldKey(name)
		}
	}
	return string(bytes.ToUpper(plain)) // as foldKey folds ASCII
}

// foldKey folds as encoding/json matches names, so that "pick" and "PICK" are one key.
func foldKey(s string) string {
	return strings.Map(func(r rune) rune {
		for {
			next := unicode.SimpleFold(r)
			if next <= r {
				return next
			}
			r = next
		}
	}, s)
}

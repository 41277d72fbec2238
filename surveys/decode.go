package surveys

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
	raw, err := io.ReadAll(io.LimitReader(r, maxJSON+1))
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
	if halved(raw) {
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

// level is one open object or array while walking a document.
type level struct {
	keys map[string]bool // nil in an array
	key  bool            // the next token is a key
}

// plain walks the tokens of exactly one JSON value and refuses repeated keys and great depth.
func plain(raw []byte) error {
	tokens := json.NewDecoder(bytes.NewReader(raw))
	tokens.UseNumber()
	var open []*level
	for {
		tok, err := tokens.Token()
		if err != nil {
			return errors.New("not a JSON value")
		}
		if open, err = step(open, tok); err != nil {
			return err
		}
		if len(open) == 0 {
			break
		}
	}
	if _, err := tokens.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more after the value")
	}
	return nil
}

func step(open []*level, tok json.Token) ([]*level, error) {
	if d, ok := tok.(json.Delim); ok && (d == '}' || d == ']') {
		return value(open[:len(open)-1]), nil
	}
	if len(open) > 0 && open[len(open)-1].key {
		top := open[len(open)-1]
		name, _ := tok.(string)
		name = foldKey(name)
		if top.keys[name] {
			return nil, errors.New("a key comes twice")
		}
		top.keys[name], top.key = true, false
		return open, nil
	}
	switch tok {
	case json.Delim('{'):
		open = append(open, &level{keys: map[string]bool{}, key: true})
	case json.Delim('['):
		open = append(open, &level{})
	default:
		return value(open), nil
	}
	if len(open) > maxDepth {
		return nil, errors.New("too deep")
	}
	return open, nil
}

// value notes that a value ended: in an object a key comes next.
func value(open []*level) []*level {
	if len(open) > 0 && open[len(open)-1].keys != nil {
		open[len(open)-1].key = true
	}
	return open
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

package server

import (
	"bytes"
	"reflect"
	"testing"

	"cairn/surveys"
)

func FuzzQuickCast(f *testing.F) {
	for _, seed := range []string{
		`{"t":"cast","a":"rCkq3m0xS2mZ","r":1,"k":"0123456789abcdef","c":1,"v":{"pick":["b"],"pass":"","text":"","quote":false}}`,
		`{"t":"cast","a":"a","r":12,"k":"k","c":999999999,"v":{"pick":["b","c:2"],"pass":"skip","text":"","quote":false}}`,
		`{"t":"cast","a":"a","r":01,"k":"k","c":1,"v":{"pick":["b"],"pass":"","text":"","quote":false}}`,
		`{"t":"cast","a":"a\n","r":1,"k":"k","c":1,"v":{"pick":["b"],"pass":"","text":"","quote":false}}`,
		`{"t":"cast","a":"a","r":1,"k":"k","c":1,"v":{"pick":[],"pass":"skip","text":"","quote":false}}`,
		`{"t":"cast","a":"a","r":1,"k":"k","c":1,"v":{"pick":["b"],"pass":"","text":"hi","quote":true}}`,
		`{"t":"cast","a":"a","r":1,"k":"k","c":1,"v":{"pick":["b",],"pass":"","text":"","quote":false}}`,
		`{"t":"cast","a":"a","r":1,"k":"k","c":1,"v":{"pick":["b"],"pass":"","text":"","quote":false}} `,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := quickCast([]byte(text))
		if !ok {
			return
		}
		var want message
		if err := surveys.Decode(bytes.NewReader([]byte(text)), &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v (%v)", text, got, want, err)
		}
	})
}

package responses

import (
	"context"
	"errors"
	"iter"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// Counted is a response as it is counted: what Response says, with the answers as they lie in the store.
type Counted struct {
	Row     string // names it inside this process, as Response.Row does
	Rev     int64
	Version int
	Band    surveys.Band
	Area    string
	Lang    string
	Pair    string
	Wave    int
	Answers Said
}

// Said are answers as they lie in the store, BSON by question. Fifty thousand responses are two million answers, and a map of each
// would be a gigabyte in passing.
type Said []byte

// scanned is a row of which only the head is read.
type scanned struct {
	store.Meta `bson:",inline"`
	Survey     string   `bson:"survey"`
	Open       bool     `bson:"open"`
	Sealed     []byte   `bson:"sealed,omitempty"`
	Response   bson.Raw `bson:"response,omitempty"`
}

// stream reads rows as T, whole or their heads alone.
type stream[T any] struct {
	desk *Desk
	rows *store.Collection[T]
	id   func(*T) string
}

func (d *Desk) each(ctx context.Context, survey string) iter.Seq2[*row, error] {
	return stream[row]{d, d.rows, func(r *row) string { return r.ID }}.each(ctx, survey)
}

// each streams a survey's rows: the closed ones, then those open ones that a
// closing has not written again yet.
func (s stream[T]) each(ctx context.Context, survey string) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		begun, err := s.desk.anyOpen(ctx, survey)
		if err != nil {
			yield(nil, err)
			return
		}
		moved := map[string]bool{}
		for r, err := range s.rows.Find(ctx, store.Query{Index: "survey", Equal: []any{survey, false}}) {
			if begun && err == nil {
				moved[s.id(r)] = true
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
		if begun {
			s.eachOpen(ctx, survey, moved, yield)
		}
	}
}

// eachOpen goes on with the open rows whose closed names are not among moved.
func (s stream[T]) eachOpen(ctx context.Context, survey string, moved map[string]bool, yield func(*T, error) bool) {
	var k *keys
	if len(moved) > 0 {
		var err error
		if _, k, err = s.desk.lastKeys(ctx, survey); err != nil {
			yield(nil, err)
			return
		}
	}
	for r, err := range s.rows.Find(ctx, store.Query{Index: "survey", Equal: []any{survey, true}}) {
		if err == nil && k != nil && moved[idOf(k.moved, s.id(r))] {
			continue
		}
		if !yield(r, err) || err != nil {
			return
		}
	}
}

// Scan streams a survey's responses as All does, for whoever counts them all.
func (d *Desk) Scan(ctx context.Context, survey string) iter.Seq2[Counted, error] {
	schema := rowSchema() // the same documents as rows, read less of
	rows := stream[scanned]{d, store.Open[scanned](d.d.Engine, schema), func(r *scanned) string { return r.ID }}
	return func(yield func(Counted, error) bool) {
		for r, err := range rows.each(ctx, survey) {
			var c Counted
			if err == nil {
				c, err = d.counted(r)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// counted reads the head of a row, open or not.
func (d *Desk) counted(r *scanned) (Counted, error) {
	body := []byte(r.Response)
	if r.Open {
		box, err := d.boxOf(r.Survey)
		if err != nil {
			return Counted{}, err
		}
		raw, err := opened(box, r.ID, r.Sealed)
		if err != nil {
			return Counted{}, fault.Wrap(err, "read a response")
		}
		inside, err := bson.Raw(raw).LookupErr("r")
		if err != nil {
			return Counted{}, fault.Wrap(err, "read a response")
		}
		body = inside.Value
	}
	c := Counted{Row: idOf(d.names, r.ID), Rev: r.Rev}
	err := fields(body, func(name []byte, v bsoncore.Value) error { c.take(name, v); return nil })
	return c, err
}

// take reads one field of a response; one that it does not know is left alone.
func (c *Counted) take(name []byte, v bsoncore.Value) {
	switch string(name) {
	case "n":
		c.Version = number(v)
	case "wave":
		c.Wave = number(v)
	case "band":
		c.Band = surveys.Band(string(text(v)))
	case "area":
		c.Area = string(text(v))
	case "lang":
		c.Lang = string(text(v))
	case "pair":
		c.Pair = string(text(v))
	case "answers":
		c.Answers = Said(v.Data)
	}
}

// Each calls do with every answer: its question, how it passed ("" where it did not) and what it picked. What do is given is only
// lent. It fails where the answers cannot be read.
func (s Said) Each(do func(question, pass []byte, picks [][]byte)) error {
	if len(s) == 0 {
		return nil
	}
	var picks [][]byte
	return fields(s, func(question []byte, v bsoncore.Value) error {
		var pass []byte
		picks = picks[:0]
		err := fields(v.Data, func(name []byte, v bsoncore.Value) error {
			switch string(name) {
			case "pass":
				pass = text(v)
			case "pick":
				return fields(v.Data, func(_ []byte, one bsoncore.Value) error {
					picks = append(picks, text(one))
					return nil
				})
			}
			return nil
		})
		if err == nil {
			do(question, pass, picks)
		}
		return err
	})
}

func number(v bsoncore.Value) int {
	n, _ := v.AsInt64OK()
	return int(n)
}

// text is a string's bytes, without its length and its end.
func text(v bsoncore.Value) []byte {
	if v.Type != bsoncore.TypeString || len(v.Data) < 5 {
		return nil
	}
	return v.Data[4 : len(v.Data)-1]
}

var errShort = fault.Wrap(errors.New("a document ends too soon"), "read a response")

// fields calls do with every field of a document or array.
func fields(doc []byte, do func(name []byte, v bsoncore.Value) error) error {
	n, rest, ok := bsoncore.ReadLength(doc)
	if !ok || int(n) > len(doc) {
		return errShort
	}
	for len(rest) > 1 {
		var e bsoncore.Element
		if e, rest, ok = bsoncore.ReadElement(rest); !ok {
			return errShort
		}
		v, err := e.ValueErr()
		if err != nil {
			return fault.Wrap(err, "read a response")
		}
		if err := do(e.KeyBytes(), v); err != nil {
			return err
		}
	}
	return nil
}

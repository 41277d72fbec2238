package responses

import (
	"context"
	"crypto/cipher"
	"iter"
	"strconv"
	"time"

	"cairn/fault"
	"cairn/store"
	"cairn/surveys"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Response is what one young person answered, without any name, time or word of
// their own: a text they wrote is an Answer without text.
type Response struct {
	Row     string          `bson:"-"` // names it inside this process; nothing outside it has this name
	Rev     int64           `bson:"-"` // a correction has a higher one
	Version int             `bson:"n"`
	Band    surveys.Band    `bson:"band"`
	Area    string          `bson:"area,omitempty"`
	Lang    string          `bson:"lang"`
	Pair    string          `bson:"pair,omitempty"` // what is kept of the code that pairs waves
	Wave    int             `bson:"wave,omitempty"`
	Answers surveys.Answers `bson:"answers"`
}

// row is a response as it is stored. While its survey is open it is named by the
// token and all of it is encrypted, so that no log of the store can tell in which
// order who answered what; at closing it is written again, readable, under a name
// of its own.
type row struct {
	store.Meta `bson:",inline"`
	Survey     string    `bson:"survey"`
	Open       bool      `bson:"open"`
	Sealed     []byte    `bson:"sealed,omitempty"`
	Response   *Response `bson:"response,omitempty"`
	Day        time.Time `bson:"day,omitempty"` // the date its survey closed on; all of a survey have the same
}

// content is what an open row seals.
type content struct {
	Response Response `bson:"r"`
	Links    []byte   `bson:"l,omitempty"` // the ids of its texts, sealed once more under the token's own key
}

// rowStep is the length rows are filled up to, so that it says little about the path.
const rowStep = 1024

func versionKey(survey string, n int) string { return survey + "/" + strconv.Itoa(n) }

// boxOf is what a survey's open rows are encrypted with. It is made of the
// pepper, so that a store restored elsewhere can be read again by whoever kept that.
func (d *Desk) boxOf(survey string) (cipher.AEAD, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if box := d.boxes[survey]; box != nil {
		return box, nil
	}
	box, err := aeadOf(d.d.Secrets.Pepper, []byte(survey), "cairn survey rows")
	if err != nil {
		return nil, err
	}
	d.boxes[survey] = box
	return box, nil
}

// sealedRow makes an open row of what it holds.
func (d *Desk) sealedRow(meta store.Meta, survey string, c content) (*row, error) {
	box, err := d.boxOf(survey)
	if err != nil {
		return nil, err
	}
	raw, err := bson.Marshal(c)
	if err != nil {
		return nil, fault.Wrap(err, "write a response")
	}
	r := &row{Meta: meta, Survey: survey, Open: true}
	r.Sealed, err = sealed(box, d.d.Random, meta.ID, raw, rowStep)
	return r, err
}

// read gives what a row holds, open or not.
func (d *Desk) read(r *row) (content, error) {
	var c content
	if r.Open {
		box, err := d.boxOf(r.Survey)
		if err != nil {
			return c, err
		}
		raw, err := opened(box, r.ID, r.Sealed)
		if err != nil {
			return c, fault.Wrap(err, "read a response")
		}
		if err := bson.Unmarshal(raw, &c); err != nil {
			return c, fault.Wrap(err, "read a response")
		}
	} else if r.Response != nil {
		c.Response = *r.Response
	}
	c.Response.Row, c.Response.Rev = idOf(d.names, r.ID), r.Rev
	return c, nil
}

// All streams a survey's responses, open or closed, in no order that means
// anything; each once, even where a closing was cut off.
func (d *Desk) All(ctx context.Context, survey string) iter.Seq2[*Response, error] {
	return func(yield func(*Response, error) bool) {
		for r, err := range d.each(ctx, survey) {
			var c content
			if err == nil {
				c, err = d.read(r)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(&c.Response, nil) {
				return
			}
		}
	}
}

// Count is how many have answered a survey.
func (d *Desk) Count(ctx context.Context, survey string) (int, error) {
	n := 0
	for _, err := range d.each(ctx, survey) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

func (d *Desk) anyOpen(ctx context.Context, survey string) (bool, error) {
	for _, err := range d.rows.Find(ctx, store.Query{Index: "survey", Equal: []any{survey, true}, Limit: 1}) {
		return err == nil, err
	}
	return false, nil
}

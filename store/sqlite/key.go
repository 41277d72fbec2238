package sqlite

import (
	"encoding/binary"
	"fmt"

	"cairn/fault"
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Index columns hold keys that compare bytewise as MongoDB compares the values:
// first by type (absent, number, string, bool, date), then by value. So ranges
// never reach into another type and absent fields sort first on both engines.
const (
	tagAbsent byte = 0x00
	tagNumber byte = 0x10
	tagString byte = 0x20
	tagBool   byte = 0x30
	tagDate   byte = 0x40
)

func keyOf(v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return []byte{tagAbsent}, nil
	case int64:
		return numberKey(tagNumber, v), nil
	case bson.DateTime:
		return numberKey(tagDate, int64(v)), nil
	case bool:
		if v {
			return []byte{tagBool, 1}, nil
		}
		return []byte{tagBool, 0}, nil
	case string:
		return append([]byte{tagString}, v...), nil
	}
	return nil, fault.Wrap(fmt.Errorf("no key for %T", v), "sqlite")
}

func numberKey(tag byte, n int64) []byte {
	return binary.BigEndian.AppendUint64([]byte{tag}, uint64(n)^(1<<63))
}

// row is a record with its index columns, made by the caller so that the one
// writer does not have to.
type row struct {
	id   string
	rev  int64
	body []byte
	keys [][]byte
}

func (t *table) row(rec store.Record) (row, error) {
	r := row{id: rec.ID, rev: rec.Rev, body: rec.Body, keys: make([][]byte, len(t.fields))}
	for i, f := range t.fields {
		v, err := store.FieldValue(rec.Body, f)
		if err != nil {
			return row{}, err
		}
		if r.keys[i], err = keyOf(v); err != nil {
			return row{}, err
		}
	}
	return r, nil
}

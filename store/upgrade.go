package store

import (
	"context"

	"cairn/fault"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// upgrade brings a stored document to the schema's version. A document of a
// newer version is Internal "store.newer": guessing would lose what it holds.
func upgrade(s Schema, body bson.Raw) (bson.Raw, error) {
	stored, err := FieldValue(body, "v")
	if err != nil {
		return nil, err
	}
	version, _ := stored.(int64)
	version = max(version, 1)
	if version == int64(s.Version) {
		return body, nil
	}
	if version > int64(s.Version) {
		return nil, fault.New(fault.Internal, "store.newer", "Name", s.Name)
	}
	var doc bson.D
	if err := bson.Unmarshal(body, &doc); err != nil {
		return nil, fault.Wrap(err, "store: read an older document of "+s.Name)
	}
	for ; version < int64(s.Version); version++ {
		doc = s.Upgrades[version-1](doc)
	}
	raw, err := bson.Marshal(setVersion(doc, s.Version))
	return raw, fault.Wrap(err, "store: upgrade a document of "+s.Name)
}

func setVersion(doc bson.D, version int) bson.D {
	for i := range doc {
		if doc[i].Key == "v" {
			doc[i].Value = version
			return doc
		}
	}
	return append(doc, bson.E{Key: "v", Value: version})
}

// Refresh rewrites, at its next revision, every stored document that is older
// than its schema and says how many. Reading upgrades documents anyway; an
// upgrade that gives them a newly indexed field needs this once, because an
// index sees what is stored. It may be repeated and run beside other writers.
func Refresh(ctx context.Context, e Engine, schemas []Schema) (int, error) {
	count := 0
	for _, s := range schemas {
		if s.Version < 2 {
			continue
		}
		for rec, err := range e.Find(ctx, s.Name, Query{}) {
			if err != nil {
				return count, err
			}
			done, err := refreshOne(ctx, e, s, rec)
			if err != nil {
				return count, err
			}
			if done {
				count++
			}
		}
	}
	return count, nil
}

func refreshOne(ctx context.Context, e Engine, s Schema, rec Record) (bool, error) {
	if v, _ := FieldValue(rec.Body, "v"); v == int64(s.Version) {
		return false, nil
	}
	body, err := upgrade(s, rec.Body)
	if err != nil {
		return false, err
	}
	var doc bson.D
	if err := bson.Unmarshal(body, &doc); err != nil {
		return false, fault.Wrap(err, "store: refresh a document of "+s.Name)
	}
	for i := range doc {
		if doc[i].Key == "rev" {
			doc[i].Value = rec.Rev + 1
		}
	}
	if body, err = bson.Marshal(doc); err != nil {
		return false, fault.Wrap(err, "store: refresh a document of "+s.Name)
	}
	err = e.Replace(ctx, s.Name, Record{ID: rec.ID, Rev: rec.Rev + 1, Body: body})
	if fault.Is(err, fault.Conflict) {
		return false, nil // whoever was faster wrote it at the new version
	}
	return err == nil, err
}

package mongo

import (
	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Every value below comes out of store.Normal: a string, an int64, a bool, a
// date or nil. No document from outside can stand where an operator would.

// filter is what p asks for, without its cursor.
func filter(p store.Plan) bson.D {
	terms := bson.D{}
	for i, v := range p.Equal {
		terms = append(terms, equal(p.Fields[i], v))
	}
	bound := bson.D{}
	if p.From != nil {
		bound = append(bound, bson.E{Key: "$gte", Value: p.From})
	}
	if p.To != nil {
		bound = append(bound, bson.E{Key: "$lt", Value: p.To})
	}
	if len(bound) > 0 {
		terms = append(terms, bson.E{Key: p.Rest()[0], Value: bound})
	}
	return terms
}

// filterBehind is filter and the cursor: the records that differ from its place
// first in the i-th field, and there lie behind it, for every i.
func filterBehind(p store.Plan) bson.D {
	if p.After == nil {
		return filter(p)
	}
	var ways bson.A
	same := bson.D{}
	for i, field := range p.Rest() {
		for _, beyond := range behind(field, p.After[i], p.Desc) {
			ways = append(ways, append(append(bson.D{}, same...), beyond))
		}
		same = append(same, equal(field, p.After[i]))
	}
	return bson.D{{Key: "$and", Value: bson.A{filter(p), bson.D{{Key: "$or", Value: ways}}}}}
}

// behind names what lies behind v in one field. Absent fields come before all
// values, and $lt never reaches them by itself.
func behind(field string, v any, desc bool) []bson.E {
	switch {
	case v == nil && desc:
		return nil
	case v == nil:
		return []bson.E{{Key: field, Value: bson.D{{Key: "$ne", Value: nil}}}}
	case desc:
		return []bson.E{{Key: field, Value: bson.D{{Key: "$lt", Value: v}}}, equal(field, nil)}
	default:
		return []bson.E{{Key: field, Value: bson.D{{Key: "$gt", Value: v}}}}
	}
}

func equal(field string, v any) bson.E {
	return bson.E{Key: field, Value: bson.D{{Key: "$eq", Value: v}}}
}

// order is the sort that the index of p gives.
func order(p store.Plan) bson.D {
	direction := 1
	if p.Desc {
		direction = -1
	}
	keys := bson.D{}
	for _, f := range p.Rest() {
		keys = append(keys, bson.E{Key: f, Value: direction})
	}
	return keys
}

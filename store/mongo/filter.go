package mongo

import (
	"slices"
	"strings"

	"cairn/store"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Every value below comes out of store.Normal: a string, an int64, a bool, a
// date or nil. No document from outside can stand where an operator would.

// filter is what p asks for, without its cursor.
func filter(p store.Plan) bson.D {
	terms := fixed(p)
	if bound := bounds(p); len(bound) > 0 {
		terms = append(terms, bson.E{Key: p.Rest()[0], Value: bound})
	}
	return terms
}

func fixed(p store.Plan) bson.D {
	terms := bson.D{}
	for i, v := range p.Equal {
		terms = append(terms, equal(p.Fields[i], v))
	}
	return terms
}

func bounds(p store.Plan) bson.D {
	bound := bson.D{}
	if p.From != nil {
		bound = append(bound, bson.E{Key: "$gte", Value: p.From})
	}
	if p.To != nil {
		bound = append(bound, bson.E{Key: "$lt", Value: p.To})
	}
	return bound
}

// filterBehind is filter and the cursor: the records that differ from its place
// first in the i-th field, and there lie behind it, for every i. Each of these
// ways is a whole filter of its own, so that each enters the index at its place.
func filterBehind(p store.Plan) bson.D {
	if p.After == nil {
		return filter(p)
	}
	var ways bson.A
	same := fixed(p)
	for i, field := range p.Rest() {
		bound := bson.D{}
		if i == 0 {
			bound = bounds(p)
		}
		for _, beyond := range behind(p.After[i], p.Desc, len(bound) > 0) {
			ways = append(ways, append(slices.Clone(same), bson.E{Key: field, Value: append(beyond, bound...)}))
		}
		same = append(same, bson.E{Key: field, Value: append(bson.D{{Key: "$eq", Value: p.After[i]}}, bound...)})
	}
	if len(ways) == 1 {
		return ways[0].(bson.D)
	}
	return bson.D{{Key: "$or", Value: ways}}
}

// behind says what lies behind v in one field. Absent fields come before all
// values, and $lt never reaches them by itself; no bounded range has any.
func behind(v any, desc, bounded bool) []bson.D {
	switch {
	case v != nil && desc && bounded:
		return []bson.D{{{Key: "$lt", Value: v}}}
	case v == nil && desc:
		return nil
	case v == nil:
		return []bson.D{{{Key: "$ne", Value: nil}}}
	case desc:
		return []bson.D{{{Key: "$lt", Value: v}}, {{Key: "$eq", Value: nil}}}
	default:
		return []bson.D{{{Key: "$gt", Value: v}}}
	}
}

func equal(field string, v any) bson.E {
	return bson.E{Key: field, Value: bson.D{{Key: "$eq", Value: v}}}
}

// indexName has the fields in it, so that an index declared anew is a new one.
func indexName(index string, fields []string) string {
	if index == "" {
		return "_id_"
	}
	return index + "." + strings.Join(fields, ".")
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

package store

import (
	"encoding/base64"

	"cairn/fault"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Plan is a Query checked against its Schema, as engines read it: every value
// is in the form Normal gives.
type Plan struct {
	Index    string   // the index's name, empty for the walk by "_id"
	Fields   []string // the index's fields, then "_id"
	Equal    []any    // values of the leading Fields
	From, To any      // bounds on Fields[len(Equal)]; nil is open
	Desc     bool
	Limit    int
	After    []any // nil, or the values of Rest() behind which to go on; the last is an id
}

// Rest names the fields not fixed by Equal, in the order results come: the
// remaining index fields, then "_id". It is never empty.
func (p Plan) Rest() []string { return p.Fields[len(p.Equal):] }

// PlanQuery checks q against s. A cursor that is not one of this query's is
// Invalid "store.cursor"; every other mistake is our own and Internal.
func PlanQuery(s Schema, q Query) (Plan, error) {
	p := Plan{Index: q.Index, Desc: q.Desc, Limit: q.Limit}
	var err error
	if p.Fields, err = indexFields(s, q.Index); err != nil {
		return Plan{}, err
	}
	if len(q.Equal) >= len(p.Fields) {
		return Plan{}, broken("%d equal values for index %q of %s", len(q.Equal), q.Index, s.Name)
	}
	for _, v := range q.Equal {
		n, err := Normal(v)
		if err != nil {
			return Plan{}, err
		}
		p.Equal = append(p.Equal, n)
	}
	if p.From, err = Normal(q.From); err != nil {
		return Plan{}, err
	}
	if p.To, err = Normal(q.To); err != nil {
		return Plan{}, err
	}
	if q.After != "" {
		p.After, err = readCursor(q.After, len(p.Rest()))
	}
	return p, err
}

func indexFields(s Schema, index string) ([]string, error) {
	if index == "" {
		return []string{"_id"}, nil
	}
	for _, ix := range s.Indexes {
		if ix.Name == index {
			return append(append(make([]string, 0, len(ix.Fields)+1), ix.Fields...), "_id"), nil
		}
	}
	return nil, broken("%s has no index %q", s.Name, index)
}

// Next is the plan that goes on behind a record already delivered, for engines
// that read page by page.
func (p Plan) Next(body bson.Raw) (Plan, error) {
	after, err := placeOf(body, p.Rest())
	p.After = after
	return p, err
}

func placeOf(body bson.Raw, fields []string) ([]any, error) {
	values := make([]any, 0, len(fields))
	for _, f := range fields {
		v, err := FieldValue(body, f)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

type cursorForm struct {
	Values []any `bson:"v"`
}

func writeCursor(values []any) (Cursor, error) {
	raw, err := bson.Marshal(cursorForm{Values: values})
	if err != nil {
		return "", fault.Wrap(err, "store: write cursor")
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(raw)), nil
}

// readCursor trusts nothing: a cursor travels through people's browsers.
func readCursor(c Cursor, want int) ([]any, error) {
	bad := fault.New(fault.Invalid, "store.cursor")
	raw, err := base64.RawURLEncoding.DecodeString(string(c))
	if err != nil || bson.Raw(raw).Validate() != nil {
		return nil, bad
	}
	var form cursorForm
	if err := bson.Unmarshal(raw, &form); err != nil || len(form.Values) != want {
		return nil, bad
	}
	for i, v := range form.Values {
		n, err := Normal(v)
		if err != nil {
			return nil, bad
		}
		form.Values[i] = n
	}
	if id, ok := form.Values[want-1].(string); !ok || id == "" {
		return nil, bad
	}
	return form.Values, nil
}

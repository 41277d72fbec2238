package sqlite

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"cairn/store"
)

// chunk is how many rows one INSERT carries when so many are waiting.
const chunk = 32

// table is a collection: its schema, the fields that have a column of their
// own, and the statements that write it.
type table struct {
	schema     store.Schema
	name       string // quoted
	fields     []string
	insertOne  string
	insertMany string // chunk rows
	replace    string
	width      int // values a row binds
}

func newTable(s store.Schema) *table {
	t := &table{schema: s, name: `"c_` + s.Name + `"`, fields: fieldsOf(s)}
	t.width = 3 + len(t.fields)
	columns, sets := "id, rev, body", "rev = ?, body = ?"
	for _, f := range t.fields {
		columns += ", " + column(f)
		sets += ", " + column(f) + " = ?"
	}
	marks := "(" + strings.TrimSuffix(strings.Repeat("?, ", t.width), ", ") + ")"
	head := "INSERT INTO " + t.name + " (" + columns + ") VALUES "
	t.insertOne = head + marks
	t.insertMany = head + strings.TrimSuffix(strings.Repeat(marks+", ", chunk), ", ")
	t.replace = "UPDATE " + t.name + " SET " + sets + " WHERE id = ? AND rev = ?"
	return t
}

// fieldsOf lists every indexed field once; _id has the table itself.
func fieldsOf(s store.Schema) []string {
	var fields []string
	for _, ix := range s.Indexes {
		for _, f := range ix.Fields {
			if f != "_id" && !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

func column(field string) string {
	if field == "_id" {
		return "id"
	}
	return `"f_` + field + `"`
}

// where is a condition with its values.
type where struct {
	text string
	args []any
}

func (w *where) and(condition string, args ...any) {
	if w.text == "" {
		w.text = " WHERE "
	} else {
		w.text += " AND "
	}
	w.text += condition
	w.args = append(w.args, args...)
}

func placeKey(field string, v any) (any, error) {
	if field == "_id" {
		id, _ := v.(string)
		return id, nil
	}
	return keyOf(v)
}

// filter is what p asks for, without its cursor.
func (t *table) filter(p store.Plan) (where, error) {
	var w where
	for i, v := range p.Equal {
		key, err := keyOf(v)
		if err != nil {
			return w, err
		}
		w.and(column(p.Fields[i])+" = ?", key)
	}
	return w, t.bounds(&w, p)
}

// bounds keeps a half-open range inside the type of its one bound, as MongoDB does.
func (t *table) bounds(w *where, p store.Plan) error {
	field := p.Rest()[0]
	from, to, err := rangeKeys(field, p)
	if from != nil {
		w.and(column(field)+" >= ?", from)
	}
	if to != nil {
		w.and(column(field)+" < ?", to)
	}
	return err
}

func rangeKeys(field string, p store.Plan) (from, to any, err error) {
	if p.From != nil {
		if from, err = placeKey(field, p.From); err != nil {
			return nil, nil, err
		}
	}
	if p.To != nil {
		if to, err = placeKey(field, p.To); err != nil {
			return nil, nil, err
		}
	}
	if key, ok := from.([]byte); ok && to == nil {
		to = []byte{key[0] + 1}
	}
	if key, ok := to.([]byte); ok && from == nil {
		from = []byte{key[0]}
	}
	return from, to, nil
}

// page is the SELECT of at most n rows of p, with the column the far bound is
// on. Behind a cursor the index is entered at its place and nowhere else: given
// the bounds as well, SQLite would enter it there and walk the same rows for
// every page. So the near bound is left out, and the reader ends at the far one.
func (t *table) page(p store.Plan, n int) (string, []any, error) {
	places, err := t.places(p)
	if err != nil {
		return "", nil, err
	}
	if places != nil {
		p.From, p.To = nil, nil
	}
	w, err := t.filter(p)
	if err != nil {
		return "", nil, err
	}
	rest, direction, beyond := p.Rest(), "", ">"
	if p.Desc {
		direction, beyond = " DESC", "<"
	}
	var columns, order []string
	for _, f := range rest {
		columns, order = append(columns, column(f)), append(order, column(f)+direction)
	}
	if places != nil {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(rest)), ", ")
		w.and("("+strings.Join(columns, ", ")+") "+beyond+" ("+marks+")", places...)
	}
	return "SELECT id, rev, body, " + columns[0] + " FROM " + t.name + w.text +
		" ORDER BY " + strings.Join(order, ", ") + " LIMIT " + strconv.Itoa(n), w.args, nil
}

// places are the keys of p's cursor, or nil where it has none or one that lies
// before its bounds, as only a cursor that somebody made up can.
func (t *table) places(p store.Plan) ([]any, error) {
	if p.After == nil {
		return nil, nil
	}
	var places []any
	for i, f := range p.Rest() {
		key, err := placeKey(f, p.After[i])
		if err != nil {
			return nil, err
		}
		places = append(places, key)
	}
	from, to, err := rangeKeys(p.Rest()[0], p)
	first := keyBytes(places[0])
	if err != nil || !p.Desc && from != nil && bytes.Compare(first, keyBytes(from)) < 0 || p.Desc && to != nil && bytes.Compare(first, keyBytes(to)) >= 0 {
		return nil, err
	}
	return places, nil
}

// far says of a row's first column that it lies behind p's bounds, where the walk ends.
func far(p store.Plan) (func(key []byte) bool, error) {
	from, to, err := rangeKeys(p.Rest()[0], p)
	switch {
	case err == nil && p.Desc && from != nil:
		return func(key []byte) bool { return bytes.Compare(key, keyBytes(from)) < 0 }, nil
	case err == nil && !p.Desc && to != nil:
		return func(key []byte) bool { return bytes.Compare(key, keyBytes(to)) >= 0 }, nil
	}
	return func([]byte) bool { return false }, err
}

// keyBytes is a placeKey as it compares: ids are text, other keys bytes.
func keyBytes(key any) []byte {
	if id, ok := key.(string); ok {
		return []byte(id)
	}
	raw, _ := key.([]byte)
	return raw
}

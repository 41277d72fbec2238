package store

import (
	"fmt"
	"reflect"
	"time"

	"cairn/fault"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Normal turns a query's value into one of the only five forms an engine ever
// sees: nil, int64, string, bool or bson.DateTime (UTC milliseconds). Named
// types over strings, integers and bools are taken, as is time.Time; anything
// else, a document above all, is an Internal fault, so no operator can reach a driver.
func Normal(v any) (any, error) {
	switch v := v.(type) {
	case nil, int64, string, bool, bson.DateTime:
		return v, nil
	case time.Time:
		return bson.NewDateTimeFromTime(v), nil
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.String:
		return r.String(), nil
	case reflect.Bool:
		return r.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(r.Uint()), nil
	}
	return nil, broken("a value of type %T cannot be looked up", v)
}

// FieldValue reads a top-level field of a document in the form Normal gives; an
// absent or null field is nil. A field of another type is an Internal fault.
func FieldValue(body bson.Raw, field string) (any, error) {
	raw, err := body.LookupErr(field)
	if err != nil {
		return nil, nil //nolint:nilerr // absent and null are the same to both engines
	}
	switch raw.Type {
	case bson.TypeNull, bson.TypeUndefined:
		return nil, nil
	case bson.TypeInt32:
		return int64(raw.Int32()), nil
	case bson.TypeInt64:
		return raw.Int64(), nil
	case bson.TypeString:
		return raw.StringValue(), nil
	case bson.TypeBoolean:
		return raw.Boolean(), nil
	case bson.TypeDateTime:
		return bson.DateTime(raw.DateTime()), nil
	}
	return nil, broken("field %s holds a %s, which no index can carry", field, raw.Type)
}

// broken is a fault in our own program: its text goes to the log alone.
func broken(format string, args ...any) error {
	return &fault.Error{Kind: fault.Internal, Key: "fault.internal", Cause: fmt.Errorf("store: "+format, args...)}
}

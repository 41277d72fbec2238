package store_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"cairn/fault"
	"cairn/store"
	"cairn/store/storetest"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func zipped(t *testing.T, docs ...bson.D) []byte {
	t.Helper()
	var file bytes.Buffer
	zip := gzip.NewWriter(&file)
	for _, d := range docs {
		raw, err := bson.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := zip.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func header(format int, version int) bson.D {
	return bson.D{{Key: "cairn", Value: "backup"}, {Key: "format", Value: format},
		{Key: "schemas", Value: bson.A{bson.D{{Key: "name", Value: "stones"}, {Key: "v", Value: version}}}}}
}

func kept(collection string, body bson.D) bson.D {
	return bson.D{{Key: "c", Value: collection}, {Key: "d", Value: body}}
}

func TestWhatIsNoWholeBackupIsRefused(t *testing.T) {
	one := bson.D{{Key: "_id", Value: "one"}, {Key: "rev", Value: int64(1)}, {Key: "v", Value: 1}, {Key: "path", Value: "ridge"}}
	end := bson.D{{Key: "end", Value: true}, {Key: "n", Value: int64(1)}}
	whole := zipped(t, header(1, 1), kept("stones", one), end)
	for _, tc := range []struct {
		name string
		file []byte
		key  string
	}{
		{"nothing", nil, "store.backup"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n"), "store.backup"},
		{"half a backup", whole[:len(whole)/2], "store.backup"},
		{"one byte short", whole[:len(whole)-1], "store.backup"},
		{"no header", zipped(t, kept("stones", one), end), "store.backup"},
		{"a newer layout", zipped(t, header(2, 1), end), "store.newer"},
		{"a newer collection", zipped(t, header(1, 2), end), "store.newer"},
		{"no end", zipped(t, header(1, 1), kept("stones", one)), "store.backup"},
		{"a document missing", zipped(t, header(1, 1), end), "store.backup"},
		{"something behind the end", zipped(t, header(1, 1), kept("stones", one), end, end), "store.backup"},
		{"a collection nobody knows", zipped(t, header(1, 1), kept("fells", one), end), "store.backup"},
		{"a document without id", zipped(t, header(1, 1), kept("stones", bson.D{{Key: "rev", Value: int64(1)}}), end), "store.backup"},
	} {
		err := store.Restore(t.Context(), storetest.Memory(t, storetest.Schemas()...), bytes.NewReader(tc.file))
		if !fault.Is(err, fault.Invalid) || fault.Of(err).Key != tc.key {
			t.Errorf("%s: got %v, want Invalid %s", tc.name, err, tc.key)
		}
	}
	if err := store.Restore(t.Context(), storetest.Memory(t, storetest.Schemas()...), bytes.NewReader(whole)); err != nil {
		t.Errorf("the whole one: got %v, want none", err)
	}
}

func FuzzRestore(f *testing.F) {
	f.Add([]byte("\x05\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		var file bytes.Buffer
		zip := gzip.NewWriter(&file)
		_, _ = zip.Write(plain) // a buffer takes everything
		_ = zip.Close()
		e := storetest.Memory(t, storetest.Schemas()...)
		if err := store.Restore(t.Context(), e, &file); err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v, want Invalid or none", err)
		}
	})
}

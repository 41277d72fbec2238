package storebench_test

import (
	"testing"

	"cairn/store/storebench"
	"cairn/store/storetest"
)

// callers waiting and ballots open, as BARS.md's row B5 asks.
const (
	callers = 256
	ballots = 100_000
)

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		got, bare, err := storebench.Embedded(b.Context(), b.TempDir(), callers, ballots)
		report(b, got, bare, err)
	}
}

func BenchmarkMongo(b *testing.B) {
	uri := storetest.MongoURI(b)
	for b.Loop() {
		got, bare, err := storebench.Mongo(b.Context(), uri, callers, ballots)
		report(b, got, bare, err)
	}
}

func report(b *testing.B, got, bare float64, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(got, "ballots/s")
	b.ReportMetric(bare, "bare/s")
	b.ReportMetric(got/bare, "ratio")
}

func TestBothYardsticksMeasureWhatTheyWrite(t *testing.T) {
	got, bare, err := storebench.Embedded(t.Context(), t.TempDir(), 16, 500)
	if err != nil || got <= 0 || bare <= 0 {
		t.Fatalf("embedded: got %v and %v, %v", got, bare, err)
	}
	got, bare, err = storebench.Mongo(t.Context(), storetest.MongoURI(t), 16, 500)
	if err != nil || got <= 0 || bare <= 0 {
		t.Fatalf("MongoDB: got %v and %v, %v", got, bare, err)
	}
}

package meter_test

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cairn/fault"
	"cairn/meter"
	"cairn/store"
	"cairn/store/storetest"
)

// scraped is what Prometheus reads.
func scraped(t *testing.T, m *meter.Meter) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	raw, err := io.ReadAll(w.Body)
	if err != nil || w.Code != 200 {
		t.Fatalf("scraping: got status %d, %v", w.Code, err)
	}
	return string(raw)
}

func wantLines(t *testing.T, got string, lines ...string) {
	t.Helper()
	for _, want := range lines {
		if !strings.Contains("\n"+got, "\n"+want+"\n") {
			t.Errorf("the numbers lack the line %s; got\n%s", want, got)
		}
	}
}

func TestRequestsAnswersAndLevelsAreCounted(t *testing.T) {
	m, watching := meter.New(), 0.0
	m.Level("sockets_open", "Sockets.", func() float64 { return watching })
	m.Total("frames_sent_total", "Frames.", func() float64 { return 12 })
	m.Request("GET", "/s/:code", 200, 3*time.Millisecond)
	m.Request("GET", "/s/:code", 204, 3*time.Second)
	m.Request("GET", "/s/:code", 999, 0)
	m.Answer(meter.Kept)
	m.Answer("made up")
	watching = 7
	wantLines(t, scraped(t, m),
		`cairn_requests_total{class="2xx",method="GET",route="/s/:code"} 2`,
		`cairn_requests_total{class="5xx",method="GET",route="/s/:code"} 1`,
		`cairn_request_seconds_bucket{method="GET",route="/s/:code",le="0.005"} 2`,
		`cairn_request_seconds_count{method="GET",route="/s/:code"} 3`,
		`cairn_answers_total{outcome="kept"} 1`, `cairn_answers_total{outcome="late"} 0`,
		`cairn_sockets_open 7`, `cairn_frames_sent_total 12`,
	)
	if strings.Contains(scraped(t, m), "made up") {
		t.Error("an outcome nobody declared became a label")
	}
}

func TestNoMeterCountsNothing(t *testing.T) {
	var m *meter.Meter
	m.Request("GET", "/", 200, 0)
	m.Answer(meter.Kept)
	m.Level("a", "b", func() float64 { return 0 })
	e := storetest.Memory(t)
	if got := m.Engine(e); got != e {
		t.Errorf("got %T, want the engine itself", got)
	}
}

type ballot struct {
	store.Meta `bson:",inline"`
}

// failing is an engine that says no in one way.
type failing struct {
	store.Engine
	with error
}

func TestTheStoreIsCountedByHowItWentAndNotByWhatWasKept(t *testing.T) {
	m := meter.New()
	schema := store.Schema{Name: "ballots", Version: 1, Purpose: "A test.", Keep: store.Keep{Why: "with the test"}}
	e := m.Engine(storetest.Memory(t, schema))
	put := func(ids ...string) {
		t.Helper()
		docs := make([]*ballot, len(ids))
		for i, id := range ids {
			docs[i] = &ballot{store.Meta{ID: id}}
		}
		if _, err := store.Open[ballot](e, schema).InsertEach(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
	}
	put("one", "two", "three")
	put("one") // refused, as it is there
	if _, err := e.Get(t.Context(), "ballots", "nobody"); !fault.Is(err, fault.NotFound) {
		t.Fatalf("got %v, want not found", err)
	}
	for _, err := range e.Find(t.Context(), "ballots", store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	got := scraped(t, m)
	wantLines(t, got,
		`cairn_ballots_stored_total 3`, `cairn_commit_ballots_count 2`, `cairn_commit_ballots_sum 4`, `cairn_commit_seconds_count 2`,
		`cairn_store_calls_total{call="insert",outcome="ok"} 2`, `cairn_store_calls_total{call="get",outcome="none"} 1`,
		`cairn_store_calls_total{call="find",outcome="ok"} 1`, `cairn_store_seconds_count{call="get"} 1`,
	)
	for err, want := range map[error]string{
		fault.New(fault.TooMany, "store.full"):     "full",
		fault.New(fault.TooMany, "store.away"):     "away",
		fault.New(fault.Conflict, "store.changed"): "conflict",
		errors.New("told by a friend of Robin"):    "error",
	} {
		m := meter.New()
		_ = m.Engine(failing{storetest.Memory(t, schema), err}).Replace(t.Context(), "ballots", store.Record{})
		got := scraped(t, m)
		wantLines(t, got, `cairn_store_calls_total{call="replace",outcome="`+want+`"} 1`)
		if strings.Contains(got, "Robin") {
			t.Error("a failure's text stands in the numbers")
		}
	}
}

// Replace is store.Engine's.
func (f failing) Replace(context.Context, string, store.Record) error { return f.with }

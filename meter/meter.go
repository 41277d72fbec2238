// Package meter counts what the program does, for whoever keeps it running:
// totals and durations for Prometheus, and nothing about anybody. No label
// carries a code, a name, a service, a session or an address; what a number is
// called is fixed when the program is built.
package meter

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Outcome says what became of an answer that a phone sent.
type Outcome string

// What can become of an answer. Kept is a new or a changed one, durable by now.
// Known is one the room had already: a resend, or an older tab's. Late came when
// the room had seen the result. Again is told to send the same once more (a full
// queue, a failed commit). Refused is what the question does not offer.
const (
	Kept    Outcome = "kept"
	Known   Outcome = "known"
	Late    Outcome = "late"
	Again   Outcome = "again"
	Refused Outcome = "refused"
)

// Meter holds the program's numbers. All its methods may be called from
// anywhere at once, and on a nil Meter, which counts nothing and costs nothing.
type Meter struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	ballots  map[Outcome]prometheus.Counter
	engine   engineNumbers
}

// New makes a meter, with the numbers of the Go runtime and of the process in it.
func New() *Meter {
	m := &Meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "cairn_requests_total", Help: "Requests answered, by the pattern of their route and the class of their status.",
		}, []string{"method", "route", "class"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "cairn_request_seconds", Help: "Time from a request's last byte to its answer; long polls wait for news.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10, 30},
		}, []string{"method", "route"}),
		ballots: map[Outcome]prometheus.Counter{},
		engine:  newEngineNumbers(),
	}
	m.registry.MustRegister(m.requests, m.took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(m.engine.all()...)
	answers := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "cairn_answers_total", Help: "Answers that phones sent in live sessions, by what became of them.",
	}, []string{"outcome"})
	m.registry.MustRegister(answers)
	for _, o := range []Outcome{Kept, Known, Late, Again, Refused} {
		m.ballots[o] = answers.WithLabelValues(string(o)) // all are there from the start, at 0
	}
	return m
}

// Request notes one answered request. route is a pattern of the site's table,
// never an address; status is 100 to 599.
func (m *Meter) Request(method, route string, status int, took time.Duration) {
	if m == nil {
		return
	}
	class := [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}[min(max(status/100, 1), 5)-1]
	m.requests.WithLabelValues(method, route, class).Inc()
	m.took.WithLabelValues(method, route).Observe(took.Seconds())
}

// Answer notes what became of an answer in a live session.
func (m *Meter) Answer(o Outcome) {
	if m == nil {
		return
	}
	if c, ok := m.ballots[o]; ok {
		c.Inc()
	}
}

// Level adds a number that goes up and down, read anew for whoever asks: name
// is without "cairn_", read must be quick.
func (m *Meter) Level(name, help string, read func() float64) {
	if m != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "cairn_" + name, Help: help}, read))
	}
}

// Total adds a number that only grows while the program runs, read like Level's.
func (m *Meter) Total(name, help string, read func() float64) {
	if m != nil {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "cairn_" + name, Help: help}, read))
	}
}

// Handler answers a scrape in Prometheus' own text.
func (m *Meter) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"cairn/meter"
)

// outlook is what an operator may choose about seeing the program from outside.
type outlook struct {
	metrics     string
	metricsOpen bool
	pprof       string
	drain       string
	logForm     string
}

func (o *outlook) settings() []setting {
	return []setting{
		{name: "metrics", value: "", help: "Address and port on this machine, such as 127.0.0.1:9090, that answers Prometheus at /metrics. Empty answers nobody.", text: &o.metrics},
		{name: "metrics-open", help: "Let other machines ask for metrics too, as Prometheus in a container of its own must. They name nobody, but tell how busy a session is: keep the port inside a network of yours.", on: &o.metricsOpen},
		{name: "pprof", value: "", help: "Address and port on this machine alone, such as 127.0.0.1:6060, that gives profiles at /debug/pprof/. Empty answers nobody.", text: &o.pprof},
		{name: "drain", value: "0s", help: "How long to go on answering after being asked to stop, while /readyz says no, so that a load balancer sends nobody new. Such as 10s.", text: &o.drain},
		{name: "log", value: "json", help: "Form of the log on standard error: json for machines, text for people.", text: &o.logForm},
	}
}

// check refuses what would show more than was asked for, each with a sentence.
func (o *outlook) check() error {
	switch _, err := time.ParseDuration(o.drain); {
	case o.metricsOpen && o.metrics == "":
		return errors.New("metrics-open needs metrics, the address to answer on")
	case o.metrics != "" && !o.metricsOpen && !loopback(o.metrics):
		return fmt.Errorf("metrics %q can be reached from other machines: give an address such as 127.0.0.1:9090, or --metrics-open as well if they are to ask", o.metrics)
	case o.pprof != "" && !loopback(o.pprof):
		return fmt.Errorf("pprof %q can be reached from other machines, and profiles are for nobody else: give an address such as 127.0.0.1:6060", o.pprof)
	case o.drain != "" && err != nil:
		return fmt.Errorf("drain %q is no length of time such as 10s", o.drain)
	case o.logForm != "" && o.logForm != "json" && o.logForm != "text":
		return fmt.Errorf("log is json or text, not %q", o.logForm)
	}
	return nil
}

// loopback says whether an address with its port is one of this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
}

// draining is how long the site goes on after it was asked to stop.
func (o *outlook) draining() time.Duration {
	d, err := time.ParseDuration(o.drain)
	if err != nil {
		return 0 // empty: check refuses anything else
	}
	return max(d, 0)
}

// newLog writes structured lines. Nothing personal is ever an attribute: no
// address, no answer, no name.
func (o *outlook) newLog(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if o.logForm == "text" {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// numbered makes the meter where somebody wants its numbers; nil counts nothing.
func (o *outlook) numbered() *meter.Meter {
	if o.metrics == "" {
		return nil
	}
	return meter.New()
}

// queueStep is what the queue's number is rounded up to: a single text that has
// just come is nobody's to see but the moderators'.
const queueStep = 5

// countOutside ties the numbers that are read anew for each scrape.
func (a *app) countOutside() {
	a.meter.Level("sockets_open", "Websockets open now.", func() float64 { return float64(a.board.Counts().Sockets) })
	a.meter.Level("polls_waiting", "Long polls that wait now.", func() float64 { return float64(a.board.Counts().Polls) })
	a.meter.Total("frames_sent_total", "Frames written to websockets.", func() float64 { return float64(a.board.Counts().Sent) })
	a.meter.Level("rooms_owned", "Sessions whose room this process holds now.", func() float64 { return float64(a.rooms.Owned()) })
	a.queued.Store(math.Float64bits(math.NaN()))
	a.meter.Level("queue_waiting", "Texts that wait for a person, over all services, rounded up to the next five; read once a minute, and the same from every process.",
		func() float64 { return math.Float64frombits(a.queued.Load()) })
}

// countQueue reads how many texts wait for a person.
func (a *app) countQueue(ctx context.Context) error {
	services, err := a.office.Services(ctx)
	if err != nil {
		return err
	}
	waiting := 0
	for _, s := range services {
		w, err := a.words.WaitsOf(ctx, s.ID)
		if err != nil {
			return err
		}
		waiting += w.Held + w.Appeals
	}
	a.queued.Store(math.Float64bits(float64((waiting + queueStep - 1) / queueStep * queueStep)))
	return nil
}

// countQueueOften reads it again every minute.
func (a *app) countQueueOften(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		if err := a.countQueue(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("how much waits could not be counted", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}

// queued is a float64's bits, written once a minute and read at each scrape.
type queued = atomic.Uint64

// showOutside opens the doors for Prometheus and for profiles that were asked
// for; the returned close ends both. A port that is taken is an error.
func (a *app) showOutside(ctx context.Context) (func(), error) {
	var doors []*http.Server
	end := func() {
		for _, d := range doors {
			_ = d.Close() // nobody waits for a scrape
		}
	}
	for _, d := range []struct {
		name, address string
		open          bool
		handler       func() http.Handler
	}{
		{"metrics", a.config.metrics, a.config.metricsOpen, func() http.Handler { return onlyAt("/metrics", a.meter.Handler()) }},
		{"pprof", a.config.pprof, false, profiles},
	} {
		if d.address == "" {
			continue
		}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", d.address)
		if err != nil {
			end()
			return nil, fmt.Errorf("%s cannot answer on %s: %w", d.name, d.address, err)
		}
		handler := d.handler()
		if !d.open {
			handler = fromHere(handler)
		}
		door := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
		doors = append(doors, door)
		go func() { _ = door.Serve(listener) }() // until end closes it
	}
	return end, nil
}

// onlyAt answers GETs of one path and nothing else.
func onlyAt(path string, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path || r.Method != http.MethodGet {
			http.NotFound(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

// fromHere answers only requests that name this machine: a page of the internet
// whose name was made to lead here does not.
func fromHere(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if host != "localhost" && !net.ParseIP(host).IsLoopback() {
			http.Error(w, "ask by this machine's own address", http.StatusForbidden)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

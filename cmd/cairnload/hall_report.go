package main

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// hallReport is the line that `cairnload hall` prints.
type hallReport struct {
	Row     string            `json:"row"`
	OK      bool              `json:"ok"`
	Phones  int               `json:"phones"`
	Mix     string            `json:"mix"`
	Seed    uint64            `json:"seed"`
	Seconds float64           `json:"seconds"`
	Halls   int               `json:"halls"`
	Rounds  int               `json:"rounds"` // whose tally was compared
	Storms  int               `json:"storms"` // all sockets cut at once
	Cuts    int               `json:"cuts"`   // the server ended with kill -9
	Cast    int               `json:"cast"`   // answers, changes of mind among them
	Again   int               `json:"again"`  // sent again
	Acked   int               `json:"acked"`
	Refused int               `json:"refused"`
	Frames  int               `json:"frames"`
	Join    spread            `json:"join_ms"`
	Ack     spread            `json:"ack_ms"`
	Live    map[string]spread `json:"live_ms"` // from the desk's press to the question on the phone, by manner; cuts and storms count
	MiB     int64             `json:"rss_mib"` // the most the program held when a hall or a life of it ended
	Wrong   []string          `json:"wrong,omitempty"`
	mu      sync.Mutex
	began   time.Time
	joins   []float64
	acks    []float64
	lives   map[string][]float64
}

// mostWrong is how many differences are told in words.
const mostWrong = 20

func newHallReport(s hallSet) *hallReport {
	return &hallReport{Row: "hall", Phones: s.phones, Mix: s.mix, Seed: s.seed, began: time.Now(), lives: map[string][]float64{}}
}

// wrong notes what should not have been.
func (r *hallReport) wrong(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.Wrong) < mostWrong {
		r.Wrong = append(r.Wrong, what)
	}
}

func (r *hallReport) live(way string, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lives[way] = append(r.lives[way], float64(took.Microseconds())/1000)
}

// add takes over what one hall's phones saw.
func (r *hallReport) add(t *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.joins, r.acks = append(r.joins, t.joins...), append(r.acks, t.acks...)
	r.Cast += t.counts["cast"]
	r.Again += t.counts["again"]
	r.Frames += t.counts["frames"]
	for _, what := range slices.Sorted(maps.Keys(t.counts)) {
		if strings.HasPrefix(what, "refused_") {
			r.Refused += t.counts[what]
		}
	}
}

// close sums up; a run is right when at least one tally was compared and nothing was wrong.
func (r *hallReport) close() {
	r.Seconds = time.Since(r.began).Seconds()
	r.Join, r.Ack, r.Acked = spreadOf(r.joins), spreadOf(r.acks), len(r.acks)
	r.Live = map[string]spread{}
	for way, took := range r.lives {
		r.Live[way] = spreadOf(took)
	}
	r.OK = len(r.Wrong) == 0 && r.Refused == 0 && r.Rounds > 0
}

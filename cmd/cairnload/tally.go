package main

import (
	"slices"
	"sync"
	"time"
)

// tally is what all phones together saw.
type tally struct {
	buffers sync.Pool
	readers sync.WaitGroup

	mu       sync.Mutex
	joins    []float64 // milliseconds
	acks     []float64
	backs    []float64
	counts   map[string]int
	versions map[string]bool
}

func newTally() *tally {
	return &tally{counts: map[string]int{}, versions: map[string]bool{}}
}

func (t *tally) joined(took time.Duration) { t.note(&t.joins, took) }
func (t *tally) acked(took time.Duration)  { t.note(&t.acks, took) }
func (t *tally) back(took time.Duration)   { t.note(&t.backs, took) }

func (t *tally) note(to *[]float64, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*to = append(*to, float64(took.Microseconds())/1000)
}

func (t *tally) count(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[what]++
}

func (t *tally) frame(version string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts["frames"]++
	t.versions[version] = true
}

// spread is how a set of times lies, in milliseconds.
type spread struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

func spreadOf(ms []float64) spread {
	n := len(ms)
	if n == 0 {
		return spread{}
	}
	s := slices.Sorted(slices.Values(ms))
	at := func(share float64) float64 { return s[min(n-1, int(share*float64(n)))] }
	return spread{N: n, P50: at(.5), P95: at(.95), P99: at(.99), Max: s[n-1]}
}

// result is the line that is printed. Lost and Double say how many ballots the
// server counted too few or too many, per answer and summed; they are -1 when no report was read.
type result struct {
	Pattern string         `json:"pattern"`
	Phones  int            `json:"phones"`
	Seated  int            `json:"seated"`
	Seconds float64        `json:"seconds"`
	Join    spread         `json:"join_ms"`
	Ack     spread         `json:"ack_ms"`
	Back    spread         `json:"back_ms"`
	Cast    int            `json:"cast"`
	CPU     float64        `json:"cpu_s,omitempty"`   // the server's, from the first ballot to the last ack
	Storm   float64        `json:"storm_s,omitempty"` // from the cut until all were back and their next ballot was acknowledged
	Again   int            `json:"again"`
	Refused int            `json:"refused"`
	Unacked int            `json:"unacked"`
	Frames  int            `json:"frames"`
	Missed  int            `json:"missed"` // frames some phone got and a proper one did not; skipping is allowed
	Behind  int            `json:"behind"` // proper phones whose last frame is not the newest any phone got
	Sent    map[string]int `json:"sent,omitempty"`
	Unsure  map[string]int `json:"unsure,omitempty"` // answers of phones that never read their ack
	Counted map[string]int `json:"counted,omitempty"`
	Lost    int            `json:"lost"`
	Double  int            `json:"double"`
	OK      bool           `json:"ok"`
	Errors  map[string]int `json:"errors,omitempty"`
}

package live

import "time"

// Rate is a budget that refills: Burst at once, then PerSecond more every second.
// A zero Rate stands for the package's default of that budget.
type Rate struct {
	Burst     float64
	PerSecond float64
}

// Limits bounds what one connection may send. Whoever goes beyond is closed with CloseFlood.
type Limits struct {
	Messages Rate // text messages; default 20 at once, 10 a second
	Controls Rate // pings and pongs; default 10 at once, 2 a second
	Bytes    Rate // everything on the wire, so that empty fragments count too; default 64 KiB at once, 16 KiB a second
}

func (l Limits) orDefault() Limits {
	if l.Messages == (Rate{}) {
		l.Messages = Rate{Burst: 20, PerSecond: 10}
	}
	if l.Controls == (Rate{}) {
		l.Controls = Rate{Burst: 10, PerSecond: 2}
	}
	if l.Bytes == (Rate{}) {
		l.Bytes = Rate{Burst: 64 << 10, PerSecond: 16 << 10}
	}
	return l
}

// bucket counts against a Rate that its owner keeps; 16 bytes, because every phone has three.
type bucket struct {
	used float32
	at   int64 // nanoseconds since the board began
}

// take uses up cost at the instant now and reports whether the budget allowed it.
func (b *bucket) take(r Rate, cost float64, now time.Duration) bool {
	passed := time.Duration(int64(now) - b.at).Seconds()
	b.at = int64(now)
	b.used = float32(max(0, float64(b.used)-passed*r.PerSecond) + cost)
	return float64(b.used) <= r.Burst
}

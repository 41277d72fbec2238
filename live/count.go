package live

// Counts are the board's numbers over all topics; none tells whose they are.
type Counts struct {
	Sockets int    // open now
	Polls   int    // long polls that wait now
	Sent    uint64 // frames written to sockets since the board was made
}

// Counts gives the numbers as they are now. It looks at each writer once and
// holds nobody up.
func (b *Board) Counts() Counts {
	c := Counts{Polls: int(b.polls.Load())}
	for _, w := range b.writers {
		c.Sent += w.sent.Load()
		w.mu.Lock()
		c.Sockets += len(w.sockets)
		w.mu.Unlock()
	}
	return c
}

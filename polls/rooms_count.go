package polls

// Owned says how many sessions' rooms this process owns now, those it is just
// opening included.
func (r *Rooms) Owned() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.open)
}

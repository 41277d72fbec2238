package live

import "time"

// End closes every socket that watches a topic, with a close code (see
// CloseGone) and a reason of at most 120 bytes that no person reads.
func (b *Board) End(name string, code int, why string) {
	b.mu.RLock()
	t := b.topics[name]
	b.mu.RUnlock()
	if t == nil {
		return
	}
	for i := range t.shards {
		for _, s := range t.shards[i].all() {
			s.end(code, why, b.set.Parting)
		}
	}
}

// Close ends all long polls and asks all sockets to come back (CloseRestart),
// waits half a second for their goodbyes, cuts the others off and returns when
// nothing of the board runs any more. A message that is being received is
// finished first. Close may be called again.
func (b *Board) Close() {
	b.mu.Lock()
	if !b.closed {
		b.closed = true
		close(b.closing)
	}
	b.mu.Unlock()
	for _, w := range b.writers {
		for _, s := range w.all() {
			s.end(CloseRestart, "", b.set.Parting)
		}
	}
	cut := time.AfterFunc(2*b.set.Parting, b.cut)
	b.sockets.Wait()
	cut.Stop()
	b.cancel()
	for _, w := range b.writers {
		w.quit.Do(func() { close(w.stop) })
	}
	b.work.Wait()
}

// cut closes what is still connected without another word.
func (b *Board) cut() {
	for _, w := range b.writers {
		for _, s := range w.all() {
			_ = s.ws.Close()
		}
	}
}

func (w *writer) all() []*socket {
	w.mu.Lock()
	defer w.mu.Unlock()
	sockets := make([]*socket, 0, len(w.sockets))
	for s := range w.sockets {
		sockets = append(sockets, s)
	}
	return sockets
}

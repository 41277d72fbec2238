package server

import (
	"slices"
	"strconv"
)

// queueTopic is where one person's queue page hears that something changed: the
// frame says no more, the page asks for its part again.
func queueTopic(account string) string { return "queue/" + account }

// queueWatch is one person's page: which services it is about, and how often
// they changed.
type queueWatch struct {
	services []string
	mark     int
}

// QueueChanged is told when the queue of a service is not what it was.
func (f *Frames) QueueChanged(service string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for account, w := range f.queues {
		if slices.Contains(w.services, service) {
			w.mark++
			f.put(queueTopic(account), frame{Shape: w.shape()})
		}
	}
}

// queueTouched is told when account's own hand changed: a page that had asked
// again while that was going on asks once more.
func (f *Frames) queueTouched(account string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w := f.queues[account]; w != nil {
		w.mark++
		f.put(queueTopic(account), frame{Shape: w.shape()})
	}
}

// QueueShape is the shape of account's queue page, which is about these
// services from now on.
func (f *Frames) QueueShape(account string, services []string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.queues[account]
	if w == nil {
		w = &queueWatch{}
		f.queues[account] = w
	}
	w.services = services
	if _, ok := f.board.Latest(queueTopic(account)); !ok {
		f.put(queueTopic(account), frame{Shape: w.shape()})
	}
	return w.shape()
}

func (w *queueWatch) shape() string { return "q" + strconv.Itoa(w.mark) }

package server

import "slices"

// queueTopic is where one person's queue page hears that something changed: the
// frame says no more, the page asks for its part again.
func queueTopic(account string) string { return "queue/" + account }

// queueWatch is one person's page: which services it is about, and the shape its
// frame has.
type queueWatch struct {
	services []string
	shape    string
}

// QueueChanged is told when the queue of a service is not what it was.
func (f *Frames) QueueChanged(service string) { f.listChanged(serviceList(service)) }

// queueTouched is told when account's own hand changed: a page that had asked
// again while that was going on asks once more.
func (f *Frames) queueTouched(account string) { f.listChanged(handList(account)) }

// listChanged marks a list here and in all processes.
func (f *Frames) listChanged(list string) {
	f.mu.Lock()
	at := f.marked(list)
	f.putList(list)
	f.mu.Unlock()
	f.tellMark(list, at)
}

// putList puts the frames of the pages that show a list; f.mu is held.
func (f *Frames) putList(list string) {
	for account, w := range f.queues {
		if list == handList(account) || slices.ContainsFunc(w.services, func(s string) bool { return serviceList(s) == list }) {
			f.putQueue(account)
		}
	}
	if account, pages := pagesAccount(list); pages {
		f.put(list, frame{Shape: f.pagesShape(account)})
	}
}

// QueueShape is the shape of account's queue page, which is about these
// services from now on.
func (f *Frames) QueueShape(account string, services []string) string {
	f.mu.Lock()
	if f.queues[account] == nil {
		f.queues[account] = &queueWatch{}
	}
	f.queues[account].services = slices.Clone(services)
	shape := f.putQueue(account)
	known := map[string]int64{handList(account): f.at[handList(account)]}
	for _, s := range services {
		known[serviceList(s)] = f.at[serviceList(s)]
	}
	f.mu.Unlock()
	for list, at := range known { // a process that knows better says so
		f.tellMark(list, at)
	}
	return shape
}

// putQueue puts the frame of account's queue page where its shape is another
// than it was; f.mu is held.
func (f *Frames) putQueue(account string) string {
	w := f.queues[account]
	if shape := f.queueShape(account); shape != w.shape {
		w.shape = shape
		f.put(queueTopic(account), frame{Shape: shape})
	}
	return w.shape
}

// queueShape is made of the newest mark of what the page shows; f.mu is held.
func (f *Frames) queueShape(account string) string {
	lists := []string{handList(account)}
	for _, s := range f.queues[account].services {
		lists = append(lists, serviceList(s))
	}
	return markText("q", f.markOf(lists...))
}

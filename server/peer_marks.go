package server

import (
	"strconv"
	"time"
)

// A mark says when a list last changed, in milliseconds since 1970. The largest
// one wins in every process, so that a page drawn by one and a socket at another
// agree on the shape.

// markNews says that a list changed: a service's queue, somebody's own hand of
// it, or somebody's pages.
type markNews struct {
	List string `json:"list"`
	At   int64  `json:"at"`
}

func serviceList(service string) string { return "service/" + service }
func handList(account string) string    { return "hand/" + account }

// newsMarks is where marks are told.
const newsMarks = "news.marks"

// marked gives a list a new mark; f.mu is held.
func (f *Frames) marked(list string) int64 {
	at := max(time.Now().UnixMilli(), f.at[list]+1)
	f.at[list] = at
	return at
}

// markOf is a list's mark; f.mu is held.
func (f *Frames) markOf(lists ...string) (at int64) {
	for _, list := range lists {
		at = max(at, f.at[list])
	}
	return at
}

// tellMark passes a mark on. It is called without f.mu.
func (f *Frames) tellMark(list string, at int64) {
	f.out.mu.Lock()
	peers := f.out.peers
	f.out.mu.Unlock()
	if peers != nil {
		peers.publish(newsMarks, markNews{List: list, At: at})
	}
}

// heardMark takes a mark of another process; one that is behind is told ours.
func (f *Frames) heardMark(n markNews) {
	f.mu.Lock()
	ours := f.at[n.List]
	if n.At > ours {
		f.at[n.List] = n.At
		f.putList(n.List)
	}
	f.mu.Unlock()
	if n.At < ours {
		f.tellMark(n.List, ours)
	}
}

func markText(kind string, at int64) string { return kind + strconv.FormatInt(at, 36) }

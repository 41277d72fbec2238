package server

import (
	"strconv"

	"cairn/moderation/oncall"
	"cairn/polls"
)

// AskOf is what the gate is asked about a live session. The language is left to
// whoever shows a page, since each phone has its own.
func AskOf(s *polls.Session) oncall.Ask {
	return oncall.Ask{Service: s.Service, Session: s.ID, Example: s.Example}
}

// pagesTopic carries what waits for one member of staff: a number, never what.
func pagesTopic(account string) string { return "pages/" + account }

// PagesChanged is told when what waits for an account changed.
func (f *Frames) PagesChanged(account string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.marks["pages/"+account]++
	f.put(pagesTopic(account), frame{Shape: f.pagesShape(account)})
}

// PagesShape is the shape of the pages that wait for an account. Whoever asks
// finds a frame on the board.
func (f *Frames) PagesShape(account string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.board.Latest(pagesTopic(account)); !ok {
		f.put(pagesTopic(account), frame{Shape: f.pagesShape(account)})
	}
	return f.pagesShape(account)
}

func (f *Frames) pagesShape(account string) string {
	return "p" + strconv.Itoa(f.marks["pages/"+account])
}

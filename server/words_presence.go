package server

import (
	"cairn/live"
	"cairn/moderation"
)

// Who is at a desk and who has the held words open is known by the sockets of
// their pages: each watches a topic without frames that names its account. A
// page that has only its long poll counts as nobody, so that words wait rather
// than run ahead of their readers.
func deskHandle(session, account string) string    { return "at/" + session + "/" + account }
func readingHandle(session, account string) string { return "reading/" + session + "/" + account }

// SecondReader says whether the texts of a session may be shown as we go: a
// member of staff other than the one at the desk has the held words open.
// accounts are those who may rule on words in its service.
func SecondReader(board *live.Board, session string, accounts []string) bool {
	var atDesk, reading []string
	for _, account := range accounts {
		if board.Watching(deskHandle(session, account)) > 0 {
			atDesk = append(atDesk, account)
		}
		if board.Watching(readingHandle(session, account)) > 0 {
			reading = append(reading, account)
		}
	}
	for _, facilitator := range atDesk {
		if moderation.MayShowAsWeGo(facilitator, reading) {
			return true
		}
	}
	return false
}

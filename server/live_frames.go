package server

import (
	"encoding/json"

	"cairn/live"
	"cairn/polls"
)

// Topics of a session's frames. What each audience may know is decided in
// polls.View; a frame only carries it.
func phoneTopic(session string) string  { return "s/" + session }
func wallTopic(session string) string   { return "wall/" + session }
func deskTopic(session string) string   { return "desk/" + session }
func remoteTopic(session string) string { return "remote/" + session }

// StaffHandle is a topic without frames: ending a staff session ends what watches it.
func StaffHandle(session string) string { return "staff/" + session }

// frame is what every live page gets, at most 200 bytes: which shape <main> must
// have, and the numbers that change within one shape.
type frame struct {
	V        string `json:"v"`
	Shape    string `json:"s"`
	N        *int   `json:"n,omitempty"`        // answered, where this audience may know it
	Of       *int   `json:"of,omitempty"`       // seats, likewise
	Stones   int    `json:"stones"`             // unmarked stones to draw, by threes
	Seats    *int   `json:"seats,omitempty"`    // desk
	Lost     *int   `json:"lost,omitempty"`     // desk
	Fast     *int   `json:"fast,omitempty"`     // desk
	Break    *int   `json:"break,omitempty"`    // desk
	Watching *int   `json:"watching,omitempty"` // desk: phones connected
}

// Announcer puts the newest frames of a session on the board. It is what
// polls.Parts.Announce wants.
func Announcer(board *live.Board) func(*polls.View, polls.Reach) {
	return func(v *polls.View, to polls.Reach) {
		session := v.Session.ID
		if to == polls.Phones {
			put(board, phoneTopic(session), phoneFrame(v))
			put(board, remoteTopic(session), frame{Shape: v.PhoneShape})
			return
		}
		put(board, wallTopic(session), wallFrame(v))
		put(board, deskTopic(session), deskFrame(v, board.Watching(phoneTopic(session))))
	}
}

func put(board *live.Board, topic string, f frame) {
	board.PutVersion(topic, func(version live.Version) []byte {
		f.V = version.String()
		raw, err := json.Marshal(f)
		if err != nil {
			return nil // a struct of strings and numbers always encodes
		}
		return raw
	})
}

func phoneFrame(v *polls.View) frame {
	f := frame{Shape: v.PhoneShape, Stones: v.Progress.Stones}
	if v.Progress.Numbered {
		f.N, f.Of = &v.Progress.Answered, &v.Progress.Seats
	}
	return f
}

func wallFrame(v *polls.View) frame {
	f := phoneFrame(v)
	f.Shape = v.RoomShape
	return f
}

func deskFrame(v *polls.View, watching int) frame {
	d := v.Desk
	return frame{
		Shape: v.DeskShape, Stones: d.Answered, N: &d.Answered, Of: &d.Seats, Seats: &d.Seats,
		Lost: &d.Signals.Lost, Fast: &d.Signals.Fast, Break: &d.Signals.Break, Watching: &watching,
	}
}

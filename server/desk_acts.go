package server

import (
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
)

// The keys of the desk. Each belongs to one act wherever it stands; held words
// have s, k, w and u of their own (words_show.go).
const (
	keyOpen   = "o"
	keyClose  = "c"
	keyLook   = "v"
	keyReveal = "r"
	keyStop   = "x"
	keySecond = "2"
	keyFinal  = "f"
	keyAgain  = "g"
	keyNext   = "n"
	keyBack   = "z"
	keyPause  = "p"
	keyBlank  = "b"
	keyQuiet  = "q"
	keyEnd    = "e"
)

// doLook shows the preview though the rest of the desk stays folded; it changes nothing.
const doLook polls.Verb = "look"

// actsOf decides what can be pressed at this moment: the few that make sense
// now, big, and the rest. While a reveal is on its way only stopping it is big.
func actsOf(v *polls.View) (big, more []views.Act) {
	s := v.Session
	if s.State != polls.Live {
		return nil, nil
	}
	if v.Desk.Armed == nil {
		big = bigActs(v)
	}
	if s.Paused {
		big = append([]views.Act{{Do: "pause:0", Say: "desk.goon", Key: keyPause, Kind: "main-act"}}, second(big)...)
	}
	if s.Blank {
		big = append(big, views.Act{Do: "blank:0", Say: "desk.unblank", Key: keyBlank, Kind: "second"})
	}
	for _, a := range moreActs(v) {
		if !holdsKey(big, a.Key) {
			more = append(more, a)
		}
	}
	return big, more
}

func bigActs(v *polls.View) []views.Act {
	open := views.Act{Do: "open", Say: "desk.open", Key: keyOpen, Kind: "main-act"}
	switch now := v.Now; {
	case !now.Asks():
		return []views.Act{onward(v, "main-act")}
	case now.State == polls.Draft:
		if surveys.Writes(now.Question.Kind) && !v.Text {
			return []views.Act{onward(v, "main-act")}
		}
		return []views.Act{open, onward(v, "second")}
	case now.State == polls.Open:
		return []views.Act{
			{Do: "close", Say: "desk.close", Key: keyClose, Kind: "main-act"},
			{Do: "pause:1", Say: "desk.pause", Key: keyPause, Kind: "second"},
			{Do: "blank:1", Say: "desk.blank", Key: keyBlank, Kind: "second"},
		}
	case now.State == polls.Closed:
		acts := []views.Act{
			{Do: "reveal", Say: "desk.reveal", Key: keyReveal, Kind: "main-act"},
			{Do: "look", Say: "desk.look", Key: keyLook, Kind: "second"},
		}
		if !now.Restored {
			acts = append(acts, views.Act{Do: "open", Say: "desk.openagain", Key: keyOpen, Kind: "second"})
		}
		return acts
	case now.State == polls.Revealed:
		acts := []views.Act{onward(v, "main-act")}
		if !now.Restored && len(now.Rounds) < 5 && !surveys.Writes(now.Question.Kind) {
			acts = append(acts, views.Act{Do: "second", Say: "desk.second", Key: keySecond, Kind: "second"})
		}
		return append(acts, views.Act{Do: "seal", Say: "desk.final", Key: keyFinal, Kind: "second"})
	}
	return []views.Act{onward(v, "main-act")}
}

// onward is the way to the next item, or at the last one to the end.
func onward(v *polls.View, kind string) views.Act {
	if step, of := place(v.Session); step == of {
		return views.Act{Link: "/sessions/" + v.Session.ID + "/end", Say: "desk.end", Key: keyEnd, Kind: kind}
	}
	return views.Act{Do: "next", Say: "desk.next", Key: keyNext, Kind: kind}
}

func moreActs(v *polls.View) []views.Act {
	s, now := v.Session, v.Now
	var acts []views.Act
	step, _ := place(s)
	if v.Desk.Armed == nil {
		acts = append(acts, onward(v, "second"))
		if step > 1 {
			acts = append(acts, views.Act{Do: "back", Say: "desk.back", Key: keyBack, Kind: "second"})
		}
	}
	acts = append(acts,
		views.Act{Do: "pause:1", Say: "desk.pause", Key: keyPause, Kind: "second"},
		views.Act{Do: "blank:1", Say: "desk.blank", Key: keyBlank, Kind: "second"},
	)
	running := now.State == polls.Open || now.State == polls.Closed
	if running && !now.Restored && v.Desk.Armed == nil {
		acts = append(acts, views.Act{Do: "again", Say: "desk.again", Ask: "desk.again.ask", Key: keyAgain, Kind: "warn"})
	}
	if now.State == polls.Closed && v.Desk.Armed == nil {
		acts = append(acts, views.Act{Do: "seal", Say: "desk.final", Ask: "desk.final.ask", Key: keyFinal, Kind: "warn"})
	}
	return acts
}

// place is which item of the agenda the room is at, from 1, and of how many.
func place(s polls.Session) (step, of int) {
	for i, a := range s.Agenda {
		if a.ID == s.Current {
			step = i + 1
		}
	}
	return step, len(s.Agenda)
}

// second makes main acts second ones, beside a main act that goes before them.
func second(acts []views.Act) []views.Act {
	for i := range acts {
		if acts[i].Kind == "main-act" {
			acts[i].Kind = "second"
		}
	}
	var out []views.Act
	for _, a := range acts {
		if a.Key != keyPause {
			out = append(out, a)
		}
	}
	return out
}

func holdsKey(acts []views.Act, key string) bool {
	for _, a := range acts {
		if a.Key == key {
			return true
		}
	}
	return false
}

package polls

import (
	"encoding/json"
	"io"
	"slices"

	"cairn/fault"
	"cairn/surveys"
)

// fileVersion is what this program writes, and the newest it reads.
const fileVersion = 1

// file is a session saved to be shared: what it asks, never what was answered.
type file struct {
	Cairn         string        `json:"cairn"` // always "session"
	Version       int           `json:"version"`
	Title         surveys.Words `json:"title"`
	Band          surveys.Band  `json:"band"`
	Lang          string        `json:"lang"`
	WhoListens    surveys.Words `json:"whoListens,omitempty"`
	WhatCanChange surveys.Words `json:"whatCanChange,omitempty"`
	Agenda        []fileItem    `json:"agenda"`
}

type fileItem struct {
	Question surveys.Question `json:"question"`
	Timer    int              `json:"timer,omitempty"`
	Notes    string           `json:"notes,omitempty"`
}

// SaveFile writes a session as a JSON file: its questions keep their identity,
// and no answer, name or code is in it.
func SaveFile(w io.Writer, s Session) error {
	f := file{
		Cairn: "session", Version: fileVersion, Title: s.Title, Band: s.Band, Lang: s.Lang,
		WhoListens: s.WhoListens, WhatCanChange: s.WhatCanChange, Agenda: make([]fileItem, len(s.Agenda)),
	}
	for i, a := range s.Agenda {
		f.Agenda[i] = fileItem{Question: a.Question, Timer: a.Timer, Notes: a.Notes}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return fault.Wrap(out.Encode(f), "polls: save a session file")
}

// LoadFile reads a session file strictly: Invalid with a sentence for anything
// it does not know, another version, or more than a session can have. The
// agenda is for Rooms.Plan; Details want a service, panel and day still.
func LoadFile(r io.Reader) (Details, []Activity, error) {
	var f file
	if err := surveys.Decode(r, &f); err != nil {
		return Details{}, nil, err
	}
	if f.Cairn != "session" || f.Version < 1 || f.Version > fileVersion {
		return Details{}, nil, fault.New(fault.Invalid, "session.file")
	}
	d := Details{Title: f.Title, Band: f.Band, Lang: f.Lang, WhoListens: f.WhoListens, WhatCanChange: f.WhatCanChange}
	if _, err := (Session{State: Planned}).Describe(d); err != nil {
		return Details{}, nil, err
	}
	if len(f.Agenda) > MaxAgenda {
		return Details{}, nil, fault.New(fault.Invalid, "session.filebig")
	}
	agenda := make([]Activity, len(f.Agenda))
	for i, item := range f.Agenda {
		if err := item.bounded(); err != nil {
			return Details{}, nil, err
		}
		agenda[i] = Activity{Question: item.Question, State: Draft, Timer: item.Timer, Notes: item.Notes}
	}
	return d, agenda, nil
}

// bounded refuses what no author's page would have let through. A question that
// is merely not ready is taken: it can be put right before it is opened.
func (i fileItem) bounded() error {
	const longest, longestBody = 2_000, 40_000
	q := i.Question
	if _, ok := surveys.KindOf(q.Kind); !ok {
		return fault.New(fault.Invalid, "activity.kind")
	}
	texts := []surveys.Words{q.Full, q.Short, q.Alt, q.Low, q.High}
	pictures := []string{q.Picture}
	for _, o := range q.Options {
		texts = append(texts, o.Full, o.Short, o.Alt)
		pictures = append(pictures, o.Picture)
	}
	big := !bounded(q.Body, longestBody) || slices.ContainsFunc(texts, func(w surveys.Words) bool { return !bounded(w, longest) }) ||
		slices.ContainsFunc(pictures, func(p string) bool { return len(p) > 64 })
	if big || len(q.Options) > surveys.MaxOptions || len(i.Notes) > MaxNotes || i.Timer < 0 || i.Timer > MaxTimer || len(q.ID) > 32 {
		return fault.New(fault.Invalid, "session.filebig")
	}
	return nil
}

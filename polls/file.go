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

// File is a session saved to be shared: what it asks, never what was answered,
// no name of staff, panel or service.
type File struct {
	Cairn         string               `json:"cairn"` // always "session"
	Version       int                  `json:"version"`
	Title         surveys.Words        `json:"title"`
	Band          surveys.Band         `json:"band"`
	Lang          string               `json:"lang"`
	WhoListens    surveys.Words        `json:"whoListens,omitempty"`
	WhatCanChange surveys.Words        `json:"whatCanChange,omitempty"`
	Agenda        []FileItem           `json:"agenda"`
	Pictures      []surveys.FileUpload `json:"pictures,omitempty"`
	Clips         []surveys.FileUpload `json:"clips,omitempty"`
}

// FileItem is one item of a saved agenda; Timer is in seconds, 0 for none.
type FileItem struct {
	Question surveys.Question `json:"question"`
	Timer    int              `json:"timer,omitempty"`
	Notes    string           `json:"notes,omitempty"`
}

// FileOf makes the file of a session: its questions keep their identity, and no
// answer, name or code is in it. Uploaded pictures and
// recordings are the caller's to add.
func FileOf(s Session) File {
	f := File{
		Cairn: "session", Version: fileVersion, Title: s.Title, Band: s.Band, Lang: s.Lang,
		WhoListens: s.WhoListens, WhatCanChange: s.WhatCanChange, Agenda: make([]FileItem, len(s.Agenda)),
	}
	for i, a := range s.Agenda {
		f.Agenda[i] = FileItem{Question: a.Question, Timer: a.Timer, Notes: a.Notes}
	}
	return f
}

// Save writes the file as JSON.
func (f File) Save(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return fault.Wrap(out.Encode(f), "polls: save a session file")
}

// LoadFile reads a session file strictly: Invalid with a sentence for anything
// it does not know, another version, or more than a session can have.
func LoadFile(r io.Reader) (File, error) {
	var f File
	if err := surveys.Decode(r, &f); err != nil || f.Cairn != "session" || f.Version < 1 {
		return File{}, &fault.Error{Kind: fault.Invalid, Key: "session.file", Cause: err}
	}
	if f.Version > fileVersion {
		return File{}, fault.New(fault.Invalid, "session.filenewer")
	}
	if _, err := (Session{State: Planned}).Describe(f.Details()); err != nil {
		return File{}, err
	}
	if len(f.Agenda) > MaxAgenda || len(f.Pictures) > 13*MaxAgenda || len(f.Clips) > 100*MaxAgenda {
		return File{}, fault.New(fault.Invalid, "session.filebig")
	}
	for _, item := range f.Agenda {
		if err := item.bounded(); err != nil {
			return File{}, err
		}
	}
	return f, nil
}

// Details are what the file says of the session; service, panel and day are the
// facilitator's to add.
func (f File) Details() Details {
	return Details{Title: f.Title, Band: f.Band, Lang: f.Lang, WhoListens: f.WhoListens, WhatCanChange: f.WhatCanChange}
}

// Activities are the file's agenda as drafts, for Rooms.Plan.
func (f File) Activities() []Activity {
	agenda := make([]Activity, len(f.Agenda))
	for i, item := range f.Agenda {
		agenda[i] = Activity{Question: item.Question, State: Draft, Timer: item.Timer, Notes: item.Notes}
	}
	return agenda
}

// bounded refuses what no author's page would have let through. A question that
// is merely not ready is taken: it can be put right before it is opened.
func (i FileItem) bounded() error {
	const longest, longestBody = 2_000, 40_000
	q := i.Question
	if _, ok := surveys.KindOf(q.Kind); !ok {
		return fault.New(fault.Invalid, "activity.kind")
	}
	texts := []surveys.Words{q.Full, q.Short, q.Alt, q.Low, q.High, q.Clips}
	pictures := []string{q.Picture}
	for _, o := range q.Options {
		texts = append(texts, o.Full, o.Short, o.Alt, o.Clips)
		pictures = append(pictures, o.Picture)
	}
	big := !bounded(q.Body, longestBody) || slices.ContainsFunc(texts, func(w surveys.Words) bool { return !bounded(w, longest) }) ||
		slices.ContainsFunc(pictures, func(p string) bool { return len(p) > 64 })
	if big || len(q.Options) > surveys.MaxOptions || len(i.Notes) > MaxNotes || i.Timer < 0 || i.Timer > MaxTimer || len(q.ID) > 32 {
		return fault.New(fault.Invalid, "session.filebig")
	}
	return nil
}

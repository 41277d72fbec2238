package server

import (
	"context"
	"embed"
	"encoding/json"
	"path"
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/surveys"
)

//go:embed templates/*.json
var templateFiles embed.FS

// sessionTemplates names the five templates in the order they are offered; each
// is a session file under templates/, named in the catalogue "plan.template.<name>".
func sessionTemplates() []string {
	return []string{"codesign", "interview", "camp", "naming", "letter"}
}

// readTemplate reads one of the five.
func readTemplate(name string) (sessionFile, error) {
	raw, err := templateFiles.ReadFile(path.Join("templates", name+".json"))
	if err != nil {
		return sessionFile{}, fault.New(fault.Invalid, "plan.file.unread")
	}
	return readSessionFile(raw)
}

// sessionFile is a session as it is shared: what is asked, nothing of what
// anybody answered, no name of staff, panel or service.
type sessionFile struct {
	Cairn         string         `json:"cairn"` // always "session"
	Version       int            `json:"version"`
	Title         surveys.Words  `json:"title"`
	Band          surveys.Band   `json:"band"`
	Lang          string         `json:"lang"`
	WhoListens    surveys.Words  `json:"whoListens,omitempty"`
	WhatCanChange surveys.Words  `json:"whatCanChange,omitempty"`
	Agenda        []fileActivity `json:"agenda"`
	Pictures      []filePicture  `json:"pictures,omitempty"`
}

type fileActivity struct {
	Question surveys.Question `json:"question"`
	Timer    int              `json:"timer,omitempty"` // seconds
	Notes    string           `json:"notes,omitempty"`
}

// filePicture carries an uploaded picture along; Bytes are base64 in JSON.
type filePicture struct {
	Ref   string `json:"ref"` // "own:<id>" as the questions of this file name it
	Bytes []byte `json:"bytes"`
}

// fileVersion is the version written; mostFile keeps a file well below what
// surveys.Decode reads.
const (
	fileVersion = 1
	mostFile    = 900 << 10
)

// fileOf makes the file of a session. Uploaded pictures travel along until the
// file is full; the others leave their words behind.
func fileOf(ctx context.Context, s *polls.Session, pictures *surveys.Pictures) ([]byte, error) {
	f := sessionFile{
		Cairn: "session", Version: fileVersion, Title: s.Title, Band: s.Band, Lang: s.Lang,
		WhoListens: s.WhoListens, WhatCanChange: s.WhatCanChange,
	}
	weight, packed := 0, map[string]string{}
	for _, a := range s.Agenda {
		q := a.Question
		err := eachPicture(&q, func(ref string) (string, error) {
			if as, done := packed[ref]; done {
				return as, nil
			}
			p, err := pictures.Picture(ctx, strings.TrimPrefix(ref, "own:"))
			if err != nil && !fault.Is(err, fault.NotFound) {
				return "", err
			}
			if err != nil || weight+len(p.Bytes)*4/3 > mostFile*3/4 {
				packed[ref] = ""
				return "", nil
			}
			weight += len(p.Bytes) * 4 / 3
			packed[ref] = ref
			f.Pictures = append(f.Pictures, filePicture{Ref: ref, Bytes: p.Bytes})
			return ref, nil
		})
		if err != nil {
			return nil, err
		}
		f.Agenda = append(f.Agenda, fileActivity{Question: q, Timer: a.Timer, Notes: a.Notes})
	}
	return json.MarshalIndent(f, "", " ")
}

// readSessionFile reads a file somebody shared; Invalid "plan.file.unread" for
// anything else, "plan.file.newer" for one a newer Cairn wrote.
func readSessionFile(raw []byte) (sessionFile, error) {
	var f sessionFile
	if err := surveys.Decode(strings.NewReader(string(raw)), &f); err != nil || f.Cairn != "session" {
		return f, fault.New(fault.Invalid, "plan.file.unread")
	}
	if f.Version > fileVersion {
		return f, fault.New(fault.Invalid, "plan.file.newer")
	}
	for _, a := range f.Agenda {
		if err := fits(a.Question); err != nil {
			return f, err
		}
	}
	return f, nil
}

// activities are the file's agenda as drafts; ids are given when it is planned.
func (f sessionFile) activities() []polls.Activity {
	var out []polls.Activity
	for _, a := range f.Agenda {
		out = append(out, polls.Activity{Question: a.Question, Timer: min(max(a.Timer, 0), polls.MaxTimer), Notes: a.Notes})
	}
	return out
}

// fill takes over from the file what was left empty in the form.
func (f sessionFile) fill(d polls.Details) polls.Details {
	if len(d.Title) == 0 {
		d.Title = f.Title
	}
	if len(d.WhoListens) == 0 {
		d.WhoListens = f.WhoListens
	}
	if len(d.WhatCanChange) == 0 {
		d.WhatCanChange = f.WhatCanChange
	}
	return d
}

// unpack keeps the file's own pictures for a service and points its questions
// at them; a picture that did not come along leaves its words behind.
func (f *sessionFile) unpack(ctx context.Context, service string, pictures *surveys.Pictures) error {
	came := map[string]string{}
	for _, p := range f.Pictures {
		kept, err := pictures.Add(ctx, service, p.Bytes)
		if err != nil {
			return err
		}
		came[p.Ref] = kept.Ref()
	}
	for i := range f.Agenda {
		if err := eachPicture(&f.Agenda[i].Question, func(ref string) (string, error) { return came[ref], nil }); err != nil {
			return err
		}
	}
	return nil
}

// eachPicture gives every uploaded picture of a question a new reference. The
// options are copied first, so that the question it came from stays as it was.
func eachPicture(q *surveys.Question, change func(ref string) (string, error)) error {
	var err error
	if strings.HasPrefix(q.Picture, "own:") {
		if q.Picture, err = change(q.Picture); err != nil {
			return err
		}
	}
	q.Options = append([]surveys.Option(nil), q.Options...)
	for i := range q.Options {
		if strings.HasPrefix(q.Options[i].Picture, "own:") {
			if q.Options[i].Picture, err = change(q.Options[i].Picture); err != nil {
				return err
			}
		}
	}
	return nil
}

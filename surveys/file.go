package surveys

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"cairn/fault"
)

// surveyFileVersion is what this program writes, and the newest it reads.
const surveyFileVersion = 1

// maxFilePictures is how many uploaded pictures can travel with a file.
const maxFilePictures = 200

// FileUpload carries an uploaded picture or recording along in a file. Ref is
// "own:<id>" as the questions of the file name it; Bytes are base64 in JSON.
type FileUpload struct {
	Ref   string `json:"ref"`
	Bytes []byte `json:"bytes"`
}

// SurveyFile is a survey saved to be shared: what it asks, never what was
// answered, no name of staff, panel or service, and no licence reference.
type SurveyFile struct {
	Cairn     string       `json:"cairn"` // always "survey"
	Version   int          `json:"version"`
	Title     Words        `json:"title"`
	About     Words        `json:"about,omitempty"`
	Band      Band         `json:"band"`
	Identity  Identity     `json:"identity"`
	Languages []string     `json:"languages"`
	Waves     int          `json:"waves,omitempty"`
	Form      Form         `json:"form"`
	Pictures  []FileUpload `json:"pictures,omitempty"`
	Clips     []FileUpload `json:"clips,omitempty"`
}

// FileOf makes the file of a survey's draft: its questions keep their identity.
// Uploaded pictures and recordings are the caller's to add.
func FileOf(s Survey) SurveyFile {
	return SurveyFile{
		Cairn: "survey", Version: surveyFileVersion, Title: s.Title, About: s.About, Band: s.Band,
		Identity: s.Identity, Languages: s.Languages, Waves: s.Waves, Form: s.Draft,
	}
}

// WriteSurveyFile writes one as JSON. TooMany "survey.filefull" where it comes to
// more than ReadSurveyFile takes back.
func WriteSurveyFile(w io.Writer, f SurveyFile) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(f); err != nil {
		return fault.Wrap(err, "surveys: write a survey file")
	}
	if out.Len() > maxJSON {
		return fault.New(fault.TooMany, "survey.filefull")
	}
	_, err := out.WriteTo(w)
	return fault.Wrap(err, "surveys: write a survey file")
}

// ReadSurveyFile reads a survey file strictly. Invalid "survey.file" for what is
// no survey file, "survey.filenewer" for one of a later program, "survey.big" for
// more than a survey can hold, "survey.filerule" for a rule that looks at itself,
// forward or at nothing, "survey.fileids" where two things have one name.
// What is merely not ready is taken: it can be put right before it is published.
func ReadSurveyFile(r io.Reader) (SurveyFile, error) {
	var f SurveyFile
	if err := Decode(r, &f); err != nil || f.Cairn != "survey" || f.Version < 1 {
		return SurveyFile{}, &fault.Error{Kind: fault.Invalid, Key: "survey.file", Cause: err}
	}
	if f.Version > surveyFileVersion {
		return SurveyFile{}, refuse("survey.filenewer")
	}
	s := f.Survey()
	if err := s.bounded(); err != nil {
		return SurveyFile{}, err
	}
	known := (f.Band == "" || slices.Contains(everyBand(), f.Band)) &&
		(f.Identity == "" || slices.Contains(Identities(), f.Identity)) &&
		speaks(f.Languages) && f.Waves >= 0 && f.Waves <= MaxWaves && len(f.Pictures) <= maxFilePictures
	if !known {
		return SurveyFile{}, refuse("survey.file")
	}
	for _, p := range append(slices.Clone(f.Pictures), f.Clips...) {
		if !strings.HasPrefix(p.Ref, "own:") || len(p.Ref) > 64 || len(p.Bytes) > MaxUpload {
			return SurveyFile{}, refuse("survey.file")
		}
	}
	return f, foreign(f.Form)
}

// foreign refuses what no builder of ours makes: names that are none or come
// twice, kinds nobody knows, rules that cannot be followed.
func foreign(f Form) error {
	for _, q := range f.Questions() {
		if _, known := KindOf(q.Kind); !known {
			return refuse("survey.filekind")
		}
	}
	for _, p := range f.shapeProblems(everyBand()) {
		switch p.Key {
		case "form.id", "question.id":
			return refuse("survey.fileids")
		case "form.rule.shape", "form.rule.big", "form.rule.self", "form.rule.unknown", "form.rule.forward":
			return refuse("survey.filerule")
		}
	}
	return nil
}

// Survey is the file's survey as a draft; service, panel, days and who answers
// are the author's to add. CopyOf stays empty: a file says nothing of where it is from.
func (f SurveyFile) Survey() Survey {
	return Survey{
		Title: f.Title, About: f.About, Band: f.Band, Identity: f.Identity, State: Draft, Draft: f.Form,
		Languages: f.Languages, Waves: f.Waves, Wave: min(1, f.Waves), Visibility: StaffOnly,
	}
}

// Copied is a survey's draft to make another of: its questions keep their
// identity, so that both can be read as one figure; nothing of its days, its
// answers or its address comes along.
func Copied(s Survey) Survey {
	next := FileOf(s).Survey()
	next.Service, next.Panel, next.Members = s.Service, s.Panel, s.Members
	next.Visibility, next.Licences, next.CopyOf = s.Visibility, slices.Clone(s.Licences), s.ID
	next.AskBand, next.Areas = s.AskBand, slices.Clone(s.Areas)
	return next
}

package surveys

import "io"

// SurveyPicture carries an uploaded picture along in a file. Ref is "own:<id>".
type SurveyPicture struct {
	Ref   string `json:"ref"`
	Bytes []byte `json:"bytes"`
}

// SurveyFile is a survey saved to be shared: what it asks, never who was asked.
type SurveyFile struct {
	Cairn     string          `json:"cairn"` // always "survey"
	Version   int             `json:"version"`
	Title     Words           `json:"title"`
	About     Words           `json:"about,omitempty"`
	Band      Band            `json:"band"`
	Languages []string        `json:"languages"`
	Waves     int             `json:"waves,omitempty"`
	Form      Form            `json:"form"`
	Pictures  []SurveyPicture `json:"pictures,omitempty"`
}

// ReadSurveyFile reads a survey file strictly.
func ReadSurveyFile(r io.Reader) (SurveyFile, error) { return SurveyFile{}, nil }

// WriteSurveyFile writes one as JSON.
func WriteSurveyFile(w io.Writer, f SurveyFile) error { return nil }

// Survey is the file's survey as a draft; service, panel and days are the author's to add.
func (f SurveyFile) Survey() Survey { return Survey{} }

// FileOf makes the file of a survey's draft; uploaded pictures are the caller's to add.
func FileOf(s Survey) SurveyFile { return SurveyFile{} }

package surveys

import (
	"bytes"
	"embed"

	"cairn/fault"
)

// surveyTemplates are survey files like those an author saves; their words in the
// five languages beside English are drafts until a speaker has read them.
//
//go:embed templates/*.json
var surveyTemplates embed.FS

// SurveyTemplate names a survey that is ready to be copied. What it is called
// and when to use it stands in the catalogue: "surveytemplate.<name>" and
// "surveytemplate.<name>.for".
type SurveyTemplate struct {
	Name  string
	Band  Band
	Waves int
}

// TemplatesOf lists the templates in the order they are offered.
func TemplatesOf() []SurveyTemplate {
	return []SurveyTemplate{
		{Name: "dropin", Band: Band11to15},
		{Name: "linkworker", Band: Band11to15},
		{Name: "letter", Band: Band11to15},
		{Name: "bwild", Band: Band8to10, Waves: 2},
	}
}

// TemplateSurvey gives a template as the file it is; NotFound "survey.template" for an unknown name.
func TemplateSurvey(name string) (SurveyFile, error) {
	raw, err := surveyTemplates.ReadFile("templates/" + name + ".json")
	if err != nil {
		return SurveyFile{}, fault.New(fault.NotFound, "survey.template")
	}
	return ReadSurveyFile(bytes.NewReader(raw))
}

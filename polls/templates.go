package polls

import (
	"bytes"
	"embed"

	"cairn/fault"
)

// templates are session files like those a facilitator saves; their words in
// the five languages beside English are drafts until a speaker has read them.
//
//go:embed templates/*.json
var templates embed.FS

// TemplateNames lists the templates in the order they are offered. What each is
// called and when to use it stands in the catalogue: "template.<name>" and
// "template.<name>.for".
func TemplateNames() []string { return []string{"link", "interview", "bwild", "naming", "letter"} }

// Template gives a template as the file it is. NotFound for an unknown name.
func Template(name string) (File, error) {
	raw, err := templates.ReadFile("templates/" + name + ".json")
	if err != nil {
		return File{}, fault.New(fault.NotFound, "session.template")
	}
	return LoadFile(bytes.NewReader(raw))
}

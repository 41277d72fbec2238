package server

import (
	"bytes"
	"slices"
	"strings"

	"cairn/fault"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// surveyFile sends a survey as a file to keep or to share: what it asks, never
// what was answered. Uploaded pictures travel along until the file is full.
func (h *surveyScreens) surveyFile(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	file, err := h.packSurvey(c, s)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := surveys.WriteSurveyFile(&out, file); err != nil {
		return err
	}
	title, _ := s.Title.In("en")
	name := fileName(title)
	if name == "session" {
		name = "survey"
	}
	c.Attachment(name + ".cairn.json")
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return c.Send(out.Bytes())
}

func (h *surveyScreens) packSurvey(c *fiber.Ctx, s *surveys.Survey) (surveys.SurveyFile, error) {
	file := surveys.FileOf(*s)
	weight, packed := 0, map[string]string{}
	form, err := repictured(file.Form, func(ref string) (string, error) {
		if as, done := packed[ref]; done {
			return as, nil
		}
		p, err := h.pictures.Picture(c.UserContext(), strings.TrimPrefix(ref, "own:"))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		if err != nil || weight+len(p.Bytes)*4/3 > mostFile*3/4 {
			packed[ref] = ""
			return "", nil
		}
		weight, packed[ref] = weight+len(p.Bytes)*4/3, ref
		file.Pictures = append(file.Pictures, surveys.SurveyPicture{Ref: ref, Bytes: p.Bytes})
		return ref, nil
	})
	file.Form = form
	return file, err
}

// unpackSurvey keeps the file's own pictures for a service and points its
// questions at them; a picture that did not come along leaves its words behind.
func (h *surveyScreens) unpackSurvey(c *fiber.Ctx, file *surveys.SurveyFile, service string) error {
	came := map[string]string{}
	for _, p := range file.Pictures {
		kept, err := h.pictures.Add(c.UserContext(), service, p.Bytes)
		if err != nil {
			return err
		}
		came[p.Ref] = kept.Ref()
	}
	form, err := repictured(file.Form, func(ref string) (string, error) { return came[ref], nil })
	file.Form = form
	return err
}

// repictured gives the form with every uploaded picture under a new reference;
// the form it came from stays as it was.
func repictured(f surveys.Form, change func(ref string) (string, error)) (surveys.Form, error) {
	out := copied(f)
	for i := range out.Sections {
		for j := range out.Sections[i].Places {
			if err := eachPicture(&out.Sections[i].Places[j].Question, change); err != nil {
				return f, err
			}
		}
	}
	return out, nil
}

// copied is a form whose sections and places can be changed without changing f.
func copied(f surveys.Form) surveys.Form {
	out := surveys.Form{Sections: slices.Clone(f.Sections)}
	for i := range out.Sections {
		out.Sections[i].Places = slices.Clone(out.Sections[i].Places)
	}
	return out
}

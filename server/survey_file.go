package server

import (
	"bytes"
	"slices"

	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// surveyFile sends a survey as a file to keep or to share: what it asks, never
// what was answered. Uploaded pictures and recordings travel
// along until the file is full.
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
	pack := packing{from: h.pictures, put: func(e extra, bytes []byte) {
		if e.lang != "" {
			file.Clips = append(file.Clips, surveys.FileUpload{Ref: e.ref, Bytes: bytes})
		} else {
			file.Pictures = append(file.Pictures, surveys.FileUpload{Ref: e.ref, Bytes: bytes})
		}
	}}
	return file, pack.add(c.UserContext(), file.Form.Questions())
}

// unpackSurvey keeps the file's own pictures and recordings for a service, points
// its questions at them, and says what did not come along.
func (h *surveyScreens) unpackSurvey(c *fiber.Ctx, file *surveys.SurveyFile, service string) ([]left, error) {
	u := &unpacking{}
	if err := u.keep(c.UserContext(), h.pictures, service, file.Pictures, file.Clips); err != nil {
		return nil, err
	}
	number, form := 0, copied(file.Form)
	for i := range form.Sections {
		for j := range form.Sections[i].Places {
			number++
			if err := u.point(number, &form.Sections[i].Places[j].Question); err != nil {
				return nil, err
			}
		}
	}
	file.Form = form
	return u.left, nil
}

// copied is a form whose sections and places can be changed without changing f.
func copied(f surveys.Form) surveys.Form {
	out := surveys.Form{Sections: slices.Clone(f.Sections)}
	for i := range out.Sections {
		out.Sections[i].Places = slices.Clone(out.Sections[i].Places)
	}
	return out
}

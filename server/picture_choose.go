package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/polls"
	"cairn/server/views"
	"cairn/static"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// pictureChoice shows the set to choose from, found by name, and the way to
// upload one's own. target is "question" or an option's id.
func (h *planScreens) pictureChoice(c *fiber.Ctx, s *polls.Session, a polls.Activity, target string) error {
	page, err := h.picturePage(c, s, a, target)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *planScreens) picturePage(c *fiber.Ctx, s *polls.Session, a polls.Activity, target string) (views.PictureChoice, error) {
	page := views.PictureChoice{
		Form: "/sessions/" + s.ID + "/activities/" + a.ID, Upload: "/sessions/" + s.ID + "/pictures", Place: a.ID, Target: target,
	}
	return h.pictureFor(c, page, s.Lang, a.Question)
}

// pictureFor fills the choice of a picture for a question, live or of a survey.
func (h *planScreens) pictureFor(c *fiber.Ctx, page views.PictureChoice, in string, q surveys.Question) (views.PictureChoice, error) {
	lang := who(c).lang
	page.Frame, page.Find = h.frame(c, "plan.picture.title"), field(c, "find")
	ref, alt, about, ok := pictureOf(q, page.Target)
	if !ok {
		return page, missing()
	}
	page.About, page.Alt, page.AltIn = about, alt[in], h.texts.Language(in).Name
	for _, p := range findPictures(h.static.Pictures(), page.Find) {
		name, _ := p.Names.In(lang)
		page.Pictures = append(page.Pictures, views.PictureOffer{
			Ref: "set:" + p.Code, Name: name, URL: h.static.URL(p.Asset()), On: ref == "set:"+p.Code,
		})
	}
	return page, nil
}

// findPictures keeps the pictures whose name, in any language, has every word asked for.
func findPictures(all []static.Picture, asked string) []static.Picture {
	words := strings.Fields(strings.ToLower(asked))
	return slices.DeleteFunc(slices.Clone(all), func(p static.Picture) bool {
		for _, word := range words {
			found := strings.Contains(p.Group, word)
			for _, name := range p.Names {
				found = found || strings.Contains(strings.ToLower(name), word)
			}
			if !found {
				return true
			}
		}
		return false
	})
}

// pictureOf finds the picture, its words and what it belongs to.
func pictureOf(q surveys.Question, target string) (ref string, alt, about surveys.Words, ok bool) {
	if target == "question" {
		return q.Picture, q.Alt, q.Full, true
	}
	for _, o := range q.Options {
		if o.ID == target {
			return o.Picture, o.Alt, o.Full, true
		}
	}
	return "", nil, nil, false
}

// withPicture sets or takes away the picture of a question or of one option. A
// new picture brings its own words.
func withPicture(q surveys.Question, target, ref string, alt surveys.Words) surveys.Question {
	if target == "question" {
		q.Picture, q.Alt = ref, alt
		return q
	}
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		if q.Options[i].ID == target {
			q.Options[i].Picture, q.Options[i].Alt = ref, alt
		}
	}
	return q
}

// pictureUse sets the chosen picture of the set; its words are its names in all
// six languages, which the author may change afterwards.
func (h *planScreens) pictureUse(c *fiber.Ctx, s *polls.Session, a polls.Activity) error {
	target := field(c, "target")
	if err := draftOnly(a); err != nil {
		return err
	}
	chosen, known := h.static.Picture(strings.TrimPrefix(field(c, "picture"), "set:"))
	if !known {
		return h.pictureAgain(c, s, a, views.Wrongs{{ID: "set", Say: h.texts.Text(who(c).lang, "plan.picture.choose")}})
	}
	if _, _, _, ok := pictureOf(a.Question, target); !ok {
		return missing()
	}
	typed := a
	typed.Question = withPicture(a.Question, target, "set:"+chosen.Code, chosen.Names)
	if err := h.keepActivity(c, s, a, typed); err != nil {
		return err
	}
	return seeOther(c, "/sessions/"+s.ID+"/activities/"+a.ID+"#picture-"+target)
}

func (h *planScreens) pictureAgain(c *fiber.Ctx, s *polls.Session, a polls.Activity, wrongs views.Wrongs) error {
	page, err := h.picturePage(c, s, a, field(c, "target"))
	if err != nil {
		return err
	}
	page.Errors = wrongs
	if typed := field(c, "alt"); typed != "" {
		page.Alt = typed
	}
	return h.again(c, page)
}

// pictureUpload draws an uploaded picture anew and sets it. Its words are
// demanded: a picture nobody can hear is no answer for some.
func (h *planScreens) pictureUpload(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	activity, ok := session.Activity(field(c, "activity"))
	if !ok {
		return missing()
	}
	if err := draftOnly(activity); err != nil {
		return err
	}
	target, alt := field(c, "target"), field(c, "alt")
	if _, _, _, ok := pictureOf(activity.Question, target); !ok {
		return missing()
	}
	if alt == "" {
		return h.pictureAgain(c, session, activity, h.wrong(c, "alt", fault.New(fault.Invalid, "question.alt")))
	}
	kept, err := h.uploaded(c, session.Service)
	if err != nil {
		if !sayable(err) {
			return err
		}
		return h.pictureAgain(c, session, activity, h.wrong(c, "file", err))
	}
	typed := activity
	typed.Question = withPicture(activity.Question, target, kept.Ref(), surveys.Words{session.Lang: alt})
	if err := h.keepActivity(c, session, activity, typed); err != nil {
		return err
	}
	return seeOther(c, "/sessions/"+session.ID+"/activities/"+activity.ID+"#picture-"+target)
}

func (h *planScreens) uploaded(c *fiber.Ctx, service string) (*surveys.Picture, error) {
	upload, err := c.FormFile("file")
	if err != nil || upload.Size == 0 {
		return nil, fault.New(fault.Invalid, "plan.picture.none")
	}
	raw, err := readUpload(upload, surveys.MaxUpload)
	if err != nil {
		return nil, fault.New(fault.Invalid, "picture.large", "Size", surveys.MaxUpload>>20)
	}
	return h.pictures.Add(c.UserContext(), service, raw)
}

package server

import (
	"cairn/fault"
	"cairn/figures"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// previewSeed makes every preview of one question show the same invented room.
const previewSeed = 2026

// preview shows an activity as phones will see it, and what invented rooms of 8
// and of 25 would see of it, through the same gate as the real one.
func (h *planScreens) preview(c *fiber.Ctx) error {
	session, activity, err := h.activityOf(c)
	if err != nil {
		return err
	}
	if layer := c.Query("phone"); layer != "" {
		return h.previewPhone(c, session, activity, layer)
	}
	q := activity.Question
	page := views.Preview{
		Frame: h.frame(c, "plan.preview.title"), ID: activity.ID, Session: session.ID, Heading: q.Full,
		Kind: "kind." + q.Kind, Asks: activity.Asks(), Private: string(q.Private),
		Errors: h.problemList(c, q, surveys.Problems(q)),
	}
	page.RoomWill, _ = surveys.RoomWill(q)
	for _, layer := range layers() {
		page.Phones = append(page.Phones, views.PreviewPhone{Layer: layer, Name: "plan.preview." + layer})
	}
	if page.Asks && len(page.Errors) == 0 && q.Kind != "text" {
		for _, seats := range []int{8, 25} {
			if surveys.Supported(q.Kind) {
				page.Rooms = append(page.Rooms, views.PreviewRoom{Seats: seats, Chart: previewIdeas(q, seats)})
				continue
			}
			page.Rooms = append(page.Rooms, views.PreviewRoom{Seats: seats, Chart: previewChart(q, session.Band, seats)})
		}
	}
	return h.show(c, page)
}

// layers are the three ways one question can be read.
func layers() []string { return []string{"full", "short", "pictures"} }

// previewChart is what a room of so many seats would see if these invented
// answers were revealed to it.
func previewChart(q surveys.Question, band surveys.Band, seats int) figures.Chart {
	tally := surveys.Preview(q, band, seats, previewSeed)
	figure := figures.Release(nil, figures.CountsOf(q, band, tally), seats, figures.Room, figures.SensitivityOf(surveys.PrivateOf(q)))
	return figures.Draw(figure, figures.SubjectOf(q, band))
}

// previewIdeas is what a room of so many seats would see of three invented ideas.
func previewIdeas(q surveys.Question, seats int) figures.Chart {
	support, some := surveys.InventSupport(3, seats, previewSeed)
	counts := figures.SupportCounts{Supporters: some, Rest: seats - some}
	subject := figures.SubjectOf(q, "")
	for i, key := range []string{"one", "two", "three"} {
		counts.Ideas = append(counts.Ideas, figures.Count{Key: key, N: support[i]})
		subject.Labels = append(subject.Labels, figures.Label{Key: key, Text: "ideas.preview." + key})
	}
	return figures.Draw(figures.ReleaseSupport(nil, counts, seats, figures.Room, figures.SensitivityOf(surveys.PrivateOf(q))), subject)
}

// previewPhone is the phone's own page for one layer. It asks nobody: its
// button leads back to the form.
func (h *planScreens) previewPhone(c *fiber.Ctx, s *polls.Session, a polls.Activity, layer string) error {
	known := false
	for _, one := range layers() {
		known = known || one == layer
	}
	if !known {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	q := a.Question
	frame := h.frame(c, "plan.preview.title")
	frame.Session, _ = s.Title.In(who(c).lang)
	frame.Service = h.texts.Text(who(c).lang, "plan.preview."+layer)
	ask := h.askForm(q, asking{Lang: who(c).lang, Layer: layer, Band: s.Band})
	ask.Activity = a.ID
	ask.Will, _ = surveys.RoomWill(q)
	return h.show(c, views.PreviewAsPhone{
		Frame: frame, Ask: ask, Asks: a.Asks(), Body: h.bodyShown(q, who(c).lang), From: "/sessions/" + s.ID + "/activities/" + a.ID + "/preview",
	})
}

package server

import (
	"strconv"
	"strings"

	"cairn/server/views"
	"cairn/staff"
	"cairn/static"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// safetyScreens are a service's safety settings and what is printed of them.
type safetyScreens struct{ *site }

func newSafety(s *site, _ Parts) *safetyScreens { return &safetyScreens{s} }

// serviceOf loads the service of the path for somebody who may do there what
// the route needs; to anybody else it does not exist.
func (h *safetyScreens) serviceOf(c *fiber.Ctx) (*staff.Service, error) {
	v, id := who(c), c.Params("id")
	if !staff.May(v.account, v.action, id) {
		return nil, missing()
	}
	return h.staff.Service(c.UserContext(), id)
}

// safety shows the settings.
func (h *safetyScreens) safety(c *fiber.Ctx) error {
	kept, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	page, err := h.safetyPage(c, kept, shownSafety{Safety: kept.Safety})
	if err != nil {
		return err
	}
	page.Saved = c.Query("done") == "saved"
	return h.show(c, page)
}

// shownSafety is what stands in the form: kept or typed, with numbers as they
// were typed where they are none.
type shownSafety struct {
	staff.Safety
	hard, days string
}

// safetyPage fills the form with what is shown; kept is the service as it is.
func (h *safetyScreens) safetyPage(c *fiber.Ctx, kept *staff.Service, s shownSafety) (views.SafetyEdit, error) {
	v := who(c)
	page := views.SafetyEdit{
		Frame: h.frame(c, "safety.title", "Service", kept.Name), ID: kept.ID, Rev: kept.Rev, Name: kept.Name,
		Accountable: reachRow(s.Accountable), Slug: s.Slug, Open: s.TellOpen,
		MayOutside:  staff.MayChangePart(v.account, staff.PartOutside, kept.ID),
		Outside:     views.ReachRow{Name: s.Outside.Name, Number: s.Outside.Number, Email: s.Outside.Email},
		OutsideKey:  s.Outside.Recipient,
		Allegations: reachRow(s.AllegationsTo),
		Names:       strings.Join(s.ScreenLists.Names, "\n"), Schools: strings.Join(s.ScreenLists.Schools, "\n"),
		Places: strings.Join(s.ScreenLists.Places, "\n"),
		Hard:   s.hard, AppealDays: s.days,
		Topics: h.topicRows(v.lang, s.Safety), Checks: safetyChecks(kept), Showings: showingRows(kept.Safety),
		MayChange: staff.May(v.account, staff.ChangeService, kept.ID),
	}
	if page.Hard == "" {
		page.Hard = strconv.Itoa(s.HardInARow())
	}
	if page.AppealDays == "" {
		page.AppealDays = strconv.Itoa(s.DaysToAppeal())
	}
	for _, seen := range []surveys.Visibility{surveys.StaffOnly, surveys.PublicAfter} {
		page.Seen = append(page.Seen, views.Choice{
			Value: string(seen), Say: h.texts.Text(v.lang, "visibility.tell."+string(seen)),
			Hint: h.texts.Text(v.lang, "visibility.tell."+string(seen)+".hint"), On: s.Seen() == seen,
		})
	}
	if kept.Slug != "" {
		page.Link = h.tellAddress(c, kept.Slug)
		page.QR = qrOf(page.Link)
	}
	if page.Slug == "" && kept.Slug == "" {
		suggested, err := h.staff.SlugFor(c.UserContext(), *kept)
		if err != nil {
			return page, err
		}
		page.Slug = suggested
	}
	var err error
	page.Partners, err = h.partners(c, kept, s.Partner)
	return page, err
}

func reachRow(p staff.Contact) views.ReachRow {
	return views.ReachRow{Name: p.Name, Number: p.Number, Email: p.Email}
}

// tellAddress is the whole address of a tell page as phones come in; empty
// where no phone could.
func (h *safetyScreens) tellAddress(c *fiber.Ctx, slug string) string {
	if base := h.phoneBase(c); base != "" {
		return base + "/t/" + slug
	}
	return ""
}

// partners are the other services of this installation, and none.
func (h *safetyScreens) partners(c *fiber.Ctx, own *staff.Service, chosen string) ([]views.Choice, error) {
	out := []views.Choice{{Say: h.texts.Text(who(c).lang, "safety.partner.none"), On: chosen == ""}}
	all, err := h.staff.Services(c.UserContext())
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.ID != own.ID {
			out = append(out, views.Choice{Value: s.ID, Say: s.Name, On: s.ID == chosen})
		}
	}
	return out, nil
}

// safetyChecks are what a service's settings still lack, in the order they are
// best done; keys and rota say their own on their own pages.
func safetyChecks(s *staff.Service) []views.SafetyCheck {
	check := func(key, link string, done bool) views.SafetyCheck {
		return views.SafetyCheck{Say: "safety.check." + key, Link: link, Done: done}
	}
	return []views.SafetyCheck{
		check("accountable", "#answers", s.MayPublish() == nil),
		check("outside", "#outside-part", s.Outside.Name != ""),
		check("allegations", "#outside-part", s.AllegationsTo.Name != ""),
		check("partner", "#queue", s.Partner != ""),
		check("tell", "#tell", s.TellOpen),
	}
}

func showingRows(s staff.Safety) []views.ShowingRow {
	var out []views.ShowingRow
	for _, row := range surveys.Showings() {
		out = append(out, views.ShowingRow{
			Kind: "visibility.kind." + row.Kind, Seen: "visibility.seen." + string(row.Seen), Between: row.Between,
			Reading: "visibility.read." + string(row.Reading), Chosen: row.Kind == surveys.TellPage && row.Seen == s.Seen(),
		})
	}
	return out
}

// topicRows are the picture choices as rows of the form, with one spare row
// while there is room for one more.
func (h *safetyScreens) topicRows(lang string, s staff.Safety) []views.TopicRow {
	topics := s.Topics()
	if len(topics) < staff.MaxTopics {
		topics = append(topics[:len(topics):len(topics)], staff.Topic{})
	}
	var rows []views.TopicRow
	for i, t := range topics {
		row := views.TopicRow{N: i + 1, ID: t.ID, Key: t.Key, Picture: h.pictureURL(t.Picture)}
		if t.Key != "" {
			row.Known = h.texts.Text(lang, t.Key)
		}
		row.Pictures = pictureChoices(h.static.Pictures(), lang, t.Picture)
		for _, l := range h.texts.Languages() {
			row.Words = append(row.Words, views.TopicWords{Lang: l.Tag, Dir: l.Dir, Name: l.Name, Value: t.Words[l.Tag]})
		}
		rows = append(rows, row)
	}
	return rows
}

func pictureChoices(all []static.Picture, lang, chosen string) []views.Choice {
	out := make([]views.Choice, 0, len(all))
	for _, p := range all {
		name, _ := p.Names.In(lang)
		out = append(out, views.Choice{Value: "set:" + p.Code, Say: name, On: "set:"+p.Code == chosen})
	}
	return out
}

// visibilityLine is the sentence that tells a question's author whether young
// people see each other's words in it, and how the law reads then.
func visibilityLine(q surveys.Question) string {
	seen := surveys.VisibilityOf(q)
	if seen == "" {
		return ""
	}
	return "visibility.line." + string(surveys.ShowingOf(q.Kind, seen).Reading)
}

package server

import (
	"html/template"
	"strings"

	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// help is who can help now: the service's own lines where the page belongs to a
// session, else the lines everybody in the country can ring.
func (h *phoneScreens) help(c *fiber.Ctx) error {
	f := h.frame(c, "help.title")
	page := views.PhoneHelp{Frame: f, In: c.Query("in") != "", Lines: helpLines(staff.DefaultHelpLines()), Next: "/"}
	if c.Params("code") != "" {
		room, err := h.room(c)
		if h.ownerOf(err) != nil {
			return err
		}
		if err == nil {
			page.Next = "/s/" + c.Params("code")
			page.Leave = leaveOf(room.View().Session.Service)
			page.Example = h.example || room.View().Session.Example
			service, err := h.staff.Service(c.UserContext(), room.View().Session.Service)
			if err == nil && len(service.HelpLines) > 0 {
				page.Lines, page.Service = helpLines(service.HelpLines), shortName(service)
			}
		}
	}
	return h.show(c, page)
}

func helpLines(lines []staff.HelpLine) []views.HelpLine {
	shown := make([]views.HelpLine, 0, len(lines))
	for _, l := range lines {
		line := views.HelpLine{Name: surveys.Words{"en": l.Name}, Number: strings.ReplaceAll(l.Number, " ", "\u00a0"), Words: l.Words, Key: l.Key, Send: l.Send, Href: template.URL("tel:" + l.Dial())}
		if l.Name == l.Number {
			line.Name = nil // "Ring 999" says it all
		}
		if l.How == staff.Text {
			line.Href = template.URL("sms:" + l.Dial())
		}
		shown = append(shown, line)
	}
	return shown
}

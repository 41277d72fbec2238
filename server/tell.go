package server

import (
	"context"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/oncall"
	"cairn/moderation/receipts"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// TextOpener says whether a text box may open now; oncall.Gate is one.
type TextOpener interface {
	TextOpen(ctx context.Context, a oncall.Ask) oncall.Verdict
}

// ComplaintLook is what a program finds in a complaint's words.
type ComplaintLook struct {
	Danger bool     // they may tell of harm; nobody but safeguarding reads them then
	Meant  []string // accounts of the service's staff whom they may be about: these never see the complaint
	All    bool     // that is everybody who could answer it, so that safeguarding has to
}

// Telling is what the young person's side of feedback is made of beside the
// site's other parts.
type Telling struct {
	Threads *receipts.Threads
	Gate    TextOpener // nil: the site's own; where there is none either, text boxes are shut
	// Complaint says what is found in the words of "Something is wrong", before
	// anybody reads them.
	Complaint func(ctx context.Context, service, text, lang string) (ComplaintLook, error)
	// Themes says which themes an item is in and what was answered; nil: none.
	Themes func(ctx context.Context, item string) ([]themes.Behind, error)
}

// tellScreens are the pages on which a young person tells a service something
// and comes back to what became of it.
type tellScreens struct {
	*site
	Telling
	words   *moderation.Desk
	cookies *noteBox
	sends   *pile // texts sent from one address
	guessing
}

func newTell(s *site, p Parts) *tellScreens {
	if p.Telling.Gate == nil && p.Gate != nil {
		p.Telling.Gate = p.Gate
	}
	return &tellScreens{
		site: s, Telling: p.Telling, words: p.Words, cookies: newNoteBox(p.FormKey, p.Now),
		sends: newPile(p.Now), guessing: newGuessing(p.Now),
	}
}

// service finds the service of the address; one whose page is not open, or
// that names nobody who answers for it, has no page.
func (h *tellScreens) service(c *fiber.Ctx) (*staff.Service, error) {
	service, err := h.staff.ServiceBySlug(c.UserContext(), c.Params("slug"))
	if err == nil {
		return service, nil
	}
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "tell.none")
	}
	return nil, err
}

// shutPage is shown instead of a tell page that is not open; nil where it is.
func (h *tellScreens) shutPage(c *fiber.Ctx, service *staff.Service) views.Page {
	if service.TellOpen && service.MayPublish() == nil {
		return nil
	}
	page := views.TellSay{Tell: h.tellFrame(c, "tell.title", service), Heading: "tell.shut", More: "tell.shut.more"}
	page.Inside = true
	return page
}

// tellFrame fills the frame of a page; service may be nil.
func (h *tellScreens) tellFrame(c *fiber.Ctx, title string, service *staff.Service) views.Tell {
	t := views.Tell{Frame: h.frame(c, title), Lines: helpLines(staff.DefaultHelpLines())}
	t.Help = "#help"
	if service == nil {
		return t
	}
	t.Service, t.Slug, t.Leave = shortName(service), service.Slug, leaveOf(service.ID)
	if t.Back == "/" && t.Slug != "" {
		t.Back = "/t/" + t.Slug
	}
	if len(service.HelpLines) > 0 {
		t.Lines = helpLines(service.HelpLines)
	}
	return t
}

// verdict asks the gate for a service's text box in the page's language.
func (h *tellScreens) verdict(c *fiber.Ctx, service *staff.Service) oncall.Verdict {
	if h.Gate == nil {
		return oncall.Verdict{Why: "gate.shut.unknown"}
	}
	return h.Gate.TextOpen(c.UserContext(), oncall.Ask{
		Service: service.ID, Lang: who(c).lang, Example: h.example, Local: c.IsFromLocal(),
	})
}

// threadOf opens the thread whose receipt this browser gave a few minutes ago;
// nil where it gave none.
func (h *tellScreens) threadOf(c *fiber.Ctx) (*receipts.Opened, error) {
	var note threadNote
	if !h.cookies.read(c, "thread", &note) {
		return nil, nil
	}
	open, err := h.Threads.Reopen(c.UserContext(), note.Key)
	if fault.Is(err, fault.NotFound) {
		dropCookie(c, "thread")
		return nil, nil
	}
	return open, err
}

package server

import (
	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// themes is the board of a service's themes.
func (h *readScreens) themes(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	page, err := h.themesPage(c, service)
	if err != nil {
		return err
	}
	if c.Query("done") == "made" {
		page.Done = "read.done.made"
	}
	return h.show(c, page)
}

func (h *readScreens) themesPage(c *fiber.Ctx, service *staff.Service) (views.ReadThemes, error) {
	page := views.ReadThemes{
		Frame: h.frame(c, "read.themes.title", "Service", shortName(service)), ID: service.ID, ServiceName: service.Name,
		MayTag: mayDo(c, staff.MakeThemes, service.ID), MayAnswer: mayDo(c, staff.AnswerBack, service.ID), Said: saidAddress(service),
	}
	list, err := h.board.Themes(c.UserContext(), service.ID)
	if err != nil {
		return page, err
	}
	for _, t := range list {
		line := themeLine(t)
		line.Href = deskQuery{Query: themes.Query{Service: service.ID, Theme: t.ID}}.address()
		if line.Back, err = h.standsAt(c, service, themes.ThemeBack(t.ID)); err != nil {
			return page, err
		}
		page.Themes = append(page.Themes, line)
	}
	if page.Page, err = h.standsAt(c, service, themes.PageBack(service.ID)); err != nil {
		return page, err
	}
	waiting, err := h.board.Looking(c.UserContext(), service.ID)
	for _, r := range waiting {
		page.Looking = append(page.Looking, h.readLine(c, r, deskQuery{Query: themes.Query{Service: service.ID}}))
	}
	return page, err
}

// standsAt says where an answer-back stands; nil where nobody promised one.
func (h *readScreens) standsAt(c *fiber.Ctx, service *staff.Service, id string) (*views.Said, error) {
	back, err := h.answers.Of(c.UserContext(), id)
	if err != nil || back == nil {
		return nil, err
	}
	zone := service.Location()
	standing, days := themes.Stand(*back, themes.DayOf(h.now(), zone), zone)
	return &views.Said{Key: "standing." + string(standing), N: days}, nil
}

// themeCreate makes a theme without a text.
func (h *readScreens) themeCreate(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	_, err = h.board.Make(c.UserContext(), service.ID, who(c).account.ID, field(c, "title"))
	if err == nil {
		return seeOther(c, "/read/"+service.ID+"/themes?done=made")
	}
	if !sayable(err) {
		return err
	}
	page, pageErr := h.themesPage(c, service)
	if pageErr != nil {
		return pageErr
	}
	page.Typed, page.Errors = field(c, "title"), h.wrong(c, "title", err)
	return h.again(c, page)
}

// theme is one theme.
func (h *readScreens) theme(c *fiber.Ctx) error {
	service, theme, err := h.themeOf(c)
	if err != nil {
		return err
	}
	page, err := h.themePage(c, service, theme)
	if err != nil {
		return err
	}
	if c.Query("done") == "saved" {
		page.Done = "read.done.saved"
	}
	return h.show(c, page)
}

func (h *readScreens) themePage(c *fiber.Ctx, service *staff.Service, t *themes.Theme) (views.ReadThemePage, error) {
	page := views.ReadThemePage{
		Frame: h.frame(c, "read.theme.title", "Theme", t.Title), ID: service.ID, Theme: themeLine(t), Typed: t.Title, About: t.About,
		MayTag: mayDo(c, staff.MakeThemes, service.ID), MayAnswer: mayDo(c, staff.AnswerBack, service.ID),
	}
	page.Theme.Href = deskQuery{Query: themes.Query{Service: service.ID, Theme: t.ID}}.address()
	if last, ok := t.LastUndoable(); ok {
		page.Undo = "read.undo." + string(last.Do)
	}
	alive, err := h.board.Themes(c.UserContext(), service.ID)
	if err != nil {
		return page, err
	}
	for _, o := range alive {
		if o.ID != t.ID {
			page.Into = append(page.Into, views.Choice{Value: o.ID, Say: o.Title})
		}
		if o.ID == t.Into {
			page.MergedIn = &views.ReadTag{ID: o.ID, Title: o.Title}
		}
	}
	if !t.Alive() && page.MergedIn == nil {
		page.MergedIn = &views.ReadTag{ID: t.Into, Title: t.Title}
	}
	merged, err := h.board.MergedInto(c.UserContext(), t)
	if err != nil {
		return page, err
	}
	for _, o := range merged {
		page.Merged = append(page.Merged, views.ReadTag{ID: o.ID, Title: o.Title})
	}
	back, err := h.answers.Of(c.UserContext(), themes.ThemeBack(t.ID))
	if err != nil {
		return page, err
	}
	page.Heard = h.after.backOf(who(c).lang, back, service)
	page.History, err = h.history(c, service, t)
	return page, err
}

func (h *readScreens) history(c *fiber.Ctx, service *staff.Service, t *themes.Theme) ([]views.ReadEvent, error) {
	accounts, err := h.staff.Accounts(c.UserContext(), service.ID)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	var out []views.ReadEvent
	for _, e := range t.History {
		name := names[e.By]
		if name == "" {
			name = h.texts.Text(who(c).lang, "read.history.gone")
		}
		event := views.ReadEvent{Say: "read.history." + string(e.Do), Who: name, Day: h.after.promisedDay(who(c).lang, e.Day)}
		if e.Do == themes.Renamed || e.Do == themes.Merged {
			event.Was = e.Was
		}
		out = append([]views.ReadEvent{event}, out...)
	}
	return out, nil
}

// themeChange renames, describes, merges or takes the last of these back.
func (h *readScreens) themeChange(c *fiber.Ctx) error {
	service, theme, err := h.themeOf(c)
	if err != nil {
		return err
	}
	ctx, by, id := c.UserContext(), who(c).account.ID, "title"
	switch field(c, "do") {
	case "rename":
		_, err = h.board.Rename(ctx, by, theme.ID, field(c, "title"))
	case "describe":
		id = "about"
		_, err = h.board.Describe(ctx, by, theme.ID, field(c, "about"))
	case "merge":
		id = "into"
		_, err = h.board.Merge(ctx, by, theme.ID, field(c, "into"))
	case "undo":
		id = "undo"
		_, err = h.board.Undo(ctx, by, theme.ID)
	default:
		err = fault.New(fault.Invalid, "fault.badform")
	}
	if err == nil {
		return seeOther(c, "/read/"+service.ID+"/themes/"+theme.ID+"?done=saved")
	}
	if !sayable(err) && !fault.Is(err, fault.Closed) {
		return err
	}
	page, pageErr := h.themePage(c, service, theme)
	if pageErr != nil {
		return pageErr
	}
	if typed := field(c, "title"); id == "title" && typed != "" {
		page.Typed = typed
	}
	if id == "about" {
		page.About = field(c, "about")
	}
	page.Errors = h.wrong(c, id, err)
	return h.again(c, page)
}

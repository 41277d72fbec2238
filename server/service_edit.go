package server

import (
	"strconv"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// How many empty rows the lists of areas and of help lines end with.
const (
	spareAreas = 2
	spareHelp  = 1
)

// serviceNew asks for a new service; it starts with the help lines everybody has.
func (h *peopleScreens) serviceNew(c *fiber.Ctx) error {
	if !staff.May(who(c).account, staff.AddService, "") {
		return missing()
	}
	return h.show(c, h.servicePage(c, staff.NewService("", "")))
}

// serviceCreate makes the service; whoever made it is its administrator.
func (h *peopleScreens) serviceCreate(c *fiber.Ctx) error {
	typed := typedService(c, staff.Service{})
	made, err := h.staff.AddService(c.UserContext(), who(c).account, typed)
	switch {
	case err == nil:
		return seeOther(c, "/services/"+made.ID+"?done=saved")
	case !sayable(err):
		return err
	}
	return h.serviceAgain(c, typed, err)
}

// service shows one service to be changed.
func (h *peopleScreens) service(c *fiber.Ctx) error {
	kept, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	page := h.servicePage(c, *kept)
	page.Saved = c.Query("done") == "saved"
	return h.show(c, page)
}

// serviceSave saves it at the revision it was read at, so that nobody
// overwrites what a colleague saved meanwhile.
func (h *peopleScreens) serviceSave(c *fiber.Ctx) error {
	kept, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	typed := typedService(c, *kept)
	if rev, err := strconv.ParseInt(c.FormValue("rev"), 10, 64); err == nil {
		typed.Rev = rev
	}
	_, err = h.staff.ChangeService(c.UserContext(), who(c).account, typed)
	switch {
	case err == nil:
		return seeOther(c, "/services/"+kept.ID+"?done=saved")
	case !sayable(err):
		return err
	}
	return h.serviceAgain(c, typed, err)
}

func (h *peopleScreens) serviceAgain(c *fiber.Ctx, typed staff.Service, err error) error {
	page := h.servicePage(c, typed)
	page.Errors = h.wrong(c, fieldOf(err), err)
	if fault.Is(err, fault.Conflict) {
		page.Errors = h.wrong(c, "main", fault.New(fault.Conflict, "services.changed"))
	}
	return h.again(c, page)
}

// serviceOf loads the service of the path for somebody who may change it.
func (h *peopleScreens) serviceOf(c *fiber.Ctx) (*staff.Service, error) {
	v, id := who(c), c.Params("id")
	if !staff.May(v.account, v.action, id) {
		return nil, missing()
	}
	return h.staff.Service(c.UserContext(), id)
}

func (h *peopleScreens) servicePage(c *fiber.Ctx, s staff.Service) views.ServiceEdit {
	title := "services.title"
	if s.ID == "" {
		title = "services.new.title"
	}
	page := views.ServiceEdit{
		Frame: h.frame(c, title), ID: s.ID, Rev: s.Rev, Name: s.Name, Short: s.ShortName,
		WhoAnswers: s.WhoAnswers, RingName: s.RingFirst.Name, RingNumber: s.RingFirst.Number, CarerYes: s.NeedsCarerYes,
		Leave: s.LeaveTo,
	}
	for _, a := range s.Areas {
		page.Areas = append(page.Areas, views.AreaRow{ID: a.ID, Name: a.Name})
	}
	for range spareAreas {
		page.Areas = append(page.Areas, views.AreaRow{})
	}
	lang := who(c).lang
	for _, line := range s.HelpLines {
		words, _ := line.Words.In("en")
		row := views.HelpRow{
			Name: line.Name, Number: line.Number, How: string(line.How), Send: line.Send, Key: line.Key, About: words,
		}
		if words == "" && line.Key != "" {
			row.Known = h.texts.Text(lang, line.Key)
		}
		page.Help = append(page.Help, row)
	}
	for range spareHelp {
		page.Help = append(page.Help, views.HelpRow{How: string(staff.Ring)})
	}
	return page
}

// typedService is what the form says, on top of what is kept. A row without a
// name and number is no row.
func typedService(c *fiber.Ctx, s staff.Service) staff.Service {
	s.Name, s.ShortName, s.WhoAnswers = field(c, "service"), field(c, "short"), field(c, "answers")
	s.RingFirst = staff.Contact{Name: field(c, "ringname"), Number: field(c, "ringnumber")}
	s.NeedsCarerYes, s.LeaveTo = ticked(c, "carer"), field(c, "leave")
	s.Areas = typedAreas(s.Areas, fields(c, "areaid"), fields(c, "area"))
	s.HelpLines = typedHelp(c)
	return s
}

// typedAreas keeps the id of a row that was there, so that an area can be renamed.
func typedAreas(kept []staff.Area, ids, names []string) []staff.Area {
	known := staff.Service{Areas: kept}
	var out []staff.Area
	var fresh []string
	for i, name := range names {
		switch _, ok := known.Area(at(ids, i)); {
		case name == "":
		case ok:
			out = append(out, staff.Area{ID: at(ids, i), Name: name})
		default:
			fresh = append(fresh, name)
		}
	}
	for _, a := range areasOf(kept, fresh) {
		if _, taken := (staff.Service{Areas: out}).Area(a.ID); !taken {
			out = append(out, a)
		}
	}
	return out
}

func typedHelp(c *fiber.Ctx) []staff.HelpLine {
	names, numbers, hows := fields(c, "helpname"), fields(c, "helpnumber"), fields(c, "helphow")
	sends, abouts, keys := fields(c, "helpsend"), fields(c, "helpabout"), fields(c, "helpkey")
	var out []staff.HelpLine
	for i := range names {
		if names[i] == "" && at(numbers, i) == "" {
			continue
		}
		line := staff.HelpLine{Name: names[i], Number: at(numbers, i), How: staff.How(at(hows, i)), Send: at(sends, i)}
		if about := at(abouts, i); about != "" {
			line.Words = map[string]string{"en": about}
		} else {
			line.Key = knownHelp(at(keys, i))
		}
		out = append(out, line)
	}
	return out
}

// knownHelp lets only the sentences through that Cairn has for its own lines.
func knownHelp(key string) string {
	for _, line := range staff.DefaultHelpLines() {
		if line.Key == key {
			return key
		}
	}
	return ""
}

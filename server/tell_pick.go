package server

import (
	"slices"
	"strconv"
	"strings"

	"cairn/moderation/receipts"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// picking is how far somebody is with choosing six pictures. It travels in the
// form's body and never in an address.
type picking struct {
	chosen []receipts.Picture
	typed  string
	kind   string
	offers []receipts.Picture
	maybe  bool // offers are what a typed name may have meant
	wrong  string
	open   bool // six were chosen, and they are to be tried
}

func (p picking) codes() []string {
	codes := make([]string, 0, len(p.chosen))
	for _, one := range p.chosen {
		codes = append(codes, one.Code)
	}
	return codes
}

// readPicking reads what was chosen before and does what was pressed.
func (h *tellScreens) readPicking(c *fiber.Ctx) picking {
	album := h.Threads.Album()
	p := picking{typed: field(c, "find")}
	for _, code := range fields(c, "pick") {
		if one, ok := album.Picture(code); ok && len(p.chosen) < receipts.Of {
			p.chosen = append(p.chosen, one)
		}
	}
	do, what, _ := strings.Cut(c.FormValue("do"), ":")
	switch do {
	case "add":
		if one, ok := album.Picture(what); ok && len(p.chosen) < receipts.Of {
			p.chosen, p.typed = append(p.chosen, one), ""
			p.kind = one.Kind
		}
	case "drop":
		if n, err := strconv.Atoi(what); err == nil && n > 0 && n <= len(p.chosen) {
			p.chosen = slices.Delete(p.chosen, n-1, n)
		}
	case "kind":
		p.kind = what
	case "open":
		if p.open = len(p.chosen) == receipts.Of; !p.open {
			p.wrong = "back.six"
		}
	default:
		h.readNames(&p)
	}
	if p.offers == nil {
		p.offers = album.OfKind(p.kind)
	}
	return p
}

// readNames takes in names that were typed: one, or all six.
func (h *tellScreens) readNames(p *picking) {
	album := h.Threads.Album()
	if p.typed == "" {
		return
	}
	read := album.Read(p.typed)
	room := receipts.Of - len(p.chosen)
	p.chosen = append(p.chosen, read.Found[:min(room, len(read.Found))]...)
	switch {
	case read.Unknown == "":
		p.typed = ""
	default:
		p.typed = read.Unknown
		p.offers, p.maybe = album.Search(read.Unknown), true
		if len(p.offers) == 0 {
			p.offers = read.Maybe
		}
		if len(p.offers) == 0 {
			p.wrong = "back.find.none"
		}
	}
}

// picker is the form of choosing.
func (h *tellScreens) picker(c *fiber.Ctx, p picking, action, press string) views.Picker {
	page := views.Picker{CSRF: h.formToken(who(c)), Action: action, Go: press, Typed: p.typed, Maybe: p.maybe && len(p.offers) > 0}
	for i, one := range p.chosen {
		page.Chosen = append(page.Chosen, h.pic(i+1, one.Code, one.Names))
	}
	for n := len(p.chosen) + 1; n <= receipts.Of; n++ {
		page.Free = append(page.Free, n)
	}
	for _, one := range p.offers {
		page.Offers = append(page.Offers, h.pic(0, one.Code, one.Names))
	}
	for _, kind := range h.Threads.Album().Kinds() {
		page.Kinds = append(page.Kinds, views.PickKind{Kind: kind, On: kind == p.kind && !p.maybe})
	}
	if p.wrong != "" {
		page.Wrong = h.texts.Text(who(c).lang, p.wrong)
	}
	return page
}

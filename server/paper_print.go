package server

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// paper is plan B: a poster with the code, a sheet for each question, and a
// sheet to count on. It works before the session, because its code is kept for it.
func (h *afterScreens) paper(c *fiber.Ctx) error {
	s, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	v := who(c)
	if asked := c.Query("lang"); asked != "" && h.texts.Language(asked).Tag == asked {
		v.lang = asked
	}
	title, _ := s.Title.In(v.lang)
	page := views.Paper{
		Frame: h.frame(c, "paper.title", "Session", title), ID: s.ID, Heading: s.Title, ServiceName: service.Name,
		Listens: s.WhoListens, Change: s.WhatCanChange, Code: spaced(s.Door.Code), Lines: helpLines(service.HelpLines),
	}
	page.Example = h.example || s.Example
	if base := h.phoneBase(c); base != "" {
		page.QRSay = base + "/s/" + s.Door.Code
		page.QR = qrPicture(qrOf(page.QRSay))
		page.Address = base
		if u, err := url.Parse(base); err == nil {
			page.Address = u.Host + u.Path
		}
	}
	for _, a := range s.Agenda {
		if a.Asks() {
			page.Sheets = append(page.Sheets, h.paperSheet(c, s, a.Question, len(page.Sheets)+1))
		}
	}
	page.Counts = packed(page.Sheets)
	return h.show(c, page)
}

// countRows is how many rows of a table fit on one count sheet; a table's
// caption, head and passes take as much as headRows.
const (
	countRows = 12
	headRows  = 3
)

// packed puts as many questions on each count sheet as fit, at least one.
func packed(sheets []views.PaperSheet) [][]views.PaperSheet {
	var pages [][]views.PaperSheet
	room := 0
	for _, s := range sheets {
		need := len(s.Counted) + headRows
		switch {
		case s.Text:
			continue
		case need > room:
			pages = append(pages, nil)
			room = countRows
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], s)
		room -= need
	}
	return pages
}

// qrPicture is a code as a picture, which shrinks with a narrow page.
func qrPicture(code views.QR) template.URL {
	if code.Path == "" {
		return ""
	}
	size := strconv.Itoa(code.Size)
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + size + " " + size + `"><path d="` + code.Path + `"/></svg>`
	return template.URL("data:image/svg+xml," + url.PathEscape(svg)) // made of our own digits alone
}

// phoneBase is the address phones come in at: the charity's own, else the first
// this machine can be reached at, else the one this page was asked at.
func (h *site) phoneBase(c *fiber.Ctx) string {
	if h.set.PublicURL != "" {
		return strings.TrimRight(h.set.PublicURL, "/")
	}
	if h.set.Addresses != nil {
		if found := h.set.Addresses(); len(found) > 0 {
			return strings.TrimRight(found[0], "/")
		}
	}
	if safeHost(c.Hostname()) {
		return c.Protocol() + "://" + c.Hostname()
	}
	return ""
}

// paperSheet is one question as boxes to tick, faces, lines to write on or
// places to number.
func (h *afterScreens) paperSheet(c *fiber.Ctx, s *polls.Session, q surveys.Question, number int) views.PaperSheet {
	lang := who(c).lang
	sheet := views.PaperSheet{
		Number: number, Title: titleOfQuestion(q), Picture: h.pictureURL(q.Picture), Alt: h.altOf(lang, q.Picture, q.Alt),
		Ranking: q.Kind == "ranking", Text: surveys.Writes(q.Kind), Low: q.Low, High: q.High,
		Numbers: q.Kind == "scale" && q.Scale == surveys.ScaleNumbers,
		Faces:   q.Kind == "scale" && q.Scale == surveys.ScaleFaces,
		Hint:    views.Said{Key: "paper.hint." + q.Kind},
	}
	if q.Kind == "stones" {
		sheet.Hint.N = q.Stones
	}
	if q.Kind == "choice" && q.Max > 1 {
		sheet.Hint = views.Said{Key: "paper.hint.several", N: q.Max}
	}
	sheet.Will, _ = surveys.RoomWill(q)
	kind, ok := surveys.KindOf(q.Kind)
	if !ok {
		return sheet
	}
	if h.paperRows(&sheet, q, s.Band, lang) {
		return sheet
	}
	for i, cell := range kind.Cells(q, s.Band) {
		row := views.AskRow{ID: cell.Key, N: i + 1, Words: cell.Words, Text: cell.Text, Args: cell.Args, Picture: h.pictureURL(cell.Picture)}
		row.Face, row.Of = faceOf(cell.Picture)
		if len(row.Words) == 0 && cell.Option >= 0 && cell.Option < len(q.Options) {
			row.Words = surveys.Words{lang: h.altOf(lang, cell.Picture, q.Options[cell.Option].Alt)}
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	sheet.Counted = sheet.Rows
	if q.Kind == "number" {
		sheet.Write = &views.AskNumber{Least: q.Least, Most: q.Most, Unit: q.Unit}
	}
	return sheet
}

// paperRows fills a sheet that asks several things: a table of boxes to tick, or
// pairs. False where the question is one table.
func (h *afterScreens) paperRows(sheet *views.PaperSheet, q surveys.Question, band surveys.Band, lang string) bool {
	ask := h.askForm(q, asking{Lang: lang, Layer: "full", Band: band})
	switch q.Kind {
	case "statements", "criteria":
		sheet.Rows, sheet.Counted = ask.Rows, ask.Rows
		if len(ask.Rows) > 0 {
			sheet.Columns = ask.Rows[0].Choices
		}
		return true
	case "pair":
		sheet.Rows, sheet.Pairs = ask.Rows, true
		kind, _ := surveys.KindOf(q.Kind)
		for i, cell := range kind.Cells(q, band) {
			sheet.Counted = append(sheet.Counted, views.AskRow{ID: cell.Key, N: i + 1, Words: surveys.Words{lang: h.cellSay(lang, q, cell)}})
		}
		return true
	}
	return false
}

package server

import (
	"bytes"
	"io"
	"mime/multipart"
	"strings"
	"time"

	"cairn/fault"
	"cairn/polls"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// sessionFile sends the session as a file to keep or to share.
func (h *planScreens) sessionFile(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	raw, err := fileOf(c.UserContext(), session, h.pictures)
	if err != nil {
		return err
	}
	title, _ := session.Title.In(session.Lang)
	c.Attachment(fileName(title) + ".cairn.json")
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return c.Send(raw)
}

// fileName keeps letters and digits of a title that every file system takes.
func fileName(title string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ':
			return '-'
		}
		return -1
	}, title)
	if name = strings.Trim(name, "-"); name == "" {
		return "session"
	}
	return name[:min(len(name), 60)]
}

// sessionLoad plans a session from a file somebody shared.
func (h *planScreens) sessionLoad(c *fiber.Ctx) error {
	panel, service, err := h.panelOf(c, field(c, "panel"))
	if err != nil {
		return err
	}
	made, lost, err := h.planFromFile(c, service.ID, panel.ID)
	switch {
	case err == nil:
		return seeOther(c, h.cameTo("/sessions/"+made.ID, made.ID, lost))
	case !sayable(err):
		return err
	}
	page := h.newSessionPage(c, panel, service)
	day := polls.Day(h.now().In(service.Location()))
	page.Details = h.detailsForm(c, service, polls.Details{Band: surveys.Band11to15, Lang: who(c).lang, Day: day})
	page.Start, page.Errors = "nothing", h.wrong(c, "file", err)
	return h.again(c, page)
}

func (h *planScreens) planFromFile(c *fiber.Ctx, service, panel string) (*polls.Session, []left, error) {
	upload, err := c.FormFile("file")
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "plan.file.none")
	}
	raw, err := readUpload(upload, mostFile)
	if err != nil {
		return nil, nil, err
	}
	file, err := polls.LoadFile(bytes.NewReader(raw))
	if err != nil {
		return nil, nil, err
	}
	day, err := time.Parse(time.DateOnly, field(c, "fileday"))
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "plan.day.unread")
	}
	lost, err := unpack(c.UserContext(), &file, service, h.pictures)
	if err != nil {
		return nil, nil, err
	}
	details := fill(file, polls.Details{Band: file.Band, Lang: file.Lang, Day: day, Panel: panel, Area: field(c, "filearea")})
	made, err := h.plan(c.UserContext(), service, details, file.Activities())
	return made, lost, err
}

// readUpload reads an uploaded file of at most most bytes; Invalid "fault.toolarge".
func readUpload(upload *multipart.FileHeader, most int64) ([]byte, error) {
	if upload.Size > most {
		return nil, fault.New(fault.Invalid, "fault.toolarge")
	}
	f, err := upload.Open()
	if err != nil {
		return nil, fault.Wrap(err, "open an upload")
	}
	defer func() { _ = f.Close() }() // only read from
	raw, err := io.ReadAll(io.LimitReader(f, most))
	return raw, fault.Wrap(err, "read an upload")
}

// sessionDuplicate plans the same session once more, for today, and opens it.
func (h *planScreens) sessionDuplicate(c *fiber.Ctx) error {
	session, err := h.sessionOf(c)
	if err != nil {
		return err
	}
	service, err := h.staff.Service(c.UserContext(), session.Service)
	if err != nil {
		return err
	}
	details := detailsOf(session)
	details.Day = polls.Day(h.now().In(service.Location()))
	made, err := h.plan(c.UserContext(), session.Service, details, session.Agenda)
	if err != nil {
		return err
	}
	return seeOther(c, "/sessions/"+made.ID+"?done=duplicate")
}

// detailsOf are a session's details as they are kept.
func detailsOf(s *polls.Session) polls.Details {
	return polls.Details{
		Title: s.Title, Band: s.Band, Lang: s.Lang, Day: s.Day, Area: s.Area, Panel: s.Panel,
		WhoListens: s.WhoListens, WhatCanChange: s.WhatCanChange, MembersOnly: s.MembersOnly,
	}
}

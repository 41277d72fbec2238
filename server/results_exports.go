package server

import (
	"context"
	"io"
	"log/slog"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// exportList shows the files of rows that were asked for, and how far they are.
func (h *resultScreens) exportList(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	return h.showExports(c, of, fiber.StatusOK, "")
}

func (h *resultScreens) showExports(c *fiber.Ctx, of *counted, status int, wrong string) error {
	page := views.Exports{ResultsFrame: h.frameOf(c, of, "results.exports.title"), Wrong: wrong}
	list, err := h.exports.OfSurvey(c.UserContext(), of.survey.ID)
	if err != nil {
		return err
	}
	me := who(c).account
	for _, e := range list {
		shown := views.ExportLine{
			ID: e.ID, Format: e.Format, Day: h.dayText(of.lang, e.Day), State: string(e.State), Done: e.Done, Total: e.Total,
			By: h.nameOf(c, e.AskedBy), Agreed: h.nameOf(c, e.AgreedBy), Mine: e.AskedBy == me.ID,
		}
		page.Busy = page.Busy || e.State == results.Agreed || e.State == results.Writing
		page.List = append(page.List, shown)
	}
	c.Status(status)
	return h.show(c, page)
}

// nameOf is a colleague's name, "" for nobody.
func (h *resultScreens) nameOf(c *fiber.Ctx, account string) string {
	if account == "" {
		return ""
	}
	a, err := h.staff.Account(c.UserContext(), account)
	if err != nil {
		return ""
	}
	return a.Name
}

// exportDo asks for rows, agrees to what somebody else asked for, or drops it.
func (h *resultScreens) exportDo(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	me := who(c).account
	switch c.FormValue("do") {
	case "ask":
		err = h.exportAsk(c, of, me)
	case "agree":
		err = h.exportAgree(c, of, me)
	case "drop":
		err = h.exportDrop(c, of)
	default:
		err = fault.New(fault.Invalid, "results.do")
	}
	if key, said := exportSays(err); said {
		return h.showExports(c, of, fiber.StatusUnprocessableEntity, key)
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/surveys/"+of.survey.ID+"/exports")
}

// exportSays is the key of a sentence that belongs on the page itself.
func exportSays(err error) (string, bool) {
	for _, kind := range []fault.Kind{fault.Invalid, fault.Closed, fault.Conflict, fault.Forbidden} {
		if fault.Is(err, kind) {
			return fault.Of(err).Key, true
		}
	}
	return "", false
}

// exportAsk asks for rows once it is sure that they may leave at all.
func (h *resultScreens) exportAsk(c *fiber.Ctx, of *counted, me *staff.Account) error {
	stop := fault.New(fault.Conflict, "results.enough")
	err := h.desk.Lines(c.UserContext(), of.asked, mix, func(results.Line) error { return stop })
	if err != nil && fault.Of(err).Key != "results.enough" {
		return err
	}
	e, err := h.exports.Ask(c.UserContext(), results.Export{
		Survey: of.survey.ID, Service: of.survey.Service, Format: c.FormValue("format"), Lang: of.lang, AskedBy: me.ID,
	})
	if err != nil {
		return err
	}
	return h.trailed(c, e, staff.RowsAsked)
}

// trailed notes in the audit trail, which outlives the file, who did what with the rows of which survey.
func (h *resultScreens) trailed(c *fiber.Ctx, e *results.Export, what staff.Event) error {
	return h.staff.Trail().Append(c.UserContext(), staff.Entry{By: who(c).account.ID, What: what, Service: e.Service, Thing: e.Survey})
}

// exportAgree lets the second person agree; the file is written from then on, page or no page.
func (h *resultScreens) exportAgree(c *fiber.Ctx, of *counted, me *staff.Account) error {
	e, err := h.exportOf(c, of, c.FormValue("export"))
	if err != nil {
		return err
	}
	if e, err = h.exports.Agree(c.UserContext(), e.ID, me.ID); err != nil {
		return err
	}
	if err := h.trailed(c, e, staff.RowsAgreed); err != nil {
		return err
	}
	h.writeExport(of, e)
	return nil
}

// writeExport writes an agreed export behind the pages.
func (h *resultScreens) writeExport(of *counted, e *results.Export) {
	as := *of
	as.lang = e.Lang
	h.start(func() {
		err := h.exports.Write(h.life, e.ID, h.desk.Count(h.life, of.asked), func(w io.Writer, step func(int) error) error {
			return h.rowsTo(h.life, &as, e.Format, w, step)
		})
		if err != nil && !fault.Is(err, fault.Conflict) {
			h.log.Error("a file of survey rows could not be written", slog.Any("error", err))
		}
	})
}

func (h *resultScreens) exportDrop(c *fiber.Ctx, of *counted) error {
	e, err := h.exportOf(c, of, c.FormValue("export"))
	if err != nil {
		return err
	}
	if err := h.exports.Refuse(c.UserContext(), e.ID); err != nil {
		return err
	}
	return h.trailed(c, e, staff.RowsDropped)
}

// exportOf finds an export of this survey.
func (h *resultScreens) exportOf(c *fiber.Ctx, of *counted, id string) (*results.Export, error) {
	e, err := h.exports.Export(c.UserContext(), id)
	if err != nil || e.Survey != of.survey.ID {
		return nil, fault.New(fault.NotFound, "results.export")
	}
	return e, nil
}

// exportFile sends a finished file piece by piece.
func (h *resultScreens) exportFile(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	e, err := h.exportOf(c, of, c.Params("export"))
	if err != nil {
		return err
	}
	if e.State != results.There {
		return fault.New(fault.Conflict, "results.notyet")
	}
	if err := h.trailed(c, e, staff.RowsFetched); err != nil {
		return err
	}
	kinds := map[string]string{"xlsx": xlsxType, "csv": "text/csv; charset=utf-8", "json": "application/x-ndjson; charset=utf-8"}
	c.Set(fiber.HeaderContentType, kinds[e.Format])
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="cairn-rows-`+e.Day.Format("2006-01-02")+`.`+e.Format+`"`)
	from, to := io.Pipe()
	h.start(func() {
		err := h.exports.Fetch(h.life, e, to)
		if err != nil {
			h.log.Error("a file of survey rows could not be sent whole", slog.Any("error", err))
		}
		_ = to.CloseWithError(err) // whoever reads hears of it
	})
	return c.SendStream(from)
}

// Resume writes again the files that a restart broke off.
func (s *Server) Resume(ctx context.Context) error {
	if s.results == nil || s.results.exports == nil {
		return nil
	}
	return s.results.resume(ctx)
}

func (h *resultScreens) resume(ctx context.Context) error {
	broken, err := h.exports.Broken(ctx)
	if err != nil {
		return err
	}
	for _, e := range broken {
		s, err := h.shelf.Survey(ctx, e.Survey)
		if err != nil {
			return err
		}
		versions, err := h.shelf.Versions(ctx, s.ID)
		if err != nil {
			return err
		}
		h.writeExport(&counted{survey: s, asked: AskedOf(s, versions), lang: e.Lang}, e)
	}
	return nil
}

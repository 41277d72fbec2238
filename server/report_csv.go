package server

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"github.com/gofiber/fiber/v2"
)

// csv is the report as one long table: a row for each number or reason. It is
// UTF-8 with a byte order mark, without which Excel on Windows reads it as
// something else; docs/report-files.md lists the columns.
func (h *afterScreens) csv(c *fiber.Ctx) error {
	r, err := h.read(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write(h.columns(r.lang)); err != nil {
		return err
	}
	for _, pair := range h.overview(r) {
		row := reportRow{what: pair[0].(string)}
		switch v := pair[1].(type) {
		case int:
			row.n = &v
		case string:
			row.words = v
		}
		if err := w.Write(row.csv()); err != nil {
			return err
		}
	}
	for _, row := range h.rowsOf(r) {
		if err := w.Write(row.csv()); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return keepFile(c, r.fileName("csv"), "text/csv; charset=utf-8", out.Bytes())
}

// columns are the names of a row's cells.
func (h *afterScreens) columns(lang string) []string {
	var names []string
	for _, key := range []string{"item", "question", "round", "what", "answer", "number", "words"} {
		names = append(names, h.texts.Text(lang, "report.col."+key))
	}
	return names
}

func (r reportRow) csv() []string {
	row := []string{"", harmless(r.title), "", harmless(r.what), harmless(r.answer), "", harmless(r.words)}
	if r.item > 0 {
		row[0] = strconv.Itoa(r.item)
	}
	if r.round > 0 {
		row[2] = strconv.Itoa(r.round)
	}
	if r.n != nil {
		row[5] = strconv.Itoa(*r.n)
	}
	return row
}

// keepFile sends a file to be kept; nothing of it may be opened as a page.
func keepFile(c *fiber.Ctx, name, kind string, body []byte) error {
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(body)
}

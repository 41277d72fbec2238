package server

import (
	"bytes"

	"github.com/gofiber/fiber/v2"
	"github.com/xuri/excelize/v2"
)

// xlsx is the report as a workbook: an overview, then a sheet for each item
// that was asked.
func (h *afterScreens) xlsx(c *fiber.Ctx) error {
	r, err := h.read(c)
	if err != nil {
		return err
	}
	body, err := h.workbook(r)
	if err != nil {
		return err
	}
	return keepFile(c, r.fileName("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body)
}

func (h *afterScreens) workbook(r *reading) ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // it is in memory; there is nothing to lose
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	name := h.texts.Text(r.lang, "report.sheet.overview")
	if err := file.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	var pairs [][]any
	for _, p := range h.overview(r) {
		pairs = append(pairs, []any{cell(p[0]), cell(p[1])})
	}
	if err := writeSheet(file, sheet{name: name, bold: bold, widths: []float64{34, 80}, rows: pairs}); err != nil {
		return nil, err
	}
	head := h.columns(r.lang)[2:]
	for _, item := range r.report.Items {
		if !asks(item.Question) {
			continue
		}
		title, _ := titleOfQuestion(item.Question).In(r.lang)
		rows := [][]any{{cell(title)}, {}, {}}
		for _, name := range head {
			rows[2] = append(rows[2], cell(name))
		}
		for _, row := range h.itemRows(r, item) {
			rows = append(rows, row.cells())
		}
		s := sheet{
			name: h.texts.Text(r.lang, "report.sheet.item", "Number", item.Number), bold: bold, head: 3,
			widths: []float64{9, 24, 48, 10, 48}, rows: rows,
		}
		if _, err := file.NewSheet(s.name); err != nil {
			return nil, err
		}
		if err := writeSheet(file, s); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// cells are a row of an item's own sheet: what CSV has, without the item.
func (r reportRow) cells() []any {
	row := []any{nil, cell(r.what), cell(r.answer), nil, cell(r.words)}
	if r.round > 0 {
		row[0] = r.round
	}
	if r.n != nil {
		row[3] = *r.n
	}
	return row
}

// cell makes a text harmless and leaves a number a number.
func cell(v any) any {
	if text, ok := v.(string); ok {
		if text == "" {
			return nil
		}
		return harmless(text)
	}
	return v
}

// sheet is one sheet on its way into a workbook; head is the row of column
// names, from 1, or 0 where the first column names each row.
type sheet struct {
	name   string
	bold   int
	head   int
	widths []float64
	rows   [][]any
}

func writeSheet(file *excelize.File, s sheet) error {
	w, err := file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, row := range s.rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		styled := make([]any, len(row))
		for j, v := range row {
			styled[j] = v
			if v != nil && (i+1 == s.head || i == 0 && s.head > 0 || s.head == 0 && j == 0) {
				styled[j] = excelize.Cell{StyleID: s.bold, Value: v}
			}
		}
		if err := w.SetRow(at, styled); err != nil {
			return err
		}
	}
	return w.Flush()
}

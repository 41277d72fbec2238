package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"

	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/xuri/excelize/v2"
)

// stepRows is after how many rows a file says how far it is.
const stepRows = 1000

// rowsTo writes a survey's rows into w, one column for each question in creation order, one line for each response, in an order that says
// nothing; step hears how far it is.
func (h *resultScreens) rowsTo(ctx context.Context, of *counted, format string, w io.Writer, step func(done int) error) error {
	switch format {
	case "csv":
		return h.rowsCSV(ctx, of, w, step)
	case "json":
		return h.rowsJSON(ctx, of, w, step)
	}
	return h.rowsXLSX(ctx, of, w, step)
}

// rowHead names the columns of a sheet of rows: the band, then each question.
func (h *resultScreens) rowHead(of *counted) []string {
	head := []string{h.texts.Text(of.lang, "results.rows.band")}
	for i, c := range of.asked.Columns {
		title, _ := unpiped(c.Question).In(of.lang)
		head = append(head, columnName(i)+". "+title)
	}
	return head
}

// rowCells writes one line down as the texts of its cells.
func (h *resultScreens) rowCells(of *counted, l results.Line, into []string) []string {
	band := ""
	if l.Band != "" {
		band = h.texts.Text(of.lang, "plan.band."+string(l.Band))
	}
	into = append(into[:0], band)
	for i, a := range l.Answers {
		into = append(into, harmless(h.answerText(of.lang, of.asked.Columns[i].Question, of.asked.Band, a)))
	}
	return into
}

// eachRow calls do for every line with its number from 1, and step now and then.
func (h *resultScreens) eachRow(ctx context.Context, of *counted, step func(int) error, do func(n int, l results.Line) error) error {
	n := 0
	return h.desk.Lines(ctx, of.asked, mix, func(l results.Line) error {
		n++
		if err := do(n, l); err != nil {
			return err
		}
		if n%stepRows == 0 {
			return step(n)
		}
		return nil
	})
}

func (h *resultScreens) rowsCSV(ctx context.Context, of *counted, out io.Writer, step func(int) error) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	var head, cells []string
	for _, name := range h.rowHead(of) {
		head = append(head, harmless(name))
	}
	if err := w.Write(head); err != nil {
		return err
	}
	err := h.eachRow(ctx, of, step, func(_ int, l results.Line) error {
		cells = h.rowCells(of, l, cells)
		return w.Write(cells)
	})
	w.Flush()
	if err != nil {
		return err
	}
	return w.Error()
}

// rowLine is one response in the JSON of rows: answers by the question's id.
type rowLine struct {
	Band    surveys.Band               `json:"band,omitempty"`
	Answers map[string]*surveys.Answer `json:"answers"`
}

// rowsJSON writes one JSON value a line: first what the columns are, then the responses.
func (h *resultScreens) rowsJSON(ctx context.Context, of *counted, out io.Writer, step func(int) error) error {
	w := json.NewEncoder(out)
	if err := w.Encode(struct {
		Cairn   string           `json:"cairn"`
		Version int              `json:"version"`
		Survey  surveys.Words    `json:"survey"`
		Columns []surveys.Column `json:"columns"`
	}{"rows", 1, of.survey.Title, of.asked.Columns}); err != nil {
		return err
	}
	return h.eachRow(ctx, of, step, func(_ int, l results.Line) error {
		line := rowLine{Band: l.Band, Answers: map[string]*surveys.Answer{}}
		for i, a := range l.Answers {
			if a != nil {
				line.Answers[of.asked.Columns[i].Question.ID] = a
			}
		}
		return w.Encode(line)
	})
}

// rowsXLSX streams the workbook: rows and code-book. excelize keeps what is written on disk beyond a few megabytes, so that memory
// does not grow with the responses.
func (h *resultScreens) rowsXLSX(ctx context.Context, of *counted, out io.Writer, step func(int) error) error {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // takes its own files away
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	name := h.texts.Text(of.lang, "results.sheet.rows")
	if err := file.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	w, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	var head []any
	for _, text := range h.rowHead(of) {
		head = append(head, excelize.Cell{StyleID: bold, Value: harmless(text)})
	}
	if err := w.SetRow("A1", head); err != nil {
		return err
	}
	var cells []string
	row := make([]any, len(head))
	err = h.eachRow(ctx, of, step, func(n int, l results.Line) error {
		cells = h.rowCells(of, l, cells)
		for i, text := range cells {
			row[i] = nil
			if text != "" {
				row[i] = text
			}
		}
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			return err
		}
		return w.SetRow(at, row)
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := h.codeBook(file, of, bold); err != nil {
		return err
	}
	_, err = file.WriteTo(out)
	return err
}

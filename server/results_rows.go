package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"

	"cairn/surveys"
	"cairn/surveys/results"
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

// mostKnown is how many different answers to one question a cellTexts remembers.
const mostKnown = 5000

// cellTexts writes answers down as cells. What one answer reads as is worked out once: of two million cells few are different.
type cellTexts struct {
	of    *counted
	write func(q surveys.Question, a *surveys.Answer) string
	known []map[*surveys.Answer]string // by column; answers are the table's own, so that each is one address
	bands map[surveys.Band]string
}

func (h *resultScreens) newCells(of *counted, dress func(text string) string) *cellTexts {
	t := &cellTexts{of: of, known: make([]map[*surveys.Answer]string, len(of.asked.Columns)), bands: map[surveys.Band]string{"": dress("")}}
	for i := range t.known {
		t.known[i] = map[*surveys.Answer]string{}
	}
	for _, band := range []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed} {
		t.bands[band] = dress(h.texts.Text(of.lang, "plan.band."+string(band)))
	}
	t.write = func(q surveys.Question, a *surveys.Answer) string {
		return dress(harmless(h.answerText(of.lang, q, of.asked.Band, a)))
	}
	return t
}

// row is one line as its cells: the band, then an answer for each column.
func (t *cellTexts) row(l results.Line, into []string) []string {
	into = append(into[:0], t.bands[l.Band])
	for i, a := range l.Answers {
		text, ok := t.known[i][a]
		if !ok {
			text = t.write(t.of.asked.Columns[i].Question, a)
			if len(t.known[i]) < mostKnown {
				t.known[i][a] = text
			}
		}
		into = append(into, text)
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
	texts := h.newCells(of, func(text string) string { return text })
	err := h.eachRow(ctx, of, step, func(_ int, l results.Line) error {
		cells = texts.row(l, cells)
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

package server

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"

	"cairn/figures"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
	"github.com/xuri/excelize/v2"
)

// figureFile is a survey's figures as JSON; docs/report-files.md describes it.
type figureFile struct {
	Cairn    string        `json:"cairn"` // always "results"
	Version  int           `json:"version"`
	Survey   surveys.Words `json:"survey"`
	Open     bool          `json:"open"`
	Versions int           `json:"versions"`
	Columns  []figureItem  `json:"columns"`
}

type figureItem struct {
	Number   int              `json:"number"`
	Question surveys.Question `json:"question"`
	Since    int              `json:"since"`
	Until    int              `json:"until"`
	ForkOf   string           `json:"forkOf,omitempty"`
	Figure   figures.Figure   `json:"figure"`
}

// file gives the figures as XLSX, CSV or JSON. Every number in it is one that the page shows.
func (h *resultScreens) file(c *fiber.Ctx) error {
	of, err := h.survey(c)
	if err != nil {
		return err
	}
	list, err := h.desk.Figures(c.UserContext(), of.asked, figures.Staff)
	if err != nil {
		return err
	}
	name := "cairn-survey-" + h.now().In(of.service.Location()).Format("2006-01-02") + "."
	switch c.Params("format") {
	case "json":
		body, err := json.MarshalIndent(h.figureJSON(of, list), "", " ")
		if err != nil {
			return err
		}
		return keepFile(c, name+"json", fiber.MIMEApplicationJSONCharsetUTF8, body)
	case "csv":
		body, err := h.figureCSV(of, list)
		if err != nil {
			return err
		}
		return keepFile(c, name+"csv", "text/csv; charset=utf-8", body)
	case "xlsx":
		body, err := h.figureBook(of, list)
		if err != nil {
			return err
		}
		return keepFile(c, name+"xlsx", xlsxType, body)
	}
	return missing()
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (h *resultScreens) figureJSON(of *counted, list []results.Result) figureFile {
	out := figureFile{Cairn: "results", Version: 1, Survey: of.survey.Title, Open: of.asked.Open, Versions: of.survey.Version}
	for i, r := range list {
		out.Columns = append(out.Columns, figureItem{i + 1, r.Column.Question, r.Column.Since, r.Column.Until, r.Column.ForkOf, r.Figure})
	}
	return out
}

// figureRows are the figures as rows, the same for CSV and XLSX.
func (h *resultScreens) figureRows(of *counted, list []results.Result) []reportRow {
	var rows []reportRow
	for i, r := range list {
		title, _ := unpiped(r.Column.Question).In(of.lang)
		chart := figures.Draw(r.Figure, figures.SubjectOf(r.Column.Question, of.asked.Band))
		rows = append(rows, h.chartLines(chartOf{of.lang, i + 1, title, chart})...)
	}
	return rows
}

// chartOf is a chart on its way into rows.
type chartOf struct {
	lang   string
	number int
	title  string
	chart  figures.Chart
}

// chartLines writes a chart's table down, its parts one under another, and why something is not told.
func (h *resultScreens) chartLines(in chartOf) []reportRow {
	say := func(key string) string { return h.texts.Text(in.lang, key) }
	var rows []reportRow
	for _, part := range in.chart.Parts {
		for _, row := range h.chartLines(chartOf{in.lang, in.number, in.title, part}) {
			if row.answer != "" {
				row.answer = h.labelText(in.lang, *part.Row) + ": " + row.answer
			}
			rows = append(rows, row)
		}
	}
	if len(rows) > 0 {
		return rows
	}
	add := func(what, answer string, n *int, words string) {
		rows = append(rows, reportRow{item: in.number, title: in.title, what: what, answer: answer, n: n, words: words})
	}
	if in.chart.Took > 0 {
		add(say("report.what.took"), "", &in.chart.Took, "")
	}
	for _, row := range in.chart.Table() {
		answer := h.labelText(in.lang, row.Label)
		switch {
		case row.Numbered:
			add(say("report.what.answer"), answer, &row.N, "")
		case row.Say != "":
			add(say("report.what.answer"), answer, nil, say(row.Say))
		default:
			add(say("report.what.answer"), answer, nil, say("parts.chart.uncounted"))
		}
	}
	if in.chart.Reason != "" {
		add(say("report.what.note"), "", nil, say(in.chart.Reason))
	}
	return rows
}

func (h *resultScreens) figureCSV(of *counted, list []results.Result) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write(h.columns(of.lang)); err != nil {
		return nil, err
	}
	for _, row := range h.figureRows(of, list) {
		if err := w.Write(row.csv()); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func (h *resultScreens) figureBook(of *counted, list []results.Result) ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // it is in memory; there is nothing to lose
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	figuresName := h.texts.Text(of.lang, "results.sheet.figures")
	if err := file.SetSheetName("Sheet1", figuresName); err != nil {
		return nil, err
	}
	rows := [][]any{{}}
	for _, name := range h.columns(of.lang) {
		rows[0] = append(rows[0], cell(name))
	}
	for _, r := range h.figureRows(of, list) {
		rows = append(rows, append([]any{r.item, cell(r.title)}, r.cells()...))
	}
	if err := writeSheet(file, sheet{name: figuresName, bold: bold, head: 1, widths: []float64{9, 48, 9, 24, 48, 10, 48}, rows: rows}); err != nil {
		return nil, err
	}
	if err := h.codeBook(file, of, bold); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = file.Write(&out)
	return out.Bytes(), err
}

// codeBook writes the sheet that says what each column is: its question in every language it was asked in, its kind and answers, from
// which version to which, and which question it became another one of.
func (h *resultScreens) codeBook(file *excelize.File, of *counted, bold int) error {
	name := h.texts.Text(of.lang, "results.sheet.codebook")
	if _, err := file.NewSheet(name); err != nil {
		return err
	}
	return writeSheet(file, sheet{name: name, bold: bold, head: 1, widths: []float64{10, 48, 18, 10, 10, 10, 60}, rows: h.codeRows(of)})
}

func (h *resultScreens) codeRows(of *counted) [][]any {
	var head []any
	for _, key := range []string{"column", "question", "kind", "since", "until", "forkof", "answers"} {
		head = append(head, cell(h.texts.Text(of.lang, "results.code."+key)))
	}
	numbers := map[string]int{}
	for i, c := range of.asked.Columns {
		numbers[c.Question.ID] = i + 1
	}
	for _, lang := range of.survey.Languages {
		head = append(head, cell(h.texts.Language(lang).Name))
	}
	rows := [][]any{head}
	for i, c := range of.asked.Columns {
		title, _ := unpiped(c.Question).In(of.lang)
		row := []any{i + 1, cell(title), cell(h.texts.Text(of.lang, "kind."+c.Question.Kind)), c.Since, c.Until, nil, cell(h.answersText(of, c.Question))}
		if n := numbers[c.ForkOf]; n > 0 {
			row[5] = n
		}
		for _, lang := range of.survey.Languages {
			row = append(row, cell(titleOfQuestion(c.Question)[lang]))
		}
		rows = append(rows, row)
	}
	return rows
}

// answersText lists a question's answers with the key that scripts know them by.
func (h *resultScreens) answersText(of *counted, q surveys.Question) string {
	k, ok := surveys.KindOf(q.Kind)
	if !ok {
		return ""
	}
	text := ""
	for i, c := range k.Cells(q, of.asked.Band) {
		if i > 0 {
			text += "; "
		}
		text += c.Key + " = " + h.pickText(of.lang, q, of.asked.Band, c.Key)
	}
	return text
}

func columnName(i int) string { return strconv.Itoa(i + 1) }

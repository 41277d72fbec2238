package server

import (
	"encoding/json"
	"time"

	"cairn/figures"
	"cairn/polls"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// reportFile is the report as JSON; docs/report-files.md describes it. Every
// number in it has been through the release gate for its print.
type reportFile struct {
	Cairn   string `json:"cairn"` // always "report"
	Version int    `json:"version"`
	Print   string `json:"print"` // "team" or "share"
	polls.Report
	ServiceName string       `json:"serviceName"`
	PanelName   string       `json:"panelName,omitempty"`
	Promise     *filePromise `json:"promise"`
	Items       []fileItem   `json:"items"`
	AnswerBack  []fileLine   `json:"answerBack"`
}

// fileItem is an item with what scripts want at hand: Tally has the exact
// numbers of the last round by answer, and is absent where they are not all told.
type fileItem struct {
	polls.ReportItem
	Tally  map[string]int `json:"tally,omitempty"`
	Texts  []fileText     `json:"texts,omitempty"`
	Pooled *filePool      `json:"pooled,omitempty"`
}

type fileText struct {
	Text string `json:"text"`
	N    int    `json:"n,omitempty"` // absent where no number may be told
}

type filePool struct {
	Sessions int            `json:"sessions"`
	Figure   figures.Figure `json:"figure"`
}

type filePromise struct {
	Who       string `json:"who"`
	By        string `json:"by"` // "2026-11-12"
	Standing  string `json:"standing"`
	Published string `json:"published,omitempty"`
}

type fileLine struct {
	Said    surveys.Words `json:"said"`
	Outcome string        `json:"outcome"`
	Words   surveys.Words `json:"words"`
}

// json is the report for scripts.
func (h *afterScreens) json(c *fiber.Ctx) error {
	r, err := h.read(c)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(h.fileOf(r), "", " ")
	if err != nil {
		return err
	}
	return keepFile(c, r.fileName("json"), fiber.MIMEApplicationJSONCharsetUTF8, body)
}

func (h *afterScreens) fileOf(r *reading) reportFile {
	f := reportFile{
		Cairn: "report", Version: 1, Print: r.print(), Report: r.report, ServiceName: r.service.Name, PanelName: r.panel,
		Items: []fileItem{}, AnswerBack: []fileLine{},
	}
	f.Example = h.example || r.session.Example
	for _, item := range r.report.Items {
		f.Items = append(f.Items, h.fileItemOf(r, item))
	}
	if r.back == nil {
		return f
	}
	back := h.backOf("en", r.back, r.service)
	f.Promise = &filePromise{Who: r.back.Promise.Who, By: string(r.back.Promise.By), Standing: back.Standing.Key[len("standing."):]}
	if !r.back.Published.IsZero() {
		f.Promise.Published = r.back.Published.In(r.service.Location()).Format(time.DateOnly)
	}
	for _, line := range back.Lines {
		f.AnswerBack = append(f.AnswerBack, fileLine{line.Said, line.Outcome[len("outcome."):], line.Words})
	}
	return f
}

func (h *afterScreens) fileItemOf(r *reading, item polls.ReportItem) fileItem {
	out := fileItem{ReportItem: item}
	if pooled, ok := r.pools[item.Activity]; ok {
		out.Pooled = &filePool{Sessions: pooled.Figure.Sessions, Figure: pooled.Figure}
	}
	if len(item.Rounds) == 0 {
		return out
	}
	last := item.Rounds[len(item.Rounds)-1].Figure
	if last.Shape == figures.Exact && !surveys.Writes(item.Question.Kind) {
		out.Tally = map[string]int{}
		for _, table := range append([]figures.Figure{last}, last.Rows...) {
			for _, cell := range table.Cells {
				out.Tally[cell.Key] = cell.N
			}
		}
	}
	if surveys.Writes(item.Question.Kind) {
		subject := h.subject(r, item)
		for _, row := range figures.Draw(last, subject).Rows {
			out.Texts = append(out.Texts, fileText{Text: h.labelText(r.lang, row.Label), N: row.N})
		}
	}
	return out
}

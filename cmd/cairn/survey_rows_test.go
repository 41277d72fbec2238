package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cairn/surveys"

	"github.com/xuri/excelize/v2"
)

// export lets one ask for the rows and another agree, and fetches the file.
func (s *same) export(asks, agrees *visitor, format string) string {
	s.t.Helper()
	return s.house.rowsFile(s.survey.ID, asks, agrees, format).body
}

// rowsFile lets one ask for the rows and another agree, waits and fetches the file.
func (h *house) rowsFile(survey string, asks, agrees *visitor, format string) reply {
	h.t.Helper()
	address := "/surveys/" + survey + "/exports"
	known := h.exportIDs(survey)
	asks.get(address)
	if got := asks.post(address, url.Values{"do": {"ask"}, "format": {format}}); got.status != http.StatusSeeOther {
		h.t.Fatalf("asking for %s: got %d\n%s", format, got.status, got.body)
	}
	id := ""
	for _, e := range h.exportIDs(survey) {
		if !slices.Contains(known, e) {
			id = e
		}
	}
	agrees.get(address)
	if got := agrees.post(address, url.Values{"do": {"agree"}, "export": {id}}); got.status != http.StatusSeeOther {
		h.t.Fatalf("agreeing to %s: got %d\n%s", format, got.status, got.body)
	}
	h.behind.Wait()
	got := asks.get(address + "/" + id)
	if got.status != http.StatusOK {
		h.t.Fatalf("fetching %s: got %d\n%s", format, got.status, got.body)
	}
	return got
}

func (h *house) exportIDs(survey string) (ids []string) {
	h.t.Helper()
	list, err := h.counting.exports.OfSurvey(h.t.Context(), survey)
	must(h.t, err)
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	return ids
}

// rows reads a file of rows back into answers.
func (s *same) rows(format, body string) []surveys.Answers {
	s.t.Helper()
	switch format {
	case "json":
		return s.jsonRows(body)
	case "csv":
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
		must(s.t, err)
		return s.sheetRows(lines)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	must(s.t, err)
	defer func() { must(s.t, book.Close()) }()
	lines, err := book.GetRows("Rows")
	must(s.t, err)
	return s.sheetRows(lines)
}

func (s *same) jsonRows(body string) (rows []surveys.Answers) {
	s.t.Helper()
	lines := json.NewDecoder(strings.NewReader(body))
	var head struct{ Columns []surveys.Column }
	must(s.t, lines.Decode(&head))
	for i, c := range head.Columns {
		if i >= len(s.order) || c.Question.ID != s.order[i] {
			s.t.Errorf("column %d is %s, want them in the order they were made: %v", i+1, c.Question.ID, s.order)
		}
	}
	for lines.More() {
		var line struct{ Answers surveys.Answers }
		must(s.t, lines.Decode(&line))
		rows = append(rows, line.Answers)
	}
	return rows
}

// sheetRows reads the cells of a sheet: the band, then each question.
func (s *same) sheetRows(lines [][]string) (rows []surveys.Answers) {
	s.t.Helper()
	all := s.questions()
	for i, name := range lines[0][1:] {
		title, _ := all[s.order[i]].Full.In("en")
		if want := strconv.Itoa(i+1) + ". " + title; name != want || len(lines[0]) != 1+len(s.order) {
			s.t.Errorf("column %d of %d is called %q, want %q", i+1, len(lines[0]), name, want)
		}
	}
	for _, line := range lines[1:] {
		answers := surveys.Answers{}
		for i, id := range s.order {
			if i+1 < len(line) && line[i+1] != "" {
				answers[id] = s.cell(all[id], line[i+1])
			}
		}
		rows = append(rows, answers)
	}
	return rows
}

// cell reads one answer back from what a person sees in a spreadsheet.
func (s *same) cell(q surveys.Question, text string) surveys.Answer {
	s.t.Helper()
	if text == "" || strings.ContainsRune("=+-@", rune(text[0])) {
		s.t.Errorf("a cell begins with %q: a spreadsheet would run it", text)
	}
	text = strings.TrimPrefix(text, "'")
	for _, pass := range []surveys.Pass{surveys.PassDontKnow, surveys.PassRatherNot, surveys.PassSkip} {
		if text == s.texts.Text("en", "vote.pass."+string(pass)) {
			return surveys.Answer{Pass: pass}
		}
	}
	if surveys.Writes(q.Kind) {
		if text != s.texts.Text("en", "results.wrote") {
			s.t.Errorf("a text's cell says %q", text)
		}
		return surveys.Answer{}
	}
	between := "; "
	if q.Kind == "ranking" {
		between = " > "
	}
	var a surveys.Answer
	for part := range strings.SplitSeq(text, between) {
		a.Pick = append(a.Pick, s.pick(q, part))
	}
	return a
}

// pick finds what was picked by its words.
func (s *same) pick(q surveys.Question, text string) string {
	s.t.Helper()
	name, value, rowed := strings.Cut(text, ": ")
	var found []string
	for _, o := range q.Options {
		full, _ := o.Full.In("en")
		switch {
		case !rowed && full == text && q.Kind != "pair":
			found = append(found, o.ID)
		case rowed && full == name && q.Kind == "stones":
			found = append(found, o.ID+":"+value)
		}
	}
	rows := surveys.CellRows(q)
	if rows == nil && len(found) == 0 {
		k, _ := surveys.KindOf(q.Kind)
		name, value, rows = "", text, []surveys.CellRow{{Cells: k.Cells(q, s.band)}}
	}
	for _, r := range rows {
		if row, _ := r.Words.In("en"); row != name {
			continue
		}
		cells := slices.Clone(r.Cells)
		if r.Pass != nil {
			cells = append(cells, *r.Pass)
		}
		for _, c := range cells {
			if words, _ := c.Words.In("en"); words == value || c.Text != "" && s.texts.Text("en", c.Text, c.Args...) == value {
				found = append(found, c.Key)
			}
		}
	}
	if q.Kind == "number" {
		return text
	}
	if len(found) != 1 {
		s.t.Errorf("%q of a %s may be %v: a reader could not tell", text, q.Kind, found)
		return text
	}
	return found[0]
}

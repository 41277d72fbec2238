package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/figures"
	"cairn/staff"
	"cairn/surveys"

	"github.com/xuri/excelize/v2"
)

// riskyForm asks two choices whose words a spreadsheet would run, and for a text.
func riskyForm() surveys.Form {
	choice := func(id, title string, options ...string) surveys.Place {
		q := surveys.Question{ID: id, Kind: "choice", Private: surveys.PrivateNo, Full: inEnglish(title)}
		for i, o := range options {
			q.Options = append(q.Options, surveys.Option{ID: string(rune('a' + i)), Full: inEnglish(o)})
		}
		return surveys.Place{ID: "p-" + id, Question: q}
	}
	return surveys.Form{Sections: []surveys.Section{{ID: "one", Places: []surveys.Place{
		choice("first", "=SUM(A1:A9) is what we ask first", "@yes", "-no"),
		choice("then", "Which of these?", "+1 more", "=2 less", "just so"),
		{ID: "p-more", Question: surveys.Question{ID: "more", Kind: "text", Private: surveys.PrivateNo, Full: inEnglish("What else?")}},
	}}}}
}

// answered lets a new phone send these answers over HTTP, and gives that phone.
func (h *house) answered(s *surveys.Survey, n int, answers map[string]any) *visitor {
	h.t.Helper()
	var given []map[string]any
	for q, a := range answers {
		one := map[string]any{"q": q}
		if text, ok := a.(string); ok {
			one["text"] = text
		} else {
			one["pick"] = a
		}
		given = append(given, one)
	}
	raw, err := json.Marshal(given)
	must(h.t, err)
	phone := h.visitor()
	form := url.Values{"key": {fmt.Sprintf("key-of-a-phone-%06d", n)}, "version": {fmt.Sprint(s.Version)}, "given": {string(raw)}}
	if got := phone.post("/q/"+s.Slug, form, "Accept", "application/json"); got.status != http.StatusOK {
		h.t.Fatalf("answering: got %d\n%s", got.status, got.body)
	}
	return phone
}

// risky lets phone n answer: every third yes, and the second question in turn.
func (h *house) risky(s *surveys.Survey, from, to int) {
	h.t.Helper()
	for n := from; n < to; n++ {
		h.answered(s, n, map[string]any{"first": []string{string("aab"[n%3])}, "then": []string{string("abc"[n%3])}})
	}
}

// numbersOn are the numbers in the table of one item of the page, in order.
func numbersOn(page reply, item int) (cells []string) {
	_, rest, _ := strings.Cut(page.body, fmt.Sprintf(`aria-labelledby="item-%d"`, item))
	section, _, _ := strings.Cut(rest, "</section>")
	for _, m := range regexp.MustCompile(`<td class="n">([^<]*)</td>`).FindAllStringSubmatch(section, -1) {
		cells = append(cells, m[1])
	}
	return cells
}

func hasNumber(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return regexp.MustCompile(`^[0-9]+$`).MatchString(c) })
}

func TestResultsShowNothingOfAFewAndMoveInStepsOfFiveWhileASurveyIsOpen(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.asksSurvey(func(s *surveys.Survey) { s.Draft = riskyForm() })
	sam := h.member()
	address := "/surveys/" + s.ID + "/results"
	for _, step := range []struct {
		answers int
		numbers bool
		moved   bool
	}{{0, false, false}, {2, false, false}, {5, true, true}, {9, true, false}, {10, true, true}, {14, true, false}, {30, true, true}} {
		before := sam.get(address)
		h.risky(s, len(h.responsesOf(s.ID)), step.answers)
		page := sam.get(address)
		page.says(t, "SUM(A1:A9) is what we ask first", "when five more have answered")
		if got := hasNumber(numbersOn(page, 1)); got != step.numbers {
			t.Errorf("%d answers: got %v, want numbers %v", step.answers, numbersOn(page, 1), step.numbers)
		}
		if got := !slices.Equal(numbersOn(before, 1), numbersOn(page, 1)); got != step.moved {
			t.Errorf("%d answers: got %v after %v, want it moved: %v", step.answers, numbersOn(page, 1), numbersOn(before, 1), step.moved)
		}
		if step.answers < figures.Standard().ExactFrom && strings.Contains(page.body, "<table") {
			t.Errorf("%d answers: the page has a table", step.answers)
		}
		var file struct{ Columns []figureColumn }
		must(t, json.Unmarshal([]byte(sam.get("/surveys/"+s.ID+"/figures/json").body), &file))
		if got := len(file.Columns[0].Figure.Cells) > 0 && file.Columns[0].Figure.Cells[0].N > 0; got != step.numbers {
			t.Errorf("%d answers: the JSON gives %+v, want numbers %v as on the page", step.answers, file.Columns[0].Figure, step.numbers)
		}
	}
	if got := sam.get(address + "/then?by=first"); hasNumber(numbersOn(got, 1)) || strings.Contains(got.body, "<table") {
		t.Error("groups were shown while answers came in")
	} else {
		got.says(t, "once the survey has closed")
	}
}

// figureColumn is one column of the figures' JSON.
type figureColumn struct {
	Number   int              `json:"number"`
	Question surveys.Question `json:"question"`
	Since    int              `json:"since"`
	Figure   figures.Figure   `json:"figure"`
}

// closedSurvey is a survey of sixty answers that is over.
func (h *house) closedSurvey() *surveys.Survey {
	h.t.Helper()
	s := h.asksSurvey(func(s *surveys.Survey) { s.Draft = riskyForm() })
	h.risky(s, 0, 60)
	closed, err := h.surveys.shelf.Close(h.t.Context(), s.ID)
	must(h.t, err)
	return closed
}

func TestGroupsAreShownOnceASurveyHasClosedAndNeverSmallOnes(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.closedSurvey()
	sam := h.member()
	page := sam.get("/surveys/" + s.ID + "/results/then?by=first")
	if n := strings.Count(page.body, `aria-labelledby="part-`); n < 2 || !strings.Contains(page.body, "<table") {
		t.Errorf("got %d groups, want those of the first question", n)
	}
	var groups []string
	for _, m := range regexp.MustCompile(`<td class="n">([0-9]+)</td>`).FindAllStringSubmatch(page.body, -1) {
		groups = append(groups, m[1])
	}
	if !slices.Contains(groups, "20") || slices.ContainsFunc(groups, func(n string) bool { return n == "1" || n == "2" || n == "3" }) {
		t.Errorf("got %v, want the twenty of each and no small number", groups)
	}
	if got := sam.get("/surveys/" + s.ID + "/results/first?by=then"); got.status == http.StatusOK && strings.Contains(got.body, "<table") {
		t.Error("the same table was shown the other way round, with other cells hidden")
	}
	sam.get("/surveys/"+s.ID+"/results/then?by=band").says(t, "Too few answered to look at groups.")
}

func TestResultsAreThereForThoseOfTheServiceAlone(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.closedSurvey()
	other, err := h.office.FoundService(t.Context(), staff.NewService("Elsewhere", ""))
	must(t, err)
	foreign := h.signedIn("foreign", other.ID, staff.Roles()...)
	reader := h.signedIn("reader", h.service, staff.Moderator)
	asks, agrees := h.member(), h.signedIn("second", h.service, staff.Designer)
	h.rowsFile(s.ID, asks, agrees, "csv")
	file := h.exportIDs(s.ID)[0]
	for name, who := range map[string]*visitor{"another service": foreign, "a moderator": reader} {
		for _, path := range []string{"/results", "/results/then?by=first", "/figures/json", "/figures/csv", "/figures/xlsx", "/exports", "/exports/" + file} {
			if got := who.get("/surveys/" + s.ID + path); got.status != http.StatusNotFound {
				t.Errorf("%s, %s: got %d, want 404", name, path, got.status)
			}
		}
		for _, do := range []string{"ask", "agree", "drop"} {
			if got := who.post("/surveys/"+s.ID+"/exports", url.Values{"do": {do}, "format": {"csv"}, "export": {file}}); got.status != http.StatusNotFound {
				t.Errorf("%s, %s: got %d, want 404", name, do, got.status)
			}
		}
	}
	if got := h.visitor().get("/surveys/" + s.ID + "/results"); got.status == http.StatusOK {
		t.Error("nobody is signed in, and the page is shown")
	}
	if got := asks.get("/surveys/" + h.asksSurvey(nil).ID + "/exports/" + file); got.status != http.StatusNotFound {
		t.Errorf("the file of one survey at the address of another: got %d, want 404", got.status)
	}
}

func TestRowsNeedTwoPeopleAndRunNothing(t *testing.T) {
	h := openHouse(t, furnish{})
	s := h.closedSurvey()
	asks, agrees := h.member(), h.signedIn("second", h.service, staff.Designer)
	address := "/surveys/" + s.ID + "/exports"
	asks.get(address)
	asks.post(address, url.Values{"do": {"ask"}, "format": {"csv"}})
	id := h.exportIDs(s.ID)[0]
	alone := asks.post(address, url.Values{"do": {"agree"}, "export": {id}})
	alone.says(t, "Somebody else has to agree.")
	if got := asks.get(address + "/" + id); alone.status != http.StatusUnprocessableEntity || got.status == http.StatusOK {
		t.Fatalf("one person alone: got %d, and %d for the file", alone.status, got.status)
	}
	agrees.get(address)
	agrees.post(address, url.Values{"do": {"agree"}, "export": {id}})
	h.behind.Wait()
	got := asks.get(address + "/" + id)
	if !strings.HasPrefix(got.header.Get("Content-Disposition"), `attachment; filename="cairn-rows-`) || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("got headers %v, want a file to be kept", got.header)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	must(t, err)
	if want := []string{"Age band", "1. =SUM(A1:A9) is what we ask first", "2. Which of these?", "3. What else?"}; len(lines) != 61 || !slices.Equal(lines[0], want) {
		t.Errorf("got %d lines under %q, want 61 under %q", len(lines), lines[0], want)
	}
	harmless(t, lines)
	for _, line := range lines[1:] {
		if !slices.Contains([]string{"'@yes,'+1 more", "'@yes,'=2 less", "'-no,just so"}, line[1]+","+line[2]) {
			t.Errorf("got the row %q", line)
		}
	}
	bookOfRows(t, h.rowsFile(s.ID, asks, agrees, "xlsx").body)
	jsonOfRows(t, h.rowsFile(s.ID, asks, agrees, "json").body)
	figuresRunNothing(t, asks, s.ID)
}

func harmless(t *testing.T, lines [][]string) {
	t.Helper()
	for _, line := range lines {
		for _, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("a cell begins as a formula: %q", cell)
			}
			if strings.HasPrefix(cell, "[") {
				t.Errorf("a cell says %q: its text is missing", cell)
			}
		}
	}
}

func bookOfRows(t *testing.T, body string) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	must(t, err)
	defer func() { must(t, book.Close()) }()
	if got := book.GetSheetList(); !slices.Equal(got, []string{"Rows", "Code book"}) {
		t.Fatalf("got the sheets %q", got)
	}
	code, err := book.GetRows("Code book")
	must(t, err)
	if want := []string{"2", "Which of these?", "Choice", "1", "1"}; len(code) != 4 || !slices.Equal(code[2][:5], want) {
		t.Errorf("got the code book %q, want %q in it", code, want)
	}
	if got := code[2][6]; !strings.Contains(got, "c = just so") || !strings.Contains(got, "a = +1 more") {
		t.Errorf("the code book gives the answers as %q", got)
	}
	harmless(t, code)
	rows, err := book.GetRows("Rows")
	must(t, err)
	harmless(t, rows)
}

func jsonOfRows(t *testing.T, body string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(body), "\n")
	var head struct {
		Cairn   string
		Version int
		Columns []surveys.Column
	}
	must(t, json.Unmarshal([]byte(lines[0]), &head))
	if head.Cairn != "rows" || head.Version != 1 || len(head.Columns) != 3 || len(lines) != 61 {
		t.Errorf("got %+v and %d lines", head, len(lines))
	}
	for _, line := range lines[1:] {
		var row map[string]json.RawMessage
		must(t, json.Unmarshal([]byte(line), &row))
		if len(row) != 2 || row["band"] == nil || row["answers"] == nil {
			t.Fatalf("got %s, want band and answers and nothing else", line)
		}
	}
}

func figuresRunNothing(t *testing.T, who *visitor, survey string) {
	t.Helper()
	got := who.get("/surveys/" + survey + "/figures/csv")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	must(t, err)
	harmless(t, lines)
	if !strings.Contains(got.header.Get("Content-Disposition"), "attachment") || len(lines) < 6 {
		t.Errorf("got %d lines and %v", len(lines), got.header)
	}
}

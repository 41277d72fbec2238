package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/figures"
	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"

	"github.com/xuri/excelize/v2"
)

// readReport is what a script reads of report.json.
type readReport struct {
	Print  string `json:"print"`
	Joined int    `json:"joined"`
	Items  []struct {
		Number   int            `json:"number"`
		Activity string         `json:"activity"`
		Tally    map[string]int `json:"tally"`
		Texts    []struct {
			Text string `json:"text"`
		} `json:"texts"`
		Rounds []polls.ReportRound `json:"rounds"`
		Pooled *struct {
			Sessions int            `json:"sessions"`
			Figure   figures.Figure `json:"figure"`
		} `json:"pooled"`
	} `json:"items"`
	AnswerBack []struct {
		Outcome string `json:"outcome"`
	} `json:"answerBack"`
}

func (v *visitor) report(path string) readReport {
	v.h.t.Helper()
	var out readReport
	if err := json.Unmarshal([]byte(v.get(path).body), &out); err != nil {
		v.h.t.Fatalf("%s is no JSON: %v", path, err)
	}
	return out
}

// csvRows reads a report's CSV behind its byte order mark.
func (v *visitor) csvRows(path string) [][]string {
	v.h.t.Helper()
	raw, marked := strings.CutPrefix(v.get(path).body, "\ufeff")
	if !marked {
		v.h.t.Errorf("%s has no byte order mark, without which Excel misreads it", path)
	}
	rows, err := csv.NewReader(strings.NewReader(raw)).ReadAll()
	must(v.h.t, err)
	return rows
}

func (v *visitor) book(path string) *excelize.File {
	v.h.t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader([]byte(v.get(path).body)))
	must(v.h.t, err)
	return book
}

// TestReport reads October's report; none of its parts changes it.
func TestReport(t *testing.T) {
	h, at := storyHouse(t)
	t.Run("its numbers are what the gate gives", func(t *testing.T) { numbersAreTheGates(t, h, at) })
	t.Run("it pools the same question over two sessions", func(t *testing.T) { poolsSameQuestion(t, h, at) })
	t.Run("the print to share of nine young people tells no number and no text", func(t *testing.T) { shareTellsLittle(t, h, at) })
	t.Run("only texts whose authors said yes may be shared", func(t *testing.T) { sharesQuotesAlone(t, h, at) })
	t.Run("its sheets and its table agree", func(t *testing.T) { filesAgree(t, h, at) })
	t.Run("it is for those who may read it alone", func(t *testing.T) { mayReadAlone(t, h, at) })
}

func numbersAreTheGates(t *testing.T, h *house, at demoAt) {
	s, err := h.rooms.Session(t.Context(), at.closed)
	must(t, err)
	sam := h.member()
	for print, aud := range map[string]figures.Audience{"team": figures.Staff, "share": figures.Public} {
		want, err := polls.BuildReport(t.Context(), *s, aud, reportWords{h.words})
		must(t, err)
		got := sam.report("/sessions/" + at.closed + "/report.json?for=" + print)
		if got.Print != print || got.Joined != want.Joined || len(got.Items) != len(want.Items) {
			t.Fatalf("%s: got the print %s of %d items, %d joined; want %d items, %d joined", print, got.Print, len(got.Items), got.Joined, len(want.Items), want.Joined)
		}
		for i, item := range got.Items {
			for n, round := range item.Rounds {
				wanted, _ := json.Marshal(want.Items[i].Rounds[n].Figure)
				given, _ := json.Marshal(round.Figure)
				if !bytes.Equal(wanted, given) {
					t.Errorf("%s, item %d, round %d: got %s, want the gate's %s", print, i+1, n+1, given, wanted)
				}
			}
		}
	}
}

func poolsSameQuestion(t *testing.T, h *house, at demoAt) {
	first := h.member().report("/sessions/" + at.closed + "/report.json").Items[0]
	if first.Pooled == nil || first.Pooled.Sessions != 2 || first.Pooled.Figure.Took != 17 {
		t.Errorf("got %+v, want 2 sessions, 17 young people", first.Pooled)
	}
	if got := first.Tally["b"]; got != 5 {
		t.Errorf("got %d for the second answer in the last round, want 5", got)
	}
}

func shareTellsLittle(t *testing.T, h *house, at demoAt) {
	sam := h.member()
	share := sam.report("/sessions/" + at.closed + "/report.json?for=share")
	if share.Joined != 0 || len(share.AnswerBack) != 2 {
		t.Errorf("got %d joined and %d lines, want neither number nor fewer lines than 2", share.Joined, len(share.AnswerBack))
	}
	for _, item := range share.Items {
		if len(item.Tally)+len(item.Texts) > 0 || item.Rounds[0].Figure.Shows() {
			t.Errorf("item %d tells %v %v, want only how many took part", item.Number, item.Tally, item.Texts)
		}
	}
	for _, path := range []string{"/report?for=share", "/report.csv?for=share", "/report.json?for=share"} {
		body := sam.get("/sessions/" + at.closed + path).body
		for _, secret := range []string{"Biscuits", "hurt somebody", "passed on"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s says %q, which is not for everybody", path, secret)
			}
		}
	}
}

func sharesQuotesAlone(t *testing.T, h *house, at demoAt) {
	s, err := h.rooms.Session(t.Context(), at.closed)
	must(t, err)
	better := s.Agenda[3].ID
	for share, want := range map[bool]struct{ shown, kept int }{false: {8, 1}, true: {6, 0}} {
		got, err := reportWords{h.words}.Approved(t.Context(), better, share)
		must(t, err)
		if len(got.Shown) != want.shown || len(got.KeptBack) != want.kept {
			t.Errorf("to share %v: got %d texts and %d reasons, want %d and %d", share, len(got.Shown), len(got.KeptBack), want.shown, want.kept)
		}
		for _, w := range got.Shown {
			if share && w.Text == "less talking more doing" || strings.Contains(w.Text+w.Key, "llie") {
				t.Errorf("to share %v: got %q, which was not to be quoted, or is masked", share, w.Text)
			}
		}
	}
}

func filesAgree(t *testing.T, h *house, at demoAt) {
	sam := h.member()
	base := "/sessions/" + at.closed
	book := sam.book(base + "/report.xlsx")
	defer book.Close()
	items := map[int][][]string{}
	for _, row := range sam.csvRows(base + "/report.csv")[1:] {
		if n, err := strconv.Atoi(row[0]); err == nil {
			items[n] = append(items[n], row[2:])
		}
	}
	if sheets := book.GetSheetList(); len(sheets) != 6 || sheets[0] != "Overview" {
		t.Fatalf("got the sheets %v, want an overview and five items", sheets)
	}
	for n, want := range items {
		rows, err := book.GetRows("Item " + strconv.Itoa(n))
		must(t, err)
		got := rows[3:]
		if len(got) != len(want) {
			t.Fatalf("item %d: got %d rows in the workbook, want the table's %d", n, len(got), len(want))
		}
		for i := range got {
			if a, b := strings.TrimRight(strings.Join(got[i], "|"), "|"), strings.TrimRight(strings.Join(want[i], "|"), "|"); a != b {
				t.Errorf("item %d, row %d: the workbook says %q, the table %q", n, i+1, a, b)
			}
		}
	}
	exact := map[string]int{"What is hard right now?": 5, "Who is important to you?": 1}
	for _, row := range items[1] {
		if want, asked := exact[row[2]]; asked && row[0] == "2" && row[1] == "Chose this" && row[3] != strconv.Itoa(want) {
			t.Errorf("%s: got %s in round 2, want the tally's %d", row[2], row[3], want)
		}
	}
}

func TestTextsThatLookLikeFormulasAreHarmlessInFiles(t *testing.T) {
	h, at := storyHouse(t)
	evil := "=HYPERLINK(\"http://evil.example\")"
	details := polls.Details{Title: surveys.Words{"en": "@SUM(A1)"}, Panel: at.panel, Band: surveys.Band11to15, Lang: "en", Day: time.Now()}
	planned, err := h.rooms.PlanExample(t.Context(), at.link, details, []polls.Activity{{Question: surveys.Question{
		ID: "evil", Kind: "choice", Private: surveys.PrivateNo, Full: surveys.Words{"en": "+1+1"},
		Options: []surveys.Option{{ID: "a", Full: surveys.Words{"en": evil}}, {ID: "b", Full: surveys.Words{"en": "-2"}}},
	}}})
	must(t, err)
	h.session, h.ask = planned.ID, planned.Agenda[0].ID
	h.do(polls.Command{Do: polls.DoConsent, On: true})
	h.do(polls.Command{Do: polls.DoStart})
	h.do(polls.Command{Do: polls.DoOpen, Activity: h.ask})
	h.code = h.room().View().Session.Door.Code
	for _, pick := range []string{"a", "a", "b"} {
		must(t, h.cast(pick))
	}
	h.do(polls.Command{Do: polls.DoSeal, Activity: h.ask})
	sam := h.member()
	found := 0
	for _, row := range sam.csvRows("/sessions/" + planned.ID + "/report.csv") {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("the table has the cell %q, which a spreadsheet would run", cell)
			}
			if cell == "'"+evil {
				found++
			}
		}
	}
	book := sam.book("/sessions/" + planned.ID + "/report.xlsx")
	defer book.Close()
	rows, err := book.GetRows("Item 1")
	must(t, err)
	for _, row := range rows {
		for _, cell := range row {
			if cell == "'"+evil {
				found++
			}
		}
	}
	if found != 2 {
		t.Errorf("the text stands %d times, want once in each file, as it was written behind an apostrophe", found)
	}
}

func mayReadAlone(t *testing.T, h *house, at demoAt) {
	wild := h.chapterOf("bwild-best").ID
	sam := h.member()
	if got := sam.get("/sessions/" + at.closed + "/report").status; got != http.StatusOK {
		t.Errorf("the facilitator gets %d, want the report", got)
	}
	accounts, err := h.office.Accounts(t.Context(), at.link)
	must(t, err)
	for _, a := range accounts {
		if roles := a.RolesIn(at.link); len(roles) == 1 && roles[0] == staff.Moderator {
			h.account = a // Ruth, a moderator of LINK and nobody in B-Wild
		}
	}
	ruth := h.member()
	for _, session := range []string{at.closed, wild, at.ready} {
		for _, page := range []string{"report", "report.xlsx", "report.csv", "report.json", "answer-back", "end", "paper"} {
			if got := ruth.get("/sessions/" + session + "/" + page).status; got != http.StatusNotFound {
				t.Errorf("a moderator gets %d for %s, want it not to exist", got, page)
			}
		}
	}
	if got := sam.get("/sessions/nosuchsessionatallnosuchse/report").status; got != http.StatusNotFound {
		t.Errorf("an unknown session: got %d, want 404", got)
	}
}

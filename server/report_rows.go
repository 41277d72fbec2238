package server

import (
	"strings"
	"unicode"

	"cairn/figures"
	"cairn/polls"
	"cairn/server/views"
)

// reportRow is one line of a report's files: about one item, in one round (0
// where it is about the item), what is counted, of which answer, and either a
// number or words. XLSX and CSV are both written from these rows, so that they
// cannot differ.
type reportRow struct {
	item   int
	title  string
	round  int
	what   string
	answer string
	n      *int
	words  string
}

// rowsOf writes a report's items down as rows, in the order they are shown.
func (h *afterScreens) rowsOf(r *reading) []reportRow {
	var rows []reportRow
	for _, item := range r.report.Items {
		rows = append(rows, h.itemRows(r, item)...)
	}
	return rows
}

func (h *afterScreens) itemRows(r *reading, item polls.ReportItem) []reportRow {
	title, _ := titleOfQuestion(item.Question).In(r.lang)
	say := func(key string, args ...any) string { return h.texts.Text(r.lang, key, args...) }
	var rows []reportRow
	add := func(round int, what, answer string, n *int, words string) {
		rows = append(rows, reportRow{item.Number, title, round, what, answer, n, words})
	}
	for _, how := range askedHow(item.Question, r.report.Band, r.team) {
		add(0, say("report.what.asked"), "", nil, say(how.Key, "N", how.N))
	}
	shown := h.itemOf(r, item)
	for i, round := range item.Rounds {
		for _, one := range []struct {
			key string
			n   *int
		}{{"joined", nonzero(round.Joined)}, {"answered", round.Answered}, {"passed", round.Passed}, {"dropped", round.Dropped}} {
			if one.n != nil {
				add(round.Nth, say("report.what."+one.key), "", one.n, "")
			}
		}
		chart := shown.Rounds[i].Chart
		rows = append(rows, h.chartRows(r, item, chartIn{"report.what.answer", round.Nth, chart})...)
		if hand := shown.Rounds[i].Hand; hand != nil {
			rows = append(rows, h.chartRows(r, item, chartIn{"report.what.hand", round.Nth, *hand})...)
		}
	}
	for _, k := range shown.KeptBack {
		add(0, say("report.what.keptback"), say(k.Key), &k.N, "")
	}
	for _, key := range item.Notes {
		add(0, say("report.what.note"), "", nil, say(key))
	}
	if shown.Pool != nil {
		add(0, say("report.what.sessions"), "", &shown.Pool.Sessions, "")
		rows = append(rows, h.chartRows(r, item, chartIn{"report.what.pool", 0, shown.Pool.Chart})...)
	}
	return rows
}

// chartIn is a chart on its way into rows: what it counts, in which round.
type chartIn struct {
	what  string // catalogue key
	round int
	chart figures.Chart
}

// chartRows writes a chart's table down, and its reason where there is none.
func (h *afterScreens) chartRows(r *reading, item polls.ReportItem, in chartIn) []reportRow {
	title, _ := titleOfQuestion(item.Question).In(r.lang)
	what := h.texts.Text(r.lang, in.what)
	var rows []reportRow
	for _, part := range in.chart.Parts {
		for _, row := range h.chartRows(r, item, chartIn{in.what, in.round, part}) {
			row.answer = strings.TrimSpace(h.labelText(r.lang, *part.Row) + ": " + row.answer)
			rows = append(rows, row)
		}
	}
	if len(rows) > 0 {
		return rows
	}
	for _, row := range in.chart.Table() {
		out := reportRow{item: item.Number, title: title, round: in.round, what: what, answer: h.labelText(r.lang, row.Label)}
		switch {
		case row.Numbered:
			out.n = &row.N
		case row.Say != "":
			out.words = h.texts.Text(r.lang, row.Say)
		default:
			out.words = h.texts.Text(r.lang, "parts.chart.uncounted")
		}
		rows = append(rows, out)
		if row.Moved {
			moved := out
			moved.what, moved.n, moved.words = h.texts.Text(r.lang, "report.what.change"), &row.Move, ""
			rows = append(rows, moved)
		}
	}
	if in.chart.Took > 0 && len(in.chart.Rows) == 0 {
		rows = append(rows, reportRow{
			item: item.Number, title: title, round: in.round, what: h.texts.Text(r.lang, "report.what.took"), n: &in.chart.Took,
		})
	}
	if in.chart.Reason != "" {
		rows = append(rows, reportRow{
			item: item.Number, title: title, round: in.round, what: h.texts.Text(r.lang, "report.what.note"),
			words: h.texts.Text(r.lang, in.chart.Reason),
		})
	}
	return rows
}

func nonzero(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// overview is what a report says of the whole session, as pairs of a name and a value.
func (h *afterScreens) overview(r *reading) [][2]any {
	say := func(key string, args ...any) string { return h.texts.Text(r.lang, key, args...) }
	title, _ := r.session.Title.In(r.lang)
	pairs := [][2]any{
		{say("report.col.session"), title},
		{say("report.col.print"), say("report." + r.print())},
		{say("report.col.service"), r.service.Name},
		{say("report.col.day"), h.dayText(r.lang, r.session.Day)},
		{say("report.col.band"), say("plan.band." + string(r.session.Band))},
	}
	if r.panel != "" {
		pairs = append(pairs, [2]any{say("report.col.panel"), r.panel})
	}
	for _, f := range facts(r) {
		var value any = f.N
		if f.Word != "" {
			value = say(f.Word)
		}
		pairs = append(pairs, [2]any{say(f.Say, "N", f.N), value})
	}
	if back := h.backOf(r.lang, r.back, r.service); back != nil {
		pairs = append(pairs, h.backPairs(r, back)...)
	}
	if h.example || r.session.Example {
		pairs = append(pairs, [2]any{say("report.what.note"), say("parts.example")})
	}
	return pairs
}

func (h *afterScreens) backPairs(r *reading, back *views.ReportBack) [][2]any {
	say := func(key string, args ...any) string { return h.texts.Text(r.lang, key, args...) }
	pairs := [][2]any{
		{say("report.back"), say("report.back.who", "Who", back.Who, "Day", back.By)},
		{say("report.col.standing"), say(back.Standing.Key, "N", back.Standing.N)},
	}
	for _, line := range back.Lines {
		said, _ := line.Said.In(r.lang)
		words, _ := line.Words.In(r.lang)
		pairs = append(pairs, [2]any{said, say(line.Outcome) + " " + words})
	}
	return pairs
}

// harmless makes a text safe to open in a spreadsheet: one that would be read
// as a formula gets an apostrophe in front, which shows it as it was written.
func harmless(text string) string {
	first := strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
	if strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r") || strings.HasPrefix(text, "\n") {
		return "'" + text
	}
	if first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
		return "'" + text
	}
	return text
}

// fileName is what a report's file is called: the day and the print, nothing
// anybody typed.
func (r *reading) fileName(ending string) string {
	return "cairn-" + r.session.Day.Format("2006-01-02") + "-" + r.print() + "." + ending
}

package server

import (
	"strings"

	"cairn/figures"
	"cairn/moderation"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
)

// titleOfQuestion is what an item is called: its full text, else its short one.
func titleOfQuestion(q surveys.Question) surveys.Words {
	if len(q.Full) > 0 {
		return q.Full
	}
	return q.Short
}

func asks(q surveys.Question) bool {
	k, ok := surveys.KindOf(q.Kind)
	return ok && k.Asks()
}

// askedHow says in sentences how a question was asked and how private it is. A
// kind without a row here is named by its own name.
func askedHow(q surveys.Question, band surveys.Band, team bool) []views.Said {
	if !asks(q) {
		return nil
	}
	how := views.Said{Key: "kind." + q.Kind}
	switch q.Kind {
	case "choice":
		how.Key = "report.asked.one"
		if q.Max > 1 {
			how = views.Said{Key: "report.asked.several", N: q.Max}
		}
	case "scale":
		how = askedScale(q, band)
	case "ranking":
		how = views.Said{Key: "report.asked.ranking", N: len(q.Options)}
	case "number", "pair", "statements", "criteria", "checkin":
		how = views.Said{Key: "report.asked." + q.Kind, N: len(q.Options)}
	case "stones":
		how = views.Said{Key: "report.asked.stones", N: q.Stones}
	case "ideas", "questions":
		how.Key = "report.asked." + q.Kind
	case "text":
		how.Key = "report.asked.text"
		if q.Mode == surveys.ShowAsWeGo {
			how.Key = "report.asked.textgo"
		}
	}
	private := "report.private."
	if !team {
		private = "report.private.share."
	}
	return []views.Said{how, {Key: private + string(figures.SensitivityOf(surveys.PrivateOf(q)))}}
}

func askedScale(q surveys.Question, band surveys.Band) views.Said {
	switch q.Scale {
	case surveys.ScaleFaces:
		return views.Said{Key: "report.asked.faces", N: surveys.FaceSteps(band)}
	case surveys.ScaleWords:
		return views.Said{Key: "report.asked.steps", N: len(q.Options)}
	}
	return views.Said{Key: "report.asked.numbers"}
}

// countsSaid says who joined, answered, passed and dropped out, as far as that
// may be told; where it may not, it says so.
func countsSaid(r polls.ReportRound, team bool) []views.Said {
	var list []views.Said
	if r.Joined > 0 {
		key := "report.joined"
		if !team {
			key = "report.joined.about"
		}
		list = append(list, views.Said{Key: key, N: r.Joined})
	}
	for _, one := range []struct {
		key string
		n   *int
	}{{"report.answered", r.Answered}, {"report.passed", r.Passed}, {"report.dropped", r.Dropped}} {
		if one.n != nil {
			list = append(list, views.Said{Key: one.key, N: *one.n})
		}
	}
	if r.Answered == nil && r.Figure.Took == 0 {
		list = append(list, views.Said{Key: "report.counts.withheld"})
	}
	return list
}

// textsOf are a question's approved texts, most written first as the gate let
// them through, and for the team what became of all of them.
func (h *afterScreens) textsOf(r *reading, item polls.ReportItem, chart figures.Chart) *views.ReportTexts {
	texts := &views.ReportTexts{}
	for _, row := range chart.Rows {
		quote := views.ReportQuote{Pieces: pieces(item.Labels[row.Label.Key])}
		if row.Numbered && row.N > 1 {
			quote.N = row.N
		}
		texts.Quotes = append(texts.Quotes, quote)
	}
	sum, ok := r.sums[item.Activity]
	if !ok {
		return texts
	}
	kept := 0
	for _, n := range sum.KeptBack {
		kept += n
	}
	if item.Rounds[len(item.Rounds)-1].Answered == nil { // how many answered may not be told, so neither how many wrote
		sum.Written, sum.Shown, sum.Undone = 0, sum.Masked, 0
	}
	for _, one := range []views.Said{
		{Key: "report.texts.shown", N: sum.Shown - sum.Masked},
		{Key: "report.texts.masked", N: sum.Masked}, {Key: "report.heldback", N: kept},
		{Key: "report.texts.undone", N: sum.Undone},
	} {
		if one.N > 0 {
			texts.Sums = append(texts.Sums, one)
		}
	}
	return texts
}

// pieces cuts an approved text along its masks.
func pieces(text string) []views.TextPiece {
	var out []views.TextPiece
	for text != "" {
		at, label := len(text), ""
		for _, l := range moderation.MaskLabels() {
			if i := strings.Index(text, "["+l+"]"); i >= 0 && i < at {
				at, label = i, l
			}
		}
		if at > 0 {
			out = append(out, views.TextPiece{Text: text[:at]})
		}
		if label == "" {
			break
		}
		out = append(out, views.TextPiece{Mask: label})
		text = text[at+len(label)+2:]
	}
	return out
}

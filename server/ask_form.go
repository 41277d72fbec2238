package server

import (
	"slices"
	"strconv"
	"strings"

	"cairn/server/views"
	"cairn/surveys"
)

// asking is how one question is asked of one reader: which words and pictures
// they like, what they answered before, and what the names of its fields begin with.
type asking struct {
	Lang   string
	Layer  string // "full", "short" or "pictures"; "" is full
	Band   surveys.Band
	Prefix string // "" live, "q-<question>-" in a survey
	Kept   surveys.Answer
}

// askForm makes the answer form of one question, live and in surveys alike:
// everything the template "ask" needs. What is said before a text box (Reads,
// Keeps, Plain) is the caller's, and so is an information page's Body.
func (s *site) askForm(q surveys.Question, how asking) views.Ask {
	kind, _ := surveys.KindOf(q.Kind)
	ask := views.Ask{
		Kind: q.Kind, Asks: kind != nil && kind.Asks(), Prefix: how.Prefix,
		Title:   inLayer(q.Full, q.Short, how.Layer),
		Picture: s.pictureURL(q.Picture), Alt: s.altOf(how.Lang, q.Picture, q.Alt),
		Low: q.Low, High: q.High, Stones: q.Stones, Many: q.Max > 1,
		Clip: clipFor(q.Clips, q.Full, inLayer(q.Full, q.Short, how.Layer), how.Lang),
		Pass: how.Kept.Pass, Text: how.Kept.Text, Quote: how.Kept.Quote,
	}
	ask.Hint, ask.HintN = hintOf(q)
	s.askRows(&ask, q, how)
	ask.Spoken = slices.ContainsFunc(ask.Rows, func(r views.AskRow) bool {
		return r.Clip != "" || slices.ContainsFunc(r.Choices, func(c views.AskChoice) bool { return c.Clip != "" })
	})
	return ask
}

// askRows fills the answers offered, with what was chosen before.
func (s *site) askRows(ask *views.Ask, q surveys.Question, how asking) {
	switch q.Kind {
	case "ranking", "stones":
		given := givenStones(how.Kept.Pick)
		for i, o := range q.Options {
			row := s.optionRow(o, i, how)
			row.Place, row.Given = slices.Index(how.Kept.Pick, o.ID)+1, given[o.ID]
			ask.Rows = append(ask.Rows, row)
		}
	case "statements", "criteria", "pair":
		s.askSeveral(ask, q, how)
		return
	case "number":
		askNumber(ask, q, how.Kept)
	default:
		kind, ok := surveys.KindOf(q.Kind)
		if !ok {
			return
		}
		for i, cell := range kind.Cells(q, how.Band) {
			row := views.AskRow{ID: cell.Key, N: i + 1, Words: cell.Words, Text: cell.Text, Args: cell.Args}
			if cell.Option >= 0 {
				row = s.optionRow(q.Options[cell.Option], i, how)
			} else {
				row.Picture = s.pictureURL(cell.Picture)
			}
			row.Face, row.Of = faceOf(cell.Picture)
			row.On = slices.Contains(how.Kept.Pick, cell.Key)
			ask.Rows = append(ask.Rows, row)
		}
	}
	ask.Few = len(ask.Rows) > 0 && ask.Rows[0].Of > 0 && ask.Rows[0].Of <= 3
	pictured := len(ask.Rows) > 0 && !slices.ContainsFunc(ask.Rows, func(r views.AskRow) bool { return r.Picture == "" })
	ask.Grid = pictured && (how.Layer != "full" || q.Kind == "checkin")
}

// askNumber offers each number where they are few, else a box to type one.
func askNumber(ask *views.Ask, q surveys.Question, kept surveys.Answer) {
	typed := ""
	if len(kept.Pick) > 0 {
		typed = kept.Pick[0]
	}
	ask.Number = views.AskNumber{
		Least: q.Least, Most: q.Most, Step: surveys.NumberStep(q), Typed: typed, Unit: q.Unit, Signed: q.Least < 0,
	}
	for i, n := range surveys.NumberValues(q) {
		id := strconv.Itoa(n)
		ask.Rows = append(ask.Rows, views.AskRow{ID: id, N: i + 1, Text: "scale.number", Args: []any{"Number", n}, On: id == typed})
	}
}

// askSeveral fills a question of several rows, each with its choices.
func (s *site) askSeveral(ask *views.Ask, q surveys.Question, how asking) {
	rows := surveys.CellRows(q)
	if q.Kind == "pair" {
		rows = surveys.Pairs(q)
	}
	for i, r := range rows {
		row := views.AskRow{ID: r.ID, N: i + 1}
		if r.Option >= 0 {
			row = s.optionRow(q.Options[r.Option], i, how)
		}
		cells := r.Cells
		if r.Pass != nil {
			cells = append(slices.Clone(cells), *r.Pass)
		}
		for n, cell := range cells {
			choice := views.AskChoice{
				Value: cell.Key, ID: strings.NewReplacer(":", ".", ">", "..").Replace(cell.Key),
				Words: cell.Words, Text: cell.Text, Args: cell.Args, On: slices.Contains(how.Kept.Pick, cell.Key),
			}
			_, choice.Mark, _ = surveys.RowPick(cell.Key)
			if cell.Option >= 0 {
				of := s.optionRow(q.Options[cell.Option], cell.Option, how)
				choice.Words, choice.Picture, choice.N, choice.Clip = of.Words, of.Picture, of.N, of.Clip
			} else if q.Kind == "criteria" {
				choice.Words, choice.Text, choice.N = nil, "scale.number", n+1
				choice.Args = []any{"Number", n + 1}
			}
			row.Choices = append(row.Choices, choice)
		}
		ask.Rows = append(ask.Rows, row)
	}
}

// givenStones reads "a:3" picks; others are no stones.
func givenStones(picks []string) map[string]int {
	given := map[string]int{}
	for _, pick := range picks {
		id, value, _ := surveys.RowPick(pick)
		given[id], _ = strconv.Atoi(value)
	}
	return given
}

func (s *site) optionRow(o surveys.Option, i int, how asking) views.AskRow {
	words := inLayer(o.Full, o.Short, how.Layer)
	return views.AskRow{ID: o.ID, N: i + 1, Words: words, Picture: s.pictureURL(o.Picture), Clip: clipFor(o.Clips, o.Full, words, how.Lang)}
}

// inLayer chooses short words for those who like them short or in pictures.
func inLayer(full, short surveys.Words, like string) surveys.Words {
	if (like == "short" || like == "pictures") && len(short) > 0 {
		return short
	}
	return full
}

// hintOf is the small line above the answers.
func hintOf(q surveys.Question) (key string, n int) {
	switch {
	case q.Kind == "choice" && q.Max > 1:
		return "vote.hint.several", q.Max
	case q.Kind == "choice", q.Kind == "scale", q.Kind == "checkin":
		return "vote.hint.one", 1
	case q.Kind == "ranking":
		return "vote.hint.ranking", len(q.Options)
	case q.Kind == "number" && surveys.NumberValues(q) != nil:
		return "vote.hint.one", 1
	case q.Kind == "number":
		return "kind.number.hint", 1
	case q.Kind == "stones":
		return "kind.stones.hint", q.Stones
	case q.Kind == "pair" && len(q.Options) == 2:
		return "kind.pair.hint", 1
	case q.Kind == "pair":
		return "kind.pair.hint.several", len(surveys.Pairs(q))
	case q.Kind == "statements":
		return "kind.statements.hint", len(q.Options)
	case q.Kind == "criteria":
		return "kind.criteria.hint", len(q.Options)
	}
	return "", 0
}

// faceOf reads "face:2/3": the second of three faces.
func faceOf(picture string) (face, of int) {
	rest, ok := strings.CutPrefix(picture, "face:")
	if !ok {
		return 0, 0
	}
	n, m, _ := strings.Cut(rest, "/")
	face, _ = strconv.Atoi(n)
	of, _ = strconv.Atoi(m)
	return face, of
}

package server

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// askOf makes the open question as this phone asks it: in the layer its owner
// likes, with what was answered before.
func (h *phoneScreens) askOf(c *fiber.Ctx, v *polls.View, kept polls.Kept) views.Ask {
	q, like := v.Now.Question, layer(c)
	will, _ := surveys.RoomWill(q)
	ask := views.Ask{
		Kind: q.Kind, Code: c.Params("code"), Activity: v.Now.ID, Round: v.Now.Round,
		Key: freshKey(), Counter: kept.Counter,
		Title: titleIn(v, like), Picture: h.pictureURL(q.Picture), Alt: h.altOf(who(c).lang, q.Picture, q.Alt),
		Low: q.Low, High: q.High, Will: will, Pass: kept.Answer.Pass, Quote: kept.Answer.Quote,
		Many: q.Max > 1, Plain: !who(c).secure,
	}
	if surveys.Writes(q.Kind) {
		ask.Reads, ask.Keeps = textNotice(q)
	}
	ask.Hint, ask.HintN = hintOf(q)
	h.rowsOf(&ask, v, kept, like)
	return ask
}

// titleIn is the present question in the words of a layer.
func titleIn(v *polls.View, like string) surveys.Words {
	return inLayer(v.Now.Question.Full, v.Now.Question.Short, like)
}

// liveIdentity is the mode of every text written in a live session: no name, no
// code to come back with. What it says and what is stored come from one table.
const liveIdentity = surveys.FullyAnonymous

// textNotice is what is said before a text box, as keys: who reads it, when, and
// what must be passed on; then what is kept and what is not.
func textNotice(q surveys.Question) (reads, keeps []string) {
	reads = []string{"vote.text.later", "vote.text.worry"}
	if q.Mode == surveys.ShowAsWeGo {
		reads[0] = "vote.text.soon"
	}
	for _, line := range liveIdentity.Notice() {
		keeps = append(keeps, line.Key)
	}
	return reads, keeps
}

// rowsOf fills the answers offered, with what was chosen before.
func (h *phoneScreens) rowsOf(ask *views.Ask, v *polls.View, kept polls.Kept, like string) {
	q := v.Now.Question
	kind, ok := surveys.KindOf(q.Kind)
	if !ok {
		return
	}
	if q.Kind == "ranking" {
		for i, o := range q.Options {
			ask.Rows = append(ask.Rows, h.optionRow(o, i, like))
			ask.Rows[i].Place = slices.Index(kept.Answer.Pick, o.ID) + 1
		}
	} else {
		for i, cell := range kind.Cells(q, v.Session.Band) {
			row := views.AskRow{ID: cell.Key, N: i + 1, Words: cell.Words, Text: cell.Text, Args: cell.Args}
			if cell.Option >= 0 {
				row = h.optionRow(q.Options[cell.Option], i, like)
			}
			row.Face, row.Of = faceOf(cell.Picture)
			row.On = slices.Contains(kept.Answer.Pick, cell.Key)
			ask.Rows = append(ask.Rows, row)
		}
	}
	ask.Few = len(ask.Rows) > 0 && ask.Rows[0].Of > 0 && ask.Rows[0].Of <= 3
	ask.Grid = len(ask.Rows) > 0 && like != "full" && !slices.ContainsFunc(ask.Rows, func(r views.AskRow) bool { return r.Picture == "" })
}

func (h *phoneScreens) optionRow(o surveys.Option, i int, like string) views.AskRow {
	return views.AskRow{ID: o.ID, N: i + 1, Words: inLayer(o.Full, o.Short, like), Picture: h.pictureURL(o.Picture)}
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
	case q.Kind == "choice", q.Kind == "scale":
		return "vote.hint.one", 1
	case q.Kind == "ranking":
		return "vote.hint.ranking", len(q.Options)
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

// pictureURL is the address of a picture of the set or of one's own.
func (s *site) pictureURL(picture string) string {
	if code, ok := strings.CutPrefix(picture, "set:"); ok {
		return s.static.URL("pictures/" + code + ".svg")
	}
	if id, ok := strings.CutPrefix(picture, "own:"); ok {
		return "/pictures/" + id
	}
	return ""
}

// altOf is what a picture shows, in a language.
func (s *site) altOf(lang, picture string, alt surveys.Words) string {
	if text, _ := alt.In(lang); text != "" {
		return text
	}
	if code, ok := strings.CutPrefix(picture, "set:"); ok {
		if p, ok := s.static.Picture(code); ok {
			return p.Names[lang]
		}
	}
	return ""
}

// mineWords says in words what was answered, each as the form said it.
func (h *phoneScreens) mineWords(lang string, ask views.Ask) []string {
	if ask.Pass != surveys.PassNone {
		return []string{h.texts.Text(lang, "vote.pass."+string(ask.Pass))}
	}
	rows := slices.Clone(ask.Rows)
	slices.SortStableFunc(rows, func(a, b views.AskRow) int { return a.Place - b.Place })
	var words []string
	for _, r := range rows {
		if !r.On && r.Place == 0 {
			continue
		}
		said, _ := r.Words.In(lang)
		if r.Text != "" {
			said = h.texts.Text(lang, r.Text, r.Args...)
		}
		if r.Place > 0 {
			said = strconv.Itoa(r.Place) + ". " + said
		}
		words = append(words, said)
	}
	return words
}

// freshKey is a submission key for one form.
func freshKey() string {
	raw := make([]byte, 12)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	return hex.EncodeToString(raw)
}

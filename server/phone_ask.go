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
	q := v.Now.Question
	ask := h.askForm(q, asking{Lang: who(c).lang, Layer: layer(c), Band: v.Session.Band, Kept: kept.Answer})
	ask.Code, ask.Activity, ask.Round = c.Params("code"), v.Now.ID, v.Now.Round
	ask.Key, ask.Counter, ask.Plain, ask.Text = freshKey(), kept.Counter, !who(c).secure, ""
	ask.Will, _ = surveys.RoomWill(q)
	if surveys.Writes(q.Kind) {
		ask.Reads, ask.Keeps = textNotice(q)
	}
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
	say := func(words surveys.Words, text string, args []any) string {
		said, _ := words.In(lang)
		if len(words) == 0 && text != "" {
			said = h.texts.Text(lang, text, args...)
		}
		return said
	}
	var words []string
	for _, r := range rows {
		said := say(r.Words, r.Text, r.Args)
		for _, choice := range r.Choices {
			if choice.On && said != "" {
				words = append(words, said+": "+say(choice.Words, choice.Text, choice.Args))
			} else if choice.On {
				words = append(words, say(choice.Words, choice.Text, choice.Args))
			}
		}
		switch {
		case r.Place > 0:
			words = append(words, strconv.Itoa(r.Place)+". "+said)
		case r.Given > 0:
			words = append(words, said+": "+strconv.Itoa(r.Given))
		case r.On:
			words = append(words, said)
		}
	}
	if ask.Kind == "number" && len(ask.Rows) == 0 && ask.Number.Typed != "" {
		unit, _ := ask.Number.Unit.In(lang)
		words = append(words, strings.TrimSpace(ask.Number.Typed+" "+unit))
	}
	return words
}

// freshKey is a submission key for one form.
func freshKey() string {
	raw := make([]byte, 12)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	return hex.EncodeToString(raw)
}

package server

import (
	"slices"
	"strings"

	"cairn/figures"
	"cairn/surveys"
)

// answerText writes one answer down as a cell of a sheet: what was chosen, in the reader's language; "" for none.
func (h *resultScreens) answerText(lang string, q surveys.Question, band surveys.Band, a *surveys.Answer) string {
	switch {
	case a == nil:
		return ""
	case a.Pass != surveys.PassNone:
		return h.texts.Text(lang, "vote.pass."+string(a.Pass))
	case surveys.Writes(q.Kind):
		return h.texts.Text(lang, "results.wrote")
	}
	picks := make([]string, len(a.Pick))
	for i, pick := range a.Pick {
		picks[i] = h.pickText(lang, q, band, pick)
	}
	between := "; "
	if q.Kind == "ranking" {
		between = " > "
	}
	return strings.Join(picks, between)
}

// pickText is one pick as it reads: an answer's own words, a row with its value, or the number itself.
func (h *resultScreens) pickText(lang string, q surveys.Question, band surveys.Band, pick string) string {
	if row, value, ok := surveys.RowPick(pick); ok {
		name := h.optionText(lang, q, row)
		for _, r := range surveys.CellRows(q) {
			if r.ID == row && r.Words != nil {
				name, _ = r.Words.In(lang)
			}
		}
		return name + ": " + h.cellText(lang, q, band, pick, value)
	}
	text := h.cellText(lang, q, band, pick, pick)
	for _, r := range surveys.CellRows(q) { // of two at a time: which two, or nobody could tell
		if slices.ContainsFunc(r.Cells, func(c surveys.Cell) bool { return c.Key == pick }) {
			between, _ := r.Words.In(lang)
			return between + ": " + text
		}
	}
	return text
}

// cellText finds the words of a cell, else of an option; value stands where there are none.
func (h *resultScreens) cellText(lang string, q surveys.Question, band surveys.Band, key, value string) string {
	if k, ok := surveys.KindOf(q.Kind); ok {
		for _, cell := range k.Cells(q, band) {
			if cell.Key != key {
				continue
			}
			if cell.Words == nil && cell.Text != "" || cell.Words != nil {
				return h.labelText(lang, figures.Label{Key: value, Words: cell.Words, Text: cell.Text, Args: cell.Args})
			}
		}
	}
	if text := h.optionText(lang, q, value); text != "" {
		return text
	}
	return value
}

func (h *resultScreens) optionText(lang string, q surveys.Question, id string) string {
	for _, o := range q.Options {
		if o.ID == id {
			if text, _ := o.Full.In(lang); text != "" {
				return text
			}
			return h.altOf(lang, o.Picture, o.Alt)
		}
	}
	return ""
}

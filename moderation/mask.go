package moderation

import (
	"sort"
	"strings"

	"github.com/rivo/uniseg"

	"cairn/fault"
)

// Mask hides one stretch of an untouched text: bytes Start ≤ i < End, on the
// edges of graphemes. Label is the catalogue key of what stands there instead,
// shown in square brackets: "[a name]".
type Mask struct {
	Start int    `bson:"start" json:"start"`
	End   int    `bson:"end" json:"end"`
	Label string `bson:"label" json:"label"`
}

// MaskLabels lists the labels a mask may carry, in the order they are offered.
func MaskLabels() []string {
	return []string{"mask.name", "mask.place", "mask.school", "mask.number", "mask.private", "mask.unkind"}
}

// CheckMasks returns masks in order of their start, or Invalid
// "moderation.mask" when one is empty, outside the text, cuts a grapheme,
// overlaps another or has an unknown label.
func CheckMasks(text string, masks []Mask) ([]Mask, error) {
	if len(masks) == 0 {
		return nil, nil
	}
	out := append([]Mask(nil), masks...)
	sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	edges, labels := graphemeEdges(text), map[string]bool{}
	for _, l := range MaskLabels() {
		labels[l] = true
	}
	last := 0
	for _, m := range out {
		if m.Start < last || m.End <= m.Start || !edges[m.Start] || !edges[m.End] || !labels[m.Label] {
			return nil, fault.New(fault.Invalid, "moderation.mask")
		}
		last = m.End
	}
	return out, nil
}

func graphemeEdges(text string) map[int]bool {
	edges := map[int]bool{0: true}
	at := 0
	for g, rest := "", text; rest != ""; {
		g, rest, _, _ = uniseg.FirstGraphemeClusterInString(rest, -1)
		at += len(g)
		edges[at] = true
	}
	return edges
}

// Part is a piece of a text as it is shown: words as typed, or (Label not
// empty) a mask whose label stands in brackets.
type Part struct {
	Text  string
	Label string
}

// Parts cuts a text along its masks, which must be checked ones. A mask never
// comes with the words under it.
func Parts(text string, masks []Mask) []Part {
	var out []Part
	at := 0
	for _, m := range masks {
		if m.Start < at || m.End > len(text) || m.End < m.Start {
			return []Part{{Label: "mask.private"}} // broken masks hide everything
		}
		if m.Start > at {
			out = append(out, Part{Text: text[at:m.Start]})
		}
		out = append(out, Part{Label: m.Label})
		at = m.End
	}
	if at < len(text) {
		out = append(out, Part{Text: text[at:]})
	}
	return out
}

// Masked joins Parts into one line; say turns a label's key into words.
func Masked(text string, masks []Mask, say func(key string) string) string {
	s := ""
	for _, p := range Parts(text, masks) {
		if p.Label != "" {
			s += "[" + say(p.Label) + "]"
		} else {
			s += p.Text
		}
	}
	return s
}

func keyItself(key string) string { return key }

// SayMasks puts the "[mask.name]" of a WordCount's Text into words; say turns a
// label's key into them.
func SayMasks(text string, say func(key string) string) string {
	for _, label := range MaskLabels() {
		text = strings.ReplaceAll(text, "["+label+"]", "["+say(label)+"]")
	}
	return text
}

// WordPieces splits a text into the pieces a moderator taps to mask: each with
// its place in bytes, spaces and signs left between them.
func WordPieces(text string) []Mask {
	var out []Mask
	at := 0
	for word, rest, state := "", text, -1; rest != ""; {
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if Normal(word) != "" && wordy(word) {
			out = append(out, Mask{Start: at, End: at + len(word)})
		}
		at += len(word)
	}
	return out
}

package moderation

import (
	"cmp"
	"slices"

	"cairn/moderation/screening"
)

// maskOf is what stands in the place of a personal detail screening found; "" hides nothing.
func maskOf(f screening.Finding) string {
	if f.Kind != screening.Personal {
		return ""
	}
	switch f.What {
	case "name":
		return "mask.name"
	case "school":
		return "mask.school"
	case "place", "postcode":
		return "mask.place"
	case "phone", "nhs", "ni", "plate", "birth":
		return "mask.number"
	}
	return "mask.private"
}

// Suggested are the masks screening proposes over an item's words; they lie over
// it until a person decides.
func (i *Item) Suggested() []Mask { return suggest(i.Text, i.Findings) }

// Overlay are the masks that lie over an item's words for staff: the ones a
// person chose, else the suggested ones; names always.
func (i *Item) Overlay() []Mask {
	if i.State == Shown {
		return i.Masks
	}
	return i.Suggested()
}

// Names are the masks over people's names. Staff cannot lift them: names appear
// to those who read and plan only as "[a name]".
func (i *Item) Names() []Mask {
	var names []screening.Finding
	for _, f := range i.Findings {
		if maskOf(f) == "mask.name" {
			names = append(names, f)
		}
	}
	return suggest(i.Text, names)
}

// suggest turns findings into masks that fit the text: on the edges of
// graphemes, in order, none over another.
func suggest(text string, findings []screening.Finding) []Mask {
	var masks []Mask
	for _, f := range findings {
		if label := maskOf(f); label != "" && f.Start >= 0 && f.Start < f.End && f.End <= len(text) {
			masks = append(masks, Mask{Start: f.Start, End: f.End, Label: label})
		}
	}
	return settle(text, masks)
}

// settle widens masks to whole graphemes and melts those that touch the same
// bytes into one, under the label of a name where one is among them.
func settle(text string, masks []Mask) []Mask {
	if len(masks) == 0 {
		return nil
	}
	edges := graphemeEdges(text)
	for n := range masks {
		for masks[n].Start > 0 && !edges[masks[n].Start] {
			masks[n].Start--
		}
		for masks[n].End < len(text) && !edges[masks[n].End] {
			masks[n].End++
		}
	}
	slices.SortStableFunc(masks, func(a, b Mask) int { return cmp.Compare(a.Start, b.Start) })
	out := masks[:1]
	for _, m := range masks[1:] {
		last := &out[len(out)-1]
		if m.Start >= last.End {
			out = append(out, m)
			continue
		}
		last.End = max(last.End, m.End)
		if m.Label == "mask.name" {
			last.Label = m.Label
		}
	}
	return out
}

// withNames are the masks a decision leaves on an item: nil takes the suggested
// ones, anything else is taken as it is with the names added. Invalid
// "moderation.mask" when they do not fit the text.
func withNames(i *Item, masks []Mask) ([]Mask, error) {
	if masks == nil {
		return i.Suggested(), nil
	}
	checked, err := CheckMasks(i.Text, masks)
	if err != nil {
		return nil, err
	}
	return settle(i.Text, append(checked, i.Names()...)), nil
}

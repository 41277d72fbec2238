package results

import (
	"cmp"
	"context"
	"slices"

	"cairn/fault"
	"cairn/surveys"
)

// bandLeast is how many responses must share a band before rows may say it (docs/adr/0002).
const bandLeast = 5

// rowsFrom is how many responses a survey needs before any rows leave.
const rowsFrom = 50

// Line is one response as it may leave: an answer for each column, nil where none was given, and the band, "" where it was not given
// or might pick somebody out. No text, area, language, version, wave or time: a row of answers beside two such things is somebody.
type Line struct {
	Band    surveys.Band
	Answers []*surveys.Answer
}

// Lines gives every response of a closed survey once, in the order shuffle makes, to each, which must not keep what it is given. Closed
// "results.open" while answers come in, Closed "results.fewrows" below fifty responses.
func (d *Desk) Lines(ctx context.Context, a Asked, shuffle func(n int, swap func(i, j int)), each func(Line) error) error {
	if a.Open {
		return fault.New(fault.Closed, "results.open")
	}
	return d.book.Look(ctx, a.Survey, func(t *Table) error {
		if t.Len() < rowsFrom {
			return fault.New(fault.Closed, "results.fewrows", "Least", rowsFrom)
		}
		order, bands := t.order(shuffle)
		line := Line{Answers: make([]*surveys.Answer, len(a.Columns))}
		for _, place := range order {
			line.Band = ""
			if band := t.head(place).Band; bands[band] {
				line.Band = band
			}
			for i, c := range a.Columns {
				line.Answers[i] = t.columns[c.Question.ID].answer(place)
			}
			if err := each(line); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
}

// order is a random order of all responses, and which bands their rows may say.
func (t *Table) order(shuffle func(n int, swap func(i, j int))) ([]int, map[surveys.Band]bool) {
	order, bands := make([]int, 0, t.Len()), map[surveys.Band]int{}
	for place, h := range t.eachHead {
		if !t.gone[place] {
			order = append(order, place)
			bands[h.Band]++
		}
	}
	shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return order, told(bands)
}

// told says which bands rows may say. A band of fewer than five is left blank, and so is the smallest of the others while fewer than
// five rows are blank: a blank that stands alone says as much as the band would. Those who gave none, in a mixed survey, are blank to begin with.
func told(bands map[surveys.Band]int) map[surveys.Band]bool {
	let := map[surveys.Band]bool{}
	blank := bands[""] + bands[surveys.BandMixed]
	var large []surveys.Band
	for band, n := range bands {
		switch {
		case band == "" || band == surveys.BandMixed:
		case n < bandLeast:
			blank += n
		default:
			large = append(large, band)
		}
	}
	slices.SortFunc(large, func(a, b surveys.Band) int { return cmp.Or(bands[a]-bands[b], cmp.Compare(a, b)) })
	for _, band := range large {
		if blank > 0 && blank < bandLeast {
			blank += bands[band]
			continue
		}
		let[band] = true
	}
	return let
}

func (c *column) answer(place int) *surveys.Answer {
	code := c.at(place)
	if code == 0 {
		return nil
	}
	return &c.dict[code]
}

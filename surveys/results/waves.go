package results

import (
	"cairn/surveys"
)

// Waves says how a survey's waves hang together: how many answered in each, and how many of them are found again.
type Waves struct {
	InWave []int // responses in waves 1, 2, 3
	Paired int   // codes found in the first and in the last wave
	Lost   int   // codes of the first wave not found in the last
	Fresh  int   // codes of the last wave not found in the first
	Twice  int   // codes that stand twice in one wave, by chance or by a second try: they are left out
	NoCode int   // responses without a code
}

// Pairs are the two answers of one code to one question, first and last wave.
type Pairs struct {
	Before, After []surveys.Answer
}

// Waves counts what is there and what is missing, which is shown before any change is.
func (t *Table) Waves(last int) Waves {
	w := Waves{InWave: make([]int, last)}
	first, end := map[string]int{}, map[string]int{}
	for place, h := range t.eachHead {
		if t.gone[place] || h.Wave < 1 || h.Wave > last {
			continue
		}
		w.InWave[h.Wave-1]++
		switch {
		case h.Pair == "":
			w.NoCode++
		case h.Wave == 1:
			first[h.Pair]++
		case h.Wave == last:
			end[h.Pair]++
		}
	}
	for code, n := range first {
		switch {
		case n > 1 || end[code] > 1:
			w.Twice++
		case end[code] == 1:
			w.Paired++
		default:
			w.Lost++
		}
	}
	for code, n := range end {
		if n == 1 && first[code] == 0 {
			w.Fresh++
		} else if n > 1 && first[code] == 0 {
			w.Twice++
		}
	}
	return w
}

// Pairs gives the answers of those found in the first and in the last wave to one question; codes that stand twice in a wave are left out.
func (t *Table) Pairs(question string, last int) Pairs {
	first, end := t.byCode(1), t.byCode(last)
	c := t.columns[question]
	var p Pairs
	for place, h := range t.eachHead { // in the order of the table, so that the same table gives the same pairs
		if h.Wave != 1 || t.gone[place] || first[h.Pair] != place+1 || end[h.Pair] <= 0 {
			continue
		}
		before, after := c.at(place), c.at(end[h.Pair]-1)
		if before == 0 || after == 0 {
			continue
		}
		p.Before, p.After = append(p.Before, c.dict[before]), append(p.After, c.dict[after])
	}
	return p
}

// byCode gives each code's place in a wave, plus one; -1 where it stands twice.
func (t *Table) byCode(wave int) map[string]int {
	places := map[string]int{}
	for place, h := range t.eachHead {
		if h.Wave != wave || h.Pair == "" || t.gone[place] {
			continue
		}
		if places[h.Pair] != 0 {
			places[h.Pair] = -1
			continue
		}
		places[h.Pair] = place + 1
	}
	return places
}

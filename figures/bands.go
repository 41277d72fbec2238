package figures

import "strings"

// The words for shares, as catalogue keys, from least to most.
const (
	wordFew  = "figures.words.few"
	wordSome = "figures.words.some"
	wordHalf = "figures.words.half"
	wordMost = "figures.words.most"
	wordAll  = "figures.words.all"
)

// wordBand is one word and the counts it covers.
type wordBand struct {
	span
	key string
}

// wordBands cuts 0..total into words, each covering at least two counts; total
// is at least 5. Small rooms have three, four or five words, depending on how
// many cells there are. From 20 all five, cut where rounding to the nearest 5
// cuts too, so that holding words and rounded numbers side by side says no more
// than the numbers.
func wordBands(total, cells int) []wordBand {
	var tops []int
	if total < 20 {
		for _, sign := range smallTops(total, cells) {
			tops = append(tops, strings.IndexRune("0123456789abcdefghij", sign))
		}
	} else {
		tops = roundCuts(total)
	}
	bands := make([]wordBand, 0, 5)
	low := 0
	for i, key := range wordsOf(len(tops) + 1) {
		high := total
		if i < len(tops) {
			high = tops[i]
		}
		bands = append(bands, wordBand{span{low, high}, key})
		low = high + 1
	}
	return bands
}

// wordsOf picks so many words, from least to most.
func wordsOf(n int) []string {
	switch n {
	case 3:
		return []string{wordFew, wordHalf, wordAll}
	case 4:
		return []string{wordFew, wordSome, wordMost, wordAll}
	default:
		return []string{wordFew, wordSome, wordHalf, wordMost, wordAll}
	}
}

// roundCuts gives the last counts of the first four words, each of the form
// 5k+2: nearest to 15, 40, 60 and 85 in a hundred, "about half" around the half,
// and two counts at least above the last.
func roundCuts(total int) []int {
	few, some := nearestCut(total*15), nearestCut(total*40)
	half, most := nearestCut(total*60), nearestCut(total*85)
	if some >= half {
		middle := (total + 5) / 10 * 5
		some, half = middle-3, middle+2
	}
	most = max(most, half+5)
	for most > total-2 {
		most -= 5
	}
	return []int{min(few, some-5), some, half, most}
}

// nearestCut gives the 5k+2 nearest to so many hundredths.
func nearestCut(hundredths int) int { return max(0, hundredths-200+250)/500*5 + 2 }

// wordFor finds the band of a count.
func wordFor(bands []wordBand, n int) wordBand {
	for _, b := range bands {
		if n <= b.high {
			return b
		}
	}
	return bands[len(bands)-1]
}

// wordSpans gives what the words say of each count, the passes last.
func wordSpans(c Counts) []span {
	bands := wordBands(c.Total(), len(c.Cells)+1)
	spans := make([]span, 0, len(c.Cells)+1)
	for _, n := range c.values() {
		spans = append(spans, wordFor(bands, n).span)
	}
	return spans
}

// values are all counts, the passes last.
func (c Counts) values() []int {
	all := make([]int, 0, len(c.Cells)+1)
	for _, cell := range c.Cells {
		all = append(all, cell.N)
	}
	return append(all, c.Passed)
}

package screening

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// A second opinion for what no rule hears: how much the words of a text sound
// like things children tell when they are hurt. It was learned from sentences
// written for it (testdata/sounds), never from anybody's answers. It is
// one number for each of so many pockets of words, beginnings of words and
// pairs of words; a stretch of text is their sum. ADR 8 says why.
const pockets = 1 << 16

// loud is how sure the second opinion has to be; it was set so that few
// innocent sentences written for it reach it (see the test of the training).
const loud = 1.9

// stretch is how many words are listened to at once, so that one sentence in a
// long text is not drowned by the others.
const stretch = 36

// sounds holds what was learned: a weight for each pocket, in steps of step.
type sounds struct {
	weights []int8
	step    float64
	base    float64
}

// readSounds reads the learned file: two numbers (step and base, as IEEE 754 in
// little-endian order), then a byte for each pocket.
func readSounds(raw []byte) (sounds, error) {
	if len(raw) != 16+pockets {
		return sounds{}, fmt.Errorf("sounds.bin holds %d bytes, not %d", len(raw), 16+pockets)
	}
	s := sounds{
		step: math.Float64frombits(binary.LittleEndian.Uint64(raw)),
		base: math.Float64frombits(binary.LittleEndian.Uint64(raw[8:])),
	}
	for _, b := range raw[16:] {
		s.weights = append(s.weights, int8(b))
	}
	return s, nil
}

// pocket is the FNV-1a sum of a kind and up to two pieces of words.
func pocket(kind byte, a, b string) uint16 {
	x := uint32(2166136261)
	add := func(c byte) { x = (x ^ uint32(c)) * 16777619 }
	add(kind)
	for i := range len(a) {
		add(a[i])
	}
	if b != "" {
		add(' ')
	}
	for i := range len(b) {
		add(b[i])
	}
	return uint16(x ^ x>>15)
}

// pocketsOf lists the pockets of one word after another: the word, its
// beginnings of three to six letters, and the pair.
func pocketsOf(before, w string, out []uint16) []uint16 {
	out = append(out, pocket('w', w, ""), pocket('b', before, w))
	n := 1 // the space before it counts as a letter
	for i := range w {
		if n >= 3 && n <= 6 && i > 0 {
			out = append(out, pocket('c', w[:i], ""))
		}
		n++
	}
	if n >= 3 && n <= 6 {
		out = append(out, pocket('c', w, ""))
	}
	if n < 6 {
		out = append(out, pocket('c', w, " "))
	}
	for _, bare := range arabicForms(w) {
		out = append(out, pocket('w', bare, ""))
	}
	return out
}

// sound gives the number for a stretch of words.
func (s *sounds) sound(words []word) float64 {
	var all []uint16
	before := "^"
	for _, w := range words {
		all = pocketsOf(before, w.s, all)
		before = w.s
	}
	slices.Sort(all)
	all = slices.Compact(all)
	sum := 0
	for _, p := range all {
		sum += int(s.weights[p])
	}
	scaled := float64(sum) * s.step / math.Sqrt(float64(len(all)+1))
	return scaled + s.base
}

// overhear finds stretches that sound like telling. The finding is the part of
// the stretch that says most. What is innocent talk counts nothing.
func (r *reading) overhear(pardons []span) {
	s := &r.s.sounds
	heard := make([]word, 0, len(r.words))
	for _, w := range r.words {
		if !slices.ContainsFunc(pardons, span{from: w.from, to: w.to}.overlaps) {
			heard = append(heard, w)
		}
	}
	for from := 0; from < len(heard); from += stretch / 2 {
		to := min(from+stretch, len(heard))
		if from > 0 && to-from <= stretch/2 {
			return // the stretch before it had these words
		}
		words := heard[from:to]
		if len(words) >= 3 && s.sound(words) >= loud {
			a, b := s.loudest(words)
			r.found(Risk, "sounds", words[a].from, words[b].to)
			return
		}
	}
}

// quiet is how far on the innocent side the words around a soft finding must
// be for the second opinion to overrule it, and about how many words it listens to.
const (
	quiet  = -3
	around = 4
)

// soft are the kinds that everyday talk is taken for; the others are never overruled.
func soft(what string) bool {
	switch what {
	case "unsafe", "radical", "secret", "despair":
		return true
	}
	return false
}

// calm tells whether the words at a soft finding, and a few on either side,
// sound like everyday talk.
func (r *reading) calm(what string, at span) bool {
	if !soft(what) {
		return false
	}
	from := sort.Search(len(r.words), func(k int) bool { return r.words[k].to > at.from })
	to := sort.Search(len(r.words), func(k int) bool { return r.words[k].from >= at.to })
	from, to = max(0, from-around), min(len(r.words), to+around)
	return to-from >= 5 && r.s.sounds.sound(r.words[from:to]) <= quiet
}

// disguised tells whether a word is written as nobody writes it by chance.
func disguised(w string) bool {
	run := 0
	for i := range len(w) {
		if i > 0 && w[i] == w[i-1] {
			run++
		} else {
			run = 0
		}
		if run >= 2 || strings.IndexByte("0123456789!|+*€$@", w[i]) >= 0 {
			return true
		}
	}
	return false
}

// loudest finds the run of words that weighs most.
func (s *sounds) loudest(words []word) (from, to int) {
	best, sum, start := math.MinInt, 0, 0
	before := "^"
	for i, w := range words {
		for _, p := range pocketsOf(before, w.s, nil) {
			sum += int(s.weights[p])
		}
		before = w.s
		if sum > best {
			best, from, to = sum, start, i
		}
		if sum < 0 {
			sum, start = 0, i+1
		}
	}
	return from, to
}

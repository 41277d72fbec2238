package screening

import (
	"cmp"
	"hash/maphash"
	"iter"
	"slices"
)

// kin finds the words that a form may come from. It keeps eight bytes for each
// pair of a form and a word, where a map of lists kept eighty.
type kin struct {
	seed  maphash.Seed
	forms func(word string) []string
	words []string
	links []link // by sum, then by word
}

// link says that a form with this sum comes from the word of this number.
type link struct {
	sum  uint32
	word int32
}

// newKin makes ready for words, of each of which forms lists the forms.
func newKin(words iter.Seq[string], forms func(word string) []string) kin {
	n := kin{seed: maphash.MakeSeed(), forms: forms, words: slices.Compact(slices.Sorted(words))}
	for i, w := range n.words {
		for _, form := range forms(w) {
			n.links = append(n.links, link{sum: n.sum(form), word: int32(i)})
		}
	}
	slices.SortFunc(n.links, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.sum, b.sum), cmp.Compare(a.word, b.word))
	})
	n.links = slices.Clip(slices.Compact(n.links))
	return n
}

func (n *kin) sum(form string) uint32 { return uint32(maphash.String(n.seed, form)) }

// of lists the words that have the form, in the order of the alphabet, nil for none.
func (n *kin) of(form string) []string {
	sum := n.sum(form)
	at, _ := slices.BinarySearchFunc(n.links, sum, func(l link, sum uint32) int { return cmp.Compare(l.sum, sum) })
	var out []string
	for ; at < len(n.links) && n.links[at].sum == sum; at++ {
		if w := n.words[n.links[at].word]; slices.Contains(n.forms(w), form) { // another form may have the same sum
			out = append(out, w)
		}
	}
	return out
}

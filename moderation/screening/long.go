package screening

import (
	"slices"
	"sort"

	"github.com/rivo/uniseg"
)

// longest is the longest text read in one piece, in bytes: twice what anybody
// may send. Only the command line sees longer ones.
const longest = 1 << 15

// lap is how far one piece of a long text reaches into the one before it, so
// that nothing is missed where they meet.
const lap = 1 << 9

// screenLong reads a long text piece by piece, so that its time grows with its length.
func (s *Screener) screenLong(text, lang string, l Lists) Result {
	all := &reading{result: Result{Route: Ordinary, Known: true}}
	for _, p := range pieces(text) {
		r := s.screenPiece(text[p[0]:p[1]], lang, l)
		for _, f := range r.Findings {
			f.Start, f.End = f.Start+p[0], f.End+p[0]
			all.result.Findings = append(all.result.Findings, f)
		}
		a := &all.result
		if a.Lang == "" {
			a.Lang = r.Lang
		}
		a.Known, a.Failed = a.Known && r.Known, a.Failed || r.Failed
		a.Now, a.AboutStaff = a.Now || r.Now, a.AboutStaff || r.AboutStaff
		for _, name := range r.Named {
			if !slices.Contains(a.Named, name) {
				a.Named = append(a.Named, name)
			}
		}
	}
	all.settle()
	return all.result
}

// pieces cuts a text on the edges of graphemes, behind a space where there is
// one near; each but the first begins a lap before the one before it ends.
func pieces(text string) [][2]int {
	edges := []int{0}
	for g, rest, state := "", text, -1; rest != ""; {
		g, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		edges = append(edges, edges[len(edges)-1]+len(g))
	}
	var out [][2]int
	for i := 0; ; {
		j := max(i+1, sort.SearchInts(edges, edges[i]+longest+1)-1)
		if j >= len(edges)-1 {
			return append(out, [2]int{edges[i], len(text)})
		}
		for k := j; k > i+1 && edges[j]-edges[k] < lap; k-- {
			if text[edges[k]-1] == ' ' || text[edges[k]-1] == '\n' {
				j = k
				break
			}
		}
		out = append(out, [2]int{edges[i], edges[j]})
		i = max(i+1, sort.SearchInts(edges, edges[j]-lap))
	}
}

package surveys

import "math/rand/v2"

// Preview invents a room of this many seats answering q, for the author to see
// what a result would look like; the same seed gives the same room. About one
// seat in nine passes.
func Preview(q Question, band Band, seats int, seed uint64) Tally {
	t := Tally{Cells: map[string]int{}}
	k, ok := KindOf(q.Kind)
	if !ok || !k.Asks() {
		return t
	}
	random := rand.New(rand.NewPCG(seed, uint64(max(0, seats))))
	for range seats {
		a := Answer{Pass: PassDontKnow}
		if random.IntN(9) > 0 {
			a = k.Invent(q, band, random)
		}
		t.Add(k, q, a)
	}
	return t
}

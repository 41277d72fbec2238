package surveys

// Add counts one checked answer to q. Answers may be added in any order.
func (t *Tally) Add(k Kind, q Question, a Answer) { t.move(k, q, a, 1) }

// Remove takes back one answer that was added before; adding and removing the
// same answer leaves the tally as it was.
func (t *Tally) Remove(k Kind, q Question, a Answer) { t.move(k, q, a, -1) }

func (t *Tally) move(k Kind, q Question, a Answer, by int) {
	switch a.Pass {
	case PassDontKnow:
		t.DontKnow += by
		return
	case PassRatherNot:
		t.RatherNot += by
		return
	case PassSkip:
		t.Skipped += by
		return
	}
	t.Answered += by
	for _, cell := range k.Count(q, a) {
		t.bump(cell, by)
	}
}

// bump drops a cell that comes to nothing, so that equal tallies are equal documents.
func (t *Tally) bump(cell string, by int) {
	if t.Cells == nil {
		t.Cells = map[string]int{}
	}
	t.Cells[cell] += by
	if t.Cells[cell] == 0 {
		delete(t.Cells, cell)
	}
}

// Merge adds another tally of the same question, in any order.
func (t *Tally) Merge(o Tally) {
	t.Answered += o.Answered
	t.DontKnow += o.DontKnow
	t.RatherNot += o.RatherNot
	t.Skipped += o.Skipped
	for cell, n := range o.Cells {
		t.bump(cell, n)
	}
}

// Fold counts checked answers into a tally; the order does not matter.
func Fold(k Kind, q Question, answers []Answer) Tally {
	t := Tally{Cells: map[string]int{}}
	for _, a := range answers {
		t.Add(k, q, a)
	}
	return t
}

// Passed is how many declined, in whichever of the three ways.
func (t Tally) Passed() int { return t.DontKnow + t.RatherNot + t.Skipped }

// Total is how many ballots the tally holds, passes among them.
func (t Tally) Total() int { return t.Answered + t.Passed() }

// Clone is a copy that shares nothing with t.
func (t Tally) Clone() Tally {
	c := t
	c.Cells = make(map[string]int, len(t.Cells))
	for cell, n := range t.Cells {
		c.Cells[cell] = n
	}
	return c
}

// Movement is the net change of each cell from one round to the next, in
// answers; cells that did not change are absent.
func Movement(before, after Tally) map[string]int {
	net := map[string]int{}
	for cell, n := range after.Cells {
		if d := n - before.Cells[cell]; d != 0 {
			net[cell] = d
		}
	}
	for cell, n := range before.Cells {
		if _, still := after.Cells[cell]; !still && n != 0 {
			net[cell] = -n
		}
	}
	return net
}

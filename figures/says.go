package figures

// Says is the one sentence under a chart: its catalogue key, the rows it names
// ("A" and "B" are the labels of the first two) and its numbers ("N", "Of").
type Says struct {
	Key   string
	Named []int // indexes into Chart.Rows
	N, Of int
}

// sayOf finds the sentence that is true of what was released, and of nothing else.
func sayOf(f Figure, rows []Row, s Subject) Says {
	switch {
	case f.Shape == Listed:
		return Says{Key: "figures.say.listed"}
	case f.Shape == Took && f.Took > 0:
		return Says{Key: "figures.say.took", N: f.Took}
	case !f.Shows() && f.Reason != "":
		return Says{Key: f.Reason}
	case !f.Shows():
		return Says{Key: "figures.say.answered", N: f.Answered}
	case s.supports():
		return saySupport(rows)
	case f.Shape == Words:
		return sayWords(rows, f.Audience, s)
	default:
		return sayNumbers(f, rows, s)
	}
}

func sayWords(rows []Row, aud Audience, s Subject) Says {
	best := highest(rows, func(r Row) int { return r.Heap })
	if len(best) == 1 {
		key := "figures.say.most"
		if s.Kind == "stones" {
			key = "figures.say.stones"
		}
		return Says{Key: voice(key, aud), Named: best}
	}
	return Says{Key: "figures.say.level"}
}

func sayNumbers(f Figure, rows []Row, s Subject) Says {
	best := highest(rows, func(r Row) int { return r.N })
	hidden := false
	for _, r := range rows {
		hidden = hidden || r.Hidden
	}
	of := f.Answered
	switch {
	case len(best) == 0 && hidden:
		return Says{Key: "figures.say.level"}
	case len(best) == 0:
		return Says{Key: "figures.say.none"}
	case hidden:
		return Says{Key: "figures.say.shown", Named: best, N: rows[best[0]].N}
	case len(best) == 2 && f.Shape != Rounded:
		return Says{Key: voice("figures.say.tie", f.Audience), Named: best, N: rows[best[0]].N, Of: of}
	case len(best) > 1:
		return Says{Key: "figures.say.level"}
	case f.Shape == Exact && f.Whole && rows[best[0]].N == f.Answered:
		return Says{Key: "figures.say.everyone", Named: best, N: f.Answered, Of: of}
	case s.Kind == "ranking":
		return Says{Key: voice("figures.say.top", f.Audience), Named: best, N: rows[best[0]].N, Of: of}
	case s.Kind == "stones":
		return Says{Key: voice("figures.say.stones", f.Audience), Named: best, N: rows[best[0]].N, Of: of}
	default:
		return Says{Key: voice("figures.say.most", f.Audience), Named: best, N: rows[best[0]].N, Of: of}
	}
}

// highest gives the rows of the greatest value above 0.
func highest(rows []Row, of func(Row) int) []int {
	top := 0
	var at []int
	for i, r := range rows {
		n := of(r)
		if n <= 0 || n < top {
			continue
		}
		if n > top {
			top, at = n, nil
		}
		at = append(at, i)
	}
	return at
}

// voice is "us" in the room, "young people" elsewhere.
func voice(key string, aud Audience) string {
	if aud == Room {
		return key
	}
	return key + ".others"
}

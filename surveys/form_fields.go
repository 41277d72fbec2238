package surveys

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// PicksOf reads a posted form into Answer.Pick for a question of any kind; form
// gives all values sent under a name. The names are "pick" (one or several),
// "place.<option>" (ranking: 1, 2, …) and "row-<row>" (stones: a number;
// statements, criteria and pairs: the pick itself). Nothing is judged here:
// Check does that. nil is no answer; a list of ideas sent empty gives one
// empty pick, which says that the list was meant.
func PicksOf(q Question, form func(name string) []string) []string {
	switch q.Kind {
	case "ranking":
		if order := placesOf(q, form); order != nil {
			return order
		}
		return filled(form("pick"))
	case "stones":
		var list []string
		for _, o := range q.Options {
			for _, n := range form("row-" + o.ID) {
				if n = strings.TrimSpace(n); n != "" && n != "0" {
					list = append(list, o.ID+":"+n)
				}
			}
		}
		return list
	}
	if rows := formRows(q); rows != nil {
		var list []string
		for _, r := range rows {
			list = append(list, filled(form("row-"+r.ID))...)
		}
		return list
	}
	sent := form("pick")
	list := filled(sent)
	if len(sent) > 0 && list == nil && Supported(q.Kind) {
		return []string{""} // a list on which nothing is ticked any more, not a form without one
	}
	return list
}

// formRows are the rows as a form has them: a single pair is a row too.
func formRows(q Question) []CellRow {
	if q.Kind == (pair{}).Name() {
		return Pairs(q)
	}
	return CellRows(q)
}

func filled(values []string) []string {
	var list []string
	for _, v := range values {
		if v != "" {
			list = append(list, v)
		}
	}
	return list
}

// placesOf reads places as an order, best first. Two options at one place are no
// order: the first comes twice, and the rule says so kindly.
func placesOf(q Question, form func(name string) []string) []string {
	type spot struct {
		at int
		id string
	}
	var spots []spot
	for _, o := range q.Options {
		for _, value := range form("place." + o.ID) {
			if at, err := strconv.Atoi(value); err == nil {
				spots = append(spots, spot{at, o.ID})
			}
		}
	}
	slices.SortStableFunc(spots, func(a, b spot) int { return cmp.Compare(a.at, b.at) })
	var order []string
	for i, s := range spots {
		if i > 0 && spots[i-1].at == s.at {
			s.id = spots[i-1].id
		}
		order = append(order, s.id)
	}
	return order
}

package results

import "cairn/surveys"

// Families gathers the columns that have something to compare over versions, by their places: a question with what it was forked into,
// in creation order, and a question that stood in several versions. The rest is left out. Figures of one family stand beside each
// other and are never added up.
func Families(columns []surveys.Column) [][]int {
	at, root := map[string]int{}, map[int]int{}
	members := map[int][]int{}
	for i, c := range columns {
		at[c.Question.ID] = i
		root[i] = i
		if from, ok := at[c.ForkOf]; ok && c.ForkOf != "" {
			root[i] = root[from]
		}
		members[root[i]] = append(members[root[i]], i)
	}
	var families [][]int
	for i, c := range columns {
		if of := members[i]; len(of) > 1 || len(of) == 1 && c.Until > c.Since {
			families = append(families, of)
		}
	}
	return families
}

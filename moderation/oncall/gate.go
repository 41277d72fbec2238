package oncall

import "context"

// Gate is the one place that says whether a text box may open.
type Gate struct{}

// TextOpen joins keys, rota, language and settings into one verdict; what
// cannot be read counts as shut.
func (g *Gate) TextOpen(ctx context.Context, a Ask) Verdict {
	return Verdict{Why: "vote.textshut", Staff: "activity.textshut"}
}

package figures

// Side puts the second round beside the first: each row of the second that is
// numbered in both gets its net change. It is made of released numbers only,
// so it tells no more than the two charts do.
func Side(first, second Chart) (Chart, Chart) {
	parts := make([]Chart, len(second.Parts))
	for i, part := range second.Parts {
		parts[i] = part
		if i < len(first.Parts) {
			_, parts[i] = Side(first.Parts[i], part)
		}
	}
	if len(parts) > 0 {
		second.Parts = parts
		return first, second
	}
	before := map[string]Row{}
	for _, r := range first.Rows {
		before[r.Label.Key] = r
	}
	rows := make([]Row, len(second.Rows))
	for i, r := range second.Rows {
		was, ok := before[r.Label.Key]
		if ok && was.Numbered && r.Numbered && second.Drawing != List {
			r.Move, r.Moved = r.N-was.N, true
			second.Moves = true
		}
		rows[i] = r
	}
	second.Rows = rows
	return first, second
}

// Flow is how many went from one answer to another between two rounds.
type Flow struct {
	From string `bson:"from" json:"from"`
	To   string `bson:"to" json:"to"`
	N    int    `bson:"n" json:"n"`
}

// Flows is Gate.Flows under the standard settings.
func Flows(flows []Flow, aud Audience, s Sensitivity) ([]Flow, bool) {
	return standard().Flows(flows, aud, s)
}

// Flows lets a from→to table through to room and staff: only of an everyday
// question that at least 20 answered twice, which the flows add up to. False
// means that only the net movement may be shown.
func (g Gate) Flows(flows []Flow, aud Audience, s Sensitivity) ([]Flow, bool) {
	twice := 0
	for _, f := range flows {
		twice += f.N
	}
	if s != Everyday || aud != Room && aud != Staff || twice < g.set.MovesFrom {
		return nil, false
	}
	return flows, true
}

package figures

import "cairn/surveys"

// A question of several rows (statements, criteria, pairs) is a table for each
// row: everybody who took part stands in one cell of it or passed that row. Each
// goes through the gate as a question of its own would. They are shown together
// and stay together, so that nobody can hold one row of now against another of then.

// rowCounts puts the tally of a question of several rows into its tables; nil
// where it is one.
func rowCounts(q surveys.Question, t surveys.Tally) []Counts {
	var rows []Counts
	for _, r := range surveys.CellRows(q) {
		c := Counts{Row: r.ID, Whole: true, Most: 1}
		for _, cell := range r.Cells {
			c.Cells = append(c.Cells, Count{Key: cell.Key, N: t.Cells[cell.Key]})
			c.Answered += t.Cells[cell.Key]
		}
		c.Passed = t.Total() - c.Answered
		rows = append(rows, c)
	}
	return rows
}

// releaseRows lets each row through; where one has to stay, all do.
func (g Gate) releaseRows(prev *Figure, u Update, aud Audience, s Sensitivity) Figure {
	var rows []Figure
	for i, c := range u.Rows {
		one := Update{Counts: c, Changed: u.Changed, Sessions: u.Sessions, Survey: u.Survey}
		f := g.Release(prev.row(i, c.Row), one, aud, s)
		if f.Kept() {
			return prev.stay(u.Changed)
		}
		rows = append(rows, f)
	}
	return together(rows, u.Counts)
}

// row is the ith row of a figure; nil where there is none, or another stands there.
func (f *Figure) row(i int, id string) *Figure {
	if f == nil || i >= len(f.Rows) || f.Rows[i].Row != id {
		return nil
	}
	return &f.Rows[i]
}

// together makes one figure of released rows. Its shape is that of the row which
// tells the least of those that show anything. How many passed the whole
// question is in no row, so it is told only where everything is.
func together(rows []Figure, c Counts) Figure {
	out := Figure{Audience: rows[0].Audience, Sensitivity: rows[0].Sensitivity, Sessions: rows[0].Sessions}
	out.Shape, out.Reason = rows[0].Shape, rows[0].Reason
	told := false
	for i := range rows {
		rows[i].Row = c.Rows[i].Row
		out.Took = max(out.Took, rows[i].Took)
		switch {
		case !rows[i].Shows():
		case !told || less(out.Shape, rows[i].Shape):
			out.Shape, out.Reason, told = rows[i].Shape, "", true
		}
	}
	out.Rows = rows
	if out.Shape == Exact && out.Sensitivity == Everyday && out.Audience != Public {
		out.Answered, out.Passed = c.Answered, &Released{Key: PassedKey, N: c.Passed}
	}
	return out
}

// less says whether a figure of shape b tells less than one of shape a.
func less(a, b Shape) bool {
	order := map[Shape]int{Exact: 0, Partly: 1, Rounded: 2, Words: 3}
	return order[b] > order[a]
}

// filterRows splits each row by the values of one filter; false where none may be shown.
func (g Gate) filterRows(all Counts, groups []Counts, aud Audience, s Sensitivity) ([]Figure, bool) {
	byGroup, any := make([][]Figure, len(groups)), false
	for i, row := range all.Rows {
		parts := make([]Counts, len(groups))
		for n, c := range groups {
			if i >= len(c.Rows) || c.Rows[i].Row != row.Row {
				return nil, false
			}
			parts[n] = c.Rows[i]
		}
		let, ok := g.Filters(row, parts, aud, s)
		any = any || ok
		for n := range groups {
			f := Figure{Shape: Nothing, Audience: aud, Sensitivity: s, Reason: "figures.reason.filter"}
			if ok {
				f = let[n]
			}
			byGroup[n] = append(byGroup[n], f)
		}
	}
	if !any {
		return nil, false
	}
	out := make([]Figure, len(groups))
	for n := range groups {
		out[n] = together(byGroup[n], groups[n])
	}
	return out, true
}

// poolRows pools each row over the sessions; where one has to stay, all do.
func (g Gate) poolRows(prev *Figure, parts []Part, changed int, aud Audience, s Sensitivity) Figure {
	sum := Counts{Rows: make([]Counts, len(parts[0].Counts.Rows))}
	var rows []Figure
	for i, first := range parts[0].Counts.Rows {
		of := make([]Part, len(parts))
		for n, p := range parts {
			if len(p.Counts.Rows) != len(sum.Rows) || p.Counts.Rows[i].Row != first.Row {
				return Figure{Shape: Nothing, Audience: aud, Sensitivity: s, Sessions: len(parts), Reason: "figures.reason.scales"}
			}
			of[n] = Part{Counts: p.Counts.Rows[i], Shown: p.Shown.row(i, first.Row)}
		}
		f := g.Pool(prev.row(i, first.Row), of, changed, aud, s)
		if f.Kept() {
			return prev.stay(changed)
		}
		sum.Rows[i].Row = first.Row
		rows = append(rows, f)
	}
	for _, p := range parts {
		sum.Answered += p.Counts.Answered
		sum.Passed += p.Counts.Passed
	}
	return together(rows, sum)
}

// subjectRows takes a subject for each row of a question of several.
func subjectRows(q surveys.Question) []Subject {
	var rows []Subject
	for i, r := range surveys.CellRows(q) {
		title := r.Words
		if len(title) == 0 {
			title = r.Alt
		}
		s := Subject{Kind: q.Kind, Row: r.ID, Title: title, Picture: r.Picture, Number: i + 1}
		for _, c := range r.Cells { // only an option has a shape of its own; agree and scores have none
			s.Labels = append(s.Labels, Label{Key: c.Key, Words: c.Words, Text: c.Text, Args: c.Args, Number: c.Option + 1, Picture: c.Picture})
		}
		rows = append(rows, s)
	}
	return rows
}

// drawRows makes a chart for each row, under one title.
func drawRows(f Figure, s Subject) Chart {
	c := Chart{
		Title: s.Title, Shape: f.Shape, Drawing: Sentence, Note: f.Note,
		Took: f.Took, Sessions: f.Sessions, Counted: "figures.counted.people",
	}
	for i, row := range f.Rows {
		of := Subject{Kind: s.Kind, Row: row.Row, Title: surveys.Words{"": row.Row}, Number: i + 1}
		for _, one := range s.Rows {
			if one.Row == row.Row {
				of = one
			}
		}
		part := Draw(row, of)
		part.Row = &Label{Key: row.Row, Words: of.Title, Number: of.Number, Picture: of.Picture}
		c.Parts = append(c.Parts, part)
	}
	return c
}

// Charts are the charts to draw of one figure: its rows' where it has several, else itself.
func (c Chart) Charts() []Chart {
	if len(c.Parts) > 0 {
		return c.Parts
	}
	return []Chart{c}
}
